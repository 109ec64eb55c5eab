"""Does a control help? What it keeps alone, here and everywhere, against asking the attack anew."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.analysis.control_effects import Help, control_effects
from explorer.analysis.controls import RecordedControls
from explorer.analysis.exposure import exposure
from explorer.domain.annotation import Attack, Basis
from explorer.domain.component import Kind
from explorer.domain.relation import RelationKind
from explorer.graph.example import example_snapshot
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.attacks import attack_types
from explorer.knowledge.controls import control_types
from explorer.pipeline.whatif_table import effect_sentence
from tests.analysis.test_exposure import moments, snapshots
from tests.analysis.threat_cases import ask, controls, effect, examined

KINDS = {"one": Kind.MODEL, "two": Kind.MODEL, "hub": Kind.HUB}
SERVED = {"one->hub": RelationKind.DISTRIBUTED_BY, "two->hub": RelationKind.DISTRIBUTED_BY}


def two_systems() -> Snapshot:
    """Two systems use a model each, both from one hub."""
    return example_snapshot("app1->one->hub app2->two->hub", KINDS, SERVED)


def test_that_signing_one_of_two_models_keeps_one_system_and_signing_both_would_keep_both() -> None:
    snapshot, seen = two_systems(), examined("one", Basis.SIGNATURE)
    found = effect(snapshot, ask(snapshot, "A3", "hub", seen), "signature", seen)
    # A delegation about a model guards the relation to it and the one by which it is fetched: 2 of 4; only the
    # second is where a signature counts against a hub.
    assert (found.ways, found.recorded, found.holding) == (4, 2, 1)
    assert (found.kept_now, found.kept_everywhere, found.systems) == (1, 2, 2)
    assert effect_sentence(found).startswith(
        "Verified signature is recorded on 2 of 4 relations of these ways and keeps 1 system"
    )


def test_that_what_the_catalogue_says_is_said() -> None:
    snapshot = two_systems()
    answer = ask(snapshot, "A3", "hub")
    found = {each.control: each for each in control_effects(snapshot, answer, controls(snapshot))}
    assert set(found) == set(control_types())
    assert found["pinned-version"].help is Help.DOES_NOT and "does not stop it" in effect_sentence(
        found["pinned-version"]
    )
    assert found["safe-format"].help is Help.NARROWS and "narrows it only" in effect_sentence(found["safe-format"])
    assert found["reproduced"].help is Help.NOT_NAMED and found["reproduced"].why == ""
    assert "stops nothing yet" in effect_sentence(found["signature"])


def test_that_a_pin_does_not_help_against_what_was_inside_before() -> None:
    snapshot = example_snapshot("app->m", {"m": Kind.MODEL})
    found = effect(snapshot, ask(snapshot, "A1", "m"), "pinned-digest")
    assert found.help is Help.NOT_NOW and found.kept_everywhere == 0
    assert "only against what begins later" in effect_sentence(found)


def test_that_where_no_way_leads_there_is_nothing_to_stop() -> None:
    snapshot = example_snapshot("app->lib hub->app2", {"hub": Kind.HUB})
    answer = exposure(
        snapshot,
        [snapshot.graph.find("app")],
        attack_types()[Attack("A3")],
        [snapshot.graph.find("hub")],
        controls(snapshot),
    )
    (found,) = (each for each in control_effects(snapshot, answer, controls(snapshot)) if each.control == "signature")
    assert found.systems == 0 and "nothing to stop" in effect_sentence(found)


@given(snapshots(), st.sampled_from(list(attack_types().values())), moments, st.data())
def test_that_a_control_keeps_what_the_attack_no_longer_comes_to_when_it_is_all_there_is(
    snapshot, attack, moment, data
):
    """Asked anew with this control alone: as recorded, and planned on every relation."""
    graph, roots = snapshot.graph, snapshot.graph.systems.tolist()
    entry = data.draw(st.integers(0, len(graph) - 1))
    recorded = controls(snapshot)
    answer = exposure(snapshot, roots, attack, [entry], recorded, moment)
    none = RecordedControls(
        {key: np.zeros(graph.relation_count, bool) for key in control_types()},
        np.zeros(graph.relation_count, np.uint8),
        (),
    )
    for each in control_effects(snapshot, answer, recorded):
        alone = RecordedControls(
            {**none.by_evidence, each.control: recorded.by_evidence[each.control]}, recorded.level, ()
        )
        everywhere = none.with_control(each.control, range(graph.relation_count))
        for only, kept in ((alone, each.kept_now), (everywhere, each.kept_everywhere)):
            again = exposure(snapshot, roots, attack, [entry], only, moment)
            assert len(again.systems) - len(again.reached_systems) == kept
        assert each.holding <= each.recorded <= each.ways
