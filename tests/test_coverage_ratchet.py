"""packaging/check_coverage.py, which is run as a file and not imported by the product."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "packaging" / "check_coverage.py"


@pytest.fixture
def ratchet():
    return runpy.run_path(str(SCRIPT))


def test_that_a_module_below_its_floor_fails_and_is_named(ratchet, capsys):
    assert (
        ratchet["told"]({"explorer/a.py": 69, "explorer/b.py": 90}, {"explorer/a.py": 70, "explorer/b.py": 90}, 80) == 1
    )
    assert "explorer/a.py: 69 %, and its floor is 70 %" in capsys.readouterr().out


def test_that_a_module_at_its_floor_passes_and_one_that_is_gone_does_not_count(ratchet):
    assert ratchet["told"]({"explorer/a.py": 70}, {"explorer/a.py": 70, "explorer/gone.py": 90}, 70) == 0


def test_that_floors_rise_and_never_fall(ratchet):
    floors = ratchet["raised"]({"a": 50, "b": 90, "gone": 80}, {"a": 80, "b": 60, "new": 1})
    assert floors == {"a": 80 - ratchet["SLACK"], "b": 90, "new": 0}


def test_that_a_missing_report_is_no_pass(ratchet, tmp_path):
    assert ratchet["main"]([str(tmp_path / "none.json")]) == 2


def test_that_nothing_is_compared_where_the_real_inputs_are_absent(ratchet, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("CATCHMENT_SHARED_DATA", str(tmp_path / "absent"))
    report = tmp_path / "report.json"
    report.write_text(
        json.dumps({"files": {"a": {"summary": {"percent_covered": 0.0}}}, "totals": {}}), encoding="utf-8"
    )
    assert ratchet["main"]([str(report)]) == 0
    assert "Not compared" in capsys.readouterr().out
