"""What the evidence of one component shows of controls: pins, digests, formats, indexes, signatures, attestations."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from explorer.domain.component import Component, Kind, Knowledge
from explorer.domain.relation import RelationKind
from explorer.graph.identity import SHORTEST_DIGEST, is_pinned_digest, version_of
from explorer.graph.kept import kept
from explorer.graph.reach import Flags
from explorer.graph.row_columns import attributes_of
from explorer.graph.snapshot import Snapshot
from explorer.graph.stated import stated, stated_each
from explorer.graph.supply_graph import KNOWLEDGE
from explorer.graph.text_column import SLICE, TextColumn
from explorer.knowledge.controls import control_types
from explorer.knowledge.hubs import hubs

CAN_RUN_CODE = "loading can execute code"
SIGNATURE, SAFE_FORMAT, OWN_COPY = "signature", "safe-format", "own-copy"
"""Controls that a model has if each of its weight files has them."""
_LEVEL = re.compile(r"(?i)(?:level|\bl)[ _-]?([0-4])\b|^\s*([0-4])\s*$")
_PINS = ("pinned", "hashes", "sha256", "revision")
"""Attributes that say how exactly a package is named."""
_NUMBERED = frozenset({Kind.PACKAGE, Kind.MCP_SERVER})
"""Kinds whose versions are releases that are not replaced; a model's or image's tag can be moved."""


def controls_of_nodes(snapshot: Snapshot) -> tuple[Mapping[str, Flags], np.ndarray]:
    """By control, (n,) whether evidence shows it on each node; and (n,) uint8 the SLSA build level, 0 for none."""
    count = len(snapshot.graph)
    found: dict[str, Flags] = {key: np.zeros(count, bool) for key in control_types()}
    levels = np.zeros(count, np.uint8)
    found["pinned-version"] = exact_versions(snapshot).copy()
    found["pinned-digest"] = digests(snapshot).copy()
    for node, attributes in enumerate(attributes_of(snapshot.components)):
        if attributes:
            for key, known in control_types().items():
                if any(_shows(attributes, name, pattern) for name, pattern in known.evidence):
                    found[key][node] = True
            levels[node] = _slsa_level(attributes)
    found[SAFE_FORMAT] |= only_safe_formats(snapshot)
    found[SIGNATURE] |= _of_all_weights(snapshot, found[SIGNATURE])
    found["own-mirror"] |= only_own_indexes(snapshot)
    return found, levels


def has_exact_version(component: Component) -> bool:
    """Whether one release is named; a tag that can be moved is none.

    >>> from explorer.domain.component import ComponentId
    >>> has_exact_version(Component(ComponentId("pkg:pypi/torch@2.4.1"), Kind.PACKAGE, "torch", "2.4.1"))
    True
    >>> has_exact_version(Component(ComponentId("pkg:huggingface/a/b@main"), Kind.MODEL, "a/b", "main"))
    False
    """
    if component.kind not in _NUMBERED:
        return False
    stated = component.attributes.get("pinned", "")
    return (
        all(word == "yes" for word in stated.split(" | "))
        if stated
        else bool(component.version or version_of(component.id))
    )


def has_digest(component: Component) -> bool:
    """Whether exact content is named: a commit, an image digest, or the digests of a lock file."""
    attributes = component.attributes
    if is_pinned_digest(component.version) or is_pinned_digest(version_of(component.id)):
        return True
    if component.kind is not Kind.PACKAGE:
        return False
    return bool(attributes.get("hashes") or attributes.get("sha256")) or is_pinned_digest(
        attributes.get("revision", "")
    )


@kept
def exact_versions(snapshot: Snapshot) -> Flags:
    """(n,): `has_exact_version` of every component, read from columns."""
    graph = snapshot.graph
    numbered = graph.has_kind(*_NUMBERED)
    exact = numbered.copy()
    for node in np.flatnonzero(numbered & (graph.versions.lengths == 0)).tolist():
        exact[node] = bool(version_of(graph.ids[node]))
    for node, words in stated_each(snapshot, _PINS)[0].items():
        exact[node] = numbered[node] and all(word == "yes" for word in words.split(" | "))
    return exact


@kept
def digests(snapshot: Snapshot) -> Flags:
    """(n,): `has_digest` of every component, read from columns."""
    graph = snapshot.graph
    found = np.zeros(len(graph), bool)
    long = np.flatnonzero((graph.versions.lengths >= SHORTEST_DIGEST) | _may_end_in_digest(graph.ids))
    for rows in np.split(long, range(SLICE, len(long), SLICE)):
        texts = zip(graph.ids.texts(rows), graph.versions.texts(rows), strict=True)
        found[rows] = [
            is_pinned_digest(version) or is_pinned_digest(version_of(identity)) for identity, version in texts
        ]
    _, *hashes, revisions = stated_each(snapshot, _PINS)
    exact = [*hashes[0], *hashes[1], *(node for node, revision in revisions.items() if is_pinned_digest(revision))]
    found[exact] |= graph.has_kind(Kind.PACKAGE)[exact]
    return found


def _may_end_in_digest(ids: TextColumn) -> Flags:
    """(n,): identities in which as much as a digest stands behind the sign that a version follows."""
    found = np.zeros(len(ids), bool)
    for start in range(0, len(ids), SLICE):
        part = ids.part(start, min(start + SLICE, len(ids)))
        signs = np.flatnonzero(np.frombuffer(part.blob, np.uint8) == ord("@"))
        rows = part.rows_at(signs)
        found[start + rows[part.offsets[rows + 1] - signs > SHORTEST_DIGEST]] = True
    return found


def only_safe_formats(snapshot: Snapshot) -> Flags:
    """(n,): weight files whose loading cannot run code, and what contains only such files, at least one."""
    graph = snapshot.graph
    safe = np.zeros(len(graph), bool)
    safe[[node for node, word in stated(snapshot, CAN_RUN_CODE).items() if word == "no"]] = True
    safe &= graph.has_kind(Kind.WEIGHT_FILE)
    return safe | _of_all_weights(snapshot, safe)


def _of_all_weights(snapshot: Snapshot, shown: Flags) -> Flags:
    """(n,): what contains weight files, of which each has `shown`, and runs no code of its own repository besides.

    Weights that cannot run code, or that are signed, say nothing of code that comes beside them.
    """
    graph = snapshot.graph
    held = graph.relation_has_kind(RelationKind.CONTAINS) & graph.has_kind(Kind.WEIGHT_FILE)[graph.relation_target]
    any_file, without = np.zeros(len(graph), bool), np.zeros(len(graph), bool)
    any_file[graph.relation_source[held]] = True
    without[graph.relation_source[held & ~shown[graph.relation_target]]] = True
    for node in np.flatnonzero(any_file & ~without).tolist():
        without[node] = bool(snapshot.components[node].attributes.get("remote code"))
    return any_file & ~without & ~graph.has_kind(Kind.SYSTEM)


def shown_by(snapshot: Snapshot, control: str, node: int) -> int:
    """The component whose evidence shows this control on a node: one of its weight files where it has it from them."""
    graph, component = snapshot.graph, snapshot.components[node]
    itself = any(_shows(component.attributes, name, pattern) for name, pattern in control_types()[control].evidence)
    if itself or control not in (SIGNATURE, SAFE_FORMAT, OWN_COPY) or component.kind is Kind.WEIGHT_FILE:
        return node
    held = graph.relation_has_kind(RelationKind.CONTAINS) & (graph.relation_source == node)
    files = graph.relation_target[held & graph.has_kind(Kind.WEIGHT_FILE)[graph.relation_target]]
    return int(files[0]) if len(files) else node


def only_own_indexes(snapshot: Snapshot) -> Flags:
    """(n,): what is stated to come from places that are none of the known public ones, and from nowhere else."""
    graph = snapshot.graph
    served = graph.relation_has_kind(RelationKind.DISTRIBUTED_BY)
    public = np.zeros(len(graph), bool)
    for hub in hubs().values():
        if (node := graph.find(hub.id)) is not None:
            public[node] = True
    for relation in np.flatnonzero(graph.relation_has_kind(RelationKind.OPERATED_BY)).tolist():
        if public[graph.relation_target[relation]]:
            public[graph.relation_source[relation]] = True  # A host that belongs to a public hub.
    stated = graph.relation_knowledge <= KNOWLEDGE.index(Knowledge.DECLARED)
    own, other = np.zeros(len(graph), bool), np.zeros(len(graph), bool)
    good = served & stated & ~public[graph.relation_target]
    own[graph.relation_source[good]] = True
    other[graph.relation_source[served & ~good]] = True
    return own & ~other


def level_in(text: str) -> int:
    """The SLSA build level that a text names; 0 where it names none.

    >>> level_in("SLSA Build L3"), level_in("SLSA_BUILD_LEVEL_2"), level_in("3"), level_in("attested")
    (3, 2, 3, 0)
    """
    levels = [int(first or second) for first, second in _LEVEL.findall(text.replace("_", " "))]
    return min(levels, default=0)


def _slsa_level(attributes: Mapping[str, str]) -> int:
    stated = [text for name, text in attributes.items() if "slsa" in name.lower() and "level" in name.lower()]
    return min((level_in(text.partition(" | ")[0]) for text in stated), default=0)


def _shows(attributes: Mapping[str, str], name: str, pattern: re.Pattern[str]) -> bool:
    """Whether every value of an attribute begins as the control asks; claims that disagree show nothing."""
    text = attributes.get(name, "")
    return bool(text) and all(pattern.match(word) for word in text.split(" | "))
