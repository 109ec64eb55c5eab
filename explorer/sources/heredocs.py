"""Files that a script writes or hands on in place: `cat <<EOF > deployment.yaml`, `kubectl apply -f - <<EOF`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.sources.commands import command_claims
from explorer.sources.dockerfile import text_claims
from explorer.sources.infrastructure import Site
from explorer.sources.nested_text import nested_claims

_HEREDOC = re.compile(
    r"(?ms)^(?P<line>[^\n#]*?<<-?\s*(?P<quote>[\"'\\]?)(?P<end>[A-Za-z_]\w{0,99})[\"']?[^\n]*)\n(?P<text>.*?)^[^\S\n]*+(?P=end)[^\S\n]*+$"
)
_TARGET = re.compile(r">>?\s*[\"']?([^\s\"';|&<>]+)|\btee\s+(?:-a\s+)?[\"']?([^\s\"';|&<>]+)")


def heredoc_claims(text: str, site: Site, begins: int = 1) -> Iterator[Claim]:
    """What each file says that stands in the script, by its name: Dockerfiles, requirements, YAML, JSON; others say nothing.

    `begins` is the line of the file on which the script begins.
    """
    for match in _HEREDOC.finditer(text):
        target = _TARGET.search(match.group("line"))
        name = (target.group(1) or target.group(2)) if target is not None else ""
        first_line = text.count("\n", 0, match.start("text")) + begins
        yield from _written(name.rpartition("/")[2].lower(), match.group("text"), first_line, site)


def _written(name: str, content: str, first_line: int, site: Site) -> Iterator[Claim]:
    if "dockerfile" in name:
        yield from text_claims(content, site, first_line)
    elif re.fullmatch(r"requirements[\w.-]*\.txt", name):
        for number, line in enumerate(content.splitlines(), first_line):
            if re.match(r"[A-Za-z]", line):
                found = site.found(number, line)
                yield from command_claims(f"pip install '{line}'", site.project.system, found, site.scope)
    elif not name or name.endswith((".yaml", ".yml", ".json")):
        yield from nested_claims(content, first_line, site)
