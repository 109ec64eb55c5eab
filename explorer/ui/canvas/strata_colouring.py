"""What the colour of a cell says: class, knowledge, party, licence or format; a code for every node, a legend for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explorer.domain.component import CLASS_TITLES, ComponentClass, Kind, Knowledge
from explorer.graph.adjacency import Int32
from explorer.graph.namespaces import hub_namespaces
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import KINDS, KNOWLEDGE, SupplyGraph, UInt8
from explorer.layout.drawing import CLASS_OF_KIND, CLASSES
from explorer.progress import Progress

MOST_HUES = 9
"""So many holders have a hue of their own; the rest is one entry with its number."""

HUES = (
    ComponentClass.LIBRARY,
    ComponentClass.ADAPTATION,
    ComponentClass.DISTRIBUTION,
    ComponentClass.ARTIFACT,
    ComponentClass.MODEL,
    ComponentClass.DATA,
    ComponentClass.COMPUTE,
    ComponentClass.AGENT,
    ComponentClass.BUILD,
)
"""The hues of classes lent to holders, neighbours far apart."""

SOLID, LIGHT, HATCHED = 0.88, 0.3, 0.12
"""How much of the hue is in a cell: of what is known, of what is inferred, below the hatching of what is not."""

INFERRED_HOLDER = 0.6
"""The same of a holder that is only the account's name: light enough to differ, strong enough to tell nine apart."""


@dataclass(frozen=True, slots=True)
class Shade:
    """How the cells of one code look."""

    title: str
    hue: ComponentClass | None
    """Whose hue it borrows; None for grey."""
    strength: float
    hatched: bool = False


@dataclass(frozen=True, eq=False)
class Colouring:
    """A code for each of n nodes, and what the codes mean."""

    key: str
    title: str
    code: UInt8
    """(n,): position in `shades`."""
    shades: tuple[Shade, ...]

    def counts(self) -> list[int]:
        """How many nodes there are of each shade."""
        return [int(count) for count in np.bincount(self.code, minlength=len(self.shades))]

    def words(self, node: int) -> str:
        """What the colour of a node says."""
        return self.shades[int(self.code[node])].title


def by_class(graph: SupplyGraph) -> Colouring:
    """Class by hue, knowledge by fill."""
    code = CLASS_OF_KIND[graph.kind].astype(np.uint8) * len(KNOWLEDGE) + graph.knowledge
    shades = tuple(
        _shade_of(component_class, knowledge, _title(component_class, knowledge))
        for component_class in CLASSES
        for knowledge in KNOWLEDGE
    )
    return Colouring("class", "Class and knowledge", code.astype(np.uint8), shades)


def by_knowledge(graph: SupplyGraph) -> Colouring:
    """Only how well each component is known."""
    shades = (
        Shade("verified", ComponentClass.DISTRIBUTION, SOLID),
        Shade("declared", ComponentClass.LIBRARY, 0.7),
        Shade("inferred", ComponentClass.LIBRARY, 0.22),
        Shade("unknown", None, HATCHED, hatched=True),
    )
    return Colouring("knowledge", "Knowledge", graph.knowledge.astype(np.uint8), shades)


def by_party(graph: SupplyGraph, among: Int32 | None = None) -> Colouring:
    """Who supplies it; a party stands for itself. `among` (k,) looks at these nodes only.

    Where nobody is stated, as in a hub's dump, the account that a model stands under is shown as inferred, and said so.
    """
    nodes = np.arange(len(graph), dtype=np.int32) if among is None else among
    holder = np.where(graph.kind[nodes] == KINDS.index(Kind.PARTY), nodes, graph.supplier[nodes])
    open_to_all = np.flatnonzero(holder < 0)
    account, accounts = hub_namespaces(graph.ids, nodes[open_to_all])
    named = account >= 0
    holder[open_to_all[named]] = len(graph) + account[named]
    stated = holder >= 0
    counts = np.bincount(holder[stated], minlength=len(graph)) if stated.any() else np.zeros(0, np.int64)
    largest = _largest(counts)
    shades = [
        Shade(graph.names[node], hue, SOLID)
        if node < len(graph)
        else Shade(f"account {accounts[node - len(graph)]}", hue, INFERRED_HOLDER)
        for node, hue in zip(largest, HUES, strict=False)
    ]
    others = int((counts > 0).sum()) - len(largest)
    shades += [Shade(f"{others:,} other parties", None, 0.5), Shade("not stated", None, HATCHED, hatched=True)]
    code = np.full(len(holder), len(shades) - 2, np.uint8)
    for position, node in enumerate(largest):
        code[holder == node] = position
    code[~stated] = len(shades) - 1
    return Colouring("party", "Party", code, tuple(shades))


def _largest(counts: npt.NDArray[np.int64]) -> list[int]:
    """Up to `MOST_HUES` of those that count anything, the greatest first, of equals the first; without sorting millions."""
    least = np.partition(counts, -MOST_HUES)[-MOST_HUES] if len(counts) > MOST_HUES else 1
    found = np.flatnonzero(counts >= max(int(least), 1))
    return [int(each) for each in found[np.argsort(-counts[found], kind="stable")][:MOST_HUES]]


def by_attribute(key: str, title: str, values: Iterable[str]) -> Colouring:
    """The values that components state; the empty text is not stated."""
    stated = list(values)
    counts = Counter(value for value in stated if value)
    largest = [value for value, _ in sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:MOST_HUES]]
    shades = [Shade(value, hue, SOLID) for value, hue in zip(largest, HUES, strict=False)]
    others = len(counts) - len(largest)
    shades += [Shade(f"{others:,} others", None, 0.5), Shade("not stated", None, HATCHED, hatched=True)]
    position = {value: number for number, value in enumerate(largest)}
    rest = len(shades) - 2
    code = np.fromiter((position.get(each, rest) if each else rest + 1 for each in stated), np.uint8, len(stated))
    return Colouring(key, title, code, tuple(shades))


def _of_attribute(attribute: str, title: str) -> Callable[[Snapshot, Progress], Colouring]:
    def made(snapshot: Snapshot, progress: Progress) -> Colouring:
        values = []
        for number, component in enumerate(snapshot.components):
            if number % 5_000 == 0:
                progress.step(f"Reading {title.lower()}s", number, len(snapshot.components))
            values.append(component.attributes.get(attribute, ""))
        return by_attribute(attribute, title, values)

    return made


COLOURINGS: dict[str, tuple[str, Callable[[Snapshot, Progress], Colouring]]] = {
    "class": ("Class and knowledge", lambda snapshot, _: by_class(snapshot.graph)),
    "knowledge": ("Knowledge", lambda snapshot, _: by_knowledge(snapshot.graph)),
    "party": ("Party", lambda snapshot, _: by_party(snapshot.graph)),
    "licence": ("Licence", _of_attribute("licence", "Licence")),
    "format": ("Format", _of_attribute("format", "Format")),
}
"""What there is to colour by: key, title, and how it is found."""


def _title(component_class: ComponentClass, knowledge: Knowledge) -> str:
    """What is of no known class is mostly unknown itself; the word is said once."""
    title = CLASS_TITLES[component_class]
    return title if title.casefold() == knowledge else f"{title}, {knowledge}"


def _shade_of(component_class: ComponentClass, knowledge: Knowledge, title: str) -> Shade:
    if knowledge is Knowledge.UNKNOWN or component_class is ComponentClass.UNKNOWN:
        return Shade(title, component_class, HATCHED, hatched=True)
    return Shade(title, component_class, LIGHT if knowledge is Knowledge.INFERRED else SOLID)
