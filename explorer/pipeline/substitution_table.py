"""What a substitution would change, in words and as a table."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.analysis.concentration import Concentration
from explorer.analysis.possible_swaps import NOBODY_YET
from explorer.analysis.smallest_set import SmallestSet
from explorer.analysis.substitution import Substitution
from explorer.analysis.substitution_figures import Figure, Value
from explorer.analysis.swaps import Swap
from explorer.domain.component import ComponentId
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.sentences import NOT_ASSESSED, counted
from explorer.pipeline.table import Cell, Table


def substitution_table(snapshot: Snapshot, answer: Substitution) -> Table:
    """Every figure before and after, then what moves, comes and goes."""
    rows: list[tuple[Cell, ...]] = [
        (
            "figure",
            each.title,
            value_text(each, each.before),
            value_text(each, each.after),
            change_words(each),
            each.key,
        )
        for each in answer.figures
    ]
    for word, title, identities in parts(answer):
        rows += [(word, title, "", "", answer.name(each), each) for each in identities]
    columns = ("what", "figure or part", "before", "after", "change or component", "key or id")
    return Table("substitution", substitution_sentence(snapshot, answer), columns, tuple(rows), note(answer))


def substitution_sentence(snapshot: Snapshot, answer: Substitution) -> str:
    """What it would do, in one sentence."""
    what = " and ".join(
        _swap_words(snapshot, answer, old, new) for old, new in ((each.old, each.new) for each in answer.swaps)
    )
    touched = (
        f"touches {counted(len(answer.exposed_before), 'system')}" if answer.exposed_before else "touches no system"
    )
    better = [each for each in answer.figures if (each.change or 0) < -1e-9]
    worse = [each for each in answer.figures if (each.change or 0) > 1e-9]
    return (
        f"{what} {touched}, moves {counted(len(answer.moved), 'component')}; "
        f"{counted(len(better), 'figure falls', 'figures fall')}, {counted(len(worse), 'figure rises', 'figures rise')}, "
        f"{counted(len(answer.parties_come), 'new party comes', 'new parties come')} in."
    )


def smallest_table(snapshot: Snapshot, found: SmallestSet) -> Table:
    """The smallest set as rows."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (_known_name(snapshot, each.old), each.old, each.new or "nothing") for each in found.swaps or ()
    )
    return Table("substitution", smallest_sentence(found), ("replace", "id", "by"), rows, found.guarantee())


def smallest_sentence(found: SmallestSet) -> str:
    """The outcome of the search, in one sentence."""
    before, after = _number(found.before), _number(found.after)
    if found.swaps is None:
        none = (
            "This swap does not bring"
            if found.candidates == 1
            else f"No set of these {found.candidates:,} swaps brings"
        )
        return f"{none} {found.goal.words()}; it is {before} now, and {after} at the lowest."
    if not found.swaps:
        return f"Nothing has to be replaced: {found.goal.key} is {before} already, and {found.goal.below:g} was the target."
    brings = "brings" if len(found.swaps) == 1 else "bring"
    return (
        f"{counted(len(found.swaps), 'swap')} of {found.candidates:,} {brings} {found.goal.words()}: from {before} to {after}, "
        "both counting what the unknown could do."
    )


def parts(answer: Substitution) -> tuple[tuple[str, str, tuple[ComponentId, ...]], ...]:
    """What moves, comes and goes: (word, title, identities)."""
    return (
        ("moves", "relies directly on what is replaced", answer.moved),
        ("replaced", "what was asked to go", answer.replaced),
        ("goes with it", "nothing else relies on it", answer.gone),
        ("comes", "new upstream", answer.come),
        ("party goes", "no longer upstream", answer.parties_gone),
        ("party comes", "new upstream", answer.parties_come),
        ("exposed before", "system that relied on what is replaced", answer.exposed_before),
        ("exposed after", "system that still relies on it", answer.exposed_after),
    )


def value_text(figure: Figure, value: Value) -> str:
    """One value of a figure as people read it.

    >>> value_text(Figure("horizon", "", 0.113, None), 0.113), value_text(Figure("V1", "", 0.5, None), 0.5)
    ('11.3 %', '0.500')
    """
    if value is None:
        return NOT_ASSESSED
    if isinstance(value, str):
        return value
    if figure.key == "horizon" or figure.key.endswith(".top"):
        return f"{value:.1%}".replace("%", " %")  # A change of less than one in a hundred is still one.
    return f"{value:,}" if isinstance(value, int) else f"{value:.3f}"


def change_words(figure: Figure) -> str:
    """The change with an arrow and a word; for every figure here, less is better.

    >>> change_words(Figure("depth", "", 12, 4)), change_words(Figure("depth", "", None, 4))
    ('↓ falls', 'not assessed before')
    """
    if figure.before is None or figure.after is None:
        missing = "before" if figure.before is None else "after"
        return "not assessed" if figure.before is figure.after else f"not assessed {missing}"
    if figure.change is None:
        return "stays" if figure.before == figure.after else "changes"
    return "= stays" if abs(figure.change) < 1e-9 else "↓ falls" if figure.change < 0 else "↑ rises"


def note(answer: Substitution) -> str:
    """On what the figures after rest."""
    told = (
        "Less is better for every figure. “At most” counts what the unknown could do. What replaces something keeps the "
        "relations to it; whether it fits is not assessed."
    )
    if answer.unknown_come:
        told += f" {counted(answer.unknown_come, 'component')} that would come in are unknown: nobody has read what lies behind."
    return told


def swap_words(snapshot: Snapshot, swap: Swap) -> str:
    """A swap by names: `gpt-4o → somebody new`."""
    old = _known_name(snapshot, swap.old)
    if swap.new is None:
        return f"without {old}"
    return f"{old} → {'somebody new' if swap.new.startswith(NOBODY_YET) else _known_name(snapshot, swap.new)}"


def target_words(concentrations: Sequence[Concentration]) -> list[str]:
    """Targets a fifth below what each concentration is now at the most, as they are typed, with what they mean."""
    return [
        f"{each.key}<{each.hhi_greatest * 0.8:.2g}  ({each.title}: HHI, now at most {each.hhi_greatest:.2g})"
        for each in concentrations
        if each.hhi_greatest
    ]


def _swap_words(snapshot: Snapshot, answer: Substitution, old: ComponentId, new: ComponentId | None) -> str:
    if new is None:
        return f"Taking away {_known_name(snapshot, old)}"
    return f"Replacing {_known_name(snapshot, old)} by {answer.name(new)}"


def _known_name(snapshot: Snapshot, identity: ComponentId) -> str:
    component = snapshot.component(identity)
    return component.name if component else identity


def _number(value: float | None) -> str:
    return NOT_ASSESSED if value is None else f"{value:.3g}"
