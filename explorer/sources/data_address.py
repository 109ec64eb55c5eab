"""Addresses of data: what a direct download of a table or a corpus names, and from where it comes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.sources.claims import used_by
from explorer.sources.package_index import hub_at

_TABLE = re.compile(r"(?i)\.(csv|tsv|jsonl|ndjson|parquet|arrow|tfrecord|libsvm)(\.(gz|bz2|xz|zst|zip))?$")
_PLAIN = re.compile(r"(?i)\.(json|txt|zip|tar|tar\.gz|tgz|tar\.bz2)(\.(gz|bz2|xz|zst))?$")
_DATA_WORD = re.compile(
    r"(?i)data|corpus|corpora|train|(^|[/_-])(test|val|valid|eval|dev)[._-]?(set)?|bench|squad|mbpp|gsm|mmlu|annotation"
)
_NO_DATA = re.compile(
    r"(?i)schema|config|package|manifest|license|readme|lock|index\.json|metadata\.json|api|weights|model"
)


def data_claims(address: str, user: ComponentId, found: Evidence, scope: Scope) -> Iterator[Claim]:
    """The data behind a download address, if its name says that it is data, and the host that gives it out."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return  # No address after all, such as one with half a bracket.
    name = parts.path.rsplit("/", 1)[-1]
    if not host or parts.scheme not in ("http", "https", "ftp", "s3", "gs") or not _is_data(parts.path, name):
        return
    plain = f"{parts.scheme}://{host}{parts.path}"
    identity = ComponentId(f"pkg:generic/{quote(name)}?download_url={quote(plain, safe='')}")
    attributes = {"url": plain, "role": "dataset"}
    data = Component(identity, Kind.DATASET, name, "", None, Knowledge.DECLARED, attributes, (found,))
    yield from used_by(user, data, scope=scope)
    hub, title = hub_at(host)
    yield Component(hub, Kind.HUB, title, "", None, Knowledge.DECLARED, {"role": "download host"}, (found,))
    yield Relation(identity, hub, RelationKind.DISTRIBUTED_BY, scope, Knowledge.DECLARED, {}, (found,))


def _is_data(path: str, name: str) -> bool:
    if _TABLE.search(name):
        return True
    return bool(_PLAIN.search(name) and _DATA_WORD.search(path)) and not _NO_DATA.search(name)
