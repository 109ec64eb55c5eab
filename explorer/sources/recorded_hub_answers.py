"""Answers of the hub that lie as JSON files in a folder `hub-answers`: a project's lineage without a network.

One file holds one answer or a list of them, each `{"asked": "pkg:huggingface/…", "read": "2026-11-20T12:00:00Z",
"status": 200, "answer": {…}}` with the hub's own JSON under `answer`. `status` may be left out for 200, and a file that
is the hub's JSON and nothing else is taken as an answer about the model that its `id` names, read at no stated time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import ComponentId
from explorer.graph.identity import hub_model_id
from explorer.sources.hub_answers import HubAnswer, asked_of, claims_of_answer
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.json_text import read_json
from explorer.sources.loose_values import as_mapping, as_mappings, as_text

FOLDER = "hub-answers"


class RecordedHubAnswers:
    """Reads recorded answers."""

    name = "hub"
    reads = "Recorded answers of the Hugging Face hub in a folder hub-answers beside a project."
    does_not_read = "Other recordings; a live hub is asked only when switched on."

    def matches(self, path: PurePosixPath) -> bool:
        """Whether this is a JSON file below a folder `hub-answers`."""
        return FOLDER in path.parts[:-1] and path.suffix == ".json"

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """The claims of each answer in the file."""
        value, _ = read_json(file)
        for number, entry in enumerate(as_mappings(value)):
            answer = recorded_answer(entry)
            if answer is None:
                where = f"Entry {number + 1} is no recorded answer of the hub."
                yield Problem(self.name, str(file.path), None, where, "It needs `asked`, `read` and `answer`.")
            else:
                yield from claims_of_answer(replace(answer, recorded_in=str(file.path)))


def recorded_answer(entry: Mapping[str, Any]) -> HubAnswer | None:
    """The answer in one entry; None where it is none."""
    asked = as_text(entry.get("asked"))
    if asked:
        status = entry.get("status", 200)
        values = as_mapping(entry.get("answer"))
        usable = asked_of(asked) is not None and isinstance(status, int) and (values or status != 200)
        return HubAnswer(ComponentId(asked), status, values, as_text(entry.get("read"))) if usable else None
    identity = hub_model_id(as_text(entry.get("id"))) if as_text(entry.get("id")) else ""
    return HubAnswer(ComponentId(identity), 200, entry, "") if asked_of(identity) else None


SOURCE = RecordedHubAnswers()
