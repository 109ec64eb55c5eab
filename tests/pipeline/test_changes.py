"""What changed between two scans, what that did to the figures, and where judgement moves with a new name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from explorer.analysis.difference import Change, difference
from explorer.domain.annotation import Note, Subject, TrustDelegation
from explorer.domain.component import Component, ComponentId, Kind
from explorer.domain.correction import ChangeReview, Correction, CorrectionAction, Verdict
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.example import example_snapshot
from explorer.graph.merge import merge
from explorer.graph.snapshot import Snapshot, snapshot_of
from explorer.pipeline.carrying import carry_overs
from explorer.pipeline.change_lines import change_lines, reviews
from explorer.pipeline.changes import Direction, changes_between
from explorer.pipeline.portfolio import portfolio_of
from explorer.pipeline.scan import scan
from explorer.storage.workspace import Workspace

TODAY = date(2026, 11, 25)
SYSTEM = ComponentId("system:claims")


def scanned(*models: tuple[str, str]) -> Snapshot:
    """A system that uses models, each by identity and version."""
    seen = (Evidence("model-card", "README.md", 1),)
    parts: list[Component | Relation] = [Component(SYSTEM, Kind.SYSTEM, "claims", evidence=seen)]
    for identity, version in models:
        parts.append(Component(ComponentId(identity), Kind.MODEL, identity.rpartition("/")[2], version, evidence=seen))
        parts.append(Relation(SYSTEM, ComponentId(identity), RelationKind.USES, evidence=seen))
    return snapshot_of(merge(parts), "2026-01-01T00:00:00Z")


def test_that_a_version_a_removal_and_an_addition_are_told_apart() -> None:
    found = difference(
        scanned(("pkg:huggingface/acme/a@1", "1"), ("pkg:huggingface/acme/b", "")),
        scanned(("pkg:huggingface/acme/a@2", "2"), ("pkg:huggingface/acme/c", "")),
    )
    assert {(each.change, each.subject) for each in found.components} == {
        (Change.VERSION, "pkg:huggingface/acme/a@2"),
        (Change.REMOVED, "pkg:huggingface/acme/b"),
        (Change.ADDED, "pkg:huggingface/acme/c"),
    }
    assert all("acme/a" not in (each.old + each.new) for each in found.relations)  # A new version is no new relation.


def test_that_a_new_owner_is_a_rename_only_where_one_name_stands_for_one() -> None:
    one = difference(scanned(("pkg:huggingface/old/claims-7b", "")), scanned(("pkg:huggingface/new/Claims_7B", "")))
    assert [(each.change, each.old, each.new) for each in one.renames] == [
        (Change.RENAMED, "pkg:huggingface/old/claims-7b", "pkg:huggingface/new/Claims_7B")
    ]
    two = difference(
        scanned(("pkg:huggingface/old/claims-7b", "")),
        scanned(("pkg:huggingface/new/claims-7b", ""), ("pkg:huggingface/other/claims-7b", "")),
    )
    assert two.renames == ()


def test_that_nothing_changed_is_said_so() -> None:
    snapshot = scanned(("pkg:huggingface/acme/a", ""))
    changes = changes_between(snapshot, snapshot, (), TODAY)
    assert changes.is_empty
    assert changes.worse() == ()
    assert change_lines(changes) == ()


def test_that_a_deeper_chain_and_more_beyond_sight_are_worse() -> None:
    before = example_snapshot("app->a->b")
    after = example_snapshot("app->a->b->dark", unknown="dark")
    worse = {each.figure: (each.before, each.after) for each in changes_between(before, after, (), TODAY).worse()}
    assert worse["deepest chain"] == (2, 3)
    assert worse["share beyond sight"] == (0, 1 / 3)


def test_that_what_is_not_assessed_on_one_side_has_no_direction() -> None:
    deltas = changes_between(example_snapshot("app->a"), example_snapshot("app->a->b"), (), TODAY).deltas
    worst = next(each for each in deltas if each.figure == "worst residual risk")
    assert (worst.before, worst.after, worst.direction) == (None, None, Direction.SAME)


def test_that_a_review_is_about_one_change_and_its_value_after() -> None:
    changes = changes_between(
        scanned(("pkg:huggingface/acme/a@1", "1")), scanned(("pkg:huggingface/acme/a@2", "2")), (), TODAY
    )
    line = next(each for each in change_lines(changes) if each.change == Change.VERSION.value)
    review = ChangeReview(line.subject, line.key, Verdict.ACCEPTED, author="ada")
    assert reviews([review])[line.subject, line.key] is review
    later = changes_between(
        scanned(("pkg:huggingface/acme/a@1", "1")), scanned(("pkg:huggingface/acme/a@3", "3")), (), TODAY
    )
    upgraded = next(each for each in change_lines(later) if each.change == Change.VERSION.value)
    assert upgraded.key != line.key


def test_that_judgement_moves_to_the_new_owner_and_back_with_one_undo(tmp_path: Path) -> None:
    note = Note(Subject("pkg:huggingface/old/claims-7b"), "asked for its data", (), "ada")
    with Workspace.create(tmp_path / "a.catchment") as workspace:
        for owner in ("old", "new"):
            snapshot = scanned((f"pkg:huggingface/{owner}/claims-7b", ""))
            workspace.save_snapshot(SYSTEM, "claims", ["."], snapshot)
            if owner == "old":
                workspace.put(note, "ada")
        found = carry_overs(workspace, workspace.portfolio())
        assert [(each.orphan.id, each.moved.subject if each.moved else None) for each in found] == [
            (note.id, "pkg:huggingface/new/claims-7b")
        ]


def test_that_judgement_on_one_version_goes_to_the_one_that_took_its_place(tmp_path: Path) -> None:
    old, several = Note(Subject("pkg:huggingface/acme/a@1"), "x"), Note(Subject("pkg:huggingface/acme/b@1"), "y")
    moved = Note(Subject("pkg:huggingface/old/c@1"), "z")
    with Workspace.create(tmp_path / "a.catchment") as workspace:
        for versions in (
            ("acme/a@1", "acme/b@1", "old/c@1"), ("acme/a@2", "acme/b@2", "acme/b@3", "new/c@9"),
        ):  # fmt: skip
            models = [(f"pkg:huggingface/{each}", each.rpartition("@")[2]) for each in versions]
            workspace.save_snapshot(SYSTEM, "claims", ["."], scanned(*models))
        for note in (old, several, moved):
            workspace.put(note, "ada")
        found = {
            each.orphan.id: each.moved.subject if each.moved else None
            for each in carry_overs(workspace, workspace.portfolio())
        }
    # Of two new versions nobody knows which took the old one's place; a version is never widened to all of them.
    assert found == {old.id: "pkg:huggingface/acme/a@2", several.id: None, moved.id: "pkg:huggingface/new/c@9"}


def test_that_a_party_all_of_whose_models_have_another_owner_is_probably_renamed(tmp_path: Path) -> None:
    def snapshot(owner: str, *models: str) -> Snapshot:
        party = Component(ComponentId(f"party:{owner}"), Kind.PARTY, owner, evidence=(Evidence("x", "y"),))
        used = [
            replace(each, supplier=party.id)
            for each in scanned(*[(f"pkg:huggingface/{owner}/{name}", "") for name in models]).components
            if each.kind is Kind.MODEL
        ]
        return snapshot_of(merge([*scanned().components, party, *used]), "2026-01-01T00:00:00Z")

    trust = TrustDelegation(Subject("party:old"), "", "party:old")
    with Workspace.create(tmp_path / "a.catchment") as workspace:
        for owner in ("old", "new"):
            workspace.save_snapshot(SYSTEM, "claims", ["."], snapshot(owner, "one", "two"))
        workspace.put(trust, "ada")
        (found,) = carry_overs(workspace, workspace.portfolio())
    assert found.moved == replace(trust, subject=Subject("party:new"), delegate="party:new")


def test_that_a_correction_goes_with_what_it_corrects(tmp_path: Path) -> None:
    retyped = Correction(Subject("pkg:huggingface/old/c"), CorrectionAction.RETYPE, kind=Kind.ADAPTER)
    with Workspace.create(tmp_path / "a.catchment") as workspace:
        workspace.save_snapshot(SYSTEM, "claims", ["."], scanned(("pkg:huggingface/old/c", "")))
        workspace.put(retyped, "ada")
        assert carry_overs(workspace, portfolio_of(workspace)) == ()
        workspace.save_snapshot(SYSTEM, "claims", ["."], scanned(("pkg:huggingface/new/c", "")))
        (found,) = carry_overs(workspace, portfolio_of(workspace))
    assert found.moved == replace(retyped, subject=Subject("pkg:huggingface/new/c"))


def test_that_an_orphan_of_which_nothing_is_known_stays_where_it_is(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "a.catchment") as workspace:
        workspace.save_snapshot(SYSTEM, "claims", ["."], scanned(("pkg:huggingface/acme/a", "")))
        workspace.put(Note(Subject("pkg:huggingface/acme/never-there"), "x", (), "ada"), "ada")
        assert [each.moved for each in carry_overs(workspace, workspace.portfolio())] == [None]


def test_that_a_system_is_named_by_its_folder_and_not_by_a_file_before_it(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Read me\n", encoding="utf-8")
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "requirements.txt").write_text("numpy==2.1.0\n", encoding="utf-8")
    assert scan([str(tmp_path / "README.md"), str(tmp_path / "claims")], None).systems() == ["system:claims"]


def test_that_what_is_called_after_another_has_no_version_of_its_own() -> None:
    def image(version: str) -> Snapshot:
        seen = (Evidence("dockerfile", "Dockerfile", 1),)
        base, inside = (
            ComponentId(f"pkg:docker/redis@{version}"),
            ComponentId(f"unknown:contents:pkg:docker/redis@{version}"),
        )
        return snapshot_of(
            merge(
                [
                    Component(SYSTEM, Kind.SYSTEM, "claims", evidence=seen),
                    Component(base, Kind.CONTAINER_IMAGE, "redis", version, evidence=seen),
                    Component(inside, Kind.UNKNOWN, "contents of redis", evidence=seen),
                    Relation(SYSTEM, base, RelationKind.USES, evidence=seen),
                    Relation(base, inside, RelationKind.CONTAINS, evidence=seen),
                ]
            ),
            "2026-01-01T00:00:00Z",
        )

    found = difference(image("7.2"), image("7.4"))
    assert [(each.change, each.subject, each.old, each.new) for each in found.components] == [
        (Change.VERSION, "pkg:docker/redis@7.4", "7.2", "7.4")
    ]
    assert found.later == {
        "pkg:docker/redis@7.2": "pkg:docker/redis@7.4",
        "unknown:contents:pkg:docker/redis@7.2": "unknown:contents:pkg:docker/redis@7.4",
    }


def test_that_new_findings_are_a_figure_that_got_worse() -> None:
    before, after = (example_snapshot(f"app->pkg:pypi/{name}@1.0") for name in ("tensorflow", "tensorfolw"))
    deltas = {each.figure: each for each in changes_between(before, after, (), TODAY).deltas}
    assert deltas["findings"].after == (deltas["findings"].before or 0) + 1
    assert deltas["findings"].direction is Direction.WORSE
    assert deltas["findings of high severity"].direction is Direction.SAME
