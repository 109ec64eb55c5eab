"""What Terraform's blocks say: on which cloud, with which provider, module, machine, image, chart and model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from explorer.domain.claim import Claim
from explorer.domain.relation import RelationKind
from explorer.knowledge.clouds import cloud_of_resource
from explorer.sources.azure_model import azure_model_claims
from explorer.sources.bedrock_model import bedrock_claims, named_in_resource
from explorer.sources.claims import used_by
from explorer.sources.commands import command_claims
from explorer.sources.hcl_tree import Attribute, Block
from explorer.sources.hcl_values import Values
from explorer.sources.helm_chart import chart_claims, text_of
from explorer.sources.infrastructure import Site
from explorer.sources.lined_yaml import LinedText, Tree, settings, text_at
from explorer.sources.nested_text import nested_claims
from explorer.sources.retrieval_index import retrieval_index
from explorer.sources.terraform_registry import module_claims, provider_claims
from explorer.sources.terraform_settings import hosted_by, settings_of_block, settings_of_value
from explorer.sources.terraform_types import optional_attributes

_NOT_DEPLOYED = frozenset({"output", "moved", "import", "removed", "check"})
_HARDWARE_OF_RESOURCE = {
    "google_tpu_node": "google-tpu",
    "google_tpu_v2_vm": "google-tpu",
    "google_tpu_v2_queued_resource": "google-tpu",
}
_SCRIPT_KEYS = re.compile(
    r"(?i)user_?data(_base64)?|(metadata_)?startup_script|startup-script|custom_data|inline|command|script"
)
_INDEXES = {
    "google_vertex_ai_index": ("google-vertex", "display_name"),
    "pinecone_index": ("pinecone", "name"),
    "pinecone_collection": ("pinecone", "name"),
    "mongodbatlas_search_index": ("mongodb", "name"),
    "databricks_vector_search_index": ("databricks", "name"),
    "aws_s3vectors_index": ("amazon-s3-vectors", "index_name"),
    "aws_opensearchserverless_collection": ("opensearch", "name"),
    "google_discovery_engine_data_store": ("vertex-ai-search", "data_store_id"),
}
"""Resources that are an index of vectors: whose, and the attribute with its name (the providers' registry pages)."""
_TYPE_OF_INDEX = {"aws_opensearchserverless_collection": "VECTORSEARCH", "mongodbatlas_search_index": "vectorSearch"}
"""The `type` with which alone such a resource holds vectors."""
_PREBUILT = "aws_sagemaker_prebuilt_ecr_image"


def block_claims(block: Block, values: Values, site: Site) -> Iterator[Claim]:
    """Everything that one block at the top of a file says."""
    if block.kind in ("resource", "data", "provider", "ephemeral"):
        yield from _of_cloud(block, values, site)
        yield from _special(block, values, site)
        yield from _everything(block, values, site)
        yield from settings_of_block(block, values, site)
    elif block.kind == "module":
        yield from _module(block, values, site)
        site = replace(site, provider=hosted_by(block))
        yield from _everything(block, values, site)
        yield from settings_of_block(block, values, site)
    elif block.kind == "terraform":
        yield from _terraform(block, values, site)
    elif block.kind == "variable":
        if block.labels and (default := block.attribute("default")) is not None:
            given = Attribute(block.labels[0], default.value, default.line)
            yield from variable_claims(given, values, site.by_default())
        for left_out in optional_attributes(block):
            yield from variable_claims(left_out, values, site.by_default())
    elif block.kind == "locals":
        for each in block.body:  # A table of choices names nothing until something chooses from it.
            if isinstance(each, Attribute):
                texts = [value for value in values.of_expression(each.value) if isinstance(value, LinedText)]
                for text in texts if len(texts) == 1 else []:
                    yield from _setting(each.name, text, site)
    elif block.kind not in _NOT_DEPLOYED:
        yield from _everything(block, values, site)


def given_claims(attribute: Attribute, values: Values, site: Site) -> Iterator[Claim]:
    """What a variable is given: as its default, or in a variable file."""
    for value in values.of_expression(attribute.value):
        yield from _tree(attribute.name, value, attribute.line, site)


def variable_claims(attribute: Attribute, values: Values, site: Site) -> Iterator[Claim]:
    """The same, with what a table or a list of settings says as a whole."""
    yield from given_claims(attribute, values, site)
    for value in values.of_expression(attribute.value):
        yield from settings_of_value(attribute.name, value, site)


def _of_cloud(block: Block, values: Values, site: Site) -> Iterator[Claim]:
    cloud = cloud_of_resource(block.labels[0]) if block.labels else None
    if cloud is None:
        return
    header = " ".join((block.kind, *(f'"{label}"' for label in block.labels)))
    region = _text(block, "region", values) if block.kind == "provider" else ""
    attributes = {"region": region} if region and "$" not in region and " " not in region else {}
    yield from site.cloud(cloud, site.found(block.line, header, block.labels[0]), **attributes)


def _special(block: Block, values: Values, site: Site) -> Iterator[Claim]:
    """Resources whose parts only mean something together."""
    kind = block.labels[0] if block.labels else ""
    header = site.found(block.line, " ".join((block.kind, *block.labels)), kind)
    if kind in _HARDWARE_OF_RESOURCE and not _text(block, "accelerator_type", values):
        yield from site.hardware(_HARDWARE_OF_RESOURCE[kind], header)
    elif kind == "helm_release":
        chart = block.attribute("chart")
        if chart is not None:
            names = (_text(block, "chart", values), _text(block, "version", values), _text(block, "repository", values))
            found = site.found(chart.line, f"chart = {' '.join(names)}", kind)
            at = block.attribute("repository")
            source = site.found(at.line, f"repository = {names[2]}", kind) if at is not None else None
            yield from chart_claims(*names, site.project.system, found, site.scope, source)
    elif kind in _INDEXES:
        yield from _index(block, kind, values, site)
    elif kind == _PREBUILT:
        yield from _prebuilt(block, values, site)
    elif kind in ("azurerm_cognitive_deployment", "azurerm_ai_services_deployment"):
        yield from _azure_deployment(block, values, site)
    elif kind == "azapi_resource" and "/accounts/deployments@" in _text(block, "type", values):
        yield from _azure_body(block, values, site)


def _index(block: Block, kind: str, values: Values, site: Site) -> Iterator[Claim]:
    """An index of vectors, by the name that it gets."""
    store, name = _INDEXES[kind]
    given = block.attribute(name)
    wanted = _TYPE_OF_INDEX.get(kind)
    if wanted and _text(block, "type", values) != wanted:
        return
    for each in values.of_expression(given.value) if given is not None else ():
        if given is not None and isinstance(each, LinedText) and re.fullmatch(r"[A-Za-z][\w./-]{1,80}", each):
            corpus = retrieval_index(store, str(each), site.found(given.line, f"{name} = {each}", kind))
            yield from used_by(site.project.system, corpus, RelationKind.RETRIEVES_FROM, site.scope)


def _azure_deployment(block: Block, values: Values, site: Site) -> Iterator[Claim]:
    """A model that Azure hosts: OpenAI's by its name alone, those of others beside their `format`."""
    for model in block.blocks("model"):
        name, written = model.attribute("name"), _text(model, "name", values)
        if name is not None:
            found = site.found(name.line, f"name = {written}", "model")
            yield from azure_model_claims(written, _text(model, "format", values) or "OpenAI", site, found)


def _azure_body(block: Block, values: Values, site: Site) -> Iterator[Claim]:
    """The same, as the provider of Azure's own interface writes it: `body = { properties = { model = { … } } }`."""
    body = block.attribute("body")
    for each in values.of_expression(body.value) if body is not None else ():
        name = text_at(each, "properties", "model", "name")
        if name is not None:
            found = site.found(name.line, f"name = {name}", "model")
            maker = text_at(each, "properties", "model", "format") or "OpenAI"
            yield from azure_model_claims(str(name), str(maker), site, found)


def _prebuilt(block: Block, values: Values, site: Site) -> Iterator[Claim]:
    """AWS's own images for SageMaker: their account depends on the region, so only the repository is named."""
    names = block.attribute("repository_name")
    if names is None:
        return
    tag = _text(block, "image_tag", values)
    for name in values.of_expression(names.value):
        if isinstance(name, LinedText) and "$" not in name:
            found = site.found(names.line, f"repository_name = {name}", _PREBUILT)
            yield from site.image_of_aws(name + (f":{tag}" if tag and "$" not in tag else ""), found)


def _module(block: Block, values: Values, site: Site) -> Iterator[Claim]:
    source = block.attribute("source")
    if source is not None:
        address, version = _text(block, "source", values), _text(block, "version", values)
        found = site.found(source.line, f"source = {address} {version}".strip(), "module")
        yield from module_claims(address, version, found, site)


def _terraform(block: Block, values: Values, site: Site) -> Iterator[Claim]:
    """`required_providers`; in Terragrunt's files, the block of this name also holds the module's source."""
    yield from _module(block, values, site)
    for table in block.blocks("required_providers"):
        for each in table.body:
            if not isinstance(each, Attribute):
                continue
            for wanted in values.of_expression(each.value):
                source = text_at(wanted, "source") or f"hashicorp/{each.name}"
                version = text_at(wanted, "version") or text_of(wanted)
                found = site.found(each.line, f"{each.name} = {source} {version}".strip(), "required_providers")
                yield from provider_claims(source, version, found, site)


def _everything(block: Block, values: Values, site: Site) -> Iterator[Claim]:
    """Every attribute inside, however deep."""
    waiting: list[Attribute | Block] = list(reversed(block.body))
    while waiting:
        item = waiting.pop()
        if isinstance(item, Block):
            waiting += reversed(item.body)
        elif not (item.name == "source" and block.kind == "module"):
            yield from given_claims(item, values, site)


def _tree(key: str, value: Tree, line: int, site: Site) -> Iterator[Claim]:
    if isinstance(value, LinedText):
        yield from _setting(key, value, site)
        return
    if isinstance(value, dict) and isinstance(value.get(_CHART), LinedText):
        yield from _described_chart(value, site)
    for _, inner, text in settings(value, (key,)):
        yield from _setting(inner or key, text, site)


def _described_chart(table: dict[LinedText, Tree], site: Site) -> Iterator[Claim]:
    """A chart as modules take it: `{chart = …, repository = …, version = …}`."""
    chart, repository = text_at(table, "chart"), text_at(table, "repository")
    if chart is not None and repository is not None:
        version = text_at(table, "version") or ""
        found = site.found(chart.line, f"chart = {chart} {version}".strip(), "chart")
        source = site.found(repository.line, f"repository = {repository}", "chart")
        yield from chart_claims(chart, version, repository, site.project.system, found, site.scope, source)


_CHART = LinedText("chart", 0)


def _setting(key: str, text: LinedText, site: Site) -> Iterator[Claim]:
    if "\n" in text:
        yield from nested_claims(text, text.line, site)
        if _SCRIPT_KEYS.fullmatch(key) or text.startswith("#!"):
            found = site.found(text.line, text.partition("\n")[0], key)
            yield from command_claims(text, site.project.system, found, site.scope, text.line)
    elif model := named_in_resource(text):
        yield from bedrock_claims(model, site, site.found(text.line, f"{key} = {text}", key))
    elif text:
        yield from site.setting(key, text, site.found(text.line, f"{key} = {text}", key))


def _text(block: Block, name: str, values: Values) -> str:
    """The one text of an attribute; empty where there is none."""
    attribute = block.attribute(name)
    found = values.of_expression(attribute.value) if attribute is not None else []
    return str(found[0]) if len(found) == 1 and isinstance(found[0], LinedText) else ""
