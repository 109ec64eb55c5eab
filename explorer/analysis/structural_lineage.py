"""Does it fit the base that it claims? From headers and configurations alone; what cannot be told is said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from operator import itemgetter

import numpy as np
import numpy.typing as npt

from explorer.domain.component import Kind
from explorer.domain.relation import RelationKind
from explorer.graph.kept import kept
from explorer.graph.row_columns import attributes_of
from explorer.graph.snapshot import Snapshot

FROM_BASE = (
    RelationKind.FINE_TUNED_FROM,
    RelationKind.ADAPTS,
    RelationKind.QUANTIZED_FROM,
    RelationKind.MERGED_FROM,
    RelationKind.DERIVED_FROM,
)
"""Relations after which shapes must still fit; a distilled model may have any shape."""


class Fit(StrEnum):
    """Whether one fact of the artifact fits its base."""

    FITS = "fits"
    DIFFERS = "differs"
    CANNOT_TELL = "cannot be told"


@dataclass(frozen=True, slots=True)
class Check:
    """One fact compared."""

    what: str
    here: str
    base: str
    fit: Fit


@dataclass(frozen=True, slots=True)
class LineageCheck:
    """An artifact and one base that it claims."""

    relation: int
    node: int
    base: int
    checks: tuple[Check, ...]

    @property
    def fit(self) -> Fit:
        """The whole: it differs if any fact does, it fits if any does and none differs."""
        return _fit(self.checks)


@kept
def lineage_checks(snapshot: Snapshot) -> tuple[LineageCheck, ...]:
    """Every claimed base of a model or adapter, compared as far as both sides' headers and configurations go.

    >>> from explorer.graph.example import example_snapshot
    >>> kinds = {"tuned": Kind.MODEL, "base": Kind.MODEL}
    >>> snapshot = example_snapshot("tuned->base", kinds, {"tuned->base": RelationKind.FINE_TUNED_FROM})
    >>> [check.fit.value for check in lineage_checks(snapshot)]
    ['cannot be told']
    """
    graph = snapshot.graph
    claimed = graph.relation_has_kind(*FROM_BASE) & graph.has_kind(Kind.MODEL)[graph.relation_target]
    claimed &= graph.has_kind(Kind.MODEL, Kind.ADAPTER)[graph.relation_source]
    relations = np.flatnonzero(claimed)
    ends = (graph.relation_source[relations], graph.relation_target[relations])
    facts = _facts(snapshot, np.unique(np.concatenate(ends)))
    compared: dict[tuple[RelationKind, _Facts, _Facts], tuple[int, tuple[Check, ...]]] = {}
    found = []
    for relation, node, base in zip(relations.tolist(), *(each.tolist() for each in ends), strict=True):
        # Many have the same facts, or none.
        key = (graph.relation_kind_of(relation), facts.get(node, _NOTHING), facts.get(base, _NOTHING))
        if key not in compared:
            checks = tuple(_checks(_named_facts(key[1]), _named_facts(key[2]), key[0]))
            compared[key] = (_ORDER.index(_fit(checks)), checks)
        place, checks = compared[key]
        found.append((place, node, base, LineageCheck(relation, node, base, checks)))
    return tuple(each[-1] for each in sorted(found, key=itemgetter(0, 1, 2)))


_READ = (
    "model type", "architecture", "hidden size", "attention heads", "key-value heads", "layers", "parameters", "vocabulary",
    "tokenizer", "format", "modules", "adapter input size", "adapter layers", "target modules", "rank", "adapter rank in weights",
)  # fmt: skip
"""The facts that are compared."""
_Facts = tuple[str | None, ...]
_NOTHING: _Facts = (None,) * len(_READ)
_ORDER = (Fit.DIFFERS, Fit.CANNOT_TELL, Fit.FITS)


def _facts(snapshot: Snapshot, nodes: npt.NDArray[np.integer]) -> Mapping[int, _Facts]:
    """The facts of these models and adapters with those of what they contain, the repository's own first; where there are any."""
    graph = snapshot.graph
    wanted = np.zeros(len(graph), bool)
    wanted[nodes] = True
    held = np.flatnonzero(graph.relation_has_kind(RelationKind.CONTAINS) & wanted[graph.relation_source])
    holders, inner = graph.relation_source[held].tolist(), graph.relation_target[held].tolist()
    wanted[inner] = True
    every = zip(wanted.tolist(), attributes_of(snapshot.components), strict=True)
    own = {
        node: tuple(map(attributes.get, _READ))
        for node, (is_wanted, attributes) in enumerate(every)
        if is_wanted and attributes
    }
    found = dict(own)
    for node, part in zip(holders, inner, strict=True):
        if part in own:
            mine = found.get(node, _NOTHING)
            found[node] = tuple(there if here is None else here for here, there in zip(mine, own[part], strict=True))
    return found


def _named_facts(facts: _Facts) -> Mapping[str, str]:
    return {name: value for name, value in zip(_READ, facts, strict=True) if value is not None}


def _fit(checks: Iterable[Check]) -> Fit:
    fits = {check.fit for check in checks}
    return next((each for each in (Fit.DIFFERS, Fit.FITS) if each in fits), Fit.CANNOT_TELL)


