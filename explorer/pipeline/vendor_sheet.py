"""A party on one sheet: what we take from it, where, on what trust, how concentrated, and what to ask it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from explorer.analysis.frontier import Ask, Fact, frontier
from explorer.analysis.makers import first_maker
from explorer.analysis.own_parties import own_parties
from explorer.analysis.reliance import reliance
from explorer.analysis.trust import Boundary, BoundaryState, party_of_nodes
from explorer.domain.annotation import ResidualRisk, TrustDelegation
from explorer.domain.component import ComponentId, Kind
from explorer.errors import InputError
from explorer.exports.report import Document, Figure, Section
from explorer.graph.identity import family
from explorer.graph.reach import upstream
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers
from explorer.pipeline.said_once import common_apart
from explorer.pipeline.sentences import NOT_ASSESSED, counted, name_of
from explorer.pipeline.table import Cell, Table

_STANDING = (
    (frozenset({Kind.MODEL, Kind.ADAPTER}), "Which data were your models trained on, from whom, under which licences?"),
    (frozenset({Kind.MODEL, Kind.ADAPTER}), "Which base models are they made from, at which revision?"),
    (frozenset({Kind.MODEL_SERVICE}), "Which weights answer our calls today, and how do you tell us before they change?"),
    (frozenset({Kind.MODEL_SERVICE}), "On whose cloud and hardware does the service run, and what is the fallback?"),
    (frozenset({Kind.PACKAGE, Kind.CONTAINER_IMAGE}), "Do you publish a bill of materials (SPDX or CycloneDX) with each release?"),
    (frozenset({Kind.PACKAGE, Kind.CONTAINER_IMAGE}), "Are releases signed and attested, to which SLSA build level?"),
    (frozenset({Kind.MCP_SERVER, Kind.TOOL}), "Which data do your agent tools see, keep or pass on?"),
    (frozenset(Kind), "Whom would you tell of an incident, how fast, and at which address of ours?"),
    (frozenset(Kind), "Who can publish in your name, and how is that access protected?"),
)  # fmt: skip
"""Asked of whoever delivers components of these kinds; facts that are missing in the graph are asked for by name."""


_OF_ONE = {
    Fact.TRAINING_DATA: "which data was it trained on?", Fact.DATA_SOURCE: "where does its data come from?",
    Fact.BASE_MODEL: "from which base model was it made, if from any?", Fact.DEPENDENCIES: "what does it depend on?",
    Fact.CONTENTS: "what does it contain?", Fact.IMPLEMENTATION: "what does it run on, and which model answers?",
    Fact.IDENTITY: "what is it?", Fact.BUILDER: "who builds it?", Fact.MAKER: "who makes it?",
}  # fmt: skip
_OF_MANY = {
    Fact.TRAINING_DATA: "which data was each trained on?", Fact.DATA_SOURCE: "where does the data of each come from?",
    Fact.BASE_MODEL: "from which base model was each made, if from any?", Fact.DEPENDENCIES: "what does each depend on?",
    Fact.CONTENTS: "what does each contain?", Fact.IMPLEMENTATION: "what does each run on, and which model answers?",
    Fact.IDENTITY: "what is each of them?", Fact.BUILDER: "who builds them?", Fact.MAKER: "who makes them?",
}  # fmt: skip
"""How a fact is asked for, of one component and of several."""


@dataclass(frozen=True, eq=False)
class VendorSheet:
    """What is known of one party, seen from the systems in scope."""

    party: int
    components: tuple[int, ...]
    """What it answers for, upstream of the systems."""
    systems: tuple[int, ...]
    """The systems that rely on any of it."""
    trusted_by: tuple[Boundary, ...]
    trusts: tuple[Boundary, ...]
    asks: tuple[Ask, ...]
    """Facts that only it could tell, the most revealing first."""
    alone: int
    """Components upstream of the systems that would be out of reach without it."""


def vendor_sheet(snapshot: Snapshot, answers: Answers, party: ComponentId) -> VendorSheet:
    """Everything upstream that one party answers for. Raises `InputError` for what is no party here.

    >>> from datetime import date
    >>> from explorer.domain.relation import RelationKind
    >>> from explorer.graph.example import example_snapshot
    >>> from explorer.pipeline.answers import answer
    >>> kinds = {"llama": Kind.MODEL, "meta": Kind.PARTY}
    >>> snapshot = example_snapshot("app->llama->meta", kinds, {"llama->meta": RelationKind.MADE_BY})
    >>> sheet = vendor_sheet(snapshot, answer(snapshot, (), None, date(2026, 1, 1)), ComponentId("meta"))
    >>> [snapshot.graph.id_of(node) for node in sheet.components], len(sheet.systems)
    (['llama'], 1)
    """
    graph = snapshot.graph
    node = graph.find(party)
    if node is None or graph.kind_of(node) is not Kind.PARTY:
        raise InputError(
            f"{party} is no party here.", "Give the identity of one, such as party:meta; the inventory lists them."
        )
    inside = upstream(graph, answers.roots)
    owner = party_of_nodes(graph)
    mine = (owner == node) & inside
    mine[node] = False
    components = tuple(np.flatnonzero(mine).tolist())
    reach = reliance(graph, answers.roots)
    systems = tuple(int(reach.roots[place]) for place in reach.places_upon(components or (node,)))
    bounds = answers.boundaries.boundaries
    gone = mine.copy()
    gone[node] = True
    kept = ~(gone[graph.relation_source] | gone[graph.relation_target])
    lost = inside & ~upstream(graph, answers.roots, kept) & ~gone
    own = own_parties(graph, answers.annotations)
    asks = frontier(graph, answers.roots, frozenset(Fact), addressee=node, own=own).asks
    return VendorSheet(
        node, components, systems, tuple(each for each in bounds if each.trusted == party),
        tuple(each for each in bounds if each.truster == party), asks, int(lost.sum()),
    )  # fmt: skip


def sheet_document(snapshot: Snapshot, answers: Answers, sheet: VendorSheet) -> Document:
    """The sheet to print or send round within one's own house."""
    name = name_of(snapshot, sheet.party)
    done = sum(each.state is BoundaryState.EXAMINED for each in sheet.trusted_by)
    figures = (
        Figure(f"{len(sheet.systems)} of {len(answers.roots)}", "systems rely on it"),
        Figure(f"{len(sheet.components):,}", "components upstream are its own"),
        Figure(f"{sheet.alone:,}", "more would be out of reach without it"),
        Figure(f"{done} of {len(sheet.trusted_by)}", "boundaries towards it are examined"),
        Figure(f"{len(sheet.asks):,}", "facts that only it could tell"),
    )
    sections = (
        questions_section(snapshot, sheet), _taken(snapshot, answers, sheet), _concentration(answers, snapshot, sheet),
        _trust(snapshot, answers, sheet), _onward(snapshot, answers, sheet), _risks(snapshot, answers, sheet),
    )  # fmt: skip
    age = f"Scanned {snapshot.taken[:16].replace('T', ' ')} UTC. Trust judged on {answers.today.isoformat()}."
    first = [f"First to ask: {text}" for text in questions(snapshot, sheet)[:1]]
    lead = (sheet_sentence(snapshot, answers, sheet), *first)
    return Document(f"Vendor sheet: {name}", age, lead, sections, figures)


