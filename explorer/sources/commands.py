"""What a command line uses: packages that it installs, models that its flags name, scripts that it pipes into a shell."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.identity import hub_id, package_id
from explorer.sources.claims import used_by
from explorer.sources.model_references import adapts_claims, claims_for, model_in_arguments
from explorer.sources.weight_address import weight_claims

_PIP_OPTIONS_WITH_VALUE = frozenset(
    [
        "-r",
        "--requirement",
        "-c",
        "--constraint",
        "-i",
        "--index-url",
        "--extra-index-url",
        "-f",
        "--find-links",
        "-t",
        "--target",
        "--platform",
        "--python-version",
        "--root",
        "--prefix",
        "--no-binary",
        "--only-binary",
        "--python",
        "-p",
        "--cache-dir",
    ]
)
_ADDRESS = re.compile(r"https?://[^\s\"'`|;)<>]+")


def command_claims(text: str, user: ComponentId, found: Evidence, scope: Scope) -> Iterator[Claim]:
    """Everything that shell text uses. Variables are not known, so words with `$` name nothing."""
    text = re.sub(r"\\\r?\n", " ", text)
    for line in re.split(r"\n|&&|\|\||;", text):
        words = split_words(line)
        if words:
            yield from argument_claims(words, user, found, scope)
            yield from _installed(words, user, found, scope)
    for address in _ADDRESS.findall(text):
        yield from weight_claims(address, user, found, scope)
    if re.search(r"(curl|wget)\b[^\n|;]*\|\s*(sudo\s+)?(ba|z|da)?sh\b", text):
        message = "A downloaded script is piped straight into a shell."
        advice = "Download it, check its digest, then run it."
        yield Problem(found.source, found.location, found.line, message, advice)


def argument_claims(words: Sequence[str], user: ComponentId, found: Evidence, scope: Scope) -> Iterator[Claim]:
    """The models, adapters and datasets that the flags of one command name."""
    references = model_in_arguments(words)
    for reference in references:
        yield from claims_for(reference, user, found, scope)
    yield from adapts_claims(references, found, "one command names both")


def split_words(line: str) -> list[str]:
    """The words of a shell line; empty where its quotes do not close."""
    try:
        return shlex.split(line, comments=True)
    except ValueError:
        return []


def _installed(words: list[str], user: ComponentId, found: Evidence, scope: Scope) -> Iterator[Claim]:
    joined = " ".join(words)
    match = re.search(
        r"(?:^|[\s/])(?:pip[\d.]*|uv pip|uv|poetry|pipx|uvx|npm|pnpm|yarn)\s+(?:install|add|i)\s+(.*)$", joined
    )
    if match is None:
        return
    index = re.search(r"--(?:extra-)?index-url[= ](\S+)", joined)
    host = urlsplit(index.group(1)).hostname if index else None
    ecosystem = "npm" if re.search(r"\b(npm|pnpm|yarn)\s+(install|add|i)\b", joined) else "pypi"
    skip = False
    for word in match.group(1).split():
        if skip:
            skip = False
        elif word in _PIP_OPTIONS_WITH_VALUE:
            skip = True
        elif not word.startswith("-"):
            component = _package(ecosystem, word, found)
            if component is not None:
                yield from used_by(user, component, scope=scope)
                yield from _from_index(component, host, found, scope)


def _from_index(package: Component, host: str | None, found: Evidence, scope: Scope) -> Iterator[Claim]:
    """An index that the command names may serve the package; which of several did, the command does not say."""
    if host:
        index = Component(
            hub_id(host), Kind.HUB, host, "", None, Knowledge.DECLARED, {"role": "package index"}, (found,)
        )
        yield index
        yield Relation(package.id, index.id, RelationKind.DISTRIBUTED_BY, scope, Knowledge.INFERRED, {}, (found,))


def _package(ecosystem: str, word: str, found: Evidence) -> Component | None:
    if "$" in word or "/" in word.lstrip("@").partition("/")[2] or word in (".", "pip", "setuptools", "wheel"):
        return None
    pattern = (
        r"(@[\w.-]+/[\w.-]+|[\w.-]+)(?:@([\w.^~-]+))?"
        if ecosystem == "npm"
        else r"([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?((?:[=<>!~]=?|===).*)?"
    )
    match = re.fullmatch(pattern, word)
    if match is None or word.startswith((".", "/")) or word.endswith((".txt", ".whl", ".toml", ".tar.gz")):
        return None
    name, wanted = match.group(1), match.group(2) or ""
    version = wanted.removeprefix("==") if wanted.startswith("==") and "*" not in wanted else ""
    if ecosystem == "npm" and re.fullmatch(r"\d[\w.-]*", wanted):
        version = wanted
    attributes = {"requirement": word, "pinned": "yes" if version else "no"}
    return Component(
        package_id(ecosystem, name, version),
        Kind.PACKAGE,
        name,
        version,
        None,
        Knowledge.DECLARED,
        attributes,
        (found,),
    )
