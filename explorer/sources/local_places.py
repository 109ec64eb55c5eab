"""Which texts are places on the machine: paths, folders of models and data, files of weights."""

from __future__ import annotations

import re

_WEIGHT_ENDING = re.compile(
    r"(?i)\.(gguf|ggml|safetensors|bin|pt|pth|ckpt|onnx|h5|keras|pkl|pickle|joblib|tflite|pb|mlmodel|task|engine|npz|jit|torchscript|nemo)$"
)
_FITTED_STEP = re.compile(
    r"(?i)(^|[_.-])(scaler|normali[sz]er|imputer|binari[sz]er|vectori[sz]er|tf-?idf|pca|stop_?words|vocab|columns|features?_names|"
    r"(label|onehot|one_hot|ordinal|target)_?encoders?)([_.-]|$)"
)
"""What scikit-learn fits and joblib or pickle keeps beside a model: a step before it, which predicts nothing."""
_KEPT_BY_PICKLE = (".joblib", ".pkl", ".pickle")
_PATH = re.compile(r"(?:[.~]|[A-Za-z]:)?[\w./\\-]{3,200}")
_OWN_RESULT = re.compile(r"(?i)(^|[_\W])(last|latest|best|final|epoch|step|checkpoint|ckpt|resume)([_\W\d]|$)")
_OWN_TRAINING = re.compile(
    r"(?i)(^|[/_.-])(fine-?tun\w*|trained|sft|dpo|rlhf|grpo|merged|outputs?|results?|runs?|exp\d*)([/_.-]|\d|$)"
)
"""Parts of the path of what a training of one's own wrote."""
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


_FOLDERS_OF_MODELS = frozenset(
    """model_cache model-cache models_cache models-cache weights checkpoints pretrained pretrained_models
    pretrained-models""".split()
)
"""Folders below which programs expect a model that was put there before."""


def is_local_path(text: str) -> bool:
    """Whether a text is a path on the machine."""
    return text.startswith(("./", "../", "/", "~", ".\\")) or "\\" in text or bool(re.match(r"[A-Za-z]:[\\/]", text))


def is_below_models(text: str) -> bool:
    """Whether a relative path leads below a folder of models, though it has the form of a name or is written without `./`.

    >>> is_below_models("model-cache/vae-fp16"), is_below_models("acme/vae-fp16"), is_below_models("out/vae-fp16")
    (True, False, False)
    >>> is_below_models("checkpoints/llama-sft"), is_below_models("checkpoints/epoch-3")
    (False, False)
    """
    first, slash, rest = text.partition("/")
    is_plain = bool(slash and re.fullmatch(r"[\w.-]+(/[\w.-]+)*/?", rest)) and first.lower() in _FOLDERS_OF_MODELS
    return is_plain and not _OWN_RESULT.search(rest) and not _OWN_TRAINING.search(rest)


def is_fitted_step(text: str) -> bool:
    """Whether a file holds what is done to the input before a model sees it: a fitted scaler, an encoder of labels.

    >>> is_fitted_step("models/ttft_scaler.joblib"), is_fitted_step("models/churn.joblib"), is_fitted_step("scaler.onnx")
    (True, False, False)
    """
    name = text.replace("\\", "/").rpartition("/")[2]
    return name.lower().endswith(_KEPT_BY_PICKLE) and bool(_FITTED_STEP.search(name.rpartition(".")[0]))


def is_at_root(text: str) -> bool:
    """Whether a path is a file of the root folder: nobody keeps models there, so that its first part was empty."""
    return text.startswith("/") and text.count("/") == 1


def is_given_weight(text: str) -> bool:
    """Whether a path is a weight file that comes from elsewhere, not one that a training names as its own result."""
    plain = bool(_PATH.fullmatch(text) and _WEIGHT_ENDING.search(text)) and not is_at_root(text)
    return plain and not is_fitted_step(text) and not _OWN_RESULT.search(text.replace("\\", "/").rpartition("/")[2])


def is_file_of_weights(text: str) -> bool:
    """Whether a text is the bare name of a weight file."""
    return bool(re.fullmatch(r"[\w.-]{3,200}", text) and _WEIGHT_ENDING.search(text))


def is_weight_name(text: str) -> bool:
    """Whether a text ends like the name of a weight file."""
    return bool(_WEIGHT_ENDING.search(text))
