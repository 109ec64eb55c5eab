"""Models at a path of the machine whose origin the project itself says: they are no models of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from explorer.domain.claim import Claim
from explorer.domain.component import Component
from explorer.domain.relation import Relation
from explorer.sources.downloaded_weights import is_downloaded
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.model_references import is_hub_id

_KEY = "origins of local models"
_PREFIXES = ("unknown:model:", "unknown:adapter:")
_READ = re.compile(
    r"(?i)[\w.-]*\.(py|ipynb|sh|bash|ya?ml|json|toml|env|mk|tf|cfg|ini|dockerfile)|(docker|container)file[\w.-]*|makefile"
)
_MOST_BYTES = 400_000
_WRITES = (
    r"(?:--?(?:local|output|out|save|cache|target|dest\w*|download)[-_]?(?:dir|folder|path|to)|(?:local|output|out|save|target)_?dir"
    r"|save_pretrained|-d|-o|-O|-P|--dest|COPY\s+\S+|ADD\s+\S+|git clone\s+\S+|(?:cp|mv|sync)\s+(?:-\w+\s+)*\S+)"
)
"""Words after which a path is where something is put: by a download, by a training, by a copy."""


def without_known(claims: Iterable[Claim], project: Project) -> Iterator[Claim]:
    """The claims without models of a mere path that the project downloads, copies or makes: these are told of elsewhere."""
    for claim in claims:
        if not any(each.startswith(_PREFIXES) and _is_known(each, _place(claim), project) for each in _ends(claim)):
            yield claim


def _ends(claim: Claim) -> tuple[str, ...]:
    if isinstance(claim, Component):
        return (claim.id,)
    return (claim.source, claim.target) if isinstance(claim, Relation) else ()


def _place(claim: Claim) -> str:
    evidence = claim.evidence if isinstance(claim, Component | Relation) else ()
    return evidence[0].location if evidence else ""


def _is_known(identity: str, place: str, project: Project) -> bool:
    known = project.memory.setdefault(_KEY, {})
    assert isinstance(known, dict)
    if (identity, place) not in known:
        path = identity.split(":", 2)[2]
        known[identity, place] = is_downloaded(path, project) or _is_put_there(path, place, project)
    return bool(known[identity, place])


def _is_put_there(path: str, place: str, project: Project) -> bool:
    """Whether a command writes to the path, or the file that names it also names a repository or an address that ends so."""
    plain = path.rstrip("/")
    name = plain.rpartition("/")[2]
    if "://" in path or "/" not in plain or not re.search(r"\w{3}", name):
        return False
    named = re.compile(rf"(?<![\w./-])([A-Za-z0-9][\w.-]*/{re.escape(name)})(?![\w/-]|\.\w)", re.IGNORECASE)
    at_address = re.compile(rf"\w://[^\s\"'`]*/{re.escape(name)}/?(?=[\s\"'`]|$)")
    written = re.compile(rf"{_WRITES}[\s=(,:\"']+{re.escape(plain)}/?(?=[\s\"',)]|$)")
    for where, text in _texts_with(name, project):
        is_named = where == place and (any(map(is_hub_id, named.findall(text))) or at_address.search(text))
        if is_named or written.search(text):
            return True
    return False


def _texts_with(name: str, project: Project) -> Iterator[tuple[str, str]]:
    """Path and text, without lines that are comments, of each file of code or settings in which a name stands."""
    wanted = name.casefold()
    for file in project.files:
        if _READ.fullmatch(file.name) and file.size <= _MOST_BYTES:
            text = _text(file)
            if wanted in text.casefold():
                yield str(file.path), re.sub(r"(?m)^[^\S\n]*+(#|//).*$", "", text)


def _text(file: ProjectFile) -> str:
    """The text, or nothing where it cannot be read: the source of that file says so."""
    from explorer.errors import InputError

    try:
        return file.read_text()
    except InputError:
        return ""
