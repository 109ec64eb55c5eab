"""Models of Amazon Bedrock, by identifier, by resource name, or by the constant that CDK has for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.domain.evidence import Evidence
from explorer.sources.infrastructure import Site
from explorer.sources.model_references import hosted_model
from explorer.sources.reference_claims import claims_for

_IDENTIFIER = re.compile(r"(?:[a-z]{2,6}\.)?[a-z0-9]+\.[a-z0-9][\w.-]*(?::\d+)?")
_IN_RESOURCE_NAME = re.compile(
    r":bedrock:[^'\"`\s]*?(?:foundation-model|inference-profile)/((?:[a-z]{2,6}\.)?[a-z0-9]+\.[a-z0-9][\w.-]*(?::\d+)?)(?![\w*])"
)
_PUBLISHERS = "AMAZON|ANTHROPIC|COHERE|MISTRAL|AI21|STABILITY|DEEPSEEK|WRITER"
_CONSTANT = re.compile(rf"({_PUBLISHERS})_([A-Z0-9_]+?)(?:_V(\d+)(?:_(\d))?)?")


_CONSTANTS = {
    "TITAN_EMBED_TEXT_V1": "amazon.titan-embed-text-v1",
    "TITAN_EMBED_TEXT_V2_256": "amazon.titan-embed-text-v2:0",
    "TITAN_EMBED_TEXT_V2_512": "amazon.titan-embed-text-v2:0",
    "TITAN_EMBED_TEXT_V2_1024": "amazon.titan-embed-text-v2:0",
    "AMAZON_NOVA_MICRO_V1": "amazon.nova-micro-v1:0",
    "AMAZON_NOVA_LITE_V1": "amazon.nova-lite-v1:0",
    "AMAZON_NOVA_PRO_V1": "amazon.nova-pro-v1:0",
    "ANTHROPIC_CLAUDE_HAIKU_V1_0": "anthropic.claude-3-haiku-20240307-v1:0",
    "ANTHROPIC_CLAUDE_SONNET_V1_0": "anthropic.claude-3-sonnet-20240229-v1:0",
    "ANTHROPIC_CLAUDE_OPUS_V1_0": "anthropic.claude-3-opus-20240229-v1:0",
    "ANTHROPIC_CLAUDE_3_5_SONNET_V1_0": "anthropic.claude-3-5-sonnet-20240620-v1:0",
    "ANTHROPIC_CLAUDE_3_5_SONNET_V2_0": "anthropic.claude-3-5-sonnet-20241022-v2:0",
    "ANTHROPIC_CLAUDE_3_5_HAIKU_V1_0": "anthropic.claude-3-5-haiku-20241022-v1:0",
    "ANTHROPIC_CLAUDE_3_7_SONNET_V1_0": "anthropic.claude-3-7-sonnet-20250219-v1:0",
}
"""Constants of `BedrockFoundationModel` whose identifier no rule gives (generative-ai-cdk-constructs, API of `bedrock`)."""


def bedrock_claims(text: str, site: Site, found: Evidence) -> Iterator[Claim]:
    """`anthropic.claude-3-sonnet-20240229-v1:0`, alone or at the end of its resource name; nothing for other texts."""
    name = text.rpartition("/")[2]
    if _IDENTIFIER.fullmatch(name):
        yield from named_claims(name, site, found)


def named_claims(name: str, site: Site, found: Evidence) -> Iterator[Claim]:
    """A model that is known to be one of Bedrock, by this name."""
    yield from claims_for(hosted_model("aws-bedrock", name), site.project.system, found, site.scope)


def named_in_resource(text: str) -> str:
    """The identifier in a resource name that stands somewhere in a text: `arn:aws:bedrock:…::foundation-model/…`."""
    match = _IN_RESOURCE_NAME.search(text)
    return match.group(1) if match is not None else ""


def identifier_of_constant(constant: str) -> str:
    """The identifier behind a constant of CDK's `FoundationModelIdentifier`, or of `BedrockFoundationModel`.

    The constant itself where no rule and no table gives it.

    >>> identifier_of_constant("ANTHROPIC_CLAUDE_3_SONNET_20240229_V1_0")
    'anthropic.claude-3-sonnet-20240229-v1:0'
    >>> identifier_of_constant("META_LLAMA_3_70_INSTRUCT_V1")
    'META_LLAMA_3_70_INSTRUCT_V1'
    """
    match = _CONSTANT.fullmatch(constant)
    if match is None or constant in _CONSTANTS:
        return _CONSTANTS.get(constant, constant)
    publisher, name, version, minor = match.groups()
    if re.match(r"CLAUDE_(?!INSTANT|V\d)", name) and not re.search(r"\d{8}", name):
        return constant  # The real identifier has a date, which the constant leaves out.
    ending = f"-v{version}" + (f":{minor}" if minor else "") if version else ""
    return f"{publisher.lower()}.{name.lower().replace('_', '-')}{ending}"
