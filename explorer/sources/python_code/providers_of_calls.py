"""Who answers a call: the address it is given, the client's maker, or what stands beside the name."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from explorer.knowledge.model_names import provider_in_class, provider_of_address, provider_of_word
from explorer.knowledge.sdks import SdkCall
from explorer.sources.python_code.parsing import callable_name, keyword_value
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
_CLIENT_KEYWORDS = ("openai_client", "async_client", "client", "provider")
"""Arguments that hand a model class the client, or the object, that it is to ask."""
_LIKE_OPENAI = ("groq", "together", "cerebras", "sambanova", "perplexity")
"""Packages whose clients have the methods of OpenAI's, each named as its provider."""
_SETTINGS_OF_ALL = ("openai.api_type", "openai.base_url", "openai.api_base", "OPENAI_BASE_URL", "OPENAI_API_BASE")
"""Attributes of the package, and variables of the environment, that hold for every client of OpenAI's SDK."""


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
            clients = list(self._of_clients(call, scope)) or list(self._of_object(call, scope))
            if clients:  # Of several that a function may give back, the one that needs no settings is the usual one.
                return row.provider if row.provider in clients else clients[0]
            if row.provider == "openai" and (found := self._set_for_all()) is not None:
                return found
            if row.provider == "openai" and "openai" not in self._reading.roots:
                return next((word for word in _LIKE_OPENAI if word in self._reading.roots), "openai")
        return row.provider

    def _of_clients(self, call: ast.Call, scope: Scope) -> Iterator[str]:
        """Who answers the client on which the call is made, or that it is given: `Model(name, openai_client=…)`."""
        given = keyword_value(call, *_CLIENT_KEYWORDS)
        handed = [] if given is None else list(self._reading.origin_calls(given, scope))
        for made, where, module in (*handed, *self._reading.makers(call, scope)):
            if (found := self._endpoint(made, where)) is not None:
                yield found
                continue
            inner = keyword_value(made, *_CLIENT_KEYWORDS)
            for client, around, _ in [] if inner is None else self._reading.origin_calls(inner, where):
                if (found := self._endpoint(client, around)) is not None:
                    yield found
            matched = self._reading.matcher.match(made, where, module)
            if matched is not None and matched[0].gives == "client":
                provider = matched[0].provider
                yield (self._set_for_all() if provider == "openai" else None) or provider

    def _of_object(self, call: ast.Call, scope: Scope) -> Iterator[str]:
        """Whose the object is that a model class is handed, by the name of its class: `provider=DeepSeekProvider(…)`."""
        given = keyword_value(call, *_CLIENT_KEYWORDS)
        for made, _, _ in [] if given is None else self._reading.origin_calls(given, scope):
            if maker := provider_in_class(callable_name(made.func).rpartition(".")[2]):
                yield maker

    def _endpoint(self, call: ast.Call, scope: Scope) -> str | None:
        for value in self._reading.texts(keyword_value(call, *_ENDPOINT_KEYWORDS), scope):
            if (provider := provider_of_address(value.text)) is not None:
                return provider
        return None

    def _set_for_all(self) -> str | None:
        """What the module sets for every client: `openai.base_url = …`, `openai.api_type = "azure"`, `OPENAI_BASE_URL`."""
        names = self._reading.module.names
        for setting in _SETTINGS_OF_ALL:
            for binding in (*names.items.get(setting, []), *names.environment.get(setting, [])):
                for value in self._reading.texts(binding.expression, binding.scope):
                    if setting == "openai.api_type" and value.text.startswith("azure"):
                        return "azure-openai"
                    if (provider := provider_of_address(value.text)) is not None:
                        return provider
        return None

    def stated(self, call: ast.Call, scope: Scope) -> str:
        """The provider that an argument beside the name states; empty for none."""
        stated = self._reading.text(keyword_value(call, "model_provider", "provider", "custom_llm_provider"), scope)
        return provider_of_word(stated) or ""
