"""Parses HCL2 expressions: literals, templates, lists, objects, references, calls, conditions, operators."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from explorer.sources.hcl_tree import (
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

MAX_NESTING = 60
"""More brackets, templates and operators inside one another than this is no configuration that a person wrote."""

_SPACE = re.compile(r"(?:[ \t\r]|(?:#|//)[^\n]*|/\*.*?\*/)+", re.DOTALL)
_SPACE_AND_LINES = re.compile(r"(?:\s|(?:#|//)[^\n]*|/\*.*?\*/)+", re.DOTALL)
_NAME = re.compile(r"[^\W\d][\w-]*")
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_HEREDOC = re.compile(r"<<-?[ \t]*([^\W\d][\w-]*)[ \t]*\r?\n")
_PLAIN = re.compile(r'[^"\\$%\n]+')
_PLAIN_IN_HEREDOC = re.compile(r"[^$%]+")
_LEVELS = (("||",), ("&&",), ("==", "!="), ("<=", ">=", "<", ">"), ("+", "-"), ("*", "/", "%"))
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


class HclError(ValueError):
    """The text is not HCL at this line."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


class ExpressionParser:
    """A place in HCL text, and what is read from it."""

    def __init__(self, text: str, first_line: int = 1, depth: int = 0) -> None:
        self.text = text
        self.place = 0
        self._line, self._counted_to = first_line, 0
        self._depth = depth
        self._lines_count = [True]
        """Whether a line's end also ends an expression here: not inside parentheses and brackets."""

    @property
    def line(self) -> int:
        """The line of this place."""
        self._line += self.text.count("\n", self._counted_to, self.place)
        self._counted_to = max(self._counted_to, self.place)
        return self._line

    def fail(self, message: str) -> HclError:
        """An error at this place."""
        return HclError(self.line, message)

    def skip(self, lines: bool = False) -> None:
        """Go over space and comments, and over ends of lines where they mean nothing."""
        pattern = _SPACE_AND_LINES if lines or not self._lines_count[-1] else _SPACE
        if match := pattern.match(self.text, self.place):
            self.place = match.end()

    def take(self, mark: str) -> bool:
        """Go over this mark, if it stands here."""
        if self.text.startswith(mark, self.place):
            self.place += len(mark)
            return True
        return False

    def expect(self, mark: str) -> None:
        """Go over this mark; it is an error where it does not stand here."""
        if not self.take(mark):
            raise self.fail(f"expected “{mark}”")

    def name(self) -> str:
        """Go over a name; empty where none stands here."""
        match = _NAME.match(self.text, self.place)
        self.place = match.end() if match else self.place
        return match.group() if match else ""

    @contextmanager
    def nested(self, lines_count: bool | None = None) -> Iterator[None]:
        """One level deeper; inside brackets, ends of lines mean nothing."""
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise self.fail(f"nests more than {MAX_NESTING} levels deep")
        self._lines_count.append(self._lines_count[-1] if lines_count is None else lines_count)
        yield
        self._lines_count.pop()
        self._depth -= 1

    def expression(self) -> Expression:
        """The expression that begins here."""
        with self.nested():
            self.skip()
            line = self.line
            condition = self._operation(0)
            self.skip()
            if not self.take("?"):
                return condition
            first = self._after_lines(self.expression)
            self.skip(lines=True)
            self.expect(":")
            return Choice(condition, first, self._after_lines(self.expression), line)

    def _after_lines(self, read: Callable[[], Expression]) -> Expression:
        self.skip(lines=True)
        return read()

    def _operation(self, level: int) -> Expression:
        if level == len(_LEVELS):
            return self._unary()
        line = self.line
        left = self._operation(level + 1)
        while True:
            self.skip()
            operator = next((each for each in _LEVELS[level] if self.text.startswith(each, self.place)), "")
            if not operator or self.text.startswith(("/*", "//"), self.place):
                return left
            self.place += len(operator)
            self.skip(lines=True)
            left = Operation(operator, (left, self._operation(level + 1)), line)

    def _unary(self) -> Expression:
        self.skip()
        line = self.line
        for operator in ("!", "-"):
            if self.take(operator):
                with self.nested():
                    return Operation(operator, (self._unary(),), line)
        return self._steps(self._term())

    def _term(self) -> Expression:
        line, mark = self.line, self.text[self.place : self.place + 1]
        if mark == '"':
            return self._quoted()
        if mark == "<" and (heredoc := _HEREDOC.match(self.text, self.place)):
            return self._heredoc(heredoc)
        if mark == "[":
            return self._list(line)
        if mark == "{":
            return self._object(line)
        if mark == "(":
            self.place += 1
            with self.nested(lines_count=False):
                inner = self.expression()
                self.skip()
                self.expect(")")
            return inner
        if number := _NUMBER.match(self.text, self.place):
            self.place = number.end()
            return Literal(number.group(), line)
        return self._named(line)

    def _named(self, line: int) -> Expression:
        name = self.name()
        if not name:
            raise self.fail("expected a value")
        while self.take("::"):
            name += "::" + self.name()
        if name in ("true", "false", "null"):
            return Literal(None if name == "null" else name, line)
        if self.take("("):
            with self.nested(lines_count=False):
                return Call(name, self._items(")"), line)
        return Reference(name, (), line)

    def _items(self, end: str) -> tuple[Expression, ...]:
        items: list[Expression] = []
        while True:
            self.skip(lines=True)
            if self.take(end):
                return tuple(items)
            items.append(self.expression())
            self.skip(lines=True)
            self.take("...")
            self.skip(lines=True)
            if not self.take(","):
                self.expect(end)
                return tuple(items)

    def _steps(self, value: Expression) -> Expression:
        """The value with every `.name` and `[key]` after it."""
        while True:
            line = self.line
            if self.text.startswith(".", self.place) and not self.text.startswith("...", self.place):
                self.place += 1
                value = _stepped(value, self._attribute_step(), line)
            elif self.take("["):
                with self.nested(lines_count=False):
                    self.skip()
                    key = None if self.take("*") else self.expression()
                    self.skip()
                    self.expect("]")
                value = _stepped(value, key, line)
            else:
                return value

    def _attribute_step(self) -> Expression | None:
        line = self.line
        if self.take("*"):
            return None
        if number := re.compile(r"\d+").match(self.text, self.place):
            self.place = number.end()
            return Literal(number.group(), line)
        name = self.name()
        if not name:
            raise self.fail("expected a name after “.”")
        return Literal(name, line)

    def _list(self, line: int) -> Expression:
        self.expect("[")
        with self.nested(lines_count=False):
            self.skip()
            if re.compile(r"for\b").match(self.text, self.place):
                return self._comprehension("]", line)
            return ListOf(self._items("]"), line)

    def _object(self, line: int) -> Expression:
        self.expect("{")
        with self.nested(lines_count=True):
            self.skip(lines=True)
            if re.compile(r"for\s").match(self.text, self.place):
                with self.nested(lines_count=False):
                    return self._comprehension("}", line)
            entries = []
            while not self.take("}"):
                key = self.expression()
                self.skip()
                if not (self.take("=") or self.take(":")):
                    raise self.fail("expected “=” after a key")
                self.skip(lines=True)
                entries.append((_as_key(key), self.expression()))
                self.skip()
                self.take(",")
                self.skip(lines=True)
            return ObjectOf(tuple(entries), line)

    def _comprehension(self, end: str, line: int) -> Expression:
        """`for a, b in x : y` and what may follow, up to the closing bracket."""
        parts: list[Expression] = []
        while not self.take(end):
            if self.place >= len(self.text):
                raise self.fail(f"expected “{end}”")
            if not any(self.take(mark) for mark in ("=>", ":", ",", "...")):
                parts.append(self.expression())
            self.skip(lines=True)
        return Comprehension(tuple(part for part in parts if not _is_word(part)), line)

    def _quoted(self) -> Expression:
        line = self.line
        self.expect('"')
        parts: list[Expression] = []
        plain = ""
        while not self.take('"'):
            if match := _PLAIN.match(self.text, self.place):
                self.place = match.end()
                plain += match.group()
            elif self.text.startswith(("$${", "%%{"), self.place):
                plain += self.text[self.place + 1 : self.place + 3]
                self.place += 3
            elif self.text.startswith(("${", "%{"), self.place):
                parts += [Literal(plain, line)] * bool(plain)
                plain = ""
                parts.append(self._inserted())
            elif self.take("\\"):
                mark = self.text[self.place : self.place + 1]
                plain += _ESCAPES.get(mark, "\\" + mark)
                self.place += 1
            elif self.place >= len(self.text) or self.text[self.place] == "\n":
                raise self.fail("a quoted text does not end")
            else:
                plain += self.text[self.place]
                self.place += 1
        return _template(parts, plain, line)

    def _inserted(self) -> Expression:
        """`${expression}`; of a directive `%{…}` only that it is there."""
        line, is_directive = self.line, self.text[self.place] == "%"
        self.place += 2
        self.take("~")
        if is_directive:
            end = self.text.find("}", self.place)
            if end < 0:
                raise self.fail("“%{” does not end")
            self.place = end + 1
            return Comprehension((), line)
        with self.nested(lines_count=False):
            inner = self.expression()
            self.skip()
            self.take("~")
            self.expect("}")
        return inner

    def _heredoc(self, opening: re.Match[str]) -> Expression:
        line = self.line + 1
        ending = re.compile(rf"^[ \t]*{re.escape(opening.group(1))}[ \t]*\r?$", re.MULTILINE)
        end = ending.search(self.text, opening.end())
        if end is None:
            raise self.fail(f"the text after “<<{opening.group(1)}” does not end")
        body = ExpressionParser(self.text[opening.end() : end.start()], line, self._depth)
        self.place = end.end()
        return body.template_text(line)

    def template_text(self, line: int) -> Expression:
        """The whole text as a template."""
        parts: list[Expression] = []
        plain = ""
        while self.place < len(self.text):
            if match := _PLAIN_IN_HEREDOC.match(self.text, self.place):
                self.place = match.end()
                plain += match.group()
            elif self.text.startswith(("$${", "%%{"), self.place):
                plain += self.text[self.place + 1 : self.place + 3]
                self.place += 3
            elif self.text.startswith(("${", "%{"), self.place):
                parts += [Literal(plain, line)] * bool(plain)
                plain = ""
                parts.append(self._inserted())
            else:
                plain += self.text[self.place]
                self.place += 1
        return _template(parts, plain, line)


def _template(parts: list[Expression], plain: str, line: int) -> Expression:
    if not parts:
        return Literal(plain, line)
    return Template((*parts, Literal(plain, line)) if plain else tuple(parts), line)


def _stepped(value: Expression, key: Expression | None, line: int) -> Expression:
    if isinstance(value, Reference):
        return Reference(value.root, (*value.steps, key), value.line)
    return Step(value, key, line)


def _as_key(key: Expression) -> Expression:
    """A bare word before `=` is the key itself, not a reference."""
    if isinstance(key, Reference) and not key.steps:
        return Literal(key.root, key.line)
    return key


def _is_word(part: Expression) -> bool:
    return isinstance(part, Reference) and not part.steps
