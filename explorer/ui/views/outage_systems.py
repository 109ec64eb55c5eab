"""How each system feels a standstill: when, by which way, what holds it up; and ways to record what does."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from explorer.analysis.outage import Outage, SystemOutage
from explorer.analysis.outage_keepers import SUBSTITUTE
from explorer.analysis.own_copies import OWN_COPY
from explorer.domain.annotation import Note, relation_subject, subject_of
from explorer.domain.relation import RelationKind
from explorer.graph.identity import family_subject
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.outages import FELT_TITLES, Felt
from explorer.pipeline.answers import Answers
from explorer.pipeline.outage_sentences import one_outage_sentence, weakest_words
from explorer.pipeline.outage_table import (
    evidence_lines,
    held_words,
    outage_notes,
    still_words,
    unreached,
    way_words,
)
from explorer.pipeline.sentences import counted, name_of
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session, author
from explorer.ui.views.parts import column_of, foot_of, push, scrolled, told


@dataclass(frozen=True, slots=True)
class _Line:
    """One system: how it feels it, or how much is unknown upstream of it where no way was found."""

    snapshot: Snapshot
    root: int
    felt: SystemOutage | None
    unknown: int


class OutageSystems:
    """Two parts: the sentence with the table of systems, and what would hold and what does not help."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._words: list[str] = []
        self.said, self._notes = told("", "section"), told("", "muted")
        self.table = Table(self._columns(), "Systems, and how they feel it")
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._on_system())
        self.substitute = push("Record a substitute…", "Write down what takes over on the way that is chosen")
        self.copy = push("Record an own copy…", "Write down that a copy is kept of what is fetched on the way")
        self.lineage = push("Show in Lineage", "Draw the way that is chosen")
        self.substitute.clicked.connect(lambda: self._record(SUBSTITUTE))
        self.copy.clicked.connect(lambda: self._record(OWN_COPY))
        self.lineage.clicked.connect(lambda: session.view_requested.emit("lineage"))
        hint = told("Choose a system for its way; the evidence of every hop then stands below.", "muted")
        foot = foot_of(hint, self.substitute, self.copy, self.lineage)
        lower = column_of(self.said, self.table, foot, margins=(16, 4, 16, 4), growing=self.table)
        self.parts: tuple[QWidget, ...] = (lower, scrolled(self._notes))

    def show_outage(self, snapshot: Snapshot, answers: Answers, outage: Outage | None) -> None:
        """Show what one standstill comes to; None shows that there is nothing."""
        if outage is None:
            self.said.setText("Nothing to show.")
            self.table.set_rows(())
            self._words = []
        else:
            lines = [_Line(snapshot, each.system, each, 0) for each in outage.systems]
            lines += [_Line(snapshot, root, None, count) for root, count in unreached(snapshot, answers, outage)]
            self.said.setText(one_outage_sentence(snapshot, outage, answers))
            self._words = outage_notes(snapshot, answers, outage)
            self.table.show_whole_words(lines)
        self._on_system()

    def _on_system(self) -> None:
        line = self._chosen()
        way = line.felt.way if line is not None and line.felt is not None else ()
        for button in (self.substitute, self.lineage):
            button.setEnabled(bool(way))
        self.copy.setEnabled(self._fetched(way) is not None)
        hops = evidence_lines(line.snapshot, line.felt) if line is not None and line.felt is not None else []
        self._notes.setText("\n\n".join(["\n".join(hops), *self._words] if hops else self._words))
        if line is not None and way:
            graph = line.snapshot.graph
            chain = [line.root, *(int(graph.relation_target[relation]) for relation in way)]
            self._session.select([graph.id_of(node) for node in reversed(chain)])

    def _chosen(self) -> _Line | None:
        lines: list[_Line] = self.table.chosen()
        return lines[-1] if lines else None

    def _fetched(self, way: tuple[int, ...]) -> int | None:
        """The relation of a way over which something is fetched."""
        graph = self._session.snapshot.graph
        kinds = [graph.relation_kind_of(relation) for relation in way]
        return way[kinds.index(RelationKind.DISTRIBUTED_BY)] if RelationKind.DISTRIBUTED_BY in kinds else None

    def _record(self, tag: str) -> None:
        """Open a note that records what holds a way up: on what the system relies on, or on what is fetched."""
        line = self._chosen()
        if line is None or line.felt is None:
            return
        snapshot, fetched = line.snapshot, self._fetched(line.felt.way)
        first = snapshot.relations[line.felt.way[0]]
        subject = family_subject(relation_subject(first.source, first.kind, first.target))
        if tag == OWN_COPY and fetched is not None:
            subject = family_subject(subject_of(snapshot.relations[fetched].source))
        self._session.edit_requested.emit("edit", Note(subject, "", (tag,), author()))

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("System", lambda row: name_of(row.snapshot, row.root), width=110),
            Column("Feels it", _felt, _when, width=120, colour=self._colour),
            Column("Way", lambda row: way_words(row.snapshot, row.felt) if row.felt else _unknown(row), width=-1,
                   tooltip=lambda row: "\n".join(evidence_lines(row.snapshot, row.felt)) if row.felt else _unknown(row)),
            Column("Known", lambda row: weakest_words(row.snapshot, row.felt) if row.felt else "", width=72, needs=520,
                   explanation="How well the least known relation of the way is known"),
            Column("Held up by", _held, width=110, tooltip=_held),
        )  # fmt: skip

    def _colour(self, row: _Line) -> QColor:
        theme = self._session.theme
        return QColor(theme.bad if row.felt is not None and row.felt.still is Felt.NOW else theme.text)


def _when(row: _Line) -> int:
    return (
        2 * int(row.felt.still) - (row.felt.perhaps < row.felt.still) if row.felt is not None else 2 * int(Felt.NEVER)
    )


def _felt(row: _Line) -> str:
    if row.felt is None:
        return "not shown to be safe" if row.unknown else FELT_TITLES[Felt.NEVER]
    return still_words(row.felt)


def _unknown(row: _Line) -> str:
    return (
        f"no way found; {counted(row.unknown, 'unknown component')} upstream"
        if row.unknown
        else "nothing unknown upstream"
    )


def _held(row: _Line) -> str:
    return (held_words(row.snapshot, row.felt) or "nothing") if row.felt is not None else ""
