"""Which components one looks at."""

from __future__ import annotations

from dataclasses import dataclass, field

from explorer.domain.component import ComponentClass, Knowledge


@dataclass(frozen=True, slots=True)
class ComponentFilter:
    """Which components to look at; empty sets and text mean all."""

    classes: frozenset[ComponentClass] = field(default=frozenset())
    knowledge: frozenset[Knowledge] = field(default=frozenset())
    text: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it lets everything through."""
        return not (self.classes or self.knowledge or self.text.strip())
