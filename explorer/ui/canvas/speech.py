"""What is said about marks and lines: tooltips and announcements, always as plain text."""

from __future__ import annotations

from html import escape

import numpy as np
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from explorer.graph.supply_graph import KNOWLEDGE
from explorer.layout.change_signs import Sign
from explorer.ui.canvas.scene import Scene

_MOST_MEMBERS = 6


def announce(widget: QWidget, text: str) -> None:
    """Let assistive technology say a text."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def mark_tooltip(scene: Scene, mark: int) -> str:
    """What a mark is, how it is known, and how much touches it."""
    band = scene.drawing.bands[scene.drawing.layer[mark]]
    relies = len(np.unique(scene.graph.up.targets[scene.graph.up.slots(scene.drawing.members(mark))]))
    lines = [scene.full_name(mark)]
    if scene.is_bundle(mark):
        lines += [_members(scene, mark), scene.knowledge_counts(mark)]
    else:
        kind = str(scene.graph.kind_of(int(scene.drawing.node[mark]))).replace("-", " ")
        lines.append(f"{kind}, {scene.knowledge_of(mark)}")
    if said := scene.change_words(mark):
        lines.append(said)
    lines.append(f"{band.title}; relies on {relies:,}, relied on by {scene.dependants(mark):,}")
    return tooltip("\n".join(lines))


def link_tooltip(scene: Scene, link: int) -> str:
    """Who relies on whom, by which word, and how that is known."""
    source, target = int(scene.drawing.source[link]), int(scene.drawing.target[link])
    knowledge = KNOWLEDGE[scene.drawing.link_knowledge[link]]
    lines = [scene.full_name(source), scene.word(link), scene.full_name(target), str(knowledge)]
    if scene.signs is not None and (sign := Sign(scene.signs.links[link])) is not Sign.SAME:
        lines.append("not all as before" if sign is Sign.CHANGED else sign.name.lower())
    return tooltip("\n".join(lines))


def tooltip(text: str) -> str:
    """A plain text as Qt must be given it, because it takes anything that looks like mark-up for mark-up."""
    return f"<p style='white-space:pre-wrap'>{escape(text)}</p>"


def _members(scene: Scene, mark: int) -> str:
    members = scene.drawing.members(mark)
    named = ", ".join(scene.graph.names[int(node)] for node in members[:_MOST_MEMBERS])
    more = len(members) - _MOST_MEMBERS
    return f"{named} and {more:,} more" if more > 0 else named
