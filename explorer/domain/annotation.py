"""What analysts judge: whom we trust and why, what risk remains, and notes. Keyed by identity, never part of a scan."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NewType
from uuid import uuid4

from explorer.domain.component import ComponentId
from explorer.domain.relation import Relation, RelationKind

Subject = NewType("Subject", str)
"""What an annotation is about: a component identity (a family covers all its versions) or `relation:FROM|KIND|TO`."""

RELATION_PREFIX = "relation:"


def component_subject(identity: ComponentId) -> Subject:
    """The subject for a component, party or system."""
    return Subject(identity)


def relation_subject(source: ComponentId, kind: RelationKind, target: ComponentId) -> Subject:
    """The subject for a relation between two components or families."""
    return Subject(f"{RELATION_PREFIX}{source}|{kind}|{target}")


def subject_of(thing: ComponentId | Relation) -> Subject:
    """The subject of a component identity or of a relation."""
    return relation_subject(thing.source, thing.kind, thing.target) if isinstance(thing, Relation) else Subject(thing)


class Basis(StrEnum):
    """On what trust rests, strongest evidence first."""

    SIGNATURE = "signature"
    ATTESTATION = "attestation level"
    AUDIT = "audit"
    CERTIFICATION = "certification"
    SOURCE_REVIEW = "source review"
    CONTRACT = "contract"
    REPUTATION = "reputation"
    NONE = "none"


class TrustStatus(StrEnum):
    """What the analyst decided. Whether it has lapsed follows from the review date."""

    PROPOSED = "proposed"
    EXAMINED = "examined"
    REFUSED = "refused"


class Treatment(StrEnum):
    """What is done about a risk."""

    ACCEPT = "accept"
    MITIGATE = "mitigate"
    TRANSFER = "transfer"
    AVOID = "avoid"
    UNDECIDED = "undecided"


class RiskStatus(StrEnum):
    """Whether a risk still stands."""

    OPEN = "open"
    CLOSED = "closed"


class Limit(StrEnum):
    """The limits of what controls can do: categories of residual risk that no control removes."""

    UNDETECTED_COMPROMISE = "L1"
    DEPTH_BEYOND_VISIBILITY = "L2"
    OPAQUE_FOUNDATION_MODEL = "L3"
    UNVERIFIABLE_DATA = "L4"
    ZERO_DAY = "L5"
    CONCENTRATION = "L6"
    INSIDER = "L7"
    OTHER = "L8"


LIMIT_TITLES = {
    Limit.UNDETECTED_COMPROMISE: "Undetected upstream compromise",
    Limit.DEPTH_BEYOND_VISIBILITY: "Depth beyond visibility",
    Limit.OPAQUE_FOUNDATION_MODEL: "Opaque foundation model",
    Limit.UNVERIFIABLE_DATA: "Unverifiable data provenance",
    Limit.ZERO_DAY: "Zero-day vulnerability",
    Limit.CONCENTRATION: "Concentration",
    Limit.INSIDER: "Insider at a supplier",
    Limit.OTHER: "Other",
}


class Attack(StrEnum):
    """The attack categories of an AI supply chain."""

    MODEL_POISONING = "A1"
    DATA_POISONING = "A2"
    COMPROMISED_REPOSITORY = "A3"
    MALICIOUS_UPLOAD = "A4"
    CONFUSION = "A5"
    COMPROMISED_FRAMEWORK = "A6"
    SERIALIZATION = "A7"
    BUILD_COMPROMISE = "A8"
    DISTRIBUTION_COMPROMISE = "A9"
    MALICIOUS_ADAPTER = "A10"
    COMPROMISED_TOOL = "A11"


ATTACK_TITLES = {
    Attack.MODEL_POISONING: "Upstream model poisoning",
    Attack.DATA_POISONING: "Training-data poisoning",
    Attack.COMPROMISED_REPOSITORY: "Compromised model repository",
    Attack.MALICIOUS_UPLOAD: "Malicious model upload",
    Attack.CONFUSION: "Dependency confusion and typosquatting",
    Attack.COMPROMISED_FRAMEWORK: "Compromised ML framework",
    Attack.SERIALIZATION: "Serialization-format attack",
    Attack.BUILD_COMPROMISE: "Build-infrastructure compromise",
    Attack.DISTRIBUTION_COMPROMISE: "Distribution compromise",
    Attack.MALICIOUS_ADAPTER: "Malicious adapter",
    Attack.COMPROMISED_TOOL: "Compromised MCP server or tool",
}


def new_annotation_id() -> str:
    """A random identity for an annotation, the same on every machine it travels to."""
    return uuid4().hex


@dataclass(frozen=True, slots=True)
class TrustDelegation:
    """Who trusts whom, for what, on what basis, until when."""

    subject: Subject
    delegator: str
    """Who trusts: a system or party identity, or a name."""
    delegate: str
    """Who is trusted: a party identity, or a name."""
    classes: tuple[str, ...] = ()
    """The component classes that it covers (`C1`…); empty means all."""
    attacks: tuple[Attack, ...] = ()
    """The attack categories that it covers; empty means all."""
    basis: Basis = Basis.NONE
    evidence_link: str = ""
    """A link or a file that shows the basis."""
    owner: str = ""
    granted: date | None = None
    review_by: date | None = None
    conditions: str = ""
    status: TrustStatus = TrustStatus.PROPOSED
    evidence_digest: str = ""
    """SHA-256 of the evidence file when it was linked, so that another file in its place is noticed."""
    id: str = field(default_factory=new_annotation_id)

    def lapsed(self, today: date) -> bool:
        """Whether the review date has passed."""
        return self.review_by is not None and self.review_by < today


@dataclass(frozen=True, slots=True)
class ResidualRisk:
    """What risk remains on a component, relation, party or system, before and after controls."""

    subject: Subject
    title: str
    limit: Limit
    attack: Attack | None = None
    likelihood_before: int | None = None
    impact_before: int | None = None
    likelihood_after: int | None = None
    impact_after: int | None = None
    """1 to 5 each; None is not assessed, which never counts as zero."""
    treatment: Treatment = Treatment.UNDECIDED
    rationale: str = ""
    owner: str = ""
    review_by: date | None = None
    status: RiskStatus = RiskStatus.OPEN
    id: str = field(default_factory=new_annotation_id)

    @property
    def score_before(self) -> int | None:
        """Likelihood times impact before controls, 1 to 25; None where not assessed."""
        return _score(self.likelihood_before, self.impact_before)

    @property
    def score_after(self) -> int | None:
        """Likelihood times impact after controls, 1 to 25; None where not assessed."""
        return _score(self.likelihood_after, self.impact_after)


@dataclass(frozen=True, slots=True)
class Note:
    """A remark, with tags."""

    subject: Subject
    text: str
    tags: tuple[str, ...] = ()
    author: str = ""
    id: str = field(default_factory=new_annotation_id)


Judgement = TrustDelegation | ResidualRisk | Note
"""What is judged about a component or relation."""


def _score(likelihood: int | None, impact: int | None) -> int | None:
    return None if likelihood is None or impact is None else likelihood * impact
