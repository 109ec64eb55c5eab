"""A model by the address of its storage, which may be a folder: `hf://…`, `s3://…`, `gs://…`, `oci://…`, `ollama://…`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.sources.claims import used_by
from explorer.sources.container_image import image_claims
from explorer.sources.infrastructure import Site, host_in
from explorer.sources.model_references import (
    ModelReference,
    hub_model,
    local_model,
    ollama_model,
)
from explorer.sources.package_index import distributed_by
from explorer.sources.reference_claims import claims_for
from explorer.sources.weight_address import STORES, weight_claims

_HUB = re.compile(r"(?i:hf|huggingface)://([^:?#]+)(?::([\w./-]+))?")
_VOLUME = re.compile(r"pvc://[\w.-]+/?")
"""A claim on a volume and no path in it: it says where a model is put, and not which."""


def stored_model_claims(address: str, site: Site, found: Evidence, is_adapter: bool = False) -> Iterator[Claim]:
    """The model, or the adapter, behind a storage address. A claim on a volume names one of which nothing more is known."""
    if "$" in address or "_template_" in address or re.search(r"\s|<|YOUR", address) or _VOLUME.fullmatch(address):
        return
    reference = _named(address)
    if reference is not None and is_adapter:
        reference = replace(reference, kind=Kind.ADAPTER)
    if reference is not None:
        yield from claims_for(reference, site.project.system, found, site.scope)
    elif address.startswith("oci://"):
        yield from image_claims(address.removeprefix("oci://"), site.project, found, site.scope)
    else:
        claims = list(weight_claims(address, site.project.system, found, site.scope))
        yield from claims or (_adapter_folder if is_adapter else _folder)(address, site, found)


def _named(address: str) -> ModelReference | None:
    scheme, _, rest = address.partition("://")
    if hub := _HUB.fullmatch(address):
        repository = "/".join(hub.group(1).strip("/").split("/")[:2])
        return hub_model(f"{repository}@{hub.group(2)}" if hub.group(2) else repository, bare=True)
    if scheme == "ollama":
        return ollama_model(rest)
    return local_model(address) if scheme in ("pvc", "file", "local", "host") else None


def _adapter_folder(address: str, site: Site, found: Evidence) -> Iterator[Claim]:
    """A folder in a bucket that holds an adapter of which nothing more is known, and who keeps the bucket."""
    reference = local_model(address, Kind.ADAPTER)
    yield from claims_for(reference, site.project.system, found, site.scope)
    yield from _kept_by(reference.identity, address, site, found)


def _folder(address: str, site: Site, found: Evidence) -> Iterator[Claim]:
    """A folder in a bucket, as one artefact by its address."""
    plain = address.partition("?")[0].rstrip("/")
    name = plain.partition("://")[2].rpartition("/")[2]
    if not name:
        return
    identity = ComponentId(f"pkg:generic/{quote(name)}?download_url={quote(plain, safe='')}")
    attributes = {"url": plain, "pinned": "no", "role": "model folder"}
    yield from used_by(
        site.project.system,
        Component(identity, Kind.WEIGHT_FILE, name, "", None, Knowledge.DECLARED, attributes, (found,)),
        scope=site.scope,
    )
    yield from _kept_by(identity, plain, site, found)


def _kept_by(identity: ComponentId, address: str, site: Site, found: Evidence) -> Iterator[Claim]:
    host = STORES.get(address.partition("://")[0]) or host_in(address)
    if host:
        yield from distributed_by(identity, f"https://{host}", found, "model storage", site.scope)
