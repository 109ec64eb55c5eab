"""Runs one command and turns errors of the world into one sentence and an exit code."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from importlib import import_module

from explorer.cli.arguments import parse
from explorer.errors import ExplorerError
from explorer.progress import Cancelled

DONE, BREACH, UNUSABLE, CANCELLED = 0, 1, 2, 3
"""Exit codes: done; a problem that was asked to fail on; unusable arguments or input; cancelled."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    options = parse(sys.argv[1:] if arguments is None else arguments)
    try:
        return _run(options.command)(options)
    except ExplorerError as error:
        print(f"catchment: {error.sentence()}", file=sys.stderr)
        return UNUSABLE
    except (Cancelled, KeyboardInterrupt):
        print("catchment: cancelled; nothing was changed.", file=sys.stderr)
        return CANCELLED
    except BrokenPipeError:
        sys.stderr.close()  # The reader of our output went away, as `head` does.
        return DONE


_HOME_OF_COMMAND = {
    "open": "explorer.cli.window:open_window",
    "demo": "explorer.cli.window:demo",
    "scan": "explorer.cli.scanning:scan_targets",
    "sources": "explorer.cli.listing_sources:list_sources",
    "show": "explorer.cli.asking:show",
    "why": "explorer.cli.asking:why_here",
    "whatif": "explorer.cli.whatif:whatif",
    "annotate": "explorer.cli.annotating:annotate",
    "diff": "explorer.cli.diffing:diff",
    "export": "explorer.cli.exporting:export",
    "substitute": "explorer.cli.substituting:substitute",
    "sheet": "explorer.cli.sheets:sheet",
    "respond": "explorer.cli.sheets:response",
    "handout": "explorer.cli.sheets:paper",
    "find": "explorer.cli.finding:find",
}
"""Each command's function; its module is imported only when the command runs, so that `--help` is quick."""


def _run(command: str) -> Callable[[Namespace], int]:
    module, _, function = _HOME_OF_COMMAND[command].partition(":")
    run: Callable[[Namespace], int] = getattr(import_module(module), function)
    return run
