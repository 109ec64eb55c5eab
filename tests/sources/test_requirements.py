"""Truth read by hand from tests/data/packages and from the applications in the shared data."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.domain.component import Kind, Knowledge
from explorer.domain.relation import RelationKind, Scope
from explorer.sources.requirements import SOURCE, scope_of_requirements
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

PACKAGES = DATA / "packages"


@pytest.fixture(scope="module")
def claims():
    return read(SOURCE, PACKAGES, "requirements.txt")


def test_that_every_requirement_is_a_package_with_its_exact_version_only_where_one_is_pinned(claims):
    assert set(components(claims)) == {
        "pkg:pypi/torch@2.4.1",
        "pkg:pypi/sentence-transformers",
        "pkg:pypi/httpx",
        "pkg:pypi/peft",
        "pkg:pypi/faiss",
        "pkg:pypi/openai-whisper",
        "pkg:pypi/numpy@1.26.4",
    }


def test_that_the_line_and_text_of_a_requirement_are_its_evidence(claims):
    (found,) = components(claims)["pkg:pypi/sentence-transformers"].evidence
    assert (found.location, found.line) == ("requirements.txt", 6)
    assert found.text == "Sentence_Transformers[onnx] >= 3.0, < 4"


def test_that_specifier_extras_and_marker_stand_on_the_relation(claims):
    asked = relation(claims, SYSTEM, "pkg:pypi/sentence-transformers").attributes
    assert (asked["requirement"], asked["extras"]) == ("<4,>=3.0", "onnx")
    assert relation(claims, SYSTEM, "pkg:pypi/httpx").attributes["marker"] == 'python_version < "3.13"'


def test_that_a_repository_address_keeps_its_commit_and_names_the_code_host(claims):
    peft = components(claims)["pkg:pypi/peft"]
    assert peft.knowledge is Knowledge.INFERRED
    assert peft.attributes["revision"] == "9c1b2d3e4f5a69788796a5b4c3d2e1f001122334"
    assert peft.attributes["pinned"] == "yes"
    assert ("pkg:pypi/peft", "hub:github") in edges(claims, RelationKind.DISTRIBUTED_BY)


def test_that_a_stated_name_of_a_repository_is_declared_and_a_floating_one_is_not_pinned(claims):
    whisper = components(claims)["pkg:pypi/openai-whisper"]
    assert whisper.knowledge is Knowledge.DECLARED
    assert whisper.attributes["pinned"] == "no"


def test_that_one_hash_is_kept_as_the_digest(claims):
    digest = "2a02aba9ed12e4ac4eb3ea9421c420301a0c6460d9830d74a9df87efa4912010"
    assert components(claims)["pkg:pypi/numpy@1.26.4"].attributes["sha256"] == digest


def test_that_the_index_serves_every_package_and_the_extra_index_only_may(claims):
    assert relation(claims, "pkg:pypi/torch@2.4.1", "hub:packages-example").knowledge is Knowledge.DECLARED
    assert relation(claims, "pkg:pypi/torch@2.4.1", "hub:wheels-example").knowledge is Knowledge.INFERRED
    assert components(claims, "hub:packages-example")["hub:packages-example"].kind is Kind.HUB


def test_that_a_package_with_its_own_address_does_not_come_from_the_index(claims):
    assert ("pkg:pypi/faiss", "hub:packages-example") not in edges(claims)


def test_that_no_claim_repeats_the_password_of_the_index(claims):
    assert "build-password" not in repr(claims)
    assert "build-user" not in repr(claims)


def test_that_a_line_that_is_no_requirement_is_a_problem_at_its_line(claims):
    (problem,) = problems(claims)
    assert problem.line == 14
    assert problem.advice


def test_that_the_project_itself_is_not_its_own_upstream(claims):
    assert not any(source == target for source, target in edges(claims))


def test_that_via_notes_of_a_resolver_become_relations_between_packages():
    claims = read(SOURCE, PACKAGES, "compiled/requirements.txt")
    assert edges(claims, RelationKind.REQUIRES) == {
        ("pkg:pypi/httpx@0.27.0", "pkg:pypi/anyio@4.4.0"),
        ("pkg:pypi/starlette@0.37.2", "pkg:pypi/anyio@4.4.0"),
        ("pkg:pypi/fastapi@0.112.0", "pkg:pypi/starlette@0.37.2"),
    }
    assert edges(claims, RelationKind.USES) == {
        (SYSTEM, "pkg:pypi/fastapi@0.112.0"),
        (SYSTEM, "pkg:pypi/httpx@0.27.0"),
    }
    assert components(claims)["pkg:pypi/anyio@4.4.0"].attributes["dependencies"] == "listed"


def test_that_included_files_are_read_once_and_constraints_only_limit():
    claims = read(SOURCE, PACKAGES / "nested", "requirements-dev.txt")
    assert set(components(claims)) == {"pkg:pypi/pytest", "pkg:pypi/rich", "pkg:pypi/ruff@0.6.2"}
    ruff = components(claims)["pkg:pypi/ruff@0.6.2"]
    assert [(found.location, found.line) for found in ruff.evidence] == [("base.txt", 3), ("limits/constraints.txt", 1)]
    assert relation(claims, SYSTEM, "pkg:pypi/rich").scope is Scope.DEVELOPMENT


def test_that_a_circle_of_includes_and_a_missing_file_are_problems():
    claims = read(SOURCE, PACKAGES / "nested", "requirements-dev.txt")
    assert {(problem.location, problem.line) for problem in problems(claims)} == {
        ("base.txt", 1),
        ("requirements-dev.txt", 3),
    }


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("requirements.txt", True),
        ("requirements-dev.txt", True),
        ("dev_requirements.in", True),
        ("requirements/base.txt", True),
        ("constraints.txt", False),
        ("requirements/constraints.txt", False),
        ("notes.txt", False),
        ("requirements.md", False),
    ],
)
def test_that_names_decide_what_is_a_requirements_file(path, expected):
    assert SOURCE.matches(PurePosixPath(path)) is expected


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("requirements.txt", Scope.RUNTIME),
        ("requirements-dev.txt", Scope.DEVELOPMENT),
        ("requirements_test.txt", Scope.TEST),
        ("requirements/docs.txt", Scope.DOCUMENTATION),
        ("examples/chat/requirements-dev.txt", Scope.EXAMPLE),
    ],
)
def test_that_place_then_name_decide_the_role(path, scope):
    assert scope_of_requirements(PurePosixPath(path)) is scope


def test_that_a_hostile_line_of_a_million_characters_is_one_problem(tmp_path):
    content = "rich\n" + " " * 1_000_000 + "x\n" + "[" * 5_000 + "\n"
    claims = read_text(SOURCE, tmp_path, "requirements.txt", content)
    assert set(components(claims)) == {"pkg:pypi/rich"}
    assert [problem.line for problem in problems(claims)] == [2, 3]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_that_mutated_bytes_raise_nothing_but_an_input_error(tmp_path, data):
    content = bytearray((PACKAGES / "requirements.txt").read_bytes())
    for _ in range(data.draw(st.integers(1, 12))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    survives(SOURCE, tmp_path, "requirements.txt", bytes(content))


def test_alpaca_lora_asks_for_eleven_packages_in_twelve_lines(shared_data):
    claims = read(SOURCE, shared_data / "apps-open/alpaca-lora")
    lines = (shared_data / "apps-open/alpaca-lora/requirements.txt").read_text().split()
    assert len(lines) == 12
    assert len(components(claims)) == 11  # black stands there twice
    assert not problems(claims)


def test_that_a_requirement_by_path_into_the_project_is_its_own_code(shared_data):
    claims = read(SOURCE, shared_data / "apps-open/mcp-agent", "examples/basic/functions/requirements.txt")
    assert set(components(claims)) == {"pkg:pypi/openai"}
