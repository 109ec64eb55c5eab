"""What HCL text says, before anything in it is computed: blocks, attributes and expressions with their lines."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Literal:
    """A text, number, `true` or `false` as written; None for `null`."""

    value: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Template:
    """A quoted text or heredoc with `${…}` inside."""

    parts: tuple[Expression, ...]
    line: int


@dataclass(frozen=True, slots=True)
class ListOf:
    """`[a, b]`."""

    items: tuple[Expression, ...]
    line: int


@dataclass(frozen=True, slots=True)
class ObjectOf:
    """`{ key = value }`."""

    entries: tuple[tuple[Expression, Expression], ...]
    line: int


@dataclass(frozen=True, slots=True)
class Reference:
    """`var.name`, `local.table["key"]`: a root and the steps from it; None is a step that is not followed (`[*]`)."""

    root: str
    steps: tuple[Expression | None, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Step:
    """A step into the value of any expression: `lookup(…).name`, `[…][0]`."""

    value: Expression
    key: Expression | None
    line: int


@dataclass(frozen=True, slots=True)
class Call:
    """`name(arguments)`."""

    name: str
    arguments: tuple[Expression, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Choice:
    """`condition ? first : second`."""

    condition: Expression
    first: Expression
    second: Expression
    line: int


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator and its one or two operands."""

    operator: str
    operands: tuple[Expression, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Comprehension:
    """`[for … in … : …]`: read over, never computed; its parts are kept so that what they name is seen."""

    parts: tuple[Expression, ...]
    line: int


Expression = Literal | Template | ListOf | ObjectOf | Reference | Step | Call | Choice | Operation | Comprehension


@dataclass(frozen=True, slots=True)
class Attribute:
    """`name = expression` in a body."""

    name: str
    value: Expression
    line: int


@dataclass(frozen=True, slots=True)
class Block:
    """`kind "label" … { body }`."""

    kind: str
    labels: tuple[str, ...]
    body: tuple[Attribute | Block, ...]
    line: int

    def attribute(self, name: str) -> Attribute | None:
        """The attribute of this name, if the block has it."""
        return next((each for each in self.body if isinstance(each, Attribute) and each.name == name), None)

    def blocks(self, kind: str) -> list[Block]:
        """The blocks of this kind directly inside."""
        return [each for each in self.body if isinstance(each, Block) and each.kind == kind]
