"""How code registers tools and MCP servers, and which calls say on which cloud it runs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from explorer.knowledge.files import read_knowledge


@cache
def tool_words(name: str) -> frozenset[str]:
    """One list of the `tools` table: frameworks, decorators, classes, bases, lists, loaders, hosted."""
    return frozenset(read_knowledge("sdks")["tools"][name])


def tool_at(address: str) -> str | None:
    """The title of the service that answers an agent's searches at an address; None for all others.

    >>> tool_at("https://api.tavily.com/search")
    'Tavily search'
    """
    place = re.match(r"https?://([^/:?#]+)(?::\d+)?(/\w+)?", address)
    if place is None:
        return None
    host, known = place.group(1).lower(), _addresses()
    return known.get(host) or known.get(host + (place.group(2) or ""))


@cache
def _addresses() -> dict[str, str]:
    return dict(entry.split("=", 1) for entry in sorted(tool_words("addresses")))


@cache
def server_words(name: str) -> frozenset[str]:
    """One list of the `servers` table: classes, functions, tables, own, frameworks."""
    return frozenset(read_knowledge("sdks")["servers"][name])


@dataclass(frozen=True, slots=True)
class CloudCall:
    """One `cloud_call` row: these calls, beside these packages, run on this cloud."""

    names: frozenset[str]
    modules: frozenset[str]
    cloud: str


@cache
def cloud_calls() -> tuple[CloudCall, ...]:
    """All rows."""
    rows: list[dict[str, Any]] = read_knowledge("sdks")["cloud_call"]
    return tuple(CloudCall(frozenset(row["names"]), frozenset(row["modules"]), row["cloud"]) for row in rows)
