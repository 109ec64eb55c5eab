"""Form fields that the annotation editors share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from PySide6.QtCore import QDate, QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from explorer.domain.annotation import Subject
from explorer.domain.annotations import Annotation
from explorer.ui.dialogs.holds_for import HoldsFor
from explorer.ui.text import as_tooltip, plain, veiled

BEFORE_NUMBER = 6
"""Pixels before the text of a box of numbers, as before that of every other field."""

SpinBox = TypeVar("SpinBox", bound=QAbstractSpinBox)


class DayField(QWidget):
    """A date that may be left out."""

    def __init__(self, name: str, value: date | None, suggestion: date) -> None:
        super().__init__()
        self._set = QCheckBox("set")
        self._set.setAccessibleName(f"{name}: set a date")
        self._edit = QDateEdit(calendarPopup=True, displayFormat="yyyy-MM-dd")
        self._edit.setAccessibleName(name)
        day = value or suggestion
        self._edit.setDate(QDate(day.year, day.month, day.day))
        self._set.setChecked(value is not None)
        self._edit.setEnabled(value is not None)
        self._set.toggled.connect(self._edit.setEnabled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._set)
        row.addWidget(self._edit)
        row.addStretch(1)
        self.setFocusProxy(self._set)

    def value(self) -> date | None:
        """The date, or None where it is not set."""
        day = self._edit.date()
        return date(day.year(), day.month(), day.day()) if self._set.isChecked() else None

    def set_value(self, value: date) -> None:
        """Set the date."""
        self._edit.setDate(QDate(value.year, value.month, value.day))
        self._set.setChecked(True)


def choice(name: str, titles: Mapping[str, str], value: str, empty: str | None = None) -> QComboBox:
    """A choice among words, shown by their titles; `empty` is the title of choosing none."""
    box = QComboBox()
    box.setAccessibleName(name)
    if empty is not None:
        box.addItem(empty, "")
    for word, title in titles.items():
        box.addItem(title, word)
    box.setCurrentIndex(max(0, box.findData(value)))
    return box


def titles_of(kind: type[StrEnum]) -> dict[str, str]:
    """The words of an enumeration as their own titles."""
    return {each.value: each.value for each in kind}


KEPT = "Names are hidden: this field keeps what it holds. Show names to change it."


class _Line(QLineEdit):
    """A line that shows names in place of identities, none that is hidden, and still gives back what it was given."""

    def __init__(self, value: str, placeholder: str, called: Callable[[str], str]) -> None:
        super().__init__(placeholderText=placeholder)
        self._called = called
        self.setText(value)

    def setText(self, text: str) -> None:
        """Override QLineEdit.setText."""
        name = self._called(text)
        veil = veiled(name)
        self._kept, self._shown = text, name if veil is None else veil
        self.setReadOnly(veil is not None)
        self.setToolTip(KEPT if veil is not None else text if name != text else "")
        super().setText(self._shown)

    def text(self) -> str:
        """Override QLineEdit.text: what is meant, whatever is shown."""
        typed = super().text()
        return self._kept if typed == self._shown else typed


class _Paragraph(QPlainTextEdit):
    """Several lines, as `_Line` is one."""

    def __init__(self, value: str, placeholder: str) -> None:
        super().__init__(placeholderText=placeholder)
        self.setPlainText(value)

    def sizeHint(self) -> QSize:
        """Override QPlainTextEdit.sizeHint: three lines, however large the text is."""
        return QSize(super().sizeHint().width(), 3 * self.fontMetrics().lineSpacing() + 24)

    def setPlainText(self, text: str) -> None:
        """Override QPlainTextEdit.setPlainText."""
        veil = veiled(text)
        self._kept = None if veil is None else text
        self.setReadOnly(veil is not None)
        self.setToolTip("" if veil is None else KEPT)
        super().setPlainText(text if veil is None else veil)

    def toPlainText(self) -> str:
        """Override QPlainTextEdit.toPlainText: what is meant, whatever is shown."""
        return super().toPlainText() if self._kept is None else self._kept


def line(name: str, value: str, placeholder: str = "", called: Callable[[str], str] = str) -> QLineEdit:
    """A line of text; `called` says what people call an identity that stands in it."""
    edit = _Line(value, placeholder, called)
    edit.setAccessibleName(name)
    return edit


def paragraph(name: str, value: str, placeholder: str = "") -> QPlainTextEdit:
    """Several lines of text; Tab leaves the field."""
    edit = _Paragraph(value, placeholder)
    edit.setAccessibleName(name)
    edit.setTabChangesFocus(True)
    edit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return edit


def stepped(name: str, box: SpinBox) -> SpinBox:
    """A box of numbers with its name, and the air before its text: Qt takes that of the style sheet for other fields only."""
    box.setAccessibleName(name)
    box.lineEdit().setTextMargins(BEFORE_NUMBER, 0, 0, 0)
    return box


LEAST_WIDTH = 448
"""Pixels of a form between its margins, whatever stands in it."""


class FormDialog(QDialog):
    """A form with a subject line, a place for what is wrong, and Save and Cancel; the keyboard begins at the first field."""

    def __init__(
        self, title: str, subject: str, parent: QWidget | None = None, called: Callable[[str], str] = str
    ) -> None:
        """`called` says what people call an identity, which is told beside the name as a tooltip."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form = QFormLayout()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.setVerticalSpacing(8)
        self._wrong = QLabel(objectName="wrong")
        self._wrong.setTextFormat(Qt.TextFormat.PlainText)
        self._wrong.setWordWrap(True)
        self._wrong.hide()
        on = QLabel(f"On {plain(called(subject))}", objectName="muted")
        on.setTextFormat(Qt.TextFormat.PlainText)
        on.setToolTip(as_tooltip(subject) if called(subject) != subject else "")
        on.setWordWrap(True)
        on.setMinimumWidth(LEAST_WIDTH)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self._on_save)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.setSizeConstraint(
            QVBoxLayout.SizeConstraint.SetMinimumSize
        )  # No field is cut off, however large the text is.
        layout.addWidget(on)
        layout.addLayout(self.form)
        layout.addWidget(self._wrong)
        layout.addWidget(self.buttons)

    def what_is_wrong(self) -> str | None:
        """A sentence that says what to mend before saving; None where all is well."""
        return None

    def offer_removal(self, remove: Callable[[], object]) -> None:
        """A button that removes what is edited; it can be undone."""
        button = self.buttons.addButton("Remove", QDialogButtonBox.ButtonRole.DestructiveRole)
        button.clicked.connect(lambda: remove())
        button.clicked.connect(self.reject)

    def result_annotation(self) -> Annotation:
        """What the form says, as an annotation; only editors of annotations have one."""
        raise NotImplementedError

    def ask_versions(self, subject: Subject, looked_at: Subject | None) -> HoldsFor:
        """Whether the judgement is about every version or the one looked at; a row of the form where there is a choice."""
        field = HoldsFor(subject, looked_at or subject)
        if field.count() > 1:
            self.row("Hol&ds for", field)
        else:
            field.setParent(self)  # It goes with the form.
            field.hide()
        return field

    def row(self, title: str, field: QWidget) -> None:
        """A field with its label; `&` in the title makes its key."""
        label = QLabel(title)
        label.setContentsMargins(
            0, 0, 2, 0
        )  # A letter that is drawn closer to its neighbour takes its room from the last.
        label.setBuddy(field)
        self.form.addRow(label, field)

    def showEvent(self, event: QShowEvent) -> None:
        """Override QDialog.showEvent: the fields come before the buttons, which were made first."""
        super().showEvent(event)
        fields = [each for each in map(self._field, range(self.form.rowCount())) if each is not None]
        if event.spontaneous() or not fields:
            return
        before = fields[-1]
        for button in self.buttons.buttons():
            QWidget.setTabOrder(before, button)
            before = button
        next((each for each in fields if each.isEnabled()), self.buttons).setFocus()

    def _field(self, row: int) -> QWidget | None:
        item = self.form.itemAt(row, QFormLayout.ItemRole.FieldRole)
        return item.widget() if item is not None else None

    def _on_save(self) -> None:
        wrong = self.what_is_wrong()
        if wrong is None:
            self.accept()
            return
        self._wrong.setText(wrong)
        self._wrong.setAccessibleName(wrong)
        self._wrong.show()
        layout = self.layout()
        layout.activate()
        # What wraps is higher than its least height; without this the fields would lie over each other.
        self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))
