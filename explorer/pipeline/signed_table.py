"""What verifies and yet rests on somebody nobody vouches for, as a table."""

from __future__ import annotations

import numpy as np

from explorer.analysis.signed_and_still_bad import Rest, SignedAndStillBad, SignedArtifact, signed_and_still_bad
from explorer.domain.component import Kind
from explorer.graph.reach import upstream
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers
from explorer.pipeline.sentences import counted, name_of
from explorer.pipeline.table import Table
from explorer.pipeline.whatif import controls_in_place

LESSON = (
    "A signature says who signed, not how the thing was made: in the SolarWinds compromise the malicious releases were validly "
    "signed. An artifact stands here when its signature is verified, by evidence or by an examined trust delegation, and its "
    "builder or trainer has no attestation of SLSA Build Level 3; where no builder is stated, the hub it comes from, or "
    "nothing, is all there is to go by. A level below 3 can be forged from inside a build. Of an "
    "attestation or a model's signature that is scanned, this program checks that its envelope is whole and that the digests of "
    "its subjects are those of the scanned files and components; whose it is, it verifies offline with the keys that are named "
    "in the scan (key:FILE), and says otherwise: present, not verified."
)
NOTHING_SIGNED = (
    "No signature is recorded as verified, so nothing is shown to be signed; that is not the same as nothing being signed. "
    "Record one with a trust delegation on the basis of a signature."
)
RESTS = {
    Rest.BUILDER: "its builder",
    Rest.TRAINER: "its training run",
    Rest.HUB: "the hub; no builder is stated",
    Rest.NOT_STATED: "not known; nothing says who made it",
}


def signed_table(snapshot: Snapshot, answers: Answers) -> Table:
    """One row per signed artifact and what it rests on."""
    answer = signed_and_still_bad(snapshot, answers.roots, controls_in_place(snapshot, answers))
    rows = tuple(
        (
            name_of(snapshot, each.node), snapshot.components[each.node].kind.value, rest_name(snapshot, each), RESTS[each.rest],
            "evidence" if each.by_evidence else "an analyst's word",
            attestation_words(snapshot, each), len(each.systems), len(answers.roots),
            None if each.rests_on is None else str(snapshot.graph.id_of(each.rests_on)),
        )
        for each in answer.artifacts
    )  # fmt: skip
    columns = ("artifact", "kind", "rests on", "which is", "signed, by", "attestation", "systems", "of", "id")
    headline = " ".join(filter(None, (signed_sentence(answer), _unverified_sentence(snapshot, answers))))
    return Table("signed", headline, columns, rows, LESSON)


def _unverified_sentence(snapshot: Snapshot, answers: Answers) -> str:
    """How many attestations upstream carry a signature that nobody verified here; empty where none does."""
    inside = upstream(snapshot.graph, answers.roots)
    builds = np.flatnonzero(snapshot.graph.has_kind(Kind.BUILD) & inside).tolist()
    words = (snapshot.components[node].attributes.get("signature", "") for node in builds)
    count = sum(word.startswith("present") for word in words)
    carry = "carries" if count == 1 else "carry"
    return (
        f"{counted(count, 'attestation')} {carry} a signature that was not verified: no key that fits was given (key:FILE)."
        if count
        else ""
    )


def signed_sentence(answer: SignedAndStillBad) -> str:
    """How many signed artifacts hang on a maker without a hardened attestation."""
    if not answer.signed:
        return NOTHING_SIGNED
    hanging, signed = answer.signed - answer.vouched, counted(answer.signed, "signed artifact")
    if not hanging:
        return f"All {signed} rest on hardened, attested builders only."
    return (
        f"{hanging:,} of {signed} {'hangs' if hanging == 1 else 'hang'} on a builder, trainer or hub without a hardened "
        "attestation: signed, and still changeable before signing."
    )


def rest_name(snapshot: Snapshot, each: SignedArtifact) -> str:
    """The name of what it rests on: of a build, who the builder is said to be, where that is said."""
    if each.rests_on is None:
        return "not stated"
    builder = _builder(snapshot, each.rests_on) if each.rest is Rest.BUILDER else None
    return name_of(snapshot, each.rests_on if builder is None else builder)


def attestation_words(snapshot: Snapshot, each: SignedArtifact) -> str:
    """The SLSA build level; where there is none, whether an attestation tells of the build at all."""
    if each.level:
        return f"SLSA Build L{each.level}"
    sources = () if each.rests_on is None else snapshot.components[each.rests_on].evidence
    return "recorded, without a level" if any(found.source == _PROVENANCE for found in sources) else "none recorded"


_PROVENANCE = "slsa-provenance"
"""The reader of attestations that tell how something was built."""


def _builder(snapshot: Snapshot, build: int) -> int | None:
    graph = snapshot.graph
    used = (int(graph.relation_target[relation]) for relation in graph.up.relations_of(build).tolist())
    return next((node for node in used if snapshot.components[node].attributes.get("role") == "builder"), None)
