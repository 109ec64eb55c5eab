"""How well a fact is known, in words."""

from __future__ import annotations

from collections.abc import Mapping

from explorer.domain.component import Knowledge

KNOWLEDGE_WORDS: Mapping[Knowledge, str] = {
    Knowledge.VERIFIED: "Verified: a digest, signature or interface confirmed it.",
    Knowledge.DECLARED: "Declared: its maker or a file says so; nobody checked.",
    Knowledge.INFERRED: "Inferred: deduced by a rule, named in the evidence.",
    Knowledge.UNKNOWN: "Unknown: something is there; what, nobody has said.",
}
