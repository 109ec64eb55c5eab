"""What every view has: a headline that is the answer, help, a table twin, a picture to take away."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QMarginsF, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QTabBar,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from explorer.errors import InputError
from explorer.exports.report import Section
from explorer.ui.headline import Headline
from explorer.ui.low_room import LowRoom
from explorer.ui.session import Session
from explorer.ui.text import plain
from explorer.ui.view_pages import PAGES, section_of, write_page, write_rows
from explorer.ui.views import GROUPS

PICTURE_ENDINGS = (".png", ".svg", ".pdf")

_BY_TAB = Qt.FocusPolicy.TabFocus
_CONTROLS = (QAbstractButton, QAbstractSlider, QComboBox, QLineEdit, QTabBar)
"""What a drawing or table is set by, and is not one itself."""


class View(QWidget):
    """One question and its answer. Subclasses fill `body` and `twin`, and say the headline."""

    name: ClassVar[str] = ""
    """Short and stable; the command line and links use it."""
    tab: ClassVar[str] = ""
    group: ClassVar[str] = GROUPS[0]
    """The group of `GROUPS` that it stands in."""
    question: ClassVar[str] = ""
    help_text: ClassVar[str] = ""
    """What its numbers mean and what they do not."""
    needs_answers: ClassVar[bool] = True
    """Whether it waits where the session's answers are still to come."""

    help_requested = Signal(str, str)
    export_requested = Signal(object)
    presented = Signal(object, int)
    """Slides to present, and the place of the first; only a storyboard asks for it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setObjectName(f"view-{self.name}")
        self.setAccessibleName(self.question)
        self._headline = Headline()
        self._toggle = self._button(
            "Table", f"Show the table behind “{self.tab}” instead of the picture", checkable=True
        )
        self._toggle.toggled.connect(self.show_table)
        self._help = self._button("Help", f"What the numbers of “{self.tab}” mean")
        self._help.clicked.connect(lambda: self.help_requested.emit(self.question, self.help_text))
        self._export = self._button("Export…", f"Save “{self.tab}” as a page, picture or table")
        self._export.clicked.connect(lambda: self.export_requested.emit(self))
        top = QHBoxLayout()
        top.setContentsMargins(16, 12, 16, 4)
        top.setSpacing(8)
        top.addWidget(self._headline, 1)
        for button in (self._toggle, self._help, self._export):
            top.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._stack = QStackedWidget()
        self._body = QWidget()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(self._stack, 1)
        self._twin: QTableView | None = None
        self._waiting = QWidget()
        self._stale = True
        session.answers_changed.connect(self._on_changed)
        session.theme_changed.connect(self._on_changed)

    def set_pages(self, body: QWidget, twin: QTableView | None) -> None:
        """Put in the picture and its table twin; a view that is a table itself has no twin."""
        self._body = body
        self._stack.addWidget(LowRoom(body))
        self._twin = twin
        if twin is not None:
            holder = QWidget()
            layout = QVBoxLayout(holder)
            layout.setContentsMargins(16, 8, 16, 16)
            layout.addWidget(twin)
            self._stack.addWidget(holder)
        self._stack.addWidget(self._waiting)
        self._toggle.setVisible(twin is not None)

    def headline(self) -> str:
        """One sentence that is the answer."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show the session's present answers; called when they change and the view is visible."""
        raise NotImplementedError

    def table(self) -> QTableView | None:
        """The table twin."""
        return self._twin

    def picture(self) -> QWidget:
        """The part that a picture shows."""
        return self._body

    def main_part(self) -> QWidget:
        """What the keyboard is for here: the largest drawing or table in front, or the first button where there is none."""
        page = self._stack.currentWidget() or self
        parts = [part for part in page.findChildren(QWidget) if part.isVisible() and part.focusPolicy() & _BY_TAB]
        drawn = [part for part in parts if not isinstance(part, _CONTROLS)]
        return max(drawn, key=lambda part: part.width() * part.height(), default=next(iter(parts), self._help))

    def show_table(self, wanted: bool) -> None:
        """Show the table twin, or the picture."""
        if self._twin is not None:
            if not self.is_waiting:
                self._stack.setCurrentIndex(1 if wanted else 0)
            self._toggle.setChecked(wanted)
            self._toggle.setText("Picture" if wanted else "Table")

    def came_from(self, view: str, tab: str, rows: int | None) -> None:
        """Hear which view was in front before this one came there, and how many rows of depth it showed."""

    def show_part(self, part: str) -> None:
        """Bring one of its parts to the front, by its word; only a view with tabs has any."""

    def go_back(self) -> bool:
        """Take back one step of what this view showed; False where it has none."""
        return False

    def uncover(self, depth: int | None) -> None:
        """Show no more than so many steps, or all: rows of depth in a drawing, in the summary the counts before the rest."""

    def uncovered(self) -> int | None:
        """How many steps are shown; None for all."""
        return None

    def play(self, card: str, events: int | None = 0) -> None:
        """Show an attack or incident that is played, after so many of its events; None once it is over.

        Only views of attacks and incidents do it.
        """

    def shows_table(self) -> bool:
        """Whether the table twin is in front."""
        return self._stack.currentIndex() == 1

    def bring_up_to_date(self) -> None:
        """Refresh if anything changed since the last time."""
        self._show_waiting()
        if self._stale and not self.is_waiting:
            self._stale = False
            self.refresh()
            self.tell_headline()

    @property
    def is_waiting(self) -> bool:
        """Whether what it shows is still to be answered."""
        return self.needs_answers and not self.session.answering.is_complete

    def _show_waiting(self) -> None:
        """Put a word in the place of what is still to be answered, and take it away afterwards."""
        waits = self.is_waiting
        for button in (self._toggle, self._export):
            button.setEnabled(not waits)
        if waits:
            self._say(self.session.answering.words)
            self._stack.setCurrentWidget(self._waiting)
        elif self._stack.currentWidget() is self._waiting:
            self._stack.setCurrentIndex(1 if self._toggle.isChecked() else 0)

    def tell_headline(self) -> None:
        """Say the headline anew, for what came after the refresh."""
        if not self.is_waiting:
            self._say(plain(self.headline()))

    def _say(self, text: str) -> None:
        self._headline.setText(text)
        self._headline.updateGeometry()
        self.setAccessibleDescription(text)

    def is_read_as_table(self) -> bool:
        """Whether the view itself is a table, so that its page on paper is one, and no picture of the window."""
        return self._twin is None and self.table() is not None

    def sections(self) -> tuple[Section, ...]:
        """What a page of this view holds: the rows of its table."""
        table = self.table()
        return () if table is None else (section_of(self.question, "", table, self.help_text),)

    def export(self, path: Path) -> None:
        """Write what is shown: rows as CSV; as PDF or HTML a page, of a view that is read as a table; else a picture.

        Raises `InputError` for other endings or where it cannot be written.
        """
        self.bring_up_to_date()
        ending = path.suffix.lower()
        if ending == ".csv":
            write_rows(self.table(), path)
        elif ending in PAGES and self.is_read_as_table():
            write_page(self, path)
        else:
            self.render_picture(path)

    def formats(self) -> tuple[str, ...]:
        """What the view can be exported as, the usual one first, as filters of a file dialog."""
        rows = ("Table for a spreadsheet (*.csv)",) if self.table() is not None else ()
        if self.is_read_as_table():
            pages = ("Page to print (*.pdf)", "Page to read (*.html)")
            return (*pages, *rows, "PNG picture (*.png)", "SVG drawing (*.svg)")
        return ("PNG picture (*.png)", "SVG drawing (*.svg)", "PDF page (*.pdf)", *rows)

    def render_picture(self, path: Path) -> None:
        """Write the picture as PNG, SVG or PDF. Raises `InputError` for other endings or where it cannot be written."""
        self.bring_up_to_date()
        if self.is_waiting:
            raise InputError(self.session.answering.words, "Save the picture once it is.")
        write_picture(self.picture(), path)

    def showEvent(self, event: object) -> None:
        """Catch up when the view comes to the front."""
        super().showEvent(event)  # type: ignore[arg-type]
        if self.is_waiting:
            self.session.answering.want()
        self.bring_up_to_date()

    def _on_changed(self, *_: object) -> None:
        self._stale = True
        if self.isVisible():
            self.bring_up_to_date()

    def _button(self, text: str, name: str, checkable: bool = False) -> QToolButton:
        button = QToolButton(text=text, checkable=checkable)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button


