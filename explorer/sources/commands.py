"""What a command line uses: packages that it installs, models that its flags name, scripts that it pipes into a shell."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, ComponentId
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Scope
from explorer.sources.cloned_repository import cloned_claims
from explorer.sources.cloud_command import cloud_command_claims
from explorer.sources.docker_command import docker_claims
from explorer.sources.fetching import fetched_by
from explorer.sources.inline_python import inline_references, loaded_references, python_passages
from explorer.sources.installing import from_address, installed_claims, is_wheel
from explorer.sources.model_arguments import model_in_arguments
from explorer.sources.reference_claims import adapts_claims, claims_for
from explorer.sources.secrets import redact
from explorer.sources.shell_loops import Loops
from explorer.sources.weight_address import weight_claims

MAX_CONTINUED = 60
"""How many lines of one command are searched for what it names."""

MAX_COMMAND = 50_000
"""Characters; nobody writes a longer command, and the time for one grows with the square of its length."""

_PIPED_INTO_SHELL = re.compile(
    r"(curl|wget|irm|iwr)\b[^\n|;]*\|\s*(sudo\s+(-\w+\s+)*)?(ba|z|da|k)?sh\b|(curl|wget)\b[^\n|;]*\|\s*(sudo\s+)?python|\b(ba|z)?sh\s+(-c\s+)?[\"']?[<$]\(\s*(curl|wget)\b"
)
_SHELL = re.compile(r"(?:/\S*/)?(?:ba|z|da|k|a)?sh")
_ADDRESS = re.compile(r"(?:https?|s3|gs)://[^\s\"'`|;)<>]+")


def command_claims(
    text: str,
    user: ComponentId,
    found: Evidence,
    scope: Scope,
    first_line: int | None = None,
    known: Mapping[str, str] | None = None,
) -> Iterator[Claim]:
    """Everything that shell text uses. Variables that the text itself sets are followed, and `known` ones; others name nothing.

    `first_line` is the line of the file where the text begins; without it, everything stands where `found` says.
    """
    variables: dict[str, str] = dict(known or {})
    loops = Loops(text)
    text, passages = _without_python(text)
    for number, code in passages:
        for reference, offset in loaded_references(code):
            written = found if first_line is None else replace(found, line=first_line + number + offset)
            yield from claims_for(reference, user, written, scope)
    lines = text.split("\n")
    for number, line in _logical_lines(lines):
        if len(line) <= MAX_COMMAND:
            line = _filled(line, variables)
        if len(line) > MAX_COMMAND:
            place = found.line if first_line is None else first_line + number
            message = f"A command of more than {MAX_COMMAND:,} characters was not looked into."
            yield Problem(found.source, found.location, place, message, "Look at what wrote it.")
            continue
        kept: dict[str, str] = {}
        for spoken in _simple_commands(line):
            variables |= _assigned(spoken) if spoken else {}
            for words in loops.each(spoken):
                kept |= {each.address: each.target for each in fetched_by(words) if "$" not in each.address}
                for reader in (argument_claims, docker_claims, installed_claims, cloned_claims, cloud_command_claims):
                    yield from _placed(reader(words, user, found, scope), lines, number, first_line)
                if (script := _script_of(words)) and script != text:
                    yield from _placed(command_claims(script, user, found, scope), lines, number, first_line)
        for address in dict.fromkeys([*_ADDRESS.findall(line), *kept]):
            claims = weight_claims(address, user, found, scope, kept.get(address, ""))
            if is_wheel(address):
                claims = from_address(address, user, found, scope)
            yield from _placed(claims, lines, number, first_line)
        if _PIPED_INTO_SHELL.search(line):
            message = "A downloaded script is piped straight into a shell."
            advice = "Download it, check its digest, then run it."
            place = found.line if first_line is None else first_line + number
            yield Problem(found.source, found.location, place, message, advice)


def _script_of(words: Sequence[str]) -> str:
    """What `sh -c "…"` runs, also where the shell is said elsewhere; empty for all other commands."""
    is_shell = _SHELL.fullmatch(words[0]) is not None or words[0] == "-c"
    given = [words[place + 1] for place, word in enumerate(words[:-1]) if re.fullmatch(r"-\w*c", word)]
    return given[0] if is_shell and given and " " in given[0] else ""


def _without_python(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The text with its passages of Python emptied, and each passage with its line from 0: they are no commands."""
    if "python" not in text:
        return text, []
    lines = text.split("\n")
    passages = list(python_passages(text))
    for first, last, code in passages:
        shown = code.split("\n")
        for number in range(first, min(last + 1, len(lines))):
            lines[number] = lines[number].replace(shown[number - first], "", 1)
        for number in {first, min(last, len(lines) - 1)}:  # The quotes around it would never close.
            lines[number] = lines[number].strip().strip("\"'")
    return "\n".join(lines), [(first, code) for first, _, code in passages]


