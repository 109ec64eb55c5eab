"""Reads infrastructure that is written as a program: AWS CDK, CDK for Terraform, Pulumi; read as tokens, never run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.knowledge.hardware import accelerator_of_resource
from explorer.sources.bedrock_model import bedrock_claims, identifier_of_constant, named_claims, named_in_resource
from explorer.sources.commands import command_claims
from explorer.sources.container_image import image_claims
from explorer.sources.helm_chart import chart_claims
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.javascript_code import ENDINGS
from explorer.sources.javascript_code import SOURCE as JAVASCRIPT
from explorer.sources.lined_yaml import LinedText, read_yaml, settings
from explorer.sources.python_text import text_of
from explorer.sources.script_code.constants import with_constants
from explorer.sources.script_code.python_tokens import python_tokens
from explorer.sources.script_code.structure import places
from explorer.sources.script_code.tokens import Sort, Token, tokens

_CDK_FILE = "cdk.json"
_TOOLS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"aws-cdk-lib(/.*)?|@aws-cdk/.*|@cdklabs/.*|aws_cdk|cdklabs|@aws-solutions-constructs/.*"), "aws"),
    (re.compile(r"@pulumi/(aws|awsx|eks)(/.*)?|pulumi_(aws|awsx|eks)|@cdktf/provider-aws(/.*)?"), "aws"),
    (re.compile(r"@pulumi/(gcp|google-native)(/.*)?|pulumi_(gcp|google_native)|@cdktf/provider-google(/.*)?"), "gcp"),
    (re.compile(r"@pulumi/azure(-native)?(/.*)?|pulumi_azure(_native)?|@cdktf/provider-azurerm(/.*)?"), "azure"),
    (re.compile(r"@pulumi/(pulumi|kubernetes|docker)(/.*)?|pulumi(_kubernetes|_docker)?|cdktf"), ""),
)
"""Packages with which infrastructure is described, and the cloud on which it then runs; empty where the package is for any."""

_CLASSES: Mapping[str, str] = {
    "BURSTABLE2": "t2", "BURSTABLE3": "t3", "BURSTABLE3_AMD": "t3a", "BURSTABLE4_GRAVITON": "t4g",
    "STANDARD5": "m5", "STANDARD6_INTEL": "m6i", "STANDARD6_GRAVITON": "m6g", "STANDARD7_GRAVITON": "m7g",
    "COMPUTE5": "c5", "COMPUTE6_INTEL": "c6i", "COMPUTE6_GRAVITON2": "c6g", "COMPUTE7_GRAVITON3": "c7g",
    "MEMORY5": "r5", "MEMORY6_INTEL": "r6i", "MEMORY6_GRAVITON": "r6g",
    "PARALLEL2": "p2", "PARALLEL3": "p3", "PARALLEL3_NVME_DRIVE_HIGH_PERFORMANCE": "p3dn", "PARALLEL4": "p4d",
    "PARALLEL4_NVME_DRIVE_EXTENDED": "p4de", "PARALLEL5": "p5", "GRAPHICS3": "g3",
    "GRAPHICS4_NVME_DRIVE_HIGH_PERFORMANCE": "g4dn", "GRAPHICS4_AMD_NVME_DRIVE": "g4ad", "GRAPHICS5": "g5",
    "GRAPHICS5_GRAVITON2": "g5g", "GRAPHICS6": "g6", "INFERENCE1": "inf1", "INFERENCE2": "inf2",
}  # fmt: skip
"""Names by purpose of `InstanceClass` (AWS CDK, API reference of aws-ec2); those by type are the type in capitals."""

_MODEL_CONSTANTS = frozenset({"FoundationModelIdentifier", "BedrockFoundationModel", "FoundationModel"})
_MODEL_KEYS = frozenset({"modelid", "model_id", "foundationmodel", "foundation_model", "fromfoundationmodelid"})
_AWS_IMAGE = re.compile(
    r"((?:huggingface-)?(?:pytorch|tensorflow|mxnet|vllm|sglang)-(?:tgi-|trcomp-)?(?:inference|training)(?:-neuronx?|-graviton|-eia|-arm64|-sagemaker)?|"
    r"djl-inference|djl-lmi|djl-serving|stabilityai-pytorch-inference|autogluon-(?:inference|training)|"
    r"huggingface-vllm-inference(?:-neuronx)?|tei(?:-cpu)?|sagemaker-scikit-learn|sagemaker-xgboost)(:[\w.-]+)?"
)
"""Names of AWS's Deep Learning Containers (AWS, available images); their account depends on the region."""
_AWS_IMAGE_CALLS = frozenset({"fromDlc", "from_dlc", "fromDeepLearningContainerImage"})
_IMAGE_CALLS = frozenset({"fromRegistry", "from_registry"})
_GPU_KEYS = frozenset({"gpuCount", "gpu_count", "gpu"})
_HARDWARE_OF_CONSTANT = (
    (re.compile(r"AmiHardwareType\.GPU|NodegroupAmiType\.\w*(GPU|NVIDIA)\w*"), "nvidia-gpu"),
    (re.compile(r"AmiHardwareType\.NEURON|NodegroupAmiType\.\w*NEURON\w*"), "aws-neuron"),
)
_HELM_CALLS = frozenset({"addHelmChart", "add_helm_chart", "HelmChart", "Release", "Chart"})


