"""A thousand answers of the hub, asked for through the real client from a server on this machine."""

from __future__ import annotations

import time

from explorer.graph.identity import hub_model_id
from explorer.graph.merge import merge
from explorer.sources.hub import follow
from tests.bench.measures import REPOSITORY, Figure
from tests.hub_server import hub_server, json_reply, recorded_answers

ANSWERS = 1_000
RECORDED = REPOSITORY.parent / "shared" / "data" / "hf-api-recorded"


def hub_times() -> list[Figure]:
    """Wall-clock and CPU seconds (server included) from a thousand names to their merged claims."""
    # Real answers where they are at hand, each under many names; their file lists and cards are what takes time.
    real = list(recorded_answers(RECORDED).values()) if RECORDED.is_dir() else [{"sha": "a" * 40}]
    # Without its bases, so that exactly a thousand questions are asked.
    plain = [{name: value for name, value in answer.items() if name not in ("cardData", "tags")} for answer in real]
    replies = {
        f"api/models/o/m{number}": json_reply({**plain[number % len(plain)], "id": f"o/m{number}"})
        for number in range(ANSWERS)
    }
    seeds = [hub_model_id(f"o/m{number}") for number in range(ANSWERS)]
    with hub_server(replies) as hub:
        wall, cpu = time.perf_counter(), time.process_time()
        draft = merge(follow(seeds, endpoint=hub.endpoint))
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    assert len(hub.requests) == ANSWERS
    name = f"{ANSWERS:,} hub answers to {len(draft.components):,} components"
    return [Figure(f"{name}, wall clock", wall, "s", 10.0), Figure(f"{name}, CPU", cpu, "s")]
