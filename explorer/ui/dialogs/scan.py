"""What to scan, under which name, and which network sources may be asked."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLabel, QPushButton, QWidget

from explorer.pipeline.scan import ONLINE_SOURCES
from explorer.ui.dialogs.fields import FormDialog, line


class ScanDialog(FormDialog):
    """Target, name, network sources (all off unless ticked)."""

    def __init__(self, target: str = "", name: str = "", parent: QWidget | None = None) -> None:
        super().__init__("Add a system", "a folder of an AI application, or a CycloneDX BOM", parent)
        self.buttons.button(self.buttons.StandardButton.Save).setText("Scan")
        self._target = line("Folder or BOM file", target, "/path/to/application")
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._target, 1)
        for text, choose in (("Folder…", self._choose_folder), ("File…", self._choose_file)):
            button = QPushButton(text)
            button.clicked.connect(choose)
            layout.addWidget(button)
        row.setFocusProxy(self._target)
        self._name = line("Name of the system", name, "by default the folder's name")
        self.row("&Folder or BOM", row)
        self.row("&Name", self._name)
        self._online: dict[str, QCheckBox] = {}
        for source, sends in ONLINE_SOURCES.items():
            box = QCheckBox(f"Ask: {source}")
            box.setAccessibleName(f"Ask {source} over the network. {sends}")
            self._online[source] = box
            self.row("Network", box)
            told = QLabel(sends, objectName="muted")
            told.setWordWrap(True)
            self.form.addRow("", told)

    def what_is_wrong(self) -> str | None:
        """Override FormDialog.what_is_wrong."""
        return None if self._target.text().strip() else "Choose a folder or a BOM file."

    def request(self) -> tuple[list[str], str | None, frozenset[str]]:
        """Targets, name, and the network sources that are switched on."""
        online = frozenset(source for source, box in self._online.items() if box.isChecked())
        return [self._target.text().strip()], self._name.text().strip() or None, online

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Folder to scan", self._target.text())
        if chosen:
            self._target.setText(chosen)

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, "BOM to read", self._target.text(), "BOM (*.json *.xml);;All files (*)"
        )
        if chosen:
            self._target.setText(chosen)
