"""Which commands and options there are."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from explorer.cli import whatif_arguments
from explorer.cli.asking_options import add_show_options, add_substitute, add_why_options
from explorer.cli.finding_arguments import add_finding
from explorer.cli.judgement_arguments import add_annotations, add_diff
from explorer.cli.sheet_arguments import AS_OF, PAPER, add_sheets
from explorer.exports.bom_formats import BOM_FORMATS
from explorer.settings import PAPERS

QUESTIONS = (
    "inventory",
    "depth",
    "strata",
    "visibility",
    "concentration",
    "trust",
    "coverage",
    "risk",
    "rollup",
    "suggestions",
    "findings",
    "families",
    "lineage-check",
    "licences",
    "frontier",
    "chokepoints",
    "ancestors",
    "reach",
    "flows",
    "matrix",
    "outage",
    "signed",
    "controls",
    "unassessed",
)
COMMANDS = (
    "open",
    "scan",
    "sources",
    "show",
    "why",
    "whatif",
    "substitute",
    "sheet",
    "respond",
    "handout",
    "find",
    "annotate",
    "export",
    "diff",
    "demo",
)
IMPORTED_BOMS = "imported-boms"
BOM_WORDS = (*BOM_FORMATS, IMPORTED_BOMS)
TEXT_FORMATS = ("json", "node-link", "graphml", "gexf", "csv", "html")
ADVISORIES = "an offline copy of an OSV database: a folder, zip or tar; kept as the workspace's setting"
KNOWLEDGE = (
    "TOML files with facts of your own (see the README), used before those in your settings folder; "
    "the workspace keeps the folder for later scans of the system, an empty one forgets it"
)
PICTURE_FORMATS = ("png", "svg", "pdf")


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The parsed command line; a first word that is no command means `open`."""
    words = list(arguments)
    if not words or (words[0] not in COMMANDS and words[0] not in ("-h", "--help", "--version")):
        words = ["open", *words]
    return _parser().parse_args(words)


def _parser() -> argparse.ArgumentParser:
    from explorer import __version__

    parser = argparse.ArgumentParser(
        prog="catchment", description="Shows everything upstream of an AI system: depth, horizon, concentration, trust."
    )
    parser.add_argument("--version", action="version", version=f"catchment {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _open(commands)
    _scan(commands)
    _sources(commands)
    _show(commands)
    _why(commands)
    whatif_arguments.add_parser(commands)
    _annotate(commands)
    _export(commands)
    add_substitute(commands)
    add_diff(commands)
    add_sheets(commands)
    demo = commands.add_parser(
        "demo", help="scan the sample portfolio, draw every view and write the report to a folder"
    )
    demo.add_argument("folder", metavar="FOLDER")
    return parser


def _open(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("open", help="open the window")
    parser.add_argument("targets", nargs="*", metavar="WORKSPACE|TARGET", help="a .catchment file, or folders and BOMs")
    parser.add_argument("--sample", action="store_true", help="open the sample portfolio")


def _scan(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("scan", help="read folders and BOM files into one system")
    parser.add_argument(
        "targets",
        nargs="+",
        metavar="TARGET",
        help="a folder, a BOM file, env:PATH, hf-cache:PATH, hf:OWNER/MODEL, hub-dump:PATH; key:PATH is a "
        "public key, a certificate or Sigstore's trusted_root.json to verify signatures with",
    )
    parser.add_argument("-w", "--workspace", metavar="FILE", help="keep the snapshot in this workspace")
    parser.add_argument("--name", metavar="SYSTEM", help="the system's name (by default the first target's)")
    parser.add_argument("--online", default="", metavar="SOURCES", help="network sources to ask, by name: hub,packages")
    parser.add_argument("--advisories", metavar="PATH", help=ADVISORIES)
    parser.add_argument("--knowledge", metavar="FOLDER", help=KNOWLEDGE)
    parser.add_argument("--format", choices=("summary", "json", "node-link"), default="summary")
    parser.add_argument("-o", "--output", metavar="FILE", help="write here instead of standard output")


def _sources(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("sources", help="list what is read: every reader, and what it does not read")
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table")


def _show(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("show", help="print one answer as a table")
    parser.add_argument("workspace", metavar="WORKSPACE")
    parser.add_argument("question", choices=QUESTIONS)
    parser.add_argument("--system", metavar="NAME", help="one system (by default the whole portfolio)")
    add_show_options(parser)
    parser.add_argument("--advisories", metavar="PATH", help=ADVISORIES)
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table")


def _why(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("why", help="the paths from one component up to another, with evidence")
    parser.add_argument("workspace", metavar="WORKSPACE")
    parser.add_argument("start", metavar="FROM", help="an identity, or a name that only one component has")
    parser.add_argument("goal", metavar="TO")
    parser.add_argument("--most", type=int, default=5, metavar="K", help="how many paths at the most (5)")
    add_why_options(parser)
    parser.add_argument("--format", choices=("table", "json"), default="table")


def _annotate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("annotate", help="list, add, remove, import or export annotations")
    parser.add_argument("workspace", metavar="WORKSPACE")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="print all annotations")
    listing.add_argument("--format", choices=("table", "json"), default="table")
    trust = actions.add_parser("trust", help="add a trust delegation")
    for name in ("subject", "delegate"):
        trust.add_argument(f"--{name}", required=True)
    for name in (
        "delegator",
        "basis",
        "status",
        "evidence-link",
        "owner",
        "granted",
        "review-by",
        "conditions",
        "classes",
        "attacks",
    ):
        trust.add_argument(f"--{name}", default="")
    risk = actions.add_parser("risk", help="add a residual risk")
    for name in ("subject", "title", "limit"):
        risk.add_argument(f"--{name}", required=True)
    for name in ("attack", "treatment", "rationale", "owner", "review-by"):
        risk.add_argument(f"--{name}", default="")
    for name in ("likelihood-before", "impact-before", "likelihood-after", "impact-after"):
        risk.add_argument(f"--{name}", type=int, choices=range(1, 6), default=None, metavar="1-5")
    note = actions.add_parser("note", help="add a note")
    note.add_argument("--subject", required=True)
    note.add_argument("--text", required=True)
    note.add_argument("--tags", default="")
    remove = actions.add_parser("remove", help="remove an annotation by its identity")
    remove.add_argument("id")
    for name in ("import", "export"):
        actions.add_parser(name, help=f"{name} all annotations as JSON, or as CSV by the file's ending").add_argument(
            "file"
        )
    add_annotations(actions)
    add_finding(actions)


def _export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("export", help="write the graph, the report or a picture to a file")
    parser.add_argument("workspace", metavar="WORKSPACE")
    titles = "; ".join(f"{each.word}: {each.title}" for each in BOM_FORMATS.values())
    parser.add_argument("--format", choices=TEXT_FORMATS + BOM_WORDS + PICTURE_FORMATS, required=True, help=titles)
    parser.add_argument(
        "--view", default="lineage", help="pictures: which view, or report for the whole report as PDF (needs Qt)"
    )
    parser.add_argument("--system", metavar="NAME")
    parser.add_argument("--as-of", metavar="DAY", help=AS_OF)
    parser.add_argument("--paper", choices=PAPERS, default=PAPERS[0], help=PAPER)
    parser.add_argument("-o", "--output", required=True, metavar="FILE")
