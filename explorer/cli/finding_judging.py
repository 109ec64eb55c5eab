"""`catchment annotate WORKSPACE finding`: accept a finding, or say that it is not so, with the reason."""

from __future__ import annotations

import argparse

from explorer.analysis.finding_reviews import Judged, review_note
from explorer.domain.annotation import Note
from explorer.errors import InputError
from explorer.graph.identity import family
from explorer.knowledge.finding_rules import finding_rules


def add_finding(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of `annotate finding`."""
    parser = actions.add_parser("finding", help="accept a finding, or say that it is not so")
    parser.add_argument("--subject", required=True, help="the component, as `show findings` prints it under id")
    parser.add_argument("--rule", required=True, help="the finding, as `show findings` prints it under rule")
    parser.add_argument("--judged", required=True, choices=[each.value.replace(" ", "-") for each in Judged])
    parser.add_argument("--reason", required=True)


def made(options: argparse.Namespace, author: str) -> Note:
    """The decision as an annotation. Raises `InputError` for a rule that there is none of, and without a reason."""
    if options.rule.partition(":")[0] not in finding_rules():
        raise InputError(f"{options.rule} is no finding.", f"Known are: {', '.join(finding_rules())}.")
    if not options.reason.strip():
        raise InputError("A decision needs its reason.", "Write it after --reason.")
    judged = Judged(options.judged.replace("-", " "))
    return review_note(family(options.subject), options.rule, judged, options.reason.strip(), author)
