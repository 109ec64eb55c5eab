"""What changed between two snapshots: components, relations, and what was probably renamed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from explorer.domain.component import Component, ComponentId
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.identity import family, is_pinned_digest, version_of
from explorer.graph.snapshot import Snapshot


class Change(StrEnum):
    """What happened to a component or relation."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    VERSION = "version"
    REVISION = "revision"
    PARTY = "party"
    KIND = "kind"
    KNOWLEDGE_LOST = "known less well"
    KNOWLEDGE_GAINED = "known better"
    EVIDENCE_LOST = "evidence lost"
    EVIDENCE_GAINED = "evidence gained"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class ComponentChange:
    """One thing that changed on a component."""

    change: Change
    before: Component | None
    after: Component | None
    what: str = ""
    """For a fact, its name."""
    old: str = ""
    new: str = ""

    @property
    def subject(self) -> ComponentId:
        """The identity after, or before where it is gone."""
        known = self.after or self.before
        assert known is not None, "a change is about something"
        return known.id


@dataclass(frozen=True, slots=True)
class RelationChange:
    """One thing that changed on a relation; ends are families, so that a new version is not a new relation."""

    change: Change
    before: Relation | None
    after: Relation | None
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that changed from one snapshot to another."""

    components: tuple[ComponentChange, ...]
    relations: tuple[RelationChange, ...]
    later: Mapping[ComponentId, ComponentId]
    """What the earlier snapshot called a component that the later one calls otherwise: a new version, a new owner."""

    def count(self, *changes: Change) -> int:
        """How many component changes are of these sorts."""
        return sum(each.change in changes for each in self.components)

    @property
    def renames(self) -> tuple[ComponentChange, ...]:
        """What was probably renamed or moved to another owner."""
        return tuple(each for each in self.components if each.change is Change.RENAMED)


def difference(before: Snapshot, after: Snapshot) -> Difference:
    """What changed from one snapshot of a system, or portfolio, to another.

    Components are matched by identity, then by family, then, for what is left, by name under another owner (a moved
    namespace). A component with one version before and another after has changed its version; where a family holds
    several versions, each is matched by itself.

    >>> from explorer.graph.example import example_snapshot
    >>> found = difference(example_snapshot("app->a->b"), example_snapshot("app->a->c"))
    >>> [(each.change.value, each.subject) for each in found.components]
    [('removed', 'b'), ('added', 'c')]
    >>> [(each.change.value, each.old, each.new) for each in found.relations]
    [('removed', 'a uses b', ''), ('added', '', 'a uses c')]
    """
    pairs = list(_pairs(before, after))
    renamed = {
        family(one.id): family(other.id) for change, one, other in pairs if change is Change.RENAMED and one and other
    }
    later = {one.id: other.id for _, one, other in pairs if one and other and one.id != other.id}
    components = [each for change, one, other in pairs for each in _changes(change, one, other)]
    return Difference(tuple(sorted(components, key=_order)), tuple(_relation_changes(before, after, renamed)), later)


def _pairs(before: Snapshot, after: Snapshot) -> Iterator[tuple[Change | None, Component | None, Component | None]]:
    """Who became whom; the change is None where the identity is the same."""
    here = {each.id: each for each in before.components}
    there = {each.id: each for each in after.components}
    for identity in here.keys() & there.keys():
        yield None, here[identity], there[identity]
    gone, new = _by_family(here, there), _by_family(there, here)
    left_gone: list[Component] = []
    left_new: list[Component] = []
    for name in {*gone, *new}:
        old, fresh = gone.get(name, []), new.get(name, [])
        if len(old) == 1 and len(fresh) == 1:
            yield _version_change(old[0], fresh[0]), old[0], fresh[0]
        else:
            left_gone += old
            left_new += fresh
    yield from _renamed(left_gone, left_new)


def _by_family(
    mine: Mapping[ComponentId, Component], theirs: Mapping[ComponentId, Component]
) -> dict[str, list[Component]]:
    table: dict[str, list[Component]] = defaultdict(list)
    for identity, component in mine.items():
        if identity not in theirs:
            table[family(identity)].append(component)
    return table


def _version_change(old: Component, new: Component) -> Change:
    return Change.REVISION if is_pinned_digest(old.version) or is_pinned_digest(new.version) else Change.VERSION


def _renamed(
    gone: list[Component], new: list[Component]
) -> Iterator[tuple[Change | None, Component | None, Component | None]]:
    """Pairs of the same kind and last name that are the only ones of that name on both sides, then the rest."""
    table: dict[tuple[str, str], tuple[list[Component], list[Component]]] = defaultdict(lambda: ([], []))
    for side, components in enumerate((gone, new)):
        for each in components:
            table[each.kind.value, _last_name(each)][side].append(each)
    for old, fresh in table.values():
        if len(old) == 1 and len(fresh) == 1:
            yield Change.RENAMED, old[0], fresh[0]
        else:
            yield from ((Change.REMOVED, each, None) for each in old)
            yield from ((Change.ADDED, None, each) for each in fresh)


def _last_name(component: Component) -> str:
    """The name without its owner, as people write it: `Meta-Llama/Llama_2` and `llama/llama-2` are both `llama-2`.

    What has no owner has its identity as name, so that two different things without owner are never one renamed.
    """
    tail = family(component.id).rpartition("/")[2]
    return tail.casefold().replace("_", "-") if "/" in family(component.id).partition("/")[2] else component.id


def _changes(change: Change | None, one: Component | None, other: Component | None) -> Iterator[ComponentChange]:
    if one is None or other is None:
        yield ComponentChange(
            Change.REMOVED if one else Change.ADDED,
            one,
            other,
            "",
            one.version if one else "",
            other.version if other else "",
        )
        return
    if change is Change.RENAMED:
        yield ComponentChange(change, one, other, old=family(one.id), new=family(other.id))
    elif change is not None and (versions := (_version(one), _version(other)))[0] != versions[1]:
        yield ComponentChange(change, one, other, old=versions[0], new=versions[1])
    if one.kind is not other.kind:
        yield ComponentChange(Change.KIND, one, other, old=one.kind.value, new=other.kind.value)
    if one.supplier != other.supplier:
        yield ComponentChange(Change.PARTY, one, other, old=one.supplier or "", new=other.supplier or "")
    if one.knowledge is not other.knowledge:
        lost = other.knowledge.rank > one.knowledge.rank
        sort = Change.KNOWLEDGE_LOST if lost else Change.KNOWLEDGE_GAINED
        yield ComponentChange(sort, one, other, old=one.knowledge.value, new=other.knowledge.value)
    yield from _evidence_changes(one, other)
    yield from _fact_changes(one, other)


def _version(component: Component) -> str:
    """Its version; nothing for what is called after something that has one, such as the contents of an image."""
    return component.version or version_of(component.id)


def _evidence_changes(one: Component, other: Component) -> Iterator[ComponentChange]:
    """By place, since a line that moved is the same evidence."""
    here, there = (
        {(each.source, each.location) for each in one.evidence},
        {(each.source, each.location) for each in other.evidence},
    )
    for change, only in ((Change.EVIDENCE_LOST, here - there), (Change.EVIDENCE_GAINED, there - here)):
        if only:
            words = ", ".join(sorted({location or source for source, location in only}))
            yield ComponentChange(change, one, other, old=words if change is Change.EVIDENCE_LOST else "",
                                  new=words if change is Change.EVIDENCE_GAINED else "")  # fmt: skip


def _fact_changes(one: Component, other: Component) -> Iterator[ComponentChange]:
    """Facts but those that say the version again, such as the tag of an image."""
    version = _version(one), _version(other)
    for name in sorted(one.attributes.keys() | other.attributes.keys()):
        old, new = one.attributes.get(name, ""), other.attributes.get(name, "")
        if old != new and (old, new) != version:
            yield ComponentChange(Change.FACT, one, other, name, old, new)


RelationKey = tuple[ComponentId, RelationKind, ComponentId]


def _relation_changes(
    before: Snapshot, after: Snapshot, renamed: Mapping[ComponentId, ComponentId]
) -> Iterator[RelationChange]:
    here = _relations(before.relations, renamed)
    there = _relations(after.relations, {})
    for key in sorted(here.keys() - there.keys()):
        yield RelationChange(Change.REMOVED, here[key], None, old=_words(key))
    for key in sorted(there.keys() - here.keys()):
        yield RelationChange(Change.ADDED, None, there[key], new=_words(key))
    for key in sorted(here.keys() & there.keys()):
        old, new = here[key].knowledge, there[key].knowledge
        if old is not new:
            sort = Change.KNOWLEDGE_LOST if new.rank > old.rank else Change.KNOWLEDGE_GAINED
            yield RelationChange(
                sort, here[key], there[key], f"{_words(key)}: {old.value}", f"{_words(key)}: {new.value}"
            )


def _relations(
    relations: Iterable[Relation], renamed: Mapping[ComponentId, ComponentId]
) -> dict[RelationKey, Relation]:
    """Relations by their families; of several versions' relations the best known stands for all."""
    table: dict[RelationKey, Relation] = {}
    for each in relations:
        source, target = family(each.source), family(each.target)
        key = (renamed.get(source, source), each.kind, renamed.get(target, target))
        known = table.get(key)
        if known is None or each.knowledge.rank < known.knowledge.rank:
            table[key] = each
    return table


def _words(key: RelationKey) -> str:
    return f"{key[0]} {key[1].value} {key[2]}"


_ORDER = {change: place for place, change in enumerate(
    (Change.REMOVED, Change.ADDED, Change.RENAMED, Change.PARTY, Change.KNOWLEDGE_LOST, Change.EVIDENCE_LOST, Change.REVISION,
     Change.VERSION, Change.KIND, Change.KNOWLEDGE_GAINED, Change.EVIDENCE_GAINED, Change.FACT))}  # fmt: skip


def _order(each: ComponentChange) -> tuple[int, str, str]:
    return (_ORDER[each.change], each.subject, each.what)
