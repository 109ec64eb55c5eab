"""Which calls name a model: the table of SDK calls, matched against a call's name and the file's imports."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache

from explorer.knowledge.files import read_knowledge
from explorer.sources.python_code.constants import callable_name


@dataclass(frozen=True, slots=True)
class CallRule:
    """One row of `resources/knowledge/sdks.toml`."""

    names: frozenset[str]
    modules: frozenset[str]
    arguments: tuple[str, ...]
    position: int | None
    gives: str
    provider: str
    role: str
    namespace: str
    default: str
    default_names: frozenset[str]


def matching_rule(call: ast.Call, imports: dict[str, str]) -> tuple[CallRule, str] | None:
    """The rule for this call, with the part of its name that matched; the longest match wins."""
    written = callable_name(call.func)
    head, dot, tail = written.partition(".")
    full = imports.get(head, head) + dot + tail
    roots = {dotted.lstrip(".").partition(".")[0] for dotted in imports.values()}
    best: tuple[CallRule, str] | None = None
    for rule, name in _rules_by_last_part().get(full.rpartition(".")[2], ()):
        if (full == name or full.endswith("." + name)) and roots & rule.modules:
            origin = imports.get(head, "").partition(".")[0]
            if origin and origin not in rule.modules and head != "self" and _is_plain(written):
                continue  # Another module's class of the same name.
            if best is None or len(name) > len(best[1]):
                best = (rule, name)
    return best


def argument_of(call: ast.Call, rule: CallRule) -> ast.expr | None:
    """The expression that names the model: by keyword, else by position."""
    for name in rule.arguments:
        for keyword in call.keywords:
            if keyword.arg == name:
                return keyword.value
    if rule.position is not None and len(call.args) > rule.position:
        argument = call.args[rule.position]
        return None if isinstance(argument, ast.Starred) else argument
    return None


def _is_plain(written: str) -> bool:
    return "." not in written or written.partition(".")[0][:1].isupper()


@cache
def _rules_by_last_part() -> dict[str, list[tuple[CallRule, str]]]:
    table: dict[str, list[tuple[CallRule, str]]] = {}
    for entry in read_knowledge("sdks")["call"]:
        rule = CallRule(
            frozenset(entry["names"]),
            frozenset(entry["modules"]),
            tuple(entry["argument"]),
            entry.get("position"),
            entry["gives"],
            entry.get("provider", ""),
            entry.get("role", ""),
            entry.get("namespace", ""),
            entry.get("default", ""),
            frozenset(entry.get("default_names", [])),
        )
        for name in entry["names"]:
            table.setdefault(name.rpartition(".")[2], []).append((rule, name))
    return table