def write_picture(widget: QWidget, path: Path) -> None:
    """Draw a widget into a PNG (twice its size on screen), SVG or PDF file."""
    ending = path.suffix.lower()
    if ending not in PICTURE_ENDINGS:
        raise InputError(f"{path.name} is no picture format.", "Name it .png, .svg or .pdf.")
    size = widget.size() if not widget.size().isEmpty() else QSize(1280, 800)
    if ending == ".png":
        image = QImage(size * 2, QImage.Format.Format_ARGB32)
        image.setDevicePixelRatio(2)
        image.fill(widget.palette().window().color())
        widget.render(image, QPoint(0, 0))
        written = image.save(str(path))
    elif ending == ".svg":
        written = _draw_svg(widget, path, size)
    else:
        written = _draw_pdf(widget, path, size)
    if not written:
        raise InputError(f"{path} cannot be written.", "Choose another place.")


def _draw_svg(widget: QWidget, path: Path, size: QSize) -> bool:
    from PySide6.QtSvg import QSvgGenerator

    generator = QSvgGenerator()
    generator.setFileName(str(path))
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    generator.setTitle(widget.accessibleName() or "Catchment")
    return _drawn(widget, QPainter(generator))


def _draw_pdf(widget: QWidget, path: Path, size: QSize) -> bool:
    writer = QPdfWriter(str(path))
    writer.setResolution(96)
    writer.setPageSize(QPageSize(QSize(round(size.width() * 0.75), round(size.height() * 0.75))))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    return _drawn(widget, QPainter(writer))


def _drawn(widget: QWidget, painter: QPainter) -> bool:
    if not painter.isActive():
        return False
    widget.render(painter, QPoint(0, 0))
    painter.end()
    return True
