"""`catchment annotate`: the analyst's judgement from the command line."""

from __future__ import annotations

import getpass
import json
from argparse import Namespace
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from explorer.cli import finding_judging, keeping
from explorer.cli.printing import as_text, deliver
from explorer.domain.annotation import (
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
from explorer.domain.annotations import Annotation, title_of
from explorer.errors import InputError
from explorer.pipeline.evidence_files import states_of, with_digest
from explorer.pipeline.sentences import counted
from explorer.pipeline.table import Table
from explorer.storage.workspace import Workspace

Choice = TypeVar("Choice", bound=StrEnum)


def annotate(options: Namespace) -> int:
    """Run one annotation action on a workspace."""
    path = Path(options.workspace)
    if not path.exists():
        raise InputError(f"{path} does not exist.", "Make a workspace with `catchment scan TARGET -w FILE`.")
    with Workspace.open(path) as workspace:
        match options.action:
            case "list":
                _list(workspace, options.format)
            case "remove":
                _remove(workspace, options.id)
            case "import" | "export":
                _exchange(workspace, options.action, options.file)
            case "schema":
                from explorer.storage.exchange import schema_text

                deliver(schema_text(), None)
            case "copy":
                workspace.copy_to(options.to)
            case "merge":
                return keeping.merge(workspace, options, author())
            case "sign":
                return keeping.sign(workspace, options, author())
            case "baselines":
                return keeping.baselines(workspace, options)
            case "orphans":
                return keeping.orphans(workspace, options, author())
            case _:
                annotation = _made(options)
                if isinstance(annotation, TrustDelegation):
                    annotation = with_digest(annotation, path.resolve().parent)
                workspace.put(annotation, author())
                print(annotation.id)
    return 0


def author() -> str:
    """Who is working here, for the journal."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown user"


def _made(options: Namespace) -> Annotation:
    subject = Subject(options.subject)
    if options.action in ("correct", "criticality"):
        return keeping.made(options, author())
    if options.action == "finding":
        return finding_judging.made(options, author())
    if options.action == "note":
        return Note(subject, options.text, _words(options.tags), author())
    if options.action == "trust":
        return TrustDelegation(
            subject, options.delegator, options.delegate, _words(options.classes),
            tuple(_choice(Attack, word, "attack category") for word in _words(options.attacks)),
            _choice(Basis, options.basis or "none", "basis"), options.evidence_link, options.owner,
            _day(options.granted), _day(options.review_by), options.conditions,
            _choice(TrustStatus, options.status or "proposed", "status"),
        )  # fmt: skip
    return ResidualRisk(
        subject, options.title, _choice(Limit, options.limit, "limit"),
        _choice(Attack, options.attack, "attack category") if options.attack else None,
        options.likelihood_before, options.impact_before, options.likelihood_after, options.impact_after,
        _choice(Treatment, options.treatment or "undecided", "treatment"), options.rationale, options.owner,
        _day(options.review_by),
    )  # fmt: skip


def _choice(kind: type[Choice], word: str, title: str) -> Choice:
    try:
        return kind(word)
    except ValueError as error:
        raise InputError(f"{word} is no {title}.", f"Known are: {', '.join(kind)}.") from error


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"{text} is not a date.", "Write it as 2026-12-31.") from error


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _list(workspace: Workspace, form: str) -> None:
    annotations = workspace.annotations()
    if form == "json":
        documents = [{"type": type(each).__name__, **asdict(each)} for each in annotations]
        deliver(json.dumps(documents, indent=1, default=str, ensure_ascii=False) + "\n", None)
        return
    states = states_of(annotations, workspace.path.resolve().parent)
    rows = tuple((each.id, _title(each), each.subject, states.get(each.id, "")) for each in annotations)
    headline = f"{counted(len(annotations), 'annotation')} in {workspace.path.name}."
    deliver(as_text(Table("annotations", headline, ("id", "what", "on", "evidence"), rows)), None)


def _title(annotation: Annotation) -> str:
    match annotation:
        case TrustDelegation():
            return f"trust: {annotation.delegate}, {annotation.basis.value}, {annotation.status.value}"
        case ResidualRisk():
            return f"risk {annotation.limit.value}: {annotation.title}"
        case Note():
            return f"note: {annotation.text}"
        case _:
            return title_of(annotation)


def _remove(workspace: Workspace, identity: str) -> None:
    if identity not in {each.id for each in workspace.annotations()}:
        raise InputError(
            f"No annotation has the identity {identity}.", "`catchment annotate WORKSPACE list` shows all."
        )
    workspace.remove(identity, author())


def _exchange(workspace: Workspace, action: str, file: str) -> None:
    from explorer.storage.exchange import export_csv, export_json, import_csv, import_json, text_of

    write, read = (export_csv, import_csv) if file.lower().endswith(".csv") else (export_json, import_json)
    if action == "export":
        deliver(write(workspace), file)
        return
    print(f"{counted(read(workspace, text_of(Path(file)), author()), 'annotation')} imported.")
