"""What every view of the whole as cells has: canvas, legend, honest bar, and the way into the focus drawing and back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QToolButton, QWidget

from explorer.domain.annotation import component_subject
from explorer.domain.component import ComponentId
from explorer.graph.snapshot import empty_snapshot
from explorer.layout.strata import strata
from explorer.ui.canvas.fading import fade_from
from explorer.ui.canvas.strata_canvas import StrataCanvas
from explorer.ui.canvas.strata_census import StrataCensus
from explorer.ui.canvas.strata_colouring import by_class
from explorer.ui.canvas.strata_scene import StrataScene
from explorer.ui.canvas.strata_shading import Shading
from explorer.ui.models.table import Table
from explorer.ui.session import Session
from explorer.ui.views.base import View
from explorer.ui.views.focus_pane import FocusPane
from explorer.ui.views.parts import column_of, push, told
from explorer.ui.views.shade_legend import ShadeLegend
from explorer.ui.wrapping import Row


class CellsView(View):
    """Subclasses lay out a scene and show it; selection, filter, theme and focus are seen to here."""

    drawing_name: ClassVar[str] = ""
    needs_answers = False

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._selecting = False
        nothing = empty_snapshot().graph
        self.canvas = StrataCanvas(session.theme, StrataScene(nothing, strata(nothing), by_class(nothing)))
        self.canvas.setAccessibleName(self.drawing_name)
        self.legend = ShadeLegend(session.theme, f"Legend of the {self.tab.lower()}")
        kept = self.legend.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # So that nothing moves where it is hidden.
        self.legend.setSizePolicy(kept)
        self.bar = told("", "muted")
        self.bar.setAccessibleName("Where every component has gone")
        self.fit = push("Fit", "Show the whole drawing (F)")
        self.fit.clicked.connect(lambda: self.focus.canvas.fit() if self.in_focus else self.canvas.viewport.fit())
        self.loop = QToolButton(text="Loop", checkable=True)
        self.loop.setAccessibleName("Select by drawing a loop with the next drag (L)")
        self.loop.setToolTip(self.loop.accessibleName())
        self.loop.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.loop.toggled.connect(self.canvas.draw_loop)
        self.canvas.looping.connect(self.loop.setChecked)

    def assemble(self, above: Row, twin: Table) -> None:
        """Put the parts together, with a row of choices above them, and a table behind."""
        self._above = above.parts
        self.focus = FocusPane(self.session)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.canvas)
        self.stack.addWidget(self.focus)
        body = column_of(
            above, self.stack, self.legend, self.bar, margins=(16, 4, 16, 8), growing=self.stack, spacing=6
        )
        self.set_pages(body, twin)
        self.canvas.selected.connect(self._on_canvas_selected)
        self.canvas.activated.connect(self._on_activated)
        self.canvas.counted.connect(self._on_counted)
        self.canvas.told.connect(self.session.message)
        self.canvas.edit_requested.connect(
            lambda what, identity: self.session.edit_requested.emit(what, component_subject(identity))
        )
        self.focus.ready.connect(self._enter_focus)
        self.focus.left.connect(self.leave_focus)
        self.focus.counted.connect(self.bar.setText)
        self.session.selection_changed.connect(self._on_selected)
        self.session.filter_changed.connect(lambda _: self.apply_filter())

    def show_scene(self, scene: StrataScene, same: bool, shaded: Shading | None = None) -> None:
        """Show what was laid out; the view stays where the strata are the same."""
        if not same:
            self.leave_focus()
            self.focus.forget()
        self.canvas.set_scene(scene, keep_view=same, shaded=shaded)
        if not same:
            self.canvas.viewport.fit(animate=False)
        self.legend.show_colouring(scene.colouring)
        self.apply_filter()
        self._on_selected(self.session.selection)
        self.tell_headline()

    def say_nothing_yet(self, words: str) -> None:
        """Stand these words where the first drawing will be."""
        self.canvas.set_scene(replace(self.canvas.scene, nothing=words), keep_view=False)
        self.bar.setText("")

    def refresh(self) -> None:
        """Override View.refresh."""
        self.canvas.set_theme(self.session.theme)
        self.legend.set_theme(self.session.theme)
        self.focus.canvas.set_theme(self.session.theme)

    @property
    def in_focus(self) -> bool:
        """Whether the focus drawing is in front."""
        return self.stack.currentWidget() is self.focus

    def leave_focus(self) -> None:
        """Return to the whole, where one was."""
        if not self.in_focus:
            return
        self._bring(self.canvas)
        self.canvas.setFocus()
        self.canvas.set_selection(self.session.selection, reveal=False)

    def go_back(self) -> bool:
        """Override View.go_back: out of the focus drawing."""
        was = self.in_focus
        self.leave_focus()
        return was

    def render_picture(self, path: Path) -> None:
        """Override View.render_picture: what the canvas in front shows, by the same painting."""
        self.bring_up_to_date()
        (self.focus.canvas if self.in_focus else self.canvas).render_to(path)

    def apply_filter(self) -> None:
        """Let only what the session's filter lets through keep its colour."""
        wanted = self.session.filter
        everything = not (wanted.classes or wanted.knowledge)
        self.canvas.set_filter(None if everything else wanted.passes(self.canvas.scene.graph))

    def _on_selected(self, chosen: tuple[ComponentId, ...]) -> None:
        if not self._selecting:
            self.canvas.set_selection(chosen, reveal=self.canvas.isVisible())

    def _on_canvas_selected(self, chosen: tuple[ComponentId, ...]) -> None:
        self._selecting = True
        self.session.select(chosen)
        self._selecting = False

    def _on_activated(self, identity: ComponentId) -> None:
        """Ask for the focus drawing, so that the glyph appears where the cell is."""
        if not self.session.selection:
            self._on_canvas_selected((identity,))
        cells = self.canvas.scene.cells_of([identity])
        where = self.canvas.strip_point(cells[0]) if cells else None
        at = self.canvas.view().center() if where is None else self.canvas.sheet.to_view(where)
        self.focus.fit_to(self.stack.size())
        self.focus.ask(identity, at)

    def _enter_focus(self) -> None:
        if self.in_focus:
            return
        self._bring(self.focus)
        self.focus.canvas.setFocus()
        self.focus.settle()

    def _bring(self, page: QWidget) -> None:
        """Fade one drawing into the other; what belongs to the whole alone cannot be used meanwhile."""
        before = self.stack.grab()
        self.stack.setCurrentWidget(page)
        self.legend.setVisible(page is self.canvas)
        for widget in self._above:
            widget.setEnabled(page is self.canvas or widget is self.fit)
        fade_from(self.stack, before)

    def _on_counted(self, found: StrataCensus) -> None:
        if not self.in_focus and (len(self.canvas.scene) or not len(self.session.snapshot.graph)):
            self.bar.setText(found.text())
