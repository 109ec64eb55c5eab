"""Which texts an expression can stand for, as far as the code itself says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from explorer.domain.relation import Scope as Role
from explorer.knowledge.model_names import provider_of
from explorer.sources.interface import ProjectFile
from explorer.sources.python_code.modules import Module, Modules
from explorer.sources.python_code.origin import Origin
from explorer.sources.python_code.origins import Origins
from explorer.sources.python_code.parsing import callable_name, is_member
from explorer.sources.python_code.scopes import Scope

MAX_VALUES = 200
"""How many texts one expression may stand for."""

MAX_JOINED = 24
"""How many texts each part of a joined text may stand for."""

_ORDER = (Role.RUNTIME, Role.DEFAULT, Role.OPTIONAL)


@dataclass(frozen=True, slots=True)
class Value:
    """One text, and the place where it is written."""

    text: str
    line: int
    module: Module
    role: Role = Role.RUNTIME
    """Default where the text is only a fallback, optional where it is one of several."""
    is_inferred: bool = False
    is_passed: bool = False
    """Whether some caller hands it over, so that the code that uses it may not mean this one."""

    @property
    def file(self) -> ProjectFile:
        """The file in which it is written; not always the one that uses it."""
        return self.module.file


class Evaluator:
    """Finds the texts that an expression can stand for."""

    def __init__(self, modules: Modules) -> None:
        self.origins = Origins(modules)
        self._known: dict[tuple[int, int], tuple[ast.expr, list[Value]]] = {}
        """The texts of expressions that were asked for; each with its expression, so that no other takes its place."""

    def texts(self, node: ast.expr | None, scope: Scope, module: Module) -> list[Value]:
        """All texts, each once, in the order found; empty where the code does not say."""
        if node is None:
            return []
        key = id(node), id(scope)
        if key not in self._known:
            self._known[key] = node, self._all_texts(node, scope, module)
        return self._known[key][1]

    def _all_texts(self, node: ast.expr, scope: Scope, module: Module) -> list[Value]:
        self.origins.begin()
        found: dict[tuple[str, int, int], Value] = {}
        for value in self._texts(node, scope, module, 4):
            found.setdefault((value.text, value.line, id(value.module)), value)
            if len(found) >= MAX_VALUES:
                break
        return list(found.values())

    def _texts(self, node: ast.expr, scope: Scope, module: Module, depth: int) -> Iterator[Value]:
        if depth <= 0:
            return
        for origin in self.origins.more(node, scope, module):
            yield from self._written(origin, depth - 1)

    def _written(self, origin: Origin, depth: int) -> Iterator[Value]:
        match origin.node:
            case ast.Constant(value=str(text)):
                yield Value(text, origin.node.lineno, origin.module, origin.role, origin.is_inferred, origin.is_passed)
            case ast.JoinedStr(values=parts):
                yield from self._joined([_inner(part) for part in parts], "", origin, depth)
                yield from _of_resource(parts[-1] if parts else None, origin)
            case ast.BinOp(left=left, op=ast.Add(), right=right) if self._is_list(left, origin, depth):
                yield from self._several([left, right], origin, depth)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                yield from self._joined([left, right], "", origin, depth)
            case ast.BinOp(left=left, op=ast.Div(), right=right) if not _is_number(right):
                yield from self._joined([left, right], "/", origin, depth)
            case ast.List(elts=values) | ast.Tuple(elts=values) | ast.Set(elts=values):
                yield from self._several(values, origin, depth)
            case ast.Dict():
                yield from self._several(_meant(origin.node), origin, depth)
            case ast.Attribute():
                yield from _enumerated(origin.node, origin)
            case ast.Call():
                yield from self._call(origin.node, origin, depth)

    def _is_list(self, node: ast.expr, origin: Origin, depth: int) -> bool:
        """Whether an expression stands for a list, so that adding to it makes a longer list and no longer text."""
        if isinstance(node, ast.BinOp) and depth > 0:
            return self._is_list(node.left, origin, depth - 1) or self._is_list(node.right, origin, depth - 1)
        found = self.origins.more(node, origin.scope, origin.module)
        return any(isinstance(each.node, ast.List | ast.Tuple | ast.ListComp) for each in found)

    def _several(self, values: list[ast.expr], origin: Origin, depth: int) -> Iterator[Value]:
        for value in values:
            for each in self._texts(value, origin.scope, origin.module, depth):
                yield _weaker(each, Role.OPTIONAL if len(values) > 1 else origin.role)

    def _joined(self, parts: list[ast.expr], between: str, origin: Origin, depth: int) -> Iterator[Value]:
        """A text put together from parts; nothing where any part is not known.

        It is written where it is joined, but where one part has several values, each text is written at its value.
        """
        heads = [Value("", origin.node.lineno, origin.module, origin.role, origin.is_inferred)]
        for number, part in enumerate(parts):
            tails = list(self._parts(part, origin, depth))[:MAX_JOINED]
            heads = [
                _appended(head, between if number else "", tail, is_one_of_several=len(tails) > 1)
                for head in heads[:MAX_JOINED]
                for tail in tails
            ]
        yield from heads

    def _parts(self, part: ast.expr, origin: Origin, depth: int) -> Iterator[Value]:
        """What one part of a joined text can stand for; whole numbers count as they are written."""
        if depth <= 0:
            return
        for each in self.origins.more(part, origin.scope, origin.module):
            match each.node:
                case ast.Constant(value=int(number)) if not isinstance(number, bool):
                    yield Value(str(number), each.node.lineno, each.module, each.role, each.is_inferred)
                case _:
                    yield from self._written(each, depth - 1)

    def _call(self, call: ast.Call, origin: Origin, depth: int) -> Iterator[Value]:
        """`os.path.join(…)`, `Path(…)`, `text.strip()`, `"…{}".format(…)`."""
        last = callable_name(call.func).rpartition(".")[2]
        if last in ("join", "joinpath", "Path", "PurePath") and call.args and not _is_text_join(call):
            yield from self._joined(list(call.args), "/", origin, depth)
        elif last in ("strip", "lower", "rstrip", "lstrip", "expanduser", "resolve", "as_posix", "absolute"):
            if isinstance(call.func, ast.Attribute):
                yield from self._texts(call.func.value, origin.scope, origin.module, depth)
        elif last == "format" and isinstance(call.func, ast.Attribute):
            yield from self._formatted(call, call.func.value, origin, depth)

    def _formatted(self, call: ast.Call, template: ast.expr, origin: Origin, depth: int) -> Iterator[Value]:
        given = [list(self._texts(each, origin.scope, origin.module, depth)) for each in call.args]
        named = {
            keyword.arg: list(self._texts(keyword.value, origin.scope, origin.module, depth))
            for keyword in call.keywords
            if keyword.arg
        }
        if not all(given) or not all(named.values()):
            return
        for value in self._texts(template, origin.scope, origin.module, depth):
            text = _filled(
                value.text, [each[0].text for each in given], {key: each[0].text for key, each in named.items()}
            )
            if text is not None:
                yield replace(value, text=text)


def _is_number(node: ast.expr) -> bool:
    """Whether dividing by it is arithmetic, and no path."""
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)


def _enumerated(node: ast.Attribute, origin: Origin) -> Iterator[Value]:
    """The model that a member of a library's enumeration is named after: `ModelType.GPT_4O_MINI`."""
    member = node.value.attr if isinstance(node.value, ast.Attribute) and node.attr == "value" else node.attr
    text = re.sub(r"^text-embed-", "text-embedding-", member.lower().replace("_", "-"))  # As LlamaIndex shortens it.
    if re.match(r"(gpt|gemini|llama|qwen)", text):  # Their versions have points, which no member can have.
        text = re.sub(r"(?<=\d)-(?=\d(?!\d))", ".", text, count=1)
    if is_member(node) and provider_of(text) is not None:
        yield Value(text, node.lineno, origin.module, origin.role, True, origin.is_passed)


