"""From any writing of a package URL to the one identity that this program knows the component by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from explorer.domain.component import ComponentId, Kind
from explorer.graph.identity import file_id, hub_dataset_id, hub_model_id, image_id, package_id

_DISTINGUISHING = ("arch", "classifier", "epoch", "platform", "repository_url")
"""Qualifiers that tell two packages of one name and version apart. The others are left out of the identity, since they
say where a package was seen (`distro`, `package-id`) or what it was (`type=jar`), and every tool writes its own."""


@dataclass(frozen=True, slots=True)
class PackageUrl:
    """A package URL, understood."""

    id: ComponentId
    ecosystem: str
    """The type of the package URL: `pypi`, `npm`, `huggingface`."""
    version: str


def read_package_url(text: str, kind: Kind = Kind.PACKAGE) -> PackageUrl | None:
    """The identity behind a package URL; None where the text is not one.

    The library that parses it puts the version of a `huggingface` URL into lower case, so that is taken from the text.
    """
    from packageurl import PackageURL

    try:
        parsed: Any = PackageURL.from_string(text)
    except (ValueError, TypeError, AttributeError, IndexError):
        return None
    version = (_written_version(text) if parsed.type == "huggingface" else parsed.version) or ""
    name = "/".join(part for part in (parsed.namespace, parsed.name) if part)
    qualifiers = parsed.qualifiers if isinstance(parsed.qualifiers, Mapping) else {}
    identity = _identity(parsed.type, name, version, qualifiers, kind)
    if parsed.subpath:
        identity = file_id(identity, parsed.subpath)
    return PackageUrl(identity, parsed.type, version)


def _identity(ecosystem: str, name: str, version: str, qualifiers: Mapping[str, str], kind: Kind) -> ComponentId:
    if ecosystem == "huggingface":
        is_dataset = kind is Kind.DATASET or name.startswith("datasets/")
        return hub_dataset_id(name, version) if is_dataset else hub_model_id(name, version)
    if ecosystem in ("docker", "oci"):
        return _image(ecosystem, name, version, qualifiers)
    kept = {key: value for key, value in qualifiers.items() if key in _DISTINGUISHING}
    if (form := qualifiers.get("type", "jar")) != "jar":
        kept["type"] = form
    query = "&".join(f"{key}={quote(value, safe='-._~:')}" for key, value in sorted(kept.items()))
    return ComponentId(package_id(ecosystem, name, version) + (f"?{query}" if query else ""))


def _image(ecosystem: str, name: str, version: str, qualifiers: Mapping[str, str]) -> ComponentId:
    """One form for both writings of an image: `pkg:docker/…` and `pkg:oci/…?repository_url=…`."""
    registry = qualifiers.get("repository_url", "")
    if ecosystem == "oci":
        name = registry or name
        version = version or qualifiers.get("tag", "")
    elif registry:
        name = f"{registry}/{name}"
    mark = "@" if version.startswith("sha") and ":" in version else ":"
    return image_id(f"{name}{mark}{version}" if version else name)


def _written_version(text: str) -> str:
    body = text.partition("#")[0].partition("?")[0]
    return unquote(body.rpartition("/")[2].partition("@")[2])
