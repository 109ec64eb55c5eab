"""What code runs or downloads without an SDK: commands for a shell, addresses of weights and of inference services."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import RelationKind
from explorer.graph.identity import slug
from explorer.knowledge.agent_tools import tool_at
from explorer.knowledge.model_names import model_in_address
from explorer.sources.claims import used_by
from explorer.sources.commands import argument_claims, command_claims
from explorer.sources.hub_names import hub_name
from explorer.sources.model_references import hub_dataset, named_model
from explorer.sources.python_code.constants import Value
from explorer.sources.python_code.parsing import callable_name, text_of
from explorer.sources.python_code.reading import Reading
from explorer.sources.python_code.scopes import Scope
from explorer.sources.reference_claims import claims_for
from explorer.sources.weight_address import weight_claims

_RUNNERS = frozenset(
    """run Popen call check_call check_output system popen getoutput create_subprocess_exec create_subprocess_shell""".split()
)
_PAGES = frozenset("datasets spaces docs blog api models papers collections settings organizations".split())
"""What stands first in addresses of the hub that name no model."""


class EmbeddedReader:
    """Reads commands and addresses in code."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._seen: set[tuple[str, int]] = set()

    @property
    def files(self) -> set[str]:
        """The last parts of the addresses read so far."""
        return {text.rpartition("/")[2] for text, _ in self._seen}

    def call(self, call: ast.Call, scope: Scope) -> Iterator[Claim]:
        """A command that is run, and any argument that is an address of weights or of a model."""
        written = callable_name(call.func)
        head, _, last = written.rpartition(".")
        if last in _RUNNERS and (head.endswith(("subprocess", "os", "sp", "asyncio")) or not head) and call.args:
            yield from self._command(call, scope)
        else:
            for argument in call.args:
                yield from self._options(argument, scope)
        for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
            if isinstance(argument, ast.Constant | ast.JoinedStr | ast.List | ast.Tuple):
                yield from self.addresses(argument, scope)

    def _options(self, node: ast.expr, scope: Scope) -> Iterator[Claim]:
        """`runner.invoke(app, ["--model", "gpt-4o"])`: the words of a command line that code hands to a program."""
        if not isinstance(node, ast.List) or not any((text_of(each) or "").startswith("--") for each in node.elts):
            return
        texts = [self._reading.texts(each, scope) for each in node.elts]
        found = self._reading.evidence(node.lineno, "command line")
        words = ["command", *(each[0].text if each else "$" for each in texts)]
        yield from argument_claims(words, self._reading.system, found, self._reading.scope)

    def addresses(self, node: ast.expr, scope: Scope) -> Iterator[Claim]:
        """Addresses in a literal that stands in a call or an assignment."""
        if not _may_hold_address(node):
            return
        values = self._reading.texts(node, scope)
        if not values and isinstance(node, ast.JoinedStr) and (known := _repository_part(node) or _tool_part(node)):
            values = [Value(known, node.lineno, self._reading.module)]
        for value in values:
            place = (value.text, value.line)
            if "://" not in value.text or place in self._seen or any(each.isspace() for each in value.text):
                continue
            self._seen.add(place)
            found = self._reading.evidence(value.line, "address", value.module)
            role = self._reading.role(value)
            if model_in_address(value.text) is not None and (reference := named_model(value.text)) is not None:
                yield from claims_for(reference, self._reading.system, found, role)
            elif value.text.startswith("hf://datasets/") and (named := hub_name(value.text)) is not None:
                yield from claims_for(hub_dataset(named.repository), self._reading.system, found, role)
            elif (title := tool_at(value.text)) is not None:
                yield from self._tool(title, found)
            else:
                yield from weight_claims(value.text, self._reading.system, found, role)

    def _tool(self, title: str, found: Evidence) -> Iterator[Claim]:
        """A search service that code asks by its address."""
        tool = Component(
            ComponentId(f"tool:{slug(title)}"), Kind.TOOL, title, "", None, Knowledge.DECLARED, {}, (found,)
        )
        yield from used_by(self._reading.system, tool, RelationKind.CALLS, self._reading.scope)

    def _command(self, call: ast.Call, scope: Scope) -> Iterator[Claim]:
        found = self._reading.evidence(call.lineno, callable_name(call.func))
        for origin in self._reading.evaluator.origins.of(call.args[0], scope, self._reading.module):
            if isinstance(origin.node, ast.List | ast.Tuple):
                parts = (self._reading.evaluator.texts(each, origin.scope, origin.module) for each in origin.node.elts)
                words = [texts[0].text if texts else "$" for texts in parts]
                yield from argument_claims(words, self._reading.system, found, self._reading.scope)
                yield from command_claims(_joined(words), self._reading.system, found, self._reading.scope)
        if isinstance(call.args[0], ast.Constant | ast.JoinedStr | ast.Name | ast.BinOp):
            for value in self._reading.texts(call.args[0], scope):
                yield from command_claims(value.text, self._reading.system, found, self._reading.scope)


def _may_hold_address(node: ast.expr) -> bool:
    """Whether a literal can stand for an address, which has no blanks: most texts that code puts together are messages."""
    match node:
        case ast.Constant(value=str(text)):
            return "://" in text
        case ast.JoinedStr(values=parts):
            return not any(blank in (text_of(part) or "") for part in parts for blank in " \n\t")
        case _:
            return isinstance(node, ast.List | ast.Tuple | ast.Dict | ast.BinOp)


def _repository_part(node: ast.JoinedStr) -> str:
    """The repository that an address begins with, where only the file in it is chosen when the code runs."""
    head = text_of(node.values[0]) if node.values else None
    match = re.match(r"(hf://(?!datasets/|spaces/)|https?://(?:huggingface\.co|hf\.co)/)([\w.-]+/[\w.-]+)/", head or "")
    return f"hf://{match.group(2)}" if match and match.group(2).partition("/")[0] not in _PAGES else ""


def _tool_part(node: ast.JoinedStr) -> str:
    """The beginning of an address that is filled in when the code runs, where it is that of a search service."""
    head = text_of(node.values[0]) if node.values else None
    return head if head is not None and "://" in head and tool_at(head) is not None else ""


def _joined(words: list[str]) -> str:
    """Words as a line for the readers of installations; quoted, so that none splits or runs on."""
    return shlex.join(words)
