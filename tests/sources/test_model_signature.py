"""Signatures of models cover files; a model counts as signed only where every one of them is as it was signed."""

from __future__ import annotations

import hashlib
import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from explorer.domain.component import Knowledge
from explorer.pipeline.scan import scan
from tests.sources.signing import envelope, public_pem

KEY = ec.generate_private_key(ec.SECP256R1())
FILES = {
    "config.json": b'{"model_type": "llama", "transformers_version": "4.40.0"}',
    "model.safetensors.bin": b"w" * 300,
}
MODEL = "pkg:generic/demo/model"


def digest(data):
    return hashlib.sha256(data).hexdigest()


def newer(files):
    listed = [{"name": name, "algorithm": "sha256", "digest": digest(data)} for name, data in files.items()]
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": "model", "digest": {"sha256": "0" * 64}}],
        "predicateType": "https://model_signing/signature/v1.0",
        "predicate": {"serialization": {"method": "files"}, "resources": listed},
    }


def older(files):
    listed = [{"name": name, "digest": {"sha256": digest(data)}} for name, data in files.items()]
    return {
        "subject": listed,
        "predicateType": "https://model_signing/Digests/v0.1",
        "predicate": {"unused": "Unused, just passed due to API requirements"},
    }


@pytest.fixture(params=[newer, older])
def release(request, tmp_path):
    """A model's folder with its signature, and beside it the key."""
    folder = tmp_path / "app" / "model"
    folder.mkdir(parents=True)
    files = {"config.json": FILES["config.json"], "pytorch_model.bin": b"\x80\x02N." * 20}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (folder / "model.sig").write_text(json.dumps({"dsseEnvelope": envelope(request.param(files), KEY)}))
    (tmp_path / "key.pub").write_bytes(public_pem(KEY))
    return tmp_path


def scanned(release, *keys):
    return scan([str(release / "app"), *(f"key:{release / key}" for key in keys)], "demo")


def model_of(snapshot):
    (model,) = [each for each in snapshot.components if "signed files" in each.attributes]
    return model


def weights_of(snapshot):
    (weights,) = [each for each in snapshot.components if each.name == "pytorch_model.bin"]
    return weights


def test_that_a_whole_model_is_signed_and_its_weights_verified(release):
    known = scanned(release, "key.pub")
    assert model_of(known).attributes["signature"].startswith("verified with key.pub")
    assert model_of(known).attributes["signed files"] == "2 matches a scanned file"
    assert weights_of(known).knowledge is Knowledge.VERIFIED
    assert not [each for each in known.problems if each.source == "model-signature"]


def test_that_without_a_key_files_are_compared_and_nothing_is_verified(release):
    plain = scanned(release)
    assert model_of(plain).attributes["signature"] == "present, not verified: no key given"
    assert weights_of(plain).knowledge is Knowledge.DECLARED


def test_that_a_changed_file_makes_the_model_unsigned(release):
    (release / "app" / "model" / "config.json").write_bytes(b'{"model_type": "llama", "auto_map": {}}')
    known = scanned(release, "key.pub")
    assert model_of(known).attributes["signature"].startswith("of other files: 1 matches")
    assert "model/config.json is not what the attestation is about: its sha256 differs." in [
        each.message for each in known.problems
    ]
    assert weights_of(known).knowledge is Knowledge.VERIFIED  # It is as it was signed.


def test_that_a_missing_file_makes_the_model_unsigned(release):
    (release / "app" / "model" / "pytorch_model.bin").unlink()
    known = scanned(release, "key.pub")
    assert model_of(known).attributes["signature"].startswith("of other files")
    assert "Signed files are not in the scan: pytorch_model.bin." in [each.message for each in known.problems]


@pytest.mark.parametrize("text", ["", "MEUCIQ==", "{}", '{"dsseEnvelope": 3}', "\x00\x01", '{"predicate": {}}'])
def test_that_any_other_signature_file_says_nothing(tmp_path, text):
    (tmp_path / "a.sig").write_text(text)
    (tmp_path / "requirements.txt").write_text("numpy==2.1.0\n")
    snapshot = scan([str(tmp_path)], "demo")
    assert not [each for each in snapshot.problems if each.source == "model-signature"]
    assert not [each for each in snapshot.components if "signed files" in each.attributes]
