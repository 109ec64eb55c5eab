"""A block of Terraform as the tree of settings that it is: environments, commands and models of containers, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from explorer.domain.claim import Claim
from explorer.knowledge.model_names import index_provider
from explorer.sources.hcl_tree import Attribute, Block
from explorer.sources.hcl_values import Values
from explorer.sources.infrastructure import Site
from explorer.sources.kubernetes_objects import document_claims
from explorer.sources.lined_yaml import LinedText, Tree
from explorer.sources.settings_around import Around
from explorer.sources.settings_reading import SettingsReading
from explorer.sources.settings_stores import index_claims

_READ_ELSEWHERE = re.compile(r"azurerm_cognitive_deployment|azurerm_ai_services_deployment|azapi_resource|helm_release")
"""Resources whose parts mean something only together: `terraform_blocks` knows them."""
_STORES = {"opensearch": "opensearch", "pinecone": "pinecone", "qdrant": "qdrant", "qdrant-cloud": "qdrant", "milvus": "milvus",
           "zillizcloud": "milvus", "weaviate": "weaviate", "mongodbatlas": "mongodb-atlas", "astra": "astra-db"}  # fmt: skip
"""Words of providers, modules and resources of Terraform's registry, and the store that each is for."""
_OF_AZURE = re.compile(r"(?i)azurerm|azure/openai|cognitive")


def hosted_by(block: Block) -> str:
    """Who hosts the models that a module is given, where its source says so; empty for all others."""
    source = block.attribute("source") if block.kind == "module" else None
    return "azure-openai" if source is not None and _OF_AZURE.search(str(source.value)) else ""


def settings_of_block(block: Block, values: Values, site: Site) -> Iterator[Claim]:
    """What a resource or module says as settings: `env { name, value }`, `command`, `limits`, tables of models."""
    if block.labels and _READ_ELSEWHERE.fullmatch(block.labels[0]):
        return
    tree = _tree(block, values)
    if any(isinstance(each, dict | list) for each in tree.values()):
        yield from document_claims(tree, site)
        reading = SettingsReading(site.source, site.file, site.project, site.scope)
        yield from reading.claims(tree, hosted_by(block))


def settings_of_value(name: str, value: Tree, site: Site) -> Iterator[Claim]:
    """The same for a table or list that a variable is given, and for the name of an index."""
    if isinstance(value, dict | list) or index_provider(name):
        reading = SettingsReading(site.source, site.file, site.project, site.scope)
        yield from reading.claims({LinedText(name, 0): value})
    elif isinstance(value, LinedText) and site.store and index_provider(name) == "" and "vector" in name.lower():
        yield from index_claims(site.store, name, value, Around(scope=site.scope), site)


def store_of_module(bodies: Iterable[tuple[Attribute | Block, ...]]) -> str:
    """The one store of vectors that a module's providers, resources or modules are for; empty for none or several."""
    words = (word for body in bodies for item in body if isinstance(item, Block) for word in _words_of(item))
    found = {store for word in words if (store := _STORES.get(word))}
    return next(iter(found)) if len(found) == 1 else ""


def _words_of(block: Block) -> Iterator[str]:
    """What a block names: the providers that it requires, the source of a module, the type of a resource."""
    for table in block.blocks("required_providers") if block.kind == "terraform" else ():
        yield from (each.name for each in table.body if isinstance(each, Attribute))
    source = block.attribute("source") if block.kind == "module" else None
    if source is not None:
        yield from re.findall(r"[a-z]+", str(source.value))
    if block.kind == "resource" and block.labels:
        yield block.labels[0].partition("_")[0]


def _tree(block: Block, values: Values) -> dict[LinedText, Any]:
    tree: dict[LinedText, Any] = {}
    for item in block.body:
        if isinstance(item, Block):
            tree.setdefault(LinedText(item.kind, item.line), []).append(_tree(item, values))
        elif (value := _value(item, values)) is not None and not (item.name == "source" and block.kind == "module"):
            tree[LinedText(item.name, item.line)] = value
    return tree


def _value(item: Attribute, values: Values) -> Tree | None:
    """The one value of an attribute; None where only a run can tell, or where it is one of several."""
    found = [each for each in values.of_expression(item.value) if not (isinstance(each, LinedText) and "\n" in each)]
    return found[0] if len(found) == 1 else None
