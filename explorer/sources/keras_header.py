"""What a Keras v3 file states of itself: the version that wrote it, and when.

The format: a zip with `metadata.json` (`keras_version`, `date_saved`), `config.json` and the weights
(https://keras.io/guides/serialization_and_saving/).
"""

from __future__ import annotations

import json
import zipfile
import zlib
from typing import BinaryIO

from explorer.sources.loose_values import as_mapping, as_text, without_empty
from explorer.sources.weight_header import WeightHeader

_LIMIT = 64 * 1024


def read_keras_header(stream: BinaryIO) -> WeightHeader:
    """The statements in an open Keras v3 file; none where its metadata cannot be read."""
    try:
        with zipfile.ZipFile(stream) as archive, archive.open("metadata.json") as member:
            metadata = as_mapping(json.loads(member.read(_LIMIT)))
    except (
        KeyError,
        ValueError,
        RecursionError,
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        OSError,
    ):
        return WeightHeader()  # A model without readable metadata still loads; it only states nothing.
    version, saved = as_text(metadata.get("keras_version")), as_text(metadata.get("date_saved"))
    return WeightHeader(without_empty({"written by": f"Keras {version}" if version else "", "saved": saved}))
