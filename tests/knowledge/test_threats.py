"""The catalogue of attacks, controls and incidents is whole, and agrees with itself."""

from __future__ import annotations

import re
from datetime import date

from explorer.domain.annotation import Attack, Basis
from explorer.knowledge.attacks import attack_types
from explorer.knowledge.controls import control_types
from explorer.knowledge.files import read_knowledge
from explorer.knowledge.incidents import State, incidents


def test_that_every_attack_category_can_be_asked_about() -> None:
    assert set(attack_types()) == set(Attack)
    for attack in attack_types().values():
        assert (
            attack.entry and attack.spreads and attack.stops and attack.detects and attack.references and attack.limits
        )


def test_that_every_control_of_an_attack_is_known_and_never_both_stops_and_does_not() -> None:
    for attack in attack_types().values():
        stops = {stop.control for stop in attack.stops}
        others = set(attack.does_not_stop) | set(attack.narrows)
        assert stops | others <= set(control_types())
        assert not stops & others, attack.attack
        assert all(stop.relations <= attack.spreads for stop in attack.stops), attack.attack


def test_that_a_signature_stops_only_what_happens_on_the_way_of_distribution() -> None:
    signed = {
        attack.attack for attack in attack_types().values() if "signature" in {stop.control for stop in attack.stops}
    }
    assert signed == {Attack.COMPROMISED_REPOSITORY, Attack.DISTRIBUTION_COMPROMISE}


def test_that_references_have_the_form_that_their_owners_give_them() -> None:
    form = re.compile(
        r"MITRE ATLAS AML\.T\d{4}(\.\d{3})?|MITRE ATT&CK T\d{4}(\.\d{3})?|OWASP LLM\d\d:2025|OWASP CICD-SEC-\d+"
    )
    assert [text for attack in attack_types().values() for text in attack.references if not form.fullmatch(text)] == []


def test_that_every_control_has_source_date_and_both_sides_said() -> None:
    for entry in read_knowledge("controls")["control"]:
        date.fromisoformat(entry["date"])
        assert len(entry["source"]) > 10 and entry["proves"] and entry["does_not_prove"]
        assert set(entry["bases"]) <= {basis.value for basis in Basis}


def test_that_eight_incidents_have_dated_events_with_public_addresses_in_order() -> None:
    assert list(incidents()) == [f"I{number}" for number in range(1, 9)]
    for incident in incidents().values():
        dates = [event.date for event in incident.events]
        assert dates == sorted(dates), incident.key
        assert all(re.fullmatch(r"\d{4}-\d\d(-\d\d)?", day) for day in dates)
        assert all(event.source.startswith("https://") for event in incident.events)
        assert any(event.state is not State.QUIET for event in incident.events)
        date.fromisoformat(incident.checked)


def test_that_incidents_and_attacks_name_each_other() -> None:
    for incident in incidents().values():
        assert incident.key in attack_types()[incident.attack].incidents
        assert {sight.control for sight in incident.sees} <= set(control_types())
        for pattern in incident.patterns:
            assert pattern.kinds <= attack_types()[incident.attack].entry, incident.key
    for attack in attack_types().values():
        assert set(attack.incidents) <= set(incidents())


def test_that_what_an_incident_says_of_a_control_agrees_with_the_catalogue() -> None:
    for incident in incidents().values():
        attack = attack_types()[incident.attack]
        stops = {stop.control for stop in attack.stops_at(incident.moment)}
        for sight in incident.sees:
            if sight.verdict.value == "cuts":
                assert sight.control in stops, (incident.key, sight.control)
