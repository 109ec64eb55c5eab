"""Graph sizes by their words: `10k`, `400k`, `2.5m`; `400k` is the largest published graph of an AI supply chain."""

from __future__ import annotations

import os

SIZES = {"10k": 10_000, "100k": 100_000, "400k": 402_654, "1m": 1_000_000, "2.5m": 2_500_000}
VARIABLE = "CATCHMENT_BENCH_SIZES"
"""The words that `--sizes` chose, separated by commas, for all benchmarks that know sizes."""

_UNITS = {"k": 1_000, "m": 1_000_000}


def size_of(word: str) -> int:
    """The number of nodes behind a word. Raises `ValueError` for what is neither a word nor a number.

    >>> size_of("400k"), size_of("50k"), size_of("1.5M"), size_of("7000")
    (402654, 50000, 1500000, 7000)
    """
    word = word.strip().lower()
    if word in SIZES:
        return SIZES[word]
    unit = _UNITS.get(word[-1:], 1)
    return int(float(word.removesuffix("k").removesuffix("m")) * unit)


def chosen_sizes() -> tuple[int, ...]:
    """Those that were asked for, all five otherwise."""
    wanted = os.environ.get(VARIABLE, "")
    return tuple(size_of(word) for word in wanted.split(",")) if wanted else tuple(SIZES.values())
