"""Infrastructure written as a program: AWS CDK, Pulumi, CDK for Terraform."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.component import Kind
from explorer.domain.relation import Scope
from explorer.sources import cloud_code
from explorer.sources.bedrock_model import identifier_of_constant, named_in_resource
from explorer.sources.script_code.python_tokens import python_tokens
from explorer.sources.script_code.tokens import Sort
from tests.sources.model_reading import SYSTEM, read, relation

SOURCE = cloud_code.SOURCE

STACK = """import * as cdk from 'aws-cdk-lib';
import * as ec2 from "aws-cdk-lib/aws-ec2";
// instanceType: ec2.InstanceType.of(ec2.InstanceClass.P5, ec2.InstanceSize.XLARGE48)
export class ServingStack extends cdk.Stack {
  build() {
    const gpu = ec2.InstanceType.of(ec2.InstanceClass.G5, ec2.InstanceSize.XLARGE2);
    const old = ec2.InstanceType.of(
      ec2.InstanceClass.PARALLEL4,
      ec2.InstanceSize.XLARGE24,
    );
    const small = new ec2.InstanceType('g4dn.xlarge');
    const image = ecs.ContainerImage.fromRegistry('vllm/vllm-openai:v0.6.0');
    task.addContainer('llm', { image, gpuCount: 1, environment: { HF_MODEL_ID: 'Qwen/Qwen2.5-7B-Instruct' } });
    new sagemaker.CfnEndpointConfig(this, 'Config', {
      productionVariants: [{ instanceType: 'ml.g5.12xlarge', modelName: name }],
    });
    new HuggingFaceSageMakerEndpoint(this, 'E', { instanceType: SageMakerInstanceType.ML_INF2_XLARGE });
    const claude = bedrock.FoundationModel.fromFoundationModelId(
      this, 'M', bedrock.FoundationModelIdentifier.ANTHROPIC_CLAUDE_3_SONNET_20240229_V1_0);
    new iam.PolicyStatement({
      resources: [`arn:aws:bedrock:${this.region}::foundation-model/amazon.titan-embed-text-v2:0`, 'arn:aws:bedrock:*::foundation-model/anthropic.*'],
    });
    cluster.addHelmChart('Karpenter', {
      chart: 'karpenter', release: 'karpenter',
      repository: 'oci://public.ecr.aws/karpenter/karpenter', version: '0.37.0',
    });
    const requests = { 'nvidia.com/gpu': 1 };
    const spec = { build: { commands: ["cd app", "pip install torch==2.4.0"] } };
    instance.userData.addCommands("pip install vllm==0.6.0");
  }
}
"""
PYTHON = '''"""ec2.InstanceClass.P5 and ec2.InstanceSize.XLARGE48 are only spoken of."""
from aws_cdk import Stack, aws_ec2 as ec2, aws_ecs as ecs  # instance_type="p5.48xlarge"

class Serving(Stack):
    def build(self):
        ec2.InstanceType.of(ec2.InstanceClass.G6, ec2.InstanceSize.XLARGE)
        ecs.ContainerImage.from_registry("ghcr.io/huggingface/text-generation-inference:2.0")
        ecs.EcsOptimizedImage.amazon_linux2(ecs.AmiHardwareType.NEURON)
        bedrock.FoundationModel.from_foundation_model_id(self, "M", bedrock.FoundationModelIdentifier.META_LLAMA_3_70_INSTRUCT_V1)
'''


def lines(draft):
    """The line of each thing that the system runs on or uses."""
    return {
        str(target): relation(draft, SYSTEM, target).evidence[0].line
        for source, target, _ in draft.relations
        if source == SYSTEM
    }


def test_that_a_stack_names_its_cloud_machines_images_charts_and_models(tmp_path):
    assert lines(read(tmp_path, {"lib/stack.ts": STACK}, SOURCE)) == {
        "cloud:aws": 1,
        "hardware:g5.2xlarge": 6,
        "hardware:p4d.24xlarge": 8,
        "hardware:g4dn.xlarge": 11,
        "pkg:docker/vllm/vllm-openai@v0.6.0": 12,
        "hardware:nvidia-gpu": 13,
        "pkg:huggingface/Qwen/Qwen2.5-7B-Instruct": 13,
        "hardware:ml.g5.12xlarge": 15,
        "hardware:ml.inf2.xlarge": 17,
        "service:aws-bedrock/anthropic.claude-3-sonnet-20240229-v1:0": 19,
        "service:aws-bedrock/amazon.titan-embed-text-v2:0": 21,
        "pkg:helm/karpenter@0.37.0": 24,
        "pkg:pypi/torch@2.4.0": 28,
        "pkg:pypi/vllm@0.6.0": 29,
    }


def test_that_a_stack_in_python_is_read_alike_and_its_prose_is_not(tmp_path):
    assert lines(read(tmp_path, {"app.py": PYTHON}, SOURCE)) == {
        "cloud:aws": 2,
        "hardware:g6.xlarge": 6,
        "pkg:docker/huggingface/text-generation-inference@2.0?repository_url=ghcr.io": 7,
        "hardware:aws-neuron": 8,
        "service:aws-bedrock/META_LLAMA_3_70_INSTRUCT_V1": 9,
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import * as aws from '@pulumi/aws';\nnew aws.ec2.Instance('a', { instanceType: 'p5.48xlarge' });", {"cloud:aws", "hardware:p5.48xlarge"}),
        ("import * as gcp from '@pulumi/gcp';\nconst machineType = 'a2-highgpu-1g';", {"cloud:gcp", "hardware:a2-highgpu-1g"}),
        ("const azure = require('@pulumi/azure-native');\nlet vmSize = 'Standard_NC24ads_A100_v4';", {"cloud:azure", "hardware:Standard_NC24ads_A100_v4"}),
        ("import { Construct } from 'constructs';\nconst machineType = 'a2-highgpu-1g';", set()),
        ("import React from 'react';\nconst text = 'aws-cdk-lib', size = 'g5.xlarge';", set()),
    ],
)  # fmt: skip
def test_that_only_programs_of_infrastructure_are_read(tmp_path, text, found):
    assert set(lines(read(tmp_path, {"index.ts": text}, SOURCE))) == found


@pytest.mark.parametrize(
    ("constant", "image"),
    [
        ("const REGION = 'eu-west-1';", "pkg:docker/server?repository_url=1.dkr.ecr.eu-west-1.amazonaws.com"),
        ("const REGION: string = 'eu-west-1';", "pkg:docker/server?repository_url=1.dkr.ecr.eu-west-1.amazonaws.com"),
        ("const REGION = 'eu-' + side;", ""),
        ("const REGION = process.env.REGION ?? 'eu-west-1';", ""),
        ("const REGION = 'eu-west-1'; function f() { const REGION = 'us-east-1' }", ""),
        ("let REGION = 'eu-west-1';", ""),
        ("", ""),
    ],
)
def test_that_a_template_is_filled_only_by_a_constant_that_is_sure(tmp_path, constant, image):
    text = f"import {{ CfnModel }} from 'aws-cdk-lib/aws-sagemaker';\n{constant}\n"
    text += "const IMAGE_URI = `1.dkr.ecr.${REGION}.amazonaws.com/server:2.5`;\n"
    found = lines(read(tmp_path, {"lib/a.ts": text}, SOURCE))
    assert {each.replace("@2.5", ""): line for each, line in found.items() if "docker" in each} == (
        {image: 3} if image else {}
    )


def test_that_a_lower_case_name_that_a_parameter_may_bear_fills_nothing(tmp_path):
    text = "import 'aws-cdk-lib';\nconst tag = '1';\nconst image = `a/b:${tag}`;\n"
    assert "pkg:docker/a/b@1" in lines(read(tmp_path, {"a.ts": text}, SOURCE))
    text += "function build(tag: string) {}\n"
    assert "pkg:docker/a/b@1" not in lines(read(tmp_path, {"a.ts": text}, SOURCE))


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("global.anthropic.claude-haiku-4-5-20251001-v1:0", True),
        ("jp.anthropic.claude-sonnet-4-6", True),
        ("meta.llama3-70b-instruct-v1:0", True),
        ("amazon.titan-embed-text-v2:0", True),
        ("cohere.embed-multilingual-v3", True),
        ("openai.gpt-4o", False),
        ("anthropic.claude-sonnet", False),
        ("us.example.model-v1", False),
        ("com.amazon.something-v1", False),
    ],
)
def test_that_an_identifier_of_bedrock_is_known_whatever_its_key(tmp_path, text, is_one):
    code = f"import 'aws-cdk-lib';\nconst environment = {{\n  MODEL_LABEL: '{text}' }};"
    found = {f"service:aws-bedrock/{text}": 3} if is_one else {}
    read_as = lines(read(tmp_path, {"a.ts": code}, SOURCE))
    assert {each: line for each, line in read_as.items() if each.startswith("service:")} == found


def test_that_settings_beside_a_cdk_file_are_those_of_its_stacks(tmp_path):
    files = {
        "infra/cdk.json": '{"app": "npx ts-node bin/app.ts", "context": {\n"instanceType": "ml.p4d.24xlarge"}}',
        "infra/lib/config.ts": "export const config = { modelId: 'anthropic.claude-3-haiku-20240307-v1:0', size: 'g5.xlarge' };",
        "web/config.ts": "export const size = 'g6.xlarge';",
    }
    draft = read(tmp_path, files, SOURCE)
    assert lines(draft) == {
        "hardware:ml.p4d.24xlarge": 2,
        "service:aws-bedrock/anthropic.claude-3-haiku-20240307-v1:0": 1,
        "hardware:g5.xlarge": 1,
    }


def test_that_a_stack_of_a_test_is_one_of_a_test(tmp_path):
    draft = read(tmp_path, {"test/stack.test.ts": STACK}, SOURCE)
    assert {each.scope for each in draft.relations.values() if each.source == SYSTEM} == {Scope.TEST}
    assert {each.kind for each in draft.components.values()} >= {Kind.CLOUD, Kind.HARDWARE}


@pytest.mark.parametrize(
    ("constant", "identifier"),
    [
        ("AMAZON_TITAN_EMBED_TEXT_V2_0", "amazon.titan-embed-text-v2:0"),
        ("ANTHROPIC_CLAUDE_V2_1", "anthropic.claude-v2:1"),
        ("ANTHROPIC_CLAUDE_3_HAIKU_20240307_V1_0", "anthropic.claude-3-haiku-20240307-v1:0"),
        ("COHERE_EMBED_ENGLISH_V3", "cohere.embed-english-v3"),
        ("ANTHROPIC_CLAUDE_3_5_SONNET_V2_0", "anthropic.claude-3-5-sonnet-20241022-v2:0"),
        ("TITAN_EMBED_TEXT_V2_1024", "amazon.titan-embed-text-v2:0"),
        ("ANTHROPIC_CLAUDE_9_SONNET_V2_0", "ANTHROPIC_CLAUDE_9_SONNET_V2_0"),
        ("SOMETHING_ELSE", "SOMETHING_ELSE"),
    ],
)  # fmt: skip
def test_that_a_constant_becomes_an_identifier_only_where_a_rule_gives_it(constant, identifier):
    assert identifier_of_constant(constant) == identifier


def test_that_a_pattern_of_resources_names_no_model():
    assert named_in_resource("arn:aws:bedrock:*::foundation-model/anthropic.*") == ""
    assert named_in_resource("arn:aws:bedrock:us-east-1:1:inference-profile/us.meta.llama3-2-3b-instruct-v1:0") == (
        "us.meta.llama3-2-3b-instruct-v1:0"
    )


@given(st.text(max_size=80))
def test_that_any_text_becomes_python_tokens_within_its_lines(text):
    found = list(python_tokens(text))
    assert all(1 <= each.line <= text.count("\n") + text.count("\r") + text.count("\f") + 1 for each in found)
    assert all(isinstance(each.value, str) and isinstance(each.sort, Sort) for each in found)
