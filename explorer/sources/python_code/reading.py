"""What every part of the reader of Python code uses: one module, its evaluator, and how a find becomes claims."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cached_property

from explorer.domain.claim import Claim
from explorer.domain.component import ComponentId, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Scope as Role
from explorer.knowledge.sdks import calls_by_last_part
from explorer.sources.downloaded_weights import is_downloaded
from explorer.sources.interface import Project, evidence, scope_of_path
from explorer.sources.local_places import is_weight_name
from explorer.sources.model_references import ModelReference, is_hub_id
from explorer.sources.project_paths import ProjectPaths, paths_of
from explorer.sources.python_code.calls import CallMatcher
from explorer.sources.python_code.constants import Evaluator, Value
from explorer.sources.python_code.modules import Module, Modules, modules_of
from explorer.sources.python_code.parsing import callable_name, is_written, keyword_value, text_of
from explorer.sources.python_code.scopes import Scope
from explorer.sources.reference_claims import claims_for

_SAVING = frozenset(
    """save_pretrained save_model save save_weights save_local dump export save_pretrained_merged save_to_disk persist""".split()
)
_TRAINING = frozenset(
    """Trainer Seq2SeqTrainer SFTTrainer DPOTrainer PPOTrainer ORPOTrainer KTOTrainer GRPOTrainer RewardTrainer
    CPOTrainer SentenceTransformerTrainer CrossEncoderTrainer SetFitTrainer Seq2SeqTrainingArguments TrainingArguments
    SFTConfig DPOConfig GRPOConfig ORPOConfig fit train_new_from_iterator backward""".split()
)


_WRITING = re.compile(r"(?i)download|fetch|retrieve|pull|wget|curl|pget|ensure|snapshot|copy|sync|clone|get_file")
_MADE = "python paths made"
_GENERAL_WEIGHT = re.compile(
    r"((pytorch|tf|flax)?_?(model|weights?|checkpoint|ckpt|best|last|final|latest|net|epoch)[_\d-]*)+\.\w+"
)
"""Names that weights of many models have: two of them are not taken for one."""


class Reading:
    """One module being read for one system."""

    def __init__(self, source: str, module: Module, project: Project, modules: Modules | None = None) -> None:
        self.source = source
        self.module = module
        self.project = project
        self.system: ComponentId = project.system
        self.modules = modules or modules_of(project)
        self.evaluator = Evaluator(self.modules)
        self.matcher = CallMatcher(self.modules, self.evaluator.origins)
        self.scope = scope_of_path(module.file.path)

    @property
    def paths(self) -> ProjectPaths:
        """The folders and files of the project."""
        return paths_of(self.project)

    @cached_property
    def roots(self) -> frozenset[str]:
        """The packages that the module or the project's modules that it imports import."""
        return self.matcher.roots(self.module)

    @cached_property
    def trains(self) -> bool:
        """Whether the module trains a model, so that the datasets that it loads are trained on."""
        return not _TRAINING.isdisjoint(self.module.names.calls)

    @cached_property
    def dispatches(self) -> bool:
        """Whether the module calls several SDKs, so that a name that it is handed may be meant for another of them."""
        found: set[str] = set()
        for name in self.module.names.calls:
            for row, _ in calls_by_last_part().get(name, ()):
                if row.gives in ("hosted", "ollama", "hub", "any") and row.modules & self.module.roots:
                    found.add(row.provider or row.gives)
        return len(found) > 1

    @property
    def made_here(self) -> frozenset[str]:
        """Paths that the project writes or downloads to: what it reads there later is no other model."""
        made = self.project.memory.get(_MADE)
        if not isinstance(made, frozenset):
            places = self.modules.all() if self.modules.is_whole else iter([self.module])
            made = frozenset(text for module in places for text in _made_in(module, self.evaluator))
            self.project.memory[_MADE] = made
        return made

    def is_fetched(self, path: str) -> bool:
        """Whether the project, or this module, downloads the weight file to which a path leads: it is no second model."""
        return (
            is_downloaded(path, self.project) or path.replace("\\", "/").rpartition("/")[2].lower() in self._addressed
        )

    @cached_property
    def _addressed(self) -> frozenset[str]:
        """The names of the weight files whose addresses the module has."""
        texts = (text_of(node) or "" for node in self.module.walk() if isinstance(node, ast.Constant))
        names = (text.rpartition("/")[2].lower() for text in texts if "://" in text and is_weight_name(text))
        return frozenset(name for name in names if not _GENERAL_WEIGHT.fullmatch(name))

    def texts(self, node: ast.expr | None, scope: Scope) -> list[Value]:
        """All texts that an expression can stand for."""
        return self.evaluator.texts(node, scope, self.module)

    def text(self, node: ast.expr | None, scope: Scope) -> str:
        """The first such text; empty where the code does not say."""
        return next((value.text for value in self.texts(node, scope)), "")

    def evidence(self, line: int, field: str = "", module: Module | None = None) -> Evidence:
        """Evidence at a line of this module, or of another."""
        place = module or self.module
        return evidence(self.source, place.file, line, place.line(line), field)

    def role(self, value: Value) -> Role:
        """In which role a value found here holds: by the place of its file, of this file, or by how it was found."""
        of_value = scope_of_path(value.file.path)
        if of_value is not Role.RUNTIME:
            return of_value
        return self.scope if self.scope is not Role.RUNTIME else value.role

    def claims(
        self, reference: ModelReference, value: Value, user: ast.expr | ast.stmt | None, field: str,
        knowledge: Knowledge = Knowledge.DECLARED,
    ) -> Iterator[Claim]:  # fmt: skip
        """The claims for one find: evidence where its name is written, then where the name is used."""
        found = evidence(self.source, value.file, value.line, value.module.line(value.line) or value.text, field)
        also: tuple[Evidence, ...] = ()
        if user is not None and (user.lineno != value.line or value.module is not self.module):
            also = (self.evidence(user.lineno, field),)
        known = Knowledge.INFERRED if value.is_inferred else knowledge
        yield from claims_for(reference, self.system, found, self.role(value), known, also)

    def origin_calls(self, node: ast.expr, scope: Scope) -> Iterator[tuple[ast.Call, Scope, Module]]:
        """The calls that may have made an object."""
        for origin in self.evaluator.origins.of(node, scope, self.module):
            if isinstance(origin.node, ast.Call):
                yield origin.node, origin.scope, origin.module

    def makers(self, call: ast.Call, scope: Scope) -> Iterator[tuple[ast.Call, Scope, Module]]:
        """The calls that made the object whose method is called: of `client.chat.create()`, those behind `client`."""
        node: ast.expr = call.func
        while isinstance(node, ast.Attribute):
            node = node.value
            for made, where, module in self.origin_calls(node, scope):
                if made is not call:
                    yield made, where, module
                    if callable_name(made.func).endswith(("with_options", "bind_tools", "from_openai", "patch")):
                        for argument in made.args[:1]:
                            yield from self.origin_calls(argument, where)


def _made_in(module: Module, evaluator: Evaluator) -> Iterator[str]:
    """The paths that a module saves or downloads to."""
    for name, calls in module.names.calls.items():
        for call, scope in calls:
            arguments = [keyword_value(call, "output_dir", "local_dir", "save_directory")]
            if name == "hf_hub_download":
                arguments.append(keyword_value(call, "filename"))
            if name == "open" and is_written(call):
                arguments.append(call.args[0])
            elif name in _SAVING:
                arguments += [*call.args[:2], keyword_value(call, "path", "f")]
            elif len(call.args) >= 2 and _WRITING.search(name):
                arguments.append(call.args[1])
            for argument in arguments:
                for value in evaluator.texts(argument, scope, module):
                    if name in ("open", *_SAVING) or not is_hub_id(
                        value.text
                    ):  # A folder may be named after what lies in it.
                        yield value.text
