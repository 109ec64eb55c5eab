"""What helps against it? All controls in one table: recorded where, what they stop, what they would stop, how few would do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.analysis.control_effects import ControlEffect, Help, control_effects
from explorer.analysis.control_set import SmallestCut, smallest_cut
from explorer.analysis.controls import RecordedControls
from explorer.analysis.exposure import Exposure
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.controls import control_title
from explorer.pipeline.controls_table import cut_sentence
from explorer.pipeline.whatif_table import UNNAMED, effect_sentence
from explorer.progress import Progress
from explorer.ui.models.table import Column, Table
from explorer.ui.session import Session
from explorer.ui.views.parts import column_of, foot_of, push, told

LANE, CUTS_LANE = "what-if-controls", "what-if-cuts"
SIGNATURE = "signature"
_WORDS = {
    Help.STOPS: "keeps {0.kept_everywhere} of {0.systems}", Help.NOT_NOW: "no, only from now on", Help.NARROWS: "only narrows it",
    Help.DOES_NOT: "no", Help.NOT_NAMED: "not named",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Line:
    effect: ControlEffect
    cut: SmallestCut | None
    """None while it is being worked out, and where the control does not stop the attack."""


class ControlPane:
    """Whether signing helps, in a sentence; then every control as a row, with a sentence for the chosen one."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._asked: tuple[Snapshot, tuple[int, ...], Exposure, RecordedControls] | None = None
        self._effects: tuple[ControlEffect, ...] = ()
        self._title, self._said = told("What helps, what stays", "section"), told("")
        self._hint = told("", "muted")
        self.table = Table(_COLUMNS, "Controls, and whether each helps")
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._say())
        self._signed = push("Signed and still bad…", "What is signed, and still hangs on somebody nobody vouches for")
        self._signed.clicked.connect(lambda: session.view_requested.emit("signed"))
        self._few = push("Which few cut most…", "Which few controls would cut most, over all attacks")
        self._few.clicked.connect(lambda: session.view_requested.emit("controls"))
        foot = foot_of(self._hint, self._signed, self._few)
        self.page = column_of(self._title, self._said, self.table, foot, margins=(16, 4, 16, 4), growing=self.table)

    def show_exposure(self, asked: tuple[Snapshot, tuple[int, ...], Exposure, RecordedControls] | None) -> None:
        """Take another answer (graph, systems, exposure, controls); what stood there is no answer any more."""
        self._session.jobs.cancel(CUTS_LANE)
        self._asked, self._effects = asked, ()
        self.table.set_rows(())
        self._say()
        if asked is not None:
            snapshot, _, exposure, controls = asked
            self._session.jobs.start(
                LANE,
                lambda progress: control_effects(snapshot, exposure, controls),
                self._show,
                self._session.tell_failure,
            )

    def _show(self, effects: tuple[ControlEffect, ...]) -> None:
        self._effects = effects
        self.table.show_whole_words([_Line(each, None) for each in effects])
        self._say()
        if self._asked is None:
            return
        snapshot, roots, exposure, controls = self._asked

        def cuts(progress: Progress) -> Mapping[str, SmallestCut]:
            keys = [each.control for each in effects if each.help is Help.STOPS]
            found = {}
            for place, key in enumerate(keys):
                progress.step("Looking for the fewest relations to cut", place, len(keys))
                found[key] = smallest_cut(
                    snapshot, roots, exposure.attack, exposure.entries, controls, key, exposure.moment
                )
            return found

        self._session.jobs.start(CUTS_LANE, cuts, self._show_cuts, self._session.tell_failure)

    def _show_cuts(self, cuts: Mapping[str, SmallestCut]) -> None:
        self.table.show_whole_words([_Line(each, cuts.get(each.control)) for each in self._effects])
        self._say()

    def _say(self) -> None:
        """The sentence of the chosen control; of signing, which most people ask about, where none is chosen."""
        lines: list[_Line] = self.table.chosen()
        line = lines[-1] if lines else None
        effect = line.effect if line else next((each for each in self._effects if each.control == SIGNATURE), None)
        self._said.setText(
            effect_sentence(effect)
            if effect is not None
            else "Nothing upstream is a place where this attack could begin."
        )
        cut = line.cut if line else None
        snapshot = self._asked[0] if self._asked is not None else None
        shown = cut_sentence(snapshot, cut) if cut is not None and snapshot is not None else ""
        self._hint.setText(shown or "Choose a control for its sentence.")


def _fewest(line: _Line) -> str:
    if line.effect.help is not Help.STOPS:
        return ""
    if line.cut is None:
        return "…"
    if not line.cut.computed:
        return "too large"
    return "cannot" if line.cut.relations is None else f"{len(line.cut.relations):,}"


COLUMN_WORDS = (
    "In the table of controls, keeps now: of the systems that the attack could come to, those that the control keeps from it "
    "where it is recorded, if it were all there is. If everywhere: those that it would keep if it stood wherever it can on these "
    "ways. Fewest places: on how many further relations, at the least, it would have to stand to keep all of them."
)
_COLUMNS = (
    Column("Control", lambda line: control_title(line.effect.control), width=132),
    Column("Recorded on", lambda line: f"{line.effect.recorded:,} of {line.effect.ways:,}", lambda line: line.effect.recorded,
           numeric=True, width=84, explanation="Relations by which the attack comes to the systems, and on how many it is recorded"),
    Column("Keeps now", lambda line: f"{line.effect.kept_now} of {line.effect.systems}", lambda line: line.effect.kept_now,
           numeric=True, width=74, explanation="Systems that it alone keeps from the attack, where it is recorded now"),
    Column("If everywhere", lambda line: _WORDS[line.effect.help].format(line.effect), width=122,
           explanation="Systems that it alone would keep, wherever it can stand on these ways"),
    Column("Fewest places", _fewest, width=92, needs=600,
           explanation="The fewest further relations on which it would have to stand to cut every way; exact (minimum cut)"),
    Column("Why", lambda line: line.effect.why or UNNAMED, width=-1, tooltip=lambda line: line.effect.why or UNNAMED),
)  # fmt: skip
