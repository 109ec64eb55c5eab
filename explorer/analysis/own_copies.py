"""Of which models does a copy lie here, and where is that copy what is loaded, so that nothing is fetched?"""

from __future__ import annotations

import posixpath

import numpy as np

from explorer.domain.component import Kind
from explorer.domain.relation import RelationKind
from explorer.graph.kept import kept
from explorer.graph.reach import Flags
from explorer.graph.row_columns import having_evidence_from
from explorer.graph.snapshot import Snapshot
from explorer.graph.stated import stated

OWN_COPY = "own copy"
"""The tag of a note that records a copy of one's own."""
_READ_ON_DISK = "weight-file"
"""The reader that finds a weight file only where it lies, in a folder or in a cache of the hub."""
_NOT_HERE = "not here"
"""How the attribute `content` begins of a file that is only a pointer to its content."""


@kept
def lies_here(snapshot: Snapshot) -> Flags:
    """(n,): weight files whose content was read where it lies, and what contains only such files, at least one."""
    graph = snapshot.graph
    files = graph.has_kind(Kind.WEIGHT_FILE)
    here = files & np.fromiter(having_evidence_from(snapshot.components, _READ_ON_DISK), bool, len(graph))
    here[[node for node, words in stated(snapshot, "content").items() if words.startswith(_NOT_HERE)]] = False
    held = graph.relation_has_kind(RelationKind.CONTAINS) & files[graph.relation_target]
    whole, missing = np.zeros(len(graph), bool), np.zeros(len(graph), bool)
    whole[graph.relation_source[held]] = True
    missing[graph.relation_source[held & ~here[graph.relation_target]]] = True
    return here | (whole & ~missing & ~graph.has_kind(Kind.SYSTEM))


@kept
def loaded_from_copy(snapshot: Snapshot) -> Flags:
    """(m,): the relations that only a copy in the scanned folders shows, so that this copy is what is relied on.

    Where code or settings name the model too, it is fetched by that name, however many copies lie here. A cache of the hub
    is no such copy: whoever asks for a branch asks the hub first (Hugging Face Hub documentation, Manage the cache).
    """
    graph = snapshot.graph
    here = lies_here(snapshot) & ~graph.has_kind(Kind.WEIGHT_FILE)
    found = np.zeros(graph.relation_count, bool)
    onto = here[graph.relation_target] & graph.relation_has_kind(RelationKind.USES)
    for number in np.flatnonzero(onto).tolist():
        folders = _folders(snapshot, int(graph.relation_target[number]))
        evidence = snapshot.relations[number].evidence
        found[number] = bool(evidence) and all(_is_below(each.location, folders) for each in evidence)
    return found


def _folders(snapshot: Snapshot, node: int) -> set[str]:
    """Where the weight files of a model lie; folders of a cache of the hub are left out."""
    graph = snapshot.graph
    own = graph.up.relations_of(node)
    files = graph.relation_target[own[graph.relation_has_kind(RelationKind.CONTAINS)[own]]].tolist()
    places = [
        each.location for file in files for each in snapshot.components[file].evidence if each.source == _READ_ON_DISK
    ]
    return {posixpath.dirname(each) for each in places if "/snapshots/" not in f"/{each}"}


def _is_below(location: str, folders: set[str]) -> bool:
    return any(location.startswith(f"{folder}/") for folder in folders if folder)
