"""Lock files: exact edges, extras that are asked for, several versions of one name, and the project itself."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.domain.component import Knowledge
from explorer.domain.relation import RelationKind, Scope
from explorer.errors import InputError
from explorer.sources.pdm_lock import SOURCE as PDM
from explorer.sources.poetry_lock import SOURCE as POETRY
from explorer.sources.pylock import SOURCE as PYLOCK
from explorer.sources.uv_lock import SOURCE as UV
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

LOCKS = DATA / "packages/locks"
REQUIRES = RelationKind.REQUIRES


@pytest.fixture(scope="module")
def uv():
    return read(UV, LOCKS)


def test_that_uv_members_are_the_system_and_everything_else_a_package(uv):
    assert set(components(uv)) == {
        "pkg:pypi/h2@4.1.0",
        "pkg:pypi/httpx@0.27.0",
        "pkg:pypi/numpy@1.26.4",
        "pkg:pypi/numpy@2.1.0",
        "pkg:pypi/plotlib@1.0",
        "pkg:pypi/pytest@8.3.2",
    }


def test_that_uv_edges_go_to_exactly_the_version_that_the_lock_says(uv):
    assert edges(uv, REQUIRES) == {
        ("pkg:pypi/httpx@0.27.0", "pkg:pypi/h2@4.1.0"),
        ("pkg:pypi/plotlib@1.0", "pkg:pypi/numpy@2.1.0"),
    }
    assert relation(uv, SYSTEM, "pkg:pypi/numpy@1.26.4").attributes["marker"] == "python_full_version < '3.12'"


def test_that_an_extra_asked_for_at_run_time_is_needed_at_run_time_and_another_only_optional(uv):
    assert relation(uv, "pkg:pypi/httpx@0.27.0", "pkg:pypi/h2@4.1.0").scope is Scope.RUNTIME
    assert relation(uv, "pkg:pypi/plotlib@1.0", "pkg:pypi/numpy@2.1.0").scope is Scope.OPTIONAL


def test_that_uv_roots_use_their_direct_dependencies_in_their_roles(uv):
    scopes = {target: relation(uv, SYSTEM, target).scope.value for _, target in edges(uv, RelationKind.USES)}
    assert scopes == {
        "pkg:pypi/httpx@0.27.0": "runtime",
        "pkg:pypi/numpy@1.26.4": "runtime",
        "pkg:pypi/numpy@2.1.0": "runtime",
        "pkg:pypi/plotlib@1.0": "optional",
        "pkg:pypi/pytest@8.3.2": "test",
        "pkg:pypi/h2@4.1.0": "runtime",  # of the workspace member `shared`
    }


def test_that_each_edge_of_uv_has_its_own_line(uv):
    assert relation(uv, SYSTEM, "pkg:pypi/numpy@2.1.0").evidence[0].line == 14
    assert relation(uv, "pkg:pypi/plotlib@1.0", "pkg:pypi/numpy@2.1.0").evidence[0].line == 64


def test_that_a_repository_in_uv_is_pinned_by_its_commit_and_loses_its_token(uv):
    plotlib = components(uv)["pkg:pypi/plotlib@1.0"].attributes
    assert plotlib["url"] == "git+https://github.com/example/plotlib"
    assert plotlib["revision"] == "0123456789abcdef0123456789abcdef01234567"
    assert plotlib["pinned"] == "yes"
    assert ("pkg:pypi/plotlib@1.0", "hub:github") in edges(uv, RelationKind.DISTRIBUTED_BY)
    assert "token" not in repr(uv)


def test_that_a_dependency_that_the_lock_lacks_is_a_problem(uv):
    (problem,) = problems(uv)
    assert "not-in-this-lock" in problem.message
    assert problem.line == 72


def test_that_packages_of_a_lock_with_edges_are_marked_as_listed(uv):
    assert {each.attributes["dependencies"] for each in components(uv).values()} == {"listed"}


def test_that_pdm_entries_for_extras_join_their_package(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\ndependencies = ["uvicorn[standard]"]\n')
    (tmp_path / "pdm.lock").write_bytes((LOCKS / "pdm.lock").read_bytes())
    claims = read(PDM, tmp_path)
    uvicorn = "pkg:pypi/uvicorn@0.30.6"
    assert edges(claims, REQUIRES) == {(uvicorn, "pkg:pypi/h11@0.14.0"), (uvicorn, "pkg:pypi/httptools@0.6.1")}
    assert relation(claims, uvicorn, "pkg:pypi/httptools@0.6.1").attributes["marker"] == 'sys_platform != "win32"'
    assert relation(claims, uvicorn, "pkg:pypi/httptools@0.6.1").evidence[0].line == 28
    assert not edges(claims, RelationKind.USES)  # pyproject.toml says it, and its reader yields it


def test_that_without_a_manifest_what_nothing_requires_is_used_by_inference():
    claims = read(PDM, LOCKS)
    assert edges(claims, RelationKind.USES) == {
        (SYSTEM, "pkg:pypi/uvicorn@0.30.6"),
        (SYSTEM, "pkg:pypi/httptools@0.6.1"),
    }
    assert relation(claims, SYSTEM, "pkg:pypi/uvicorn@0.30.6").knowledge is Knowledge.INFERRED


def test_that_poetry_picks_the_version_that_the_specifier_allows():
    claims = read(POETRY, LOCKS)
    assert ("pkg:pypi/old-tool@1.0", "pkg:pypi/click@7.1.2") in edges(claims, REQUIRES)
    assert ("pkg:pypi/old-tool@1.0", "pkg:pypi/click@8.1.7") not in edges(claims, REQUIRES)


def test_that_an_ambiguous_poetry_edge_goes_to_each_version_as_inferred():
    claims = read(POETRY, LOCKS)
    for version in ("7.1.2", "8.1.7"):
        assert relation(claims, "pkg:pypi/uvicorn@0.30.6", f"pkg:pypi/click@{version}").knowledge is Knowledge.INFERRED


@pytest.mark.parametrize(("extras", "expected"), [("", False), ("[standard]", True)])
def test_that_an_extra_of_poetry_counts_only_where_it_is_asked_for(tmp_path, extras, expected):
    (tmp_path / "pyproject.toml").write_text(f'[project]\nname = "x"\ndependencies = ["uvicorn{extras}"]\n')
    (tmp_path / "poetry.lock").write_bytes((LOCKS / "poetry.lock").read_bytes())
    claims = read(POETRY, tmp_path)
    assert (("pkg:pypi/uvicorn@0.30.6", "pkg:pypi/pyyaml@6.0.2") in edges(claims, REQUIRES)) is expected


def test_that_pylock_keeps_digest_index_attestation_and_written_edges():
    claims = read(PYLOCK, LOCKS)
    attrs = components(claims)["pkg:pypi/attrs@24.2.0"].attributes
    assert attrs["sha256"] == "81921eb96de3191c8258c199618104dd27ac608d9366f5e35d011eae1867ede2"
    assert attrs["attestation identity"] == "GitHub python-attrs/attrs"
    assert edges(claims, REQUIRES) == {("pkg:pypi/cattrs@24.1.0", "pkg:pypi/attrs@24.2.0")}
    assert ("pkg:pypi/attrs@24.2.0", "hub:packages-example") in edges(claims)
    assert not problems(claims)


def test_that_a_flat_pylock_is_used_by_inference_and_lists_no_dependencies(tmp_path):
    text = 'lock-version = "1.0"\ncreated-by = "x"\n[[packages]]\nname = "attrs"\nversion = "24.2.0"\n'
    claims = read_text(PYLOCK, tmp_path, "pylock.toml", text)
    assert relation(claims, SYSTEM, "pkg:pypi/attrs@24.2.0").knowledge is Knowledge.INFERRED
    assert "dependencies" not in components(claims)["pkg:pypi/attrs@24.2.0"].attributes


def test_that_a_pylock_that_breaks_the_standard_is_a_problem_and_still_read(tmp_path):
    text = '[[packages]]\nname = "attrs"\nversion = "24.2.0"\n'
    claims = read_text(PYLOCK, tmp_path, "pylock.toml", text)
    assert len(problems(claims)) == 1
    assert set(components(claims)) == {"pkg:pypi/attrs@24.2.0"}


def test_that_every_package_and_edge_of_a_real_uv_lock_is_there_and_no_other(shared_data):
    root = shared_data / "apps-open/mcp-agent"
    table = tomllib.loads((root / "uv.lock").read_text())
    expected = set()
    versions: dict[str, list[str]] = {}
    for package in table["package"]:
        versions.setdefault(package["name"], []).append(package["version"])
    for package in table["package"]:
        groups = [package.get("dependencies", []), *package.get("optional-dependencies", {}).values()]
        for entry in (entry for group in groups for entry in group):
            version = entry.get("version") or versions[entry["name"]][0]
            assert entry.get("version") or len(versions[entry["name"]]) == 1
            expected.add((f"pkg:pypi/{package['name']}@{package['version']}", f"pkg:pypi/{entry['name']}@{version}"))
    root_id = "pkg:pypi/mcp-agent@0.2.6"
    claims = read(UV, root)
    assert len(components(claims)) == len(table["package"]) - 1 == 234
    assert edges(claims, REQUIRES) == {edge for edge in expected if edge[0] != root_id}
    direct = {target for source, target in expected if source == root_id}
    development = {
        entry["name"] for package in table["package"] for entry in package.get("dev-dependencies", {}).get("dev", [])
    }
    direct |= {f"pkg:pypi/{name}@{versions[name][0]}" for name in development}
    assert {target for _, target in edges(claims, RelationKind.USES)} == direct
    assert not problems(claims)


def test_that_every_package_and_edge_of_a_real_poetry_lock_is_there_and_no_other(shared_data):
    root = shared_data / "apps-open/chat-langchain"
    table = tomllib.loads((root / "poetry.lock").read_text())
    ids = {_plain(each["name"]): f"pkg:pypi/{_plain(each['name'])}@{each['version']}" for each in table["package"]}
    required = {
        (ids[_plain(package["name"])], ids[_plain(name)])
        for package in table["package"]
        for name, wanted in package.get("dependencies", {}).items()
        for entry in (wanted if isinstance(wanted, list) else [wanted])
        if not (isinstance(entry, dict) and entry.get("optional"))
    }
    # pyproject.toml asks for langserve[server], and google-ai-generativelanguage for google-api-core[grpc].
    asked = {
        ("langserve", "fastapi"),
        ("langserve", "sse-starlette"),
        ("google-api-core", "grpcio"),
        ("google-api-core", "grpcio-status"),
    }
    claims = read(POETRY, root)
    assert len(components(claims)) == len(ids) == 94
    assert edges(claims, REQUIRES) == required | {(ids[source], ids[target]) for source, target in asked}
    assert len(edges(claims, REQUIRES)) == 172
    assert not problems(claims)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("source", [UV, PDM, POETRY, PYLOCK])
def test_that_a_broken_lock_is_an_input_error(tmp_path, source):
    name = {"uv-lock": "uv.lock", "pdm-lock": "pdm.lock", "poetry-lock": "poetry.lock", "pylock": "pylock.toml"}
    with pytest.raises(InputError):
        read_text(source, tmp_path, name[source.name], "[[package]\nname =")


@pytest.mark.parametrize(
    ("source", "name"), [(UV, "uv.lock"), (PDM, "pdm.lock"), (POETRY, "poetry.lock"), (PYLOCK, "pylock.toml")]
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_that_mutated_bytes_raise_nothing_but_an_input_error(tmp_path: Path, source, name, data):
    content = bytearray((LOCKS / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(32, 126))
    survives(source, tmp_path, name, bytes(content))


@pytest.mark.parametrize(("source", "name"), [(POETRY, "poetry.lock"), (UV, "uv.lock")])
def test_that_a_lock_with_hundreds_of_versions_of_one_package_joins_each_with_a_few_and_says_so(tmp_path, source, name):
    needs = {"poetry.lock": '[package.dependencies]\nloop = "*"', "uv.lock": 'dependencies = [{ name = "loop" }]'}[name]
    entries = [f'[[package]]\nname = "loop"\nversion = "1.{number}"\n{needs}\n' for number in range(300)]
    claims = read_text(source, tmp_path, name, "\n".join(entries))
    assert len(components(claims)) == 300
    starts = [start for start, end in edges(claims, REQUIRES)]
    assert max(starts.count(start) for start in set(starts)) <= 32
    (said,) = problems(claims)
    assert said.message.startswith("This lock holds loop in 300 versions; ")


@pytest.mark.parametrize(("source", "name"), [(POETRY, "poetry.lock"), (UV, "uv.lock")])
def test_that_a_lock_which_repeats_a_package_says_no_more_than_its_entries_do(tmp_path, source, name):
    needs = {"poetry.lock": '[package.dependencies]\nend = "*"', "uv.lock": 'dependencies = [{ name = "end" }]'}[name]
    entries = [f'[[package]]\nname = "loop"\nversion = "1"\n{needs}\n', '[[package]]\nname = "end"\nversion = "1"\n']
    claims = read_text(source, tmp_path, name, "\n".join(entries * 400))
    assert edges(claims, REQUIRES) == {("pkg:pypi/loop@1", "pkg:pypi/end@1")}
    assert len(claims) < 400 * 6
    assert problems(claims) == []