def questionnaire(snapshot: Snapshot, sheet: VendorSheet) -> Document:
    """The questions alone, to be sent to the party: nothing in it says which system of ours is concerned."""
    name = name_of(snapshot, sheet.party)
    rows = tuple((number, text, "") for number, text in enumerate(questions(snapshot, sheet), 1))
    lead = (
        "We use components of yours and keep a record of what they are made of. Please answer what you can; a public link is "
        "enough, and “we do not say” is an answer too.",
    )
    section = Section("Questions", f"{counted(len(rows), 'question')}.", ("no", "question", "answer"), rows)
    return Document(f"Questions to {name}", "", lead, (section,), lead_title="Why we ask")


def questions(snapshot: Snapshot, sheet: VendorSheet) -> Sequence[str]:
    """What the graph misses by name, the most revealing first, then what one asks such a vendor anyway."""
    return [*asked_together(snapshot, sheet), *_standing(snapshot, sheet)]


def asked_together(snapshot: Snapshot, sheet: VendorSheet) -> dict[str, Sequence[Ask]]:
    """The facts that the graph misses, by the question that asks for them; the same of one kind is asked once."""
    alike: dict[tuple[Fact, Kind], list[Ask]] = {}
    for ask in sheet.asks:
        alike.setdefault((ask.fact, snapshot.components[ask.component].kind), []).append(ask)
    asked = [(_question(snapshot, fact, kind, asks), fact, kind, asks) for (fact, kind), asks in alike.items()]
    said = Counter(text for text, *_ in asked)
    found: dict[str, list[Ask]] = {}
    for text, fact, kind, asks in asked:
        # A model and a service may have one name: then it is said which of them is meant.
        words = text if said[text] == 1 else _question(snapshot, fact, kind, asks, f" ({_kind_words(kind)})")
        found.setdefault(words, []).extend(asks)
    return {text: tuple(asks) for text, asks in found.items()}


