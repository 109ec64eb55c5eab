"""Repositories of others that a command clones and then builds or runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Scope
from explorer.graph.identity import is_pinned_digest, package_id, slug
from explorer.sources.claims import used_by

_HOSTS = {"github.com": "github", "gitlab.com": "gitlab", "bitbucket.org": "bitbucket"}
_ADDRESS = re.compile(r"(?:https://|git@|ssh://git@|git://)([\w.-]+)[/:]([\w.-]+/[\w.-]+?)(?:\.git)?/?")


def cloned_claims(words: Sequence[str], user: ComponentId, found: Evidence, scope: Scope) -> Iterator[Claim]:
    """The repository after `git clone`, at the branch that the command names; nothing for the project's own.

    A repository beside a commit, `./clone.sh https://github.com/owner/name.git 2426893…`, is cloned by a script.
    """
    if "clone" not in words or "git" not in words[: words.index("clone")]:
        yield from _at_commit(words, user, found, scope)
        return
    rest = words[words.index("clone") + 1 :]
    known = next((known for word in rest if (known := hosted_repository(word))), None)
    if known is None or slug(known[1].partition("/")[2]) == user.partition(":")[2]:
        return
    reference = next((rest[place + 1] for place, word in enumerate(rest[:-1]) if word in ("-b", "--branch")), "")
    yield from repository_claims(*known, "" if "$" in reference else reference, user, found, scope)


def _at_commit(words: Sequence[str], user: ComponentId, found: Evidence, scope: Scope) -> Iterator[Claim]:
    for word, commit in zip(words, words[1:], strict=False):
        known = hosted_repository(word) if re.fullmatch(r"[0-9a-f]{40}", commit) else None
        if known is not None:
            yield from repository_claims(*known, commit, user, found, scope)


def hosted_repository(address: str) -> tuple[str, str] | None:
    """The purl type and the name of the repository at an address of git; None for hosts that have no such type.

    >>> hosted_repository("git@github.com:ggml-org/llama.cpp.git")
    ('github', 'ggml-org/llama.cpp')
    """
    match = _ADDRESS.fullmatch(address)
    host = _HOSTS.get(match.group(1).removeprefix("www.")) if match is not None else None
    return None if match is None or host is None else (host, match.group(2))


def repository_claims(
    host: str,
    name: str,
    reference: str,
    user: ComponentId,
    found: Evidence,
    scope: Scope,
    role: str = "cloned repository",
) -> Iterator[Claim]:
    """A repository that is taken at a branch, tag or commit."""
    pinned = "yes" if is_pinned_digest(reference) else "no"
    attributes = {"role": role, "pinned": pinned, "reference": reference or "none"}
    identity = package_id(host, name, reference)
    code = Component(identity, Kind.PACKAGE, name, reference, None, Knowledge.DECLARED, attributes, (found,))
    yield from used_by(user, code, scope=scope)
