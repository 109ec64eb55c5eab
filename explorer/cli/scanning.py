"""`catchment scan`: read targets, keep the snapshot, say what was found."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.cli.advisory_option import chosen_advisories
from explorer.cli.printing import deliver, lines_of
from explorer.domain.component import CLASS_TITLES, ComponentClass
from explorer.errors import InputError
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.files import name_knowledge
from explorer.pipeline.answers import answer
from explorer.pipeline.scan import scan
from explorer.pipeline.scan_targets import ONLINE_SOURCES
from explorer.pipeline.summary import summary_lines
from explorer.progress import Progress

if TYPE_CHECKING:
    from explorer.storage.workspace import Workspace


def scan_targets(options: Namespace) -> int:
    """Scan, save into the workspace where one is named, and print the chosen format."""
    online = frozenset(word for word in options.online.split(",") if word)
    if unknown := online - ONLINE_SOURCES.keys():
        known = ", ".join(ONLINE_SOURCES)
        raise InputError(f"No network source is called {', '.join(sorted(unknown))}.", f"Known are: {known}.")
    if options.workspace:
        snapshot, news = _scan_and_keep(options, online)
        print(news, file=sys.stderr)
    else:
        name_knowledge(options.knowledge or None)
        snapshot = scan(options.targets, options.name, _console_progress(), online)
    path = chosen_advisories(options.workspace, options.advisories)
    deliver(
        summary_text(snapshot, path) if options.format == "summary" else _document(snapshot, options.format),
        options.output,
    )
    return 0


def _document(snapshot: Snapshot, word: str) -> str:
    from explorer.exports.graph_formats import TEXT_FORMATS

    return TEXT_FORMATS[word](snapshot)


def summary_text(snapshot: Snapshot, advisories: str | None = None) -> str:
    """The answers in sentences, and the number of components per class; findings with these advisories, where named."""
    answers = answer(snapshot, (), None, datetime.now(UTC).date())
    counts = Counter(component.component_class for component in snapshot.components)
    lines = list(summary_lines(snapshot, answers))
    if advisories:
        from explorer.pipeline.findings import findings_for
        from explorer.pipeline.findings_table import advisory_sentence, findings_sentence

        found = findings_for(snapshot, answers, advisories)
        lines += [findings_sentence(snapshot, found, {}), advisory_sentence(found, answers.today)]
    lines += ["", *(f"  {CLASS_TITLES[each]:<22}{counts[each]:>7,}" for each in ComponentClass if counts[each])]
    for problem in snapshot.problems[:MOST_PROBLEMS]:
        place = f"{problem.location}:{problem.line}" if problem.line else problem.location
        lines.append(f"  ! {place}: {problem.message} {problem.advice}".rstrip())
    if len(snapshot.problems) > MOST_PROBLEMS:
        lines.append(f"  ! and {len(snapshot.problems) - MOST_PROBLEMS:,} more problems: `catchment show … findings`.")
    return lines_of(lines)


MOST_PROBLEMS = 10
"""How many problems the summary lists; it says how many more there are."""


def _scan_and_keep(options: Namespace, online: frozenset[str]) -> tuple[Snapshot, str]:
    """Scan with the workspace's kept answers at hand, keep the snapshot in it, and say what is new."""
    from explorer.pipeline.keeping import keep_scan
    from explorer.pipeline.remembered_knowledge import remember_knowledge, use_knowledge
    from explorer.pipeline.scan_news import read_elsewhere, scan_news
    from explorer.storage.answer_store import AnswerStore

    with _workspace_for_scan(Path(options.workspace)) as workspace:
        said = use_knowledge(workspace, options.targets, options.name, options.knowledge)
        snapshot = scan(options.targets, options.name, _console_progress(), online, AnswerStore(workspace))
        warning = said + read_elsewhere(workspace, snapshot, options.targets)
        system = keep_scan(workspace, options.targets, snapshot, _console_progress())
        remember_knowledge(workspace, system.id, options.knowledge)
        return snapshot, warning + scan_news(workspace, snapshot, _console_progress())


@contextmanager
def _workspace_for_scan(path: Path) -> Iterator[Workspace]:
    """The workspace at this path; one that is made for the scan is taken away again where the scan fails."""
    from explorer.storage.files import BESIDE
    from explorer.storage.workspace import Workspace

    is_new, is_made = not path.exists(), False
    try:
        with Workspace.create(path) if is_new else Workspace.open(path) as workspace:
            is_made = is_new
            yield workspace
    except BaseException:
        for ending in BESIDE if is_made else ():
            Path(f"{path}{ending}").unlink(missing_ok=True)
        raise


def _console_progress() -> Progress:
    if not sys.stderr.isatty():
        return Progress()
    return Progress(lambda message, done, total: print(f"\r\x1b[K{message[:100]}", end="", file=sys.stderr))
