"""Places along a row: whole numbers of half the size where they are such, and how to look for a place among them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[Any]
"""float64, or int32 where all are whole numbers."""

_MOST = float(2**31 - 1)


def compact(values: Places) -> Places:
    """The same places, as int32 where they are whole numbers, as counts of leaves are."""
    if values.dtype == np.int32:
        return values
    short = values.astype(np.int32)
    return short if (short == values).all() else values.astype(np.float64, copy=False)


def first_from(places: Places, x: Places | float) -> npt.NDArray[np.int64]:
    """Where the first of these ascending places is that is not less than `x`; of each, where `x` are several.

    >>> first_from(np.array([0, 2, 3], np.int32), np.array([0.0, 1.5, 3.5])).tolist()
    [0, 1, 3]
    """
    return np.searchsorted(places, _asked(places, x, np.ceil), "left")


def first_beyond(places: Places, x: Places | float) -> npt.NDArray[np.int64]:
    """The same for the first that is greater than `x`.

    >>> first_beyond(np.array([0, 2, 3], np.int32), np.array([0.0, 1.5, 2.0])).tolist()
    [1, 1, 2]
    """
    return np.searchsorted(places, _asked(places, x, np.floor), "right")


def _asked(places: Places, x: Places | float, rounded: np.ufunc) -> Any:
    """What to look for; a number of another sort would make a copy of all places for each look."""
    if places.dtype.kind == "i":
        return rounded(np.clip(x, -_MOST, _MOST)).astype(places.dtype)
    return x
