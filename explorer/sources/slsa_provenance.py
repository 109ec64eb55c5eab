"""Reads SLSA provenance: who built an artifact, from what, and whether the artifact is the one that was scanned."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.errors import InputError
from explorer.graph.derive_attested import DIGESTS
from explorer.graph.identity import action_id, package_id
from explorer.sources.attested_subjects import Subject, attested_weights, in_words, subjects_of, what_differs
from explorer.sources.claims import used_by
from explorer.sources.dsse_envelope import Attestation, opened
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.json_text import parse_json
from explorer.sources.package_index import without_credentials
from explorer.sources.package_url import read_package_url

_ENDINGS = (".intoto.jsonl", ".intoto.json", ".provenance.json", ".provenance", ".att.json", ".sigstore.json",
            ".attestation.json", ".sigstore")  # fmt: skip
_NAMES = frozenset({"provenance.json", "provenance.jsonl", "multiple.intoto.jsonl", "attestation.json"})


class SlsaProvenanceSource:
    """Builds that an attestation describes."""

    name = "slsa-provenance"
    reads = (
        "SLSA provenance 0.1 to 1.x: statements, DSSE envelopes, Sigstore bundles, alone or one a line; whether an "
        "envelope is whole, whether the digests of its subjects are those of the scanned files and components, and, where "
        "keys are given (key:FILE), whether its signature is theirs."
    )
    does_not_read = (
        "Attestations of other kinds; the proofs of logs and the time stamps in a bundle, other than Rekor's promise."
    )

    def matches(self, path: PurePosixPath) -> bool:
        """`*.intoto.jsonl`, `provenance.json`, `*.sigstore.json` and the like."""
        name = path.name.lower()
        return name in _NAMES or name.endswith(_ENDINGS)

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A build per statement, its builder, and the materials that went into it."""
        site = Site.of(self.name, file, project)
        for line, document in _documents(file.read_text(), str(file.path)):
            attestation = opened(document, project.keys)
            if attestation is None:
                message = "An attestation has no in-toto statement that can be read."
                yield Problem(self.name, str(file.path), line, message, "Check that the file is whole.")
            elif "slsa.dev/provenance" in str(attestation.statement.get("predicateType", "")):
                yield from _build(attestation, line, site)


def _documents(text: str, where: str) -> Iterator[tuple[int, Any]]:
    """One document, or one a line."""
    try:
        yield 1, parse_json(text, where)
        return
    except InputError:
        if "\n" not in text.strip():
            raise
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError):
                yield number, None


def _build(attestation: Attestation, line: int, site: Site) -> Iterator[Claim]:
    predicate = attestation.statement["predicate"]
    definition, run = _table(predicate, "buildDefinition"), _table(predicate, "runDetails")
    builder = str(_table(run or predicate, "builder").get("id") or "")
    subjects = subjects_of(attestation.statement, site.project)
    title = subjects[0].name if subjects else site.file.name
    text = f"subject: {title}; builder: {builder or 'not named'}; signature {attestation.signature.words}"
    found = site.found(line, text, "predicate")
    attributes = _attributes(attestation, subjects)
    if sort := definition.get("buildType") or predicate.get("buildType"):
        attributes["build type"] = str(sort)
    identity = ComponentId(f"build:{site.project.system.partition(':')[2]}/{site.file.path}#{title}")
    known = Knowledge.VERIFIED if attestation.signature.is_verified else Knowledge.DECLARED
    build = Component(identity, Kind.BUILD, title, "", None, known, attributes, (found,))
    yield from used_by(site.project.system, build, RelationKind.BUILT_BY, Scope.BUILD)
    yield from _faults(attestation, subjects, line, site)
    yield from attested_weights(subjects, attestation.signature, found, site.project)
    if builder:
        yield from _builder(builder, identity, found)
    for each in [*_tables(definition, "resolvedDependencies"), *_tables(predicate, "materials")]:
        yield from _material(each, identity, found)


