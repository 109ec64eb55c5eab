"""Which texts a name of a file stands for: constants, members of tables, fallbacks; also those of modules it imports."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from explorer.errors import InputError
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.script_code.imports import aliases, imported, renamed_exports
from explorer.sources.script_code.structure import literal
from explorer.sources.script_code.tokens import Sort, Token, tokens

_ENDINGS = ("", ".ts", ".tsx", ".mts", ".js", ".mjs", ".jsx", "/index.ts", "/index.tsx", "/index.js", "/index.mjs")
_GOES_ON = frozenset("+ . ?. ( [ &&".split())
_STOPS = frozenset([";", "{", "}", "=>", "const", "let", "var", "function", "export", "import", "return"])
_KEY = "texts that names of scripts stand for"
MAX_WORDS = 14
"""How far behind `=` a fallback is looked for: `process.env["MODEL"] ?? "…"`."""

MAX_STEPS = 4
"""How many modules are followed from an import to the constant."""

MAX_BYTES = 400_000
"""A larger module is data, not constants that others import."""


@dataclass(frozen=True, slots=True)
class Given:
    """A text that a name stands for, and where it is written."""

    token: Token
    file: ProjectFile
    shown: str
    """The line on which it is written."""


def texts_of(found: Sequence[Token]) -> dict[str, list[Token]]:
    """The texts of each name, members of tables as `TABLE.key`, of one file."""
    known: dict[str, list[Token]] = {}
    for place, token in enumerate(found[:-2]):
        if token.sort is Sort.WORD and (start := _value(found, place + 1)) > 0:
            for name, text in _texts(found, start, token.value, found[place - 1].value if place else ""):
                known.setdefault(name, []).append(text)
    return known


def _value(found: Sequence[Token], place: int) -> int:
    """The place of what is given to a name by `=` or `: Type =`; 0 where nothing is."""
    if found[place].value == ":":
        place = next(
            (
                each
                for each in range(place, min(place + 12, len(found)))
                if found[each].value in ("=", ";", ",", "(", ")")
            ),
            0,
        )
    return place + 1 if place and place + 1 < len(found) and found[place].value == "=" else 0


def _texts(found: Sequence[Token], place: int, name: str, before: str) -> Iterator[tuple[str, Token]]:
    token = found[place]
    if (
        token.value in ("{", "[")
        and token.sort is Sort.SIGN
        and before in ("const", "let", "var", "readonly", "static")
    ):
        table, _ = literal(found, place, min(len(found), place + 2_000))
        yield from _members(table, name)
    elif token.sort is Sort.TEXT:
        if place + 1 >= len(found) or found[place + 1].value not in _GOES_ON:
            yield name, token
    else:
        yield from ((name, each) for each in _fallback(found, place))


def _members(value: object, name: str, depth: int = 0) -> Iterator[tuple[str, Token]]:
    if isinstance(value, Token) and value.sort is Sort.TEXT:
        yield name, value
    for key, each in value.items() if isinstance(value, Mapping) and depth < 4 else ():
        yield from _members(each, f"{name}.{key}", depth + 1)


def _fallback(found: Sequence[Token], place: int) -> Iterator[Token]:
    for each in range(place, min(place + MAX_WORDS, len(found))):
        if found[each].value in _STOPS and found[each].sort is not Sort.TEXT:
            return
        if found[each].sort is Sort.TEXT and found[each - 1].value in ("||", "??"):
            yield found[each]
            return


def given_to(name: str, file: ProjectFile, project: Project, steps: int = MAX_STEPS) -> list[Given]:
    """The texts that a name, or `name.member`, stands for in a file; empty where it does not say."""
    module = _module(file, project)
    if module is None or steps < 0:
        return []
    if name in module.texts:
        return [Given(each, file, module.shown(each.line)) for each in module.texts[name]]
    head, _, rest = name.partition(".")
    source = module.imported.get(head)
    if source is not None:
        original = module.aliases.get(head, head)
        wanted = [f"{original}.{rest}" if rest else original, *([rest] if rest else [])]
        sources = [source]
    else:
        wanted, sources = [name], module.passed_on
    for target in (each for each in (_resolved(text, file, project) for text in sources) if each is not None):
        for each in wanted:
            if given := given_to(each, target, project, steps - 1):
                return given
    return []


@dataclass(frozen=True, slots=True)
class _Module:
    texts: dict[str, list[Token]]
    imported: dict[str, str]
    aliases: dict[str, str]
    passed_on: list[str]
    """Modules of which it gives out everything, or some names: `export * from "./models"`."""
    lines: list[str]

    def shown(self, line: int) -> str:
        return self.lines[line - 1].strip() if line <= len(self.lines) else ""


def _module(file: ProjectFile, project: Project) -> _Module | None:
    kept = project.memory.setdefault(_KEY, {})
    if not isinstance(kept, dict):
        return None
    if file.path not in kept:
        kept[file.path] = _read(file)
    module = kept[file.path]
    return module if isinstance(module, _Module) else None


def _read(file: ProjectFile) -> _Module | None:
    if file.size > MAX_BYTES:
        return None
    try:
        text = file.read_text()
    except InputError:
        return None  # Its own reader says so.
    found = list(tokens(text))
    names = {
        name: source
        for name, source in imported(found).items()
        if name and source.startswith((".", "@/", "~/", "#", "$"))
    }
    texts = texts_of(found)
    said = {each.line for inner in texts.values() for each in inner}
    lines = [line if number in said else "" for number, line in enumerate(text.split("\n"), 1)]
    return _Module(texts, names, aliases(found), renamed_exports(found), lines)


def _resolved(source: str, file: ProjectFile, project: Project) -> ProjectFile | None:
    """The file of the project that an import means; aliases such as `@/` begin at a folder above, or at its `src`."""
    folders = [file.path.parent]
    if not source.startswith("."):
        source = source.partition("/")[2]
        folders = [
            each for parent in file.path.parents for each in (parent, parent / "src", parent / "app", parent / "lib")
        ]
    for folder in folders:
        plain = posixpath.normpath(str(folder / source))
        for start in (plain, plain.removesuffix(".js"), plain.removesuffix(".mjs")):
            for ending in _ENDINGS:
                target = project.find(PurePosixPath(start + ending))
                if target is not None and target.path != file.path:
                    return target
    return None
