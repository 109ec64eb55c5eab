"""That every sign in the program's texts is one which fonts have: what no font has is shown as an empty box."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase, QRawFont
from PySide6.QtWidgets import QApplication

import explorer
from explorer.knowledge.files import resource_folder

PACKAGE = Path(explorer.__file__).parent
USUAL_FONT = "DejaVu Sans"
"""The font of most Linux desktops; those of Windows and macOS, with their fallbacks for symbols, have more signs."""


def _texts() -> Iterator[tuple[str, str]]:
    """Each string of the program that is no docstring, and each line of its knowledge, with its place."""
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
                yield f"{path.name}:{node.lineno}", node.value
    for path in resource_folder().rglob("*.toml"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield f"{path.name}:{number}", line


def _signs() -> dict[str, str]:
    """Every sign beyond ASCII that can be printed, with the place where it first stands."""
    found: dict[str, str] = {}
    for place, text in _texts():
        for sign in text:
            if not sign.isascii() and sign.isprintable():
                found.setdefault(sign, place)
    return found


def test_that_the_usual_font_has_every_sign(qapp: QApplication) -> None:
    if USUAL_FONT not in QFontDatabase.families():
        pytest.skip(f"{USUAL_FONT} is not installed here.")
    font = QRawFont.fromFont(QFontDatabase.font(USUAL_FONT, "Book", 12))
    assert font.supportsCharacter(ord("✓"))
    assert not font.supportsCharacter(ord("⌛"))  # The sign that was seen as an empty box.
    signs = _signs()
    assert "…" in signs
    missing = {sign: place for sign, place in signs.items() if not font.supportsCharacter(ord(sign))}
    assert not missing
