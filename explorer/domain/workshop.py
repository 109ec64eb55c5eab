"""What a group does together: slides that are live views, and votes that bear no names."""

from __future__ import annotations

from dataclasses import dataclass, field

from explorer.domain.annotation import Subject, new_annotation_id


@dataclass(frozen=True, slots=True)
class Slide:
    """One step of a story: a way of looking, what to say about it, and how long."""

    subject: Subject
    story: str
    """The title of the story that it belongs to."""
    place: str
    """Its place in the story; texts that sort, such as `003`."""
    title: str
    view: str
    """The name of the view."""
    state: str = "{}"
    """Scope, selection, filter and reveal as a JSON object."""
    note: str = ""
    """What the facilitator says and asks."""
    minutes: str = "5"
    card: str = ""
    """An attack (`A6`) or a documented incident (`I4`) that is played on this slide; empty for none."""
    author: str = ""
    id: str = field(default_factory=new_annotation_id)

    @property
    def seconds(self) -> int:
        """How long it takes; 0 where nobody said."""
        return int(self.minutes) * 60 if self.minutes.isdigit() else 0


@dataclass(frozen=True, slots=True)
class Vote:
    """One ballot on how likely and how bad something is; nobody's name is on it."""

    subject: Subject
    question: str
    likelihood: int
    impact: int
    group: str = ""
    """The group that voted, not the voter."""
    meeting: str = ""
    """The ISO 8601 moment, UTC, at which the presentation began: a rehearsal and the hour itself are counted apart."""
    id: str = field(default_factory=new_annotation_id)
