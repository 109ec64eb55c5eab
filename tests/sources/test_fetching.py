"""Downloads of weights: by the name at the address, by the name that they are given, by the folder that they are put in."""

from __future__ import annotations

import pytest

from explorer.domain.component import Component, ComponentId, Kind
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Scope
from explorer.sources.commands import command_claims
from explorer.sources.fetching import Fetched, fetched_by

HOST = "https://host.example"
DRIVE = "1AbCdEfGhIjKlMnOpQrStUvWxYz012345"


@pytest.mark.parametrize(
    ("command", "target"),
    [
        (f"wget {HOST}/a.bin -O weights/b.bin", "weights/b.bin"),
        (f"wget --output-document=b.bin {HOST}/a.bin", "b.bin"),
        (f"wget -q -P models {HOST}/a.bin", "models/"),
        (f"curl -Lo b.bin {HOST}/a.bin", "b.bin"),
        (f"curl -L {HOST}/a.bin --output b.bin --output-dir w", "w/b.bin"),
        (f"sudo aria2c -x 16 {HOST}/a.bin -d /content/models -o b.safetensors", "/content/models/b.safetensors"),
        (f"pget -x {HOST}/a.tar ./weights", "./weights"),
        ("aws s3 cp s3://host/a.bin /models/a.bin --quiet", "/models/a.bin"),
        (f"curl {HOST}/a.bin", ""),
    ],
)  # fmt: skip
def test_where_a_download_is_put(command: str, target: str) -> None:
    """The options of GNU Wget, curl, aria2, pget and the AWS CLI, as their manuals describe them."""
    assert [each.target for each in fetched_by(command.split())] == [target]


@pytest.mark.parametrize("command", ["echo wget https://host.example/a.bin", "ls", "wget", "gdown --help"])
def test_that_other_commands_download_nothing(command: str) -> None:
    assert fetched_by(command.split()) == []


def test_that_a_file_for_several_addresses_is_named_after_none_of_them() -> None:
    command = f"wget {HOST}/post {HOST}/b.task -O b.task"
    assert fetched_by(command.split()) == [Fetched(f"{HOST}/post", ""), Fetched(f"{HOST}/b.task", "")]


WEIGHTS = {
    f"wget {HOST}/hub.zip -O ./checkpoints/hub.zip": {"hub.zip"},
    f"wget {HOST}/hub.zip -P pretrained_models && unzip hub.zip": {"hub.zip"},
    f"wget {HOST}/hub.zip": set(),
    f"wget {HOST}/ollama-linux-amd64.tgz -O models/ollama.tgz": set(),
    f"gdown {DRIVE} -O weights/face_model.pth": {"face_model.pth"},
    f"gdown --id {DRIVE} -O photos.zip": set(),
    f"curl -L {HOST}/download/4711 -o lora.safetensors": {"lora.safetensors"},
    f"curl -L {HOST}/download/4711 -o $NAME.safetensors": set(),
    f"curl -L {HOST}/download/4711 -o page.html": set(),
}


@pytest.mark.parametrize("command", WEIGHTS)
def test_that_weights_are_known_by_what_they_are_kept_as(command: str) -> None:
    claims = command_claims(command, ComponentId("system:here"), Evidence("shell", "a.sh", 1), Scope.RUNTIME)
    files = [each for each in claims if isinstance(each, Component) and each.kind is Kind.WEIGHT_FILE]
    assert {each.name for each in files} == WEIGHTS[command]


def test_that_a_file_of_google_drive_is_known_by_its_number() -> None:
    command = f"gdown 'https://drive.google.com/uc?export=download&id={DRIVE}' -O face_model.pth"
    claims = command_claims(command, ComponentId("system:here"), Evidence("shell", "a.sh", 1), Scope.RUNTIME)
    files = {str(each.id) for each in claims if isinstance(each, Component) and each.kind is Kind.WEIGHT_FILE}
    assert files == {f"pkg:generic/face_model.pth?download_url=https%3A%2F%2Fdrive.google.com%2Fuc%3Fid%3D{DRIVE}"}
