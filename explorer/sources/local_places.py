"""Which texts are places on the machine: paths, folders of models and data, files of weights."""

from __future__ import annotations

import re

_WEIGHT_ENDING = re.compile(
    r"(?i)\.(gguf|ggml|safetensors|bin|pt|pth|ckpt|onnx|h5|keras|pkl|pickle|joblib|tflite|pb|mlmodel|task|engine|npz|jit|torchscript|nemo)$"
)
_PATH = re.compile(r"(?:[.~]|[A-Za-z]:)?[\w./\\-]{3,200}")
_OWN_RESULT = re.compile(r"(?i)(^|[_\W])(last|latest|best|final|epoch|step|checkpoint|ckpt|resume)([_\W\d]|$)")
LOCAL_FOLDERS = frozenset(
    """. .. ~ models model data dataset datasets checkpoints checkpoint ckpt ckpts output outputs out results result
    weights cache tmp temp src app opt home mnt usr var root workspace path storage assets resources files saved
    saved_models pretrained pretrained_models trained trained_models exp experiments runs logs lib bin etc dev content
    drive volumes volume artifacts artifact local configs config scripts examples tests test build dist your-org
    your_org yourorg your-username your_username username user users org organization my-org my_org myorg owner
    namespace repo example application text image audio video multipart v1 v2 v3 api s3: gs: http: https: file: hdfs:
    dbfs: path-to path_to to xxx foo bar your-name your_name yourname none null model-cache model_cache""".split()
)
"""How a path on the machine begins, where a repository of the hub has the name of its owner."""


def is_local_path(text: str) -> bool:
    """Whether a text is a path on the machine."""
    return text.startswith(("./", "../", "/", "~", ".\\")) or "\\" in text or bool(re.match(r"[A-Za-z]:[\\/]", text))


def is_at_root(text: str) -> bool:
    """Whether a path is a file of the root folder: nobody keeps models there, so that its first part was empty."""
    return text.startswith("/") and text.count("/") == 1


def is_given_weight(text: str) -> bool:
    """Whether a path is a weight file that comes from elsewhere, not one that a training names as its own result."""
    plain = bool(_PATH.fullmatch(text) and _WEIGHT_ENDING.search(text)) and not is_at_root(text)
    return plain and not _OWN_RESULT.search(text.replace("\\", "/").rpartition("/")[2])


def is_file_of_weights(text: str) -> bool:
    """Whether a text is the bare name of a weight file."""
    return bool(re.fullmatch(r"[\w.-]{3,200}", text) and _WEIGHT_ENDING.search(text))


def is_weight_name(text: str) -> bool:
    """Whether a text ends like the name of a weight file."""
    return bool(_WEIGHT_ENDING.search(text))