def _meant(table: ast.Dict) -> list[ast.expr]:
    """The values of a table, but for the name under which callers of LiteLLM's router know the model beside it."""
    keys = [each.value if isinstance(each, ast.Constant) else None for each in table.keys]
    pairs = zip(keys, table.values, strict=True)
    return [value for key, value in pairs if key != "model_name" or "litellm_params" not in keys]


def _of_resource(end: ast.expr | None, origin: Origin) -> Iterator[Value]:
    """The model in which the name of an Amazon resource ends, `f"arn:aws:bedrock:{region}::foundation-model/x"`."""
    if isinstance(end, ast.Constant) and (named := re.search(r":(?:foundation-model)/([\w.:-]+)$", str(end.value))):
        yield Value(
            named.group(1), origin.node.lineno, origin.module, origin.role, origin.is_inferred, origin.is_passed
        )


def _filled(template: str, given: list[str], named: dict[str, str]) -> str | None:
    """Plain fields filled in; None where one asks for more. `str.format` itself could be made to fill the memory."""
    counter = iter(given)
    parts: list[str] = []
    for number, part in enumerate(re.split(r"\{(\w*)\}", template)):
        if number % 2 == 0:
            parts.append(part)
            continue
        position = int(part) if part.isdecimal() and len(part) < 4 else -1
        filled = named.get(part) if part and position < 0 else next(counter, None)
        if position >= 0:
            filled = given[position] if position < len(given) else None
        if filled is None:
            return None
        parts.append(filled)
    return "".join(parts)


def _inner(part: ast.expr) -> ast.expr:
    return part.value if isinstance(part, ast.FormattedValue) else part


def _is_text_join(call: ast.Call) -> bool:
    """`", ".join(parts)` is no path."""
    return isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Constant)


def _appended(head: Value, between: str, tail: Value, is_one_of_several: bool) -> Value:
    place = tail if is_one_of_several else head
    role = max(head.role, tail.role, key=_ORDER.index)
    return Value(head.text + between + tail.text, place.line, place.module, role, head.is_inferred)


def _weaker(value: Value, role: Role) -> Value:
    return replace(value, role=max(value.role, role, key=_ORDER.index))
