"""Reads settings: YAML, TOML, JSON, INI and environment files whose keys are known to hold models."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.domain.relation import Scope
from explorer.sources.interface import Project, ProjectFile, scope_of_path
from explorer.sources.lined_yaml import Tree
from explorer.sources.mcp_tables import mcp_table_claims
from explorer.sources.pipeline_paths import is_pipeline
from explorer.sources.settings_beside import is_pushed_by_cog
from explorer.sources.settings_reading import SettingsReading
from explorer.sources.settings_tree import settings_trees

_SAMPLE = (".example", ".sample", ".template", ".dist")
_JSON_NAMES = re.compile(
    r"(?i)(config|conf|settings?|agents?|crew|langgraph|litellm|models?|app|params|parameters|values|default|prod|dev|env|"
    r"devcontainer|local|llm|rag|pipeline|deploy\w*|opencode|promptfoo\w*|ollama)[\w.-]*\.jsonc?$"
)
_JSON_FOLDERS = frozenset(
    """config configs configuration configurations conf settings presets profiles recipes hparams hyperparameters params
    model_configs train_configs agents assistants crews flows workflows pipelines experiments""".split()
)
"""Folders that hold settings, whatever their files are named; some beside the code, some below a folder for each sort."""
_NOT_SETTINGS = re.compile(
    r"(?i)(^|[._-])(lock|schema|package(?=\.json|-lock)|tsconfig|jsconfig|composer|adapter_config|generation_config|tokenizer|special_tokens|"
    r"preprocessor_config|model_index|index|manifest|eslint\w*|babel|renovate|vercel|angular|nx|turbo|openapi|swagger|bom|cdx|"
    r"spdx|dashboard|i18n|locale)|\.parameters\.json$"
    r"|(^|[._-])(mcporter|mcp([_-]?(config|servers|settings))?([._-](example|sample|template))?\.jsonc?$)"
)
"""What is read elsewhere, as the files of MCP clients are, or says nothing of models."""
_NOT_YAML = frozenset(
    """pnpm-lock.yaml environment.yml environment.yaml .pre-commit-config.yaml conda-lock.yml mkdocs.yml codecov.yml
    dependabot.yml .readthedocs.yaml .readthedocs.yml openapi.yaml openapi.yml cog.yaml""".split()
)
_NOT_TOML = frozenset({"pylock.toml", "cargo.toml", "uv.lock", "ruff.toml", ".ruff.toml", "taplo.toml"})
MAX_JSON_BYTES = 2 * 1024 * 1024
"""A larger JSON file is data, not settings."""


class SettingsFileSource:
    """Settings whose key says that the value is a model, an adapter, a dataset or an index."""

    name = "settings"
    reads = (
        "YAML, TOML, INI, .env and JSON named or kept like settings: keys that hold models, adapters, datasets and indexes; "
        "commands; MCP servers."
    )
    does_not_read = "JSON larger than 2 MB, lock files, schemas and API descriptions; commented-out settings."

    def matches(self, path: PurePosixPath) -> bool:
        """`*.yaml`, `*.toml`, `*.ini`, `.env*`, and JSON files that are named like settings or lie among them."""
        name = path.name.lower()
        if name.startswith("oai_config_list"):
            return True
        if name.endswith((".yaml", ".yml")):
            return name not in _NOT_YAML and not name.startswith("openapi")
        if name.endswith(".toml"):
            return name not in _NOT_TOML
        if name.endswith((".ini", ".properties")) or name == ".flaskenv":
            return name not in ("tox.ini", "pytest.ini", "alembic.ini", "mypy.ini")
        if name in (".env", "env") or name.startswith((".env.", "env.")) or name.endswith(".env") or name == ".envrc":
            return not name.endswith((".py", ".sh", ".md", ".ts", ".js", ".json"))
        is_named_so = bool(_JSON_NAMES.search(name)) or not _JSON_FOLDERS.isdisjoint(path.parts[-3:-1])
        return name.endswith((".json", ".jsonc")) and is_named_so and not _NOT_SETTINGS.search(name)

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A claim for each setting whose key and value both say a model."""
        if file.name.lower().endswith((".json", ".jsonc")) and file.size > MAX_JSON_BYTES:
            return
        usual = Scope.BUILD if is_pipeline(file.path) else Scope.RUNTIME
        scope = scope_of_path(file.path, Scope.EXAMPLE if file.name.lower().endswith(_SAMPLE) else usual)
        reading = SettingsReading(self.name, file, project, scope)
        for tree in settings_trees(file):
            if _is_of_a_template(tree) or is_pushed_by_cog(tree):
                continue
            yield from reading.claims(tree)
            yield from mcp_table_claims(tree, self.name, file, project)


def _is_of_a_template(tree: Tree) -> bool:
    """Whether the document gives parameters to an Azure template, which is read where the template is."""
    schema = next((value for key, value in tree.items() if key == "$schema"), "") if isinstance(tree, dict) else ""
    return "deploymentParameters.json" in str(schema)


SOURCE = SettingsFileSource()
