"""Machines and clouds that code asks for: instance types, GPUs, images that it builds."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.relation import RelationKind
from explorer.knowledge.agent_tools import cloud_calls
from explorer.knowledge.clouds import clouds
from explorer.knowledge.hardware import accelerator_named, instance_type
from explorer.sources.claims import used_by
from explorer.sources.commands import command_claims
from explorer.sources.dockerfile import image_claims
from explorer.sources.python_code.parsing import callable_name, keyword_value
from explorer.sources.python_code.reading import Reading
from explorer.sources.python_code.scopes import Scope

_MACHINE_KEYS = frozenset(
    ["instance_type", "train_instance_type", "machine_type", "vm_size", "compute_size", "worker_type"]
)
_GPU_KEYS = frozenset(["gpu", "gpus", "gpu_type", "accelerator", "accelerators", "accelerator_type", "gpu_config"])
_RENTING = frozenset(
    """modal sagemaker boto3 google vertexai azure azureml sky ray beam runpod beta9 aws_cdk""".split()
)
_PLACED = frozenset(["ServerlessSpec"])
"""Calls that say in which cloud somebody else's service stands."""


class ComputeReader:
    """Reads what code says of where it runs."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._rents = bool(reading.roots & _RENTING)

    def call(self, call: ast.Call, scope: Scope) -> Iterator[Claim]:
        """Machines in keywords, the cloud of the SDK, packages and bases of an image that code builds."""
        if callable_name(call.func).rpartition(".")[2] in _PLACED:
            yield from self._placed(call, scope)
        if not self._rents:
            return
        written = callable_name(call.func)
        yield from self._cloud(call, written)
        for keyword in call.keywords:
            if keyword.arg in _MACHINE_KEYS or keyword.arg in _GPU_KEYS:
                for value in self._reading.texts(keyword.value, scope):
                    yield from self._hardware(value.text, value.line, keyword.arg or "")
                yield from self._named_class(keyword.value, keyword.arg or "")
        if "modal" in self._reading.roots:
            yield from self._image(call, scope, written)

    def _placed(self, call: ast.Call, scope: Scope) -> Iterator[Claim]:
        """`ServerlessSpec(cloud="aws", …)`: the cloud that a hosted store is asked to stand in."""
        for value in self._reading.texts(keyword_value(call, "cloud"), scope):
            if (cloud := clouds().get(value.text)) is not None:
                found = self._reading.evidence(value.line, "cloud", value.module)
                place = Component(cloud.id, Kind.CLOUD, cloud.name, "", None, Knowledge.DECLARED, {}, (found,))
                yield from used_by(self._reading.system, place, RelationKind.RUNS_ON, self._reading.scope)

    def _cloud(self, call: ast.Call, written: str) -> Iterator[Claim]:
        head = written.partition(".")[0]
        dotted = self._reading.module.names.imports.get(head, "")
        full = dotted + written[len(head) :] if dotted else written
        for row in cloud_calls():
            root = full.partition(".")[0]
            if root in row.modules and any(full.endswith("." + name) for name in row.names):
                cloud = clouds()[row.cloud]
                found = self._reading.evidence(call.lineno, written)
                place = Component(cloud.id, Kind.CLOUD, cloud.name, "", None, Knowledge.DECLARED, {}, (found,))
                yield from used_by(self._reading.system, place, RelationKind.RUNS_ON, self._reading.scope)
                return

    def _hardware(self, text: str, line: int, key: str) -> Iterator[Claim]:
        found = self._reading.evidence(line, key)
        machine = instance_type(text) if key in _MACHINE_KEYS else None
        known = accelerator_named(text) if key in _GPU_KEYS else None
        if machine is not None:
            identity, name, attributes = ComponentId(f"hardware:{machine.name}"), machine.name, {"role": "machine type"}
        elif known is not None:
            identity, name, attributes = known.id, known.name, {}
        else:
            return
        hardware = Component(identity, Kind.HARDWARE, name, "", None, Knowledge.DECLARED, attributes, (found,))
        yield from used_by(self._reading.system, hardware, RelationKind.RUNS_ON, self._reading.scope)

    def _named_class(self, node: ast.expr, key: str) -> Iterator[Claim]:
        """`gpu=modal.gpu.A100(size="80GB")`."""
        if key in _GPU_KEYS and isinstance(node, ast.Call):
            yield from self._hardware(callable_name(node.func).rpartition(".")[2], node.lineno, key)

    def _image(self, call: ast.Call, scope: Scope, written: str) -> Iterator[Claim]:
        last = written.rpartition(".")[2]
        if last in ("pip_install", "uv_pip_install"):
            words = [value for each in call.args for value in self._reading.texts(each, scope)]
            for value in words:
                if re.fullmatch(r"[\w.\[\],<>=!~-]+", value.text):
                    found = self._reading.evidence(value.line, last, value.module)
                    line = f"pip install '{value.text}'"
                    yield from command_claims(line, self._reading.system, found, self._reading.scope)
        elif last == "run_commands":
            for each in call.args:
                for value in self._reading.texts(each, scope):
                    found = self._reading.evidence(value.line, last, value.module)
                    yield from command_claims(value.text, self._reading.system, found, self._reading.scope)
        elif last in ("from_registry", "from_dockerhub") and call.args:
            for value in self._reading.texts(call.args[0], scope):
                found = self._reading.evidence(value.line, last, value.module)
                yield from image_claims(value.text, self._reading.project, found, self._reading.scope)
