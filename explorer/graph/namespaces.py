"""Under which account of the hub a model or adapter stands: the OWNER of `pkg:huggingface/OWNER/NAME`."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from explorer.graph.sorting import Int32
from explorer.graph.text_column import SLICE, TextColumn, gathered
from explorer.graph.text_words import distinct

NOBODY = -1
_PREFIX = np.frombuffer(b"pkg:huggingface/", np.uint8)
_SLASH = ord("/")


def hub_namespaces(ids: TextColumn, rows: npt.NDArray[np.integer]) -> tuple[Int32, list[str]]:
    """For each identity at these rows the number of its account (k,), `NOBODY` where it names none; and the accounts.

    A data set's identity has a folder before the owner and is left out, as it is no part of a lineage of models.

    >>> ids = TextColumn.of(["pkg:huggingface/a/x", "pkg:pypi/a", "pkg:huggingface/gpt2", "pkg:huggingface/a/y@1"])
    >>> code, accounts = hub_namespaces(ids, np.arange(4))
    >>> code.tolist(), accounts
    ([0, -1, -1, 0], ['a'])
    """
    code, parts, count = np.full(len(rows), NOBODY, np.int32), [], 0
    for first in range(0, len(rows), SLICE):
        which, owners = _owners(ids.take(rows[first : first + SLICE]))
        # Neighbours mostly share an account: kept once for each slice, they are a fraction of the bytes.
        local, firsts = distinct(owners)
        code[first + which] = count + local
        parts.append(owners.take(firsts))
        count += len(firsts)
    if not count:
        return code, []
    owners = TextColumn.concatenated(parts)
    again, firsts = distinct(owners)
    named = code != NOBODY
    code[named] = again[code[named]]
    return code, owners.texts(firsts)


def _owners(ids: TextColumn) -> tuple[npt.NDArray[np.int64], TextColumn]:
    """Which of the identities name an owner, and the owners."""
    bytes_of_all = np.frombuffer(ids.blob, np.uint8)
    starts, ends = ids.offsets[:-1].astype(np.int64), ids.offsets[1:].astype(np.int64)
    which = np.flatnonzero(ends - starts > len(_PREFIX))
    begins = starts[which, None] + np.arange(len(_PREFIX))
    which = which[(bytes_of_all[begins] == _PREFIX).all(axis=1)]
    owner = starts[which] + len(_PREFIX)
    slashes = np.append(np.flatnonzero(bytes_of_all == _SLASH), len(bytes_of_all))
    slash = slashes[np.searchsorted(slashes, owner)]
    inside = (slash > owner) & (slash < ends[which])
    found = gathered(ids.blob, owner[inside], (slash - owner)[inside])
    is_data = np.fromiter((each == "datasets" for each in found), bool, len(found))
    kept = np.flatnonzero(~is_data)
    return which[inside][kept], found.take(kept)