class CloudCodeSource:
    """Stacks in TypeScript, JavaScript and Python."""

    name = "cloud-code"
    reads = (
        "AWS CDK, CDK for Terraform and Pulumi in TypeScript, JavaScript and Python: the cloud, machine types, accelerators, "
        "images, charts, Bedrock and SageMaker models; cdk.json."
    )
    does_not_read = (
        "What only a run of the program computes; constructs of other libraries beyond what is given to them."
    )

    def matches(self, path: PurePosixPath) -> bool:
        """Code, as the readers of JavaScript and Python take it, and `cdk.json`."""
        return path.name == _CDK_FILE or path.suffix == ".py" or JAVASCRIPT.matches(path)

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """Claims for each place of a file that describes infrastructure; nothing for other code."""
        in_cdk = _in_cdk_folder(file.path, project)
        site = Site.of(self.name, file, project)
        if file.name == _CDK_FILE:
            for document in read_yaml(file):
                for _, key, value in settings(document):
                    yield from site.setting(key, value, site.found(value.line, f"{key}: {value}", key))
            return
        text = text_of(file)
        if not in_cdk and not re.search(r"aws-cdk|aws_cdk|pulumi|cdktf|@cdklabs|aws-solutions-constructs", text):
            return
        is_javascript = file.path.suffix.lower() in ENDINGS
        found = with_constants(list(tokens(text))) if is_javascript else list(python_tokens(text))
        imported = list(_imported(found))
        if imported or (in_cdk and is_javascript):
            yield from _clouds(imported, site)
            yield from _places(found, site)
            yield from _commands(found, site)


def _in_cdk_folder(path: PurePosixPath, project: Project) -> bool:
    """Whether the file belongs to the program of a `cdk.json`: its settings then are those of the stacks."""
    key = "cdk-folders"
    known = project.memory.get(key)
    if not isinstance(known, frozenset):
        known = frozenset(each.path.parent for each in project.files if each.name == _CDK_FILE)
        project.memory[key] = known
    return not known.isdisjoint(path.parents)


def _imported(found: Sequence[Token]) -> Iterator[tuple[Token, str]]:
    """The packages of infrastructure that are imported, each with its cloud."""
    for place, token in enumerate(found):
        before = found[place - 1].value if place else ""
        is_package = (token.sort is Sort.TEXT and before in ("from", "(", "import")) or (
            token.sort is Sort.WORD and before in ("from", "import")
        )
        if is_package:
            for pattern, cloud in _TOOLS:
                if pattern.fullmatch(token.value):
                    yield token, cloud
                    break


def _clouds(imported: Sequence[tuple[Token, str]], site: Site) -> Iterator[Claim]:
    said: set[str] = set()
    for token, cloud in imported:
        if cloud and cloud not in said:
            said.add(cloud)
            yield from site.cloud(cloud, site.found(token.line, f"import of {token.value}", "import"))


def _places(found: Sequence[Token], site: Site) -> Iterator[Claim]:
    for place, token in enumerate(found):
        if token.sort is Sort.TEXT:
            yield from _text(found, place, site)
        elif token.sort is Sort.WORD:
            yield from _word(found, place, site)
        elif len(token.value) > 3 and (name := named_in_resource(token.value)):
            yield from bedrock_claims(name, site, site.found(token.line, f"model: {name}", "resource name"))


def _commands(found: Sequence[Token], site: Site) -> Iterator[Claim]:
    """The commands of a build or an instance: `commands: ["npm install -g x"]`, `userData.addCommands("…")`."""
    for token, place in zip(found, places(found), strict=True):
        is_listed = place.above[:1] in (("commands",), ("command",)) and not place.key
        is_added = bool(place.calls) and place.calls[0].name in ("addCommands", "add_commands")
        if token.sort is Sort.TEXT and " " in token.value and (is_listed or is_added):
            at = site.found(token.line, token.value, "commands")
            yield from command_claims(token.value, site.project.system, at, site.scope, token.line)


