"""Models that Azure hosts, as its templates name them: by a key that holds a model, or as a deployment's `model`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.domain.evidence import Evidence
from explorer.knowledge.model_names import provider_of
from explorer.sources.infrastructure import Site
from explorer.sources.model_references import hosted_model
from explorer.sources.reference_claims import claims_for

_KEY = re.compile(r"(?i)(?:.*[a-z_])?models?(?:_?names?)?(?:_?default)?")
_NAME = re.compile(r"[A-Za-z][\w.-]{1,80}")


def is_model_key(key: str) -> bool:
    """Whether a key of a template holds the name of a model; that of a deployment is one that the project chose.

    >>> [is_model_key(each) for each in ("embeddingModelName", "AZURE_OPENAI_MODEL", "modelVersion", "deploymentName")]
    [True, True, False, False]
    """
    return bool(_KEY.fullmatch(key))


def azure_model_claims(name: str, maker: str, site: Site, found: Evidence) -> Iterator[Claim]:
    """The hosted model; without a maker beside it (`format`), only a name that is plainly a hosted model's."""
    provider = provider_of(name)
    if not _NAME.fullmatch(name) or not (maker or provider):
        return
    is_openai = maker == "OpenAI" or (not maker and provider in ("openai", "azure-openai"))
    model = hosted_model("azure-openai" if is_openai else "azure-ai", str(name))
    yield from claims_for(model, site.project.system, found, site.scope)
