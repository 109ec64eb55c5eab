"""Large made-up graphs built from columns, in seconds: a lineage as hubs have it, and stars, chains and rings."""

from __future__ import annotations

import numpy as np

from explorer.domain.component import Kind, Knowledge
from explorer.domain.relation import RelationKind
from explorer.graph.columns import NodeColumns, RelationColumns, in_level_order
from explorer.graph.supply_graph import KINDS, KNOWLEDGE, RELATION_KINDS, SupplyGraph
from explorer.graph.text_column import TextColumn


def lineage(nodes: int, seed: int = 1, extra: float = 0.15) -> SupplyGraph:
    """Models made from one another, heavy-tailed: most have few descendants, some have a tenth of all.

    A node relies on a few of lower numbers; `extra` is how many relations there are beyond one for each node.
    """
    rng = np.random.default_rng(seed)
    source = np.arange(1, nodes)
    roots = rng.random(nodes - 1) < 0.04
    # Half of all are made from a well-known one, the others from anything before them.
    famous = (source * rng.random(nodes - 1) ** 12).astype(np.int64)
    recent = (source * rng.random(nodes - 1) ** 0.6).astype(np.int64)
    target = np.minimum(np.where(rng.random(nodes - 1) < 0.5, famous, recent), source - 1)
    source, target = source[~roots], target[~roots]
    more = rng.integers(1, max(nodes, 2), int(extra * nodes))
    source = np.concatenate([source, more])
    target = np.concatenate([target, (more * rng.random(len(more)) ** 2).astype(np.int64)])
    word = rng.choice([RELATION_KINDS.index(kind) for kind in _WORDS], len(source)).astype(np.uint8)
    kind = rng.choice(
        [KINDS.index(each) for each in (Kind.MODEL, Kind.ADAPTER, Kind.DATASET)], nodes, p=(0.8, 0.15, 0.05)
    )
    knowledge = rng.choice(len(KNOWLEDGE), nodes, p=(0.1, 0.7, 0.1, 0.1))
    return graph_of(nodes, source, target, kind, knowledge, word)


_WORDS = (RelationKind.FINE_TUNED_FROM, RelationKind.QUANTIZED_FROM, RelationKind.ADAPTS, RelationKind.MERGED_FROM)


def star(leaves: int) -> SupplyGraph:
    """A system that uses so many packages."""
    kind = np.full(leaves + 1, KINDS.index(Kind.PACKAGE))
    kind[0] = KINDS.index(Kind.SYSTEM)
    return graph_of(leaves + 1, np.zeros(leaves, np.int64), np.arange(1, leaves + 1), kind)


def chain(length: int) -> SupplyGraph:
    """A system and a line of so many models."""
    kind = np.full(length + 1, KINDS.index(Kind.MODEL))
    kind[0] = KINDS.index(Kind.SYSTEM)
    return graph_of(length + 1, np.arange(length), np.arange(1, length + 1), kind)


def ring(length: int) -> SupplyGraph:
    """A system that uses a package on a cycle of so many."""
    kind = np.full(length + 1, KINDS.index(Kind.PACKAGE))
    kind[0] = KINDS.index(Kind.SYSTEM)
    around = np.arange(1, length + 1)
    return graph_of(length + 1, np.append(0, around), np.append(1, np.roll(around, -1)), kind)


def alone(nodes: int) -> SupplyGraph:
    """So many components without any relation."""
    return graph_of(nodes, np.zeros(0, np.int64), np.zeros(0, np.int64), np.full(nodes, KINDS.index(Kind.MODEL)))


def graph_of(
    nodes: int,
    source: np.ndarray,
    target: np.ndarray,
    kind: np.ndarray,
    knowledge: np.ndarray | None = None,
    word: np.ndarray | None = None,
) -> SupplyGraph:
    """A graph of columns, renumbered by level; self-loops and duplicates of a relation are left out."""
    differs = source != target
    key, first = np.unique(source[differs].astype(np.int64) * nodes + target[differs], return_index=True)
    usual = np.full(len(source), RELATION_KINDS.index(RelationKind.USES))
    words = (usual if word is None else word)[differs][first].astype(np.uint8)
    known = np.full(nodes, KNOWLEDGE.index(Knowledge.DECLARED)) if knowledge is None else knowledge
    columns = NodeColumns(
        TextColumn.of(f"pkg:huggingface/owner/model-{number:07}" for number in range(nodes)),
        TextColumn.of(f"owner/model-{number:07}" for number in range(nodes)), TextColumn.empty(nodes),
        kind.astype(np.uint8), known.astype(np.uint8), np.full(nodes, -1, np.int32),
    )  # fmt: skip
    declared = np.full(len(key), KNOWLEDGE.index(Knowledge.DECLARED), np.uint8)
    relations = RelationColumns(
        (key // nodes).astype(np.int32), (key % nodes).astype(np.int32), words, declared, np.zeros(len(key), np.uint8)
    )
    return in_level_order(columns, relations).graph