def _text(found: Sequence[Token], place: int, site: Site) -> Iterator[Claim]:
    token, key = found[place], _key(found, place)
    at = site.found(token.line, f"{key}: {token.value}", key)
    known = accelerator_of_resource(token.value)
    if name := named_in_resource(token.value):
        yield from bedrock_claims(name, site, at)
    elif key.lower() in _MODEL_KEYS and re.match(r"[a-z0-9.]+\.[a-z]", token.value) and "/" not in token.value:
        yield from bedrock_claims(token.value, site, at)
    elif key in _IMAGE_CALLS:
        yield from image_claims(token.value, site.project, at, site.scope)
    elif (image := _AWS_IMAGE.fullmatch(token.value)) and (image.group(2) or key in _AWS_IMAGE_CALLS):
        yield from site.image_of_aws(token.value, at)
    elif known is not None:
        yield from site.hardware(known, at)
    elif key:
        yield from site.setting(key, token.value, at)
    else:
        yield from site.machine(token.value, at)


def _key(found: Sequence[Token], place: int) -> str:
    """What a text is given to: the key or variable before it, or the function whose first argument it is."""
    if place < 2 or found[place - 1].value not in (":", "=", "(", "??", "||"):
        return ""
    before = found[place - 2]
    return before.value if before.sort is not Sort.SIGN else ""


def _word(found: Sequence[Token], place: int, site: Site) -> Iterator[Claim]:
    word, constant = found[place], _member(found, place)
    at = site.found(word.line, f"{word.value}.{constant}" if constant else word.value, word.value)
    if word.value == "InstanceClass" and constant:
        yield from site.machine(_machine(constant, found, place), at)
    elif word.value == "SageMakerInstanceType" and constant:
        yield from site.machine(constant.lower().replace("_", "."), at)
    elif word.value in _MODEL_CONSTANTS and re.fullmatch(r"[A-Z][A-Z0-9]*_[A-Z0-9_]+", constant):
        yield from named_claims(identifier_of_constant(constant), site, at)
    elif word.value == "DeepLearningContainerImage" and (image := _AWS_IMAGE.match(constant.lower().replace("_", "-"))):
        yield from site.image_of_aws(image.group(1), at)
    elif word.value == "JumpStartModel" and constant:
        name = re.sub(r"(-\d+){3}$", "", constant.lower().replace("_", "-"))
        yield from site.model("model", name, at)
    elif word.value in _GPU_KEYS and [each.value for each in found[place + 1 : place + 2]] in ([":"], ["="]):
        if re.fullmatch(r"[1-9]\d*", found[place + 2].value if place + 2 < len(found) else ""):
            yield from site.hardware("nvidia-gpu", at)
    elif word.value in _HELM_CALLS and place + 1 < len(found) and found[place + 1].value == "(":
        yield from _chart(found, place, site)
    elif constant:
        spoken = f"{word.value}.{constant}"
        for pattern, hardware in _HARDWARE_OF_CONSTANT:
            if pattern.fullmatch(spoken):
                yield from site.hardware(hardware, at)


def _member(found: Sequence[Token], place: int) -> str:
    """`NAME` of `word.NAME`; empty for anything else."""
    after = found[place + 1 : place + 3]
    is_constant = len(after) == 2 and after[0].value == "." and re.fullmatch(r"[A-Z][A-Z0-9_]*", after[1].value)
    return after[1].value if is_constant else ""


def _machine(constant: str, found: Sequence[Token], place: int) -> str:
    """`InstanceType.of(InstanceClass.G5, InstanceSize.XLARGE2)` is `g5.2xlarge`; empty where no size stands beside."""
    nearby = range(place + 3, min(place + 12, len(found)))
    size = next((_member(found, each) for each in nearby if found[each].value == "InstanceSize"), "")
    number = re.fullmatch(r"XLARGE(\d+)", size)
    family = _CLASSES.get(constant, constant.lower().replace("_", "-"))
    return f"{family}.{f'{number.group(1)}xlarge' if number else size.lower()}" if size else ""


def _chart(found: Sequence[Token], place: int, site: Site) -> Iterator[Claim]:
    """A chart by the keys `chart`, `repository` or `repo`, and `version` of the same call."""
    given: dict[str, LinedText] = {}
    depth = 0
    for each in range(place + 1, min(place + 400, len(found))):
        depth += {"(": 1, "{": 1, ")": -1, "}": -1}.get(found[each].value, 0)
        if depth == 0:
            break
        key = _key(found, each) if found[each].sort is Sort.TEXT else ""
        if key and depth <= 3:
            given.setdefault(key, LinedText(found[each].value, found[each].line))
    if "chart" in given:
        chart, version = given["chart"], given.get("version", "")
        repository = given.get("repository") or given.get("repo") or ""
        at = site.found(chart.line, f"chart: {chart} {version}", "chart")
        yield from chart_claims(chart, version, repository, site.project.system, at, site.scope)


SOURCE = CloudCodeSource()