def _checks(here: Mapping[str, str], base: Mapping[str, str], kind: RelationKind) -> Iterator[Check]:
    if kind is RelationKind.ADAPTS:
        yield from _adapter_checks(here, base)
        return
    yield _named("model type", here, base, _MODEL_VARIANT)
    yield _named("architecture", here, base, _HEAD)
    for what in ("hidden size", "attention heads", "key-value heads"):
        yield _same(what, here.get(what, ""), base.get(what, ""))
    layers = _same("layers", here.get("layers", ""), base.get("layers", ""))
    # Merges may stack layers of several parents; converted files may count layers for prediction ahead as well.
    yield _no_proof(layers) if kind is RelationKind.MERGED_FROM or _is_converted(here, base) else layers
    # Quantized weights are packed and counted otherwise: the same number fits, another tells nothing.
    yield _no_proof(_same("parameters", here.get("parameters", ""), base.get("parameters", "")))
    yield _vocabulary(here.get("vocabulary", ""), base.get("vocabulary", ""))
    # Tokenizer classes are renamed by the libraries that save them: the same name fits, another tells nothing.
    yield _no_proof(_same("tokenizer", _bare(here, "tokenizer", _FAST), _bare(base, "tokenizer", _FAST)))


_HEAD = re.compile(r"(For[A-Z]\w*|LMHeadModel|DoubleHeadsModel|Model)$")
"""What stands on top of a model is changed in tuning: BertForMaskedLM and BertForSequenceClassification are one body."""
_MODEL_VARIANT = re.compile(r"_text$")
_FAST = re.compile(r"Fast$")


def _named(what: str, here: Mapping[str, str], base: Mapping[str, str], ending: re.Pattern[str]) -> Check:
    """Names without an ending that may change. The names of GGUF are other ones: equal fits, another tells nothing."""
    check = _same(what, _bare(here, what, ending), _bare(base, what, ending))
    return _no_proof(check) if _is_converted(here, base) else check


def _is_converted(here: Mapping[str, str], base: Mapping[str, str]) -> bool:
    return ("gguf" in here.get("format", "").lower()) != ("gguf" in base.get("format", "").lower())


def _bare(facts: Mapping[str, str], what: str, ending: re.Pattern[str]) -> str:
    return ending.sub("", facts.get(what, ""))


def _no_proof(check: Check) -> Check:
    """The check, where a difference proves nothing."""
    return replace(check, fit=Fit.CANNOT_TELL) if check.fit is Fit.DIFFERS else check


def _adapter_checks(here: Mapping[str, str], base: Mapping[str, str]) -> Iterator[Check]:
    """The matrices of a LoRA: what enters them is the width of the base, and its modules must exist there."""
    yield _same("hidden size", here.get("adapter input size", ""), base.get("hidden size", ""))
    yield _at_most("layers", here.get("adapter layers", ""), base.get("layers", ""))
    yield _modules(here.get("target modules", ""), base.get("modules", ""))
    rank, size = here.get("rank", ""), base.get("hidden size", "")
    if rank.isdecimal() and size.isdecimal():
        fit = Fit.FITS if int(rank) <= int(size) else Fit.DIFFERS
        yield Check("rank below the width", rank, size, fit)
    yield _stated_rank(here.get("rank", ""), here.get("adapter rank in weights", ""))


def _stated_rank(stated: str, found: str) -> Check:
    fit = Fit.CANNOT_TELL if not stated or not found else Fit.FITS if stated == found else Fit.DIFFERS
    return Check("rank as its own weights have it", stated, found, fit)


def _same(what: str, here: str, base: str) -> Check:
    """Equal, different, or not known on a side. Where claims disagree (`a | b`), nothing can be told."""
    if not here or not base or " | " in here or " | " in base:
        return Check(what, here, base, Fit.CANNOT_TELL)
    return Check(what, here, base, Fit.FITS if _plain(here) == _plain(base) else Fit.DIFFERS)


def _vocabulary(here: str, base: str) -> Check:
    """Tokens are added when a model is tuned, so that a larger vocabulary still fits; a smaller one does not."""
    if not here.isdecimal() or not base.isdecimal():
        return Check("vocabulary", here, base, Fit.CANNOT_TELL)
    return Check("vocabulary", here, base, Fit.FITS if int(here) >= int(base) else Fit.DIFFERS)


def _at_most(what: str, here: str, base: str) -> Check:
    if not here.isdecimal() or not base.isdecimal():
        return Check(what, here, base, Fit.CANNOT_TELL)
    return Check(what, here, base, Fit.FITS if int(here) <= int(base) else Fit.DIFFERS)


def _modules(here: str, base: str) -> Check:
    wanted = {each for each in re.split(r"[,\s]+", here) if each}
    known = {each for each in re.split(r"[,\s]+", base) if each}
    if not wanted or not known:
        return Check("target modules", here, base, Fit.CANNOT_TELL)
    return Check("target modules", here, base, Fit.FITS if wanted <= known else Fit.DIFFERS)


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
