"""Folders that would hang, loop or fill a scan: each thing left out is said in one sentence, the rest is read."""

from __future__ import annotations

import errno
import io
import os
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest

from explorer.errors import InputError
from explorer.pipeline.scan import scan
from explorer.sources.lined_yaml import LinedText
from explorer.sources.zip_bomb import HARMLESS_BYTES, unpacked_size
from tests.sources.weight_writing import zipped

MEGABYTE = bytes(1024**2)


def bomb(member: str, megabytes: int) -> bytes:
    """A zip of one member of zeros, packed about a thousand to one."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(member, "w") as stream:
        for _ in range(megabytes):
            stream.write(MEGABYTE)
    return packed.getvalue()


def problems_beside_a_good_file(folder: Path) -> dict[str, str]:
    """What the scan says of a folder by place, having read the good file beside."""
    (folder / "requirements.txt").write_text("torch==2.4.0\n")
    snapshot = scan([str(folder)], "demo")
    assert "pkg:pypi/torch@2.4.0" in {each.id for each in snapshot.components}
    return {each.location: each.message for each in snapshot.problems}


@pytest.mark.parametrize(
    ("name", "member"),
    [
        ("model.pt", "archive/data.pkl"),
        ("model.pt", "archive/data/0"),
        ("model.keras", "config.json"),
        ("w.npz", "w.npy"),
    ],
)
def test_that_a_zip_bomb_is_refused_with_a_sentence(tmp_path, name, member):
    data = bomb(member, 80)
    (tmp_path / name).write_bytes(data)
    said = problems_beside_a_good_file(tmp_path)
    assert said[name].startswith("It would unpack to 80 MB from ")
    weights = next(each for each in scan([str(tmp_path)], "demo").components if each.name == name)
    assert weights.attributes["content scan"] == "not scanned: it is a zip bomb"
    assert "pickle scan" not in weights.attributes


def test_that_members_which_share_their_bytes_count_each_time():
    one = bomb("a", 10)
    assert unpacked_size(io.BytesIO(one), len(one)) == 0  # Ten megabytes hurt nobody.
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        entry = archive.infolist()[0]
    directory = one.index(b"PK\x01\x02")
    listed = one[directory : one.index(b"PK\x05\x06")]
    end = bytearray(one[one.index(b"PK\x05\x06") :])
    end[8:12] = (20).to_bytes(2, "little") * 2
    end[12:16] = (20 * len(listed)).to_bytes(4, "little")
    shared = one[:directory] + listed * 20 + bytes(end)
    assert unpacked_size(io.BytesIO(shared), len(shared)) == 20 * entry.file_size > HARMLESS_BYTES


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(40), zipped({"a/data.pkl": MEGABYTE * 70})])
def test_that_broken_and_honest_archives_are_no_bombs(data):
    assert unpacked_size(io.BytesIO(data), len(data)) == 0


def test_that_a_pipe_or_device_named_by_the_user_is_not_called_missing(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for target in (str(tmp_path / "pipe"), os.devnull):
        with pytest.raises(InputError, match="no ordinary file") as caught:
            scan([target], "demo")
        assert caught.value.advice
    with pytest.raises(InputError, match="does not exist"):
        scan([str(tmp_path / "gone")], "demo")


def test_that_links_pipes_and_depth_are_each_one_sentence(tmp_path):
    (tmp_path / "loop").symlink_to(".")
    (tmp_path / "one").symlink_to("other")
    (tmp_path / "other").symlink_to("one")
    os.mkfifo(tmp_path / "model.pt")
    deep = tmp_path / Path(*["d"] * 100)
    deep.mkdir(parents=True)
    (deep / "requirements.txt").write_text("numpy==1.0\n")
    said = problems_beside_a_good_file(tmp_path)
    assert sorted(said.values()) == [
        "A link is not followed. 2 more like it.",
        "A pipe, socket or device is not read.",
        "Not looked into: more than 64 folders deep.",
    ]


@pytest.mark.parametrize(
    "name", ["model.safetensors", "model.pt", "values.yaml", "Dockerfile", "package.json", "main.tf"]
)
def test_that_an_empty_file_of_ten_gigabytes_is_one_sentence(tmp_path, name):
    with (tmp_path / name).open("wb") as stream:
        stream.truncate(10 * 1024**3)  # A sparse file: it takes no room.
    said = problems_beside_a_good_file(tmp_path)
    assert list(said) == [name]
    assert said[name].endswith(".")


def test_that_a_table_without_an_end_of_line_is_left_before_it_fills_the_memory(tmp_path):
    with (tmp_path / "zeros.csv").open("wb") as file:
        file.truncate(10 * 1024**3)
    with (tmp_path / "dump.csv").open("wb") as file:
        file.write(b"id,base_model\nme/tuned,them/base\n")
        file.truncate(10 * 1024**3)
    said = problems_beside_a_good_file(tmp_path)
    assert said == {"dump.csv": "Line 3 of dump.csv has no end."}
    assert "pkg:huggingface/them/base" in {each.id for each in scan([str(tmp_path)], "demo").components}


def test_that_a_table_that_breaks_is_read_up_to_there(tmp_path):
    (tmp_path / "dump.csv").write_text("id,base_model\nme/tuned,them/base\nme/other," + "x" * 200_000 + "\n")
    said = problems_beside_a_good_file(tmp_path)
    assert said["dump.csv"].startswith("dump.csv is no table at line 3: field larger than field limit")


def test_that_a_file_nobody_may_read_is_no_fault_of_the_program(tmp_path, monkeypatch):
    for name in ("a.csv", "b.json", "c.json.gz", "d.py", "e.safetensors", "f.cdx.json"):
        (tmp_path / name).write_text("{}")
    opened = Path.open

    def refused(self: Path, *arguments: object, **options: object) -> object:
        if self.parent == tmp_path and self.name != "requirements.txt":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))
        return opened(self, *arguments, **options)

    monkeypatch.setattr(Path, "open", refused)
    said = problems_beside_a_good_file(tmp_path)
    assert set(said) >= {"a.csv", "b.json", "f.cdx.json"}
    assert not [message for message in said.values() if "fault of the program" in message]


def test_that_a_folder_named_by_the_user_that_nobody_may_list_is_told(tmp_path, monkeypatch):
    def refused(folder: object) -> object:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))

    monkeypatch.setattr(os, "scandir", refused)
    with pytest.raises(InputError, match="cannot be listed: Permission denied"):
        scan([str(tmp_path)], None)


def test_that_links_in_a_circle_named_by_the_user_are_one_sentence(tmp_path):
    (tmp_path / "round").symlink_to(tmp_path / "round")
    with pytest.raises(InputError, match="round"):
        scan([str(tmp_path / "round")], None)


def test_that_a_yaml_bomb_costs_no_more_than_its_own_size(tmp_path, monkeypatch):
    layers = "".join(f"{name}: &{name} [{', '.join([f'*{below}'] * 9)}]\n" for below, name in pairwise("abcdefghijklm"))
    (tmp_path / "compose.yaml").write_text("a: &a [x, x, x]\n" + layers)
    built: list[str] = []
    made = LinedText.__new__
    monkeypatch.setattr(LinedText, "__new__", lambda *given: (built.append(given[1]), made(*given))[1])
    said = problems_beside_a_good_file(tmp_path)
    assert said["compose.yaml"] == "compose.yaml expands to more than 400,000 values."
    assert len(built) < 1_000


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("big.py", "x = 1\n" * 900_000, "big.py is larger than 4 MB and was not read."),
        ("long.py", "x=1\n" * 200_001, "long.py has more than 200,000 lines and was not read."),
        ("a.toml", "a." * 300_000 + "b = 1\n", "a.toml has a line with more than 5,000 dots."),
        (
            "run.sh",
            "docker run " + "-e A=b " * 100_000,
            "A command of more than 50,000 characters was not looked into.",
        ),
        ("here.sh", "cat <<" + "E" * 40_000 + "\npip install torch\n", None),
        ("poetry.lock", '[[package]]\nname = "x"\nversion = "1"\n' * 1_000, None),
    ],
)
def test_that_what_would_take_minutes_is_said_instead(tmp_path, name, content, said):
    (tmp_path / name).write_text(content)
    assert problems_beside_a_good_file(tmp_path).get(name) == said