def _question(snapshot: Snapshot, fact: Fact, kind: Kind, asks: Sequence[Ask], which: str = "") -> str:
    """One question for all of them; it says of how many components, and `which` after the first name."""
    first = name_of(snapshot, asks[0].component) + which
    is_trained = fact is Fact.BUILDER and kind in (Kind.MODEL, Kind.ADAPTER, Kind.MODEL_SERVICE)
    if len(asks) == 1:
        return f"{first}: {'where and by which run was it trained?' if is_trained else _OF_ONE[fact]}"
    many = "where and by which run was each trained?" if is_trained else _OF_MANY[fact]
    return f"For {counted(len(asks), _kind_words(kind))} such as {first}: {many}"


def _kind_words(kind: Kind) -> str:
    return kind.value.replace("-", " ")


def _standing(snapshot: Snapshot, sheet: VendorSheet) -> Sequence[str]:
    """What is asked of whoever delivers, or has to tell something of, such components; nothing of who does neither."""
    kinds = {snapshot.components[node].kind for node in (*sheet.components, *(ask.component for ask in sheet.asks))}
    return [text for wanted, text in _STANDING if kinds & wanted]


def sheet_sentence(snapshot: Snapshot, answers: Answers, sheet: VendorSheet) -> str:
    """How much rests on the party, and whether anybody looked."""
    name = name_of(snapshot, sheet.party)
    done = sum(each.state is BoundaryState.EXAMINED for each in sheet.trusted_by)
    rely = "relies" if len(sheet.systems) == 1 else "rely"
    trust = (
        f"trust in it is examined at {done} of {counted(len(sheet.trusted_by), 'boundary', 'boundaries')}"
        if sheet.trusted_by
        else "no boundary towards it is known"
    )
    return (
        f"{len(sheet.systems)} of {counted(len(answers.roots), 'system')} {rely} on {counted(len(sheet.components), 'component')} of "
        f"{name}; {trust}."
    )


def parties_in(snapshot: Snapshot, answers: Answers) -> list[tuple[ComponentId, str, int, int]]:
    """Every party that answers for something upstream: identity, name, its components, the systems that rely on them.

    The one with the most components stands first; last stand those that made something for which another one answers:
    they have no component of their own, and yet only they could tell how it was made.
    """
    graph = snapshot.graph
    inside = upstream(graph, answers.roots) & ~graph.has_kind(Kind.PARTY)
    owner = party_of_nodes(graph)
    counts = np.bincount(owner[inside & (owner >= 0)], minlength=len(graph))
    made = first_maker(graph)[inside | np.isin(np.arange(len(graph)), answers.roots)]
    is_listed = counts > 0
    is_listed[made[made >= 0]] = True
    parties = np.flatnonzero(is_listed & graph.has_kind(Kind.PARTY)).tolist()
    reach = reliance(graph, answers.roots)
    systems = {node: set() if counts[node] else set(reach.places(node)) for node in parties}
    for node in np.flatnonzero(inside & np.isin(owner, parties)).tolist():
        systems[int(owner[node])].update(reach.places(node))
    rows = [(graph.id_of(node), name_of(snapshot, node), int(counts[node]), len(systems[node])) for node in parties]
    return sorted(rows, key=lambda row: (-row[2], row[1]))


def _taken(snapshot: Snapshot, answers: Answers, sheet: VendorSheet) -> Section:
    reach = reliance(snapshot.graph, answers.roots)
    systems = [name_of(snapshot, root) for root in answers.roots]
    rows = [
        (
            component.name, component.version or "not stated", component.kind.value, component.knowledge.value,
            int(answers.depth.least[node]), ", ".join(systems[place] for place in reach.places(node)) or "none",
            component.evidence[0].place() if component.evidence else None, component.id,
        )
        for node in sorted(sheet.components, key=lambda node: (int(answers.depth.least[node]), node))
        for component in [snapshot.components[node]]
    ]  # fmt: skip
    columns = ("component", "version", "kind", "knowledge", "depth", "systems", "seen at", "id")
    headline = f"{counted(len(rows), 'component')}, the nearest first."
    table = common_apart(Table("sheet", headline, columns, tuple(rows)))
    return Section("What we take from it", headline, table.columns, table.rows, table.note)


