"""Descriptions inside a text of another description: a manifest in a heredoc, a definition in a string of JSON."""

from __future__ import annotations

from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.errors import InputError
from explorer.sources.infrastructure import Site
from explorer.sources.kubernetes_objects import document_claims
from explorer.sources.lined_yaml import moved_by, parse_yaml
from explorer.sources.settings_reading import SettingsReading


def nested_claims(text: str, first_line: int, site: Site) -> Iterator[Claim]:
    """What a text of several lines says where it is YAML or JSON of infrastructure or settings; nothing for any other text."""
    if ":" not in text or text.lstrip().startswith("#!"):
        return
    try:
        documents = parse_yaml(text.replace("\t", "    "), str(site.file.path))
    except InputError:
        return  # It is a script, a policy or prose: not every text is a description.
    for document in documents:
        if isinstance(document, dict | list):
            moved = moved_by(document, first_line - 1)
            yield from document_claims(moved, site)
            yield from SettingsReading(site.source, site.file, site.project, site.scope).claims(moved)
