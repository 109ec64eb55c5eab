"""Which texts name the same thing: purls where the world has them, our own prefixes elsewhere."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from explorer.domain.annotation import RELATION_PREFIX, Subject
from explorer.domain.component import ComponentId, Kind

_RUN_OF_SEPARATORS = re.compile(r"[-_.]+")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_DIGEST = re.compile(r"^sha(?:256|512):[0-9a-f]{32,128}$")

SHORTEST_DIGEST = len("sha256:") + 32
"""Letters."""


def slug(text: str) -> str:
    """Lower-case words joined by `-`: `Hugging Face` becomes `hugging-face`."""
    return _NOT_SLUG.sub("-", text.lower()).strip("-") or "unnamed"


def normalized_package_name(ecosystem: str, name: str) -> str:
    """A package name by its ecosystem's own rule (PEP 503 for PyPI; lower case for npm, GitHub and Docker)."""
    name = name.strip()
    if ecosystem == "pypi":
        return _RUN_OF_SEPARATORS.sub("-", name).lower()
    if ecosystem in ("npm", "github", "docker"):
        return name.lower()
    return name


def package_id(ecosystem: str, name: str, version: str = "") -> ComponentId:
    """The purl of a package: `pkg:pypi/foo-bar@1.0`, `pkg:npm/%40scope/name@2`."""
    return _purl(ecosystem, normalized_package_name(ecosystem, name), version)


def hub_model_id(repository: str, revision: str = "") -> ComponentId:
    """The purl of a model repository on the Hugging Face hub; owner and name keep their case."""
    return _purl("huggingface", repository.strip().strip("/"), revision)


def hub_dataset_id(repository: str, revision: str = "") -> ComponentId:
    """The purl of a dataset repository on the Hugging Face hub."""
    return _purl("huggingface", "datasets/" + repository.strip().strip("/").removeprefix("datasets/"), revision)


def file_id(repository: ComponentId, path: str) -> ComponentId:
    """A file inside a repository: the repository's purl with a subpath."""
    return ComponentId(f"{repository}#{_quoted(path.strip('/'), '/.-_~+ ').replace(' ', '%20')}")


def image_id(reference: str) -> ComponentId:
    """The purl of a container image reference such as `ghcr.io/org/app:1.2@sha256:…`.

    A registry host goes into the `repository_url` qualifier, as the purl specification has it for `docker`.
    """
    name, tag, digest = split_image_reference(reference)
    host, path = _split_registry(name)
    version = digest or tag
    base = _purl("docker", path.lower(), version)
    return ComponentId(f"{base}?repository_url={_quoted(host, '.:-')}") if host else base


def split_image_reference(reference: str) -> tuple[str, str, str]:
    """Name, tag and digest of an image reference; tag and digest may be empty."""
    name, _, digest = reference.strip().partition("@")
    head, colon, tag = name.rpartition(":")
    if colon and "/" not in tag:
        return head, tag, digest
    return name, "", digest


def _split_registry(name: str) -> tuple[str, str]:
    first, slash, rest = name.partition("/")
    if slash and ("." in first or ":" in first or first == "localhost"):
        if first in ("docker.io", "index.docker.io"):
            return "", rest.removeprefix("library/")
        return first, rest
    return "", name.removeprefix("library/")


def action_id(uses: str) -> ComponentId:
    """The purl of a workflow action `owner/repo/path@ref`."""
    name, _, ref = uses.strip().partition("@")
    owner_repo = "/".join(name.split("/")[:2])
    subpath = "/".join(name.split("/")[2:])
    base = package_id("github", owner_repo, ref)
    return ComponentId(f"{base}#{subpath}") if subpath else base


def service_id(provider: str, model: str) -> ComponentId:
    """A model that a provider hosts: `service:openai/gpt-4o`."""
    return ComponentId(f"service:{slug(provider)}/{model.strip()}")


def party_id(name: str) -> ComponentId:
    """A company, person or organisation; aliases are resolved by the knowledge of parties, not here."""
    return ComponentId(f"party:{slug(name)}")


def hub_id(name: str) -> ComponentId:
    """A hub or registry: `hub:hugging-face`, `hub:pypi`."""
    return ComponentId(f"hub:{slug(name)}")


def cloud_id(name: str) -> ComponentId:
    """A cloud: `cloud:aws`."""
    return ComponentId(f"cloud:{slug(name)}")


def mcp_id(name: str) -> ComponentId:
    """An MCP server by its registry name or the command that starts it."""
    return ComponentId(f"mcp:{name.strip()}")


