"""One relation: who relies on whom, how that is known, and where it was read."""

from __future__ import annotations

from collections.abc import Callable

from explorer.domain.annotation import relation_subject, subject_of
from explorer.domain.component import Component, ComponentId
from explorer.domain.evidence import Evidence
from explorer.domain.relation import LINEAGE, Relation
from explorer.graph.identity import family
from explorer.ui.panels.evidence import add_evidence
from explorer.ui.panels.judgement import add_judgement
from explorer.ui.panels.knowledge_words import KNOWLEDGE_WORDS
from explorer.ui.panels.sheet import Sheet
from explorer.ui.session import Session


def relation_sheet(session: Session, relation: Relation, show: Callable[[Evidence], object]) -> Sheet:
    """The sheet of a relation; its ends are links to the components."""
    sheet = Sheet()
    name = f"{_name(session, relation.source)} {relation.kind.value} {_name(session, relation.target)}"
    sheet.head(name)
    sheet.muted(_what(relation))
    for word, identity in (("from", relation.source), ("to", relation.target)):
        sheet.link(f"{word} {_name(session, identity)}", identity, lambda end=identity: session.select([end]))
    sheet.sentence(KNOWLEDGE_WORDS[relation.knowledge])
    if relation.attributes:
        sheet.section("Facts")
        for name, value in relation.attributes.items():
            sheet.sentence(f"{name}: {value}")
    families = relation_subject(family(relation.source), relation.kind, family(relation.target))
    add_judgement(sheet, session, (subject_of(relation), families), name)
    add_evidence(sheet, relation.evidence, show)
    sheet.end()
    return sheet


def _what(relation: Relation) -> str:
    return f"{'relation of lineage' if relation.kind in LINEAGE else 'relation'}, {relation.scope.value}"


def _name(session: Session, identity: ComponentId) -> str:
    component: Component | None = session.snapshot.component(identity)
    return f"{component.name} {component.version}".strip() if component else identity
