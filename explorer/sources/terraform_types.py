"""What the type of a variable of Terraform gives to the attributes that a caller leaves out."""

from __future__ import annotations

from collections.abc import Iterator

from explorer.sources.hcl_tree import Attribute, Block, Call, Expression, Literal, ObjectOf


def optional_attributes(variable: Block) -> Iterator[Attribute]:
    """`size = optional(string, "ml.g5.xlarge")`, however deep in the type: the attribute with its default.

    Source: Terraform, Type constraints, optional object type attributes.
    """
    stated = variable.attribute("type")
    waiting: list[Expression] = [stated.value] if stated is not None else []
    while waiting:
        match waiting.pop():
            case Call(_, arguments, _):
                waiting += reversed(arguments)
            case ObjectOf(entries, _):
                waiting += [value for _, value in reversed(entries)]
                yield from _with_default(entries)


def _with_default(entries: tuple[tuple[Expression, Expression], ...]) -> Iterator[Attribute]:
    for name, value in entries:
        match name, value:
            case Literal(str(written), _), Call("optional", (_, default, *_), line):
                yield Attribute(written, default, line)
