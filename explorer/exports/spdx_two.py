"""The graph as an SPDX 2.3 document in JSON: packages with makers, licences and checksums, relationships, annotations."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from explorer.domain.annotations import Annotation
from explorer.domain.component import ComponentId, Kind
from explorer.exports.bom_outline import Outline, outline
from explorer.exports.judgement_words import judgement_sentence
from explorer.exports.spdx import moment
from explorer.exports.spdx_two_package import Licences, package
from explorer.exports.spdx_two_relationship import relationships
from explorer.graph.snapshot import Snapshot
from explorer.sources.own_words import NODE, node_words
from explorer.sources.spdx_own_words import comments_of

VERSION = "SPDX-2.3"
DOCUMENT = "SPDXRef-DOCUMENT"


def to_spdx_two_json(
    snapshot: Snapshot, annotations: Sequence[Annotation] = (), system: ComponentId | None = None
) -> str:
    """The document as JSON text; the same snapshot and annotations give the same bytes."""
    return json.dumps(spdx_two_document(snapshot, annotations, system), indent=1, ensure_ascii=False) + "\n"


def spdx_two_document(
    snapshot: Snapshot, annotations: Sequence[Annotation] = (), system: ComponentId | None = None
) -> dict[str, Any]:
    """The document as plain data. Read back by this program, it gives the same components and relations."""
    plan = outline(snapshot, annotations, system)
    places = {each.id: f"SPDXRef-{number}" for number, each in enumerate(plan.components)}
    names = {each.id: each.name for each in plan.nodes if each.kind is Kind.PARTY}
    licences = Licences()
    packages = []
    for each in plan.components:
        stated, words = package(each, plan, places[each.id], names, licences)
        packages.append({**stated, "annotations": [*_reviews(plan, each.id), *_own(plan, words)]})
    roots = [plan.subject] if plan.subject else [each for each in plan.components if each.kind is Kind.SYSTEM]
    described = [_describes(places[each.id]) for each in roots]
    parties = [review for each in plan.nodes for review in _reviews(plan, each.id, f"Of {each.name}: ")]
    nodes = [(NODE, node_words(each, plan.relations.get(each.id, ()))) for each in plan.nodes]
    document = {
        "spdxVersion": VERSION,
        "dataLicense": "CC0-1.0",
        "SPDXID": DOCUMENT,
        "name": plan.subject.name if plan.subject else "Portfolio",
        "documentNamespace": f"urn:uuid:{plan.number}",
        "creationInfo": {"created": moment(plan.taken), "creators": [_program()]},
        "packages": packages,
        "relationships": [*described, *relationships(plan, places)],
        "hasExtractedLicensingInfos": licences.extracted(),
        "annotations": [*parties, *_own(plan, nodes)],
    }
    return {key: value for key, value in document.items() if value != []}


def _program() -> str:
    from explorer import __version__

    return f"Tool: Catchment-{__version__}"


def _describes(reference: str) -> dict[str, str]:
    return {"spdxElementId": DOCUMENT, "relationshipType": "DESCRIBES", "relatedSpdxElement": reference}


def _reviews(plan: Outline, identity: ComponentId, of_whom: str = "") -> Iterator[dict[str, str]]:
    """What analysts judged; of a party, which is no element here, it is said of the document with the party's name."""
    for each in plan.judgements.get(identity, ()):
        yield _annotation(plan, "REVIEW", f"{of_whom}{judgement_sentence(each)}")


def _own(plan: Outline, words: Sequence[tuple[str, str]]) -> Iterator[dict[str, str]]:
    for comment in comments_of(words):
        yield _annotation(plan, "OTHER", comment)


def _annotation(plan: Outline, kind: str, comment: str) -> dict[str, str]:
    return {
        "annotationType": kind,
        "annotator": _program(),
        "annotationDate": moment(plan.taken),
        "comment": comment,
    }
