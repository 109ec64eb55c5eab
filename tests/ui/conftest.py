"""A window on the sample portfolio."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from shiboken6 import isValid

from explorer.app import build_window, wait_until_idle
from explorer.pipeline.sample import open_sample
from explorer.ui import theme
from explorer.ui.main_window import MainWindow
from explorer.ui.session import Session
from tests.ui.portfolio import make_workspace


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample portfolio, scanned once."""
    return open_sample(tmp_path_factory.mktemp("sample"))


@pytest.fixture
def workspace_file(sample_file: Path, tmp_path: Path) -> Path:
    """A copy that a test may write to."""
    return Path(shutil.copy(sample_file, tmp_path / "portfolio.catchment"))


@pytest.fixture
def empty_window(qapp: object) -> Iterator[MainWindow]:
    """A window before anything is opened."""
    window = build_window(theme.light(), remember_layout=False)
    window.show()
    yield window
    if isValid(window):  # A test that closed it also deleted it.
        window.close()


@pytest.fixture
def window(empty_window: MainWindow, workspace_file: Path) -> MainWindow:
    """A window with the sample portfolio open."""
    empty_window.open_path(workspace_file)
    wait_until_idle(empty_window.session)
    return empty_window


@pytest.fixture
def small_file(tmp_path: Path) -> Path:
    """A workspace of two systems whose every fact stands in `tests/ui/portfolio.py`."""
    return make_workspace(tmp_path)


@pytest.fixture
def session(qapp: object) -> Iterator[Session]:
    """A session without a window."""
    session = Session()
    yield session
    session.close()


@pytest.fixture
def small_session(session: Session, small_file: Path) -> Session:
    """A session with the small workspace open."""
    session.open_workspace(small_file)
    wait_until_idle(session)
    return session


@pytest.fixture
def small_window(empty_window: MainWindow, small_file: Path) -> MainWindow:
    """A window with the small workspace open."""
    empty_window.open_path(small_file)
    wait_until_idle(empty_window.session)
    return empty_window
