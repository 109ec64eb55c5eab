"""What ONNX and Keras files state of themselves."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.errors import InputError
from explorer.sources.keras_header import read_keras_header
from explorer.sources.onnx_header import read_onnx_header
from explorer.sources.weight_header import StatedBase
from tests.sources.weight_writing import zipped


def field(number: int, content: bytes) -> bytes:
    """A length-delimited protobuf field of less than 128 bytes."""
    return bytes([number << 3 | 2, len(content)]) + content


def header(content: bytes):
    return read_onnx_header(io.BytesIO(content), len(content), "x.onnx")


def test_that_real_files_name_what_wrote_them(shared_data):
    # Read by eye from the first bytes of the files.
    found = {}
    for file in ("basic_pitch/nmp.onnx", "silero_vad/silero_vad_half.onnx"):
        content = (shared_data / "model-files" / file).read_bytes()
        found[file] = header(content).facts["written by"]
    assert found == {
        "basic_pitch/nmp.onnx": "tf2onnx 1.15.1 37820d",
        "silero_vad/silero_vad_half.onnx": "pytorch 2.3.1",
    }


def test_that_metadata_names_base_and_licence():
    entries = field(14, field(1, b"base_model") + field(2, b"a/b")) + field(14, field(1, b"license") + field(2, b"mit"))
    found = header(b"\x08\x08" + field(2, b"tool") + field(7, b"graph") + entries)
    assert found.facts == {"written by": "tool", "licence": "mit"}
    assert found.bases == (StatedBase("a/b", "base_model"),)


@pytest.mark.parametrize(
    "content", [b"\x08", b"\x08\x08\x3a\x7fx", b"\x08\x08\x0b", b"\xff" * 20, b"\x02\x01x", b"\x12"]
)
def test_that_what_is_cut_off_or_no_protobuf_is_refused(content):
    with pytest.raises(InputError):
        header(content)


@settings(deadline=None)
@given(st.binary(max_size=100))
def test_that_any_bytes_are_read_or_refused(content):
    try:
        header(b"\x08\x08" + content)
    except InputError as error:
        assert error.advice


def test_that_a_keras_file_names_its_version():
    metadata = json.dumps({"keras_version": "3.4.1", "date_saved": "2026-01-02@03:04:05"}).encode()
    found = read_keras_header(io.BytesIO(zipped({"metadata.json": metadata})))
    assert found.facts == {"written by": "Keras 3.4.1", "saved": "2026-01-02@03:04:05"}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", zipped({"x": b""}), zipped({"metadata.json": b"[1"})])
def test_that_unreadable_metadata_states_nothing(content):
    assert not read_keras_header(io.BytesIO(content)).facts
