"""What one asset of Ecosystem Graphs claims: itself, its dependencies, its maker, the hardware it was trained on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.identity import party_id, unknown_id
from explorer.knowledge.hardware import Accelerator, accelerator_named
from explorer.knowledge.parties import Party
from explorer.sources.claims import used_by
from explorer.sources.ecosystem_asset import Asset
from explorer.sources.interface import ProjectFile, evidence, scope_of_path
from explorer.sources.loose_values import without_empty

_KINDS = {"model": Kind.MODEL, "dataset": Kind.DATASET, "application": Kind.MODEL_SERVICE}
_FACTS = {
    "licence": "license",
    "access": "access",
    "size": "size",
    "modality": "modality",
    "published": "created_date",
    "url": "url",
    "nationality of the maker": "nationality",
    "training hardware": "training_hardware",
    "training time": "training_time",
    "training emissions": "training_emissions",
}
_FACT_LENGTH = 300
_PIECES = re.compile(r"[,;/()]|\band\b")
# As people write them: 8xA100, A100s, TPUs, TPUv4.
_SPELLINGS = ((r"(\d)x(?=[A-Za-z])", r"\1 "), (r"(?i)([a-z]\d+)s\b", r"\1"), (r"(?i)\btpus?(?=v?\d|\b)-?", "TPU "))


@dataclass(frozen=True, slots=True)
class Target:
    """An asset that others may name as a dependency."""

    id: ComponentId
    type: str


def claims_of_asset(
    source: str,
    file: ProjectFile,
    system: ComponentId,
    asset: Asset,
    identity: ComponentId,
    makers: Sequence[Party | str],
    targets: Mapping[str, Sequence[Target]],
) -> Iterator[Claim]:
    """Everything that an asset claims."""
    at = evidence(source, file, asset.line, f"{asset.type}: {asset.name}", "name")
    facts = {name: asset.text(key)[:_FACT_LENGTH] for name, key in _FACTS.items()}
    facts |= {"asset type": asset.type, "described by": "Ecosystem Graphs"}
    component = Component(identity, _KINDS[asset.type], asset.name, attributes=without_empty(facts), evidence=(at,))
    yield from used_by(system, component, scope=scope_of_path(file.path))
    for maker in makers:
        yield from _maker(identity, maker, evidence(source, file, asset.line, asset.organization, "organization"))
    for name in asset.dependencies:
        place = evidence(source, file, name.line, name, "dependencies")
        yield from _dependency(asset, identity, name, targets.get(name, ()), place)
    if stated := asset.text("training_hardware"):
        yield from _training(component, stated, evidence(source, file, asset.line, stated, "training_hardware"))


def _dependency(
    asset: Asset, identity: ComponentId, name: str, found: Sequence[Target], at: Evidence
) -> Iterator[Claim]:
    """A relation to the asset of that name; to each of several as inferred, and to an unknown one where none is."""
    facts = {"ambiguous": f"{len(found)} assets bear this name"} if len(found) > 1 else {}
    knowledge = Knowledge.INFERRED if facts else Knowledge.DECLARED
    for target in found:
        kind = _relation(asset.type, target.type)
        yield Relation(identity, target.id, kind, knowledge=knowledge, attributes=facts, evidence=(at,))
    if not found:
        why = {"named as": name, "why unknown": "No asset of the collection bears this name."}
        unknown = unknown_id("undeclared-asset", name)
        yield Component(unknown, Kind.UNKNOWN, name, "", None, Knowledge.UNKNOWN, why, (at,))
        yield Relation(identity, unknown, _relation(asset.type, ""), evidence=(at,))


def _relation(dependent: str, needed: str) -> RelationKind:
    """The collection has one word for every reliance; the types of both ends tell more, where they can."""
    if dependent == "application":
        return RelationKind.USES
    return RelationKind.TRAINED_ON if (dependent, needed) == ("model", "dataset") else RelationKind.DERIVED_FROM


def _maker(identity: ComponentId, maker: Party | str, at: Evidence) -> Iterator[Claim]:
    if isinstance(maker, Party):
        facts = {"country": maker.country} if maker.country else {}
        party = Component(maker.id, Kind.PARTY, maker.name, attributes=facts, evidence=(at,))
    else:
        party = Component(party_id(maker), Kind.PARTY, maker, evidence=(at,))
    yield party
    yield Relation(identity, party.id, RelationKind.MADE_BY, evidence=(at,))


def _training(asset: Component, stated: str, at: Evidence) -> Iterator[Claim]:
    """The training run and the accelerators that the text names; an unknown one where it names none that we know."""
    run = ComponentId(f"training-run:{asset.id}")
    yield Component(run, Kind.TRAINING_RUN, f"training of {asset.name}", evidence=(at,))
    yield Relation(asset.id, run, RelationKind.TRAINED_BY, evidence=(at,))
    named = accelerators_in(stated)
    for each in named:
        yield Component(each.id, Kind.HARDWARE, each.name, evidence=(at,))
        yield Relation(run, each.id, RelationKind.RUNS_ON, evidence=(at,))
    if not named:
        unknown = unknown_id("training-hardware", asset.id)
        facts = {"named as": stated[:_FACT_LENGTH], "stands for": Kind.HARDWARE.value}
        yield Component(unknown, Kind.UNKNOWN, stated[:80], "", None, Knowledge.UNKNOWN, facts, (at,))
        yield Relation(run, unknown, RelationKind.RUNS_ON, evidence=(at,))


def accelerators_in(text: str) -> list[Accelerator]:
    """Every accelerator that a text names, each once."""
    for pattern, plain in _SPELLINGS:
        text = re.sub(pattern, plain, text)
    found = (accelerator_named(piece) for piece in _PIECES.split(text[:_FACT_LENGTH]))
    return list({each.key: each for each in found if each}.values())
