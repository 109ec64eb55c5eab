"""`catchment whatif`: an attack on chosen components, an outage, or a documented incident replayed on the graph."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable, Mapping

from explorer.analysis.exposure import Exposure
from explorer.analysis.incidents import replay
from explorer.analysis.outage import Outage
from explorer.cli.asking import answers_for, find_component, load
from explorer.cli.printing import as_csv, as_json, as_text, deliver, lines_of
from explorer.errors import InputError
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.attacks import Moment
from explorer.knowledge.outages import outage_rules
from explorer.pipeline.controls_table import cuts_table
from explorer.pipeline.hop_evidence import hop_lines, hop_records
from explorer.pipeline.incident_table import incident_named, timeline_table
from explorer.pipeline.outage import outage_at
from explorer.pipeline.outage_table import evidence_lines, one_outage_table
from explorer.pipeline.outage_table import way_words as outage_way
from explorer.pipeline.table import Table
from explorer.pipeline.whatif import attack_named, controls_in_place, what_if
from explorer.pipeline.whatif_table import catalogue_table, exposure_table, hop_ids, reach_table, way_words

RENDER = {"table": as_text, "json": as_json, "csv": as_csv}


def whatif(options: Namespace) -> int:
    """Print the answer."""
    asked = [ask for word, ask in _ASKED.items() if getattr(options, word)]
    if len(asked) != 1:
        raise InputError(
            "A what-if needs --attack, --outage or --incident, one of them.", "For example: --attack A6 --at torch."
        )
    deliver(asked[0](options), None)
    return 0


def _attack(options: Namespace) -> str:
    attack = attack_named(options.attack)
    if not options.at:
        return RENDER[options.format](catalogue_table())
    snapshot, annotations = load(options.workspace)
    answers = answers_for(snapshot, annotations, options.system)
    controls = controls_in_place(snapshot, answers)
    entries = [find_component(snapshot, text) for text in options.at]
    moment = Moment(options.moment) if options.moment else None
    if options.cut:
        return RENDER[options.format](cuts_table(snapshot, answers, attack, entries, moment))
    answer = what_if(snapshot, answers.roots, attack, entries, controls, moment)
    table = (
        reach_table(snapshot, answer)
        if options.components
        else exposure_table(snapshot, answer, controls, len(answers.roots))
    )
    if options.format == "json":
        return _with_ways(table, snapshot, answer)
    text = RENDER[options.format](table)
    if options.format == "table" and not options.components:
        for each in answer.systems:  # Whole ways with their evidence, where a cell is short.
            hops = [f"  {line}" for line in hop_lines(snapshot, each.way)]
            text += lines_of(["", way_words(snapshot, each), *hops])
    return text


def _with_ways(table: Table, snapshot: Snapshot, answer: Exposure) -> str:
    """The table as JSON, with the identities on each way, which words only name."""
    document = json.loads(as_json(table))
    document["attack"], document["moment"] = answer.attack.attack.value, answer.moment.value
    document["entries"] = [snapshot.graph.id_of(node) for node in answer.entries]
    document["ways"] = [
        {"system": snapshot.graph.id_of(each.system), "reached": each.reached, "components": hop_ids(snapshot, each),
         "hops": hop_records(snapshot, each.way),
         "cuts": [{"control": cut.control, "from": snapshot.relations[cut.relation].source,
                   "to": snapshot.relations[cut.relation].target} for cut in each.cuts]}
        for each in answer.systems
    ]  # fmt: skip
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _outage(options: Namespace) -> str:
    snapshot, annotations = load(options.workspace)
    answers = answers_for(snapshot, annotations, options.system)
    answer = outage_at(snapshot, answers, _stopper(snapshot, options.outage))
    table = one_outage_table(snapshot, answers, answer)
    if options.format == "json":
        return _with_hops(table, snapshot, answer)
    text = RENDER[options.format](table)
    if options.format == "table":  # Whole ways with their evidence, where a cell is short.
        for each in answer.systems:
            hops = [f"  {line}" for line in evidence_lines(snapshot, each)]
            text += lines_of(["", outage_way(snapshot, each), *hops])
    return text


def _with_hops(table: Table, snapshot: Snapshot, answer: Outage) -> str:
    """The table as JSON, with the evidence of every hop."""
    document = json.loads(as_json(table))
    document["ways"] = [
        {"system": snapshot.graph.id_of(each.system), "hops": hop_records(snapshot, each.way),
         "perhaps": hop_records(snapshot, each.perhaps_way)}
        for each in answer.systems
    ]  # fmt: skip
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _stopper(snapshot: Snapshot, text: str) -> int:
    """What stops, by name or identity: of several things of one name, the one that can stop by itself."""
    kinds = outage_rules().entry
    wanted = text.casefold()
    named = [
        node
        for node, each in enumerate(snapshot.components)
        if each.kind in kinds and wanted in (each.name.casefold(), each.id.casefold())
    ]
    return named[0] if len(named) == 1 else find_component(snapshot, text)


def _incident(options: Namespace) -> str:
    incident = incident_named(options.incident)
    snapshot, annotations = load(options.workspace)
    answers = answers_for(snapshot, annotations, options.system)
    answer = replay(snapshot, answers.roots, incident, controls_in_place(snapshot, answers))
    if options.components:
        return RENDER[options.format](reach_table(snapshot, answer.exposure))
    return RENDER[options.format](timeline_table(snapshot, answer, len(answers.roots)))


_ASKED: Mapping[str, Callable[[Namespace], str]] = {"attack": _attack, "outage": _outage, "incident": _incident}
"""What may be asked, by the option that asks it."""
