"""Data that code reads from files, and datasets by words of the project's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer.domain.component import Kind
from explorer.domain.relation import Relation, RelationKind
from tests.sources.code_reading import found, named, scanned

CHOICE = """from datasets import load_dataset
def load(name):
    if name == "oasst1":
        return load_dataset("timdettmers/openassistant-guanaco")
    elif name == "samsum":
        return load_dataset("samsum")
"""
TRAINING = "from sentence_transformers import SentenceTransformer\nmodel.fit(train_objectives=[(loader, loss)])\n"


def _data(folder: Path, files: dict[str, str]) -> set[str]:
    return {each.name for each in found(folder, files).values() if each.kind is Kind.DATASET}


def test_that_a_word_by_which_a_branch_chooses_is_no_dataset(tmp_path: Path) -> None:
    code = f'{CHOICE}dataset = "oasst1"\nparser.add_argument("--dataset", default="samsum")\n'
    files = {"train.py": code, "train.sh": "python train.py --dataset oasst1\n"}
    assert _data(tmp_path, files) == {"timdettmers/openassistant-guanaco", "samsum"}


def test_that_the_word_is_a_dataset_where_no_code_says_what_it_means(tmp_path: Path) -> None:
    assert _data(tmp_path, {"train.sh": "python train.py --dataset oasst1\n"}) == {"oasst1"}


def test_that_a_class_of_settings_is_no_dataset(tmp_path: Path) -> None:
    """Llama Cookbook, Datasets: each dataset has a class of settings of its name."""
    assert named(tmp_path, 'class samsum_dataset:\n    dataset: str = "samsum_dataset"\n') == set()


def test_that_names_with_their_settings_are_datasets(tmp_path: Path) -> None:
    code = 'datasets = [["mdcc", {}], ["common_voice", {"language": "zh-HK"}], ["aishell_1", {}], ["train", {}]]\n'
    assert _data(tmp_path, {"app.py": code}) == {"mdcc", "common_voice", "aishell_1"}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (TRAINING + 'with open("pairs.jsonl") as file: ...\n', "pairs.jsonl"),
        (TRAINING + 'import pandas as pd\nframe = pd.read_csv("../data/reviews.csv")\n', "../data/reviews.csv"),
        (TRAINING + 'import json\nrows = json.load(open("train_data.json"))\n', "train_data.json"),
        (
            'from openai import OpenAI\nOpenAI().files.create(file=open("mydata.jsonl", "rb"), purpose="fine-tune")\n',
            "mydata.jsonl",
        ),
    ],
)
def test_that_a_file_that_is_trained_on_is_a_dataset(tmp_path: Path, code: str, name: str) -> None:
    claims = scanned(tmp_path, {"app.py": code})
    assert [each.kind for each in claims if isinstance(each, Relation) and each.target.endswith(name)] == [
        RelationKind.TRAINED_ON
    ]


@pytest.mark.parametrize(
    "code",
    [
        'with open("pairs.jsonl") as file: ...\n',  # Nothing is trained here.
        TRAINING + 'with open("log.jsonl", "w") as file: ...\nopen("log.jsonl")\n',
        TRAINING + 'open("config.json")\nopen("results.csv")\n',
        TRAINING + 'import pandas as pd\nframe.to_csv("split.csv")\npd.read_csv("split.csv")\n',
    ],
)
def test_that_other_files_are_none(tmp_path: Path, code: str) -> None:
    assert _data(tmp_path, {"app.py": code}) == set()


def test_that_a_file_of_the_project_is_no_data_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "pairs.jsonl").write_text("{}\n", encoding="utf-8")
    assert _data(tmp_path, {"app.py": TRAINING + 'open("pairs.jsonl")\n'}) == set()


def test_that_an_address_of_a_catalogue_of_data_is_the_dataset(tmp_path: Path) -> None:
    """opendatasets README: what is downloaded is given by its page at Kaggle."""
    code = 'import opendatasets as od\nod.download("https://www.kaggle.com/datasets/zynicide/wine-reviews")\n'
    assert named(tmp_path, code) == {"pkg:generic/kaggle/zynicide/wine-reviews"}


def test_that_each_table_of_a_list_names_its_dataset(tmp_path: Path) -> None:
    """Axolotl, Dataset formats, as code gives them."""
    code = 'config = {"datasets": [{"path": "mhenrichsen/alpaca_2k_test", "type": "alpaca"}, {"path": "a/b"}]}\n'
    assert _data(tmp_path, {"app.py": code}) == {"mhenrichsen/alpaca_2k_test", "a/b"}


@pytest.mark.parametrize(
    "code",
    [
        'import pickle\npickle.dump(m, open("model.pkl", "wb"))\nm = pickle.load(open("model.pkl", "rb"))\n',
        'import pickle\nwith open("model.pkl", "wb") as f:\n    pickle.dump(m, f)\npickle.load(open("model.pkl", "rb"))\n',
    ],
)
def test_that_a_model_that_the_code_writes_itself_is_no_other(tmp_path: Path, code: str) -> None:
    assert named(tmp_path, code) == set()
