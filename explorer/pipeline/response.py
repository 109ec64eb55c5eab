"""If a component goes bad today: who is hit, by which ways, who answers for them, and what to do first."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.analysis.controls import RecordedControls
from explorer.analysis.exposure import Exposure, SystemExposure, entries_of
from explorer.analysis.why import why
from explorer.domain.annotation import ATTACK_TITLES, ResidualRisk, TrustDelegation
from explorer.domain.component import ComponentId, Kind
from explorer.domain.correction import Criticality
from explorer.errors import InputError
from explorer.exports.report import Document, Figure, Section
from explorer.graph.identity import family
from explorer.graph.reach import downstream, upstream
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.attacks import Moment, attack_types
from explorer.pipeline.answers import Answers
from explorer.pipeline.response_calls import calls_section, ways_section
from explorer.pipeline.sentences import counted, name_of
from explorer.pipeline.table import Table
from explorer.pipeline.whatif import controls_in_place, what_if
from explorer.pipeline.whatif_table import cut_words, way_words

_FIRST = {
    Kind.PACKAGE: (
        "Stop installs: block this name and version at the index mirror and in the lock files of the systems below.",
        "Look for machines where it was installed; it may have run code while being installed.",
        "Change the secrets that those machines and their builds could reach.",
    ),
    Kind.MODEL: (
        "Pin the last revision that was known good by its commit, or take the model out of use.",
        "Do not load pickle weights of it anywhere; keep a copy of the files for whoever examines them.",
        "Run the acceptance tests of every system below again, and look at its answers since the change.",
    ),
    Kind.MODEL_SERVICE: (
        "Switch the systems below to their fallback, or turn the function off.",
        "Ask the operator what changed, since when, and which of our calls were answered by it.",
        "Keep the prompts and answers of that time.",
    ),
    Kind.MCP_SERVER: (
        "Take the server out of every agent's configuration below; restart the agents.",
        "Withdraw the tokens that it was given, and look at what was done with them.",
    ),
    Kind.CONTAINER_IMAGE: (
        "Stop pulls of this image; roll back to a digest that was known good.",
        "Keep one running copy for whoever examines it, without network.",
    ),
    Kind.DATASET: ("Stop training runs that read it.", "Note which models were trained with it since the change; see below."),
    Kind.PARTY: (
        "Freeze updates of everything it supplies until it has said what is affected.",
        "Ask it, by its published security address, what is affected and since when; see the vendor sheet.",
    ),
}  # fmt: skip
_ALWAYS = (
    "Tell the owners of the systems below, the most critical first.",
    "Write down what was decided, when and by whom: as a residual risk or a note on this component.",
)


@dataclass(frozen=True, eq=False)
class Response:
    """What one needs in the first hour."""

    component: int
    systems: tuple[int, ...]
    """Systems that rely on it, the most critical first."""
    between: int
    """How many components lie between it and the systems."""
    exposures: tuple[Exposure, ...]
    """The attacks that could begin there, the widest first."""
    criticality: dict[int, int]


def respond(snapshot: Snapshot, answers: Answers, component: ComponentId) -> Response:
    """What a compromise of one component comes to. Raises `InputError` for what is not in the snapshot."""
    graph = snapshot.graph
    node = graph.find(component)
    if node is None:
        raise InputError(f"{component} is not in this portfolio.", "Take an identity or a name from the inventory.")
    said = {str(each.subject): each.level for each in answers.annotations if isinstance(each, Criticality)}
    hit = downstream(graph, [node])
    critical = {int(root): said.get(str(graph.id_of(root)), 0) for root in answers.roots if hit[root]}
    systems = tuple(sorted(critical, key=lambda root: (-critical[root], name_of(snapshot, root))))
    inside = upstream(graph, systems) if systems else hit & False
    controls = controls_in_place(snapshot, answers)
    exposures = [
        what_if(snapshot, answers.roots, attack, [node], controls, Moment.ALREADY)
        for attack in attack_types().values()
        if node in entries_of(graph, answers.roots, attack)
    ]
    exposures.sort(key=lambda each: (-len(each.reached_systems), -each.reached, each.attack.attack.value))
    return Response(node, systems, max(int((hit & inside).sum()) - len(systems) - 1, 0), tuple(exposures), critical)


def response_sentence(snapshot: Snapshot, answers: Answers, found: Response) -> str:
    """How many systems are hit."""
    name = name_of(snapshot, found.component)
    if not found.systems:
        return f"No system in scope relies on {name}."
    count = f"{len(found.systems)} of {counted(len(answers.roots), 'system')}"
    return f"If {name} goes bad, {count} rely on it, with {counted(found.between, 'component')} in between."


def systems_table(snapshot: Snapshot, answers: Answers, found: Response) -> Table:
    """One row per system with its shortest way, owner, what is known to be in the way, and how critical it is."""
    controls = controls_in_place(snapshot, answers)
    rows = []
    for root in found.systems:
        way = why(snapshot.graph, root, found.component, 1)
        path = " → ".join(name_of(snapshot, node) for node in way.paths[0]) if way.paths else "itself"
        count = f"at least {way.at_least:,}" if way.count is None else f"{way.count:,}"
        rows.append(
            (name_of(snapshot, root), found.criticality[root] or None, _owner(snapshot, root), path, count,
             _held(snapshot, controls, found, root), snapshot.graph.id_of(root))
        )  # fmt: skip
    columns = ("system", "criticality, of 5", "owner", "shortest way", "ways", "what could hold it", "id")
    return Table("response", response_sentence(snapshot, answers, found), columns, tuple(rows))


def response_document(snapshot: Snapshot, answers: Answers, found: Response) -> Document:
    """The page for the first hour."""
    component = snapshot.components[found.component]
    table = systems_table(snapshot, answers, found)
    actions = tuple((number, text) for number, text in enumerate(first_actions(found, snapshot), 1))
    figures = (
        Figure(f"{len(found.systems)} of {len(answers.roots)}", "systems rely on it"),
        Figure(f"{found.between:,}", "components between it and them"),
        Figure(str(len(found.exposures)), "attacks of the catalogue could begin there"),
    )
    supplier = snapshot.component(component.supplier) if component.supplier else None
    lead = (
        table.headline,
        f"It is a {component.kind.value.replace('-', ' ')}, {component.knowledge.value}"
        + (f", supplied by {supplier.name}." if supplier else "; nobody is named as its supplier."),
        f"Seen at: {component.evidence[0].place()}." if component.evidence else "Nothing says where it was seen.",
    )
    sections = (
        Section("First actions", "In this order.", ("no", "what to do"), actions),
        Section(
            "Systems hit", table.headline, table.columns, table.rows, query="catchment respond WORKSPACE COMPONENT"
        ),
        calls_section(snapshot, answers, found.component, {root: _owner(snapshot, root) for root in found.systems}),
        ways_section(snapshot, found.component, found.systems),
        _attacks(snapshot, answers, found),
        _judged(snapshot, answers, found),
    )
    age = f"Scanned {snapshot.taken[:16].replace('T', ' ')} UTC; later changes are not in it. Written {answers.today.isoformat()}."
    return Document(f"If it goes bad: {name_of(snapshot, found.component)}", age, lead, sections, figures)


def first_actions(found: Response, snapshot: Snapshot) -> tuple[str, ...]:
    """What to do in the first hour, by what kind of thing it is."""
    return (*_FIRST.get(snapshot.components[found.component].kind, ()), *_ALWAYS)


def _owner(snapshot: Snapshot, root: int) -> str | None:
    component = snapshot.components[root]
    owner = snapshot.component(component.supplier) if component.supplier else None
    return component.attributes.get("owner") or (owner.name if owner else None)


def _held(snapshot: Snapshot, controls: RecordedControls, found: Response, root: int) -> str:
    """The controls that stand in the way of any attack that could begin there."""
    words = []
    for exposure in found.exposures:
        for each in exposure.systems:
            if each.system == root and not each.reached:
                words += [cut_words(snapshot, controls, exposure, cut) for cut in each.cuts]
    return "; ".join(dict.fromkeys(words)) or "no recorded control"


def _attacks(snapshot: Snapshot, answers: Answers, found: Response) -> Section:
    rows = []
    for each in found.exposures:
        reached: SystemExposure | None = next((one for one in each.systems if one.reached), None)
        rows.append(
            (each.attack.attack.value, ATTACK_TITLES[each.attack.attack], len(each.reached_systems), len(answers.roots),
             way_words(snapshot, reached) if reached else "cut on every way")
        )  # fmt: skip
    headline = (
        "Asked as if it had been inside already: a pin then holds what is bad."
        if rows
        else "No attack of the catalogue begins at such a component; what relies on it is hit all the same."
    )
    return Section("What could be behind it", headline, ("attack", "what", "systems", "of", "a way"), tuple(rows))


def _judged(snapshot: Snapshot, answers: Answers, found: Response) -> Section:
    identity = snapshot.graph.id_of(found.component)
    subjects = {str(identity), str(family(identity))}
    rows = []
    for each in answers.annotations:
        if str(each.subject) not in subjects:
            continue
        if isinstance(each, ResidualRisk):
            rows.append(("risk", each.title, each.owner or None))
        elif isinstance(each, TrustDelegation):
            rows.append(("trust", f"{each.status.value}, {each.basis.value}", each.owner or None))
    headline = f"{counted(len(rows), 'judgement')} on it." if rows else "Nobody has written anything about it yet."
    return Section("What was written before", headline, ("kind", "what", "owner"), tuple(rows))
