"""Reads from where packages, models and images are fetched instead of their usual hub: indexes, registries, mirrors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim, Problem
from explorer.domain.relation import Relation, RelationKind
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.mirror_commands import mirror_commands
from explorer.sources.package_index import hub_component, without_credentials
from explorer.sources.python_text import text_of, without_docstrings
from explorer.sources.secrets import is_secret

_ADDRESS = r"""["']?(?P<address>(?:https?|oci)://[^\s"'#,;)\]}\\]+)"""
_KEYS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?im)^(?:[^\S\n]|\{{)*+{key}{_ADDRESS}"), role)
    for key, role in (
        (r"(?:@[\w.-]+:)?registry(?:\s*+=\s*+|\s++)", "npm registry"),
        (r"npmRegistryServer\s*:\s*", "npm registry"),
        (r"(?:extra-)?index-url\s*=\s*(?:\S+\s+){0,20}?", "package index"),
        (r"(?:find-links)\s*=\s*", "package index"),
        (r"channel_alias\s*:\s*", "conda channel"),
        (r"-\s+", "conda channel"),
        (r"(?:registry|url)\s*=\s*(?:\{\s*url\s*=\s*)?", "npm registry"),
        (r"[\"']?registry-mirrors[\"']?\s*:\s*\[\s*", "mirror of images"),
        (r"(?:url|index-url|extra-index-url|find-links)\s*=\s*(?:\[\s*)?", "package index"),
        (r"-?\s*endpoint\s*:\s*(?:\[\s*|\n\s*-\s*)", "mirror of images"),
        (r"(?:network_mirror\s*\{\s*)?url\s*=\s*", "mirror of providers"),
    )
)
_FILES = (
    (frozenset({".npmrc", "npmrc", ".yarnrc", ".yarnrc.yml"}), (0, 1)),
    (frozenset({"pip.conf", "pip.ini"}), (2, 3)),
    (frozenset({".condarc", "condarc"}), (4, 5)),
    (frozenset({"bunfig.toml", ".bunfig.toml"}), (6,)),
    (frozenset({"daemon.json"}), (7,)),
    (frozenset({"uv.toml"}), (8,)),
    (frozenset({"registries.yaml", "registries.yml"}), (9,)),
    (frozenset({".terraformrc", "terraform.rc"}), (10,)),
)
"""Names of settings files, and which of the keys above mean a hub in them."""

_VARIABLES = {
    "HF_ENDPOINT": "model hub", "HF_HUB_ENDPOINT": "model hub", "MODELSCOPE_DOMAIN": "model hub",
    "PIP_INDEX_URL": "package index", "PIP_EXTRA_INDEX_URL": "package index",
    "UV_INDEX_URL": "package index",
    "PIP_FIND_LINKS": "package index", "UV_FIND_LINKS": "package index",
    "UV_EXTRA_INDEX_URL": "package index", "UV_DEFAULT_INDEX": "package index", "UV_INDEX": "package index",
    "NPM_CONFIG_REGISTRY": "npm registry", "YARN_NPM_REGISTRY_SERVER": "npm registry", "CONDA_CHANNEL_ALIAS": "conda channel",
}  # fmt: skip
"""Variables of the environment that name a hub (documentation of huggingface_hub, pip, uv, npm, Yarn, conda)."""

_OF_SCRIPTS = (
    r"(?:\w+_)?(?:WHEELS?|WHL)_(?:URL|REPO|SOURCE)|(?:\w+_)?FIND_LINKS|(?:PY)?TORCH_(?:EXTRA_)?INDEX(?:_URL)?|"
    r"(?:VLLM|FLASHINFER|WHEELS?|PYPI)_INDEX(?:_URL)?|(?:PIP|PYPI)_MIRROR(?:_URL)?"
)
"""Names that scripts give an index of packages before they hand it to an installer."""
_VARIABLE = re.compile(
    rf"(?i)(?<![\w-])(?P<name>{'|'.join(_VARIABLES)}|{_OF_SCRIPTS})[\"']?\]?(?:\s*+[:=,]|\s++value:)\s*+"
    rf"(?:\$\{{\w+:-)?{_ADDRESS}"
)
_MAY_SET = ("_index", "_endpoint", "_domain", "find_links", "_registry", "_alias", "wheel", "whl_", "_mirror")
"""What every one of these names holds: looked for first, which is much faster."""
_SUFFIXES = frozenset(
    {".py", ".sh", ".yaml", ".yml", ".env", ".toml", ".ipynb", ".bash", ".tf", ".ps1", ".bat", ".cmd", ".hcl"}
)
_TOKEN = re.compile(
    r"(?im)^[^\S\n]*+(?://\S+?:)?(?P<key>_authToken|_password|_auth|npmAuthToken)\s*[=:]\s*[\"']?(?P<value>[^\s\"']+)"
)


class MirrorSettingsSource:
    """Settings of package managers, and variables of the environment."""

    name = "mirror"
    reads = (
        ".npmrc, .yarnrc.yml, bunfig.toml, pip.conf, uv.toml, .condarc, .terraformrc, Docker's daemon.json, k3s' registries.yaml, "
        "variables such as HF_ENDPOINT and PIP_INDEX_URL wherever they are set, and commands that set the same: from which hub "
        "things are fetched."
    )
    does_not_read = "Which of several indexes served a package; settings outside the project."

    def matches(self, path: PurePosixPath) -> bool:
        """The settings files by name; code and settings in which such a variable may be set."""
        name = path.name.lower()
        is_variables = path.suffix.lower() in _SUFFIXES or name.startswith((".env", "dockerfile", "makefile"))
        return is_variables or any(name in names for names, _ in _FILES) or name.endswith(".dockerfile")

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A hub for each address, and that the system fetches from it; a problem for each literal secret."""
        site, text = Site.of(self.name, file, project), text_of(file)
        for names, keys in _FILES:
            if file.name.lower() in names:
                for pattern, role in (_KEYS[each] for each in keys):
                    for match in pattern.finditer(text):
                        yield from _hub(match, role, text, site)
                yield from _secrets(text, site)
                return
        yield from _commands(text, site)
        lowered = text.lower() if "://" in text else ""
        if not any(each in lowered for each in _MAY_SET):
            return
        if file.path.suffix == ".py" and _VARIABLE.search(text):
            text = without_docstrings(text)
        for match in _VARIABLE.finditer(text):
            if not _is_comment(text, match.start()) and _is_set(text, match):
                yield from _hub(match, _VARIABLES.get(match["name"].upper(), "package index"), text, site)


def _commands(text: str, site: Site) -> Iterator[Claim]:
    """The places that commands set; in Python they stand in texts that something else runs, or in words about them."""
    if site.file.path.suffix in (".py", ".ipynb"):
        return
    for each in mirror_commands(text):
        if not _is_comment(text, each.start):
            yield from _place(each.address, each.role, (each.start, each.end), text, site)


def _is_comment(text: str, place: int) -> bool:
    start = text.rfind("\n", 0, place) + 1
    return "#" in text[start:place]


def _is_set(text: str, match: re.Match[str]) -> bool:
    """Whether the address after a comma is the variable's value or fallback, not just another text."""
    is_after_comma = text[match.end("name") : match.start("address")].strip("\"'] \n").startswith(",")
    return not is_after_comma or bool(
        re.search(r"(setdefault|setenv|get|getenv)\(\s*[\"']$", text[: match.start()][-40:])
    )


def _hub(match: re.Match[str], role: str, text: str, site: Site) -> Iterator[Claim]:
    line_of = match.start("address")
    yield from _place(match["address"], role, (match.start(), match.end()), text, site, line_of)


def _place(
    address: str, role: str, span: tuple[int, int], text: str, site: Site, at: int | None = None
) -> Iterator[Claim]:
    """The hub at an address, found in this part of the text; `at` is where the address itself stands."""
    address = without_credentials(address)
    line = text.count("\n", 0, span[0] if at is None else at) + 1
    label = " ".join(without_credentials(text[span[0] : span[1]]).split())
    found = site.found(line, label, role)
    hub = hub_component(address, found, role)
    if hub is not None:
        yield hub
        yield Relation(site.project.system, hub.id, RelationKind.USES, site.scope, evidence=(found,))


def _secrets(text: str, site: Site) -> Iterator[Claim]:
    for match in _TOKEN.finditer(text):
        if is_secret("token", match["value"]):
            line = text.count("\n", 0, match.start()) + 1
            message = f"The registry's “{match['key']}” is a literal secret."
            advice = "Move it to an environment variable and replace the secret."
            yield Problem(site.source, str(site.file.path), line, message, advice)


SOURCE = MirrorSettingsSource()
