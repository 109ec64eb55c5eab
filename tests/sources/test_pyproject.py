"""Truth read by hand from tests/data/packages/manifests and from the applications in the shared data."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.domain.component import Kind
from explorer.domain.relation import RelationKind, Scope
from explorer.errors import InputError
from explorer.sources.pipfile import SOURCE as PIPFILE
from explorer.sources.pipfile_lock import SOURCE as PIPFILE_LOCK
from explorer.sources.pyproject import SOURCE
from tests.sources.package_reading import (
    DATA,
    SYSTEM,
    components,
    edges,
    problems,
    read,
    read_text,
    relation,
    survives,
)

MANIFESTS = DATA / "packages/manifests"


@pytest.fixture(scope="module")
def claims():
    return read(SOURCE, MANIFESTS)


@pytest.mark.parametrize(
    ("package", "scope", "line"),
    [
        ("torch@2.4.1", Scope.RUNTIME, 5),
        ("transformers", Scope.RUNTIME, 6),
        ("vllm", Scope.OPTIONAL, 11),
        ("mkdocs", Scope.DOCUMENTATION, 12),
        ("ruff", Scope.DEVELOPMENT, 16),
        ("mypy@1.11.1", Scope.DEVELOPMENT, 17),
        ("hatchling", Scope.BUILD, 21),
    ],
)
def test_that_each_table_gives_its_packages_with_role_and_line(claims, package, scope, line):
    used = relation(claims, SYSTEM, f"pkg:pypi/{package}")
    assert used.scope is scope
    assert used.evidence[0].line == line


def test_that_own_extras_and_local_libraries_are_not_upstream(claims):
    assert len(components(claims)) == 7
    assert not [each for each in components(claims) if "demo" in each or "ours" in each]


def test_that_the_development_packages_of_rye_are_read(tmp_path):
    text = '[project]\nname = "x"\n\n[tool.rye]\ndev-dependencies = [\n  "mypy>=1.11",\n]\n'
    used = relation(read_text(SOURCE, tmp_path, "pyproject.toml", text), SYSTEM, "pkg:pypi/mypy")
    assert (used.scope, used.evidence[0].line) == (Scope.DEVELOPMENT, 6)


def test_that_a_package_bound_to_an_index_comes_from_it_and_no_other_does(claims):
    assert ("pkg:pypi/torch@2.4.1", "hub:wheels-example") in edges(claims, RelationKind.DISTRIBUTED_BY)
    assert ("pkg:pypi/vllm", "hub:wheels-example") not in edges(claims)


def test_that_each_declared_index_is_a_hub_at_its_own_line_even_where_no_dependency_names_it(tmp_path):
    text = (
        '[project]\nname = "x"\ndependencies = ["torch"]\n'
        '[tool.uv.sources]\ntorch = { index = "cpu" }\n'
        '[[tool.uv.index]]\nname = "cuda"\nurl = "https://download.pytorch.org/whl/cu128"\nexplicit = true\n'
        '[[tool.uv.index]]\nname = "cpu"\nurl = "https://download.pytorch.org/whl/cpu"\nexplicit = true\n'
        '[[tool.uv.index]]\nname = "own"\nurl = "https://wheels.example/simple"\nexplicit = true\n'
    )
    claims = read_text(SOURCE, tmp_path, "pyproject.toml", text)
    lines = {(each.id, each.evidence[0].line) for each in claims if getattr(each, "kind", None) is Kind.HUB}
    assert lines == {("hub:pytorch-wheels", 8), ("hub:pytorch-wheels", 12), ("hub:wheels-example", 16)}


def test_that_a_uv_git_source_is_the_origin_of_the_package(claims):
    transformers = components(claims)["pkg:pypi/transformers"]
    assert transformers.attributes["url"] == "git+https://github.com/huggingface/transformers"
    assert transformers.attributes["revision"] == "v4.44.0"
    assert transformers.attributes["pinned"] == "no"


def test_that_a_group_that_includes_a_missing_one_is_a_problem(claims):
    (problem,) = problems(claims)
    assert problem.line == 18
    assert "nowhere" in problem.message


def test_that_computed_dependencies_are_said_to_be_missing(tmp_path):
    text = '[project]\nname = "x"\ndynamic = ["version", "dependencies"]\n'
    assert [problem.line for problem in problems(read_text(SOURCE, tmp_path, "pyproject.toml", text))] == [3]


def test_that_a_requirements_file_named_by_setuptools_is_read_whatever_its_name(tmp_path):
    (tmp_path / "needs.txt").write_text("rich\n")
    text = (
        '[project]\nname = "x"\ndynamic = ["dependencies"]\n'
        '[tool.setuptools.dynamic]\ndependencies = {file = ["needs.txt"]}\n'
    )
    claims = read_text(SOURCE, tmp_path, "pyproject.toml", text)
    assert components(claims)["pkg:pypi/rich"].evidence[0].place() == "needs.txt:1"
    assert not problems(claims)


def test_that_poetry_means_one_exact_version_by_a_bare_number(shared_data):
    claims = read(SOURCE, shared_data / "apps-open/chat-langchain")
    assert "pkg:pypi/pydantic@1.10" in components(claims)
    assert relation(claims, SYSTEM, "pkg:pypi/langserve").attributes == {"requirement": "^0.0.39", "extras": "server"}
    assert relation(claims, SYSTEM, "pkg:pypi/ruff").scope is Scope.DEVELOPMENT
    assert len(components(claims)) == 21  # 19 at run time, ruff, poetry-core


def test_that_vllm_production_stack_names_29_packages_for_the_system(shared_data):
    claims = read(SOURCE, shared_data / "apps-open/vllm-production-stack", "pyproject.toml")
    # 19 dependencies, 5 in extras (vllm twice), 2 for tests, pre-commit, 2 for the build.
    assert len(components(claims)) == 19 + 5 + 2 + 1 + 2
    assert relation(claims, SYSTEM, "pkg:pypi/h11").evidence[0].line == 32


def test_that_text_that_is_not_toml_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="not valid TOML"):
        read_text(SOURCE, tmp_path, "pyproject.toml", "[project\nname=")


@pytest.mark.parametrize(
    "text", ["project = 3", "[project]\ndependencies = 'torch'", "[tool.poetry]\ndependencies = []"]
)
def test_that_tables_of_the_wrong_shape_say_nothing(tmp_path, text):
    assert not components(read_text(SOURCE, tmp_path, "pyproject.toml", text))


def test_that_a_pipfile_gives_packages_of_all_categories():
    claims = read(PIPFILE, MANIFESTS)
    assert set(components(claims)) == {"pkg:pypi/flask", "pkg:pypi/requests@2.32.3", "pkg:pypi/pytest"}
    assert relation(claims, SYSTEM, "pkg:pypi/pytest").scope is Scope.DEVELOPMENT
    assert relation(claims, SYSTEM, "pkg:pypi/flask").evidence[0].line == 6
    assert ("pkg:pypi/flask", "hub:packages-example") in edges(claims)


def test_that_a_pipfile_lock_declares_what_the_pipfile_names_and_infers_the_rest():
    claims = read(PIPFILE_LOCK, MANIFESTS)
    assert relation(claims, SYSTEM, "pkg:pypi/flask@3.0.3").knowledge == "declared"
    assert relation(claims, SYSTEM, "pkg:pypi/werkzeug@3.0.4").knowledge == "inferred"
    assert relation(claims, SYSTEM, "pkg:pypi/werkzeug@3.0.4").evidence[0].line == 13
    assert components(claims)["pkg:pypi/werkzeug@3.0.4"].attributes["hashes"] == "2"


@pytest.mark.parametrize(
    ("source", "name"), [(SOURCE, "pyproject.toml"), (PIPFILE, "Pipfile"), (PIPFILE_LOCK, "Pipfile.lock")]
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_that_mutated_bytes_raise_nothing_but_an_input_error(tmp_path: Path, source, name, data):
    content = bytearray((MANIFESTS / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    survives(source, tmp_path, name, bytes(content))
