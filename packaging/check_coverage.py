"""Coverage as a ratchet: `check_coverage.py REPORT.json` fails where a module fell below its floor; `--raise` lifts them.

Floors only rise. A module that is gone loses its floor with the next `--raise`; a new one has none until then.
"""

from __future__ import annotations

import json
import os
import sys
import tomllib
from pathlib import Path

FLOORS = Path(__file__).with_name("coverage_floor.toml")
SLACK = 5
"""Percentage points that a floor stays below what was measured when it was set, for what differs between machines."""


def main(arguments: list[str]) -> int:
    """Compare a coverage JSON report with the floors; 1 where a module fell below its floor, 2 without a report."""
    report_file = Path(arguments[0])
    if not report_file.is_file():
        print(f"{report_file} is not there: the tests did not get as far as writing it.")
        return 2
    report = json.loads(report_file.read_text(encoding="utf-8"))
    reached = {name: int(data["summary"]["percent_covered"]) for name, data in report["files"].items()}
    floors: dict[str, int] = tomllib.loads(FLOORS.read_text(encoding="utf-8"))["floor"]
    if "--raise" in arguments:
        FLOORS.write_text(floors_text(raised(floors, reached)), encoding="utf-8")
    elif not real_inputs().is_dir():
        print(f"Not compared: without the real inputs in {real_inputs()}, the tests that read them were skipped.")
    else:
        return told(reached, floors, int(report["totals"]["percent_covered"]))
    return 0


def told(reached: dict[str, int], floors: dict[str, int], total: int) -> int:
    """Print how the modules stand; 1 where one fell below its floor."""
    fallen = [name for name, floor in floors.items() if name in reached and reached[name] < floor]
    without = len(reached.keys() - floors.keys())
    print(f"{len(reached)} modules, {total} % in all; {len(fallen)} below their floor, {without} without one.")
    for name in fallen:
        print(f"  {name}: {reached[name]} %, and its floor is {floors[name]} %")
    return 1 if fallen else 0


def raised(floors: dict[str, int], reached: dict[str, int]) -> dict[str, int]:
    """The floors of the modules that there are, each lifted to what was reached less the slack, none lowered."""
    return {name: max(floors.get(name, 0), percent - SLACK, 0) for name, percent in sorted(reached.items())}


def floors_text(floors: dict[str, int]) -> str:
    """The floors as TOML."""
    lines = ["# Least coverage per module, in percent; written by check_coverage.py --raise.", "[floor]"]
    return "\n".join([*lines, *(f'"{name}" = {floor}' for name, floor in floors.items())]) + "\n"


def real_inputs() -> Path:
    """The folder of real inputs beside the checkout, as tests/conftest.py has it."""
    beside = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
    return Path(os.environ.get("CATCHMENT_SHARED_DATA", beside))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
