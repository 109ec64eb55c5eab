"""What is said of a tool that code gives to an agent: one of its own, or one that is ready made."""

from __future__ import annotations

from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import RelationKind
from explorer.graph.identity import slug
from explorer.sources.claims import used_by
from explorer.sources.python_code.modules import Module
from explorer.sources.python_code.reading import Reading


class ToolClaims:
    """Makes claims of tools for the module that is read."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def own(
        self, name: str, module: Module, lines: list[int], field: str, also: Evidence | None = None
    ) -> Iterator[Claim]:
        """A tool of the project's own code; named by its place, since many files have a `search`."""
        place = module.file.path.with_suffix("")
        identity = ComponentId(f"tool:{self._reading.system.partition(':')[2]}/{place}/{name}")
        found = tuple(dict.fromkeys(self._reading.evidence(line, field, module) for line in lines))
        if also is not None:
            found = (*found, also)
        tool = Component(identity, Kind.TOOL, name, "", None, Knowledge.DECLARED, {"own code": "yes"}, found)
        yield from used_by(self._reading.system, tool, RelationKind.CALLS, self._reading.scope)

    def ready_made(self, name: str, line: int, field: str, module: Module | None = None) -> Iterator[Claim]:
        """A tool of a library or of a provider."""
        found = self._reading.evidence(line, field, module)
        identity = ComponentId(f"tool:{slug(name)}")
        tool = Component(identity, Kind.TOOL, name, "", None, Knowledge.DECLARED, {"ready-made": "yes"}, (found,))
        yield from used_by(self._reading.system, tool, RelationKind.CALLS, self._reading.scope)
