"""Follows lineage on the Hugging Face hub to its end, breadth first; only when the user switches it on.

What is sent is the name of each repository, nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event
from typing import Any
from urllib.parse import urlsplit

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import ComponentId
from explorer.errors import InputError, NetworkError
from explorer.progress import Progress
from explorer.sources.answer_cache import AnswerCache, MemoryCache
from explorer.sources.hub_answers import (
    SOURCE_NAME,
    HubAnswer,
    asked_of,
    claims_of_answer,
    upstream_repositories,
)
from explorer.sources.hub_client import ask

ENDPOINT = "https://huggingface.co"
TIMEOUT = 20.0
"""Seconds without a byte after which a request is given up."""

BUDGET = 2_000
"""Repositories asked for in one scan; answers that are kept from earlier cost nothing."""

THREADS = 4
MAX_FAILURES = 5
"""After so many failures one after the other the hub counts as unreachable, and nothing more is asked."""


def follow(
    seeds: Iterable[ComponentId],
    progress: Progress | None = None,
    endpoint: str = ENDPOINT,
    cache: AnswerCache | None = None,
    budget: int = BUDGET,
    timeout: float = TIMEOUT,
) -> Iterator[Claim]:
    """What the hub says of the seeds and of everything upstream of them: bases, datasets, their sources, files.

    Kept answers are used first. A repository that is missing stays in the graph with a problem; so does one whose
    answer cannot be used; a budget that is hit says how many remain. Raises `InputError` for an unusable endpoint and
    `Cancelled` where the user no longer wants the result.
    """
    walk = _Walk(_checked(endpoint), cache or MemoryCache(), budget, timeout, progress or Progress())
    pool = ThreadPoolExecutor(THREADS, "hub")
    try:
        yield from walk.claims(seeds, pool)
    finally:
        walk.stop.set()
        pool.shutdown(wait=False, cancel_futures=True)


@dataclass
class _Walk:
    """One breadth-first walk through the hub."""

    endpoint: str
    cache: AnswerCache
    budget: int
    timeout: float
    progress: Progress
    stop: Event = field(default_factory=Event)
    done: int = 0
    failures: int = 0
    unasked: int = 0

    def claims(self, seeds: Iterable[ComponentId], pool: ThreadPoolExecutor) -> Iterator[Claim]:
        """The claims of level after level; each repository is asked for once, so cycles end."""
        level = list(dict.fromkeys(seed for seed in seeds if asked_of(seed)))
        seen = set(level)
        while level:
            found: list[ComponentId] = []
            for answer in self._answers(level, pool):
                if isinstance(answer, Problem):
                    yield answer
                    continue
                claims = list(claims_of_answer(answer))
                yield from claims
                found += upstream_repositories(claims)
            level = [each for each in dict.fromkeys(found) if each not in seen]
            seen.update(level)
        if self.unasked:
            yield self._bounded()

    def _answers(self, level: list[ComponentId], pool: ThreadPoolExecutor) -> Iterator[HubAnswer | Problem]:
        """The answer for each repository of a level, in order: the kept one, else one asked for in parallel."""
        kept = {each: answer for each in level if (answer := self._kept(each))}
        missing = [each for each in level if each not in kept]
        affordable = [] if self.stop.is_set() else missing[: max(self.budget, 0)]
        self.budget -= len(affordable)
        asked = {each: pool.submit(self._ask, each) for each in affordable}
        self.unasked += len(missing) - len(affordable)
        for each in level:
            if each in kept:
                self._step(each, len(level))
                yield kept[each]
            elif each in asked:
                self._step(each, len(level))
                yield from self._result(each, asked[each])

    def _step(self, identity: ComponentId, level: int) -> None:
        self.done += 1
        self.progress.step(f"Asking the hub about {_name(identity)}", self.done, max(self.done, level))

    def _result(self, identity: ComponentId, future: Future[HubAnswer]) -> Iterator[HubAnswer | Problem]:
        try:
            answer = future.result()
        except NetworkError as error:
            if self.stop.is_set():
                self.unasked += 1
                return
            self.failures += 1
            if self.failures == MAX_FAILURES:
                self.stop.set()
            yield Problem(SOURCE_NAME, _path(identity), None, error.message, error.advice)
            return
        self.failures = 0
        kept = json.dumps({"status": answer.status, "answer": dict(answer.values)}, default=str)
        self.cache.put(self._key(identity), kept.encode(), answer.read)
        yield answer

    def _ask(self, identity: ComponentId) -> HubAnswer:
        if self.stop.is_set():
            raise NetworkError("The hub counts as unreachable.")
        status, values = ask(self.endpoint, identity, self.timeout, self.stop)
        return self._answer(identity, status, values, _now())

    def _kept(self, identity: ComponentId) -> HubAnswer | None:
        found = self.cache.get(self._key(identity))
        if found is None:
            return None
        data, read = found
        try:
            kept = json.loads(data)
            return self._answer(identity, int(kept["status"]), dict(kept["answer"]), read)
        except (ValueError, KeyError, TypeError):
            return None  # A kept answer that cannot be read is asked for again.

    def _answer(self, identity: ComponentId, status: int, values: Mapping[str, Any], read: str) -> HubAnswer:
        return HubAnswer(identity, status, values, read, "" if self.endpoint == ENDPOINT else self.endpoint)

    def _key(self, identity: ComponentId) -> str:
        return f"{self.endpoint}/{_path(identity)}"

    def _bounded(self) -> Problem:
        if self.stop.is_set():
            message = f"The hub failed {MAX_FAILURES} times in a row; {self.unasked:,} repositories were not asked for."
            return Problem(SOURCE_NAME, self.endpoint, None, message, "Scan again later; answers so far are kept.")
        message = f"The limit of questions to the hub was reached; {self.unasked:,} repositories were not asked for."
        advice = (
            "Lineage beyond them is not known. Scan again: kept answers cost nothing, so the next scan gets further."
        )
        return Problem(SOURCE_NAME, self.endpoint, None, message, advice)


def _checked(endpoint: str) -> str:
    parts = urlsplit(endpoint)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise InputError(f"{endpoint} is no address of a hub.", f"Give one like {ENDPOINT}.")
    return endpoint.rstrip("/")


def _path(identity: ComponentId) -> str:
    asked = asked_of(identity)
    return asked.path if asked else identity


def _name(identity: ComponentId) -> str:
    asked = asked_of(identity)
    return asked.repository if asked else identity


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
