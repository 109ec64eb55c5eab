"""31 real Croissant descriptions; truth read from them by hand."""

from __future__ import annotations

import json

import pytest

from explorer.domain.component import Kind
from explorer.sources.croissant import SOURCE
from tests.sources.model_reading import SYSTEM, component, edges, read, relation

DATASETS = "pkg:huggingface/datasets/"


@pytest.fixture(scope="module")
def described(shared_data):
    return read(shared_data / "croissant" / "datasets", None, SOURCE)


def test_that_every_description_gives_a_dataset_that_the_system_uses(described):
    used = {edge[2] for edge in edges(described) if edge[:2] == (SYSTEM, "uses")}
    # 31 files; apple_storage and mnist are described twice, and prism-alignment calls itself mnist (an older address).
    assert len(used) == 29
    assert all(component(described, identity).kind is Kind.DATASET for identity in used)


@pytest.mark.parametrize(
    ("identity", "licence"),
    [
        (DATASETS + "bigcode/the-stack", "other"),
        (DATASETS + "allenai/c4", "odc-by"),
        (DATASETS + "rajpurkar/squad_v2", "cc-by-sa-4.0"),
        (DATASETS + "rajpurkar/squad", ""),
        ("pkg:generic/dataset/flores-200", "cc-by-sa-4.0"),
        ("pkg:generic/dataset/titanic", "afl-3.0"),
        ("pkg:generic/dataset/cc-main-2025-43", "https://commoncrawl.org/terms-of-use"),
    ],
)
def test_that_a_dataset_is_known_by_its_hub_page_or_by_its_name(described, identity, licence):
    assert component(described, identity).attributes.get("licence", "") == licence


def test_that_a_stated_derivation_is_an_edge(described):
    derived = {edge for edge in edges(described) if edge[1] == "derived-from"}
    assert derived == {
        (DATASETS + "rajpurkar/squad_v2", "derived-from", DATASETS + "rajpurkar/squad"),
        (DATASETS + "allenai/WildChat-1M", "derived-from", DATASETS + "allenai/WildChat-1M-Full"),
    }
    (evidence,) = relation(described, DATASETS + "rajpurkar/squad_v2", DATASETS + "rajpurkar/squad").evidence
    assert evidence.line is not None


def test_that_a_page_of_one_dataset_with_the_files_of_another_is_a_problem(described):
    (found,) = [each for each in described.problems.values() if "prism-alignment" in each.location]
    assert found.message == "The description is of mnist, but its files come from HannahRoseKirk/prism-alignment."


def test_that_only_real_digests_are_counted(described):
    # All five archives of coco2014 have the word "sha256" where a digest belongs; titanic has three digests.
    assert component(described, "pkg:generic/dataset/coco").attributes["files with a digest"] == "0 of 5"
    assert component(described, "pkg:generic/dataset/titanic").attributes["files with a digest"] == "3 of 3"


def test_that_an_author_is_named(described):
    assert component(described, DATASETS + "rajpurkar/squad_v2").attributes["author"] == "Pranav R"


@pytest.mark.parametrize("text", ['{"a": 1}', "[]", "{", '{"@type": "sc:Dataset"}'])
def test_that_other_metadata_says_nothing(tmp_path, text):
    draft = read(tmp_path, {"metadata.json": text}, SOURCE)
    assert not draft.components
    assert not draft.problems


def test_that_a_derivation_in_words_is_an_unknown_dataset(tmp_path):
    text = json.dumps(
        {
            "conformsTo": "http://mlcommons.org/croissant/1.1",
            "name": "Mine",
            "isBasedOn": ["our chats", {"name": "logs"}],
        }
    )
    draft = read(tmp_path, {"croissant.json": text}, SOURCE)
    found = {edge[2] for edge in edges(draft) if edge[1] == "derived-from"}
    assert found == {
        "unknown:dataset-our-chats:pkg:generic/dataset/mine",
        "unknown:dataset-logs:pkg:generic/dataset/mine",
    }


def test_that_a_broken_description_is_one_problem(tmp_path):
    draft = read(tmp_path, {"croissant.json": '{"conformsTo": "mlcommons.org/croissant/1.0", '}, SOURCE)
    assert len(draft.problems) == 1
