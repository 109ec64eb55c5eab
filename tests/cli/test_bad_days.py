"""The command line on a bad day: each time one sentence, the exit code, and no trace of the program's inside."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from explorer.cli import main
from explorer.knowledge.files import sample_folder

REPOSITORY = Path(__file__).resolve().parents[2]
SAMPLE = str(sample_folder() / "ops-agent")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="pipes, links and devices as Linux has them")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("bad") / "w.catchment")
    assert main(["scan", SAMPLE, "-w", path]) == 0
    return path


def typed(line: str, **settings: str) -> subprocess.CompletedProcess[bytes]:
    """What a shell says of a line in which `catchment` is the program."""
    script = f'catchment() {{ "{sys.executable}" -m explorer "$@"; }}\n{line}'
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), **settings}
    return subprocess.run(["bash", "-c", script], capture_output=True, env=environment, cwd="/", timeout=60)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_that_a_terminal_without_unicode_shows_all_it_can(workspace: str, encoding: str) -> None:
    said = typed(f"catchment show {workspace} unassessed", PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert (said.returncode, said.stderr) == (0, b"")
    assert said.stdout.decode(encoding).count("\n") > 5


def test_that_a_name_that_is_no_utf8_is_printed(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/mod\xffel.safetensors")).write_bytes(b"\2" + bytes(7) + b"{}")
    said = typed(f"catchment scan {tmp_path} --format json")
    assert (said.returncode, said.stderr) == (0, b"")
    assert b"mod\\udcffel" in said.stdout


@pytest.mark.parametrize("reader", ["head -1", "true"])
@pytest.mark.parametrize("command", ["show {} inventory", "show {} findings --format json", "annotate {} list"])
def test_that_a_reader_that_goes_away_is_no_failure(workspace: str, command: str, reader: str) -> None:
    said = typed(f"catchment {command.format(workspace)} | {reader} >/dev/null; echo ${{PIPESTATUS[0]}}")
    assert (said.stdout, said.stderr) == (b"0\n", b"")


@pytest.mark.parametrize("command", ["show {} inventory", "annotate {} list", "find {} agent", "scan " + SAMPLE])
def test_that_a_full_disk_behind_the_output_is_one_sentence(workspace: str, command: str) -> None:
    said = typed(f"catchment {command.format(workspace)} >/dev/full")
    assert said.returncode == 2
    assert said.stderr == b"catchment: The output cannot be written: No space left on device. Write it elsewhere.\n"


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_that_closed_streams_fail_nothing(workspace: str, closed: str) -> None:
    said = typed(f"catchment show {workspace} inventory {closed}")
    assert (said.returncode, said.stderr) == (0, b"")


@pytest.mark.parametrize(
    "arguments",
    [["scan", "{}/x"], ["show", "{}/x", "depth"], ["scan", SAMPLE, "-w", "{}/x"], ["scan", "hub-dump:{}/x"]],
)
def test_that_a_place_nobody_may_look_into_is_one_sentence(
    tmp_path: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    looked = os.stat

    def refused(path: object, *rest: object, **options: object) -> os.stat_result:
        if str(path).startswith(str(tmp_path)):
            raise PermissionError(13, "Permission denied", str(path))
        return looked(path, *rest, **options)

    monkeypatch.setattr(os, "stat", refused)
    code = main([each.format(tmp_path) for each in arguments])
    monkeypatch.undo()
    error = capsys.readouterr().err
    assert code == 2
    assert "Permission denied" in error
    assert error.count("\n") == 1


AS_FROM_A_TERMINAL = (
    "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.executable, sys.argv[1:])"
)
"""Starts a program for which Ctrl+C is not ignored, as it is for all that a shell starts in the background."""


def test_that_ctrl_c_ends_a_scan_with_its_own_code_and_leaves_nothing(tmp_path: Path) -> None:
    app = tmp_path / "app"
    app.mkdir()
    for number in range(3_000):
        (app / f"m{number}.py").write_text("import openai\n" * 50)
    scan = [sys.executable, "-m", "explorer", "scan", str(app), "-w", str(tmp_path / "w.catchment")]
    arguments = [sys.executable, "-c", AS_FROM_A_TERMINAL, *scan]
    with subprocess.Popen(arguments, stderr=subprocess.PIPE, stdout=subprocess.PIPE, cwd=REPOSITORY) as running:
        while not list(tmp_path.glob("w.catchment*")) and running.poll() is None:
            time.sleep(0.01)
        time.sleep(0.3)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)
    # CPython ends by the signal itself where that fell into a text which it was executing, as that of a dataclass
    # (run_eval_code_obj in pythonrun.c notes it, whoever catches the exception afterwards).
    assert running.returncode in (3, -signal.SIGINT)
    assert said == b"catchment: cancelled; nothing was changed.\n"
    assert [each.name for each in tmp_path.iterdir()] == ["app"]
