"""What is told to the C library about freed memory, that nothing is told to another one, and when garbage is looked for."""

from __future__ import annotations

import gc
import platform
import sys
import weakref
from collections.abc import Iterator

import pytest

from explorer import memory


class Library:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int, int]] = []

    def mallopt(self, option: int, value: int) -> int:
        self.told.append(("mallopt", option, value))
        return 1

    def malloc_trim(self, pad: int) -> int:
        self.told.append(("malloc_trim", pad, 0))
        return 1

    def gnu_get_libc_version(self) -> bytes:
        return b"2.36"


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    memory._glibc.cache_clear()
    yield
    memory._glibc.cache_clear()


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    library = Library()
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(memory.ctypes, "CDLL", lambda name: library)
    return library


def test_that_the_thresholds_are_those_of_malloc_h(library: Library) -> None:
    """M_TRIM_THRESHOLD is -1 and M_MMAP_THRESHOLD is -3; the greatest that glibc takes for the latter is 32 MB."""
    memory.give_back_at_once()
    assert ("mallopt", -3, 4 * 2**20) in library.told
    library.told.clear()
    memory.keep_for_painting()
    assert library.told == [("mallopt", -3, 32 * 2**20), ("mallopt", -1, 64 * 2**20), ("malloc_trim", 0, 0)]


def test_that_another_library_is_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """musl has neither function, and other systems have no such library at all."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(memory.ctypes, "CDLL", lambda name: object())
    memory.give_back_at_once()
    memory._glibc.cache_clear()
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(memory.ctypes, "CDLL", lambda name: pytest.fail("no library is looked for"))
    memory.keep_for_painting()


def test_that_the_library_here_is_known_for_what_it_is() -> None:
    assert (memory._glibc() is not None) == (platform.libc_ver()[0] == "glibc")
    memory.give_back_at_once()
    memory.keep_for_painting()


class Ring:
    """Holds itself, so that only the collector can free it."""

    def __init__(self) -> None:
        self.itself = self


def test_that_old_garbage_lies_until_it_is_asked_for_and_young_garbage_does_not() -> None:
    """gc's documentation: a full collection is due after `threshold2` of the middle generation."""
    old = Ring()
    memory.collect_old_garbage()
    usual = gc.get_threshold()
    old_one = weakref.ref(old)
    memory.leave_old_garbage()
    try:
        del old
        young_one = weakref.ref(Ring())
        held = [[[]] for _ in range(200_000)]
        assert young_one() is None
        assert old_one() is not None, f"{len(held)} lists were made, and all objects were looked through"
    finally:
        memory.collect_old_garbage()
    assert old_one() is None
    assert gc.get_threshold() == usual
