"""Ecosystem Graphs: what the real collection holds was counted from its YAML by other means, here and in its notes."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import PurePosixPath

import networkx
import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.component import Kind, Knowledge
from explorer.domain.relation import RelationKind
from explorer.graph.merge import merge
from explorer.graph.reach import longest_chains
from explorer.graph.snapshot import snapshot_of
from explorer.sources.ecosystem_asset import listed_in
from explorer.sources.ecosystem_claims import accelerators_in
from explorer.sources.ecosystem_graphs import SOURCE
from tests.sources.model_reading import SYSTEM, component, edges, read, relation

HERE = "pkg:generic/ecosystem-graphs/"
DEPENDENCIES = (RelationKind.USES, RelationKind.TRAINED_ON, RelationKind.DERIVED_FROM)


def value(field):
    return field.get("value") if isinstance(field, dict) else field


@pytest.fixture(scope="module")
def stated(shared_data):
    """The assets as PyYAML reads them."""
    files = sorted((shared_data / "ecosystem-graphs" / "assets").glob("*.yaml"))
    return [asset for file in files for asset in yaml.safe_load(file.read_text()) or []]


@pytest.fixture(scope="module")
def real(shared_data):
    return read(shared_data / "ecosystem-graphs", None, SOURCE)


@pytest.fixture(scope="module")
def assets(real):
    return {each.id: each for each in real.components.values() if each.id.startswith(HERE)}


def named_edges(real):
    """The dependencies by the names of both ends, as the collection writes them."""
    found = (edge for edge in edges(real, *DEPENDENCIES) if edge[0] != SYSTEM)
    return {(real.components[source].name, real.components[target].name) for source, _, target in found}


def test_that_every_asset_is_there_in_its_kind_and_under_its_own_identity(stated, assets):
    assert len(stated) == len(assets) == 639
    kinds = Counter(each.attributes["asset type"] for each in assets.values())
    assert kinds == Counter(asset["type"] for asset in stated) == {"model": 429, "dataset": 112, "application": 98}
    assert {each.kind for each in assets.values()} == {Kind.MODEL, Kind.DATASET, Kind.MODEL_SERVICE}


def test_that_the_edges_are_exactly_the_dependencies_stated(stated, real):
    plain = {(a["name"], d) for a in stated if isinstance(a["dependencies"], list) for d in a["dependencies"]}
    explained = {(a["name"], d) for a in stated for d in value(a["dependencies"])} - plain
    # The collection's notes count 810; six more stand in the form {value, explanation}.
    assert (len(plain), len(explained)) == (810, 6)
    assert named_edges(real) == plain | explained


def test_that_what_no_asset_bears_the_name_of_is_unknown(real, stated):
    unknown = {each for each in real.components if each.startswith("unknown:undeclared-asset:")}
    assert len(unknown) == 240
    assert {"unknown:undeclared-asset:Common Crawl", "unknown:undeclared-asset:CommonCrawl"} <= unknown
    assert all(real.components[each].knowledge is Knowledge.UNKNOWN for each in unknown)
    assert len([edge for edge in edges(real, *DEPENDENCIES) if edge[2] in unknown]) == 309


def test_that_the_self_loop_and_the_circles_are_alive_and_the_longest_chain_has_seven_steps(stated, real):
    names = {asset["name"] for asset in stated}
    graph = networkx.DiGraph(edge for edge in named_edges(real) if edge[1] in names)
    assert list(networkx.nodes_with_selfloops(graph)) == ["VIMA dataset"]
    middle = ("Anthropic Human Feedback Interface", "Anthropic RLHF models")
    circles = {frozenset(circle) for circle in networkx.simple_cycles(graph)}
    assert circles == {
        frozenset({"VIMA dataset"}),
        frozenset({*middle, "Anthropic Harmlessness dataset"}),
        frozenset({*middle, "Anthropic Helpfulness dataset"}),
    }
    assert networkx.dag_longest_path_length(networkx.condensation(graph)) == 7


def test_that_our_own_kernel_finds_the_same_seven_steps(real):
    """The collection's notes: the longest path among declared assets has 7 edges, cycles condensed."""
    frozen = snapshot_of(merge([*real.components.values(), *real.relations.values()]), "").graph
    declared = np.array([each.startswith(HERE) for each in frozen.ids])
    among = declared[frozen.relation_source] & declared[frozen.relation_target]
    chains = longest_chains(frozen, np.flatnonzero(declared), frozen.relation_has_kind(*DEPENDENCIES) & among)
    assert chains.depth.max() == 7


def test_that_two_assets_of_one_name_and_maker_are_two_releases(assets):
    assert {HERE + "openai/GPT-4o@2024-05-13", HERE + "openai/GPT-4o@2024-08-08"} <= assets.keys()
    assert {HERE + "chatglm/ChatGLM", HERE + "team-glm-zhipu-ai-tsinghua-university/ChatGLM"} <= assets.keys()


def test_that_a_name_that_two_assets_bear_leads_to_both_as_inferred(real):
    found = [each for each in real.relations.values() if each.source.endswith("/Dragonfly%20API")]
    dragons = {each.target: each for each in found if each.target.endswith("/Dragonfly")}
    assert set(dragons) == {HERE + "openai/Dragonfly", HERE + "together/Dragonfly"}
    assert {each.knowledge for each in dragons.values()} == {Knowledge.INFERRED}