def _attributes(attestation: Attestation, subjects: Sequence[Subject]) -> dict[str, str]:
    stated = {
        "platform": "SLSA provenance",
        "signature": attestation.signature.words,
        "signature material": attestation.material,
        "subjects": str(len(subjects)),
        "subjects compared": in_words(subjects),
        DIGESTS: " ".join(dict.fromkeys(f"{each.algorithm}:{each.digest}" for each in subjects if each.digest)),
    }
    return {name: value for name, value in stated.items() if value}


def _faults(attestation: Attestation, subjects: Sequence[Subject], line: int, site: Site) -> Iterator[Problem]:
    """What is wrong with the envelope, and subjects whose file has other content than was attested."""
    place = str(site.file.path)
    if attestation.fault:
        message = f"The envelope of the attestation is not as DSSE has it: {attestation.fault}."
        yield Problem(site.source, place, line, message, "Get the attestation anew; this one proves nothing.")
    if attestation.signature.is_wrong:
        message = f"The signature of the attestation is {attestation.signature.words}."
        yield Problem(site.source, place, line, message, "Rely on nothing that it says, and ask its maker.")
    for message, advice in what_differs(subjects):
        yield Problem(site.source, place, line, message, advice)


def _builder(builder: str, build: ComponentId, found: Evidence) -> Iterator[Claim]:
    """A reusable workflow by its repository, any other builder by its address."""
    plain = without_credentials(builder)
    in_repository = plain.partition("://")[2].removeprefix("github.com/")
    is_workflow = plain.startswith("https://github.com/") and in_repository.count("/") >= 2
    name, _, reference = in_repository.partition("@")
    reference = reference.removeprefix("refs/tags/").removeprefix("refs/heads/")
    whole = f"{name}@{reference}" if reference else name
    identity = action_id(whole) if is_workflow else package_id("generic", in_repository or plain)
    attributes = {"role": "builder", "pinned": "no", "reference": reference or "none"}
    title = name if is_workflow else plain
    action = Component(identity, Kind.ACTION, title, reference, None, Knowledge.DECLARED, attributes, (found,))
    yield from used_by(build, action, RelationKind.USES, Scope.BUILD)


def _material(material: Mapping[str, Any], build: ComponentId, found: Evidence) -> Iterator[Claim]:
    """Something that went into the build, with the digest that was recorded of it."""
    address = material.get("uri")
    if not isinstance(address, str) or not address:
        return
    digests = {key: value for key, value in _table(material, "digest").items() if isinstance(value, str)}
    digest = next(iter(digests.values()), "")
    identity, name, kind = _identified(address, digests.get("sha1") or digests.get("gitCommit") or "")
    attributes = {"role": "material of a build", "pinned": "yes" if digest else "no"}
    if digest:
        attributes["digest"] = f"{next(iter(digests))}:{digest}"
    component = Component(identity, kind, name, "", None, Knowledge.DECLARED, attributes, (found,))
    yield component
    yield Relation(build, identity, RelationKind.USES, Scope.BUILD, Knowledge.DECLARED, {}, (found,))


def _identified(address: str, commit: str) -> tuple[ComponentId, str, Kind]:
    known = read_package_url(address) if address.startswith("pkg:") else None
    if known is not None:
        kind = Kind.CONTAINER_IMAGE if known.ecosystem in ("docker", "oci") else Kind.PACKAGE
        return known.id, address.removeprefix("pkg:").partition("@")[0].partition("?")[0], kind
    plain = without_credentials(address).removeprefix("git+").partition("@")[0].partition("?")[0]
    name = plain.partition("://")[2] or plain
    if name.startswith("github.com/"):
        short = "/".join(name.split("/")[1:3]).removesuffix(".git")
        return package_id("github", short, commit), short, Kind.PACKAGE
    return package_id("generic", name, commit), name, Kind.PACKAGE


def _table(value: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    inner = value.get(key)
    return inner if isinstance(inner, dict) else {}


def _tables(value: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    inner = value.get(key)
    return [each for each in inner if isinstance(each, dict)] if isinstance(inner, list) else []


SOURCE = SlsaProvenanceSource()
