"""CloudFormation templates and jobs for rented machines."""

from __future__ import annotations

import json

import pytest

from explorer.domain.component import Kind
from explorer.sources import cloud_job, cloudformation, platform_file
from tests.sources.model_reading import SYSTEM, component, read, relation

SOURCES = (cloud_job.SOURCE, cloudformation.SOURCE)
TEMPLATE = """AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Type:
    Type: String
    Default: ml.g5.2xlarge
  Tag:
    Type: String
    Default: v1
Resources:
  Endpoint:
    Type: AWS::SageMaker::EndpointConfig
    Properties:
      ProductionVariants:
        - InstanceType: !Ref Type
  Node:
    Type: AWS::EC2::Instance
    Properties:
      InstanceType: p5.48xlarge
  Model:
    Type: AWS::SageMaker::Model
    Properties:
      PrimaryContainer:
        Image: !Sub "ghcr.io/owner/serve:${Tag}"
        Environment:
          HF_MODEL_ID: Qwen/Qwen2.5-7B-Instruct
  Agent:
    Type: AWS::Bedrock::Agent
    Properties:
      FoundationModel: anthropic.claude-3-sonnet-20240229-v1:0
Outputs:
  Other:
    Value: p3.2xlarge
"""


def identities(draft, kind):
    return {each.id for each in draft.components.values() if each.kind is kind}


def line_of(draft, identity):
    return relation(draft, SYSTEM, identity).evidence[0].line


def test_that_a_template_names_machines_images_models_and_the_cloud(tmp_path):
    draft = read(tmp_path, {"infra/template.yaml": TEMPLATE}, *SOURCES)
    assert identities(draft, Kind.HARDWARE) == {"hardware:ml.g5.2xlarge", "hardware:p5.48xlarge"}
    assert identities(draft, Kind.CONTAINER_IMAGE) == {"pkg:docker/owner/serve@v1?repository_url=ghcr.io"}
    assert identities(draft, Kind.CLOUD) == {"cloud:aws"}
    assert line_of(draft, "hardware:ml.g5.2xlarge") == 14
    assert line_of(draft, "pkg:huggingface/Qwen/Qwen2.5-7B-Instruct") == 25
    (claude,) = [each for each in draft.components.values() if "claude-3-sonnet" in each.id]
    assert claude.kind is Kind.MODEL_SERVICE
    assert line_of(draft, claude.id) == 29


def test_that_a_template_that_cdk_wrote_says_the_same(tmp_path):
    resource = {"Type": "AWS::EC2::Instance", "Properties": {"InstanceType": {"Ref": "Kind"}}}
    template = {"Parameters": {"Kind": {"Type": "String", "Default": "g5.xlarge"}}, "Resources": {"A": resource}}
    draft = read(tmp_path, {"cdk.out/Stack.template.json": json.dumps(template, indent=1)}, *SOURCES)
    assert identities(draft, Kind.HARDWARE) == {"hardware:g5.xlarge"}


@pytest.mark.parametrize(
    "text", ["", "[]", "Resources: 3", "Resources: {a: 3, b: {Type: 'AWS::X', Properties: 3}}", "Resources:: a"]
)
def test_that_odd_templates_name_no_machine(tmp_path, text):
    draft = read(tmp_path, {"template.yaml": text}, *SOURCES)
    assert not identities(draft, Kind.HARDWARE) | identities(draft, Kind.CONTAINER_IMAGE)


SKY = """name: serve
resources:
  infra: aws/us-east-1
  accelerators: {A100: 8}
  image_id: docker:vllm/vllm-openai:v0.6.0
  any_of:
    - cloud: gcp
      accelerators: H100:4
setup: |
  pip install vllm==0.6.0
run: |
  # pip install nothing
  vllm serve Qwen/Qwen2.5-7B-Instruct
"""


