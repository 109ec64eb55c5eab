"""How long to wait before asking a server again, and when to give up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MAX_TRIES = 4
MAX_WAIT = 60.0
"""Seconds. A server that asks for a longer wait is not waited for; the problem says how long it asked."""

PASSING = frozenset({429, 500, 502, 503, 504})
"""HTTP statuses after which asking again may help."""

_RATE_LIMIT = re.compile(r"\bt=(\d+)")


def wait_before(attempt: int, headers: Mapping[str, str]) -> float:
    """Seconds to wait before the next attempt (counted from 1): what the server asks for, else 1, 2, 4 seconds."""
    asked = asked_wait(headers)
    return float(2 ** (attempt - 1)) if asked is None else asked


def asked_wait(headers: Mapping[str, str]) -> float | None:
    """The wait that `Retry-After` (seconds or a date, RFC 9110 section 10.2.3) or `RateLimit` (`t=…`) asks for."""
    stated = headers.get("retry-after", "").strip()
    if stated.isdecimal():
        return float(stated)
    if stated:
        try:
            moment = parsedate_to_datetime(stated)
        except ValueError:
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0.0, (moment - datetime.now(UTC)).total_seconds())
    match = _RATE_LIMIT.search(headers.get("ratelimit", ""))
    return float(match[1]) if match else None
