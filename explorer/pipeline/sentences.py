"""The answers as plain sentences, each with its denominator: for the summary, the views' titles, the command line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np

from explorer.analysis.concentration import Concentration, Holder
from explorer.analysis.places import families_of
from explorer.analysis.trust import BoundaryState
from explorer.domain.annotation import RELATION_PREFIX
from explorer.domain.component import ComponentId
from explorer.domain.correction import WORKSPACE_SUBJECT
from explorer.graph.identity import family
from explorer.graph.kept import kept
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers

NOT_ASSESSED = "not assessed"


def percent(share: float | None) -> str:
    """A share as a percentage with at most three significant digits; `not assessed` where there is none.

    >>> percent(0.5), percent(1), percent(0.0123), percent(0.0001), percent(None)
    ('50 %', '100 %', '1.2 %', 'under 0.1 %', 'not assessed')
    """
    if share is None:
        return NOT_ASSESSED
    if 0 < share < 0.001:
        return "under 0.1 %"
    return f"{share:.0%}".replace("%", " %") if share >= 0.1 or share == 0 else f"{share * 100:.1f} %"


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "system"), counted(1240, "component"), counted(2, "party", "parties")
    ('1 system', '1,240 components', '2 parties')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def subject_words(snapshot: Snapshot, subject: str, nodes: Sequence[int]) -> str:
    """What people call the subject of a judgement, whose nodes are these; its own text where it is gone.

    >>> from explorer.graph.example import example_snapshot
    >>> found = example_snapshot("app->pkg:pypi/torch@2.4.1")
    >>> subject_words(found, "pkg:pypi/torch", [1]), subject_words(found, "pkg:pypi/gone", [])
    ('pkg:pypi/torch@2.4.1', 'pkg:pypi/gone')
    """
    if not nodes:
        return subject
    name = snapshot.components[nodes[0]].name
    if subject.startswith(RELATION_PREFIX):
        kind, _, target = subject.removeprefix(RELATION_PREFIX).partition("|")[2].partition("|")
        found = snapshot.component(ComponentId(target))
        return f"{name} {kind} {found.name if found else target}"
    return name_of(snapshot, nodes[0]) if snapshot.graph.id_of(nodes[0]) == subject else name


def called(snapshot: Snapshot, subject: str) -> str:
    """What people call a subject, of one version or of all; its own text where the scans do not have it.

    >>> from explorer.graph.example import example_snapshot
    >>> found = example_snapshot("app->pkg:pypi/torch@2.4.1")
    >>> called(found, "pkg:pypi/torch@2.4.1") == found.graph.names[1], called(found, "pkg:pypi/gone")
    (True, 'pkg:pypi/gone')
    """
    if subject == WORKSPACE_SUBJECT:
        return "all of it"
    if subject.startswith(RELATION_PREFIX):
        source, _, rest = subject.removeprefix(RELATION_PREFIX).partition("|")
        kind, _, target = rest.partition("|")
        return f"{called(snapshot, source)} {kind} {called(snapshot, target)}"
    node = snapshot.graph.find(ComponentId(subject))
    nodes = families_of(snapshot.graph).get(family(subject), []) if node is None else [node]
    return snapshot.graph.names[nodes[0]] if nodes else subject


def name_of(snapshot: Snapshot, node: int) -> str:
    """A component's name with its version, if it has one."""
    graph = snapshot.graph
    return f"{graph.names[node]} {graph.versions[node]}".strip()


def names_at(snapshot: Snapshot, nodes: np.ndarray) -> list[str]:
    """The names of these components with their versions, for tables."""
    names, versions = snapshot.graph.names.texts(nodes), snapshot.graph.versions.texts(nodes)
    return [f"{name} {version}".strip() for name, version in zip(names, versions, strict=True)]


@kept
def names_of(snapshot: Snapshot) -> tuple[str, ...]:
    """The names of all components with their versions, for long tables."""
    graph = snapshot.graph
    return tuple(f"{name} {version}".strip() for name, version in zip(graph.names, graph.versions, strict=True))


def depth_sentence(snapshot: Snapshot, answers: Answers) -> str:
    """How deep it goes, and where the longest chain ends."""
    chain = answers.depth.longest_chain
    if relies_on_nothing(snapshot, answers):
        return "No system relies on any of it; the atlas shows how many steps its families have."
    if len(chain) < 2:
        return "Nothing upstream was found yet."
    start, end = name_of(snapshot, chain[0]), name_of(snapshot, chain[-1])
    steps = counted(answers.depth.deepest, "step")
    return f"The deepest chain takes {steps}, from {start} to {end}."


def horizon_sentence(answers: Answers) -> str:
    """How much lies beyond the visibility horizon, and where it begins."""
    shares = answers.visibility.shares
    if not shares.total:
        return "Nothing upstream was found yet, so there is no horizon to measure."
    if not shares.unknown:
        return f"All {counted(shares.total, 'component')} upstream are at least declared or inferred; none is unknown."
    share = percent(answers.visibility.share_beyond)
    first = answers.visibility.first_unknown_depth
    return (
        f"At least {share} of what is upstream ({shares.unknown:,} of {shares.total:,}) is beyond sight; "
        f"the first unknown stands {counted(first or 0, 'step')} away."
    )


