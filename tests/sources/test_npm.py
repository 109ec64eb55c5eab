"""npm manifests and lock files; truth read by hand from tests/data/packages/npm."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.domain.component import Knowledge
from explorer.domain.relation import RelationKind, Scope
from explorer.sources.npm_lock import SOURCE as LOCK
from explorer.sources.npm_package import npm_requirement
from explorer.sources.package_json import SOURCE as MANIFEST
from explorer.sources.pnpm_lock import SOURCE as PNPM
from explorer.sources.pnpm_lock import package_key
from explorer.sources.yarn_lock import SOURCE as YARN
from tests.sources.package_reading import (
    DATA,
    SYSTEM,
    components,
    edges,
    problems,
    read,
    relation,
    survives,
)

NPM = DATA / "packages/npm"


@pytest.fixture(scope="module")
def manifest():
    return read(MANIFEST, NPM / "v3")


@pytest.fixture(scope="module")
def lock():
    return read(LOCK, NPM / "v3")


def test_that_a_manifest_names_packages_with_exact_versions_where_pinned(manifest):
    assert set(components(manifest)) == {
        "pkg:npm/left",
        "pkg:npm/%40scope/right@2.0.0",
        "pkg:npm/real-name@3.1.4",
        "pkg:npm/forked",
        "pkg:npm/archive",
        "pkg:npm/checker",
        "pkg:npm/fast",
        "pkg:npm/react",
    }


@pytest.mark.parametrize(
    ("package", "scope", "line"),
    [
        ("left", Scope.RUNTIME, 4),
        ("%40scope/right@2.0.0", Scope.RUNTIME, 5),
        ("checker", Scope.DEVELOPMENT, 11),
        ("fast", Scope.OPTIONAL, 12),
        ("react", Scope.RUNTIME, 13),
    ],
)
def test_that_each_section_gives_role_and_line(manifest, package, scope, line):
    used = relation(manifest, SYSTEM, f"pkg:npm/{package}")
    assert (used.scope, used.evidence[0].line) == (scope, line)


def test_that_a_package_from_a_code_host_or_address_says_so_without_secrets(manifest):
    forked = components(manifest)["pkg:npm/forked"].attributes
    assert (forked["url"], forked["revision"], forked["pinned"]) == (
        "git+https://github.com/example/forked",
        "v1.2.3",
        "no",
    )
    assert ("pkg:npm/forked", "hub:github") in edges(manifest)
    assert "token" not in repr(manifest)


@pytest.mark.parametrize(
    ("stated", "version"),
    [
        ("1.2.3", "1.2.3"),
        ("=1.2.3", "1.2.3"),
        ("v1.2.3-rc.1", "1.2.3-rc.1"),
        ("^1.2.3", ""),
        ("1.2", ""),
        ("latest", ""),
        ("", ""),
    ],
)
def test_that_only_a_full_version_is_exact(stated, version):
    assert npm_requirement("x", stated).version == version


def test_that_every_edge_goes_to_the_copy_that_node_would_load(lock):
    assert edges(lock, RelationKind.REQUIRES) == {
        ("pkg:npm/left@1.0.9", "pkg:npm/shared@1.5.0"),
        ("pkg:npm/checker@5.1.6", "pkg:npm/shared@2.2.0"),
        ("pkg:npm/left@1.0.9", "pkg:npm/checker@5.1.6"),
    }
    assert relation(lock, "pkg:npm/left@1.0.9", "pkg:npm/checker@5.1.6").attributes["peer"] == "yes"
    assert relation(lock, "pkg:npm/left@1.0.9", "pkg:npm/shared@1.5.0").evidence[0].line == 23


def test_that_root_and_workspaces_are_the_system(lock):
    assert edges(lock, RelationKind.USES) == {
        (SYSTEM, "pkg:npm/left@1.0.9"),
        (SYSTEM, "pkg:npm/checker@5.1.6"),
        (SYSTEM, "pkg:npm/shared@2.2.0"),
    }
    assert relation(lock, SYSTEM, "pkg:npm/checker@5.1.6").scope is Scope.DEVELOPMENT


def test_that_a_script_run_at_installation_is_told(lock):
    left = components(lock)["pkg:npm/left@1.0.9"]
    assert left.attributes["runs a script when installed"] == "yes"
    assert left.attributes["licence"] == "MIT"
    assert left.evidence[0].line == 17


def test_that_a_required_package_that_the_lock_lacks_is_a_problem_and_an_optional_one_is_not(lock):
    (problem,) = problems(lock)
    assert "gone" in problem.message
    assert problem.line == 24


def test_that_version_one_with_nested_tables_gives_exact_copies_and_lines():
    claims = read(LOCK, NPM / "v1")
    assert edges(claims, RelationKind.REQUIRES) == {
        ("pkg:npm/left@1.0.9", "pkg:npm/shared@1.5.0"),
        ("pkg:npm/lonely", "pkg:npm/shared@2.2.0"),
    }
    assert components(claims)["pkg:npm/shared@1.5.0"].evidence[0].line == 11
    assert components(claims)["pkg:npm/shared@2.2.0"].evidence[0].line == 22


def test_that_the_manifest_beside_an_old_lock_tells_what_is_direct():
    claims = read(LOCK, NPM / "v1")
    assert relation(claims, SYSTEM, "pkg:npm/left@1.0.9").knowledge is Knowledge.DECLARED
    assert relation(claims, SYSTEM, "pkg:npm/lonely").knowledge is Knowledge.INFERRED
    lonely = components(claims)["pkg:npm/lonely"].attributes
    assert (lonely["url"], lonely["pinned"]) == ("git+https://code.example/lonely.git", "yes")
    assert lonely["revision"] == "0123456789abcdef0123456789abcdef01234567"


def test_that_the_frontend_of_chat_langchain_names_30_packages(shared_data):
    claims = read(MANIFEST, shared_data / "apps-open/chat-langchain")
    assert len(components(claims)) == 30  # 28 dependencies and 3 for development, typescript in both
    assert relation(claims, SYSTEM, "pkg:npm/next@13.5.4").evidence[0].line == 34


@pytest.mark.parametrize(("source", "name"), [(MANIFEST, "package.json"), (LOCK, "package-lock.json")])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_that_mutated_bytes_raise_nothing_but_an_input_error(tmp_path: Path, source, name, data):
    content = bytearray((NPM / "v3" / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(32, 126))
    survives(source, tmp_path, name, bytes(content))


LEFT, SHARED = "pkg:npm/left@1.0.9", "pkg:npm/%40scope/shared@1.5.0"


def test_that_pnpm_nine_joins_packages_and_snapshots_by_importer():
    claims = read(PNPM, NPM / "pnpm9")
    assert edges(claims, RelationKind.REQUIRES) == {(LEFT, "pkg:npm/react@18.3.1"), (LEFT, "pkg:npm/shared@1.5.0")}
    assert edges(claims, RelationKind.USES) == {
        (SYSTEM, LEFT),
        (SYSTEM, "pkg:npm/shared@2.2.0"),
        (SYSTEM, "pkg:npm/shared@1.5.0"),
    }
    assert relation(claims, SYSTEM, "pkg:npm/shared@2.2.0").scope is Scope.DEVELOPMENT
    assert relation(claims, LEFT, "pkg:npm/shared@1.5.0").evidence[0].line == 44
    assert components(claims)["pkg:npm/shared@2.2.0"].attributes["deprecated"] == "use something else"
    assert not problems(claims)


def test_that_pnpm_six_has_one_importer_and_scoped_names():
    claims = read(PNPM, NPM / "pnpm6")
    assert edges(claims, RelationKind.REQUIRES) == {(LEFT, SHARED)}
    assert edges(claims, RelationKind.USES) == {(SYSTEM, LEFT)}
    assert components(claims)[LEFT].attributes["runs a script when installed"] == "yes"
    assert components(claims)[LEFT].evidence[0].line == 10


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("/@scope/a@1.0.0(react@18.0.0)(x@1)", "@scope/a@1.0.0"),
        ("/left/1.0.9_react@18.0.0", "left@1.0.9"),
        ("/@scope/a/1.0.0", "@scope/a@1.0.0"),
        ("left@1.0.9", "left@1.0.9"),
    ],
)
def test_that_keys_of_all_versions_of_pnpm_are_one(text, key):
    assert package_key(text) == key


def test_that_yarn_one_joins_ranges_to_packages_and_the_manifest_tells_what_is_direct():
    claims = read(YARN, NPM / "yarn1")
    assert edges(claims, RelationKind.REQUIRES) == {(LEFT, SHARED)}
    assert relation(claims, SYSTEM, LEFT).knowledge is Knowledge.DECLARED
    assert relation(claims, SYSTEM, "pkg:npm/stray@1.0.0").knowledge is Knowledge.INFERRED
    assert relation(claims, LEFT, SHARED).evidence[0].line == 14
    assert components(claims)[SHARED].attributes["integrity"] == "sha512-abc"
    assert (SHARED, "hub:packages-example") in edges(claims)
    assert not problems(claims)


def test_that_later_yarn_has_the_workspace_as_the_system():
    claims = read(YARN, NPM / "yarn4")
    assert edges(claims, RelationKind.REQUIRES) == {(LEFT, SHARED)}
    assert edges(claims, RelationKind.USES) == {(SYSTEM, LEFT)}
    assert set(components(claims)) == {LEFT, SHARED}


@pytest.mark.parametrize(
    ("source", "folder", "name"),
    [
        (PNPM, "pnpm9", "pnpm-lock.yaml"),
        (PNPM, "pnpm6", "pnpm-lock.yaml"),
        (YARN, "yarn1", "yarn.lock"),
        (YARN, "yarn4", "yarn.lock"),
    ],
)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_that_mutated_locks_raise_nothing_but_an_input_error(tmp_path: Path, source, folder, name, data):
    content = bytearray((NPM / folder / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(10, 126))
    survives(source, tmp_path, name, bytes(content))