def _concentration(answers: Answers, snapshot: Snapshot, sheet: VendorSheet) -> Section:
    identity, name = snapshot.graph.id_of(sheet.party), name_of(snapshot, sheet.party)
    rows: list[tuple[Cell, ...]] = []
    for each in answers.concentrations:
        for place, holder in enumerate(each.holders, 1):
            if identity == holder.id or holder.name == name:
                rows.append((each.title, place, round(holder.share, 3), len(holder.systems), each.systems))
    headline = (
        f"It holds a share in {counted(len(rows), 'dimension')}."
        if rows
        else "It is a holder in none of the measured dimensions."
    )
    return Section("How concentrated", headline, ("dimension", "place", "share", "systems", "of"), tuple(rows))


def _trust(snapshot: Snapshot, answers: Answers, sheet: VendorSheet) -> Section:
    known = {each.id: each for each in answers.annotations if isinstance(each, TrustDelegation)}
    rows = []
    for each in sheet.trusted_by:
        said = [known[identity] for identity in each.annotations if identity in known]
        until = min((str(one.review_by) for one in said if one.review_by), default=None)
        rows.append(
            (_name(snapshot, each.truster), each.state.value, each.basis.value if each.basis else None,
             ", ".join(sorted({one.owner for one in said if one.owner})) or None, until, len(each.systems))
        )  # fmt: skip
    columns = ("who trusts it", "state", "basis", "owner", "review by", "systems")
    return Section("On what trust", f"{counted(len(rows), 'boundary', 'boundaries')} towards it.", columns, tuple(rows))


def _onward(snapshot: Snapshot, answers: Answers, sheet: VendorSheet) -> Section:
    rows = tuple(
        (_name(snapshot, each.trusted), each.state.value, each.depth, len(each.systems), len(answers.roots))
        for each in sheet.trusts
    )
    headline = f"It relies on {counted(len(rows), 'other party', 'other parties')}, as far as sight goes."
    return Section("Whom it relies on", headline, ("party", "state of our trust", "depth", "systems", "of"), rows)


def _risks(snapshot: Snapshot, answers: Answers, sheet: VendorSheet) -> Section:
    subjects = {str(family(snapshot.graph.id_of(node))) for node in (*sheet.components, sheet.party)}
    subjects |= {str(snapshot.graph.id_of(node)) for node in (*sheet.components, sheet.party)}
    risks = [each for each in answers.annotations if isinstance(each, ResidualRisk) and str(each.subject) in subjects]
    rows = tuple((each.title, each.subject, each.limit.value, each.score_after, each.owner or None) for each in risks)
    headline = f"{counted(len(rows), 'risk')} written down." if rows else f"None written down, which is {NOT_ASSESSED}."
    return Section("Residual risk on it", headline, ("risk", "on", "limit", "after controls, of 25", "owner"), rows)


def questions_section(snapshot: Snapshot, sheet: VendorSheet) -> Section:
    """The questions to a vendor, each with what hangs on its answer."""
    asks = asked_together(snapshot, sheet)
    rows = tuple(
        (number, text, _hanging(asks[text]) if text in asks else "asked of every such vendor")
        for number, text in enumerate(questions(snapshot, sheet), 1)
    )
    headline = (
        f"{counted(len(rows), 'question')}, in the order of the horizon, what hangs most on first: {len(asks)} for the "
        f"{counted(len(sheet.asks), 'fact')} that only it could tell, {len(rows) - len(asks)} of every such vendor."
        if rows
        else "Nothing: it answers for nothing upstream directly."
    )
    return Section("What to ask it", headline, ("no", "question", "what hangs on the answer"), rows)


def _hanging(alike: Sequence[Ask]) -> str:
    """How much rests on the component that most rests on, of those that one question is about."""
    systems, resting = max(ask.systems for ask in alike), max(ask.resting for ask in alike)
    most = "up to " if len(alike) > 1 else ""
    return f"{most}{counted(systems, 'system')}, {most}{counted(resting, 'component')}"


def _name(snapshot: Snapshot, identity: ComponentId) -> str:
    component = snapshot.component(identity)
    return component.name if component else identity
