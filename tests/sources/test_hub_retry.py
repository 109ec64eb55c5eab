"""How long a server asks to be left alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from explorer.sources.hub_retry import asked_wait, wait_before


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": " 0 "}, 0.0),
        ({"ratelimit": '"api";r=0;t=55'}, 55.0),
        ({"retry-after": "3", "ratelimit": "t=9"}, 3.0),
        ({}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-5"}, None),
        ({"ratelimit": "nonsense"}, None),
    ],
)
def test_that_the_wait_is_what_the_server_asks_for(headers, seconds):
    assert asked_wait(headers) == seconds


def test_that_a_date_is_counted_from_now_and_a_past_one_is_no_wait():
    later = datetime.now(UTC) + timedelta(seconds=100)
    assert 90 < (asked_wait({"retry-after": format_datetime(later, usegmt=True)}) or 0) <= 100
    assert asked_wait({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}) == 0


def test_that_an_unasked_wait_doubles():
    assert [wait_before(attempt, {}) for attempt in (1, 2, 3)] == [1, 2, 4]
