"""A reader that fails, ours or another package's, costs only what it alone would have read."""

from __future__ import annotations

import struct
import sys
import zlib
from pathlib import Path

import pytest

from explorer.domain.claim import Problem
from explorer.domain.component import Component, Kind
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.scan import scan
from explorer.progress import Cancelled
from explorer.sources import requirements
from explorer.sources.claim_check import is_claim
from explorer.sources.registry import look_again, sources_for

READER = """
from explorer.domain.component import Component, Kind
class Reader:
    name, reads, does_not_read = "tiny", "Tiny files.", "All else."
    def matches(self, path):
        {matches}
    def read(self, file, project):
        {read}
SOURCE = Reader()
"""
GOOD = {"matches": 'return path.suffix == ".tiny"', "read": "yield from ()"}


@pytest.fixture
def scanned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A scan of an application while a package with this module is installed."""

    def run(module: str) -> Snapshot:
        site, app = tmp_path / "site", tmp_path / "app"
        metadata = site / "tinyreader-1.0.dist-info"
        for folder in (metadata, app):
            folder.mkdir(parents=True)
        (site / "tinyreader.py").write_text(module)
        (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: tinyreader\nVersion: 1.0\n")
        (metadata / "entry_points.txt").write_text("[explorer.sources]\ntiny = tinyreader:SOURCE\n")
        (app / "x.tiny").write_text("hello")
        (app / "requirements.txt").write_text("torch==2.4.1\n")
        monkeypatch.syspath_prepend(str(site))
        look_again()
        return scan([str(app)], None)

    yield run
    sys.modules.pop("tinyreader", None)
    look_again()


def only_problem(snapshot: Snapshot) -> Problem:
    """The one problem of a scan that read all else."""
    assert snapshot.component("pkg:pypi/torch@2.4.1") is not None
    (problem,) = snapshot.problems
    return problem


@pytest.mark.parametrize(
    ("module", "reason"),
    [
        ("import nonexistent_xyz", "cannot be loaded (ModuleNotFoundError: No module named 'nonexistent_xyz')"),
        ("raise AssertionError('boom')", "cannot be loaded (AssertionError: boom)"),
        ("def broken(:", "cannot be loaded (SyntaxError"),
        ("OTHER = 1", "cannot be loaded (AttributeError"),
        ("SOURCE = None", "has no text `name`"),
        ("class SOURCE: name = reads = does_not_read = 'x'", "is a class, where an instance is wanted"),
        ("class A: name = reads = does_not_read = 'x'\nSOURCE = A()", "has no method `matches`"),
        (READER.format(**GOOD).replace('"tiny"', '"requirements"'), "goes by the name 'requirements', which is taken"),
    ],
)
def test_that_a_package_whose_reader_is_none_is_one_problem_that_names_it(scanned, module: str, reason: str) -> None:
    problem = only_problem(scanned(module))
    assert problem.message.startswith(f"The reader tiny of the package tinyreader 1.0 {reason}")
    assert problem.advice == "Mend or remove that package; everything else was read."


@pytest.mark.parametrize(
    "error",
    ["AssertionError('boom')", "__import__('struct').error", "__import__('zlib').error", "StopIteration", "Exception"],
)
@pytest.mark.parametrize("where", ["matches", "read"])
def test_that_whatever_such_a_reader_raises_is_one_problem(scanned, where: str, error: str) -> None:
    problem = only_problem(scanned(READER.format(**{**GOOD, where: f"raise {error}"})))
    assert problem.message.startswith("The reader tiny of the package tinyreader 1.0 failed when it ")
    assert problem.location == ("" if where == "matches" else "x.tiny")


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ("return 7", "failed when it read this file (TypeError)"),
        ("yield 'pkg:pypi/x'", "gave something that is no claim (str)"),
        ("yield Component(None, Kind.PACKAGE, 'x')", "gave something that is no claim (Component)"),
        ("yield Component('pkg:pypi/x', 'package', 'x')", "gave something that is no claim (Component)"),
        ("yield Component('pkg:pypi/x', Kind.PACKAGE, 'x', evidence=['y'])", "gave something that is no claim"),
        ("yield Component('pkg:pypi/x', Kind.PACKAGE, 'x', attributes={'a': 1})", "gave something that is no claim"),
    ],
)
def test_that_garbage_is_one_problem_and_never_comes_into_the_graph(scanned, given: str, named: str) -> None:
    snapshot = scanned(READER.format(**{**GOOD, "read": given}))
    assert named in only_problem(snapshot).message
    assert snapshot.component("pkg:pypi/x") is None


def test_that_what_came_before_the_failure_is_kept(scanned) -> None:
    snapshot = scanned(READER.format(**{**GOOD, "read": "yield Component('pkg:pypi/x', Kind.PACKAGE, 'x'); 1 / 0"}))
    assert "(ZeroDivisionError)" in only_problem(snapshot).message
    assert snapshot.component("pkg:pypi/x") is not None


@pytest.mark.parametrize("error", [MemoryError, KeyboardInterrupt, SystemExit, Cancelled])
def test_that_the_end_of_the_program_is_no_failure_of_a_reader(monkeypatch, tmp_path: Path, error) -> None:
    def read(*_):
        raise error
        yield

    monkeypatch.setattr(requirements.SOURCE, "read", read)
    (tmp_path / "requirements.txt").write_text("torch\n")
    with pytest.raises(error):
        scan([str(tmp_path)], None)


@pytest.mark.parametrize("error", [AssertionError, struct.error, zlib.error, ZeroDivisionError])
@pytest.mark.parametrize("method", ["matches", "read"])
def test_that_a_fault_of_ours_is_one_problem_that_asks_to_report_it(monkeypatch, tmp_path: Path, error, method) -> None:
    def failing(*_):
        raise error("secret of the file")

    monkeypatch.setattr(requirements.SOURCE, method, failing)
    (tmp_path / "requirements.txt").write_text("torch\n")
    (tmp_path / "constraints.json").write_text("{}")
    (tmp_path / "environment.yml").write_text("dependencies: [numpy=2.1]\n")
    snapshot = scan([str(tmp_path)], None)
    (problem,) = snapshot.problems
    assert f"this is a fault of the program ({error.__name__} in test_faulty_readers.py, line " in problem.message
    assert problem.advice == "Please report it; everything else was read."
    assert "secret" not in problem.message
    assert any(each.name == "numpy" for each in snapshot.components)


def test_that_whoever_asks_a_reader_itself_gets_the_error_itself(scanned) -> None:
    scanned(READER.format(**{**GOOD, "read": "raise AssertionError('boom')"}))
    from pathlib import PurePosixPath

    (reader,) = sources_for(PurePosixPath("x.tiny"), lambda _: None)
    with pytest.raises(AssertionError, match="boom"):
        list(reader.read(None, None))  # type: ignore[arg-type]


def test_that_a_fault_in_reading_an_environment_does_not_end_the_scan(monkeypatch, tmp_path: Path) -> None:
    def failing(*_, **__):
        raise zlib.error("bad")
        yield

    monkeypatch.setattr("explorer.sources.installed_environment.collect", failing)
    (tmp_path / "requirements.txt").write_text("torch==2.4.1\n")
    snapshot = scan([f"env:{tmp_path}", str(tmp_path)], None)
    problem = only_problem(snapshot)
    assert "this is a fault of the program (error in " in problem.message


def test_that_claims_as_the_interface_says_are_claims() -> None:
    assert is_claim(Component("pkg:pypi/x", Kind.PACKAGE, "x"))  # type: ignore[arg-type]
    assert is_claim(Problem("x", "a", 3, "b"))
    assert not is_claim(Problem("x", "a", "3", "b"))  # type: ignore[arg-type]