def concentration_sentence(concentration: Concentration, own: Collection[str] = ()) -> str:
    """On whom most rests in one dimension, with whoever reaches as many systems; `own` are one's own parties."""
    title = concentration.title.lower()
    top = concentration.most_exposed()
    if top is None:
        held = "its holder is not known" if concentration.unknown else "none was found"
        return f"No {title} is known: {held}."
    also = f"; for {counted(len(concentration.unknown), 'component')} it is not known" if concentration.unknown else ""
    held = f"{own_marked(top.name, top.id in own)} stands behind {len(top.systems)} of {counted(concentration.systems, 'system')}"
    return f"{held}{_as_many(concentration, top)}{also}."


def own_marked(name: str, is_own: bool) -> str:
    """The name, with a word where it is one's own.

    >>> own_marked("Brightwater", True), own_marked("OpenAI", False)
    ('Brightwater (our own)', 'OpenAI')
    """
    return f"{name} (our own)" if is_own else name


def _as_many(concentration: Concentration, top: Holder) -> str:
    """Those of whom the same is to be said; empty where there are none, or where one system is looked at alone."""
    others = [each.name for each in concentration.holders if each is not top and len(each.systems) == len(top.systems)]
    if not others or concentration.systems < 2:
        return ""
    return f", and so does {others[0]}" if len(others) == 1 else f", and so do {len(others):,} more"


def most_concentrated(answers: Answers) -> Concentration | None:
    """The dimension whose top holder reaches most systems with the largest share; None where nothing is known."""
    return weightiest(answers.concentrations)


def weightiest(measured: Sequence[Concentration]) -> Concentration | None:
    """The same of these dimensions."""
    return max((each for each in measured if each.holders), key=_weightiest, default=None)


def _weightiest(concentration: Concentration) -> tuple[int, float]:
    top = concentration.most_exposed()
    return (len(top.systems), concentration.hhi or 0.0) if top else (0, 0.0)


def trust_sentence(answers: Answers) -> str:
    """How much trust is unexamined."""
    total = len(answers.boundaries.boundaries)
    if not total:
        return "No place was found where the chain passes from one party to another."
    examined = answers.boundaries.count(BoundaryState.EXAMINED)
    proposed, lapsed = (answers.boundaries.count(each) for each in (BoundaryState.PROPOSED, BoundaryState.LAPSED))
    more = f"; {counted(proposed, 'is', 'are')} proposed, not yet examined" if proposed else ""
    more += f"; {counted(lapsed, 'examination has', 'examinations have')} lapsed" if lapsed else ""
    return f"Trust is examined at {examined:,} of {counted(total, 'boundary', 'boundaries')} between parties{more}."


def most_unexamined(snapshot: Snapshot, answers: Answers) -> str:
    """To whom most boundaries lead that nobody has examined; empty where there is none."""
    counts = Counter(each.trusted for each in answers.boundaries.boundaries if each.state is not BoundaryState.EXAMINED)
    most = max(counts.values(), default=0)
    names = sorted(called(snapshot, party) for party, count in counts.items() if count == most)
    if not names:
        return ""
    return f"Most unexamined boundaries lead to {' and '.join(names)}: {most:,}."


def risk_sentence(answers: Answers) -> str:
    """What is worst in the register, and how much of it is not assessed."""
    risks = answers.risk.risks
    if not risks:
        return "No residual risk has been recorded yet; that is not the same as no risk."
    scored = [each for each in risks if each.risk.score_after is not None]
    open_risks = counted(len(risks), "open residual risk")
    if not scored:
        return f"{open_risks}, none of them assessed yet."
    worst = max(scored, key=lambda each: each.risk.score_after or 0)
    rest = (
        f"; {counted(answers.risk.unassessed, 'risk is', 'risks are')} not assessed" if answers.risk.unassessed else ""
    )
    return f"Of {open_risks}, the worst is “{worst.risk.title}” at {worst.risk.score_after} of 25{rest}."


def findings_sentence(snapshot: Snapshot) -> str:
    """How many problems the scan met."""
    if not snapshot.problems:
        return "The scan met no problems."
    return f"The scan met {counted(len(snapshot.problems), 'problem')}; everything else was read."


def scope_sentence(snapshot: Snapshot, answers: Answers) -> str:
    """What is being looked at."""
    systems = counted(len(answers.roots), "system")
    names = ", ".join(name_of(snapshot, root) for root in answers.roots[:4])
    more = f" and {len(answers.roots) - 4} more" if len(answers.roots) > 4 else ""
    reached = counted(max(0, answers.depth.reached - len(answers.roots)), "component")
    if relies_on_nothing(snapshot, answers):
        beside = counted(len(snapshot.graph) - len(answers.roots), "component")
        return (
            f"{systems} ({names}{more}): {beside} that no system relies on, to be seen in the depth map and the atlas."
        )
    return f"{systems} ({names}{more}) with {reached} upstream."


def relies_on_nothing(snapshot: Snapshot, answers: Answers) -> bool:
    """Whether there is more than the systems in scope, and they rely on none of it: a dump of a hub."""
    return answers.depth.reached <= len(answers.roots) < len(snapshot.graph)


def first_unknown(snapshot: Snapshot, answers: Answers) -> int | None:
    """The nearest component beyond the horizon; None where nothing is unknown."""
    beyond = answers.visibility.beyond.nonzero()[0]
    least = answers.depth.least
    unknown = [int(node) for node in beyond if least[node] >= 0]
    return min(unknown, key=lambda node: (int(least[node]), snapshot.graph.id_of(node)), default=None)
