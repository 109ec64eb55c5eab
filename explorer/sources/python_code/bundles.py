"""Pretrained models that a library offers as constants of a module: `torchaudio.pipelines.HUBERT_BASE`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.domain.component import Kind
from explorer.graph.identity import package_id
from explorer.knowledge.files import read_knowledge
from explorer.knowledge.model_names import library_of_name
from explorer.sources.model_references import ModelReference, named_model
from explorer.sources.python_code.constants import Value
from explorer.sources.python_code.parsing import callable_name
from explorer.sources.python_code.reading import Reading
from explorer.sources.python_code.scopes import Scope


class BundleReader:
    """Reads where such a constant is called or given to a name, and where it is looked up by its name."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        bundles = read_knowledge("sdks")["bundle"]
        self._bundles = [each for each in bundles if each["module"].partition(".")[0] in reading.module.roots]

    def call(self, call: ast.Call, scope: Scope) -> Iterator[Claim]:
        """`pipelines.HUBERT_BASE.get_model()` and `getattr(pipelines, name)`."""
        yield from self._package(call, scope)
        if not self._bundles:
            return
        if callable_name(call.func) == "getattr" and len(call.args) > 1:
            yield from self._looked_up(call.args[0], call.args[1], scope)
        elif isinstance(call.func, ast.Attribute):
            yield from self.value(call.func.value, scope)

    def _package(self, call: ast.Call, scope: Scope) -> Iterator[Claim]:
        """`en_core_web_sm.load()`: a model that is installed as a package."""
        head, _, last = callable_name(call.func).partition(".")
        if last == "load" and scope.lookup(head) is None:
            name = self._reading.module.names.imports.get(head, "")
            reference = named_model(name) if library_of_name(name) else None
            if reference is not None:
                yield from self._reading.claims(reference, Value(name, call.lineno, self._reading.module), call, name)

    def value(self, node: ast.expr, scope: Scope) -> Iterator[Claim]:
        """`pipelines.HUBERT_BASE` and `pipelines.__dict__[name]`."""
        if not self._bundles:
            return
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute) and node.value.attr == "__dict__":
            yield from self._looked_up(node.value.value, node.slice, scope)
        elif isinstance(node, ast.Attribute | ast.Name):
            module, _, name = self._full_name(node, scope).rpartition(".")
            yield from self._claims(module, Value(name, node.lineno, self._reading.module), node)

    def _looked_up(self, module: ast.expr, name: ast.expr, scope: Scope) -> Iterator[Claim]:
        for value in self._reading.texts(name, scope):
            yield from self._claims(self._full_name(module, scope), value, name)

    def _claims(self, module: str, value: Value, user: ast.expr) -> Iterator[Claim]:
        for bundle in self._bundles:
            if module == bundle["module"] and re.fullmatch(bundle["names"], value.text):
                identity = package_id("generic", f"{bundle['namespace']}/{value.text}")
                reference = ModelReference(Kind.MODEL, identity, value.text)
                yield from self._reading.claims(reference, value, user, bundle["module"])

    def _full_name(self, node: ast.expr, scope: Scope) -> str:
        head, dot, tail = callable_name(node).partition(".")
        dotted = None if scope.lookup(head) is not None else self._reading.module.names.imports.get(head)
        return f"{dotted}{dot}{tail}" if dotted else ""
