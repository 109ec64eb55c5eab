"""JavaScript and TypeScript: the models, tools, MCP servers and indexes that they name. Read as tokens, never run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.script_code.agent_tools import mcp_claims, tool_claims
from explorer.sources.script_code.indexes import index_claims
from explorer.sources.script_code.models import model_claims
from explorer.sources.script_code.reading import Reading

ENDINGS = frozenset({".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".vue", ".svelte"})
_IN_MARKUP = re.compile(r"(?is)<script\b[^>]*>(.*?)(?:</script>|\Z)")
MAX_LINE = 5_000
"""A file with a longer line is packed for the browser: its names are not its authors'."""

_BUILT = frozenset({"dist", "build", ".next", "out", "vendor", "bundles"})


class JavaScriptCode:
    """Finds what objects, assignments, fallbacks and calls name."""

    name = "javascript"
    reads = (
        "JavaScript and TypeScript, also in Vue and Svelte files: models and hosted services, tools given to models, MCP "
        "servers, indexes of vector stores, in literals, constants and calls of SDKs."
    )
    does_not_read = "Values that are only known when the program runs; files packed for the browser; typings."

    def matches(self, path: PurePosixPath) -> bool:
        """Sources, not what was built of them."""
        is_source = path.suffix.lower() in ENDINGS and not path.name.endswith((".d.ts", ".min.js"))
        return is_source and not _BUILT & set(path.parts[:-1])

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A claim for each place that names something."""
        text = file.read_text()
        if any(len(line) > MAX_LINE for line in text.splitlines()):
            return
        if file.path.suffix.lower() in (".vue", ".svelte"):
            text = _script_of(text)
        reading = Reading(self.name, file, project, text)
        for claims in (model_claims, tool_claims, mcp_claims, index_claims):
            yield from claims(reading)


def _script_of(text: str) -> str:
    """The script of a component, on its own lines; all else becomes empty lines."""
    parts, end = [], 0
    for match in _IN_MARKUP.finditer(text):
        parts += ["\n" * text.count("\n", end, match.start(1)), match.group(1)]
        end = match.end(1)
    return "".join(parts)


SOURCE = JavaScriptCode()
"""JavaScript and TypeScript, read as tokens: nothing is run."""
