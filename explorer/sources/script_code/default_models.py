"""Models that a class takes where nothing is said: `new OpenAIEmbeddings()`."""

from __future__ import annotations

from collections.abc import Iterator

from explorer.domain.evidence import Evidence
from explorer.knowledge.model_names import key_role
from explorer.knowledge.npm_sdks import default_model
from explorer.sources.model_references import (
    ModelReference,
    hub_model,
    is_hub_id,
    named_model,
)
from explorer.sources.script_code.reading import Reading
from explorer.sources.script_code.structure import Call, literal
from explorer.sources.script_code.tokens import Sort


def default_models(reading: Reading) -> Iterator[tuple[ModelReference, Evidence]]:
    """The model that a library documents for each object that is made without one, at the line where it is made."""
    for number, token in enumerate(reading.found[:-1]):
        is_made = token.sort is Sort.WORD and number > 0 and reading.found[number - 1].value == "new"
        package = reading.imported.get(token.value, "") if is_made else ""
        model = default_model(reading.called(Call((token.value,), True, number + 1)), package) if package else ""
        if model and not _says_model(reading, number + 1):
            reference = hub_model(model) if is_hub_id(model) else named_model(model)
            if reference is not None:
                yield reference, reading.at(token.line)


def _says_model(reading: Reading, opening: int) -> bool:
    """Whether what is given may hold a model: a key that does, something spread into it, or anything but a table."""
    found = reading.found
    if found[opening].value != "(" or opening + 1 >= len(found) or found[opening + 1].value == ")":
        return False
    table, end = literal(found, opening + 1)
    if not isinstance(table, dict) or any(each.value == "..." for each in found[opening:end]):
        return True
    return any(key_role(key) is not None or key.lower().endswith(("modeltype", "deploymentname")) for key in table)
