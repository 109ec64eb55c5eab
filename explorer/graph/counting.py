"""The numbers 0, 1, 2, …: one array for all who count by them, since hubs have millions of rows."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Int32 = npt.NDArray[np.int32]


class _Longest:
    """The longest that was asked for; nobody writes into it."""

    numbers: Int32 = np.zeros(0, np.int32)


def counting(count: int) -> Int32:
    """(count,): 0 to count - 1, which nobody may write into.

    >>> counting(3).tolist(), counting(2).base is counting(3).base
    ([0, 1, 2], True)
    """
    numbers = _Longest.numbers
    if len(numbers) < count:
        numbers = np.arange(count, dtype=np.int32)
        numbers.flags.writeable = False
        _Longest.numbers = numbers
    return numbers[:count]
