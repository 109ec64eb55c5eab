"""Seeded graphs of the shape of hub lineages and of package environments, at any size, as columns.

The shares below lie between those of two published samples of the hub, which err in opposite directions:
`test_generator` holds them there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explorer.domain.component import Kind, Knowledge
from explorer.domain.relation import RelationKind, Scope
from explorer.graph.columns import NodeColumns, RelationColumns, in_level_order
from explorer.graph.supply_graph import KINDS, KNOWLEDGE, RELATION_KINDS, SCOPES, SupplyGraph
from explorer.graph.text_column import TextColumn

Ints = npt.NDArray[np.int64]

HUB_SIZES = {10_000: 11_500, 100_000: 115_000, 402_654: 462_524, 1_000_000: 1_160_000, 2_500_000: 2_900_000}
"""Relations by nodes; 402,654 and 462,524 are those of the largest published graph of an AI supply chain."""

GENERATIONS = (0.30, 0.6615, 0.0315, 0.006, 0.0008, 0.00015, 0.00005)
"""Share of the models in each generation, bases first: shallow and very wide."""

DATASETS = 0.05
MERGES = 0.01
WORDS = "llama mistral qwen gemma phi bert whisper stable tiny mega code math chat vision audio bloom falcon yi".split()
FLAVOURS = (
    "base",
    "instruct",
    "chat",
    "lora",
    "GGUF",
    "AWQ",
    "merge",
    "dpo",
    "sft",
    "7b",
    "13b",
    "70b",
    "v2",
    "uncensored",
)


@dataclass(frozen=True)
class Columns:
    """A generated graph before it is put in order."""

    nodes: NodeColumns
    relations: RelationColumns

    def graph(self) -> SupplyGraph:
        """The graph in level order."""
        return in_level_order(self.nodes, self.relations).graph


def relations_for(nodes: int) -> int:
    """How many relations a hub-like graph of so many nodes has."""
    return HUB_SIZES.get(nodes, int(nodes * 1.155))


def hub_lineage(nodes: int, relations: int | None = None, seed: int = 7, cycles: int = 0) -> Columns:
    """Models of a hub with their bases and datasets; `cycles` relations lead back, as wrong cards do."""
    random = np.random.default_rng(seed)
    relations = relations_for(nodes) if relations is None else relations
    datasets = int(nodes * DATASETS)
    models = nodes - datasets
    generation = np.sort(_generations(models, random))
    source, target = _parents(generation, random)
    extra = max(0, relations - len(source) - cycles)
    trained = _popular(random, extra, models, 1.0)
    data = models + _popular(random, extra, max(datasets, 1), 4.0) if datasets else np.zeros(0, np.int64)
    source, target = np.concatenate([source, trained[: len(data)]]), np.concatenate([target, data])
    kind = np.full(len(source), RELATION_KINDS.index(RelationKind.FINE_TUNED_FROM), np.uint8)
    kind[len(source) - len(data) :] = RELATION_KINDS.index(RelationKind.TRAINED_ON)
    if cycles:
        back = random.integers(0, len(source) - len(data), cycles)
        source, target = np.append(source, target[back]), np.append(target, source[back])
        kind = np.append(kind, np.full(cycles, RELATION_KINDS.index(RelationKind.DERIVED_FROM), np.uint8))
    kinds = np.full(nodes, KINDS.index(Kind.MODEL), np.uint8)
    kinds[:models][(generation > 0) & (random.random(models) < 0.55)] = KINDS.index(Kind.ADAPTER)
    kinds[models:] = KINDS.index(Kind.DATASET)
    return _shuffled(kinds, source, target, kind, _hub_ids(nodes, models, random), random)


def packages(nodes: int, per_package: float = 4.0, seed: int = 7) -> Columns:
    """Packages that require popular older ones: dense, with nearly everything below a few."""
    random = np.random.default_rng(seed)
    source = np.repeat(np.arange(nodes, dtype=np.int64), random.poisson(per_package, nodes))
    source = source[source > 0]
    target = (source * random.random(len(source)) ** 3).astype(np.int64)
    kind = np.full(len(source), RELATION_KINDS.index(RelationKind.REQUIRES), np.uint8)
    ids = TextColumn.of(f"pkg:pypi/{WORDS[number % len(WORDS)]}-{number}@1.{number % 7}" for number in range(nodes))
    kinds = np.full(nodes, KINDS.index(Kind.PACKAGE), np.uint8)
    return _shuffled(kinds, source, target, kind, ids, random)


def _generations(models: int, random: np.random.Generator) -> Ints:
    return random.choice(len(GENERATIONS), models, p=GENERATIONS)


def _parents(generation: Ints, random: np.random.Generator) -> tuple[Ints, Ints]:
    """One parent for every model that is no base, several for a few; popularity falls as a power of the rank."""
    starts = np.searchsorted(generation, np.arange(len(GENERATIONS) + 1))
    children = np.flatnonzero(generation > 0)
    merged = random.random(len(children)) < MERGES
    source = np.repeat(children, np.where(merged, 1 + random.geometric(0.6, len(children)), 1))
    parent_generation = generation[source] - 1
    sizes = np.diff(starts)[parent_generation]
    # Two thirds build on the few that everybody builds on, the others on something that hardly anybody else does.
    famous = random.random(len(source)) < 0.66
    share = np.where(famous, random.random(len(source)) ** 6, random.random(len(source)))
    target = starts[parent_generation] + (sizes * share).astype(np.int64)
    return source, target


def _popular(random: np.random.Generator, count: int, among: int, exponent: float) -> Ints:
    return (among * random.random(count) ** exponent).astype(np.int64)


def _hub_ids(nodes: int, models: int, random: np.random.Generator) -> TextColumn:
    """Identities of about the length that those of the hub have; a few owners hold a large part."""
    owners = _popular(random, nodes, max(1, nodes // 12), 3.0)
    parts = []
    for start in range(0, nodes, 1 << 16):
        texts = []
        for number in range(start, min(start + (1 << 16), nodes)):
            owner = f"{WORDS[owners[number] % len(WORDS)]}-lab{owners[number]}"
            folder = "" if number < models else "datasets/"
            texts.append(
                f"pkg:huggingface/{folder}{owner}/{WORDS[number % 18]}-{FLAVOURS[number % 13]}-{number}".encode()
            )
        parts.append(TextColumn.of_bytes(texts))
    return TextColumn.concatenated(parts)


def _shuffled(
    kinds: npt.NDArray[np.uint8], source: Ints, target: Ints, kind: npt.NDArray[np.uint8], ids: TextColumn,
    random: np.random.Generator,
) -> Columns:  # fmt: skip
    """In random order, as a dump has it, so that no kernel lives on a lucky order."""
    count, number = len(kinds), len(source)
    place, order = random.permutation(count), random.permutation(number)
    original = np.argsort(place)
    nodes = NodeColumns(
        ids.take(original), _names(ids.take(original)), TextColumn.empty(count), kinds[original],
        np.where(random.random(count) < 0.05, KNOWLEDGE.index(Knowledge.UNKNOWN), KNOWLEDGE.index(Knowledge.DECLARED)).astype(np.uint8),
        np.full(count, -1, np.int32),
    )  # fmt: skip
    relations = RelationColumns(
        place[source][order].astype(np.int32), place[target][order].astype(np.int32), kind[order],
        np.full(number, KNOWLEDGE.index(Knowledge.DECLARED), np.uint8),
        np.full(number, SCOPES.index(Scope.RUNTIME), np.uint8),
    )  # fmt: skip
    return Columns(nodes, relations)


def _names(ids: TextColumn) -> TextColumn:
    """The identity without its first 16 bytes, `pkg:huggingface/`."""
    prefix = min(16, int(ids.lengths.min(initial=16)))
    blob = np.frombuffer(ids.blob, np.uint8)
    keep = np.ones(len(blob), bool)
    starts = ids.offsets[:-1]
    for step in range(prefix):
        keep[starts + step] = False
    return TextColumn.joined(blob[keep].tobytes(), ids.lengths - prefix)
