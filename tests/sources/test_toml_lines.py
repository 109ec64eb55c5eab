"""Every line number below was counted by hand."""

from __future__ import annotations

import tomllib

import pytest

from explorer.sources.toml_lines import TomlLines

TEXT = '''\
# a comment
title = "x"
"quoted key".inner = 1
[a.b]
short = ["one", "two"]
long = [
    "one", # the first
    "tw]o",
    { name = "three", tags = ["x", "y"] },
    [
        "nested",
    ]
    , "last"
]
text = """
[not.a.table]
key = "no"
""" # the end
after = true
[[p]]
n = 1
[p.d]
k = 2
[[p.q]]
z = 1
[[p]]
n = 3
[p.d]
k = 4
[[p.q]]
z = 5
[[p.q]]
z = 6
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("quoted key", "inner"), 3),
        (("a", "b"), 4),
        (("a", "b", "short", 1), 5),
        (("a", "b", "long"), 6),
        (("a", "b", "long", 0), 7),
        (("a", "b", "long", 1), 8),
        (("a", "b", "long", 2), 9),
        (("a", "b", "long", 3, 0), 11),
        (("a", "b", "long", 4), 13),
        (("a", "b", "text"), 15),
        (("a", "b", "after"), 19),
        (("p", 0, "n"), 21),
        (("p", 0, "d", "k"), 23),
        (("p", 0, "q", 0, "z"), 25),
        (("p", 1, "n"), 27),
        (("p", 1, "d", "k"), 29),
        (("p", 1, "q", 1, "z"), 33),
    ],
)
def test_that_a_value_is_found_on_its_line(path, line):
    tomllib.loads(TEXT)
    assert TomlLines(TEXT).line_of(*path) == line


def test_that_an_unknown_value_is_on_the_line_of_what_holds_it():
    assert TomlLines(TEXT).line_of("p", 1, "d", "k", "deeper") == 29
    assert TomlLines(TEXT).line_of("nothing") is None


def test_that_windows_line_ends_do_not_shift_lines():
    assert TomlLines(TEXT.replace("\n", "\r\n")).line_of("p", 1, "q", 1, "z") == 33


@pytest.mark.parametrize("name", ["mcp-agent/uv.lock", "chat-langchain/poetry.lock", "mcp-agent/pyproject.toml"])
def test_that_in_real_files_every_text_stands_on_the_line_found(shared_data, name):
    text = (shared_data / "apps-open" / name).read_text()
    lines, found = text.split("\n"), TomlLines(text)
    seen = 0
    waiting: list[tuple[tuple[str | int, ...], object]] = [((), tomllib.loads(text))]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [((*path, key), inner) for key, inner in value.items()]
        elif isinstance(value, list):
            waiting += [((*path, index), inner) for index, inner in enumerate(value)]
        elif isinstance(value, str) and value and not set(value) & set('\n\\"'):
            line = found.line_of(*path)
            assert line is not None
            assert value in lines[line - 1]
            seen += 1
    assert seen > 50
