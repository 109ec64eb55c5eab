"""The Ollama Modelfile: which model a local one is made from, and which adapters are laid on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.identity import package_id, unknown_id
from explorer.sources.claims import used_by
from explorer.sources.file_names import is_about_it
from explorer.sources.hub_names import hub_name, is_local_path
from explorer.sources.interface import Project, ProjectFile, evidence, scope_of_path
from explorer.sources.model_repository import local_repository, system_name
from explorer.sources.weight_identity import weight_file_id

_INSTRUCTION = re.compile(r"(?i)^\s*(FROM|ADAPTER)\s+(\S.*)")
_OPENS_BLOCK = re.compile(r'(?i)^\s*[A-Z]+\s+(?:[a-z]+\s+)?"""')
_HUB_TAG = re.compile(r"(?i)^(?:https?://)?(?:hf\.co|huggingface\.co)/([^/\s]+/[^/:\s]+)(?::(\S+))?$")


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction that names something upstream."""

    word: str
    value: str
    line: int


class Modelfile:
    """Reads Modelfiles."""

    name = "modelfile"
    reads = "FROM and ADAPTER of Ollama Modelfiles."
    does_not_read = "Prompts, templates and parameters."

    def matches(self, path: PurePosixPath) -> bool:
        """Whether the name is `Modelfile`, `Modelfile.x` or `x.Modelfile`, and not that of code which handles such files."""
        return "modelfile" in path.name.lower().split(".") and not is_about_it(path)

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """The model that the file makes, its base and its adapters."""
        steps = instructions(file.read_text())
        bases = [step for step in steps if step.word == "FROM"]
        if not bases:
            yield Problem(
                self.name,
                str(file.path),
                None,
                "The Modelfile has no FROM.",
                "Ollama itself refuses it; check the file.",
            )
            return

        def at(step: Instruction) -> Evidence:
            return evidence(self.name, file, step.line, f"{step.word} {step.value}", step.word)

        made = ComponentId(package_id("generic", f"{system_name(project)}/{file.path}"))
        model = Component(made, Kind.MODEL, _made_name(file.path), evidence=(at(bases[0]),))
        yield from used_by(project.system, model, scope=scope_of_path(file.path))
        base_ids: list[ComponentId] = []
        for step in bases:
            base = referred(step.value, Kind.MODEL, made, file, project, at(step))
            kind = RelationKind.CONTAINS if base.kind is Kind.WEIGHT_FILE else RelationKind.DERIVED_FROM
            yield from used_by(made, base, kind, knowledge=Knowledge.DECLARED)
            base_ids.append(base.id)
        for step in steps:
            if step.word == "ADAPTER":
                yield from _adapter(step, made, base_ids[0], file, project, at(step))


def instructions(text: str) -> list[Instruction]:
    """The instructions that name something upstream; texts inside triple quotes are skipped, comments too.

    >>> instructions('# a\\nFROM llama3\\nSYSTEM \"\"\"\\nFROM here on\\n\"\"\"')
    [Instruction(word='FROM', value='llama3', line=2)]
    """
    found, inside = [], False
    for number, line in enumerate(text.splitlines(), 1):
        opens = not inside and bool(_OPENS_BLOCK.match(line))
        if not inside and not opens and (match := _INSTRUCTION.match(line)):
            found.append(Instruction(match[1].upper(), match[2].rstrip().strip("\"'"), number))
        if (inside or opens) and line.count('"""') % 2:
            inside = not inside
    return found


def referred(
    text: str, kind: Kind, of_whom: ComponentId, file: ProjectFile, project: Project, at: Evidence
) -> Component:
    """What FROM or ADAPTER names: a model of Ollama's library or of the hub, or a file or folder of the scan."""
    if match := _HUB_TAG.match(text):
        name = hub_name(match[1])
        if name is not None:
            facts = {"quantization asked for": match[2]} if match[2] else {}
            return Component(name.id, kind, name.repository, attributes=facts, evidence=(at,))
    if text.startswith("registry.ollama.ai/"):
        return _library_model(text.removeprefix("registry.ollama.ai/"), kind, at)
    if local := local_repository(text, file.path.parent, project):
        return Component(local.id, local.kind, local.name, evidence=(at,))
    path = PurePosixPath(*(file.path.parent / text.removeprefix("./")).parts)
    if found := project.find(path):
        return Component(weight_file_id(found, project), Kind.WEIGHT_FILE, path.name, evidence=(at,))
    if is_local_path(text):
        facts = {"named as": text, "why unknown": "The path is not in the scanned folder."}
        identity = unknown_id(f"{kind} {text[-60:]}", of_whom)
        return Component(identity, kind, text, "", None, Knowledge.UNKNOWN, facts, (at,))
    return _library_model(text, kind, at)


def _library_model(text: str, kind: Kind, at: Evidence) -> Component:
    """A model of Ollama's own library: `llama3.2`, `llama3.2:3b`, `user/model:tag`."""
    name, _, tag = text.removeprefix("library/").partition(":")
    return Component(package_id("ollama", name.lower(), tag), kind, name, tag, evidence=(at,))


def _adapter(
    step: Instruction, made: ComponentId, base: ComponentId, file: ProjectFile, project: Project, at: Evidence
) -> Iterator[Claim]:
    adapter = referred(step.value, Kind.ADAPTER, made, file, project, at)
    kind = RelationKind.CONTAINS if adapter.kind is Kind.WEIGHT_FILE else RelationKind.USES
    yield from used_by(made, adapter, kind, knowledge=Knowledge.DECLARED)
    rule = Evidence("rule", "modelfile", None, "", "an ADAPTER is laid on the model that FROM names")
    yield Relation(adapter.id, base, RelationKind.ADAPTS, knowledge=Knowledge.INFERRED, evidence=(at, rule))


def _made_name(path: PurePosixPath) -> str:
    parts = [part for part in path.name.split(".") if part.lower() != "modelfile"]
    return ".".join(parts) or path.parent.name or path.name


SOURCE = Modelfile()
