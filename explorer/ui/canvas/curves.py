"""The lines of a drawing as straight bits, dashed or whole, at any zoom."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_FLAT = 0.6
"""Less rise than this, in pixels, is straight."""


def segments(knots: Floats, bows: npt.NDArray[np.bool_]) -> tuple[Floats, Ints]:
    """Cubic segments as control points (s, 4, 2), and the piece that each belongs to.

    `knots` (q, 6, 2) as `layout.routes` gives them, in any unit; `bows` (q,) marks pieces within one stratum, where
    knots 2 and 3 are the control points of one curve.
    """
    piece = np.arange(len(knots))
    flowing = np.flatnonzero(~bows)
    parts, owners = [], []
    for first in range(5):
        begin, end = knots[flowing, first], knots[flowing, first + 1]
        real = np.abs(end - begin).max(axis=1) > 1e-9 if len(flowing) else np.zeros(0, bool)
        parts.append(_level(begin[real], end[real]))
        owners.append(piece[flowing][real])
    parts.append(knots[bows][:, [0, 2, 3, 5]])
    owners.append(piece[bows])
    return np.concatenate(parts), np.concatenate(owners)


def within(points: Floats, view: QRectF, margin: float = 4.0) -> npt.NDArray[np.bool_]:
    """(s,): which of the lines with these points (s, k, 2) can be seen in a view."""
    # Column by column: reducing over so short an axis takes numpy several times as long.
    x, y = ([points[:, place, axis] for place in range(points.shape[1])] for axis in (0, 1))
    across = (np.maximum.reduce(x) >= view.left() - margin) & (np.minimum.reduce(x) <= view.right() + margin)
    down = (np.maximum.reduce(y) >= view.top() - margin) & (np.minimum.reduce(y) <= view.bottom() + margin)
    return np.asarray(across & down)


def chords(curves: Floats, off: float) -> tuple[Floats, Ints]:
    """Straight bits (rows of x1, y1, x2, y2) of cubic segments, and the segment each belongs to.

    No bit stands farther `off` the curve than so many pixels. Source of the bound: the second differences of a Bézier
    curve limit its second derivative; G. Farin, Curves and Surfaces for CAGD, 2002.
    """
    first, second = (np.abs(curves[:, at] - 2 * curves[:, at + 1] + curves[:, at + 2]) for at in (0, 1))
    turn = np.maximum(first[:, 0] + first[:, 1], second[:, 0] + second[:, 1])
    need = np.minimum(np.searchsorted(_STEPS, np.sqrt(0.75 * turn / off)), len(_STEPS) - 1)
    need[~bent(curves)] = 0
    bits, owners = [np.zeros((0, 4))], [np.zeros(0, np.int64)]
    for position in np.flatnonzero(np.bincount(need)).tolist():
        chosen, steps = np.flatnonzero(need == position), int(_STEPS[position])
        along = _at(curves[chosen][:, None], np.linspace(0.0, 1.0, steps + 1)[None, :, None])
        bits.append(np.concatenate([along[:, :-1], along[:, 1:]], axis=2).reshape(-1, 4))
        owners.append(np.repeat(chosen, steps))
    return np.concatenate(bits), np.concatenate(owners)


_STEPS = np.array([1, 2, 3, 4, 6, 8, 11, 15, 21, 30])
"""How many bits a curve may have; never more than the last."""


def dashes(curves: Floats, period: float, duty: float, most: int = 400) -> Floats:
    """Rows of x1, y1, x2, y2: the drawn part of dashed segments; a dash and its gap are `period` pixels long.

    At most so many dashes on one segment: those of very long ones are longer.
    """
    lengths = np.linalg.norm(np.diff(curves, axis=1), axis=2).sum(axis=1)
    owner, begin, step = _dashed(lengths, period, most)
    chosen = curves[owner]
    return np.concatenate([_at(chosen, begin[:, None]), _at(chosen, (begin + step * duty)[:, None])], axis=1)


def level_dashes(bits: Floats, period: float, duty: float, view: QRectF) -> Floats:
    """The same for straight level bits (rows of x1, y1, x2, y2), of which only what lies in the view is dashed."""
    skipped = np.maximum(np.floor((view.left() - bits[:, 0]) / period), 0.0) * period
    begin, end = bits[:, 0] + skipped, np.minimum(bits[:, 2], view.right() + period)
    owner, share, step = _dashed(np.maximum(end - begin, 0.0), period, 4000)
    first = begin[owner] + (end - begin)[owner] * share
    y = bits[owner, 1]
    return np.stack([first, y, first + (end - begin)[owner] * step * duty, y], axis=1)


def _dashed(lengths: Floats, period: float, most: int) -> tuple[Ints, Floats, Floats]:
    """For every dash its segment, where on it it begins and how much of it a dash and its gap take, as shares."""
    counts = np.clip(np.ceil(lengths / period), 1, most).astype(np.int64)
    owner = np.repeat(np.arange(len(lengths)), counts)
    number = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    return owner, number / counts[owner], 1.0 / counts[owner]


def rise_at(across: float) -> float:
    """How much of its rise a level curve has made, 0 to 1, where so much of its width lies behind it, 0 to 1."""
    t = np.linspace(0.0, 1.0, 65)
    return float(np.interp(across, 1.5 * t - 1.5 * t**2 + t**3, 3 * t**2 - 2 * t**3))


def _level(begin: Floats, end: Floats) -> Floats:
    """Curves that leave and arrive level."""
    half = (begin[:, 0] + end[:, 0]) / 2
    first = np.stack([half, begin[:, 1]], axis=1)
    second = np.stack([half, end[:, 1]], axis=1)
    return np.stack([begin, first, second, end], axis=1)


def bent(curves: Floats) -> npt.NDArray[np.bool_]:
    """(s,): which segments are more than level lines."""
    rise = np.maximum.reduce([np.abs(curves[:, at, 1] - curves[:, 0, 1]) for at in (1, 2, 3)])
    return np.asarray(rise > _FLAT)


def _at(curves: Floats, t: Floats) -> Floats:
    """Points of cubic Bezier curves (..., 4, 2) at `t`."""
    rest = 1.0 - t
    return np.asarray(
        curves[..., 0, :] * rest**3
        + curves[..., 1, :] * (3 * rest**2 * t)
        + curves[..., 2, :] * (3 * rest * t**2)
        + curves[..., 3, :] * t**3
    )
