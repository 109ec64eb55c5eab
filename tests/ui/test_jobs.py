from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from explorer.errors import InputError
from explorer.progress import Progress
from explorer.ui import jobs as jobs_module
from explorer.ui.jobs import Jobs


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    jobs.close()


class Heard:
    """Remembers what a job brought, and on which thread."""

    def __init__(self) -> None:
        self.results: list[Any] = []
        self.errors: list[BaseException] = []
        self.threads: set[threading.Thread] = set()

    def done(self, result: Any) -> None:
        self.results.append(result)
        self.threads.add(threading.current_thread())

    def failed(self, error: BaseException) -> None:
        self.errors.append(error)


def test_that_a_task_runs_elsewhere_and_its_result_comes_home(jobs: Jobs, qtbot: QtBot) -> None:
    heard = Heard()
    jobs.start("a", lambda _: threading.current_thread(), heard.done, heard.failed)
    qtbot.waitUntil(lambda: bool(heard.results))
    assert heard.results[0] is not threading.main_thread()
    assert heard.threads == {threading.main_thread()}


def test_that_an_error_comes_home_as_it_is(jobs: Jobs, qtbot: QtBot) -> None:
    heard = Heard()
    error = InputError("No such folder.", "Choose another.")

    def fail(_: Progress) -> None:
        raise error

    jobs.start("a", fail, heard.done, heard.failed)
    qtbot.waitUntil(lambda: bool(heard.errors))
    assert heard.errors == [error]
    assert heard.results == []


def test_that_a_newer_task_makes_the_older_one_stale(jobs: Jobs, qtbot: QtBot) -> None:
    heard, gate = Heard(), threading.Event()
    jobs.start("a", lambda _: gate.wait(20) and "old", heard.done, heard.failed)
    jobs.start("a", lambda _: "new", heard.done, heard.failed)
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert heard.results == ["new"]


def test_that_lanes_do_not_wait_for_each_other(jobs: Jobs, qtbot: QtBot) -> None:
    heard, gate = Heard(), threading.Event()
    jobs.start("scan", lambda _: gate.wait(20), heard.done, heard.failed)
    jobs.start("answer", lambda _: "at once", heard.done, heard.failed)
    qtbot.waitUntil(lambda: heard.results == ["at once"])
    assert jobs.is_running("scan")
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)


def test_that_cancel_ends_the_task_at_its_next_step_and_tells_nobody(jobs: Jobs, qtbot: QtBot) -> None:
    heard, ended = Heard(), threading.Event()
    begun = threading.Event()

    def task(progress: Progress) -> None:
        begun.set()
        try:
            while True:
                progress.step("again")
        finally:
            ended.set()

    jobs.start("a", task, heard.done, heard.failed)
    assert begun.wait(20)
    with qtbot.waitSignal(jobs.cancelled):
        jobs.cancel_all()
    assert not jobs.busy
    assert ended.wait(20)
    qtbot.wait(20)
    assert (heard.results, heard.errors) == ([], [])


def test_that_steps_are_told_with_figures_larger_than_a_c_int(jobs: Jobs, qtbot: QtBot) -> None:
    heard = Heard()
    with qtbot.waitSignal(jobs.progressed) as told:
        jobs.start("a", lambda progress: progress.step("Reading", 2**40, 2**41), heard.done, heard.failed)
    assert told.args == ["Reading", 2**40, 2**41]
    qtbot.waitUntil(lambda: not jobs.busy)


def test_that_the_program_is_busy_all_along_when_one_job_starts_the_next(jobs: Jobs, qtbot: QtBot) -> None:
    said: list[bool] = []
    jobs.busy_changed.connect(said.append)
    heard = Heard()
    jobs.start("a", lambda _: 1, lambda _: jobs.start("b", lambda _: 2, heard.done, heard.failed), heard.failed)
    qtbot.waitUntil(lambda: heard.results == [2])
    assert said[-1] is False
    assert said.count(False) == 1


def test_that_closing_waits_for_the_thread(qtbot: QtBot) -> None:
    jobs, begun, heard = Jobs(), threading.Event(), Heard()

    def task(progress: Progress) -> None:
        begun.set()
        while True:
            progress.step("again")

    jobs.start("closing", task, heard.done, heard.failed)
    assert begun.wait(20)
    jobs.close()
    assert not any(each.name.startswith("catchment-closing") for each in threading.enumerate())