def system_id(name: str) -> ComponentId:
    """One of the user's own systems."""
    return ComponentId(f"system:{slug(name)}")


def unknown_id(what: str, of_whom: ComponentId | str) -> ComponentId:
    """Something that must be there but of which nothing is known: `unknown:training-data:pkg:huggingface/…`."""
    return ComponentId(f"unknown:{slug(what)}:{of_whom}")


def family(identity: str) -> ComponentId:
    """The identity without its version: what annotations, concentration and comparisons work on.

    >>> family("pkg:pypi/torch@2.4.1")
    'pkg:pypi/torch'
    >>> family("pkg:npm/%40scope/name@1.0?x=y#lib/a.js")
    'pkg:npm/%40scope/name?x=y#lib/a.js'
    >>> family("unknown:training-data:pkg:huggingface/a/b@main")
    'unknown:training-data:pkg:huggingface/a/b'
    >>> family("party:meta")
    'party:meta'
    """
    start = identity.find("pkg:")
    if start < 0:
        return ComponentId(identity)
    head, purl = identity[:start], identity[start:]
    body, hash_sign, subpath = purl.partition("#")
    body, question, qualifiers = body.partition("?")
    slash = body.rfind("/")
    at = body.find("@", slash + 1)
    name = body if at < 0 else body[:at]
    return ComponentId(f"{head}{name}{question}{qualifiers}{hash_sign}{subpath}")


def family_subject(subject: str) -> Subject:
    """The subject for every version: of a component, or of both ends of a relation.

    >>> family_subject("relation:pkg:pypi/vllm@0.6.3|requires|pkg:pypi/torch@2.4.1")
    'relation:pkg:pypi/vllm|requires|pkg:pypi/torch'
    >>> family_subject("pkg:pypi/torch@2.4.1")
    'pkg:pypi/torch'
    """
    if not subject.startswith(RELATION_PREFIX):
        return Subject(family(subject))
    source, _, rest = subject.removeprefix(RELATION_PREFIX).partition("|")
    kind, _, target = rest.partition("|")
    return Subject(f"{RELATION_PREFIX}{family(source)}|{kind}|{family(target)}")


def version_of(identity: str) -> str:
    """The version inside a purl, decoded; empty where there is none."""
    if not identity.startswith("pkg:"):
        return ""
    body = identity.partition("#")[0].partition("?")[0]
    return unquote(body[body.rfind("/") + 1 :].partition("@")[2])


def is_pinned_digest(version: str) -> bool:
    """Whether a version names exact content: a commit hash of 40 or 64 hex digits or an image digest."""
    if len(version) < SHORTEST_DIGEST:
        return False  # As nearly all versions are.
    return bool(_DIGEST.match(version)) or bool(re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", version))


_KIND_OF_PREFIX: tuple[tuple[str, Kind], ...] = (
    ("pkg:huggingface/datasets/", Kind.DATASET),
    ("pkg:huggingface/", Kind.MODEL),
    ("pkg:ollama/", Kind.MODEL),
    ("pkg:docker/", Kind.CONTAINER_IMAGE),
    ("pkg:oci/", Kind.CONTAINER_IMAGE),
    ("pkg:github/", Kind.ACTION),
    ("pkg:", Kind.PACKAGE),
    ("service:", Kind.MODEL_SERVICE),
    ("mcp:", Kind.MCP_SERVER),
    ("party:", Kind.PARTY),
    ("hub:", Kind.HUB),
    ("cloud:", Kind.CLOUD),
    ("hardware:", Kind.HARDWARE),
    ("system:", Kind.SYSTEM),
    ("unknown:", Kind.UNKNOWN),
)


def kind_from_id(identity: str) -> Kind:
    """The kind that an identity's form suggests; used only where no claim says it."""
    if identity.startswith("pkg:huggingface/") and "#" in identity:
        return Kind.WEIGHT_FILE
    return next((kind for prefix, kind in _KIND_OF_PREFIX if identity.startswith(prefix)), Kind.UNKNOWN)


def _purl(ecosystem: str, name: str, version: str) -> ComponentId:
    path = "/".join(_quoted(part, "-._~+") for part in name.split("/") if part)
    at = f"@{_quoted(version.strip(), '-._~+:')}" if version.strip() else ""
    return ComponentId(f"pkg:{ecosystem}/{path}{at}")


def _quoted(text: str, safe: str) -> str:
    """The text as a URL has it; a file name that is no UTF-8 has half surrogate pairs, which are quoted like the rest."""
    return quote(text.encode("utf-8", "surrogatepass"), safe)
