"""What a setup script's expressions stand for, by the pattern of Hugging Face's libraries, and what is left alone."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from explorer.domain.component import Kind
from explorer.pipeline.scan import scan
from explorer.sources.setup_values import MOST_MEMBERS, SetupValues

TABLE = '''\
import re
from setuptools import setup

_deps = [
    "torch>=2.0",
    "tqdm>=4.64.1",
    "huggingface-hub>=0.14.1,<1.0",
    "pytest",
]
deps = {b: a for a, b in (re.findall(r"^(([^!=<>~ ]+)(?:[!=<>~ ].*)?$)", x)[0] for x in _deps)}


def deps_list(*pkgs):
    """Of these packages."""
    return [deps[pkg] for pkg in pkgs]


extras = {}
extras["test"] = deps_list("pytest", "tqdm")
extras["all"] = extras["test"] + deps_list("torch")
setup(name="x", install_requires=[deps["huggingface-hub"], deps["torch"]], extras_require=extras)
'''


def test_that_requirements_of_a_table_stand_where_the_list_says_them(tmp_path: Path) -> None:
    (tmp_path / "setup.py").write_text(TABLE)
    found = [each for each in scan([str(tmp_path)], "app").components if each.kind is Kind.PACKAGE]
    lines = {each.name: {at.line for at in each.evidence if at.source == "setup-script"} for each in found}
    assert lines == {"torch": {5}, "tqdm": {6}, "huggingface-hub": {7}, "pytest": {8}}


def plain(text: str, asked: str) -> list[object] | None:
    """The members of what an expression stands for; None where it is no list."""
    found = SetupValues(ast.parse(text)).plain(ast.parse(asked, mode="eval").body)
    return (
        [each.value for each in found.elts if isinstance(each, ast.Constant)] if isinstance(found, ast.List) else None
    )


@pytest.mark.parametrize(
    ("text", "asked", "members"),
    [
        ("a = ['x']\nb = a + ['y'] + a", "b", ["x", "y", "x"]),
        ("t = {'k': ['x']}", "t['k']", ["x"]),
        ("a = ['x']\na = a + ['y']", "a", None),  # What it was before is not known any more.
        ("a = b\nb = a", "a", None),
        ("a = ['x'] + read()", "a", None),
        ("def f(*n): return [t[each] for each in n]\nt = {'k': 'x'}", "f('k')", ["x"]),
        ("def f(*n): return [t[each] for each in n]\nt = {'k': 'x'}", "f('no')", None),
        ("def f(*n): return list(n)", "f('k')", None),
        ("a = 1", "t['k']", None),
    ],
)
def test_that_only_what_is_plain_is_followed(text: str, asked: str, members: list[object] | None) -> None:
    assert plain(text, asked) == members


def test_that_lists_that_double_themselves_end() -> None:
    lines = ["x0 = ['a'] * 1", "x1 = ['a', 'b']"] + [f"x{n} = " + " + ".join([f"x{n - 1}"] * 50) for n in range(2, 12)]
    assert plain("\n".join(lines), "x11") is None
    assert len(plain("\n".join(lines), "x3") or []) == 5_000 <= MOST_MEMBERS
