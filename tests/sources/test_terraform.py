"""Terraform and OpenTofu: values through variables and locals, machines, images, charts, providers, modules."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.component import Kind
from explorer.domain.relation import Scope
from explorer.errors import InputError
from explorer.sources import terraform
from explorer.sources.hcl_parser import parse_hcl
from tests.sources.model_reading import SYSTEM, component, edges, read, relation

SOURCE = terraform.SOURCE

MAIN = """terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}
provider "aws" {
  region = "eu-west-1"
}
locals {
  image = "vllm/vllm-openai:${var.tag}"
}
variable "tag" {
  default = "v0.6.0"
}
# instance_type = "p5.48xlarge"
resource "aws_instance" "gpu" {
  instance_type = "p4d.24xlarge"
  user_data = <<-EOF
    #!/bin/bash
    pip install torch==2.4.0
  EOF
}
resource "kubernetes_deployment" "llm" {
  spec {
    container {
      image = local.image
      env {
        name  = "MODEL_ID"
        value = "x"
      }
    }
  }
}
module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "20.8.5"
}
resource "helm_release" "qdrant" {
  name       = "qdrant"
  repository = "https://qdrant.example.org/charts"
  chart      = "qdrant"
  version    = "1.9.0"
}
"""


def identities(draft, kind):
    return {each.id for each in draft.components.values() if each.kind is kind}


def test_that_machine_cloud_and_region_are_read_at_their_lines(tmp_path):
    draft = read(tmp_path, {"main.tf": MAIN}, SOURCE)
    assert relation(draft, SYSTEM, "hardware:p4d.24xlarge").evidence[0].line == 20
    assert component(draft, "cloud:aws").attributes["region"] == "eu-west-1"
    assert identities(draft, Kind.HARDWARE) == {"hardware:p4d.24xlarge"}


def test_that_an_image_is_followed_through_a_local_and_a_variable(tmp_path):
    draft = read(tmp_path, {"main.tf": MAIN}, SOURCE)
    assert "pkg:docker/vllm/vllm-openai@v0.6.0" in identities(draft, Kind.CONTAINER_IMAGE)


def test_that_a_variable_file_replaces_the_default(tmp_path):
    draft = read(tmp_path, {"main.tf": MAIN, "terraform.tfvars": 'tag = "v0.7.1"\n'}, SOURCE)
    assert "pkg:docker/vllm/vllm-openai@v0.7.1" in identities(draft, Kind.CONTAINER_IMAGE)


def test_that_commands_of_a_start_script_stand_at_their_own_line(tmp_path):
    draft = read(tmp_path, {"main.tf": MAIN}, SOURCE)
    assert relation(draft, SYSTEM, "pkg:pypi/torch@2.4.0").evidence[0].line == 23


def test_that_providers_modules_and_charts_are_packages_of_others(tmp_path):
    draft = read(tmp_path, {"main.tf": MAIN}, SOURCE)
    found = {each.name: each for each in draft.components.values() if each.kind is Kind.PACKAGE}
    assert found["qdrant"].version == "1.9.0"
    assert any("hashicorp/aws" in name for name in found)
    assert any("terraform-aws-modules/eks" in name for name in found)


def test_that_what_only_a_run_can_compute_names_nothing(tmp_path):
    text = 'resource "aws_instance" "a" {\n  instance_type = data.x.y.type\n  ami = "${var.missing}"\n}\n'
    assert not identities(read(tmp_path, {"main.tf": text}, SOURCE), Kind.HARDWARE)


def test_that_a_broken_block_is_a_problem_and_the_rest_is_read(tmp_path):
    text = 'resource "a" "b" {\n  x = = 1\n}\nresource "aws_instance" "gpu" {\n  instance_type = "g5.xlarge"\n}\n'
    draft = read(tmp_path, {"main.tf": text}, SOURCE)
    assert draft.problems
    assert "hardware:g5.xlarge" in identities(draft, Kind.HARDWARE)


def test_that_a_default_is_a_default(tmp_path):
    text = 'variable "instance_type" {\n  default = "g5.xlarge"\n}\n'
    draft = read(tmp_path, {"variables.tf": text}, SOURCE)
    assert relation(draft, SYSTEM, "hardware:g5.xlarge").scope is Scope.DEFAULT


def test_that_the_type_of_a_variable_gives_defaults(tmp_path):
    """`optional(TYPE, DEFAULT)` (Terraform, Type constraints, optional object type attributes), however deep it stands."""
    text = """variable "models" {
  type = map(object({
    name = string
    instance_type = optional(string, "ml.g6e.xlarge")
    served = optional(object({ hf_model_id = optional(string, "Qwen/Qwen3-8B") }), {})
    region = optional(string)
  }))
}
"""
    draft = read(tmp_path, {"variables.tf": text}, SOURCE)
    machine = relation(draft, SYSTEM, "hardware:ml.g6e.xlarge")
    assert (machine.scope, machine.evidence[0].line) == (Scope.DEFAULT, 4)
    assert relation(draft, SYSTEM, "pkg:huggingface/Qwen/Qwen3-8B").evidence[0].line == 5


def test_that_a_lock_gives_exact_providers_with_their_digests(tmp_path):
    text = (
        'provider "registry.terraform.io/hashicorp/aws" {\n  version = "5.31.0"\n  hashes = [\n    "h1:abc=",\n  ]\n}\n'
    )
    draft = read(tmp_path, {".terraform.lock.hcl": text}, SOURCE)
    (provider,) = [each for each in draft.components.values() if each.kind is Kind.PACKAGE]
    assert provider.version == "5.31.0"
    assert provider.evidence[0].line in (1, 2)


@pytest.mark.parametrize("text", ["", "}", '"', "a = ", "<<EOF", 'x "y" {', "a = [1, {b = 2", "a = ${", "\\", "é = 1"])
def test_that_odd_text_is_read_or_answered(tmp_path, text):
    read(tmp_path, {"main.tf": text}, SOURCE)


@given(st.text(alphabet='ab ="{}[]()<-\n$%#/*.,:?!1EOF\\', max_size=120))
def test_that_no_text_raises_more_than_the_documented_error(text):
    try:
        parse_hcl(text)
    except InputError as error:
        assert error.message


@given(st.integers(0, len(MAIN) - 1), st.characters(codec="utf-8"))
def test_that_no_changed_character_raises_more_than_the_documented_error(place, character):
    try:
        parse_hcl(MAIN[:place] + character + MAIN[place + 1 :])
    except InputError as error:
        assert error.message


def test_that_deep_nesting_is_answered_not_crashed():
    for text in ("a = " + "[" * 5000, "a = " + "(" * 5000, "x {\n" * 5000, 'a = "' + "${" * 5000):
        try:
            parse_hcl(text)
        except InputError as error:
            assert error.message


def test_that_edges_run_from_the_system(tmp_path):
    draft = read(tmp_path, {"main.tf": MAIN}, SOURCE)
    assert (SYSTEM, "runs-on", "cloud:aws") in edges(draft)


JSON = """{
  "terraform": {"required_providers": {"aws": {"source": "hashicorp/aws", "version": "5.1.0"}}},
  "provider": {"aws": [{"region": "eu-west-1"}]},
  "variable": {
    "size": {"default": "p4d.24xlarge"}
  },
  "locals": {"image": "vllm/vllm-openai:${var.tag}"},
  "resource": {
    "//": {"aws_instance": "a comment"},
    "aws_instance": {
      "gpu": {
        "instance_type": "${var.size}",
        "ami": null
      }
    },
    "aws_sagemaker_model": {"llm": [{
      "primary_container": [{
        "image": "${local.image}",
        "environment": {"HF_MODEL_ID": "Qwen/Qwen2.5-7B-Instruct"}
      }]
    }]}
  },
  "module": {"eks": {
    "source": "terraform-aws-modules/eks/aws", "version": "20.8.5"}}
}
"""


def test_that_json_syntax_says_the_same_as_hcl(tmp_path):
    draft = read(tmp_path, {"main.tf.json": JSON, "values.auto.tfvars.json": '{"tag": "v0.6.0"}'}, SOURCE)
    assert not draft.problems
    assert set(draft.components) >= {
        "cloud:aws",
        "hardware:p4d.24xlarge",
        "pkg:docker/vllm/vllm-openai@v0.6.0",
        "pkg:huggingface/Qwen/Qwen2.5-7B-Instruct",
    }
    lines = {found.line for found in component(draft, "hardware:p4d.24xlarge").evidence}
    assert lines == {5, 12}
    assert relation(draft, SYSTEM, "pkg:huggingface/Qwen/Qwen2.5-7B-Instruct").evidence[0].line == 19
    assert any("eks" in each for each in draft.components)


@pytest.mark.parametrize("text", ['{"resource": "x"}', '{"resource": {"a": 3}}', "[1]", '{"locals": {"a": "${1 +"}}'])
def test_that_a_part_of_json_that_is_no_terraform_is_one_problem(tmp_path, text):
    draft = read(tmp_path, {"main.tf.json": text}, SOURCE)
    assert [key[2].startswith("Not valid Terraform") for key in draft.problems] == [True]


def test_that_models_of_azure_and_of_policies_are_found(tmp_path):
    text = """resource "azurerm_cognitive_deployment" "chat" {
  model {
    format  = "OpenAI"
    name    = "gpt-4o"
    version = "2024-05-13"
  }
}
resource "aws_iam_policy" "p" {
  policy = jsonencode({ Statement = [{
    Resource = "arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v1"
  }] })
}
"""
    draft = read(tmp_path, {"main.tf": text}, SOURCE)
    assert relation(draft, SYSTEM, "service:azure-openai/gpt-4o").evidence[0].line == 4
    assert relation(draft, SYSTEM, "service:aws-bedrock/amazon.titan-embed-text-v1").evidence[0].line == 10


@pytest.mark.parametrize("written", ["{ BODY }", "jsonencode({ BODY })"])
def test_that_a_model_in_the_body_of_azures_own_interface_is_found(tmp_path, written):
    body = 'properties = {\n model = {\n format = "OpenAI"\n name = var.judge\n } } '
    text = 'variable "judge" { default = "gpt-4.1" }\nresource "azapi_resource" "d" {\n'
    text += 'type = "Microsoft.CognitiveServices/accounts/deployments@2025-06-01"\nbody = '
    draft = read(tmp_path, {"main.tf": text + written.replace("BODY", body) + "\n}\n"}, SOURCE)
    assert relation(draft, SYSTEM, "service:azure-openai/gpt-4.1").evidence[0].line in (1, 7)
    draft = read(tmp_path, {"main.tf": (text + "{ " + body + "}\n}\n").replace("/deployments@", "/projects@")}, SOURCE)
    assert "service:azure-openai/gpt-4.1" not in draft.components


def test_that_a_chart_given_to_a_module_comes_from_its_repository(tmp_path):
    text = """module "addons" {
  source = "./addons"
  prometheus_helm_config = {
    repository = "https://charts.example.org"
    chart      = "prometheus"
    version    = "15.10.1"
  }
}
"""
    draft = read(tmp_path, {"main.tf": text}, SOURCE)
    assert relation(draft, SYSTEM, "pkg:helm/prometheus@15.10.1").evidence[0].line == 5
    assert relation(draft, "pkg:helm/prometheus@15.10.1", "hub:charts-example-org").evidence[0].line == 4


NOTEBOOK = 'provider "aws" {\n  region = "eu-west-1"\n}\nresource "aws_sagemaker_notebook_instance" "n" {\n  instance_type = "ml.p4d.24xlarge"\n}\n'


def test_that_a_cloud_with_notebooks_alone_is_where_the_system_is_built(tmp_path: Path) -> None:
    def scopes(name: str, text: str) -> set[Scope]:
        """In which roles the file says that the system runs on AWS."""
        claims = read(tmp_path / name, {"main.tf": text}, SOURCE).relations.values()
        return {each.scope for each in claims if each.target == "cloud:aws"}

    assert scopes("alone", NOTEBOOK) == {Scope.BUILD}
    served = NOTEBOOK + 'resource "aws_sagemaker_endpoint" "e" {\n  name = "e"\n}\n'
    assert Scope.RUNTIME in scopes("served", served)
    called = NOTEBOOK + 'module "m" {\n  source = "./m"\n}\n'
    assert Scope.RUNTIME in scopes("called", called)  # What the module puts up was not seen here.
