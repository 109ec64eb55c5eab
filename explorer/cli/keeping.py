"""`catchment annotate correct | criticality | merge | sign | baselines | orphans`."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from explorer.cli.printing import as_json, as_text, deliver
from explorer.domain.annotation import Subject
from explorer.domain.annotations import Annotation, title_of
from explorer.domain.component import Kind
from explorer.domain.correction import Baseline, Correction, CorrectionAction, Criticality
from explorer.errors import InputError
from explorer.pipeline.portfolio import portfolio_of
from explorer.pipeline.sentences import counted
from explorer.pipeline.table import Table
from explorer.storage.workspace import Workspace

NEEDS_TARGET = (CorrectionAction.MERGE, CorrectionAction.SPLIT)
ON_RELATIONS = (CorrectionAction.SPLIT, CorrectionAction.ADD_RELATION, CorrectionAction.HIDE_RELATION)


def made(options: Namespace, author: str) -> Annotation:
    """The correction or criticality that the options describe."""
    if options.action == "criticality":
        return Criticality(Subject(options.subject), options.level, options.reason, author)
    return _correction(options, author)


def _correction(options: Namespace, author: str) -> Correction:
    try:
        action = CorrectionAction(options.correction)
        kind = Kind(options.kind) if options.kind else None
    except ValueError as error:
        known = f"Actions are: {', '.join(CorrectionAction)}. Kinds are: {', '.join(Kind)}."
        raise InputError(f"{error}.", known) from error
    if action in NEEDS_TARGET and not options.target:
        raise InputError(f"“{action.value}” needs a target.", "Give the other identity with --target.")
    if (action in ON_RELATIONS) != options.subject.startswith("relation:"):
        wanted = "relation:FROM|KIND|TO" if action in ON_RELATIONS else "the identity of a component"
        raise InputError(f"“{action.value}” does not go with {options.subject}.", f"Its subject is {wanted}.")
    if action is CorrectionAction.RETYPE and kind is None:
        raise InputError("“change kind” needs a kind.", f"Give one with --kind: {', '.join(Kind)}.")
    return Correction(
        Subject(options.subject), action, options.target, kind, options.name, options.version, options.supplier,
        options.reason, author,
    )  # fmt: skip


def merge(workspace: Workspace, options: Namespace, author: str) -> int:
    """Take in a colleague's copy; 1 where conflicts are left open, and then nothing is changed."""
    from explorer.storage.merging import Side, base_of, merge_records

    path = Path(options.other)
    if not path.exists():
        raise InputError(f"{path} does not exist.", "Give the other analyst's .catchment file.")
    with Workspace.open(path) as other:
        base = base_of(workspace.journal(), other.journal())
        side = Side(options.prefer) if options.prefer else None
        found = merge_records(base, workspace.records(), other.records(), lambda conflict: side)
    if not found.conflicts:
        workspace.change_all(found.changes, author)
    changed = counted(len(found.changes), "annotation")
    headline = (
        f"{changed} taken from {path.name}."
        if not found.conflicts
        else f"{counted(len(found.conflicts), 'conflict')} with {path.name}; nothing was changed."
    )
    rows = tuple(
        (
            each.id,
            each.subject,
            each.field or "whole annotation",
            _word(each.base),
            _word(each.mine),
            _word(each.theirs),
        )
        for each in found.conflicts
    )
    note = (
        "Choose whose word counts with --prefer mine or --prefer theirs, or one by one in the window." if rows else ""
    )
    table = Table("merge", headline, ("id", "on", "field", "before", "mine", "theirs"), rows, note)
    deliver((as_json if options.format == "json" else as_text)(table), None)
    return 1 if found.conflicts else 0


def sign(workspace: Workspace, options: Namespace, author: str) -> int:
    """Sign off the present state and print its digest."""
    from explorer.storage.baselines import sign_off

    baseline = sign_off(workspace, options.title, author, datetime.now(UTC).date(), options.note)
    print(f"Signed off as “{baseline.title}” by {author}: {baseline.digest}")
    print("Keep the digest outside this file too; whoever can write the file could replace both.")
    return 0


def baselines(workspace: Workspace, options: Namespace) -> int:
    """List the baselines with what has become of them; 1 where one was tampered with."""
    from explorer.storage.baselines import BaselineState, check

    checks = [check(workspace, each) for each in workspace.annotations() if isinstance(each, Baseline)]
    rows = tuple(
        (
            each.baseline.title, each.baseline.signed_by, each.baseline.signed_on.isoformat(), each.state.value,
            each.explanation, each.baseline.digest,
        )
        for each in checks
    )  # fmt: skip
    bad = [each for each in checks if each.state is BaselineState.TAMPERED]
    headline = (
        f"{counted(len(checks), 'baseline')}, {len(bad):,} of them tampered with."
        if checks
        else "Nothing was signed off yet."
    )
    columns = ("title", "signed by", "on", "state", "why", "digest")
    table = Table("baselines", headline, columns, rows)
    deliver((as_json if options.format == "json" else as_text)(table), None)
    return 1 if bad else 0


def orphans(workspace: Workspace, options: Namespace, author: str) -> int:
    """List annotations whose component is gone, and carry them over where asked."""
    from explorer.pipeline.carrying import carry_overs
    from explorer.storage.annotations import record_of

    found = carry_overs(workspace, portfolio_of(workspace))
    movable = [each.moved for each in found if each.moved is not None]
    if options.carry_over:
        workspace.put_all([record_of(each) for each in movable], author)
    done = f"{len(movable):,} carried over" if options.carry_over else f"{len(movable):,} could be carried over"
    headline = f"{counted(len(found), 'annotation')} on what is gone; {done}."
    rows = tuple(
        (each.orphan.id, title_of(each.orphan), each.orphan.subject, each.moved.subject if each.moved else "not known")
        for each in found
    )
    table = Table("orphans", headline, ("id", "what", "was on", "may belong to"), rows)
    deliver((as_json if options.format == "json" else as_text)(table), None)
    return 0


def _word(value: Any) -> str:
    return "none" if value is None else value if isinstance(value, str) else str(value)
