"""setup.cfg, setup.py and conda files; truth read by hand from tests/data/packages/older."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.domain.component import Component, Knowledge
from explorer.domain.relation import RelationKind, Scope
from explorer.sources.conda_environment import SOURCE as CONDA
from explorer.sources.conda_environment import conda_spec
from explorer.sources.conda_lock import SOURCE as CONDA_LOCK
from explorer.sources.setup_cfg import SOURCE as SETUP_CFG
from explorer.sources.setup_script import SOURCE as SETUP_SCRIPT
from tests.sources.package_reading import (
    DATA,
    SYSTEM,
    components,
    edges,
    problems,
    project_of,
    read,
    read_text,
    relation,
    survives,
)

OLDER = DATA / "packages/older"


@pytest.mark.parametrize(
    ("package", "scope", "line"),
    [
        ("torch@2.0.1", Scope.RUNTIME, 6),
        ("requests", Scope.RUNTIME, 8),
        ("wheel", Scope.BUILD, 10),
        ("pytest", Scope.DEVELOPMENT, 14),
        ("matplotlib", Scope.OPTIONAL, 15),
    ],
)
def test_that_setup_cfg_gives_role_and_line(package, scope, line):
    used = relation(read(SETUP_CFG, OLDER), SYSTEM, f"pkg:pypi/{package}")
    assert (used.scope, used.evidence[0].line) == (scope, line)


def test_that_setup_cfg_keeps_markers_and_reports_what_is_no_requirement():
    claims = read(SETUP_CFG, OLDER)
    assert relation(claims, SYSTEM, "pkg:pypi/requests").attributes["marker"] == 'python_version < "3.12"'
    assert [problem.line for problem in problems(claims)] == [9]
    assert len(components(claims)) == 5


@pytest.mark.parametrize(
    ("package", "scope", "line"),
    [
        ("scipy@1.11.4", Scope.RUNTIME, 9),
        ("pandas", Scope.RUNTIME, 10),
        ("pytest", Scope.TEST, 14),
        ("numpy", Scope.OPTIONAL, 4),
    ],
)
def test_that_setup_py_is_read_without_being_run(package, scope, line):
    used = relation(read(SETUP_SCRIPT, OLDER), SYSTEM, f"pkg:pypi/{package}")
    assert (used.scope, used.evidence[0].line) == (scope, line)


def test_that_setup_py_may_spread_a_table(tmp_path: Path) -> None:
    (tmp_path / "setup.py").write_text(
        "needs = [\n 'torch>=2',\n]\noptions = {'install_requires': needs}\nsetup(**options)\n"
    )
    project = project_of(tmp_path)
    claims = list(SETUP_SCRIPT.read(project.files[0], project))
    assert [(each.id, each.evidence[0].line) for each in claims if isinstance(each, Component)] == [
        ("pkg:pypi/torch", 2)
    ]


def test_that_what_setup_py_computes_is_said_to_be_unknown():
    assert [problem.line for problem in problems(read(SETUP_SCRIPT, OLDER))] == [11, 16]


@pytest.mark.parametrize(
    ("text", "name", "version", "channel"),
    [
        ("numpy", "numpy", "", ""),
        ("numpy=1.26", "numpy", "", ""),
        ("numpy==1.26.4", "numpy", "1.26.4", ""),
        ("numpy 1.26.4 py311_0", "numpy", "1.26.4", ""),
        ("numpy>=1.20,<2", "numpy", "", ""),
        ("conda-forge::numpy=1.26.4=py311_0", "numpy", "1.26.4", "conda-forge"),
        ("conda-forge/linux-64::NumPy", "numpy", "", "conda-forge"),
    ],
)
def test_that_conda_writes_versions_in_its_own_way(text, name, version, channel):
    spec = conda_spec(text)
    assert spec is not None
    assert (spec.name, spec.version, spec.channel) == (name, version, channel)


def test_that_a_conda_environment_has_packages_of_both_worlds_with_lines():
    claims = read(CONDA, OLDER, "environment.yml")
    assert set(components(claims)) == {
        "pkg:conda/python",
        "pkg:conda/numpy@1.26.4",
        "pkg:conda/pytorch@2.1.0",
        "pkg:conda/pip",
        "pkg:pypi/transformers@4.44.0",
    }
    assert relation(claims, SYSTEM, "pkg:conda/numpy@1.26.4").evidence[0].line == 7
    assert relation(claims, SYSTEM, "pkg:pypi/transformers@4.44.0").evidence[0].line == 12


def test_that_channels_may_serve_and_a_named_channel_does():
    claims = read(CONDA, OLDER, "environment.yml")
    assert relation(claims, "pkg:conda/numpy@1.26.4", "hub:conda-forge").knowledge is Knowledge.INFERRED
    assert relation(claims, "pkg:conda/numpy@1.26.4", "hub:packages-example").knowledge is Knowledge.INFERRED
    assert relation(claims, "pkg:conda/pytorch@2.1.0", "hub:conda-channel-pytorch").knowledge is Knowledge.DECLARED
    assert ("pkg:conda/pytorch@2.1.0", "hub:conda-forge") not in edges(claims)
    assert "token" not in repr(claims)


def test_that_other_yaml_of_the_same_name_says_nothing(tmp_path):
    assert read_text(CONDA, tmp_path, "environment.yml", "kind: Environment\nspec: {a: 1}\n") == []


def test_that_a_conda_lock_has_edges_across_both_worlds():
    claims = read(CONDA_LOCK, OLDER)
    assert edges(claims, RelationKind.REQUIRES) == {
        ("pkg:conda/numpy@1.26.4", "pkg:conda/python@3.11.8"),
        ("pkg:pypi/scikit-learn@1.4.0", "pkg:conda/numpy@1.26.4"),
    }
    assert edges(claims, RelationKind.USES) == {(SYSTEM, "pkg:pypi/scikit-learn@1.4.0")}
    assert relation(claims, SYSTEM, "pkg:pypi/scikit-learn@1.4.0").scope is Scope.DEVELOPMENT
    assert components(claims)["pkg:conda/numpy@1.26.4"].evidence[0].line == 3
    assert relation(claims, "pkg:conda/numpy@1.26.4", "pkg:conda/python@3.11.8").evidence[0].line == 9


@pytest.mark.parametrize("name", ["environment.yml", "environment-gpu.yaml", "conda.yml", "envs/conda_env.yml"])
def test_that_environment_files_are_known_by_name(name):
    assert CONDA.matches(PurePosixPath(name))


@pytest.mark.parametrize("name", ["docker-compose.yml", "conda-lock.yml", "values.yaml", "environment.txt"])
def test_that_other_files_are_not_environment_files(name):
    assert not CONDA.matches(PurePosixPath(name))


@pytest.mark.parametrize(
    ("source", "name"),
    [(SETUP_CFG, "setup.cfg"), (SETUP_SCRIPT, "setup.py"), (CONDA, "environment.yml"), (CONDA_LOCK, "conda-lock.yml")],
)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_that_mutated_bytes_raise_nothing_but_an_input_error(tmp_path: Path, source, name, data):
    content = bytearray((OLDER / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    survives(source, tmp_path, name, bytes(content))
