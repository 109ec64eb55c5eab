"""The rule that joins a component to the build whose attestation is about exactly its content, by digest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope

DIGESTS = "subject digests"
"""The attribute of a build that holds what its attestation is about: `sha256:… sha512:…`."""

_RULE = "same-digest-as-an-attested-subject"
_ALGORITHMS = ("sha256", "sha384", "sha512")


def attested_claims(components: Iterable[Component]) -> Iterator[Relation]:
    """That a component was built there, for every component whose digest an attestation names.

    The digest is exact. The relation is verified where the attestation's signature is; else it is inferred, for nobody has
    checked that the attestation is genuine.
    """
    known = list(components)
    builds: dict[str, list[Component]] = {}
    for build in known:
        if build.kind is Kind.BUILD:
            for digest in build.attributes.get(DIGESTS, "").replace("|", " ").split():
                builds.setdefault(digest, []).append(build)
    for component in known if builds else ():
        for digest in _digests(component):
            for build in builds.get(digest, ()):
                if build.id != component.id:
                    yield _relation(component.id, build, digest)


def _digests(component: Component) -> Iterator[str]:
    for algorithm in _ALGORITHMS:
        for text in component.attributes.get(algorithm, "").split(" | "):
            if text:
                yield f"{algorithm}:{text.lower()}"
    if component.version.startswith("sha256:"):  # Of images, the version is the digest.
        yield component.version.lower()


def _relation(component: ComponentId, build: Component, digest: str) -> Relation:
    signature = build.attributes.get("signature", "not stated")
    told = f"the attestation of {build.name} is about {digest}; its signature: {signature}"
    found = (Evidence("rule", _RULE, text=told[:300]), *build.evidence[:1])
    known = Knowledge.VERIFIED if signature.startswith("verified") else Knowledge.INFERRED
    return Relation(component, build.id, RelationKind.BUILT_BY, Scope.BUILD, known, {}, found)
