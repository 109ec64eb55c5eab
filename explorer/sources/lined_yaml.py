"""YAML whose texts remember their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, takewhile
from typing import Any

from explorer.errors import InputError
from explorer.sources.interface import ProjectFile

MAX_NODES = 400_000
"""More values than this, aliases expanded, is a hostile or a data file, not a configuration."""

MAX_NESTING = 200

MAX_LEFT_OUT = 12
"""A file with more lines that are no YAML is another format."""

MAX_MENDED_CHARACTERS = 200_000


class LinedText(str):
    """A text with the number of its line, counted from 1."""

    line: int
    first_line: int
    """The line of its first character: in a block (`run: |`) the one below."""
    as_commands: str
    """The text with the lines of the file also where a folded block (`run: >`) joins them: these end in a backslash."""

    def __new__(cls, text: str, line: int, is_block: bool = False, as_commands: str = "") -> LinedText:
        """The text at this line."""
        self = super().__new__(cls, text)
        self.line = line
        self.first_line = line + 1 if is_block else line
        self.as_commands = as_commands or text
        return self


MAX_INNER = 200_000
"""Longer JSON inside a text is not opened."""
_TABLES_INSIDE = re.compile(r"[\s`']*(\[\s*\{|\{\s*\")")

Tree = dict[LinedText, Any] | list[Any] | LinedText


def read_yaml(file: ProjectFile) -> list[Tree]:
    """The documents of a YAML file: dictionaries, lists and texts only; numbers and booleans stay as written.

    Template expressions `{{ … }}` of Helm and the like are blanked first. Raises `InputError` where the text is not
    YAML or expands to more than 400,000 values.
    """
    return parse_yaml(file.read_text(), str(file.path))


def yaml_as_far_as_possible(file: ProjectFile) -> Iterator[Tree]:
    """The documents of a YAML file of which a few lines may be none: these are left out, and told of at the end.

    Raises `InputError` behind the last document where lines were left out, and at once where nothing can be read.
    """
    text, where = file.read_text(), str(file.path)
    try:
        yield from parse_yaml(text, where)
        return
    except InputError as error:
        first = error
    lines = text.split("\n")
    for _ in range(MAX_LEFT_OUT if len(text) <= MAX_MENDED_CHARACTERS and "{%" not in text else 0):
        try:
            trees = parse_yaml("\n".join(lines), where)
        except InputError as error:
            faulty = re.search(r" at line (\d+)\.$", error.message)
            number = int(faulty.group(1)) if faulty else 0
            if not 0 < number <= len(lines) or not lines[number - 1].strip():
                break  # The fault is elsewhere, so that nothing says which line it is.
            lines[number - 1] = ""
        else:
            yield from trees
            raise InputError(
                first.message, "Such lines were left out, the rest was read; mend the file and scan again."
            )
    raise first


def moved_by(tree: Tree, lines: int) -> Tree:
    """The same tree, each text this many lines further down."""
    if isinstance(tree, LinedText):
        return LinedText(tree, tree.line + lines)
    if isinstance(tree, list):
        return [moved_by(each, lines) for each in tree]
    return {LinedText(key, key.line + lines): moved_by(value, lines) for key, value in tree.items()}


def opened(value: Tree) -> Tree:
    """A text that is JSON with tables inside, `[{"id": "x"}]`, as the tree that it holds; everything else as it is."""
    if not isinstance(value, LinedText) or len(value) > MAX_INNER or not _TABLES_INSIDE.match(value):
        return value
    try:
        trees = parse_yaml(value.strip(" `'\n\t"), "")
    except InputError:
        return value
    return moved_by(trees[0], value.first_line - 1) if len(trees) == 1 and not isinstance(trees[0], str) else value


def parse_yaml(text: str, where: str) -> list[Tree]:
    """The documents of YAML text, as `read_yaml` gives them."""
    import yaml

    if _nesting(text) > MAX_NESTING:
        raise InputError(f"{where} nests more than {MAX_NESTING} levels deep.", "Check what wrote it.")
    loader_type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        loader = loader_type(_without_templates(str(text)))  # The loader takes no text that remembers its line.
        count = 0
        trees = []
        lines = str(text).split("\n") if re.search(r"(?m)[:-][ \t]+>", text) else []
        while loader.check_node():
            node = loader.get_node()
            count += _expanded(node, {})
            if count > MAX_NODES:
                raise _too_many(where)
            trees.append(_tree(node, where, 0, lines))
        return trees
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f" at line {mark.line + 1}" if mark is not None else ""
        raise InputError(f"{where} is not valid YAML{place}.", "Mend the file and scan again.") from error


def settings(tree: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], LinedText, LinedText]]:
    """Every (path of keys above, key, text value) in a tree; items of a list have their list's key."""
    stack: list[tuple[Any, tuple[str, ...]]] = [(tree, path)]
    while stack:
        node, above = stack.pop()
        if isinstance(node, dict):
            for key, value in reversed(node.items()):
                if isinstance(value, LinedText):
                    yield above, key, value
                else:
                    stack.append((value, (*above, str(key))))
        elif isinstance(node, list):
            for item in reversed(node):
                if isinstance(item, LinedText):
                    yield above[:-1], LinedText(above[-1] if above else "", item.line), item
                else:
                    stack.append((item, above))


