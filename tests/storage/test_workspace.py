"""The workspace keeps what it was given, exactly, and survives what happens to files."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.annotation import (
    Annotation,
    Attack,
    Basis,
    Limit,
    Note,
    ResidualRisk,
    Subject,
    Treatment,
    TrustDelegation,
    TrustStatus,
)
from explorer.domain.claim import Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.errors import WorkspaceError
from explorer.graph.example import example_snapshot
from explorer.graph.merge import merge
from explorer.graph.snapshot import Snapshot, snapshot_of
from explorer.storage.exchange import export_json, import_json
from explorer.storage.records import annotation_fields, annotation_from, annotation_type
from explorer.storage.workspace import Workspace

SYSTEM = ComponentId("system:app")
RISK = ResidualRisk(
    Subject("pkg:pypi/torch"), "One maintainer", Limit.INSIDER, Attack.COMPROMISED_FRAMEWORK, 4, 5, 2, 5,
    Treatment.MITIGATE, "mirrored", "ada", date(2027, 1, 31),
)  # fmt: skip
TRUST = TrustDelegation(
    Subject("party:meta"), "system:app", "party:meta", ("C1", "C2"), (Attack.MODEL_POISONING, Attack.CONFUSION), Basis.AUDIT,
    "https://audits.example/7", "ada", date(2026, 1, 1), date(2027, 1, 1), "weights only", TrustStatus.EXAMINED,
)  # fmt: skip
NOTE = Note(Subject("pkg:pypi/torch"), "ask the vendor", ("vendor", "q3"), "ada")

names = st.text(max_size=20)
evidence = st.builds(
    Evidence,
    names,
    names,
    st.none() | st.integers(1, 9999),
    names,
    names,
    st.sampled_from(["", "2026-01-01T00:00:00Z"]),
)
scores = st.none() | st.integers(1, 5)
days = st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1))
annotations = st.one_of(
    st.builds(
        TrustDelegation, st.just(Subject("party:x")), names, names, st.lists(st.sampled_from(["C1", "C9"])).map(tuple),
        st.lists(st.sampled_from(list(Attack))).map(tuple), st.sampled_from(list(Basis)), names, names, days, days, names,
        st.sampled_from(list(TrustStatus)),
    ),
    st.builds(
        ResidualRisk, st.just(Subject("pkg:pypi/x")), names, st.sampled_from(list(Limit)),
        st.none() | st.sampled_from(list(Attack)), scores, scores, scores, scores, st.sampled_from(list(Treatment)), names,
        names, days,
    ),
    st.builds(Note, st.just(Subject("pkg:pypi/x")), names, st.lists(names).map(tuple), names),
)  # fmt: skip


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    identities = draw(
        st.lists(st.integers(0, 30).map(lambda number: ComponentId(f"pkg:x/{number}")), min_size=1, unique=True)
    )
    found = st.lists(evidence, max_size=2).map(tuple)
    facts = st.dictionaries(names, names, max_size=2)
    claims: list[Component | Relation | Problem] = [
        Component(each, draw(st.sampled_from(list(Kind))), draw(names), draw(names), None, draw(st.sampled_from(list(Knowledge))), draw(facts), draw(found))
        for each in identities
    ]  # fmt: skip
    for _ in range(draw(st.integers(0, 6))):
        ends = (draw(st.sampled_from(identities)), draw(st.sampled_from(identities)))
        claims.append(
            Relation(
                *ends,
                draw(st.sampled_from(list(RelationKind))),
                draw(st.sampled_from(list(Scope))),
                Knowledge.DECLARED,
                draw(facts),
                draw(found),
            )
        )
    claims.append(Problem("x", draw(names), None, draw(names), draw(names)))
    return snapshot_of(merge(claims), "2026-01-01T00:00:00Z")


def same(first: Snapshot, second: Snapshot) -> bool:
    return (
        list(first.components) == list(second.components)
        and list(first.relations) == list(second.relations)
        and first.problems == second.problems
        and first.taken == second.taken
    )


@pytest.fixture
def workspace(tmp_path: Path):
    with Workspace.create(tmp_path / "test.catchment") as opened:
        yield opened


@given(snapshot=snapshots())
def test_that_a_snapshot_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, snapshot: Snapshot) -> None:
    path = tmp_path_factory.mktemp("w") / "a.catchment"
    with Workspace.create(path) as workspace:
        number = workspace.save_snapshot(SYSTEM, "app", ["/x"], snapshot)
    with Workspace.open(path) as workspace:
        assert same(workspace.load_snapshot(number), snapshot)


@given(annotation=annotations)
def test_that_an_annotation_comes_back_as_it_was(annotation: Annotation) -> None:
    assert annotation_from(annotation_type(annotation), annotation_fields(annotation)) == annotation


def test_that_annotations_are_there_after_reopening(tmp_path: Path) -> None:
    path = tmp_path / "a.catchment"
    with Workspace.create(path) as workspace:
        for each in (RISK, TRUST, NOTE):
            workspace.put(each, "ada")
    with Workspace.open(path) as workspace:
        assert workspace.annotations() == (RISK, TRUST, NOTE)
        assert [entry.who for entry in workspace.journal()] == ["ada"] * 3


def test_that_undo_to_the_first_step_and_redo_to_the_last_restore_everything(workspace: Workspace) -> None:
    changed = ResidualRisk(RISK.subject, "Two maintainers", RISK.limit, id=RISK.id)
    states = [workspace.annotations()]
    for step in (
        lambda: workspace.put(RISK, "ada"),
        lambda: workspace.put(TRUST, "ada"),
        lambda: workspace.put(changed, "bob"),
        lambda: workspace.remove(RISK.id, "bob"),
        lambda: workspace.put(NOTE, "ada"),
    ):
        step()
        states.append(workspace.annotations())
    for expected in reversed(states[:-1]):
        assert workspace.undo("ada") is not None
        assert workspace.annotations() == expected
    assert workspace.undo("ada") is None
    for expected in states[1:]:
        assert workspace.redo("ada") is not None
        assert set(workspace.annotations()) == set(expected)
    assert workspace.redo("ada") is None


def test_that_a_new_edit_ends_redo_and_the_journal_forgets_nothing(workspace: Workspace) -> None:
    workspace.put(RISK, "ada")
    workspace.undo("ada")
    workspace.put(NOTE, "ada")
    assert not workspace.can_redo
    assert [entry.action.split()[0] for entry in workspace.journal()] == ["Add", "Undo:", "Add"]


def test_that_undo_works_after_reopening(tmp_path: Path) -> None:
    path = tmp_path / "a.catchment"
    with Workspace.create(path) as workspace:
        workspace.put(RISK, "ada")
    with Workspace.open(path) as workspace:
        assert workspace.undo_text == "Add residual risk “One maintainer”"
        workspace.undo("bob")
        assert workspace.annotations() == ()


def test_that_a_rescan_keeps_annotations_and_lists_what_became_an_orphan(workspace: Workspace) -> None:
    workspace.put(Note(Subject("model"), "kept"), "ada")
    workspace.put(Note(Subject("gone"), "orphaned"), "ada")
    workspace.save_snapshot(SYSTEM, "app", [], example_snapshot("app->model app->gone"))
    workspace.save_snapshot(SYSTEM, "app", [], example_snapshot("app->model"))
    orphans = workspace.orphans(workspace.portfolio())
    assert [each.text for each in orphans if isinstance(each, Note)] == ["orphaned"]
    assert len(workspace.annotations()) == 2


def test_that_a_note_on_a_family_covers_a_new_version(workspace: Workspace) -> None:
    workspace.put(Note(Subject("pkg:pypi/torch"), "kept"), "ada")
    newer = example_snapshot("app->pkg:pypi/torch@2.5.0")
    assert workspace.orphans(newer) == ()


def test_that_the_portfolio_joins_what_systems_share(workspace: Workspace) -> None:
    workspace.save_snapshot(ComponentId("app1"), "app1", [], example_snapshot("app1->torch"))
    workspace.save_snapshot(ComponentId("app2"), "app2", [], example_snapshot("app2->torch"))
    portfolio = workspace.portfolio()
    assert sorted(portfolio.graph.ids) == ["app1", "app2", "torch"]
    assert [entry.name for entry in workspace.systems()] == ["app1", "app2"]
    workspace.remove_system(ComponentId("app1"))
    assert sorted(workspace.portfolio().graph.ids) == ["app2", "torch"]


def test_that_annotations_travel_as_json(tmp_path: Path, workspace: Workspace) -> None:
    for each in (RISK, TRUST, NOTE):
        workspace.put(each, "ada")
    with Workspace.create(tmp_path / "b.catchment") as other:
        assert import_json(other, export_json(workspace), "bob") == 3
        assert other.annotations() == (RISK, TRUST, NOTE)


def test_that_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="does not exist"):
        Workspace.open(tmp_path / "none.catchment")


@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\0" + b"\0" * 84])
def test_that_a_foreign_file_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.catchment"
    path.write_bytes(content)
    with pytest.raises(WorkspaceError) as caught:
        Workspace.open(path)
    assert caught.value.advice
    assert path.read_bytes() == content


def test_that_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.catchment"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (x)")
    connection.commit()
    connection.close()
    with pytest.raises(WorkspaceError, match="not a Catchment workspace"):
        Workspace.open(path)


def test_that_a_newer_file_opens_read_only_with_a_notice(tmp_path: Path) -> None:
    path = tmp_path / "a.catchment"
    with Workspace.create(path) as workspace:
        workspace.put(NOTE, "ada")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version=99")
    connection.close()
    with Workspace.open(path) as workspace:
        assert workspace.read_only
        assert "newer" in workspace.notices[0]
        assert workspace.annotations() == (NOTE,)
        with pytest.raises(WorkspaceError, match="read-only"):
            workspace.put(RISK, "ada")


def test_that_a_locked_file_is_told_and_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("explorer.storage.opening.BUSY_SECONDS", 0.05)
    path = tmp_path / "a.catchment"
    with Workspace.create(path) as workspace:
        workspace.put(NOTE, "ada")
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(WorkspaceError, match="in use"):
            workspace.put(RISK, "ada")
        other.execute("ROLLBACK")
        other.close()
        assert workspace.annotations() == (NOTE,)


def test_that_a_full_disk_is_told_and_nothing_is_lost(workspace: Workspace) -> None:
    workspace.put(NOTE, "ada")
    pages = workspace._connection.execute("PRAGMA page_count").fetchone()[0]
    workspace._connection.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(WorkspaceError, match="no room"):  # noqa: PT012 - which edit fills the disk is not known
        for number in range(200):
            workspace.put(Note(Subject("x"), "long " * 400 + str(number)), "ada")
    assert workspace.annotations()[0] == NOTE
    assert workspace._connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_that_a_damaged_file_is_recovered_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "a.catchment"
    with Workspace.create(path) as workspace:
        workspace.put(NOTE, "ada")
        workspace.save_snapshot(
            SYSTEM, "app", [], example_snapshot("app->" + "->".join(f"n{number}" for number in range(900)))
        )
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 8192] = os.urandom(8192)
    path.write_bytes(content)
    with pytest.raises(WorkspaceError, match="damaged"):
        Workspace.open(path)
    with Workspace.recover(path, tmp_path / "b.catchment") as recovered:
        assert recovered.annotations() == (NOTE,)
        assert recovered.notices


WRITER = """
import sys
from pathlib import Path
from explorer.domain.annotation import Note, Subject
from explorer.storage.workspace import Workspace
with Workspace.open(Path(sys.argv[1])) as workspace:
    while True:
        note = Note(Subject("pkg:pypi/torch"), "x" * 300)
        workspace.put(note, "ada")
        print(note.id, flush=True)
"""


def test_that_no_confirmed_annotation_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "a.catchment"
    Workspace.create(path).close()
    confirmed: list[str] = []
    chance = random.Random(7)
    for _ in range(int(os.environ.get("CATCHMENT_KILLS", "12"))):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        confirmed.append(writer.stdout.readline().strip())
        time.sleep(chance.random() * 0.15)
        writer.send_signal(signal.SIGKILL)
        confirmed += [line.strip() for line in writer.stdout.read().splitlines() if len(line.strip()) == 32]
        writer.wait()
        writer.stdout.close()
        with Workspace.open(path) as workspace:
            assert workspace._connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            assert set(confirmed) <= {each.id for each in workspace.annotations()}
    assert len(confirmed) > 20
