"""The arguments of the commands that judge and compare. Imports nothing heavy, so that `--help` is quick."""

from __future__ import annotations

from argparse import ArgumentParser, _SubParsersAction

BREACH_WORDS = ("any", "worse", "depth", "unknown", "concentration", "trust", "boundaries", "parties")
"""What `catchment diff` can be asked to fail on."""


def add_diff(commands: _SubParsersAction[ArgumentParser]) -> None:
    """The arguments of `catchment diff`."""
    parser = commands.add_parser("diff", help="what changed between two snapshots, BOMs or folders")
    parser.add_argument("before", metavar="BEFORE", help="WORKSPACE, WORKSPACE#NUMBER, a BOM file or a folder")
    parser.add_argument(
        "after",
        metavar="AFTER",
        nargs="?",
        help="left out: BEFORE is a workspace whose last two snapshots are compared",
    )
    parser.add_argument("--system", metavar="NAME", help="which system of a workspace, where it has several")
    parser.add_argument("--history", action="store_true", help="the figures of every kept scan instead")
    parser.add_argument(
        "--fail-on", default="", metavar="WORDS", help=f"end with 1 on any of these, by name: {','.join(BREACH_WORDS)}"
    )
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table")


def add_annotations(actions: _SubParsersAction[ArgumentParser]) -> None:
    """The actions of `catchment annotate` beyond trust, risk and notes."""
    correct = actions.add_parser("correct", help="add, hide, merge, split or retype a component or relation by hand")
    correct.add_argument("--subject", required=True, help="an identity, or relation:FROM|KIND|TO")
    correct.add_argument(
        "--action", dest="correction", required=True, help="add component, hide component, merge into, …"
    )
    for name in ("target", "kind", "name", "version", "supplier", "reason"):
        correct.add_argument(f"--{name}", default="")
    critical = actions.add_parser("criticality", help="how much a system matters: 1 negligible to 5 vital")
    critical.add_argument("--subject", required=True, help="a system")
    critical.add_argument("--level", type=int, choices=range(1, 6), required=True, metavar="1-5")
    critical.add_argument("--reason", default="")
    actions.add_parser("schema", help="print the JSON Schema of what export writes and import reads")
    copy = actions.add_parser("copy", help="write a whole copy of the workspace, for a colleague to work in")
    copy.add_argument("to", metavar="FILE", help="a new .catchment file")
    merge = actions.add_parser("merge", help="take in another analyst's copy of this workspace")
    merge.add_argument("other", metavar="COPY", help="the other .catchment file; it is not changed")
    merge.add_argument("--prefer", choices=("mine", "theirs"), help="whose word counts where both changed the same")
    merge.add_argument("--format", choices=("table", "json"), default="table")
    sign = actions.add_parser("sign", help="sign off the present state as a baseline")
    sign.add_argument("title")
    sign.add_argument("--note", default="")
    baselines = actions.add_parser("baselines", help="whether the workspace still leads back to what was signed off")
    baselines.add_argument("--format", choices=("table", "json"), default="table")
    orphans = actions.add_parser("orphans", help="annotations whose component is gone, and where it may have moved")
    orphans.add_argument(
        "--carry-over", action="store_true", help="move them to where their component was probably moved"
    )
    orphans.add_argument("--format", choices=("table", "json"), default="table")