def test_that_the_word_of_a_relation_follows_the_types_of_its_ends(real):
    assert relation(real, HERE + "openai/GPT-3", HERE + "openai/GPT-3%20dataset").kind is RelationKind.TRAINED_ON
    assert relation(real, HERE + "openai/GPT-3%20dataset", HERE + "openai/WebText").kind is RelationKind.DERIVED_FROM
    assert relation(real, HERE + "openai/OpenAI%20API", HERE + "openai/GPT-3").kind is RelationKind.USES


def test_that_every_stated_organisation_is_a_party_and_joint_ones_only_where_each_is_known(stated, real):
    made = edges(real, RelationKind.MADE_BY)
    without = [asset for asset in stated if value(asset["organization"]) == "Unknown"]
    assert len({source for source, _, _ in made}) == 639 - len(without) == 637
    assert (HERE + "openai/GPT-3", "made-by", "party:openai") in made
    assert (HERE + "huggingface/Zephyr", "made-by", "party:hugging-face") in made
    both = {target for source, _, target in made if source.startswith(HERE + "microsoft-nvidia/")}
    assert both == {"party:microsoft", "party:nvidia"}
    assert "party:bytedance-and-university-of-maryland-college-park" in real.components


def test_that_stated_hardware_is_what_training_ran_on(stated, real):
    def says_something(text):
        return str(text or "").strip().lower() not in ("", "none", "unknown", "unknwon")

    expected = [asset for asset in stated if says_something(value(asset.get("training_hardware")))]
    runs = {each for each in real.components if each.startswith("training-run:")}
    assert len(runs) == len(expected) == 144
    targets = {target for source, _, target in edges(real, RelationKind.RUNS_ON) if source in runs}
    assert {source for source, _, _ in edges(real, RelationKind.RUNS_ON)} == runs
    assert {"hardware:nvidia-a100", "hardware:google-tpu"} <= targets
    unknown = [each for each in targets if each.startswith("unknown:training-hardware:")]
    assert all(real.components[each].attributes["stands for"] == "hardware" for each in unknown)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("8 NVIDIA A100 GPUs", ["nvidia-a100"]),
        ("2xA100 80GB GPUs, and 8xH100", ["nvidia-a100", "nvidia-h100"]),
        ("4480 A100s (560 x 8)", ["nvidia-a100"]),
        ("TPUv3/TPUv4 pods", ["google-tpu"]),
        ("sixth-generation TPUs", ["google-tpu"]),
        ("64 GPUs", []),
    ],
)
def test_that_accelerators_are_found_as_people_write_them(text, keys):
    assert [each.key for each in accelerators_in(text)] == keys


def test_that_each_dependency_has_its_own_line_and_file(real):
    found = relation(real, HERE + "openai/GPT-3%20dataset", HERE + "openai/WebText").evidence
    assert [(each.location, each.line, each.text) for each in found] == [("assets/openai.yaml", 21, "WebText")]


ASSET = """\
- name: Big
  type: model
  organization: {value: Maker, explanation: It says so.}
  dependencies: {value: [Small, Elsewhere], explanation: From the paper.}
  license: unknown
  created_date: 2024-01-02
- type: monitoring
  name: Not an asset
- name: Small
  type: dataset
  organization: unknown
  dependencies: []
"""


def test_that_explained_values_are_taken_and_unknown_ones_left_out(tmp_path):
    draft = read(tmp_path, {"x.yaml": ASSET}, SOURCE)
    small = HERE + "organisation-not-stated/Small"
    assert relation(draft, HERE + "maker/Big", small).kind is RelationKind.TRAINED_ON
    assert "licence" not in component(draft, HERE + "maker/Big").attributes
    assert "unknown:undeclared-asset:Elsewhere" in draft.components
    assert not any("Not an asset" in each.name for each in draft.components.values())
    assert not [each for each in edges(draft, RelationKind.MADE_BY) if each[0] == small]


def test_that_the_table_says_the_same_as_the_yaml(tmp_path, stated, real):
    columns = ["type", "name", "organization", "created_date", "dependencies", "training_hardware"]
    text = io.StringIO()
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    for asset in stated:
        writer.writerow({column: value(asset.get(column)) for column in columns})
    draft = read(tmp_path, {"assets.csv": text.getvalue()}, SOURCE)
    assert draft.relations.keys() == real.relations.keys()
    assert draft.components.keys() == real.components.keys()


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=12), max_size=5))
def test_that_a_list_as_python_prints_it_is_read_back(names):
    printable = [name for name in names if name.isprintable()]
    assert listed_in(str(printable)) == printable


@pytest.mark.parametrize(
    ("name", "text", "problems"),
    [
        ("a.yaml", "name: x\ntype: model\norganization: y\ndependencies: [", 1),
        ("a.yaml", "name: x\ntype: model\norganization: y\ndependencies: {value: {a: b}}\n", 0),
        ("a.csv", 'name,type,organization,dependencies\n"x', 0),
        ("a.csv", "name,type,organization,dependencies\n" + '"' + "x" * 200_000 + '",model,y,z\n', 1),
        ("a.yaml", "type: Pod\nname: x\n", 0),
    ],
)
def test_that_broken_files_are_a_problem_and_other_files_nothing(tmp_path, name, text, problems):
    draft = read(tmp_path, {name: text, "good.yaml": ASSET}, SOURCE)
    assert len(draft.problems) == problems
    assert HERE + "maker/Big" in draft.components


def test_that_only_yaml_and_tables_are_looked_at():
    assert SOURCE.matches(PurePosixPath("assets/openai.yaml"))
    assert not SOURCE.matches(PurePosixPath("assets/openai.json"))
