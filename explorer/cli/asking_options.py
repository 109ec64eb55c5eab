"""The options that go with one question each; nothing heavy is imported here, so that `--help` is quick."""

from __future__ import annotations

import argparse


def add_show_options(parser: argparse.ArgumentParser) -> None:
    """What narrows one answer."""
    parser.add_argument(
        "--by",
        metavar="PART",
        help="concentration: dimension (each in one row), V1 vendor, V2 cloud, V3 maker, V4 framework, V5 hub, base-model, "
        "jurisdiction, licence, maintainer, company, attribute:NAME; depth: class, tier, cycle, chain; ancestors: pair; "
        "matrix: party, system, component; outage: company, hub, cloud, service; rollup: “worst path”, noisy-or, count; "
        "unassessed: sight, licence, vulnerabilities, …",
    )
    parser.add_argument("--weight", metavar="WEIGHT", help="concentration: systems (default), components or paths")
    parser.add_argument("--holder", metavar="NAME", help="concentration --by: the components behind one holder")
    parser.add_argument(
        "--without-own", action="store_const", const=True,
        help="concentration: leave out what your own party made (a note tagged “own party” says which it is)",
    )  # fmt: skip
    parser.add_argument("--to", metavar="CLASS", help="chokepoints: paths to one class (C1 to C9, party) only")
    parser.add_argument(
        "--share", type=float, metavar="PART", help="chokepoints: least share of the paths, 0 to 1 (0.5)"
    )
    parser.add_argument("--facts", choices=("first", "all"), help="frontier: all asks for builders and makers too")


def add_why_options(parser: argparse.ArgumentParser) -> None:
    """Which paths count."""
    parser.add_argument(
        "--via", action="append", default=[], metavar="ID", help="only paths through it; may be repeated"
    )
    parser.add_argument(
        "--avoid", action="append", default=[], metavar="ID", help="no path through it; may be repeated"
    )
    parser.add_argument(
        "--relations", metavar="KINDS", help="only by these relations, separated by commas: uses,fine-tuned-from"
    )


def add_substitute(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The parser of `catchment substitute`."""
    parser = commands.add_parser("substitute", help="what would change if something were replaced, figure by figure")
    parser.add_argument("workspace", metavar="WORKSPACE")
    parser.add_argument(
        "old", metavar="OLD", nargs="?", help="a component, family, party, hub, cloud or hardware: identity or name"
    )
    parser.add_argument(
        "new", metavar="NEW", nargs="?", help="what takes its place, known here or not; “nothing” takes it away"
    )
    parser.add_argument(
        "--also", nargs=2, action="append", default=[], metavar=("OLD", "NEW"), help="one more swap at the same time"
    )
    parser.add_argument(
        "--until",
        metavar="TARGET",
        help="the fewest of these swaps that reach a target such as “V1<0.5” (at most); "
        "without OLD and NEW, of all that the largest holders hold, each replaced by somebody new",
    )
    parser.add_argument("--system", metavar="NAME", help="one system (by default the whole portfolio)")
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table")