def text_at(tree: Any, *keys: str) -> LinedText | None:
    """The text under these keys, one inside the other; None where there is none."""
    value = value_at(tree, *keys)
    return value if isinstance(value, LinedText) else None


def value_at(tree: Any, *keys: str) -> Any:
    """Whatever stands under these keys; None where nothing does."""
    for key in keys:
        if not isinstance(tree, dict):
            return None
        tree = tree.get(key)
    return tree


def _expanded(node: Any, known: dict[int, int], depth: int = 0) -> int:
    """How many values a node has, aliases expanded, without expanding them; too many where it nests too deeply.

    `known` are the counts by the identity of the node, so that a node with many aliases is counted once.
    """
    if isinstance(node.value, str):
        return 1
    if depth > MAX_NESTING:
        return MAX_NODES + 1
    if id(node) not in known:
        known[id(node)] = MAX_NODES + 1  # What it is where it holds itself.
        inside = (value for _, value in node.value) if node.id == "mapping" else node.value
        known[id(node)] = 1 + sum(_expanded(each, known, depth + 1) for each in inside)
    return known[id(node)]


def _too_many(where: str) -> InputError:
    return InputError(f"{where} expands to more than {MAX_NODES:,} values.", "It was not read; check its aliases.")


def _tree(node: Any, where: str, depth: int, lines: list[str]) -> Tree:
    """The tree of a node; `lines` are those of the text, where it has folded blocks."""
    if depth > MAX_NESTING:
        raise _too_many(where)
    line = node.start_mark.line + 1
    if isinstance(node.value, str):
        written = _unfolded(lines[line : node.end_mark.line + 1]) if node.style == ">" else ""
        return LinedText(node.value, line, node.style in ("|", ">"), written)
    if node.id == "mapping":
        result = {}
        for key, value in node.value:
            name = LinedText(key.value if isinstance(key.value, str) else "", key.start_mark.line + 1)
            result[name] = _tree(value, where, depth + 1, lines)
        return result
    return [_tree(item, where, depth + 1, lines) for item in node.value]


def _unfolded(lines: list[str]) -> str:
    """The lines of a folded block; one that YAML joins with the next goes on over its end, as a shell reads it."""
    depth = next((len(line) - len(line.lstrip()) for line in lines if line.strip()), 0)
    inside = list(takewhile(lambda line: not line.strip() or line[:depth].isspace(), lines))
    is_joined = [bool(each.strip() and after.strip()) for each, after in pairwise([*inside, ""])]
    return "\n".join(
        f"{line} \\" if joined and not line.rstrip().endswith("\\") else line
        for line, joined in zip(inside, is_joined, strict=True)
    )


def _without_templates(text: str) -> str:
    """Helm templates made harmless; a workflow's `${{ … }}` is YAML as it stands."""
    text = re.sub(r"(?m)^[ \t]*\{%[^\n]*%\}[ \t]*$", "", text) if "{%" in text else text
    if not re.search(r"(?<!\$)\{\{", text):
        return text
    # A line that is only a template directive goes; an expression inside a line becomes a harmless word.
    text = re.sub(r"(?m)^([ \t]*-?[ \t]*)(?<!\$)\{\{[^\n]*\}\}[ \t]*$", _alone, text)
    text = re.sub(r"(?P<quote>['\"])(?<!\$)\{\{[^\n}]*\}\}(?P=quote)", _by_default, text)
    return re.sub(r"(?<!\$)\{\{[^\n}]*\}\}", _by_default, text)


def _alone(line: re.Match[str]) -> str:
    """`- {{ .Values.model | default "x" | quote }}` is the member `x` of a list; any other such line is empty."""
    given = _by_default(line)
    return f"{line.group(1)}{given}" if "-" in line.group(1) and given != "_template_" else ""


def _by_default(expression: re.Match[str]) -> str:
    """What a template expression gives where nothing else is set, `{{ .Values.model | default "x" }}`; else a harmless word."""
    given = re.search(r"\bdefault\s+\"([\w./@+-]+(?::[\w.-]+)?)\"", expression.group())
    return given.group(1) if given else "_template_"


def _nesting(text: str) -> int:
    """An upper bound of how deep brackets or indentation nest."""
    depth = deepest = 0
    for character in re.findall(r"[\[\]{}]", text):
        depth = depth + 1 if character in "[{" else max(0, depth - 1)
        deepest = max(deepest, depth)
    dashes = max((match.group().count("- ") for match in re.finditer(r"(?m)^[^\S\n]*+(?:- ){50,}", text)), default=0)
    indent = max((len(match.group()) for match in re.finditer(r"(?m)^ {400,}(?=\S)", text)), default=0)
    return max(deepest, dashes, indent // 2)
