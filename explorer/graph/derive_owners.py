"""Rules that say who made, operates or owns something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from explorer.domain.claim import Claim
from explorer.domain.component import Component, Kind
from explorer.domain.relation import RelationKind
from explorer.graph.derivation import Said, bare, inferred
from explorer.graph.identity import party_id
from explorer.knowledge.clouds import Cloud, clouds
from explorer.knowledge.frameworks import known_packages, package_source
from explorer.knowledge.hardware import accelerators
from explorer.knowledge.hubs import Hub, hubs
from explorer.knowledge.parties import Party, parties, party_of_namespace
from explorer.knowledge.providers import providers

_NAMESPACED = frozenset({Kind.MODEL, Kind.DATASET, Kind.ADAPTER})


def owner_claims(component: Component, said: Said) -> Iterator[Claim]:
    """Who made or operates this component, or owns this party, as far as a rule can tell."""
    kind = component.kind
    if kind is Kind.PARTY:
        yield from _owner_of_party(component)
    elif kind is Kind.MODEL_SERVICE or component.id.startswith("service:"):
        yield from _provider(component, said)
    elif kind is Kind.HUB:
        yield from _operator(component, hubs(), "hub-operator")
    elif kind is Kind.CLOUD:
        yield from _operator(component, clouds(), "cloud-operator")
    elif kind is Kind.HARDWARE:
        yield from _maker_of_hardware(component)
    elif not said.has(component.id, RelationKind.MADE_BY):
        yield from _maker(component)


def party_component(party: Party) -> Component:
    """A known party as a component."""
    attributes = {"country": party.country} if party.country else {}
    return Component(party.id, Kind.PARTY, party.name, attributes=attributes)


def _owner_of_party(component: Component) -> Iterator[Claim]:
    party = parties().get(component.id.removeprefix("party:"))
    if party is not None and party.owner:
        owner = parties()[party.owner]
        why = f"{party.name} is owned or hosted by {owner.name}"
        target = party_component(owner)
        yield from inferred(component, target, RelationKind.OPERATED_BY, "party-owner", why, party.source)


def _provider(component: Component, said: Said) -> Iterator[Claim]:
    key = component.id.removeprefix("service:").partition("/")[0]
    provider = providers().get(key)
    if provider is None or said.has(component.id, RelationKind.OPERATED_BY):
        return
    party = parties()[provider.party]
    why = f"models named {key}/… are served by {party.name}"
    target = party_component(party)
    yield from inferred(component, target, RelationKind.OPERATED_BY, "provider", why, provider.source)
    if provider.cloud:
        cloud = clouds()[provider.cloud]
        why = f"{party.name} publicly names {cloud.name} among the clouds that it runs on"
        place = bare(cloud.id, Kind.CLOUD, cloud.name)
        yield from inferred(component, place, RelationKind.RUNS_ON, "provider-cloud", why, provider.cloud_source)


def _operator(component: Component, table: Mapping[str, Hub] | Mapping[str, Cloud], rule: str) -> Iterator[Claim]:
    entry = table.get(component.id.partition(":")[2])
    if entry is not None:
        party = parties()[entry.operator]
        why = f"{component.name} is operated by {party.name}"
        yield from inferred(component, party_component(party), RelationKind.OPERATED_BY, rule, why, entry.source)


def _maker_of_hardware(component: Component) -> Iterator[Claim]:
    known = accelerators().get(component.id.removeprefix("hardware:"))
    if known is None:
        return
    maker = parties()[known.maker]
    why = f"{known.name} is designed and sold by {maker.name}"
    yield from inferred(component, party_component(maker), RelationKind.MADE_BY, "hardware-maker", why, known.source)
    if known.foundry:
        foundry = parties()[known.foundry]
        why = f"{known.name} is fabricated by {foundry.name}, as its maker says"
        yield from inferred(component, party_component(foundry), RelationKind.BUILT_BY, "foundry", why, known.source)


def _maker(component: Component) -> Iterator[Claim]:
    identity = component.id
    if identity.startswith("pkg:huggingface/") and component.kind in _NAMESPACED:
        path = identity.removeprefix("pkg:huggingface/").removeprefix("datasets/")
        owner, slash, _ = path.partition("/")
        if slash:
            yield from _by_namespace(component, owner, "hub-namespace")
    elif identity.startswith(("pkg:github/", "pkg:terraform/")):
        yield from _by_namespace(component, identity.split("/")[1], "forge-namespace")
    elif component.kind is Kind.CONTAINER_IMAGE and identity.startswith("pkg:docker/"):
        owner, slash, _ = identity.removeprefix("pkg:docker/").partition("@")[0].partition("/")
        yield from _by_namespace(component, owner if slash else "library", "image-namespace")
    elif component.kind is Kind.PACKAGE and identity.startswith("pkg:"):
        yield from _by_package(component)


def _by_namespace(component: Component, namespace: str, rule: str) -> Iterator[Claim]:
    party = party_of_namespace(namespace)
    if party is not None:
        why = f"the namespace {namespace} is that of {party.name}"
        yield from inferred(component, party_component(party), RelationKind.MADE_BY, rule, why, party.source)
        return
    stranger = bare(party_id(namespace), Kind.PARTY, namespace, identity="a namespace, not verified")
    why = f"published under the namespace {namespace}; who that is was not verified"
    yield from inferred(component, stranger, RelationKind.MADE_BY, rule, why)


def _by_package(component: Component) -> Iterator[Claim]:
    ecosystem, _, rest = component.id.removeprefix("pkg:").partition("/")
    name = rest.partition("@")[0] if not rest.startswith("%40") else "@" + rest[3:].partition("@")[0]
    if name.startswith("@"):
        yield from _by_namespace(component, name[1:].partition("/")[0], "npm-scope")
        return
    known = known_packages().get((ecosystem, name))
    maker = known.maker if known else "nvidia" if ecosystem == "pypi" and name.startswith("nvidia-") else ""
    if maker:
        party = parties()[maker]
        why = f"{name} is published by {party.name}"
        source = known.source if known else package_source()
        yield from inferred(component, party_component(party), RelationKind.MADE_BY, "package-maker", why, source)
