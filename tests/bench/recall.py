"""What the scan finds of what a careful reader finds, per application and class; the truth is in tests/truth.

With LABELLED_APPLICATIONS set to a folder of applications, each beside its truth file NAME.toml, those are measured instead.
"""

from __future__ import annotations

import os
from pathlib import Path

from explorer.pipeline.scan import scan
from tests.bench.measures import APPLICATIONS, Figure
from tests.truth.measure import CLASSES, Tally, measured, places_of, read_truth, truth_files


def recall() -> list[Figure]:
    """Prints the table of applications and classes; returns recall, precision and right places per class."""
    print(f"{'application':38}{'class':7}{'found':>6}{'expected':>10}{'recall':>8}{'precision':>11}{'right line':>12}")
    totals = {each: Tally() for each in CLASSES}
    labelled = os.environ.get("LABELLED_APPLICATIONS")
    for path in sorted(Path(labelled).glob("*.toml")) if labelled else truth_files():
        truth = read_truth(path)
        folder = (Path(labelled) if labelled else APPLICATIONS) / truth["application"]
        if not folder.is_dir():
            continue
        tallies = measured(scan([str(folder)], None), places_of(truth, folder), truth.get("tolerated", ()))
        for each, tally in tallies.items():
            if tally.expected or tally.reported:
                _show(truth["application"], each.value, tally)
            totals[each] += tally
    for each, tally in totals.items():
        _show("all", each.value, tally)
    return [figure for each, tally in totals.items() for figure in _figures(each.value, tally)]


def _show(application: str, name: str, tally: Tally) -> None:
    print(
        f"{application:38}{name:7}{tally.found:6}{tally.expected:10}{tally.recall:8.3f}{tally.precision:11.3f}"
        f"{tally.right_line:12.3f}"
    )
    for title, listed in (("missed", tally.missed), ("not confirmed", tally.invented), ("place", tally.misplaced)):
        for line in listed if application != "all" else []:
            print(f"{'':40}{title}: {line}")


def _figures(name: str, tally: Tally) -> list[Figure]:
    return [
        Figure(f"recall of {name}", tally.recall, "", None),
        Figure(f"precision of {name}", tally.precision, "", None),
        Figure(f"right file and line of {name}", tally.right_line, "", None),
    ]
