"""Python files in other encodings, as PEP 263 and the language reference have them."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.errors import InputError
from explorer.pipeline.scan import scan
from explorer.sources.interface import ProjectFile
from explorer.sources.python_text import python_text

CALL = 'from openai import OpenAI\nOpenAI().chat.completions.create(model="gpt-4o-mini", messages=[])\n'


def text_of_bytes(folder: Path, data: bytes):
    path = folder / "a.py"
    path.write_bytes(data)
    return python_text(ProjectFile(PurePosixPath("a.py"), path, len(data)))


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("# -*- coding: latin-1 -*-", "latin-1"),
        ("#!/usr/bin/python3\n# vim: set fileencoding=cp1252 :", "cp1252"),
        ("\n# coding: koi8-r", "koi8-r"),
        ("# coding=euc-jp", "euc-jp"),
    ],
)
def test_that_the_coding_line_is_honoured(tmp_path, head, encoding):
    word = {"koi8-r": "я", "euc-jp": "日"}.get(encoding, "é")
    read = text_of_bytes(tmp_path, f"{head}\nx = '{word}'\n".encode(encoding))
    assert f"x = '{word}'" in read.text
    assert read.odd_line is None


@pytest.mark.parametrize(
    "head",
    [
        "x = 1\n# coding: latin-1",  # Only comments may stand before it.
        "\n\n# coding: latin-1",  # It must be in the first two lines.
        "# coding: rot13",
        "# coding: no-such-thing",
    ],
)
def test_that_what_declares_no_encoding_of_characters_is_utf_8(tmp_path, head):
    assert text_of_bytes(tmp_path, f"{head}\nx = 'é'\n".encode()).text.endswith("x = 'é'\n")


def test_that_a_byte_order_mark_wins_and_is_no_text(tmp_path):
    read = text_of_bytes(tmp_path, b"\xef\xbb\xbf# coding: latin-1\nx = '\xc3\xa9'")
    assert read.text == "# coding: latin-1\nx = 'é'"
    assert text_of_bytes(tmp_path, "x = 'é'".encode("utf-16")).text == "x = 'é'"


def test_that_a_comment_in_another_encoding_costs_only_itself(tmp_path):
    (tmp_path / "a.py").write_bytes(b"import os\n# caf\xe9\n" + CALL.encode())
    snapshot = scan([str(tmp_path)], "demo")
    assert "service:openai/gpt-4o-mini" in {each.id for each in snapshot.components}
    (told,) = snapshot.problems
    assert (told.location, told.line) == ("a.py", 2)
    assert "no UTF-8" in told.message


def test_that_a_declared_encoding_is_no_problem(tmp_path):
    (tmp_path / "a.py").write_bytes(b"# coding: latin-1\n# caf\xe9\n" + CALL.encode())
    (tmp_path / "setup.py").write_bytes(b"# coding: latin-1\n# caf\xe9\nfrom setuptools import setup\nsetup()\n")
    snapshot = scan([str(tmp_path)], "demo")
    assert not snapshot.problems
    found = next(each for each in snapshot.components if each.id == "service:openai/gpt-4o-mini")
    assert {each.line for each in found.evidence if each.location == "a.py"} == {4}


def test_that_nul_characters_are_no_text(tmp_path):
    with pytest.raises(InputError, match="NUL"):
        text_of_bytes(tmp_path, b"x = 1\0")


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    head=st.sampled_from([b"", b"# coding: utf-7\n", b"# coding: iso2022_jp\n", b"# coding: hz\n"]), rest=st.binary()
)
def test_that_any_bytes_are_text_or_refused_with_a_sentence(tmp_path, head, rest):
    try:
        read = text_of_bytes(tmp_path, head + rest)
    except InputError as error:
        assert error.advice
    else:
        assert "\0" not in read.text
