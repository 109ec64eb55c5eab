"""Terraform's JSON syntax as the same blocks and attributes that HCL gives.

The mapping is that of https://developer.hashicorp.com/terraform/language/syntax/json: a block type is a key, each of its
labels one level below it, several blocks of the same labels a list; every text is a template.
"""

from __future__ import annotations

from collections.abc import Iterator

from explorer.sources.hcl_expressions import ExpressionParser, HclError
from explorer.sources.hcl_parser import HclFile
from explorer.sources.hcl_tree import Attribute, Block, Expression, ListOf, Literal, ObjectOf, Template
from explorer.sources.lined_yaml import LinedText, Tree, parse_yaml

_LABELS = {"resource": 2, "data": 2, "ephemeral": 2, "module": 1, "variable": 1, "provider": 1, "output": 1, "check": 1}
_NO_LABELS = frozenset({"locals", "terraform", "moved", "import", "removed"})
_COMMENT = "//"
"""A key whose value says nothing to Terraform."""


def parse_hcl_json(text: str, where: str) -> HclFile:
    """The blocks of a `.tf.json` file, or the attributes of a `.tfvars.json` file. Raises `InputError` for no JSON."""
    broken: list[tuple[int, str]] = []
    body = [
        item
        for document in parse_yaml(text.replace("\t", " "), where)  # JSON is YAML, so every text has its line.
        for item in _items(document, broken)
    ]
    return HclFile(tuple(body), tuple(broken))


def _items(document: Tree, broken: list[tuple[int, str]]) -> Iterator[Attribute | Block]:
    for part in document if isinstance(document, list) else [document]:
        if not isinstance(part, dict):
            broken.append((1, "expected an object"))
            continue
        for key, value in part.items():
            if key in _LABELS or key in _NO_LABELS:
                yield from _blocks(key, (), value, broken)
            elif key != _COMMENT:
                yield _attribute(key, value, broken)


def _blocks(
    kind: LinedText, labels: tuple[LinedText, ...], tree: Tree, broken: list[tuple[int, str]]
) -> Iterator[Block]:
    """The blocks under a key: one level of objects for each label that is still missing."""
    for each in tree if isinstance(tree, list) else [tree]:
        line = labels[-1].line if labels else kind.line
        if not isinstance(each, dict):
            broken.append((line, f"expected an object under “{labels[-1] if labels else kind}”"))
        elif len(labels) < _LABELS.get(kind, 0):
            for label, inner in each.items():
                if label != _COMMENT:
                    yield from _blocks(kind, (*labels, label), inner, broken)
        else:
            yield Block(str(kind), tuple(str(label) for label in labels), tuple(_body(kind, each, broken)), line)


def _body(kind: str, tree: dict[LinedText, Tree], broken: list[tuple[int, str]]) -> Iterator[Attribute | Block]:
    for key, value in tree.items():
        if kind == "terraform" and key == "required_providers" and isinstance(value, dict):
            inner = tuple(_attribute(name, each, broken) for name, each in value.items())
            yield Block(str(key), (), inner, key.line)
        elif key != _COMMENT:
            yield _attribute(key, value, broken)


def _attribute(key: LinedText, value: Tree, broken: list[tuple[int, str]]) -> Attribute:
    return Attribute(str(key), _expression(value, key.line, broken), key.line)


def _expression(tree: Tree, line: int, broken: list[tuple[int, str]]) -> Expression:
    if isinstance(tree, LinedText):
        return _template(tree, broken)
    if isinstance(tree, list):
        return ListOf(tuple(_expression(each, line, broken) for each in tree), line)
    entries = (
        (Literal(str(key), key.line), _expression(value, key.line, broken))
        for key, value in tree.items()
        if key != _COMMENT
    )
    return ObjectOf(tuple(entries), line)


def _template(text: LinedText, broken: list[tuple[int, str]]) -> Expression:
    """A text with its `${…}`; one that is only `${expression}` is that expression, whatever it comes to."""
    if text == "null":
        return Literal(None, text.line)
    try:
        found = ExpressionParser(text, text.line).template_text(text.line)
    except (HclError, RecursionError) as error:
        broken.append((text.line, error.message if isinstance(error, HclError) else "nests too deeply"))
        return Literal("${…}", text.line)
    return found.parts[0] if isinstance(found, Template) and len(found.parts) == 1 else found
