"""Models that code declares to answer where another does not: `primary.with_fallbacks([backup])`, `fallbacks=["…"]`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from explorer.domain.claim import Claim
from explorer.domain.relation import Relation
from explorer.knowledge.outages import DECLARED_FALLBACK
from explorer.sources.model_references import named_model
from explorer.sources.python_code.named_in_calls import CallReader
from explorer.sources.python_code.parsing import callable_name, keyword_value
from explorer.sources.python_code.reading import Reading
from explorer.sources.python_code.scopes import Scope
from explorer.sources.reference_claims import as_fallback

_WITH_FALLBACKS = "with_fallbacks"
"""LangChain's method of everything that can be run; its argument is a list of others of that kind."""
_CHAIN = "FallbackModel"
"""Pydantic AI's model of several: the first is asked, the others take over in their order."""
_LISTED = "fallbacks"
"""LiteLLM's argument: a list of names, of tables from a name to such a list, or of tables with a `model`."""
_ASKING = frozenset("completion acompletion embedding aembedding Router".split())


class FallbackReader:
    """Turns declared fallbacks into the same relation as those of settings: used in the role of a fallback."""

    def __init__(self, reading: Reading, calls: CallReader) -> None:
        self._reading = reading
        self._calls = calls

    def call(self, call: ast.Call, scope: Scope) -> Iterator[Claim]:
        """What a call declares; the models of objects from other modules are not followed to here."""
        last = callable_name(call.func).rpartition(".")[2]
        if last == _WITH_FALLBACKS:
            given = keyword_value(call, _LISTED) or (call.args[0] if call.args else None)
            for each in self._members(given, scope):
                yield from self._made(each, call, scope)
        elif last == _CHAIN and "pydantic_ai" in self._reading.roots:
            for each in call.args[1:]:
                yield from self._named(each, call, scope)
                yield from self._made(each, call, scope)
        elif last in _ASKING and "litellm" in self._reading.roots:
            for each in self._members(keyword_value(call, _LISTED), scope):
                for name in _names(each):
                    yield from self._named(name, call, scope)

    def _members(self, given: ast.expr | None, scope: Scope) -> list[ast.expr]:
        """The expressions of a list, wherever it is written."""
        origins = self._reading.evaluator.origins.of(given, scope, self._reading.module) if given is not None else []
        nodes = [given, *(origin.node for origin in origins)]
        return next((node.elts for node in nodes if isinstance(node, ast.List | ast.Tuple)), [])

    def _made(self, member: ast.expr, call: ast.Call, scope: Scope) -> Iterator[Claim]:
        """The model of an object, by the call that made it."""
        reading = self._reading
        for made, where, module in reading.origin_calls(member, scope):
            matched = reading.matcher.match(made, where, module) if module is reading.module else None
            if matched is not None:
                yield from self._takes_over(self._calls.claims(made, where, *matched), call)

    def _named(self, name: ast.expr, call: ast.Call, scope: Scope) -> Iterator[Claim]:
        for value in self._reading.texts(name, scope):
            reference = named_model(value.text)
            if reference is not None:
                claims = self._reading.claims(reference, value, call, _LISTED)
                yield from self._takes_over(claims, call)

    def _takes_over(self, claims: Iterator[Claim], call: ast.Call) -> Iterator[Claim]:
        """The claims, with the role and the place where it is declared on the system's relation to the model."""
        declared = self._reading.evidence(call.lineno, DECLARED_FALLBACK)
        for claim in map(as_fallback, claims):
            if isinstance(claim, Relation) and claim.attributes.get("role") == "fallback":
                yield replace(claim, evidence=tuple(dict.fromkeys((*claim.evidence, declared))))
            elif not isinstance(claim, Relation):
                yield claim


def _names(member: ast.expr) -> Iterator[ast.expr]:
    """The names in one member of LiteLLM's list: itself, those behind each name of a table, or its `model`."""
    if not isinstance(member, ast.Dict):
        yield member
        return
    for key, value in zip(member.keys, member.values, strict=True):
        if isinstance(value, ast.List | ast.Tuple):
            yield from value.elts
        elif isinstance(key, ast.Constant) and key.value == "model":
            yield value
