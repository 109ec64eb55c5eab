"""The options of `catchment whatif`."""

from __future__ import annotations

import argparse


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of `whatif`."""
    parser = commands.add_parser("whatif", help="what an attack or a documented incident would come to")
    parser.add_argument("workspace", metavar="WORKSPACE")
    parser.add_argument("--attack", metavar="A1…A11", help="an attack category; without --at the catalogue is printed")
    parser.add_argument(
        "--at", action="append", default=[], metavar="COMPONENT", help="where it begins; may be repeated"
    )
    parser.add_argument(
        "--outage", metavar="COMPONENT", help="a company, hub, cloud or hosted service that stops, without any attack"
    )
    parser.add_argument("--incident", metavar="I1…I8", help="replay a documented incident instead")
    parser.add_argument(
        "--moment", choices=("later", "already"),
        help="whether it begins later than what is in use was chosen, or was inside already",
    )  # fmt: skip
    parser.add_argument("--components", action="store_true", help="list the components reached instead of the systems")
    parser.add_argument(
        "--cut", action="store_true", help="list the fewest relations on which each control would have to stand"
    )
    parser.add_argument("--system", metavar="NAME", help="one system (by default the whole portfolio)")
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table")
