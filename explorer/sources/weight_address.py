"""Addresses of weight files: what a direct download names, and from where it comes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.identity import file_id, hub_id, hub_model_id, package_id
from explorer.sources.claims import used_by
from explorer.sources.data_address import data_claims
from explorer.sources.model_references import hub_dataset
from explorer.sources.package_index import hub_at
from explorer.sources.reference_claims import claims_for

_WEIGHT_ENDING = re.compile(
    r"\.(safetensors|gguf|ggml|sft|bin|pt|pth|ckpt|onnx|tflite|h5|keras|pkl|joblib|task|mlmodel|nemo|pdparams|caffemodel|torchscript|jit|"
    r"llamafile|weights|ftz|dat|dat\.bz2|h5\.zip|msgpack|tar|tar\.gz|tgz|zip|npz)$",
    re.IGNORECASE,
)
_MODEL_WORD = re.compile(
    r"(?i)model|weight|checkpoint|ckpt|lora|vae|sdxl|diffusion|llama|bert|clip|shape_predictor|\.(h5|keras|tflite|caffemodel|ckpt)(\.zip)?$|\.safetensors|\.sft|\.nemo|\.llamafile|\.gguf|\.(pth?|jit|ftz)$|\.onnx|\.task$"
)
_FOLDER_OF_WEIGHTS = re.compile(
    r"(?i)(^|[/_-])(checkpoints?|ckpts?|weights|models?|pretrained(_?(models?|weights))?|loras?|torch/hub)(/|$)"
)
"""A folder in which a program keeps weights: what is put there as an archive holds some, whatever its own name is."""
_ARCHIVE_OF_DATA = re.compile(
    r"(?i)/(data|datasets?|corpora|corpus)/([^?#]*/)?(?P<name>[^/?#]+)\.(tar|tar\.gz|tgz|zip)$"
)
_BY_NUMBER = re.compile(r"(^|&)id=[\w-]+")
"""The query of an address of Google Drive, without which it would name nothing."""
_PROGRAM = re.compile(
    r"(?i)(?<![a-z])(linux|darwin|macos|osx|windows|win(32|64)?|ubuntu|amd64|x86_64|x64|arm64|aarch64|bin)(?![a-z])[^/]*"
    r"\.(zip|tgz|tar(\.\w+)?)$"
)
"""An archive that is for one machine holds a program, whatever model's name it bears: `ollama-linux-amd64.tgz`."""

_RELEASE = re.compile(
    r"https?://github\.com/([\w.-]+/[\w.-]+)/releases/(?:latest/download|download/(?:([\w.+-]+)|[^/\s]+))/[^\s]+"
)
STORES = {"s3": "Amazon S3", "gs": "Google Cloud Storage", "az": "Azure Blob Storage", "abfs": "Azure Blob Storage",
           "abfss": "Azure Blob Storage", "oci": "OCI registry", "oss": "Alibaba Cloud OSS", "tos": "Volcengine TOS"}  # fmt: skip
"""What a scheme means where the address names a bucket instead of a host."""
_BY_SCHEME = re.compile(
    r"(?i:hf|huggingface)://(?!datasets/|spaces/|buckets/)(?:models/)?([\w.-]+/[\w.-]+?)(?:@([^/]+))?(?:/([^?#\s]+))?"
)
_HUB_FILE = re.compile(
    r"https?://(?:www\.)?(?:huggingface\.co|hf-mirror\.com)/(?!datasets/|spaces/)([\w.-]+/[\w.-]+)/(?:resolve|blob|raw)/([^/]+)/([^?#\s]+)"
)

_DATASET_FILE = re.compile(
    r"https?://(?:www\.)?(?:huggingface\.co|hf-mirror\.com)/datasets/([\w.-]+/[\w.-]+)/(?:resolve|raw)/[^?#\s]+"
    r"\.(?:parquet|jsonl?|csv|tsv|arrow|zip|tar|gz|tgz|txt|zst)(?:[?#]|$)"
)


