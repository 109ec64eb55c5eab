"""Spacing, borders and focus rings as a Qt style sheet."""

from __future__ import annotations

from explorer.knowledge.files import resource_folder
from explorer.ui.theme import Theme, mixed


def style_sheet(theme: Theme, scale: float = 1.0) -> str:
    """Spacing, borders and focus rings on the 8-pixel grid; 4 inside controls."""
    icons = resource_folder() / "icons"
    left, right = ((icons / f"chevron-{side}.svg").as_posix() for side in ("left", "right"))
    chevron, upward = ((icons / f"chevron-{side}.svg").as_posix() for side in ("down", "up"))
    check, clear = (icons / f"check-{theme.name}.svg").as_posix(), (icons / "clear.svg").as_posix()
    text, table, section, figure, stage = (round(size * scale) for size in (13, 12, 16, 22, 30))
    control, low, arrow, paragraph = (round(size * scale) for size in (20, 18, 12, 60))
    grip = mixed(theme.line, theme.background, 0.35)
    soft = mixed(theme.line, theme.background, 0.55)
    hover = mixed(theme.background, theme.accent, 0.10)
    chosen = mixed(theme.background, theme.accent, 0.18)
    return f"""
    QWidget {{ font-size: {text}px; }}
    QAbstractItemView {{ font-size: {table}px; border: 1px solid {soft}; padding: 1px; border-radius: 4px; outline: 0;
        background: {theme.raised}; alternate-background-color: {mixed(theme.raised, theme.sunken, 0.5)};
        selection-background-color: {chosen}; selection-color: {theme.text}; gridline-color: {soft}; }}
    QAbstractItemView:focus {{ border: 2px solid {theme.accent}; padding: 0; }}
    QListView::item {{ padding: 3px 6px; }}
    QListWidget::item {{ padding: 4px 6px; }}
    QToolButton#small {{ padding: 0 4px; min-height: {low - 2}px; border-color: transparent; background: transparent;
        color: {theme.muted}; font-size: {table - 1}px; }}
    QToolButton#small:hover {{ color: {theme.accent}; background: {hover}; }}
    QToolButton#small:focus {{ border: 2px solid {theme.accent}; padding: 0 3px; }}
    QToolButton#facet {{ padding: 1px 4px; min-height: {low}px; border-color: transparent; background: transparent;
        font-size: {table - 1}px; }}
    QToolButton#facet:hover {{ background: {hover}; }}
    QToolButton#facet:checked {{ background: {chosen}; border-color: {theme.accent}; }}
    QToolButton#facet:focus {{ border: 2px solid {theme.accent}; padding: 0 3px; }}
    QToolButton#legend, QToolButton#legend-entry {{ border: 1px solid transparent; background: transparent;
        padding: 2px 4px; min-height: {low}px; font-size: {table - 1}px; color: {theme.text}; }}
    QToolButton#legend-entry {{ padding: 1px 4px; min-height: {low - 2}px; }}
    QToolButton#legend:hover {{ background: {theme.sunken}; }}
    QToolButton#legend:focus {{ border: 2px solid {theme.accent}; padding: 1px 3px; }}
    QToolButton#legend:!checked {{ color: {theme.muted}; }}
    QTableView::item {{ padding: 0 5px; }}
    QTableView::item:selected {{ background: {chosen}; color: {theme.text}; }}
    QHeaderView {{ border: 0; padding: 0; border-radius: 0; background: {theme.sunken}; }}
    QHeaderView::section {{ background: {theme.sunken}; color: {theme.muted}; border: 0; padding: 4px 8px;
        border-bottom: 1px solid {soft}; font-size: {table}px; }}
    QLabel#headline {{ font-size: {section}px; font-weight: 600; }}
    QLabel#section {{ font-size: {text}px; font-weight: 600; color: {theme.text}; }}
    QLabel#figure {{ font-size: {figure}px; font-weight: 600; }}
    QFrame#stage-sheet {{ background: {theme.background}; }}
    QLabel#stage-title {{ font-size: {stage}px; font-weight: 600; }}
    QLabel#more-cue {{ background: {theme.accent}; color: {theme.background}; padding: 2px 8px; border-radius: 4px; }}
    QWidget#stage-words {{ font-size: {figure}px; }}
    QLabel#small {{ font-size: {table - 1}px; color: {theme.muted}; }}
    QLabel#muted, QLabel#note {{ color: {theme.muted}; }}
    QLabel#wrong {{ color: {theme.bad}; font-weight: 600; }}
    QPushButton, QToolButton {{ background: {theme.raised}; border: 1px solid {theme.line}; border-radius: 4px;
        padding: 4px 12px; min-height: {control}px; }}
    QToolButton {{ padding: 4px 8px; }}
    QPushButton:hover, QToolButton:hover {{ background: {hover}; }}
    QPushButton:pressed, QToolButton:pressed, QToolButton:checked {{ background: {chosen}; }}
    QPushButton:focus, QToolButton:focus {{ border: 2px solid {theme.accent}; padding: 3px 11px; }}
    QToolButton:focus {{ padding: 3px 7px; }}
    QPushButton:default {{ border-color: {theme.accent}; }}
    QPushButton:disabled, QToolButton:disabled {{ border-color: {soft}; }}
    QPushButton#answer {{ text-align: left; border: 1px solid {soft}; padding: 6px 12px; background: {theme.raised}; }}
    QPushButton#answer:hover {{ border-color: {theme.accent}; background: {hover}; }}
    QPushButton#answer:focus {{ border: 2px solid {theme.accent}; padding: 5px 11px; }}
    QPushButton#card {{ border: 1px solid {soft}; background: {theme.raised}; padding: 0; }}
    QPushButton#card:hover {{ border-color: {theme.accent}; background: {hover}; }}
    QPushButton#card:focus {{ border: 2px solid {theme.accent}; padding: 0; }}
    QPushButton#link {{ border: 2px solid transparent; background: transparent; color: {theme.accent}; text-align: left;
        padding: 0; min-height: {low}px; }}
    QPushButton#link:hover {{ text-decoration: underline; }}
    QPushButton#link:focus {{ border-color: {theme.accent}; }}
    QPushButton#choice {{ text-align: left; padding: 4px 6px; }}
    QPushButton#choice:focus {{ padding: 3px 5px; }}
    QPushButton#choice::menu-indicator {{ subcontrol-origin: padding; subcontrol-position: right center; right: 6px; }}
    QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox {{ background: {theme.raised}; border: 1px solid {theme.line};
        border-radius: 4px; padding: 4px 6px; min-height: {control}px; selection-background-color: {theme.accent};
        selection-color: {theme.background}; }}
    QPlainTextEdit {{ min-height: {paragraph}px; }}
    QLineEdit {{ lineedit-clear-button-icon: url("{clear}"); }}
    QLineEdit QToolButton {{ padding: 0; margin: 0; border: 0; min-height: 0; background: transparent; }}
    QComboBox {{ combobox-popup: 0; }}
    QComboBox QAbstractItemView {{ selection-background-color: {chosen}; selection-color: {theme.text}; }}
    QComboBox QAbstractItemView::item {{ padding: 3px 6px; }}
    QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {{
        border: 2px solid {theme.accent}; padding: 3px 5px; }}
    QComboBox::drop-down, QDateEdit::drop-down {{ border: 0; width: {arrow + 10}px; }}
    QComboBox::down-arrow, QDateEdit::down-arrow, QPushButton::menu-indicator {{ image: url("{chevron}");
        width: {arrow}px; height: {arrow}px; }}
    QSpinBox, QDoubleSpinBox {{ padding: 3px 6px 2px 6px; }}
    QSpinBox:focus, QDoubleSpinBox:focus {{ padding: 2px 5px 1px 5px; }}
    QSpinBox::up-button, QDoubleSpinBox::up-button {{ subcontrol-origin: border; subcontrol-position: top right;
        width: {arrow + 10}px; border: 0; border-left: 1px solid {soft}; margin: 1px 1px 0 0; }}
    QSpinBox::down-button, QDoubleSpinBox::down-button {{ subcontrol-origin: border; subcontrol-position: bottom right;
        width: {arrow + 10}px; border: 0; border-left: 1px solid {soft}; margin: 0 1px 1px 0; }}
    QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {{ background: {hover}; }}
    QAbstractSpinBox::up-button:pressed, QAbstractSpinBox::down-button:pressed {{ background: {chosen}; }}
    QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {{ image: url("{upward}"); width: {arrow}px; height: {arrow}px; }}
    QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {{ image: url("{chevron}"); width: {arrow}px; height: {arrow}px; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QTabBar#groups {{ font-weight: 600; }}
    QTabBar#groups::tab {{ padding: 4px 12px; background: {theme.sunken}; }}
    QTabBar#groups::tab:selected {{ background: {theme.background}; color: {theme.text};
        border-color: {theme.accent} transparent transparent transparent; }}
    QWidget#group-row {{ background: {theme.sunken}; }}
    QTabBar::tab {{ padding: 7px 8px; color: {theme.muted}; border: 2px solid transparent; }}
    QTabBar::tab:selected {{ color: {theme.text}; border-color: transparent transparent {theme.accent} transparent; }}
    QTabBar::tab:hover {{ color: {theme.text}; }}
    QTabBar::tab:selected:focus {{ color: {theme.accent}; border-color: {theme.accent}; border-radius: 4px; }}
    QTabBar#groups::tab:selected:focus {{ border-color: {theme.accent}; }}
    QTabBar QToolButton {{ padding: 0; border: 0; background: {theme.background}; }}
    QTabBar QToolButton::left-arrow {{ image: url("{left}"); width: 12px; height: 12px; }}
    QTabBar QToolButton::right-arrow {{ image: url("{right}"); width: 12px; height: 12px; }}
    QDockWidget {{ font-weight: 600; }}
    QDockWidget::title {{ padding: 6px 8px; background: {theme.sunken}; }}
    QMainWindow::separator {{ background: {soft}; width: 1px; height: 1px; }}
    QSplitter::handle {{ background: {soft}; }}
    QStatusBar {{ background: {theme.sunken}; }}
    QStatusBar::item {{ border: 0; }}
    QToolTip {{ background: {theme.raised}; color: {theme.text}; border: 1px solid {theme.line}; padding: 4px; }}
    QMenu {{ background: {theme.raised}; border: 1px solid {soft}; padding: 4px; }}
    QMenu::item {{ padding: 4px 24px 4px 12px; border-radius: 3px; }}
    QMenu::item:selected, QMenuBar::item:selected {{ background: {chosen}; color: {theme.text}; }}
    QMenu::item:disabled {{ color: {mixed(theme.muted, theme.background, 0.35)}; }}
    QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: 0; }}
    QScrollArea#reading {{ padding: 2px; }}
    QScrollArea:focus, QScrollArea#reading:focus {{ border: 2px solid {theme.accent}; padding: 0; }}
    QScrollBar {{ background: transparent; border: 0; margin: 0; }}
    QScrollBar:vertical {{ width: 12px; }}
    QScrollBar:horizontal {{ height: 12px; }}
    QScrollBar::handle {{ background: {grip}; border-radius: 4px; margin: 2px; }}
    QScrollBar::handle:vertical {{ min-height: 32px; }}
    QScrollBar::handle:horizontal {{ min-width: 32px; }}
    QScrollBar::handle:hover {{ background: {theme.line}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QGroupBox {{ border: 1px solid {soft}; border-radius: 4px; margin-top: 12px; padding: 12px 8px 8px 8px; }}
    QGroupBox::title {{ subcontrol-origin: margin; left: 8px; padding: 0 4px; color: {theme.muted}; }}
    QProgressBar {{ border: 1px solid {soft}; border-radius: 4px; text-align: center; max-height: 14px; }}
    QProgressBar::chunk {{ background: {theme.accent}; border-radius: 3px; }}
    QCheckBox, QRadioButton {{ border: 2px solid transparent; border-radius: 4px; padding: 2px; }}
    QCheckBox::indicator {{ width: 14px; height: 14px; border: 1px solid {theme.line}; border-radius: 3px;
        background: {theme.raised}; }}
    QCheckBox::indicator:checked {{ background: {theme.accent}; border-color: {theme.accent}; image: url("{check}"); }}
    QRadioButton::indicator {{ width: 14px; height: 14px; border: 1px solid {theme.line}; border-radius: 8px;
        background: {theme.raised}; }}
    QRadioButton::indicator:checked {{ width: 6px; height: 6px; border: 5px solid {theme.accent}; }}
    QCheckBox:focus, QRadioButton:focus {{ border-color: {theme.accent}; }}
    """
