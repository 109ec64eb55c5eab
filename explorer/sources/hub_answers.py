"""What an answer of the Hugging Face hub claims: pure functions from the raw answer, so that a recorded one replays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation
from explorer.graph.identity import family, is_pinned_digest, version_of
from explorer.sources.card_claims import At, card_facts, source_dataset_claims, training_claims
from explorer.sources.hub_files import hub_file_claims
from explorer.sources.hub_names import is_repository_name
from explorer.sources.interface import MAX_EVIDENCE_TEXT
from explorer.sources.lineage import Signs, base_claims, base_models, tagged_bases
from explorer.sources.loose_values import as_mapping, as_mappings, as_text, as_texts, without_empty
from explorer.sources.model_config import config_facts, remote_code_claims

SOURCE_NAME = "hub"
NOT_FOUND = frozenset({401, 403, 404, 410})
"""Without a token the hub answers 401 for a repository that is private and for one that does not exist."""

_PREFIX = "pkg:huggingface/"


@dataclass(frozen=True, slots=True)
class Asked:
    """A repository as it is asked for."""

    repository: str
    is_dataset: bool
    revision: str

    @property
    def path(self) -> str:
        """The path of the request below the endpoint, which is also the key of the answer."""
        sort = "datasets" if self.is_dataset else "models"
        at = f"/revision/{self.revision}" if self.revision else ""
        return f"api/{sort}/{self.repository}{at}"


@dataclass(frozen=True, slots=True)
class HubAnswer:
    """One answer: to which question, when, and what it said."""

    asked: ComponentId
    status: int
    values: Mapping[str, Any]
    read: str
    endpoint: str = ""
    """Where it was asked; empty for the hub itself."""
    recorded_in: str = ""
    """The file of the scanned project that holds the recording; empty for an answer that this program asked for."""

    @property
    def knowledge(self) -> Knowledge:
        """An answer to our own question confirms; a recording in the scanned folder only declares."""
        return Knowledge.DECLARED if self.recorded_in else Knowledge.VERIFIED

    def at(self, field: str = "", text: str = "") -> Evidence:
        """Evidence in a field of this answer."""
        asked = asked_of(self.asked)
        path = f"{self.endpoint}/{asked.path}".lstrip("/") if asked else self.asked
        text = " ".join(text.split())[:MAX_EVIDENCE_TEXT]
        if self.recorded_in:
            return Evidence(SOURCE_NAME, self.recorded_in, None, f"{path} {field}".strip(), text, self.read)
        return Evidence(SOURCE_NAME, path, None, field, text, self.read)


def asked_of(identity: str) -> Asked | None:
    """What to ask the hub for a component; None where it is no repository of the hub."""
    if not identity.startswith(_PREFIX) or "#" in identity:
        return None
    name = unquote(family(identity).removeprefix(_PREFIX).partition("?")[0])
    is_dataset = name.startswith("datasets/")
    name = name.removeprefix("datasets/")
    return Asked(name, is_dataset, version_of(identity)) if is_repository_name(name) else None


def claims_of_answer(answer: HubAnswer) -> Iterator[Claim]:
    """Everything that an answer claims of the repository asked for and of what it came from."""
    asked = asked_of(answer.asked)
    if asked is None:
        return
    if answer.status in NOT_FOUND:
        yield from _missing(answer, asked)
    elif asked.is_dataset:
        yield from _dataset(answer, asked)
    else:
        yield from _model(answer, asked)


def upstream_repositories(claims: list[Claim]) -> list[ComponentId]:
    """The hub repositories that these claims rely on, in the order named, each once."""
    targets = [claim.target for claim in claims if isinstance(claim, Relation)]
    return list(dict.fromkeys(target for target in targets if asked_of(target) is not None))


def _missing(answer: HubAnswer, asked: Asked) -> Iterator[Claim]:
    closed = answer.status == 403
    state = "closed to anonymous readers" if closed else "not found or private"
    kind = Kind.DATASET if asked.is_dataset else Kind.MODEL
    at = answer.at("", f"HTTP {answer.status}")
    yield Component(
        answer.asked, kind, asked.repository, asked.revision, attributes={"on the hub": state}, evidence=(at,)
    )
    message = f"{asked.repository} is {state} on the hub, so what is upstream of it is not known."
    yield Problem(
        SOURCE_NAME, at.location, None, message, "Check the name; it may have been renamed, removed or taken over."
    )


def _model(answer: HubAnswer, asked: Asked) -> Iterator[Claim]:
    values, card = answer.values, as_mapping(answer.values.get("cardData"))
    signs = _signs(values, card, asked.repository)
    kind = Kind.ADAPTER if signs.is_adapter else Kind.MODEL
    yield _repository(answer, asked, kind)
    yield from _bases(answer, card, signs)
    card = card if "datasets" in card else {**card, "datasets": _tagged(values, "dataset:")}
    yield from training_claims(answer.asked, card, _card_at(answer))
    config = as_mapping(values.get("config"))
    if facts := {**config_facts(config), **_size(values)}:
        shown = f"config: {facts.get('architecture', '') or facts.get('model type', '') or 'sizes only'}"
        yield Component(answer.asked, kind, "", attributes=facts, evidence=(answer.at("config", shown),))
    modules = ", ".join(map(str, as_mapping(config.get("auto_map")).values()))
    yield from remote_code_claims(answer.asked, kind, config, answer.at("config.auto_map", modules))
    yield from hub_file_claims(answer.asked, values, answer.knowledge, answer.at)


def _size(values: Mapping[str, Any]) -> dict[str, str]:
    """How many parameters the headers of its safetensors files have, as the hub counts them."""
    total = as_mapping(values.get("safetensors")).get("total")
    return {"parameters": str(total)} if type(total) is int and total > 0 else {}


def _dataset(answer: HubAnswer, asked: Asked) -> Iterator[Claim]:
    card = as_mapping(answer.values.get("cardData"))
    if "source_datasets" not in card:
        card = {**card, "source_datasets": _tagged(answer.values, "source_datasets:")}
    yield _repository(answer, asked, Kind.DATASET)
    yield from source_dataset_claims(answer.asked, card, _card_at(answer))


def _card_at(answer: HubAnswer) -> At:
    def at(key: str, text: str) -> Evidence:
        return answer.at(f"cardData.{key}", text)

    return at


def _repository(answer: HubAnswer, asked: Asked, kind: Kind) -> Component:
    """The repository itself: that it is there, and in which revision, is confirmed by the answer."""
    values = answer.values
    stated = as_text(values.get("id"))
    card = as_mapping(values.get("cardData"))
    facts = {
        **card_facts(card),
        "on the hub": "yes",
        "revision": as_text(values.get("sha")),
        "pinned": ("yes" if is_pinned_digest(asked.revision) else "no") if asked.revision else "",
        "author": as_text(values.get("author")) or asked.repository.rpartition("/")[0],
        "last changed": as_text(values.get("lastModified")),
        "renamed to": stated if stated and stated != asked.repository else "",
        "disabled": "yes" if values.get("disabled") is True else "",
        "hub scan": _scan_state(values),
        "inference providers": ", ".join(_live_providers(values)),
    }
    facts.setdefault("licence", ", ".join(_tagged(values, "license:")))
    facts.setdefault("library", as_text(values.get("library_name")))
    facts.setdefault("task", as_text(values.get("pipeline_tag")))
    if "gated" in values:
        facts["gated"] = as_text(values["gated"])
    at = answer.at("sha", as_text(values.get("sha")))
    return Component(
        answer.asked, kind, asked.repository, asked.revision, None, answer.knowledge, without_empty(facts), (at,)
    )


def _bases(answer: HubAnswer, card: Mapping[str, Any], signs: Signs) -> Iterator[Claim]:
    """The bases by the hub's own list, which follows renames, else as the card spells them."""
    stated = base_models(card.get("base_model"))
    lists = {
        "baseModels": base_models(answer.values.get("baseModels")),
        "tags": tagged_bases(signs.tags),
        "cardData.base_model": stated,
    }
    field = next((field for field, names in lists.items() if names), "")
    names = lists.get(field, [])
    if len(stated) > len(names):
        names, field = list(dict.fromkeys(names + stated)), "cardData.base_model"
    renamed = [text for text in stated if text not in names] if len(stated) == len(names) else []
    for name in names:
        for claim in base_claims(answer.asked, name, signs.word(), answer.at(field, name)):
            if isinstance(claim, Relation) and renamed and name not in stated:
                claim = replace(claim, attributes={**claim.attributes, "named in the card as": ", ".join(renamed)})
            yield claim


