"""Runs one command and turns errors of the world into one sentence and an exit code."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from importlib import import_module
from io import TextIOWrapper

from explorer.cli.arguments import parse
from explorer.errors import ExplorerError
from explorer.progress import Cancelled

DONE, BREACH, UNUSABLE, CANCELLED = 0, 1, 2, 3
"""Exit codes: done; a problem that was asked to fail on; unusable arguments or input; cancelled."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    _print_anything()
    options = parse(sys.argv[1:] if arguments is None else arguments)
    try:
        code = _run(options.command)(options)
        if sys.stdout is not None:
            sys.stdout.flush()  # Here, where it can still be told that it cannot be written.
        return code
    except ExplorerError as error:
        return _unusable(error.sentence())
    except (Cancelled, KeyboardInterrupt):
        print("catchment: cancelled; nothing was changed.", file=sys.stderr)
        return CANCELLED
    except BrokenPipeError:
        _print_nothing_more()  # The reader of our output went away, as `head` does.
        return DONE
    except OSError as error:
        if error.filename is None:
            _print_nothing_more()
            return _unusable(f"The output cannot be written: {error.strerror}. Write it elsewhere.")
        return _unusable(f"{error.filename} cannot be used: {error.strerror}. Check the path and its permissions.")


def _unusable(sentence: str) -> int:
    print(f"catchment: {sentence}", file=sys.stderr)
    return UNUSABLE


def _print_anything() -> None:
    """Write out what the terminal's characters cannot show, such as a name that is no UTF-8, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _print_nothing_more() -> None:
    """Lead what is still to be printed nowhere, so that the end of the program does not fail on it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


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
