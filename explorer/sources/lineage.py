"""How one model came from another: the bases that a maker states, and the word for the relation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.identity import is_pinned_digest, slug, unknown_id
from explorer.sources.hub_names import hub_name, is_local_path
from explorer.sources.loose_values import as_mapping, as_text, without_empty

_STATED = {
    "adapter": RelationKind.ADAPTS,
    "lora": RelationKind.ADAPTS,
    "finetune": RelationKind.FINE_TUNED_FROM,
    "finetuned": RelationKind.FINE_TUNED_FROM,
    "quantized": RelationKind.QUANTIZED_FROM,
    "quantization": RelationKind.QUANTIZED_FROM,
    "merge": RelationKind.MERGED_FROM,
    "merged": RelationKind.MERGED_FROM,
    "distillation": RelationKind.DISTILLED_FROM,
    "distilled": RelationKind.DISTILLED_FROM,
    "distill": RelationKind.DISTILLED_FROM,
}
_HUB_WORDS = frozenset({"adapter", "finetune", "quantized", "merge"})
"""The relations that the hub knows; the other words above are those that authors write beside them."""

_MERGE_TAGS = frozenset({"merge", "mergekit", "lazymergekit"})
_QUANTIZED_TAGS = frozenset({"gguf", "gptq", "awq", "exl2"})
_QUANTIZED_WORD = re.compile(
    r"(?i)(?:^|[-_. /])(gguf|ggml|gptq|awq|exl2|exl3|hqq|int4|int8|fp8|nf4|w4a16|w8a8|bnb[-_]4bit|[2348][-_]?bit"
    r"|q[2-8]_[k0-9])(?=$|[-_. ])"
)
_ADAPTER_WORD = re.compile(r"(?i)(?:^|[-_. /])(q?lora|dora|adapter)(?=$|[-_. ])")
_MERGED_WORD = re.compile(r"(?i)merged?(?=$|[-_. ])")
_TAG = re.compile(r"base_model:(?:(adapter|finetune|quantized|merge):)?([^:\s]+)")


@dataclass(frozen=True, slots=True)
class Word:
    """The word for a relation, and how it is known."""

    kind: RelationKind
    knowledge: Knowledge
    rule: str = ""
    """Which sign decided, where the maker did not say it."""
    stated: str = ""
    """The word that was stated, verbatim, where it is another than `kind`."""
    structure: str = ""
    """What files, tags and names show, where that is another relation than the stated one."""

    def facts(self) -> dict[str, str]:
        """Statement and structure as attributes of the relation, where they differ from its kind."""
        return without_empty({"stated relation": self.stated, "structure suggests": self.structure})


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known of a model beside the names of its bases."""

    stated: str = ""
    """`base_model_relation` of the card, or the relation in an answer of the hub that is not its default."""
    tags: Sequence[str] = ()
    library: str = ""
    files: Sequence[str] = ()
    """Names of files in the repository."""
    name: str = ""

    @property
    def is_adapter(self) -> bool:
        """Whether the repository holds an adapter and no model of its own."""
        return self.word().kind is RelationKind.ADAPTS

    def word(self) -> Word:
        """The relation to the bases: what the maker states, else what files and names show, else `derived-from`.

        The hub writes the tag `base_model:finetune:…` when it knows no better, so files and names go before it.
        """
        structure, tagged = _from_structure(self), tagged_relation(self.tags)
        stated = self.stated or tagged.replace("finetune", "")
        if stated:
            word = _stated(stated)
            differs = structure is not None and structure.kind is not word.kind
            return replace(word, structure=f"{structure.kind}: {structure.rule}") if structure and differs else word
        if structure is not None:
            return replace(structure, stated=tagged)
        return Word(_STATED.get(tagged, RelationKind.DERIVED_FROM), Knowledge.DECLARED)