def _signs(values: Mapping[str, Any], card: Mapping[str, Any], name: str) -> Signs:
    """The signs of how a model came from its bases. The hub's `finetune` is what it says when it knows no better,
    so it counts as a tag, below what files and names show; its three other words count as stated."""
    relation = as_text(as_mapping(values.get("baseModels")).get("relation"))
    tags = as_texts(values.get("tags"))
    if relation == "finetune":
        tags = [*tags, *(f"base_model:finetune:{base}" for base in base_models(values.get("baseModels")))]
        relation = ""
    files = [as_text(each.get("rfilename")) for each in as_mappings(values.get("siblings"))]
    library = as_text(values.get("library_name")) or as_text(card.get("library_name"))
    return Signs(as_text(card.get("base_model_relation")) or relation, tags, library, files, name)


def _tagged(values: Mapping[str, Any], prefix: str) -> list[str]:
    return [tag.removeprefix(prefix) for tag in as_texts(values.get("tags")) if tag.startswith(prefix)]


def _scan_state(values: Mapping[str, Any]) -> str:
    status = as_mapping(values.get("securityRepoStatus"))
    if not status:
        return ""
    issues = len(as_mappings(status.get("filesWithIssues")))
    done = "" if status.get("scansDone") is True else " so far, not finished"
    return f"{issues} files with findings{done}" if issues else f"no finding{done}"


def _live_providers(values: Mapping[str, Any]) -> list[str]:
    mapping = values.get("inferenceProviderMapping")
    entries = as_mapping(mapping).items() if isinstance(mapping, Mapping) else ()
    return [provider for provider, entry in entries if as_mapping(entry).get("status") == "live"]