def test_that_a_task_waits_for_the_lanes_that_it_is_to_come_after(jobs: Jobs, qtbot: QtBot) -> None:
    heard, gate, order = Heard(), threading.Event(), []
    jobs.start("draw", lambda _: gate.wait(20), lambda _: order.append("drawn"), heard.failed)
    jobs.start("answer", lambda _: order.append("begun"), heard.done, heard.failed, after=("draw", "nobody"))
    assert jobs.lanes == {"draw", "answer"}
    qtbot.wait(30)
    assert order == []
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert order == ["drawn", "begun"]


def test_that_what_is_waited_for_may_begin_again(jobs: Jobs, qtbot: QtBot) -> None:
    heard, gate, order = Heard(), threading.Event(), []
    jobs.start("draw", lambda _: None, lambda _: order.append("old"), heard.failed)
    jobs.start("answer", lambda _: order.append("begun"), heard.done, heard.failed, after=("draw",))
    jobs.start("draw", lambda _: gate.wait(20), lambda _: order.append("new"), heard.failed)
    qtbot.wait(30)
    assert order == []
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert order == ["new", "begun"]


def test_that_a_task_begins_where_what_it_waits_for_is_cancelled(jobs: Jobs, qtbot: QtBot) -> None:
    heard, gate = Heard(), threading.Event()
    jobs.start("draw", lambda _: gate.wait(20), heard.done, heard.failed)
    jobs.start("answer", lambda _: "answered", heard.done, heard.failed, after=("draw",))
    jobs.cancel("draw")
    qtbot.waitUntil(lambda: heard.results == ["answered"])
    gate.set()


def test_that_a_task_that_waits_is_cancelled_with_the_others(jobs: Jobs, qtbot: QtBot) -> None:
    heard, gate = Heard(), threading.Event()
    jobs.start("draw", lambda _: gate.wait(20), heard.done, heard.failed)
    jobs.start("answer", lambda _: heard.done("begun"), heard.done, heard.failed, after=("draw",))
    jobs.cancel_all()
    gate.set()
    qtbot.wait(50)
    assert not jobs.busy
    assert heard.results == []


def test_that_freed_memory_is_given_back_while_jobs_run_and_kept_for_painting_afterwards(
    jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(jobs_module, "give_back_at_once", lambda: said.append("work"))
    monkeypatch.setattr(jobs_module, "keep_for_painting", lambda: said.append("paint"))
    heard = Heard()
    jobs.start("a", lambda _: None, heard.done, heard.failed)
    jobs.start("b", lambda _: None, heard.done, heard.failed)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert said == ["work", "paint"]


def test_that_a_task_never_waits_for_its_own_lane(jobs: Jobs, qtbot: QtBot) -> None:
    heard = Heard()
    jobs.start("answer", lambda _: "first", heard.done, heard.failed)
    jobs.start("answer", lambda _: "second", heard.done, heard.failed, after=jobs.lanes)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert heard.results == ["second"]


def test_that_old_garbage_is_cleared_away_only_once_it_is_quiet(
    jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A collection stops every thread: so none while jobs run, and one when nobody waits for anything."""
    collected: list[bool] = []
    monkeypatch.setattr(jobs_module, "collect_old_garbage", lambda: collected.append(jobs.busy))
    jobs._clearing.setInterval(20)
    hold = threading.Event()
    jobs.start("scan", lambda progress: None, lambda _: None, lambda _: None)
    qtbot.waitUntil(lambda: not jobs.busy)
    jobs.start("answer", lambda progress: hold.wait(5), lambda _: None, lambda _: None)
    qtbot.wait(60)
    assert not collected
    hold.set()
    qtbot.waitUntil(lambda: collected == [False])


def test_that_nobody_who_drags_is_held_up(jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    collected: list[bool] = []
    held = [Qt.MouseButton.LeftButton]
    monkeypatch.setattr(jobs_module, "collect_old_garbage", lambda: collected.append(True))
    monkeypatch.setattr(jobs_module.QGuiApplication, "mouseButtons", lambda: held[0])
    jobs._clearing.setInterval(20)
    jobs.start("scan", lambda progress: None, lambda _: None, lambda _: None)
    qtbot.waitUntil(lambda: not jobs.busy)
    qtbot.wait(60)
    assert not collected
    held[0] = Qt.MouseButton.NoButton
    qtbot.waitUntil(lambda: bool(collected))


def test_that_garbage_is_looked_for_as_usual_once_the_window_is_gone(qtbot: QtBot) -> None:
    usual = gc.get_threshold()
    jobs = Jobs()
    jobs.start("scan", lambda progress: None, lambda _: None, lambda _: None)
    assert gc.get_threshold() != usual
    jobs.close()
    assert gc.get_threshold() == usual
