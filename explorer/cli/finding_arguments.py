"""The options of `catchment annotate WORKSPACE finding`."""

from __future__ import annotations

import argparse

JUDGED = ("accepted", "not-so")


def add_finding(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of `annotate finding`."""
    parser = actions.add_parser("finding", help="accept a finding, or say that it is not so")
    parser.add_argument("--subject", required=True, help="the component, as `show findings` prints it under id")
    parser.add_argument("--rule", required=True, help="the finding, as `show findings` prints it under rule")
    parser.add_argument("--judged", required=True, choices=JUDGED)
    parser.add_argument("--reason", required=True)