def _logical_lines(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Lines with their continuations joined, each with the number of its first line counted from 0; no comments."""
    waiting: list[str] = []
    start = 0
    for number, line in enumerate(lines):
        line = line.rstrip("\r")
        if not waiting:
            start = number
            if line.lstrip().startswith("#"):
                continue
        if line.endswith(("\\", "`")) and not line.endswith("\\\\"):
            waiting.append(line[:-1])
            continue
        yield start, " ".join([*waiting, line])
        waiting = []
    if waiting:
        yield start, " ".join(waiting)


def _filled(line: str, variables: dict[str, str]) -> str:
    """The line with `$NAME` and `${NAME:-fallback}` replaced where it is known what they are."""

    def value(match: re.Match[str]) -> str:
        name, fallback = match.group(1) or match.group(3), match.group(2)
        return variables.get(name, fallback if fallback is not None else match.group(0))

    line = re.sub(r"\$\{\{[^{}]*\}\}", "${expression}", line)  # A workflow's own, whose spaces part no words.
    return re.sub(r"\$\{(\w+)(?::?-([^${}]*))?\}|\$(\w+)", value, line)


def _assigned(words: Sequence[str]) -> dict[str, str]:
    """`NAME=value`, also after `export`, `local`, `ENV` and the like."""
    if words[0] in ("export", "local", "declare", "readonly", "set", "ENV", "ARG"):
        words = words[1:]
    matches = (re.fullmatch(r"([A-Za-z_]\w*):?=(.*)", word, re.DOTALL) for word in words)
    return {match.group(1): match.group(2) for match in matches if match and "$" not in match.group(2)}


def _placed(claims: Iterator[Claim], lines: Sequence[str], number: int, first_line: int | None) -> Iterator[Claim]:
    """The claims with the line, at or after the command's first, where what they name is written."""
    if first_line is None:
        yield from claims
        return
    offset = number
    for claim in claims:
        if isinstance(claim, Problem):
            yield replace(claim, line=first_line + number)
            continue
        if isinstance(claim, Component):  # Its relation comes right after it, and stands in the same place.
            offset = _offset(claim, lines, number)
        place = first_line + offset
        shown = " ".join(lines[offset][:600].split())[:300]
        moved = tuple(replace(each, line=place, text=redact(shown)) for each in claim.evidence)
        yield replace(claim, evidence=moved)


def _offset(claim: Component, lines: Sequence[str], number: int) -> int:
    """The line of the command on which the component's host, its address or its name is written, or the command's first."""
    last = min(number + MAX_CONTINUED, len(lines))
    nearby = [each for each in range(number, last) if not lines[each].lstrip().startswith("#")]
    word = re.compile(rf"(?<![\w./-]){re.escape(claim.name)}(?![\w-])")
    by_word = next((each for each in nearby if claim.name and word.search(lines[each])), number)
    spoken = ("written as", "host", "url")
    for written in (*(claim.attributes.get(each) for each in spoken), "" if by_word > number else claim.name):
        for each in nearby:
            if written and written in lines[each]:
                return each
    return by_word


def argument_claims(words: Sequence[str], user: ComponentId, found: Evidence, scope: Scope) -> Iterator[Claim]:
    """The models, adapters and datasets that the flags of one command name."""
    references = [*model_in_arguments(words), *inline_references(words)]
    for reference in references:
        yield from claims_for(reference, user, found, scope)
    yield from adapts_claims(references, found, "one command names both")


def _simple_commands(line: str) -> Iterator[list[str]]:
    """The words of each command of a line with `&&`, `||`, `;` and `|`; up to where quotes open and do not close."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars="&|;")
    lexer.whitespace_split = True
    lexer.commenters = ""  # It would see a comment in `…/repository#egg=name` too.
    words: list[str] = []
    for word in _until_open_quote(lexer):
        if word.startswith("#"):
            break
        if word.strip("&|;"):
            words.append(word)
            continue
        yield words
        words = []
    yield words


def _until_open_quote(words: Iterable[str]) -> Iterator[str]:
    try:
        yield from words
    except ValueError:
        return


def split_words(line: str) -> list[str]:
    """The words of a shell line; empty where its quotes do not close."""
    try:
        return shlex.split(line, comments=True)
    except ValueError:
        return []
