"""Folders that would hang, loop or fill a scan: each thing left out is said in one sentence, the rest is read."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from explorer.errors import InputError
from explorer.pipeline.scan import scan
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
