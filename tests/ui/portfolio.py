"""A small workspace whose every fact is written here."""

from __future__ import annotations

from pathlib import Path

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.merge import merge
from explorer.graph.snapshot import Snapshot, snapshot_of
from explorer.storage.workspace import Workspace

CLAIMS, SEARCH = ComponentId("system:claims"), ComponentId("system:search")
TORCH = ComponentId("pkg:pypi/torch@2.4.1")
NUMPY = ComponentId("pkg:pypi/numpy@2.1.0")
MODEL = ComponentId("pkg:huggingface/acme/claims-7b")
DATA = ComponentId("unknown:training-data:pkg:huggingface/acme/claims-7b")
LINUX, ACME = ComponentId("party:linux-foundation"), ComponentId("party:acme")
HOSTILE = ComponentId("pkg:pypi/evil")
REQUIREMENTS = "# what it needs\nnumpy==2.1.0\ntorch==2.4.1\n"


def _at(line: int, text: str) -> tuple[Evidence, ...]:
    return (Evidence("requirements", "requirements.txt", line, "", text),)


_TORCH = Component(
    TORCH,
    Kind.PACKAGE,
    "torch",
    "2.4.1",
    LINUX,
    attributes={"licence": "BSD-3-Clause | MIT"},
    evidence=_at(3, "torch==2.4.1"),
)
_LINUX = Component(
    LINUX, Kind.PARTY, "The Linux Foundation", knowledge=Knowledge.INFERRED, evidence=(Evidence("rule"),)
)


def claims_snapshot() -> Snapshot:
    """claims uses torch, numpy and a model whose training data is unknown."""
    seen = (Evidence("model-card", "README.md", 1),)
    parts: list[Claim] = [
        Component(CLAIMS, Kind.SYSTEM, "claims", evidence=(Evidence("target", "claims"),)),
        _TORCH,
        _LINUX,
        Component(NUMPY, Kind.PACKAGE, "numpy", "2.1.0", knowledge=Knowledge.VERIFIED, evidence=_at(2, "numpy==2.1.0")),
        Component(MODEL, Kind.MODEL, "acme/claims-7b", "", ACME, evidence=seen),
        Component(ACME, Kind.PARTY, "Acme & Sons", evidence=seen),
        Component(DATA, Kind.UNKNOWN, "training data of acme/claims-7b", knowledge=Knowledge.UNKNOWN, evidence=seen),
        Component(HOSTILE, Kind.PACKAGE, "<b>gpj\u202etxt</b>", evidence=_at(9, "evil")),
        Relation(
            CLAIMS, TORCH, RelationKind.USES, attributes={"requirement": "==2.4.1"}, evidence=_at(3, "torch==2.4.1")
        ),
        Relation(CLAIMS, NUMPY, RelationKind.USES, evidence=_at(2, "numpy==2.1.0")),
        Relation(CLAIMS, HOSTILE, RelationKind.USES, Scope.TEST, evidence=_at(9, "evil")),
        Relation(CLAIMS, MODEL, RelationKind.USES, evidence=seen),
        Relation(TORCH, NUMPY, RelationKind.REQUIRES, Scope.OPTIONAL, evidence=_at(3, "torch==2.4.1")),
        Relation(TORCH, LINUX, RelationKind.MADE_BY, knowledge=Knowledge.INFERRED, evidence=(Evidence("rule"),)),
        Relation(MODEL, ACME, RelationKind.MADE_BY, evidence=seen),
        Relation(MODEL, DATA, RelationKind.TRAINED_ON, knowledge=Knowledge.UNKNOWN, evidence=seen),
        Problem("requirements", "requirements.txt", 9, "This line is odd.", "Mend it."),
    ]
    return snapshot_of(merge(parts), "2026-01-02T03:04:05Z")


def search_snapshot() -> Snapshot:
    """search uses torch only."""
    parts: list[Claim] = [
        Component(SEARCH, Kind.SYSTEM, "search", evidence=(Evidence("target", "search"),)),
        _TORCH,
        _LINUX,
        Relation(SEARCH, TORCH, RelationKind.USES, evidence=_at(3, "torch==2.4.1")),
        Relation(TORCH, LINUX, RelationKind.MADE_BY, knowledge=Knowledge.INFERRED, evidence=(Evidence("rule"),)),
    ]
    return snapshot_of(merge(parts), "2026-02-03T04:05:06Z")


def make_workspace(folder: Path) -> Path:
    """The workspace with both systems; the scanned folder of claims lies beside it."""
    source = folder / "claims"
    source.mkdir(parents=True)
    (source / "requirements.txt").write_text(REQUIREMENTS, encoding="utf-8")
    path = folder / "small.catchment"
    with Workspace.create(path) as workspace:
        workspace.save_snapshot(CLAIMS, "claims", [str(source)], claims_snapshot())
        workspace.save_snapshot(SEARCH, "search", [str(folder / "gone")], search_snapshot())
    return path