def test_that_a_sky_task_names_clouds_accelerators_image_packages_and_model(tmp_path):
    draft = read(tmp_path, {"serve.yaml": SKY}, *SOURCES)
    assert identities(draft, Kind.CLOUD) == {"cloud:aws", "cloud:gcp"}
    assert component(draft, "cloud:aws").attributes["region"] == "us-east-1"
    assert identities(draft, Kind.HARDWARE) == {"hardware:nvidia-a100", "hardware:nvidia-h100"}
    assert identities(draft, Kind.CONTAINER_IMAGE) == {"pkg:docker/vllm/vllm-openai@v0.6.0"}
    assert identities(draft, Kind.PACKAGE) == {"pkg:pypi/vllm@0.6.0"}
    assert line_of(draft, "pkg:pypi/vllm@0.6.0") == 10
    assert line_of(draft, "pkg:huggingface/Qwen/Qwen2.5-7B-Instruct") == 13


def test_that_a_dstack_task_names_its_accelerator_and_image(tmp_path):
    text = "type: task\nimage: nvcr.io/nvidia/pytorch:24.05-py3\ncommands:\n  - pip install trl==0.9.0\nresources:\n  gpu: H100:8\n"
    draft = read(tmp_path, {".dstack.yml": text}, *SOURCES)
    assert identities(draft, Kind.HARDWARE) == {"hardware:nvidia-h100"}
    assert line_of(draft, "pkg:pypi/trl@0.9.0") == 4


def test_that_jobs_of_azure_and_vertex_are_training_runs_on_their_clouds(tmp_path):
    azure = (
        "$schema: https://azuremlschemas.azureedge.net/latest/commandJob.schema.json\ndisplay_name: tune\n"
        "command: pip install peft==0.11.0\nenvironment:\n  image: mcr.microsoft.com/azureml/base:1\n"
        "resources:\n  instance_type: Standard_NC24ads_A100_v4\n"
        "inputs:\n  base: {path: azureml://registries/azureml/models/Llama-2-7b/versions/1}\n"
    )
    vertex = (
        "displayName: fit\nworkerPoolSpecs:\n  - machineSpec:\n      machineType: a2-highgpu-1g\n"
        "      acceleratorType: NVIDIA_TESLA_A100\n    containerSpec:\n      imageUri: gcr.io/p/train:1\n"
    )
    draft = read(tmp_path, {"azure.yml": azure, "vertex.yaml": vertex}, *SOURCES)
    assert {each.name for each in draft.components.values() if each.kind is Kind.TRAINING_RUN} == {"tune", "fit"}
    assert identities(draft, Kind.CLOUD) == {"cloud:azure", "cloud:gcp"}
    assert "hardware:Standard_NC24ads_A100_v4" in identities(draft, Kind.HARDWARE)
    assert "hardware:nvidia-a100" in identities(draft, Kind.HARDWARE)
    assert len(identities(draft, Kind.CONTAINER_IMAGE)) == 2
    assert line_of(draft, "cloud:gcp") == 2
    assert line_of(draft, "pkg:generic/azureml/azureml/Llama-2-7b@1") == 9


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- type: a\n",
        "resources: [a]\nrun: x\n",
        "resources: {limits: {cpu: 1}}\nrun: pip install torch\n",
        "type: object\nresources: {gpu: H100}\n",
        "$schema: [x]\n",
    ],
)
def test_that_other_yaml_is_no_job(tmp_path, text):
    assert not read(tmp_path, {"a.yaml": text}, *SOURCES).components


def test_that_settings_for_azure_are_not_a_deployment_by_its_developer_cli(tmp_path):
    """The schema of the Azure Developer CLI demands `name`; a chat engine's settings for Azure OpenAI have none."""
    settings = "tokenizer:\n  type: OpenAITokenizer\nchat_engine:\n  max_tokens: 10\n"
    assert not read(tmp_path / "a", {"azure.yaml": settings}, platform_file.SOURCE).components
    described = read(tmp_path / "b", {"azure.yaml": "name: shop\n" + settings}, platform_file.SOURCE)
    assert identities(described, Kind.CLOUD) == {"cloud:azure"}
