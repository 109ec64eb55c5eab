"""If a component goes bad: by which ways it comes to each system, link by link, and whom to call about it."""

from __future__ import annotations

from collections.abc import Iterator

from explorer.analysis.trust import party_of_nodes
from explorer.analysis.why import why
from explorer.domain.annotation import Note, ResidualRisk, TrustDelegation
from explorer.domain.component import ComponentId
from explorer.domain.relation import RelationKind
from explorer.exports.report import Section
from explorer.graph.identity import family
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers
from explorer.pipeline.sentences import counted, name_of
from explorer.pipeline.table import Cell

WAYS = 3
"""Shortest ways shown per system."""
SYSTEMS = 20
"""Systems whose ways are shown; the section says how many more there are."""
NOBODY, NOTHING = "nobody is named", "nothing"
_ADDRESSES = (
    "Addresses are kept nowhere but in the notes that analysts write: put one on the party or the system, and it stands here. "
    "Names are those that files, hubs and analysts give; nobody has confirmed them for this page."
)


def ways_section(snapshot: Snapshot, component: int, systems: tuple[int, ...]) -> Section:
    """Up to three shortest ways per system, one row per link, with the place where the link was read."""
    shown, rows = systems[:SYSTEMS], []
    for root in shown:
        for number, path in enumerate(why(snapshot.graph, root, component, WAYS).paths, 1):
            for source, target in zip(path, path[1:], strict=False):
                rows.append((name_of(snapshot, root), number, *_link(snapshot, source, target)))
    left_out = len(systems) - len(shown)
    headline = f"Up to {WAYS} shortest ways to each of {counted(len(shown), 'system')}, link by link."
    note = f"{counted(left_out, 'more system is', 'more systems are')} hit and not followed here." if left_out else ""
    columns = ("system", "way", "relies", "how", "on", "read at")
    query = f"catchment why WORKSPACE SYSTEM {snapshot.graph.id_of(component)}"
    return Section("By which ways", headline, columns, tuple(rows), note, None, query)


def _link(snapshot: Snapshot, source: int, target: int) -> tuple[Cell, ...]:
    graph = snapshot.graph
    relation = next(each for each in graph.up.relations_of(source).tolist() if graph.relation_target[each] == target)
    evidence = snapshot.relations[relation].evidence
    word = graph.relation_kind_of(relation).value.replace("-", " ")
    return name_of(snapshot, source), word, name_of(snapshot, target), evidence[0].place() if evidence else None


def calls_section(snapshot: Snapshot, answers: Answers, component: int, owners: dict[int, str | None]) -> Section:
    """Everybody who answers for a part of it, each once: owners of systems, supplier, hub, those who judged, those between.

    `owners` holds the systems hit, the most critical first, with who owns them where that is known.
    """
    roles: dict[str | None, list[str]] = {}
    subjects: dict[str | None, set[str]] = {}
    for who, role, about in _calls(snapshot, answers, component, owners):
        if role not in roles.setdefault(who, []):
            roles[who].append(role)
        subjects.setdefault(who, set()).update(about)
    notes = [each for each in answers.annotations if isinstance(each, Note)]
    noted = {
        who: " ".join(each.text for each in notes if str(each.subject) in about) for who, about in subjects.items()
    }
    rows = tuple((who or NOBODY, "; ".join(said), noted[who] or NOTHING) for who, said in roles.items())
    known = [who for who in roles if who is not None]
    with_note = sum(bool(noted[who]) for who in known)
    headline = f"{counted(len(known), 'name')} to call, {with_note:,} of them with a note."
    left_out = len(owners) - SYSTEMS
    bound = f"\nThose between are of the {SYSTEMS:,} most critical of {len(owners):,} systems." if left_out > 0 else ""
    return Section("Whom to call", headline, ("whom", "about what", "what is noted"), rows, _ADDRESSES + bound)


def _calls(
    snapshot: Snapshot, answers: Answers, component: int, owners: dict[int, str | None]
) -> Iterator[tuple[str | None, str, tuple[str, ...]]]:
    """Who, about what, and the subjects whose notes may say how to reach them."""
    graph = snapshot.graph
    for root, owner in owners.items():
        yield owner, f"owns {name_of(snapshot, root)}", (str(graph.id_of(root)),)
    party = int(party_of_nodes(graph)[component])
    about = (str(graph.id_of(component)), str(family(graph.id_of(component))))
    if party < 0:
        yield None, f"answers for {name_of(snapshot, component)}", about
    elif party != component:
        yield name_of(snapshot, party), f"answers for {name_of(snapshot, component)}", (str(graph.id_of(party)), *about)
    else:
        yield name_of(snapshot, party), "is the one that went bad", about
    for relation in graph.up.relations_of(component).tolist():
        if graph.relation_kind_of(relation) is RelationKind.DISTRIBUTED_BY:
            hub = int(graph.relation_target[relation])
            yield name_of(snapshot, hub), "distributes it: can take it down", (str(graph.id_of(hub)),)
    yield from _judges(answers, {*about, *([str(graph.id_of(party))] if party >= 0 else [])})
    yield from _between(snapshot, component, owners, {party, component})


def _judges(answers: Answers, subjects: set[str]) -> Iterator[tuple[str | None, str, tuple[str, ...]]]:
    for each in answers.annotations:
        if isinstance(each, TrustDelegation) and each.owner and {each.delegate, str(each.subject)} & subjects:
            yield each.owner, f"owns our trust in it ({each.status.value}, {each.basis.value})", ()
        elif isinstance(each, ResidualRisk) and each.owner and str(each.subject) in subjects:
            yield each.owner, f"owns the risk “{each.title}”", ()


def _between(
    snapshot: Snapshot, component: int, owners: dict[int, str | None], told: set[int]
) -> Iterator[tuple[str | None, str, tuple[str, ...]]]:
    """The parties that carry it to a system by the shortest way."""
    owner = party_of_nodes(snapshot.graph)
    for root in list(owners)[:SYSTEMS]:
        paths = why(snapshot.graph, root, component, 1).paths
        for node in paths[0][1:-1] if paths else ():
            party = int(owner[node])
            if party >= 0 and party not in told and party not in owners:
                identity = ComponentId(snapshot.graph.id_of(party))
                yield name_of(snapshot, party), f"passes it on in {name_of(snapshot, node)}", (str(identity),)