def weight_claims(address: str, user: ComponentId, found: Evidence, scope: Scope, target: str = "") -> Iterator[Claim]:
    """The weight file behind a download address, if its name says that it is one, and the host that gives it out.

    `target` is the path under which it is kept, where that is known: its name or its folder may say it as well.
    """
    if by_scheme := _BY_SCHEME.fullmatch(address):
        repository, revision, path = by_scheme.groups()
        yield from _hub_file(repository, revision or "main", path or "", user, found, scope)
        return
    hub_file = _HUB_FILE.match(address)
    if hub_file:
        repository, revision, path = hub_file.groups()
        yield from _hub_file(repository, revision, path, user, found, scope)
        return
    if in_dataset := _DATASET_FILE.match(address):
        yield from claims_for(hub_dataset(in_dataset.group(1)), user, found, scope)
        return
    try:
        parts = urlsplit(address)
        hostname = parts.hostname
    except ValueError:
        return  # No address after all, such as one with half a bracket.
    path = parts.path
    name = _weight_name(address, path, target)
    if not name or not hostname:
        yield from data_claims(address, user, found, scope) if hostname and not _RELEASE.match(address) else ()
        yield from _release(address, user, found, scope)
        return
    host_name = STORES.get(parts.scheme, hostname)
    number = _BY_NUMBER.search(parts.query) if hostname == "drive.google.com" else None
    plain = f"{parts.scheme}://{hostname}{path}" + (f"?{number.group().lstrip('&')}" if number else "")
    identity = ComponentId(f"pkg:generic/{quote(name)}?download_url={quote(plain, safe='')}")
    attributes = {"url": plain, "pinned": "no"}
    yield from used_by(
        user,
        Component(identity, Kind.WEIGHT_FILE, name, "", None, Knowledge.DECLARED, attributes, (found,)),
        scope=scope,
    )
    is_store = parts.scheme in STORES
    host_id, title = (hub_id(host_name), host_name) if is_store else hub_at(hostname)
    facts = {"role": "download host"} | ({} if is_store else {"host": hostname})
    host = Component(host_id, Kind.HUB, title, "", None, Knowledge.DECLARED, facts, (found,))
    yield host
    yield Relation(identity, host.id, RelationKind.DISTRIBUTED_BY, scope, Knowledge.DECLARED, {}, (found,))


def _weight_name(address: str, path: str, target: str) -> str:
    """The name of the weight file at an address, by itself or by the path under which it is kept; empty for none."""
    if _WEIGHT_ENDING.search(path):
        in_data = _ARCHIVE_OF_DATA.search(path)  # Among data an archive is weights by its own name only.
        is_known = _MODEL_WORD.search(in_data.group("name") if in_data else address) or _FOLDER_OF_WEIGHTS.search(
            target.rpartition("/")[0]
        )
        return path.rsplit("/", 1)[-1] if is_known and not _PROGRAM.search(path) else ""
    is_weights = _WEIGHT_ENDING.search(target) and _MODEL_WORD.search(target) and "$" not in target
    return target.rpartition("/")[2] if is_weights and not _PROGRAM.search(target) else ""


def _release(address: str, user: ComponentId, found: Evidence, scope: Scope) -> Iterator[Claim]:
    """A program that a GitHub release gives out, by its repository."""
    match = _RELEASE.match(address)
    if match is None:
        return
    repository, tag = match.group(1), match.group(2) or ""
    is_latest = "/releases/latest/" in address
    version = "" if is_latest or "$" in tag else tag
    attributes = {"role": "release download", "url": address.partition("?")[0], "pinned": "yes" if version else "no"}
    identity = package_id("github", repository, version)
    program = Component(identity, Kind.PACKAGE, repository, version, None, Knowledge.DECLARED, attributes, (found,))
    yield from used_by(user, program, scope=scope)


def _hub_file(
    repository: str, revision: str, path: str, user: ComponentId, found: Evidence, scope: Scope
) -> Iterator[Claim]:
    is_weight = bool(_WEIGHT_ENDING.search(path))
    if (
        path
        and not is_weight
        and not re.search(r"(?i)(config|tokenizer|vocab|merges|index)[\w.-]*\.(json|txt|model)$", path)
    ):
        return  # A picture or a sheet that lies in a model's repository.
    model = hub_model_id(repository, "" if revision in ("main", "master") else revision)
    attributes = {"pinned": "no" if revision in ("main", "master") else "yes"}
    yield from used_by(
        user, Component(model, Kind.MODEL, repository, "", None, Knowledge.DECLARED, attributes, (found,)), scope=scope
    )
    if not is_weight:
        return
    weights = Component(
        file_id(model, path), Kind.WEIGHT_FILE, path.rsplit("/", 1)[-1], "", None, Knowledge.DECLARED, {}, (found,)
    )
    yield weights
    yield Relation(model, weights.id, RelationKind.CONTAINS, scope, Knowledge.DECLARED, {}, (found,))