def base_models(value: object) -> list[str]:
    """The bases of a card or answer in all shapes: a text, a list of texts, the hub's `{relation, models: [{id}]}`."""
    if "models" in (answer := as_mapping(value)):
        value = answer["models"]
    items = value if isinstance(value, list | tuple) else [value]
    names = (as_text(as_mapping(item).get("id") if isinstance(item, dict) else item) for item in items)
    return list(dict.fromkeys(name for name in names if name))


def tagged_bases(tags: Iterable[str]) -> list[str]:
    """The bases in tags `base_model:owner/name` and `base_model:adapter:owner/name`, each once."""
    return list(dict.fromkeys(match[2] for tag in tags if (match := _TAG.fullmatch(tag))))


def tagged_relation(tags: Iterable[str]) -> str:
    """The relation in tags `base_model:<relation>:owner/name`; empty where no tag has one."""
    return next((match[1] for tag in tags if (match := _TAG.fullmatch(tag)) and match[1]), "")


def base_claims(derived: ComponentId, base: str, word: Word, at: Evidence, revision: str = "") -> Iterator[Claim]:
    """The base and the relation to it. A path on somebody's disk, or free text, becomes an unknown model."""
    component = base_component(derived, base, at, revision)
    evidence = (at,) if not word.rule else (at, Evidence("rule", "lineage", None, "", word.rule))
    facts = word.facts()
    if component.knowledge is not Knowledge.UNKNOWN:
        facts["pinned"] = "yes" if is_pinned_digest(component.version) else "no"
    yield component
    yield Relation(derived, component.id, word.kind, knowledge=word.knowledge, attributes=facts, evidence=evidence)


def base_component(derived: ComponentId, base: str, at: Evidence, revision: str = "") -> Component:
    """The model that a text names as a base of another."""
    if name := hub_name(base):
        name = replace(name, revision=name.revision or revision)
        return Component(name.id, Kind.MODEL, name.repository, name.revision, evidence=(at,))
    what = "a path on its maker's disk" if is_local_path(base) else "free text"
    facts = {"named as": base, "why unknown": f"The base is {what}; no hub or registry is named."}
    # The same path on two makers' disks is not the same model, so the identity holds whose base it is.
    identity = unknown_id(f"base-model {base[-60:]}", derived)
    return Component(identity, Kind.MODEL, base, "", None, Knowledge.UNKNOWN, facts, (at,))


def _stated(text: str) -> Word:
    kind = _STATED.get(slug(text).replace("-", ""))
    if kind is None:
        return Word(RelationKind.DERIVED_FROM, Knowledge.DECLARED, "", text)
    return Word(kind, Knowledge.DECLARED, "", "" if text.lower() in _HUB_WORDS else text)


def _from_structure(signs: Signs) -> Word | None:
    names = {file.rsplit("/", 1)[-1] for file in signs.files}
    if "adapter_config.json" in names:
        return _inferred(RelationKind.ADAPTS, "it has an adapter_config.json")
    if signs.library.lower() == "peft":
        return _inferred(RelationKind.ADAPTS, "its library is peft")
    if merge := next((tag for tag in signs.tags if tag.lower() in _MERGE_TAGS), None):
        return _inferred(RelationKind.MERGED_FROM, f'its tag is "{merge}"')
    if sign := _quantization_sign(signs):
        return _inferred(RelationKind.QUANTIZED_FROM, sign)
    if _ADAPTER_WORD.search(signs.name) and not _MERGED_WORD.search(signs.name):
        return _inferred(RelationKind.ADAPTS, f'its name is "{signs.name}"')
    return None


def _quantization_sign(signs: Signs) -> str:
    if match := _QUANTIZED_WORD.search(signs.name):
        return f'its name says "{match[1]}"'
    if tag := next((tag for tag in signs.tags if tag.lower() in _QUANTIZED_TAGS), None):
        return f'its tag is "{tag}"'
    weights = [file for file in signs.files if file.endswith((".safetensors", ".bin", ".pt", ".gguf"))]
    return "all its weights are GGUF files" if weights and all(file.endswith(".gguf") for file in weights) else ""


def _inferred(kind: RelationKind, rule: str) -> Word:
    return Word(kind, Knowledge.INFERRED, rule)
