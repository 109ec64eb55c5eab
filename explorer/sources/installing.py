"""Which packages a command installs, or fetches to run them: pip, uv, poetry, conda, npm and their like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.identity import package_id
from explorer.sources.claims import used_by
from explorer.sources.package_index import distributed_by, hub_component, without_credentials
from explorer.sources.python_requirement import PythonRequirement, name_in_address, required_by, required_package

_WITH_VALUE = frozenset(
    """-r --requirement -c --constraint -i --index-url --extra-index-url --default-index --index -f --find-links -t --target --platform
    --python-version --root --prefix --no-binary --only-binary --python -p --cache-dir --group -G --with --without
    --channel --implementation --abi --report --log --src -n --name --file --registry
    --extra --source -w --workspace --timeout --default-timeout
    --retries --proxy
    --cert --trusted-host --progress-bar --upgrade-strategy --prerelease --resolution --index-strategy
    --git --branch --tag --rev --version --features --path --bin --profile -ldflags -tags -o""".split()
)
_INDEXES = frozenset("--index-url --extra-index-url --default-index --index -i -f --find-links --registry".split())
_PYTHON_NAME = re.compile(r"([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?((?:[=<>!~]=?|===|@).*)?")
_NODE_NAME = re.compile(r"(@[\w.-]+/[\w.-]+|[\w.-]+)(?:@([\w.^~-]+))?")
_GO_NAME = re.compile(r"([a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[\w.~-]+)+?)(?:/cmd(?:/[\w.-]+)*)?(?:@([\w.+-]+))?")
"""`github.com/OWNER/NAME/cmd/TOOL@v1.2.0`: a module, and after `cmd` which of its programs."""
_CONDA_NAME = re.compile(r"(?:[\w./-]+::)?([A-Za-z0-9][\w.-]*)((?:[=<>!~]=?).*)?")
_OWN_FILES = (".txt", ".whl", ".toml", ".tar.gz", ".zip", ".yml", ".yaml", ".py")
_TOOLING = frozenset(["pip", "."])


_SPACED = re.compile(r"\s*(,|[<>=!~]=?=?)\s*")
"""What stands between a name and its limits, with the spaces that PEP 508 allows around it: `fire >= 0.6.0`."""


@dataclass(frozen=True, slots=True)
class _Tool:
    """A program and the words after its name that make it install what follows."""

    program: re.Pattern[str]
    words: tuple[tuple[str, ...], ...]
    ecosystem: str
    is_single: bool = False
    """Whether only the first word is a package, and the rest is handed to it."""


_TOOLS = (
    _Tool(re.compile(r"pip[\d.]*"), (("install",), ("download",)), "pypi"),
    _Tool(re.compile(r"uv"), (("pip", "install"), ("add",), ("tool", "install")), "pypi"),
    _Tool(re.compile(r"poetry|pdm"), (("add",), ("self", "add")), "pypi"),
    _Tool(re.compile(r"pipenv"), (("install",),), "pypi"),
    _Tool(re.compile(r"pipx"), (("install",), ("run",)), "pypi", is_single=True),
    _Tool(re.compile(r"uvx"), ((),), "pypi", is_single=True),
    _Tool(re.compile(r"conda|mamba|micromamba"), (("install",),), "conda"),
    _Tool(re.compile(r"npm|pnpm|bun"), (("install",), ("i",), ("add",)), "npm"),
    _Tool(re.compile(r"corepack"), (("prepare",), ("use",)), "npm", is_single=True),
    _Tool(re.compile(r"yarn"), (("add",), ("global", "add")), "npm"),
    _Tool(re.compile(r"npx"), (("-y",), ("--yes",)), "npm", is_single=True),
    _Tool(re.compile(r"go"), (("install",), ("get",)), "golang"),
    _Tool(re.compile(r"cargo"), (("install",), ("binstall",), ("add",)), "cargo"),
    _Tool(re.compile(r"gem"), (("install",),), "gem"),
)


def installed_claims(words: Sequence[str], user: ComponentId, found: Evidence, scope: Scope) -> Iterator[Claim]:
    """The packages that one command installs, with the index that it names."""
    tool, rest = _tool_in(words)
    if tool is None:
        return
    indexes = [value for option, value in _options(rest) if option in _INDEXES]
    words = list(_packages(rest, tool.is_single))
    if not any(_package(tool.ecosystem, word, found) for word in words):
        yield from _index_alone(indexes, user, found, scope)
    for word in words:
        if tool.ecosystem == "pypi" and "://" in word:
            yield from from_address(word, user, found, scope)
            continue
        component = _package(tool.ecosystem, word, found)
        if component is not None:
            yield from used_by(user, component, scope=scope)
            # The index may serve the package; which of several did, the command does not say.
            for index in indexes:
                yield from distributed_by(component.id, index, found, scope=scope, knowledge=Knowledge.INFERRED)


def _index_alone(
    indexes: Iterable[str], user: ComponentId, found: Evidence, scope: Scope
) -> Iterator[Component | Relation]:
    """The indexes of `pip install -r requirements.txt --extra-index-url …`, which names no package itself."""
    for index in indexes:
        if (hub := hub_component(index, found)) is not None:
            yield hub
            yield Relation(user, hub.id, RelationKind.USES, scope, evidence=(found,))


def is_wheel(address: str) -> bool:
    """Whether an address is that of a wheel, which is a package however it is fetched."""
    return address.partition("?")[0].partition("#")[0].endswith(".whl")


def from_address(word: str, user: ComponentId, found: Evidence, scope: Scope) -> Iterator[Claim]:
    """`git+https://host/owner/name@ref`, `name @ https://…/name-1.0.whl`: the package and the host that gives it out."""
    written = re.fullmatch(r"(?:([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*@\s*)?([\w+]+://\S+)", word)
    if written is None or "$" in word:
        return
    address = without_credentials(written.group(2))
    deduced, version = name_in_address(address)
    name = written.group(1) or deduced
    if name:
        requirement = PythonRequirement(name, f"=={version}" if version else "", address=address)
        yield from required_by(user, requirement, required_package(requirement, found), scope)


def _tool_in(words: Sequence[str]) -> tuple[_Tool | None, Sequence[str]]:
    if words[0] in ("echo", "printf"):
        return None, ()
    for place, word in enumerate(words):
        name = word.rsplit("/", 1)[-1]
        for tool in _TOOLS:
            if not tool.program.fullmatch(name):
                continue
            for wanted in tool.words:
                end = place + 1 + len(wanted)
                if tuple(words[place + 1 : end]) == wanted:
                    return tool, words[end:]
    return None, ()


def _options(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    for place, word in enumerate(words):
        option, equals, value = word.partition("=")
        if option.startswith("-"):
            yield option, value if equals else (words[place + 1] if place + 1 < len(words) else "")


def _packages(words: Sequence[str], is_single: bool) -> Iterator[str]:
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word in _WITH_VALUE:
            skip = True
        elif word in (">", "2>", "|", "&") or word.startswith((">", "2>")):
            return
        elif not word.startswith("-"):
            yield word
            if is_single:
                return


def _package(ecosystem: str, word: str, found: Evidence) -> Component | None:
    """The package that a word names; None for paths, addresses, files and variables."""
    if word in _TOOLING or word.startswith((".", "/", "~", "$", "{")) or word.endswith(_OWN_FILES) or "://" in word:
        return None
    if ecosystem == "golang":
        match = _GO_NAME.fullmatch(word)
        version = match.group(2) or "" if match is not None and re.match(r"v\d", match.group(2) or "") else ""
    elif ecosystem == "npm":
        match = _NODE_NAME.fullmatch(word)
        version = match.group(2) or "" if match is not None and re.fullmatch(r"\d[\w.-]*", match.group(2) or "") else ""
    else:
        match = (_CONDA_NAME if ecosystem == "conda" else _PYTHON_NAME).fullmatch(_SPACED.sub(r"\1", word))
        version = _exact(match.group(2) or "") if match is not None else ""
    if match is None:
        return None
    attributes = {"requirement": word, "pinned": "yes" if version else "no"}
    identity = package_id(ecosystem, match.group(1), version)
    return Component(identity, Kind.PACKAGE, match.group(1), version, None, Knowledge.DECLARED, attributes, (found,))


def _exact(wanted: str) -> str:
    """The version where exactly one is asked for; conda writes `=`."""
    match = re.fullmatch(r"={1,3}\s*([\w.+!-]+)", wanted) or re.fullmatch(r"@([\d][\w.+!-]*)", wanted)
    return match.group(1) if match else ""
