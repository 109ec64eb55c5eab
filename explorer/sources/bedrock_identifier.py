"""Whether a text is the identifier of a model of Amazon Bedrock, whatever it is given to."""

from __future__ import annotations

import re

_PUBLISHERS = (
    "ai21|amazon|anthropic|cohere|deepseek|google|luma|meta|minimax|mistral|moonshot|moonshotai|nvidia|openai|qwen|"
    "stability|twelvelabs|writer|zai"
)
_REGIONS = "apac|au|ca|eu|global|jp|us|us-gov"
_IDENTIFIER = re.compile(
    rf"(?:(?:{_REGIONS})\.(?:{_PUBLISHERS})\.[a-z][\w.-]*|(?:{_PUBLISHERS})\.[a-z][\w.-]*-v\d+)(?::\d+(?::\w+)?)?"
)


def is_bedrock_identifier(text: str) -> bool:
    """Whether the text has a publisher of Bedrock's before the dot, and a region before that or a version at the end.

    (Amazon Bedrock User Guide, supported foundation models and inference profiles.)

    >>> is_bedrock_identifier("jp.anthropic.claude-sonnet-4-6"), is_bedrock_identifier("openai.gpt-4o")
    (True, False)
    """
    return bool(_IDENTIFIER.fullmatch(text))
