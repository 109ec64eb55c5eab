"""The arguments of `catchment sheet`, `respond`, `handout` and `find`. Imports nothing heavy, so that `--help` is quick."""

from __future__ import annotations

from argparse import ArgumentParser, _SubParsersAction

from explorer.settings import PAPERS

PAPER = "the paper of a PDF (A4)"
AS_OF = "the day on which lapses are judged: a date, or today (by default that of the latest scan or edit)"


def add_sheets(commands: _SubParsersAction[ArgumentParser]) -> None:
    """The arguments of these commands."""
    sheet = commands.add_parser("sheet", help="a party on one page, or with --system alone a system: its risk profile")
    sheet.add_argument("workspace", metavar="WORKSPACE")
    sheet.add_argument(
        "party",
        metavar="PARTY",
        nargs="?",
        help="identity or name of a party, or of something that it supplies; without one, the profile of --system",
    )
    sheet.add_argument("--questions", action="store_true", help="only the questions, to send to it")
    respond = commands.add_parser(
        "respond", help="if a component goes bad: who is hit, by which ways, what to do first"
    )
    respond.add_argument("workspace", metavar="WORKSPACE")
    respond.add_argument("component", metavar="COMPONENT", help="identity or name")
    handout = commands.add_parser(
        "handout", help="the slides of a workshop with their answers, the decisions and the votes"
    )
    handout.add_argument("workspace", metavar="WORKSPACE")
    handout.add_argument("--story", metavar="TITLE", help="which story (by default the first)")
    handout.add_argument("--as-of", metavar="DAY", help=AS_OF)
    handout.add_argument("--hide-names", action="store_true", help="no names of systems, parties and owners")
    find = commands.add_parser("find", help="components by a part of the name, by terms, or in spite of a slip")
    find.add_argument("workspace", metavar="WORKSPACE")
    find.add_argument("query", metavar="QUERY", help="llama, kind:model party:meta, knowledge:unknown, depth:2, …")
    find.add_argument("--most", type=int, default=50, metavar="N", help="so many at most (50)")
    find.add_argument("--system", metavar="NAME", help="one system (by default the whole portfolio)")
    find.add_argument("--format", choices=("table", "json", "csv"), default="table")
    for parser in (sheet, respond, handout):
        parser.add_argument("--system", metavar="NAME", help="one system (by default the whole portfolio)")
        parser.add_argument("--format", choices=("table", "json", "csv"), default="table")
        parser.add_argument(
            "-o", "--output", metavar="FILE", help="written as its ending says: .html, .pdf, .csv or text"
        )
        parser.add_argument("--paper", choices=PAPERS, default=PAPERS[0], help=PAPER)
