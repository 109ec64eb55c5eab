"""`catchment substitute`: every figure before and after something is replaced or taken away."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime

from explorer.cli.printing import as_csv, as_json, as_text, deliver
from explorer.domain.component import ComponentId
from explorer.errors import InputError

NOTHING = ("nothing", "-")
"""Words in the place of NEW that take OLD away."""


def substitute(options: Namespace) -> int:
    """Print the figures before and after, or the smallest set for a target."""
    from explorer.analysis.possible_swaps import possible_swaps
    from explorer.analysis.smallest_set import parse_goal, smallest_set
    from explorer.analysis.substitution import substitution
    from explorer.analysis.swaps import Swap, versions_of
    from explorer.cli.asking import find_component, load, scope_named
    from explorer.domain.annotation import TrustDelegation
    from explorer.pipeline.answers import scope_roots
    from explorer.pipeline.substitution_table import smallest_table, substitution_table

    snapshot, annotations = load(options.workspace)
    roots = scope_roots(snapshot, scope_named(snapshot, options.system))

    def identity(text: str) -> ComponentId:
        """A family stands for all its versions, so it is taken as it is written."""
        if versions_of(snapshot.graph, text):
            return ComponentId(text)
        return snapshot.graph.id_of(find_component(snapshot, text))

    def swap(old: str, new: str) -> Swap:
        if new in NOTHING:
            return Swap(identity(old))
        try:
            return Swap(identity(old), identity(new))
        except InputError:
            if ":" not in new:
                raise
            return Swap(identity(old), ComponentId(new))

    if (options.old is None) != (options.new is None):
        raise InputError("It is not said by what to replace it.", "Give OLD and NEW; “nothing” takes OLD away.")
    named = [] if options.old is None else [(options.old, options.new)]
    swaps = [swap(old, new) for old, new in (*named, *options.also)]
    if not swaps and options.until is None:
        raise InputError("Nothing is named that could be replaced.", "Give OLD and NEW, or a target: --until “V1<0.5”.")
    render = {"table": as_text, "json": as_json, "csv": as_csv}[options.format]
    if options.until is not None:
        goal = parse_goal(options.until)
        swaps = swaps or list(possible_swaps(snapshot, roots, goal))
        deliver(render(smallest_table(snapshot, smallest_set(snapshot, roots, swaps, goal))), None)
        return 0
    trusts = [each for each in annotations if isinstance(each, TrustDelegation)]
    answer = substitution(snapshot, roots, swaps, trusts, datetime.now(UTC).date())
    deliver(render(substitution_table(snapshot, answer)), None)
    return 0
