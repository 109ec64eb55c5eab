"""The lines of a drawing as straight bits, dashed or whole, at any zoom."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

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


def chords(curves: Floats, steps: int) -> tuple[Floats, Ints]:
    """Straight bits (rows of x1, y1, x2, y2) of cubic segments, and the segment each belongs to.

    A segment that does not bend becomes one bit, any other `steps`.
    """
    bent = _bent(curves)
    straight = np.concatenate([curves[~bent, 0], curves[~bent, 3]], axis=1)
    along = _at(curves[bent][:, None], np.linspace(0.0, 1.0, steps + 1)[None, :, None])
    bits = np.concatenate([along[:, :-1], along[:, 1:]], axis=2).reshape(-1, 4)
    owner = np.concatenate([np.flatnonzero(~bent), np.repeat(np.flatnonzero(bent), steps)])
    return np.concatenate([straight, bits]), owner


def dashes(curves: Floats, period: float, duty: float, most: int = 400) -> Floats:
    """Rows of x1, y1, x2, y2: the drawn part of dashed segments; a dash and its gap are `period` pixels long.

    At most so many dashes on one segment: those of very long ones are longer.
    """
    if not len(curves):
        return np.zeros((0, 4))
    lengths = np.linalg.norm(np.diff(curves, axis=1), axis=2).sum(axis=1)
    counts = np.clip(np.ceil(lengths / period), 1, most).astype(np.int64)
    owner = np.repeat(np.arange(len(curves)), counts)
    step = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    begin = step / counts[owner]
    end = (step + duty) / counts[owner]
    chosen = curves[owner]
    return np.concatenate([_at(chosen, begin[:, None]), _at(chosen, end[:, None])], axis=1)


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


def _bent(curves: Floats) -> npt.NDArray[np.bool_]:
    rise = np.abs(curves[:, :, 1] - curves[:, :1, 1]).max(axis=1)
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
