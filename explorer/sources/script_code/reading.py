"""One JavaScript or TypeScript file being read: its tokens, where each stands, what its names stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from explorer.domain.evidence import Evidence
from explorer.domain.relation import Scope
from explorer.knowledge.model_names import provider_of_address
from explorer.knowledge.npm_sdks import provider_of_class, provider_of_package
from explorer.sources.interface import Project, ProjectFile, evidence, scope_of_path
from explorer.sources.script_code.constants import with_constants
from explorer.sources.script_code.given_texts import Given, given_to
from explorer.sources.script_code.imports import aliases, imported, packages
from explorer.sources.script_code.structure import Call, Place, chain_before, literal, places
from explorer.sources.script_code.tokens import Sort, Token, tokens

_ADDRESS_KEYS = ("baseURL", "baseUrl", "basePath", "base_url", "endpoint", "host")
_ASKS = frozenset({"fetch", "$fetch", "ofetch", "post", "request", "axios", "got", "ky"})
_OLLAMA_PATH = re.compile(r"/api/(generate|chat|embed|embeddings|pull|show)[`\"']?$")


@dataclass(frozen=True)
class Reading:
    """The file, and everything that its readers ask of it."""

    source: str
    file: ProjectFile
    project: Project
    text: str

    @cached_property
    def found(self) -> list[Token]:
        """The tokens, templates filled in where the file's own constants say all of them."""
        return with_constants(list(tokens(self.text)))

    @cached_property
    def places(self) -> list[Place]:
        """Where each token stands."""
        return places(self.found)

    @cached_property
    def imported(self) -> dict[str, str]:
        """The package of each imported name."""
        return imported(self.found)

    @cached_property
    def packages(self) -> set[str]:
        """Every imported package, and its scope; scripts of GenAIScript import nothing, their names say that they are some."""
        given = {"genaiscript"} if ".genai." in self.file.name else set()
        return packages(self.found) | given

    @cached_property
    def scope(self) -> Scope:
        """The role that the file's place suggests."""
        return scope_of_path(self.file.path)

    @cached_property
    def providers(self) -> dict[str, str]:
        """Whose models each imported or made name stands for."""
        known = {
            name: provider
            for name, package in self.imported.items()
            if name and (provider := provider_of_package(package) or provider_of_class(name, package))
        }
        for place, token in enumerate(self.found):
            if token.sort is Sort.WORD and token.value in known and place >= 2:
                # const openai = createOpenAI(…), const client = new OpenAI(…), this.client = new OpenAI(…)
                is_new = self.found[place - 1].value == "new"
                sign = place - (2 if is_new else 1)
                if self.found[sign].value == "=" and (made := chain_before(self.found, sign - 1)):
                    known.setdefault(made[-1], self._answers_at(place) or known[token.value])
        return known

    def _answers_at(self, place: int) -> str:
        """Who answers at the `baseURL` that a maker of clients is given; empty where it is given none, or an unknown one."""
        follows = self.found[place + 1 : place + 3]
        table, _ = literal(self.found, place + 2) if [each.value for each in follows] == ["(", "{"] else (None, 0)
        address = next((table[key] for key in _ADDRESS_KEYS if key in table), None) if isinstance(table, dict) else None
        return self.provider_at(address.value) if isinstance(address, Token) and address.sort is Sort.TEXT else ""

    def provider_at(self, address: str) -> str:
        """The known provider that answers at an address; empty for all others."""
        provider = provider_of_address(address) or ""
        return "" if re.search(r"[.:]|localhost", provider) else provider

    @cached_property
    def calls(self) -> list[tuple[int, Call]]:
        """Every call that is given something, by the place of the first thing it is given."""
        seen: dict[int, tuple[int, Call]] = {}
        for number, place in enumerate(self.places):
            for call in place.calls:
                seen.setdefault(call.opening, (number, call))
        return list(seen.values())

    def called(self, call: Call) -> str:
        """The last word of a call, as its package calls it."""
        return self._aliases.get(call.name, call.name).removeprefix("@")

    @cached_property
    def _aliases(self) -> dict[str, str]:
        return aliases(self.found)

    def provider_around(self, number: int) -> str:
        """The provider of the nearest call around a token whose name stands for one."""
        for call in self.places[number].calls:
            if call.name in _ASKS and (answering := self._asked(call)):
                return answering
            for word in (call.chain[0], *call.chain[1:2]):
                if provider := self.providers.get(word):
                    return provider
        return ""

    def _asked(self, call: Call) -> str:
        """Who is asked by `fetch("https://…", …)`, and Ollama by the paths of its own interface."""
        address = self.found[call.opening + 1].value
        return self.provider_at(address) or ("ollama" if _OLLAMA_PATH.search(address) else "")

    def chain_at(self, place: int) -> str:
        """`MODELS.chat` where a chain of words begins here and is not called; empty where it is no such chain."""
        words, number = [self.found[place].value], place + 1
        while number + 1 < len(self.found) and self.found[number].value in (".", "?."):
            words.append(self.found[number + 1].value)
            number += 2
        ends = number >= len(self.found) or self.found[number].value not in ("(", "=>", "`")
        is_start = place == 0 or self.found[place - 1].value not in (".", "?.", "@")
        is_chain = self.found[place].sort is Sort.WORD and is_start and ends
        return ".".join(words) if is_chain else ""

    def given(self, place: int) -> list[Given]:
        """The texts for which the name that begins here stands, in this file or in a module that it imports."""
        name = self.chain_at(place)
        return given_to(name.removeprefix("this."), self.file, self.project) if name else []

    def named_by(self, value: object) -> Token | None:
        """The text of a literal or of the constant that it is; at the place where it is used."""
        if not isinstance(value, Token) or value.sort is Sort.TEXT:
            return value if isinstance(value, Token) else None
        given = given_to(value.value, self.file, self.project)
        return (
            Token(Sort.TEXT, given[0].token.value, value.line)
            if len({each.token.value for each in given}) == 1
            else None
        )

    def at(self, line: int, field: str = "") -> Evidence:
        """Evidence at a line, with its text."""
        lines = self._lines
        return evidence(self.source, self.file, line, lines[line - 1].strip() if line <= len(lines) else "", field)

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")

    def texts(self) -> Iterator[tuple[int, Token, Place]]:
        """Every text with its number and place."""
        for number, token in enumerate(self.found):
            if token.sort is Sort.TEXT:
                yield number, token, self.places[number]
