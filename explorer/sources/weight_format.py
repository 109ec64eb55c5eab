"""The formats of weight files: what they are called, what loading them can do, which names promise them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Execution(StrEnum):
    """Whether loading a file with its usual loader can run code that the file brings along."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class WeightFormat:
    """A format, and what loading it can do."""

    name: str
    execution: Execution
    has_pickle: bool = False
    """Whether the file is, or holds, pickles whose imports can be listed."""
    unread: str = ""
    """Why the content was not looked into; empty where it was."""


SAFETENSORS = WeightFormat("safetensors", Execution.NO)
GGUF = WeightFormat("GGUF", Execution.NO)
PICKLE = WeightFormat("pickle", Execution.YES, True)
TORCH_ZIP = WeightFormat("PyTorch zip with pickle", Execution.YES, True)
TORCHSCRIPT = WeightFormat("TorchScript zip", Execution.YES, True)
NUMPY = WeightFormat("NumPy array", Execution.NO)
NUMPY_OBJECTS = WeightFormat("NumPy array of Python objects (pickle)", Execution.YES, True)
NUMPY_ZIP = WeightFormat("NumPy archive", Execution.NO)
KERAS = WeightFormat("Keras v3 zip", Execution.UNKNOWN)
KERAS_LAMBDA = WeightFormat("Keras v3 zip with a Lambda layer", Execution.YES)
HDF5 = WeightFormat("HDF5", Execution.UNKNOWN)
HDF5_LAMBDA = WeightFormat("HDF5 with a Keras Lambda layer", Execution.YES)
ONNX = WeightFormat("ONNX", Execution.NO)
TFLITE = WeightFormat("TFLite", Execution.NO)
SAVED_MODEL = WeightFormat("TensorFlow SavedModel", Execution.UNKNOWN)
SAVED_MODEL_FILES = WeightFormat("TensorFlow SavedModel that reads or writes files or runs Python", Execution.YES)
MSGPACK = WeightFormat("Flax msgpack (by its name)", Execution.NO)
NOT_RECOGNISED = WeightFormat("not recognised", Execution.UNKNOWN, unread="no known format begins like this")

_BY_SUFFIX: dict[str, WeightFormat] = {
    "safetensors": SAFETENSORS,
    "gguf": GGUF,
    "ggml": WeightFormat("GGML", Execution.NO),
    **dict.fromkeys(("bin", "pt", "pth", "pkl", "pickle", "ckpt", "joblib", "dill"), PICKLE),
    "jit": TORCHSCRIPT,
    "onnx": ONNX,
    "tflite": TFLITE,
    "keras": KERAS,
    **dict.fromkeys(("h5", "hdf5"), HDF5),
    "npy": NUMPY,
    "npz": NUMPY_ZIP,
    "msgpack": MSGPACK,
    **dict.fromkeys(("nemo", "mar", "mlmodel", "pdparams", "engine", "llamafile", "ftz"), NOT_RECOGNISED),
}
"""By extension; what the content really is, `weight_signature` tells."""


def format_of_name(name: str) -> WeightFormat:
    """The format that a file name promises, where the content is not at hand (a hub's file list, an LFS pointer)."""
    suffix = name.lower().rpartition(".")[2]
    if name.lower().endswith("saved_model.pb"):
        return SAVED_MODEL
    return _BY_SUFFIX.get(suffix, NOT_RECOGNISED)


def is_weight_name(name: str) -> bool:
    """Whether a file of this name may hold weights; its content decides."""
    lower = name.lower()
    stem, _, packing = lower.rpartition(".")
    if packing in ("gz", "zlib", "z", "bz2", "xz", "zst", "lz4"):
        lower = stem
    if lower.endswith(".pb"):
        return lower.rsplit("/", 1)[-1] == "saved_model.pb"
    return lower.rpartition(".")[2] in _BY_SUFFIX
