"""Where every component has gone: in a cell of its own, in a shared column, out of view, under the filter."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.ui.canvas.strata_frame import StrataFrame
from explorer.ui.canvas.strata_lines import relations_total
from explorer.ui.canvas.strata_shape import Shape


@dataclass(frozen=True, slots=True)
class StrataCensus:
    """`own + shared + outside` is `total`."""

    total: int
    own: int
    """Seen in a cell of their own."""
    shared: int
    """Seen in columns of pixels that several share."""
    shared_columns: int
    dots: bool
    """Whether columns are drawn as dots."""
    outside: int
    """Outside the view."""
    filtered: int
    """Pale, because the filter leaves them out."""
    beyond_horizon: int
    """Unknown components of all."""
    loose: int
    alone: int
    relations_drawn: int
    relations: int
    """Of the selection."""
    streams: int
    streamed: int
    across: int
    """Streams drawn, the relations that they stand for, and how many there are that the rows do not show."""

    def text(self) -> str:
        """The honest bar: `Shown 214 of 1,240 · …`."""
        if not self.total:
            return "Nothing to draw."
        parts = [f"Shown {self.own + self.shared:,} of {self.total:,}"]
        if self.shared:
            place = ("dot" if self.dots else "column") + ("" if self.shared_columns == 1 else "s")
            pixels = "" if self.dots else " of pixels"
            parts.append(f"{self.shared:,} of them bundled in {self.shared_columns:,} {place}{pixels}, as exact means")
        if self.outside:
            parts.append(f"{self.outside:,} outside the view")
        if self.filtered:
            parts.append(f"{self.filtered:,} left out by the filter (pale)")
        if self.loose:
            parts.append(f"{self.loose:,} not upstream of any system")
        if self.alone:
            parts.append(f"{self.alone:,} without any relation")
        if self.relations > self.relations_drawn:
            parts.append(f"{self.relations_drawn:,} of {self.relations:,} relations of the selection drawn")
        if self.across:
            parts.append(
                f"{self.streamed:,} of {self.across:,} relations across in {self.streams:,} "
                f"stream{'' if self.streams == 1 else 's'}"
            )
        parts.append(f"{self.beyond_horizon:,} beyond the horizon")
        return " · ".join(parts)


def census(frame: StrataFrame) -> StrataCensus:
    """Count one frame, exactly."""
    scene, strata = frame.scene, frame.scene.strata
    shared, shared_columns = frame.columns.shared
    in_view = frame.columns.in_view
    drawn, relations = relations_total(frame)
    streams = frame.bundles
    return StrataCensus(
        len(scene), in_view - shared, shared, shared_columns, frame.sheet.shape is Shape.RADIAL, len(scene) - in_view, frame.light.filtered,
        scene.beyond_horizon,
        strata.loose, strata.alone, drawn, relations,
        *((0, 0, 0) if streams is None else (len(streams.count), streams.drawn, streams.total)),
    )  # fmt: skip
