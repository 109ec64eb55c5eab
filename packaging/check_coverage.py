"""Coverage as a ratchet: no module may fall below its floor; `--raise` lifts the floors to what was reached."""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path

FLOORS = Path(__file__).with_name("coverage_floor.toml")
SLACK = 2
"""Percentage points that a floor stays below what was measured when it was set, for what differs between machines."""


def main(arguments: list[str]) -> int:
    """Compare a coverage JSON report with the floors; 1 where a module fell below its floor."""
    report = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    reached = {name: int(data["summary"]["percent_covered"]) for name, data in report["files"].items()}
    if "--raise" in arguments:
        write_floors(reached)
        return 0
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))["floor"]
    fallen = [
        f"{name}: {reached.get(name, 0)} % of {floor} %"
        for name, floor in floors.items()
        if reached.get(name, 0) < floor
    ]
    total = int(report["totals"]["percent_covered"])
    print(f"{len(reached)} modules, {total} % of all lines; {len(fallen)} below their floor.")
    print("\n".join(fallen))
    return 1 if fallen else 0


def write_floors(reached: dict[str, int]) -> None:
    """Set every floor to what was reached, less the slack."""
    lines = ["# Least coverage per module, in percent; written by check_coverage.py --raise.", "[floor]"]
    lines += [f'"{name}" = {max(0, percent - SLACK)}' for name, percent in sorted(reached.items())]
    FLOORS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
