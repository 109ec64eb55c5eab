"""Bicep and Resource Manager templates: what is deployed is found at its line; what only describes it is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.component import Kind
from explorer.pipeline.scan import scan
from explorer.sources.azure_model import is_model_key
from explorer.sources.bicep_tables import bicep_tables

BICEP = """targetScope = 'subscription'
@description('Name of the model, such as gpt-4o')
param gptModelName string = 'gpt-5-mini'
@allowed(['gpt-4o', 'gpt-4o-mini'])
param chatModel string
param llm string = 'gpt-4.1' // model: 'gpt-3.5-turbo'
/* var oldModel = 'gpt-4' */
param gptDeploymentName string = 'gpt-4o'
var embedding = {
  modelName: !empty(embeddingModelName) ? embeddingModelName : 'text-embedding-3-large'
  deploymentName: 'text-embedding-ada-002'
}
resource account 'Microsoft.CognitiveServices/accounts@2024-10-01' = {
  name: 'cog-${token}'
}
resource phi 'Microsoft.CognitiveServices/accounts/deployments@2024-10-01' = {
  properties: {
    model: { format: 'Microsoft', name: 'Phi-4', version: '3' }
  }
}
resource each 'Microsoft.CognitiveServices/accounts/deployments@2024-10-01' = [for i in x: {
  properties: {
    model: {
      format: 'OpenAI'
      name: llm
    }
  }
}]
module search 'br/public:avm/res/search/search-service:0.7.1' = {
  params: {
    deployments: [
      {
        name: 'speech'
        model: {
          format: 'OpenAI'
          name: 'whisper'
        }
      }
    ]
    agentVMSize: 'Standard_NC24ads_A100_v4'
  }
}
module local 'core/host.bicep' = {
  params: {
    image: 'ghcr.io/a/b:1.2'
    env: [
      { name: 'AZURE_OPENAI_MODEL', value: 'gpt-4o-mini' }
    ]
    linuxFxVersion: 'DOCKER|mcr.microsoft.com/x/y:3'
    text: '''
model: 'gpt-4'
'''
  }
}
"""
PARAMETERS = """using 'main.bicep'
param chatModelName = readEnvironmentVariable('AZURE_OPENAI_CHAT_MODEL', 'gpt-4.1-nano')
"""
SCHEMA = '"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"'
TEMPLATE = f"""{{
\t{SCHEMA},
\t"parameters": {{ "modelName": {{ "type": "string", "defaultValue": "gpt-35-turbo" }} }},
\t"resources": [
\t\t{{ "type": "Microsoft.CognitiveServices/accounts/deployments",
\t\t"name": "[concat('a', 'b')]",
\t\t"properties": {{ "model": {{ "format": "Meta",
\t\t\t"name": "Llama-3.3-70B-Instruct", "version": "1" }} }} }},
\t\t{{ "type": "Microsoft.Compute/virtualMachines", "properties": {{ "hardwareProfile": {{ "vmSize": "Standard_NC6s_v3" }} }} }}
\t]
}}
"""


def found_in(folder: Path, name: str, text: str) -> dict[str, int | None]:
    """The first line of each declared component of a file."""
    (folder / name).write_text(text)
    snapshot = scan([str(folder)], "app")
    return {
        each.id: each.evidence[0].line
        for each in snapshot.components
        if each.evidence and str(each.evidence[0].location).endswith(name) and each.kind is not Kind.SYSTEM
    }


def test_that_bicep_names_models_machines_images_and_modules(tmp_path: Path) -> None:
    assert found_in(tmp_path, "main.bicep", BICEP) == {
        "service:azure-openai/gpt-5-mini": 3,
        "service:azure-openai/gpt-4.1": 6,
        "service:azure-openai/text-embedding-3-large": 10,
        "cloud:azure": 13,
        "service:azure-ai/Phi-4": 18,
        "pkg:generic/bicep/avm/res/search/search-service@0.7.1": 29,
        "hub:microsoft-artifact-registry": 29,
        "service:azure-openai/whisper": 36,
        "hardware:Standard_NC24ads_A100_v4": 40,
        "pkg:docker/a/b@1.2?repository_url=ghcr.io": 45,
        "service:azure-openai/gpt-4o-mini": 47,
        "pkg:docker/x/y@3?repository_url=mcr.microsoft.com": 49,
    }


def test_that_the_fallback_of_a_variable_is_a_value(tmp_path: Path) -> None:
    assert found_in(tmp_path, "main.bicepparam", PARAMETERS) == {"service:azure-openai/gpt-4.1-nano": 2}


def test_that_a_template_in_json_is_read_also_with_tabs(tmp_path: Path) -> None:
    assert found_in(tmp_path, "azuredeploy.json", TEMPLATE) == {
        "service:azure-openai/gpt-35-turbo": 3,
        "cloud:azure": 5,
        "service:azure-ai/Llama-3.3-70B-Instruct": 8,
        "hardware:Standard_NC6s_v3": 9,
    }


def test_that_json_without_the_schema_of_a_deployment_is_not_read(tmp_path: Path) -> None:
    assert found_in(tmp_path, "azuredeploy.json", TEMPLATE.replace(SCHEMA, '"a": 1')) == {}


def test_that_a_parameter_file_gives_the_fallback_of_the_environment(tmp_path: Path) -> None:
    text = TEMPLATE.replace("deploymentTemplate", "deploymentParameters")
    text = text.replace('"type": "string", "defaultValue": "gpt-35-turbo"', '"value": "${CHAT=gpt-4.1}"')
    assert found_in(tmp_path, "main.parameters.json", text)["service:azure-openai/gpt-4.1"] == 3


@pytest.mark.parametrize(
    ("key", "holds"),
    [
        ("model", True),
        ("aoaiModels", True),
        ("openAiModelName", True),
        ("AZURE_OPENAI_CHATGPT_MODEL", True),
        ("modelVersion", False),
        ("modelFormat", False),
        ("chatDeploymentName", False),
        ("remodeling", False),
    ],
)
def test_that_a_key_holds_a_model_by_its_last_word(key: str, holds: bool) -> None:
    assert is_model_key(key) is holds


@given(
    st.lists(
        st.sampled_from(["'a'", "'''b\n'''", "name", ":", "{", "}", "[", "]", "(", ")", "\n", "param", "=", "?", "@", "'"]),
        max_size=40,
    )
)  # fmt: skip
def test_that_any_order_of_tokens_has_tables_within_its_lines(parts: list[str]) -> None:
    text = " ".join(parts)
    tables = bicep_tables(text)
    assert tables[-1].key == ""
    assert all(1 <= each.line <= text.count("\n") + 1 for table in tables for _, each in table.texts)
