"""What HCL expressions come to, as far as the files themselves say: literals, variables with defaults, locals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, product

from explorer.sources.hcl_tree import (
    Attribute,
    Block,
    Call,
    Choice,
    Comprehension,
    Expression,
    ListOf,
    Literal,
    ObjectOf,
    Operation,
    Reference,
    Step,
    Template,
)
from explorer.sources.lined_yaml import LinedText, Tree

MAX_ALTERNATIVES = 12
"""A condition that cannot be decided has two values, a table with an unknown key as many as it has entries: at most
this many of one expression are looked at."""

MAX_STEPS = 20_000
"""How much one attribute is computed: locals can refer to one another in ways that grow without end."""

MAX_REFERENCES = 40
"""A longer chain of locals that refer to locals is not followed."""

MAX_TEXT = 100_000

_WRAPPERS = frozenset(
    "jsonencode yamlencode tostring tolist toset tomap tonumber one nonsensitive sensitive base64encode sort reverse".split()
)
_OF_TEXT: Mapping[str, Callable[[str], str]] = {"lower": str.lower, "upper": str.upper, "trimspace": str.strip}
_ANY_OF = frozenset("coalesce try coalescelist concat merge flatten distinct compact setunion".split())


@dataclass
class Values:
    """The variables and locals of one module: the `.tf` files of one folder."""

    variables: dict[str, Expression] = field(default_factory=dict)
    local_values: dict[str, Expression] = field(default_factory=dict)
    _steps: int = 0

    @classmethod
    def of(cls, bodies: Iterator[tuple[Attribute | Block, ...]]) -> Values:
        """What the bodies of a module's files give names to; a value of a `.tfvars` file wins over a default."""
        values = cls()
        given: dict[str, Expression] = {}
        for body in bodies:
            for item in body:
                if isinstance(item, Attribute):
                    given[item.name] = item.value
                elif item.kind == "variable" and item.labels and (default := item.attribute("default")) is not None:
                    values.variables[item.labels[0]] = default.value
                elif item.kind == "locals":
                    values.local_values |= {each.name: each.value for each in item.body if isinstance(each, Attribute)}
        values.variables |= given
        return values

    def of_expression(self, expression: Expression) -> list[Tree]:
        """Every value that the expression may have; `${…}` stands in a text for what is not known."""
        self._steps = 0
        return self._alternatives(expression, frozenset())

    def _alternatives(self, expression: Expression, within: frozenset[str]) -> list[Tree]:
        self._steps += 1
        if self._steps > MAX_STEPS:
            return [_unknown(expression.line)]
        found = list(islice(self._values(expression, within), MAX_ALTERNATIVES))
        return found or [_unknown(expression.line)]

    def _values(self, expression: Expression, within: frozenset[str]) -> Iterator[Tree]:
        match expression:
            case Literal(value, line):
                if value is not None:
                    yield LinedText(value, line)
            case Template(parts, line):
                yield from self._texts(parts, line, within)
            case ListOf(items, _):
                yield [each for item in items for each in self._alternatives(item, within)]
            case ObjectOf(entries, _):
                yield self._object(entries, within)
            case Reference(root, steps, line):
                yield from self._named(root, steps, line, within)
            case Step(value, key, line):
                for each in self._alternatives(value, within):
                    yield from _inside(each, self._key(key, within), line)
            case Call(name, arguments, line):
                yield from self._called(name, arguments, line, within)
            case Choice(condition, first, second, _):
                yield from self._chosen(condition, first, second, within)
            case Operation(_, _, line):
                yield LinedText(_text_of_truth(self._truth(expression, within)), line)
            case Comprehension(parts, _):
                yield [each for part in parts for each in self._alternatives(part, within)]

    def _texts(self, parts: tuple[Expression, ...], line: int, within: frozenset[str]) -> Iterator[Tree]:
        alternatives = [[_as_text(each) for each in self._alternatives(part, within)] for part in parts]
        for chosen in islice(product(*alternatives), MAX_ALTERNATIVES):
            yield LinedText("".join(chosen)[:MAX_TEXT], line)

    def _object(self, entries: tuple[tuple[Expression, Expression], ...], within: frozenset[str]) -> Tree:
        built: dict[LinedText, Tree] = {}
        for key, value in entries:
            name = self._alternatives(key, within)[0]
            found = self._alternatives(value, within)
            built[LinedText(_as_text(name), key.line)] = found[0] if len(found) == 1 else found
        return built

    def _named(
        self, root: str, steps: tuple[Expression | None, ...], line: int, within: frozenset[str]
    ) -> Iterator[Tree]:
        table: Mapping[str, Expression] | None = {"var": self.variables, "local": self.local_values}.get(root)
        first = steps[0] if steps else None
        name = first.value if isinstance(first, Literal) else None
        full = f"{root}.{name}"
        if table is None or name is None or name not in table or full in within or len(within) > MAX_REFERENCES:
            return
        for value in self._alternatives(table[name], within | {full}):
            found = [value]
            for step in steps[1:]:
                found = [inner for each in found for inner in _inside(each, self._key(step, within | {full}), line)]
            yield from (_at(each, line) for each in found)

    def _key(self, key: Expression | None, within: frozenset[str]) -> str | None:
        """The key of a step; None where it is any, or not known."""
        if key is None:
            return None
        found = self._alternatives(key, within)
        return str(found[0]) if len(found) == 1 and isinstance(found[0], LinedText) and "$" not in found[0] else None

    def _called(
        self, name: str, arguments: tuple[Expression, ...], line: int, within: frozenset[str]
    ) -> Iterator[Tree]:
        if not arguments:
            return
        if name in _WRAPPERS:
            yield from self._alternatives(arguments[0], within)
        elif name in _OF_TEXT:
            for each in self._alternatives(arguments[0], within):
                yield LinedText(_OF_TEXT[name](each), line) if isinstance(each, LinedText) else each
        elif name in _ANY_OF:
            yield from (each for argument in arguments for each in self._alternatives(argument, within))
        elif name == "lookup" and len(arguments) > 1:
            key = self._key(arguments[1], within)
            for table in self._alternatives(arguments[0], within):
                yield from _inside(table, key, line)
            if len(arguments) > 2:
                yield from self._alternatives(arguments[2], within)
        elif name == "format":
            yield from self._formatted(arguments, line, within)
        elif name == "join" and len(arguments) == 2:
            yield from self._joined(arguments, line, within)
        else:  # What it computes is not known, but what it is given may name something.
            yield [each for argument in arguments for each in self._alternatives(argument, within)]

    def _formatted(self, arguments: tuple[Expression, ...], line: int, within: frozenset[str]) -> Iterator[Tree]:
        texts = [_as_text(self._alternatives(each, within)[0]) for each in arguments]
        pieces = texts[0].split("%s")
        if len(pieces) == len(texts) and "%" not in "".join(pieces):
            filled = pieces[0] + "".join(value + piece for value, piece in zip(texts[1:], pieces[1:], strict=True))
            yield LinedText(filled[:MAX_TEXT], line)

    def _joined(self, arguments: tuple[Expression, ...], line: int, within: frozenset[str]) -> Iterator[Tree]:
        separator = _as_text(self._alternatives(arguments[0], within)[0])
        for items in self._alternatives(arguments[1], within):
            if isinstance(items, list):
                yield LinedText(separator.join(_as_text(each) for each in items)[:MAX_TEXT], line)

    def _chosen(
        self, condition: Expression, first: Expression, second: Expression, within: frozenset[str]
    ) -> Iterator[Tree]:
        truth = self._truth(condition, within)
        if truth is not False:
            yield from self._alternatives(first, within)
        if truth is not True:
            yield from self._alternatives(second, within)

    def _truth(self, expression: Expression, within: frozenset[str]) -> bool | None:
        """Whether a condition holds; None where the files do not say."""
        if isinstance(expression, Operation) and expression.operator == "!":
            inner = self._truth(expression.operands[0], within)
            return None if inner is None else not inner
        if isinstance(expression, Operation) and expression.operator in ("&&", "||"):
            return self._joined_truth(expression, within)
        if isinstance(expression, Operation) and expression.operator in ("==", "!="):
            left, right = (self._plain(each, within) for each in expression.operands)
            if left is not None and right is not None:
                return (left == right) is (expression.operator == "==")
            return None
        return {"true": True, "false": False}.get(self._plain(expression, within) or "")

    def _joined_truth(self, expression: Operation, within: frozenset[str]) -> bool | None:
        decides = expression.operator == "||"
        truths = [self._truth(each, within) for each in expression.operands]
        if decides in truths:
            return decides
        return None if None in truths else not decides

    def _plain(self, expression: Expression, within: frozenset[str]) -> str | None:
        """The one text that an expression comes to; None where it is not known, or null."""
        if isinstance(expression, Operation):
            return None
        found = self._alternatives(expression, within)
        return str(found[0]) if len(found) == 1 and isinstance(found[0], LinedText) and "$" not in found[0] else None


def _unknown(line: int) -> LinedText:
    return LinedText("${…}", line)


def _as_text(tree: Tree) -> str:
    return str(tree) if isinstance(tree, LinedText) else "${…}"


def _text_of_truth(truth: bool | None) -> str:
    return "${…}" if truth is None else str(truth).lower()


def _inside(tree: Tree, key: str | None, line: int) -> Iterator[Tree]:
    """What stands under a key; everything, where it is not known which."""
    if isinstance(tree, dict):
        named = tree.get(LinedText(key, line)) if key is not None else None
        if named is not None:
            yield named
        elif key is None:
            yield from tree.values()
    elif isinstance(tree, list):
        if key is not None and key.isascii() and key.isdigit():
            yield from tree[int(key) : int(key) + 1] if len(key) < 6 else ()
        else:
            yield from tree


def _at(tree: Tree, line: int) -> Tree:
    """A value as it is used: at the line that refers to it, since it may be written in another file."""
    if isinstance(tree, LinedText):
        return LinedText(tree, line)
    if isinstance(tree, list):
        return [_at(each, line) for each in tree]
    return {LinedText(key, line): _at(value, line) for key, value in tree.items()}
