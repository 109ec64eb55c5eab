"""What is counted of some systems before and after a substitution, and the figures that compare both."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from explorer.analysis.concentration import MAIN_DIMENSIONS, Concentration, concentration
from explorer.analysis.depth import depth
from explorer.analysis.dimensions import Axis, Dimension
from explorer.analysis.rewired_columns import RewiredColumns
from explorer.analysis.rewired_concentration import rewired_concentrations
from explorer.analysis.rewired_trust import boundary_counts
from explorer.analysis.trust import BoundaryState, boundaries
from explorer.analysis.visibility import visibility
from explorer.domain.annotation import TrustDelegation
from explorer.domain.component import ComponentId
from explorer.graph.kept import kept
from explorer.graph.snapshot import Snapshot

Value = float | str | None
"""None is not assessed."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure before and after."""

    key: str
    """The word that asks for it: `depth`, `horizon`, `V1`, `V1.top` …"""
    title: str
    before: Value
    after: Value
    rests_on_unknown: bool = False
    """Whether it counts what the unknown could do: an upper bound."""

    @property
    def change(self) -> float | None:
        """After less before; None where either is no number. For every figure here, less is better."""
        if isinstance(self.before, str | None) or isinstance(self.after, str | None):
            return None
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted of some systems at one time."""

    deepest: int
    components: int
    """Upstream of the systems, these not counted."""
    unknown: int
    boundaries: int
    unexamined: int
    concentrations: tuple[Concentration, ...]
    """One for each of `MAIN_DIMENSIONS`."""

    @property
    def share_beyond(self) -> float | None:
        """The share of the unknown, 0 to 1; None where nothing is upstream."""
        return self.unknown / self.components if self.components else None


@kept
def counted_now(
    snapshot: Snapshot, roots: Sequence[int], trusts: tuple[TrustDelegation, ...], today: date
) -> Counted:  # fmt: skip
    """What is counted of the systems `roots` of a snapshot."""
    shares = visibility(snapshot.graph, roots).shares
    limits = boundaries(snapshot, roots, trusts, today)
    return Counted(
        depth(snapshot.graph, roots).deepest,
        shares.total,
        shares.unknown,
        len(limits.boundaries),
        len(limits.boundaries) - limits.count(BoundaryState.EXAMINED),
        tuple(concentration(snapshot, roots, axis) for axis in MAIN_DIMENSIONS),
    )


def counted_after(
    after: RewiredColumns, systems: Sequence[ComponentId], trusts: Sequence[TrustDelegation], today: date
) -> Counted:
    """The same of what would be; `systems` are the identities of the roots."""
    limits, unexamined = boundary_counts(after, trusts, today)
    components, unknown = upstream_counts(after)
    concentrations = tuple(rewired_concentrations(after, systems))
    return Counted(deepest(after), components, unknown, limits, unexamined, concentrations)


def deepest(after: RewiredColumns) -> int:
    """The longest chain of all, in relations."""
    return int(after.level.max(initial=0))


def upstream_counts(after: RewiredColumns) -> tuple[int, int]:
    """How many components are upstream of the systems, and how many of them are unknown."""
    systems = [root for root in after.reach.roots if root >= 0]
    return len(after) - len(systems), int(after.is_unknown.sum()) - int(after.is_unknown[systems].sum())


def compared(before: Counted, after: Counted) -> Iterator[Figure]:
    """Every figure, before and after."""

    def figure(key: str, title: str, value: Callable[[Counted], Value]) -> Figure:
        return Figure(key, title, value(before), value(after))

    yield figure("depth", "Deepest chain, in steps", lambda each: each.deepest)
    yield figure("components", "Components upstream", lambda each: each.components)
    yield figure("unknown", "Unknown components, at least", lambda each: each.unknown)
    yield figure("horizon", "Share beyond the horizon, at least", lambda each: each.share_beyond)
    yield figure("boundaries", "Boundaries between parties", lambda each: each.boundaries)
    yield figure("unexamined", "Boundaries without examined trust", lambda each: each.unexamined)
    for axis, *pair in zip(MAIN_DIMENSIONS, before.concentrations, after.concentrations, strict=True):
        yield from _concentration_figures(axis, pair)


def _concentration_figures(axis: Axis, pair: Sequence[Concentration]) -> Iterator[Figure]:
    title, unsure = pair[0].title, any(each.unknown for each in pair)
    yield _figure(f"{axis}.known", f"{title}: HHI of the known part", [each.hhi for each in pair])
    yield _figure(str(axis), f"{title}: HHI, at most", [each.hhi_greatest for each in pair], unsure)
    largest = [each.top1[1] if each.top1 else None for each in pair]
    yield _figure(f"{axis}.top", f"{title}: largest share, at most", largest, unsure)
    yield _figure(f"{axis}.holder", f"{title}: largest holder", [_largest(each) for each in pair])
    exposed = [len(top.systems) if (top := each.most_exposed()) else None for each in pair]
    yield _figure(f"{axis}.exposed", f"{title}: most systems on one holder", exposed)


def _figure(key: str, title: str, pair: Sequence[Value], unsure: bool = False) -> Figure:
    before, after = pair
    return Figure(key, title, before, after, unsure)


def _largest(answer: Concentration) -> str | None:
    return answer.holders[0].name if answer.holders else None


def measured(snapshot: Snapshot, roots: Sequence[int], key: str) -> float | None:
    """One figure by its key, as `Figure.key` has it; for a concentration the greatest that the unknown allows."""
    if key == "depth":
        return float(depth(snapshot.graph, roots).deepest)
    if key in ("components", "horizon"):
        sight = visibility(snapshot.graph, roots)
        return float(sight.shares.total) if key == "components" else sight.share_beyond
    axis, _, part = key.partition(".")
    return _of_concentration(concentration(snapshot, roots, axis), part)


def measured_after(after: RewiredColumns, systems: Sequence[ComponentId], key: str) -> float | None:
    """The same of what would be, for a figure of `Counted`."""
    components, unknown = upstream_counts(after)
    if key in ("depth", "components"):
        return float(deepest(after) if key == "depth" else components)
    if key == "horizon":
        return unknown / components if components else None
    axis, _, part = key.partition(".")
    return _of_concentration(rewired_concentrations(after, systems, [Dimension(axis)])[0], part)


def is_counted(key: str) -> bool:
    """Whether `measured_after` knows this figure; the others need a snapshot."""
    return key in ("depth", "components", "horizon") or key.partition(".")[0] in MAIN_DIMENSIONS


def _of_concentration(answer: Concentration, part: str) -> float | None:
    return (answer.top1[1] if answer.top1 else None) if part == "top" else answer.hhi_greatest
