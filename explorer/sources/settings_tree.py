"""Settings files of every format as one kind of tree: dictionaries, lists and texts that remember their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from explorer.errors import InputError
from explorer.sources.interface import ProjectFile, as_filled_in
from explorer.sources.json_text import line_of_text, read_json
from explorer.sources.lined_yaml import LinedText, Tree, parse_yaml, yaml_as_far_as_possible
from explorer.sources.toml_lines import Path, TomlLines, read_toml

_SECTION = re.compile(r"\s*\[([^\]]+)\]\s*$")
MAX_QUOTED = 400
"""How many lines a quoted value may go on."""
_ENTRY = re.compile(r"\s*(?:export\s+|set\s+)?([A-Za-z_][\w.-]*)\s*[=:]\s*(.*?)\s*$")


def settings_trees(file: ProjectFile) -> Iterator[Tree]:
    """The documents of a settings file, by its name. Raises `InputError` where it is not what its name says."""
    name = as_filled_in(file.path).name.lower()
    if name.startswith("oai_config_list"):  # AutoGen's list of models, with or without an ending.
        yield _from_json(file)
    elif name.endswith((".yaml", ".yml")):
        yield from yaml_as_far_as_possible(file)
    elif name.endswith(".toml"):
        table, lines = read_toml(file)
        yield _from_toml(table, lines, ())
    elif name.endswith((".json", ".jsonc", ".json5")):
        yield _from_json(file)
    else:
        yield _from_lines(file.read_text(), name.endswith(".properties"))


def _from_toml(value: Any, lines: TomlLines, path: Path) -> Any:
    line = lines.line_of(*path) or 1
    if isinstance(value, dict):
        return {LinedText(str(key), lines.line_of(*path, key) or line): _from_toml(inner, lines, (*path, key))
                for key, inner in value.items()}  # fmt: skip
    if isinstance(value, list):
        return [_from_toml(inner, lines, (*path, place)) for place, inner in enumerate(value)]
    return LinedText(_scalar(value), line)


def _from_json(file: ProjectFile) -> Tree:
    """JSON is read as the YAML that it nearly is, for the lines; where that fails, each text is looked up."""
    value, text = read_json(file)
    try:
        trees = parse_yaml(text.replace("\t", " "), str(file.path))
    except InputError:
        trees = []
    return trees[0] if len(trees) == 1 else _looked_up(value, text)


def _looked_up(value: Any, text: str) -> Any:
    if isinstance(value, dict):
        return {
            LinedText(str(key), line_of_text(text, f'"{key}"') or 1): _looked_up(inner, text)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_looked_up(inner, text) for inner in value]
    shown = _scalar(value)
    return LinedText(shown, line_of_text(text, f'"{shown}"') or line_of_text(text, shown) or 1)


def _from_lines(text: str, in_steps: bool = False) -> Tree:
    """`NAME=value` lines, with `[section]` headings where there are any; `#` and `;` begin comments.

    With `in_steps`, `spring.ai.ollama.model` is a key inside others, as Java's properties are meant.
    """
    tree: dict[LinedText, Any] = {}
    here = tree
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if line.lstrip().startswith(("#", ";", "//")):
            continue
        if section := _SECTION.match(line):
            here = {}
            tree[LinedText(section.group(1), number)] = here
        elif entry := _ENTRY.match(line):
            value = _to_its_quote(entry.group(2), lines, number)
            if value[:1] in ("'", '"', "`") and value[:1] in value[1:]:
                value = value[1:].partition(value[0])[0]
            else:
                value = re.sub(r"\s[#;].*$", "", value).strip()
            keys = entry.group(1).split(".") if in_steps else [entry.group(1)]
            inner = here
            for key in keys[:-1]:
                below = inner.setdefault(LinedText(key, number), {})
                inner = below if isinstance(below, dict) else inner
            inner[LinedText(keys[-1], number)] = LinedText(value, number)
    return tree


def _to_its_quote(value: str, lines: list[str], number: int) -> str:
    """The value with the lines below up to the quote that closes it, as dotenv reads one that begins with a quote."""
    quote = value[:1]
    if quote not in ("'", '"', "`") or quote in value[1:]:
        return value
    below = lines[number : number + MAX_QUOTED]
    last = next((place for place, line in enumerate(below) if quote in line), None)
    return value if last is None else "\n".join([value, *below[: last + 1]])


def _scalar(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
