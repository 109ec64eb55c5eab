"""The graph in the formats that other tools read: our own document, node-link, GraphML, GEXF, CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from explorer.domain.component import Component
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation
from explorer.graph.snapshot import Snapshot

SCHEMA = "catchment-graph/1"


def graph_document(snapshot: Snapshot) -> dict[str, Any]:
    """The whole snapshot as plain data: components, relations, problems, with all evidence."""
    return {
        "schema": SCHEMA,
        "taken": snapshot.taken,
        "components": [_component(component) for component in snapshot.components],
        "relations": [_relation(relation) for relation in snapshot.relations],
        "problems": [
            {
                "source": each.source,
                "file": each.location,
                "line": each.line,
                "message": each.message,
                "advice": each.advice,
            }
            for each in snapshot.problems
        ],
    }


def to_json(snapshot: Snapshot) -> str:
    """The graph document as JSON text."""
    return json.dumps(graph_document(snapshot), indent=1, ensure_ascii=False) + "\n"


def to_node_link(snapshot: Snapshot) -> str:
    """networkx's node-link JSON."""
    import networkx as nx

    data = nx.node_link_data(snapshot.graph.to_networkx(), edges="links")
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def to_graphml(snapshot: Snapshot) -> str:
    """GraphML, as yEd, Gephi and Cytoscape read it."""
    import networkx as nx

    return "\n".join(nx.generate_graphml(_for_xml(snapshot))) + "\n"


def to_gexf(snapshot: Snapshot) -> str:
    """GEXF, as Gephi reads it."""
    import networkx as nx

    return "\n".join(nx.generate_gexf(_for_xml(snapshot))) + "\n"


def to_csv(snapshot: Snapshot) -> str:
    """One row per relation, with both ends described: opens in any spreadsheet, formulas defused."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(
        ["from", "from kind", "relation", "to", "to kind", "to name", "to version", "scope", "knowledge", "evidence"]
    )
    graph = snapshot.graph
    for number, relation in enumerate(snapshot.relations):
        source = snapshot.components[graph.relation_source[number]]
        target = snapshot.components[graph.relation_target[number]]
        place = relation.evidence[0].place() if relation.evidence else ""
        cells = [source.id, source.kind, relation.kind, target.id, target.kind, target.name, target.version]
        writer.writerow([defused(str(cell)) for cell in [*cells, relation.scope, relation.knowledge, place]])
    return stream.getvalue()


def defused(cell: str) -> str:
    """A cell that a spreadsheet will not run as a formula: a leading = + - @ gets an apostrophe before it.

    Source: OWASP, CSV Injection.
    """
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


TEXT_FORMATS: MappingProxyType[str, Callable[[Snapshot], str]] = MappingProxyType(
    {"json": to_json, "node-link": to_node_link, "graphml": to_graphml, "gexf": to_gexf, "csv": to_csv}
)
"""Every text format by its name on the command line."""


def _for_xml(snapshot: Snapshot) -> Any:
    """The networkx graph with control characters, which XML cannot hold, made visible."""
    import networkx as nx

    graph = snapshot.graph.to_networkx()
    for _, data in graph.nodes(data=True):
        for key, value in data.items():
            data[key] = xml_text(value)
    return nx.relabel_nodes(graph, {name: xml_text(name) for name in graph})


def xml_text(text: str) -> str:
    """Text with the characters that XML cannot hold made visible."""
    return re.sub(
        r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", lambda match: f"\\u{ord(match.group()):04x}", text
    )


def _component(component: Component) -> dict[str, Any]:
    return {
        "id": component.id,
        "kind": component.kind.value,
        "class": component.component_class.value,
        "name": component.name,
        "version": component.version,
        "supplier": component.supplier,
        "knowledge": component.knowledge.value,
        "attributes": dict(component.attributes),
        "evidence": [_evidence(each) for each in component.evidence],
    }


def _relation(relation: Relation) -> dict[str, Any]:
    return {
        "from": relation.source,
        "to": relation.target,
        "kind": relation.kind.value,
        "scope": relation.scope.value,
        "knowledge": relation.knowledge.value,
        "attributes": dict(relation.attributes),
        "evidence": [_evidence(each) for each in relation.evidence],
    }


def _evidence(found: Evidence) -> dict[str, Any]:
    details = {"line": found.line, "field": found.field, "text": found.text, "read": found.read}
    known = {key: value for key, value in details.items() if value not in (None, "")}
    return {"source": found.source, "file": found.location, **known}
