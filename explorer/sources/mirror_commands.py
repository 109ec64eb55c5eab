"""Which commands change from where things are fetched: settings of package managers, and mirrors of a system's packages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ADDRESS = r"""["']?(?P<address>https?://[^\s"'#,;)\]}\\]+)"""
_SETTINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"{command}{_ADDRESS}"), role)
    for command, role in (
        (
            r"\b(?:npm|pnpm|yarn) config (?:-g |--global )?set (?:-g |--global )?(?:npmRegistryServer|(?:@[\w.-]+:)?registry)[ =]",
            "npm registry",
        ),
        (r"\bpip3? config (?:--\w+ )*set (?:global|site|user)\.(?:extra-)?index-url ", "package index"),
        (r"\bpoetry source add (?:--\S+ )*[\w.-]+ ", "package index"),
        (r"\bpoetry config repositories\.[\w.-]+ ", "package index"),
        (r"\bconda config (?:--\w+ )*--(?:add|append|prepend) channels ", "conda channel"),
        (r"\bGOPROXY=", "package index"),
    )
)
"""Commands of npm, Yarn, pip, Poetry, conda and Go, after their manuals."""

_MAY_SET = ("config", "goproxy", "source add", "/etc/ap", "/etc/yum")
"""What every one of them holds, in small letters: looked for first, which is much faster."""

_OF_THE_SYSTEM = re.compile(r"/etc/(?:apt/sources|apk/repositories|yum\.repos\.d)")
_EXCHANGE = re.compile(r"\bs(?P<mark>[/|#@,])(?P<old>[^\n]+?)(?<!\\)(?P=mark)(?P<new>[^\n]+?)(?<!\\)(?P=mark)")
"""`s/old/new/` of sed; a mark within is written with a stroke before it."""
_HOST = re.compile(r"(?:(?:https?:)?//)?(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)")


@dataclass(frozen=True, slots=True)
class MirrorCommand:
    """One command that names a place: where it stands in the text, what is fetched there, and from where."""

    start: int
    end: int
    address: str
    role: str


def mirror_commands(text: str) -> Iterator[MirrorCommand]:
    """Every such command in a script, a Dockerfile or settings that hold commands.

    >>> [(each.role, each.address) for each in mirror_commands("RUN npm config set registry https://npm.acme.example")]
    [('npm registry', 'https://npm.acme.example')]
    """
    lowered = text.lower()
    if not any(each in lowered for each in _MAY_SET):
        return
    for pattern, role in _SETTINGS:
        for match in pattern.finditer(text):
            yield MirrorCommand(match.start(), match.end(), match["address"], role)
    place = 0
    for line in text.splitlines(keepends=True):
        if "sed" in line and _OF_THE_SYSTEM.search(line):
            yield from _exchanged(line, place)
        place += len(line)


def _exchanged(line: str, place: int) -> Iterator[MirrorCommand]:
    """`sed -i s/old.host/new.host/ /etc/apt/sources.list`: the mirror that takes the place of the usual one."""
    for match in _EXCHANGE.finditer(line):
        old, new = (_HOST.match(match[each].replace("\\", "").strip("^(") or "") for each in ("old", "new"))
        if old is not None and new is not None and old["host"] != new["host"]:
            yield MirrorCommand(
                place + match.start(), place + match.end(), f"https://{new['host']}", "mirror of the system's packages"
            )
