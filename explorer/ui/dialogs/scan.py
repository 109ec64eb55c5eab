"""What to scan, under which name, and which network sources may be asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from explorer.pipeline.scan_targets import KEY, ONLINE_SOURCES
from explorer.ui.dialogs.fields import FormDialog, line, paragraph

SPECIAL = ("env:", "hf-cache:", "hf:", "hub-dump:", KEY)
"""Targets that are no path: a Python environment, a model cache, a model on the hub, a dump of a whole hub, a key."""

_TOLD = (
    "One target per line: a folder of an application, a CycloneDX BOM (.json, .xml), env:PATH of a Python environment, "
    "hf-cache:PATH, or hf:OWNER/MODEL. All of them together are one system. Or, by itself, hub-dump:PATH of a hub's lineage. "
    "Files are read, never run. key:FILE beside them is a public key that you trust, to verify signatures with."
)


class ScanDialog(FormDialog):
    """Targets, name, network sources (all off unless ticked)."""

    def __init__(
        self,
        targets: Sequence[str] = (),
        name: str = "",
        online: Iterable[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Scan", name or "a new system", parent)
        self.setMinimumWidth(560)
        self.buttons.button(self.buttons.StandardButton.Save).setText("Scan")
        self._targets = paragraph("What to scan, one target per line", "\n".join(targets), "/path/to/application")
        self._name = line("Name of the system", name, "by default the name of the folder")
        self.row("&What to scan", self._chooser())
        told = _muted(_TOLD)
        self.form.addRow("", told)
        self.row("&Name", self._name)
        self._online: dict[str, QCheckBox] = {}
        switched_on = set(online)
        for source, sends in ONLINE_SOURCES.items():
            box = QCheckBox(f"Ask {source}")
            box.setChecked(source in switched_on)
            box.setAccessibleName(f"Ask {source} over the network. {sends}")
            self._online[source] = box
            self.row("Network" if len(self._online) == 1 else "", box)
            self.form.addRow("", _muted(sends))

    def what_is_wrong(self) -> str | None:
        """Override FormDialog.what_is_wrong."""
        targets = self.targets()
        if not targets:
            return "Choose a folder or a BOM file."
        if all(target.startswith(KEY) for target in targets):
            return "A key verifies signatures in what is scanned. Choose a folder or a BOM file beside it."
        for target in targets:
            if not target.startswith(SPECIAL) and not Path(target).expanduser().exists():
                return f"{target} does not exist. Choose a folder or a file that does."
        return None

    def targets(self) -> list[str]:
        """The lines that say something."""
        return [text.strip() for text in self._targets.toPlainText().splitlines() if text.strip()]

    def request(self) -> tuple[list[str], str | None, frozenset[str]]:
        """Targets, name, and the network sources that are switched on."""
        online = frozenset(source for source, box in self._online.items() if box.isChecked())
        return self.targets(), self._name.text().strip() or None, online

    def _chooser(self) -> QWidget:
        chooser = QWidget()
        layout = QHBoxLayout(chooser)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._targets, 1)
        buttons = QVBoxLayout()
        for text, name, choose in (
            ("Folder…", "Choose a folder to scan", self._choose_folder),
            ("File…", "Choose a BOM file to read", self._choose_file),
            ("Key…", "Choose a public key that you trust, to verify signatures with", self._choose_key),
        ):
            button = QPushButton(text)
            button.setAccessibleName(name)
            button.clicked.connect(choose)
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        chooser.setFocusProxy(self._targets)
        return chooser

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, "Folder to scan")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._choose(dialog)

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, "BOM to read", "", "BOM (*.json *.xml);;All files (*)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        self._choose(dialog)

    def _choose_key(self) -> None:
        dialog = QFileDialog(
            self, "Key to verify with", "", "Keys (*.pub *.pem *.crt *.cer *.der *.json);;All files (*)"
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda paths: self.add_targets([KEY + path for path in paths]))
        dialog.open()

    def _choose(self, dialog: QFileDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self.add_targets)
        dialog.open()

    def add_targets(self, paths: Sequence[str]) -> None:
        """Put more targets below those that stand there."""
        self._targets.setPlainText("\n".join([*self.targets(), *paths]))


def _muted(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("muted")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setMinimumWidth(400)
    return label
