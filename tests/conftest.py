"""What every test gets: no screen, no network, a home of its own."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import gc
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from explorer.knowledge.files import name_knowledge, refresh_knowledge

settings.register_profile(
    "default",
    deadline=None,
    # The same commit gets the same answer in CI; new examples are sought where somebody is there to look at them.
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("default")

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real inputs beside the checkout; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("CATCHMENT_SHARED_DATA", REPOSITORY.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("the real inputs (shared/data beside the checkout, or CATCHMENT_SHARED_DATA) are not here")
    return folder


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Settings, caches and data of the program, and of the libraries below it, go to a folder of the test."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR", "HF_HOME"):
        (home / name.lower()).mkdir(mode=0o700)
        monkeypatch.setenv(name, str(home / name.lower()))
    name_knowledge(None)
    refresh_knowledge()  # What an earlier test knew beside the shipped facts is forgotten.


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches beyond this machine: neither a connection nor the look-up of a name."""

    def guarded(call: Callable[..., Any]) -> Callable[..., Any]:
        def connect(self: socket.socket, address: Any) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6):
                refuse_beyond_loopback(address[0])
            return call(self, address)

        return connect

    def look_up(host: Any, *rest: Any, **named: Any) -> Any:
        refuse_beyond_loopback(host)
        return really_look_up(host, *rest, **named)

    really_look_up = socket.getaddrinfo
    monkeypatch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))
    monkeypatch.setattr(socket, "getaddrinfo", look_up)


def refuse_beyond_loopback(host: Any) -> None:
    """Fail the test that asks for another host than this one."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost") or name == "::1" or name.startswith("127."):
        return
    raise AssertionError(f"A test tried to reach {name}; only this machine may be reached.")


@pytest.fixture(autouse=True)
def no_windows_left() -> Iterator[None]:
    """A test that leaves a top-level widget behind fails."""
    before = top_level_widgets()
    yield
    if not (left := [widget for widget in top_level_widgets() if widget not in before]):
        return
    # What only awaits its turn to be deleted, or hangs in a cycle of references, is not left behind.
    from PySide6.QtCore import QCoreApplication, QEvent

    names = [f"{type(widget).__name__} {widget.objectName()}".strip() for widget in left]
    left.clear()
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    still = [widget for widget in top_level_widgets() if widget not in before]
    for widget in still:
        widget.close()
        widget.deleteLater()
    assert not still, f"{len(still)} top-level widgets were left behind, of these: {names}"


def top_level_widgets() -> list[Any]:
    """Qt's top-level widgets without a parent; none where Qt was not imported or no application was made.

    A menu that is not shown is no window: pyqtgraph keeps some without a parent for every plot.
    """
    if "PySide6.QtWidgets" not in sys.modules:
        return []
    from PySide6.QtWidgets import QApplication, QMenu

    orphans = (widget for widget in QApplication.topLevelWidgets() if widget.parent() is None)
    return [widget for widget in orphans if widget.isVisible() or not isinstance(widget, QMenu)]


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Bytes are named by their length: archives hold the time of writing, and names must be the same in every worker."""
    return f"{argname} of {len(val)} bytes" if isinstance(val, bytes) else None
