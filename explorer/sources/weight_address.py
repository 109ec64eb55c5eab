"""Addresses of weight files: what a direct download names, and from where it comes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.identity import file_id, hub_id, hub_model_id
from explorer.sources.claims import used_by

_WEIGHT_ENDING = re.compile(
    r"\.(safetensors|gguf|ggml|bin|pt|pth|ckpt|onnx|tflite|h5|keras|pkl|joblib|task|mlmodel|tar|tar\.gz|tgz|zip|npz)$",
    re.IGNORECASE,
)
_MODEL_WORD = re.compile(
    r"(?i)model|weight|checkpoint|ckpt|lora|vae|sdxl|diffusion|llama|bert|clip|\.safetensors|\.gguf|\.pth?$|\.onnx|\.task$"
)
_HUB_FILE = re.compile(r"https?://huggingface\.co/([\w.-]+/[\w.-]+)/(?:resolve|blob|raw)/([^/]+)/([^?#]+)")


def weight_claims(address: str, user: ComponentId, found: Evidence, scope: Scope) -> Iterator[Claim]:
    """The weight file behind a download address, if its name says that it is one, and the host that gives it out."""
    hub_file = _HUB_FILE.match(address)
    if hub_file:
        repository, revision, path = hub_file.groups()
        yield from _hub_file(repository, revision, path, user, found, scope)
        return
    parts = urlsplit(address)
    path = parts.path
    if not _WEIGHT_ENDING.search(path) or not _MODEL_WORD.search(address) or not parts.hostname:
        return
    name = path.rsplit("/", 1)[-1]
    plain = f"{parts.scheme}://{parts.hostname}{path}"
    identity = ComponentId(f"pkg:generic/{quote(name)}?download_url={quote(plain, safe='')}")
    attributes = {"url": plain, "pinned": "no"}
    yield from used_by(
        user,
        Component(identity, Kind.WEIGHT_FILE, name, "", None, Knowledge.DECLARED, attributes, (found,)),
        scope=scope,
    )
    host = Component(
        hub_id(parts.hostname),
        Kind.HUB,
        parts.hostname,
        "",
        None,
        Knowledge.DECLARED,
        {"role": "download host"},
        (found,),
    )
    yield host
    yield Relation(identity, host.id, RelationKind.DISTRIBUTED_BY, scope, Knowledge.DECLARED, {}, (found,))


def _hub_file(
    repository: str, revision: str, path: str, user: ComponentId, found: Evidence, scope: Scope
) -> Iterator[Claim]:
    model = hub_model_id(repository, "" if revision in ("main", "master") else revision)
    attributes = {"pinned": "no" if revision in ("main", "master") else "yes"}
    yield from used_by(
        user, Component(model, Kind.MODEL, repository, "", None, Knowledge.DECLARED, attributes, (found,)), scope=scope
    )
    weights = Component(
        file_id(model, path), Kind.WEIGHT_FILE, path.rsplit("/", 1)[-1], "", None, Knowledge.DECLARED, {}, (found,)
    )
    yield weights
    yield Relation(model, weights.id, RelationKind.CONTAINS, scope, Knowledge.DECLARED, {}, (found,))
