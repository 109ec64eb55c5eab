"""What the commands among settings use: one text, a list of words or of lines, a list of packages, an address by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from explorer.domain.claim import Claim
from explorer.domain.component import Component
from explorer.domain.relation import Relation
from explorer.knowledge.model_names import snake_case
from explorer.sources.commands import argument_claims, command_claims
from explorer.sources.infrastructure import Site
from explorer.sources.lined_yaml import LinedText
from explorer.sources.settings_around import Around, resolved
from explorer.sources.weight_address import weight_claims

_COMMAND_KEYS = frozenset(
    """run command commands args arguments entrypoint cmd script scripts before_script after_script vllmcommand extraargs
    extra_args claude_args codex_args vllm_args extra_vllm_args serve_args server_args launch_args extra_launch_args cli_args
    container_args docker_args start_cmd startup_command docker_start_cmd onstart
    setup shell exec start_command startcommand install build_command cmds launch""".split()
)
_REQUIREMENT_KEYS = ("requirements", "pip_requirements", "pip_packages", "packages_to_install")
_REQUIREMENT = re.compile(r"[A-Za-z][\w.-]*(\[[\w,.-]+\])?\s*([<>=!~]=?=?\s*[\w.*+!,<>=~ -]+)?(;.*)?")
"""Python packages in a list of their own, as Baseten's Truss and pipelines of Kubeflow write them."""


def is_command_key(key: str) -> bool:
    """Whether a setting of this name is a command or the arguments of one."""
    return key.lower().replace("-", "_") in _COMMAND_KEYS or snake_case(key) in _COMMAND_KEYS


def is_list_of_packages(key: str, words: Sequence[LinedText]) -> bool:
    """Whether a list holds nothing but requirements of pip, under a key that says so."""
    return snake_case(key) in _REQUIREMENT_KEYS and all(map(_REQUIREMENT.fullmatch, words))


def text_claims(text: LinedText, key: str, around: Around, site: Site) -> Iterator[Claim]:
    """A command, or several on lines of their own."""
    found = site.found(text.line, text, key)
    variables = dict(around.variables)
    yield from command_claims(text.as_commands, site.project.system, found, around.scope, text.first_line, variables)


def package_claims(words: Sequence[LinedText], around: Around, site: Site) -> Iterator[Claim]:
    """The packages of a list of requirements."""
    for word in words:
        found = site.found(word.line, word, around.key)
        yield from command_claims(f"pip install '{word}'", site.project.system, found, around.scope)


def words_claims(words: Sequence[LinedText], around: Around, site: Site) -> Iterator[Claim]:
    """A command as a list: of words, or of lines."""
    texts = [resolved(word)[0] for word in words]
    found = site.found(words[0].line, " ".join(words), around.key)
    for claim in argument_claims(texts, site.project.system, found, around.scope):
        yield _at_word(claim, words)
    for word in words:
        if re.search(r"\s", word):
            yield from text_claims(word, around.key, around, site)
        elif "://" in word:
            yield from address_claims(around.key, word, around, site)


def joined_claims(node: Mapping[LinedText, object], around: Around, site: Site) -> Iterator[Claim]:
    """`command: ["vllm", "serve"]` with `args: ["owner/model", …]`, as Kubernetes joins them."""
    command, arguments = (node.get(LinedText(key, 0)) for key in ("command", "args"))
    if not isinstance(command, list) or not isinstance(arguments, list):
        return
    words = [each for each in (*command, *arguments) if isinstance(each, LinedText)]
    if command and len(words) == len(command) + len(arguments) and "-c" not in command and "-lc" not in command:
        yield from words_claims(words, around, site)


def address_claims(key: str, value: LinedText, around: Around, site: Site) -> Iterator[Claim]:
    """What stands behind an address."""
    if not re.search(r"\s", value):
        found = site.found(value.line, f"{key}: {value}", key)
        yield from weight_claims(value, site.project.system, found, around.scope)


def _at_word(claim: Claim, words: Sequence[LinedText]) -> Claim:
    """The claim with the line of the word that names it."""
    if not isinstance(claim, Component | Relation) or not claim.evidence:
        return claim
    name = claim.name if isinstance(claim, Component) else claim.target.rpartition("/")[2]
    word = next((each for each in words if name and name.partition("@")[0] in each.replace("--", "/")), None)
    if word is None:
        return claim
    moved = tuple(replace(each, line=word.line) for each in claim.evidence)
    return replace(claim, evidence=moved)
