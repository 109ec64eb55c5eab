"""Which package or image the command of an MCP server runs: npx, bunx, uvx, pipx, docker and their like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from explorer.domain.component import Component, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.graph.identity import image_id, package_id, split_image_reference
from explorer.sources.commands import split_words
from explorer.sources.secrets import redact

_WITH_VALUE = frozenset(
    {"--from", "--python", "-p", "--with", "--index-url", "--directory", "--package", "--registry", "--spec"}
)

_DOCKER_FLAGS_WITH_VALUE = frozenset(
    """-e --env --env-file -v --volume --mount -p --publish --name --network --net -w --workdir -u --user --platform
    --entrypoint --add-host -l --label --pull -m --memory --gpus --cpus --shm-size""".split()
)


def started_package(command: Sequence[str], found: Evidence) -> Component | None:
    """The package or image that a command runs: npx, bunx, uvx, pipx, docker, python -m."""
    words = [word for word in command if word]
    while words and re.sub(r"\.(exe|cmd)$", "", words[0].replace("\\", "/").rsplit("/", 1)[-1].lower()) in (
        "cmd",
        "sh",
        "bash",
        "env",
        "wsl",
        "sudo",
    ):
        words = [word for word in words[1:] if word.lower() not in ("/c", "-c", "/k", "-lc")]
        if len(words) == 1 and " " in words[0]:
            words = split_words(words[0])
    if not words:
        return None
    program = re.sub(r"\.(exe|cmd)$", "", words[0].replace("\\", "/").rsplit("/", 1)[-1].lower())
    rest = list(words[1:])
    if program in ("pnpm", "yarn", "npm", "bun") and rest[:1] and rest[0] in ("dlx", "exec", "x"):
        program, rest = "npx", rest[1:]
    if program == "uv" and rest[:2] == ["tool", "run"]:
        program, rest = "uvx", rest[2:]
    if program in ("npx", "bunx"):
        return _npm(rest, found)
    if program == "deno":
        return _deno(rest, found)
    if program in ("uvx", "pipx"):
        return _python(rest, found)
    if program in ("docker", "podman"):
        return _image(rest, found)
    return None


def _npm(words: list[str], found: Evidence) -> Component | None:
    for place, word in enumerate(words):
        if word in ("--package", "-p") and place + 1 < len(words):
            return _npm([words[place + 1]], found)
        if word.startswith("--package="):
            return _npm([word.partition("=")[2]], found)
        if word.startswith("-"):
            continue
        match = re.fullmatch(r"(@[\w.~-]+/[\w.~-]+|[\w.~-]+)(?:@(.+))?", word)
        if match is None:
            return None
        version = match.group(2) or ""
        exact = version if re.fullmatch(r"\d+\.\d+[\w.+-]*", version) else ""
        attributes = {"requirement": word, "pinned": "yes" if exact else "no"}
        name = match.group(1)
        return Component(
            package_id("npm", name, exact), Kind.PACKAGE, name, exact, None, Knowledge.DECLARED, attributes, (found,)
        )
    return None


def _deno(words: list[str], found: Evidence) -> Component | None:
    """`deno run -N jsr:@scope/name@1`, `deno run npm:name`: a package of JSR or npm."""
    named = next((word for word in words if word.startswith(("npm:", "jsr:"))), "")
    registry, _, package = named.partition(":")
    started = _npm([package], found) if package else None
    if started is None or registry == "npm":
        return started
    identity = package_id("generic", started.name, started.version)
    return replace(started, id=identity, attributes={**started.attributes, "registry": "JSR"})


def _python(words: list[str], found: Evidence) -> Component | None:
    words = words[1:] if words[:1] == ["run"] else words
    chosen = ""
    for place, word in enumerate(words):
        if word in ("--from", "--spec") and place + 1 < len(words):
            chosen = words[place + 1]
            break
        if place and words[place - 1] in _WITH_VALUE:
            continue
        if not word.startswith("-"):
            chosen = word
            break
    git = re.match(r"git\+https?://github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?(?:@([\w./-]+))?(?:#.*)?$", chosen)
    if git:
        attributes = {
            "requirement": redact(chosen),
            "pinned": "yes" if re.fullmatch(r"[0-9a-f]{40}", git.group(2) or "") else "no",
        }
        identity = package_id("github", git.group(1), git.group(2) or "")
        return Component(
            identity, Kind.PACKAGE, git.group(1), git.group(2) or "", None, Knowledge.DECLARED, attributes, (found,)
        )
    match = re.fullmatch(r"([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?(?:(?:==|@)(.+))?", chosen)
    if match is None or chosen.endswith(".py"):  # `uvx run server.py` runs a file of the project.
        return None
    version = match.group(2) or ""
    exact = version if re.fullmatch(r"\d[\w.+!-]*", version) else ""
    attributes = {"requirement": chosen, "pinned": "yes" if exact else "no"}
    return Component(
        package_id("pypi", match.group(1), exact),
        Kind.PACKAGE,
        match.group(1),
        exact,
        None,
        Knowledge.DECLARED,
        attributes,
        (found,),
    )


def _image(words: list[str], found: Evidence) -> Component | None:
    words = words[1:] if words[:1] == ["run"] else words[2:] if words[:2] == ["container", "run"] else []
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word in _DOCKER_FLAGS_WITH_VALUE:
            skip = True
        elif not word.startswith("-") and re.fullmatch(r"[\w./:@-]+", word):
            name, tag, digest = split_image_reference(word)
            attributes = {"pinned": "yes" if digest else "no", "tag": tag or "latest"}
            return Component(
                image_id(word),
                Kind.CONTAINER_IMAGE,
                name,
                digest or tag,
                None,
                Knowledge.DECLARED,
                attributes,
                (found,),
            )
    return None
