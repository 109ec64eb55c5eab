"""Ways of looking that are worth coming back to: the view, the system, the selection and the filter."""

from __future__ import annotations

import json

from explorer.domain.component import ComponentClass, ComponentId, Knowledge
from explorer.domain.correction import WORKSPACE_SUBJECT, SavedView
from explorer.pipeline.slide_state import state_of
from explorer.ui.component_filter import ComponentFilter
from explorer.ui.session import Session, author

_ASKS_ABOUT = ("what-if", "outage")
"""Views that keep their question until another is asked; a saved look asks its own."""


def look_of(session: Session, view: str, title: str, rows: int | None = None) -> SavedView:
    """How one looks now, under a title, with so many rows of depth uncovered where a drawing leaves some out."""
    chosen = session.filter
    state = {
        "scope": session.scope,
        "selection": list(session.selection),
        "classes": sorted(chosen.classes),
        "knowledge": sorted(chosen.knowledge),
        "text": chosen.text,
    } | ({} if rows is None else {"reveal": rows})
    return SavedView(WORKSPACE_SUBJECT, title, view, json.dumps(state), "", author())


def look_again(session: Session, saved: SavedView) -> None:
    """Look as it was saved; what is gone by now is left out and told."""
    look_at_state(session, saved.title, saved.view, saved.state)


def look_at_state(session: Session, title: str, view: str, text: str) -> None:
    """Look as a state says, which `look_of` made."""
    state = state_of(text)
    scope = state.get("scope")
    known = scope if scope in session.snapshot.systems() else None
    session.set_scope(ComponentId(known) if known else None)
    session.set_filter(
        ComponentFilter(
            frozenset(ComponentClass(each) for each in state.get("classes", ()) if each in set(ComponentClass)),
            frozenset(Knowledge(each) for each in state.get("knowledge", ()) if each in set(Knowledge)),
            str(state.get("text", "")),
        )
    )
    wanted = [ComponentId(str(each)) for each in state.get("selection", ())]
    session.select(wanted)
    about = session.selection[-1:] if view in _ASKS_ABOUT else ()
    session.view_requested.emit("/".join((view, *about)))
    gone = len(wanted) - len(session.selection) + (scope is not None and known is None)
    if gone:
        session.message.emit(f"“{title}” shows what is left: {gone:,} of what it showed is no longer in the scans.")


def saved_looks(session: Session) -> list[SavedView]:
    """All saved views, by title."""
    return sorted((each for each in session.annotations if isinstance(each, SavedView)), key=lambda each: each.title)
