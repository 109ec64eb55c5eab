"""Who answers a call: the address it is given, the client's maker, or what stands beside the name."""

from __future__ import annotations

import ast

from explorer.knowledge.model_names import provider_of_address, provider_of_word
from explorer.knowledge.sdks import SdkCall
from explorer.sources.python_code.parsing import keyword_value
from explorer.sources.python_code.reading import Reading
from explorer.sources.python_code.scopes import Scope

_ENDPOINT_KEYWORDS = (
    "base_url",
    "api_base",
    "openai_api_base",
    "endpoint_url",
    "azure_endpoint",
    "openai_api_url",
    "host",
)


class ProviderReader:
    """Finds the provider behind a call."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def of(self, call: ast.Call, scope: Scope, row: SdkCall) -> str:
        """Who answers: the address that the call or the client's constructor is given, else the client's own maker."""
        if row.gives not in ("hosted", "any", "client"):
            return row.provider
        if (found := self._endpoint(call, scope)) is not None:
            return found
        if row.gives == "hosted":
            for made, where, module in self._reading.makers(call, scope):
                matched = self._reading.matcher.match(made, where, module)
                if (found := self._endpoint(made, where)) is not None:
                    return found
                if matched is not None and matched[0].gives == "client":
                    return matched[0].provider
            if row.provider == "openai" and "openai" not in self._reading.roots:
                return next(
                    (word for word in ("groq", "together", "cerebras") if word in self._reading.roots), "openai"
                )
        return row.provider

    def _endpoint(self, call: ast.Call, scope: Scope) -> str | None:
        for value in self._reading.texts(keyword_value(call, *_ENDPOINT_KEYWORDS), scope):
            if (provider := provider_of_address(value.text)) is not None:
                return provider
        return None

    def stated(self, call: ast.Call, scope: Scope) -> str:
        """The provider that an argument beside the name states; empty for none."""
        stated = self._reading.text(keyword_value(call, "model_provider", "provider", "custom_llm_provider"), scope)
        return provider_of_word(stated) or ""
