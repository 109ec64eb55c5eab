"""The columns of a walk with the words of their cards: everything that stays the same while one looks around."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.analysis.trail import Branches, Ground, Walk, branches, relations_between
from explorer.domain.component import Component, Knowledge
from explorer.domain.relation import Relation
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.sentences import counted, name_of
from explorer.ui.text import plain


@dataclass(frozen=True, eq=False)
class Column:
    """Where one could step to, and where one did."""

    branches: Branches
    came_from: int | None
    """The component whose branches these are; None for where one begins."""
    chosen: int | None
    """The place of the chosen one among the branches; None in the last column."""

    def __len__(self) -> int:
        return len(self.branches)


@dataclass(frozen=True, eq=False)
class TrailScene:
    """A walk with all columns that it passes, and the one that lies ahead."""

    snapshot: Snapshot
    ground: Ground
    walk: Walk
    columns: tuple[Column, ...]
    unavoidable: frozenset[int] = frozenset()
    """Components of the walk that every way between its ends runs through."""

    def node(self, column: int, row: int) -> int:
        """The component of a card."""
        return int(self.columns[column].branches.nodes[row])

    def component(self, column: int, row: int) -> Component:
        """The same with all that is known of it."""
        return self.snapshot.components[self.node(column, row)]

    def name(self, column: int, row: int) -> str:
        """The first line of a card."""
        return plain(name_of(self.snapshot, self.node(column, row)))

    def second_line(self, column: int, row: int) -> str:
        """By which relation one comes there, and how much lies behind."""
        word = self.relation_words(column, row)
        return f"{word} · {self.behind(column, row)}" if word else self.behind(column, row)

    def behind(self, column: int, row: int) -> str:
        """How much lies behind a card: `3 next, 41 behind`."""
        found = self.columns[column].branches
        onward, behind = int(found.onward[row]), int(found.behind[row])
        node = self.node(column, row)
        if not onward:
            unknown = self.snapshot.components[node].knowledge is Knowledge.UNKNOWN
            return "sight ends here" if unknown and self.ground.upwards else "ends here"
        about = "" if self.ground.behind.exact[node] else "about "
        return f"{onward:,} next, {about}{behind:,} behind"

    def relations(self, column: int, row: int) -> list[Relation]:
        """The relations by which one comes to a card."""
        came_from = self.columns[column].came_from
        if came_from is None:
            return []
        numbers = relations_between(self.ground, came_from, self.node(column, row))
        return [self.snapshot.relations[each] for each in numbers]

    def relation_words(self, column: int, row: int) -> str:
        """The words of these relations, each once."""
        words = dict.fromkeys(relation.kind.value.replace("-", " ") for relation in self.relations(column, row))
        return ", ".join(words)

    def heading(self, column: int) -> str:
        """What stands over a column."""
        count = len(self.columns[column])
        if self.columns[column].came_from is None:
            return f"Where to begin · {count:,}"
        return f"Step {column} · {counted(count, 'branch', 'branches')}"

    def spoken(self, column: int, row: int) -> str:
        """A card in words, as it is announced and shown on hover."""
        component = self.component(column, row)
        kind = component.kind.value.replace("-", " ")
        words = [self.name(column, row), kind, component.knowledge.value, self.second_line(column, row)]
        if self.columns[column].chosen == row:
            words.append("on the trail")
            if self.node(column, row) in self.unavoidable:
                words.append("every way runs through it")
        return ", ".join(words)

    @property
    def not_taken(self) -> int:
        """Branches that were passed by."""
        return sum(
            len(column) - 1 for column in self.columns if column.chosen is not None and column.came_from is not None
        )


def trail_scene(snapshot: Snapshot, found: Ground, walk: Walk, unavoidable: frozenset[int] = frozenset()) -> TrailScene:
    """The columns along a walk; a walk that begins elsewhere than the ground does has that beginning for its first."""
    columns: list[Column] = []
    came_from: int | None = None
    for node in walk.steps:
        choice = branches(found, came_from)
        places = (choice.nodes == node).nonzero()[0]
        if not len(places):  # It begins where one would not begin by oneself.
            choice = branches(_begun_at(found, node), None)
            places = (choice.nodes == node).nonzero()[0]
        columns.append(Column(choice, came_from, int(places[0])))
        came_from = node
    ahead = branches(found, came_from)
    if len(ahead):
        columns.append(Column(ahead, came_from, None))
    return TrailScene(snapshot, found, walk, tuple(columns), unavoidable)


def _begun_at(found: Ground, node: int) -> Ground:
    return Ground(found.graph, (*found.starts, node), found.upwards, found.behind)
