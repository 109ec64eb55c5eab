"""Answers of pip and uv in their own forms, written by hand; no network."""

from __future__ import annotations

import subprocess

import pytest

from explorer.domain.component import Knowledge
from explorer.domain.relation import RelationKind
from explorer.errors import NetworkError
from explorer.sources import package_asking
from explorer.sources.answer_cache import MemoryCache
from explorer.sources.pip_resolve import compiled_claims, report_claims, resolve
from tests.sources.package_reading import components, edges, problems

REPORT = {
    "version": "1",
    "environment": {"python_version": "3.11", "sys_platform": "linux"},
    "install": [
        {
            "download_info": {
                "url": "https://me:token@files.example/uvicorn-0.30.6-py3-none-any.whl",
                "archive_info": {
                    "hashes": {"sha256": "65fd46fe3fda5bdc1b03b94eb634923ff18cd35b2f084813ea79d1f103f711b5"}
                },
            },
            "requested": True,
            "requested_extras": ["standard"],
            "metadata": {
                "name": "uvicorn",
                "version": "0.30.6",
                "requires_dist": [
                    "h11>=0.8",
                    "httptools>=0.5 ; extra == 'standard'",
                    "colorama>=0.4 ; sys_platform == 'win32'",
                    "not a requirement",
                ],
            },
        },
        {"download_info": {}, "metadata": {"name": "h11", "version": "0.14.0"}},
        {"download_info": {}, "is_yanked": True, "metadata": {"name": "httptools", "version": "0.6.1"}},
        {"download_info": {}, "metadata": {"name": "colorama", "version": "0.4.6"}},
    ],
}

COMPILED = """\
anyio==4.4.0
    # via
    #   httpx
    #   starlette
httpx==0.27.0
    # via -r -
starlette==0.37.2
    # via -r -
"""


def test_that_a_report_of_pip_gives_packages_and_the_edges_that_hold():
    claims = list(report_claims(REPORT))
    assert len(components(claims)) == 4
    assert edges(claims, RelationKind.REQUIRES) == {
        ("pkg:pypi/uvicorn@0.30.6", "pkg:pypi/h11@0.14.0"),
        ("pkg:pypi/uvicorn@0.30.6", "pkg:pypi/httptools@0.6.1"),
    }


def test_that_what_was_resolved_today_is_inferred_and_withdrawn_files_are_told():
    found = components(report_claims(REPORT))
    assert found["pkg:pypi/uvicorn@0.30.6"].knowledge is Knowledge.INFERRED
    assert found["pkg:pypi/uvicorn@0.30.6"].attributes["sha256"].startswith("65fd46fe")
    assert found["pkg:pypi/httptools@0.6.1"].attributes["withdrawn from the index"] == "yes"
    assert "token" not in repr(list(report_claims(REPORT)))


@pytest.mark.parametrize("answer", [{}, [], {"install": None}, {"install": [1, {"metadata": 3}]}])
def test_that_an_answer_of_another_shape_is_a_problem(answer):
    assert len(problems(report_claims(answer))) == 1


def test_that_the_list_of_uv_gives_packages_and_edges():
    claims = list(compiled_claims(COMPILED))
    assert set(components(claims)) == {"pkg:pypi/anyio@4.4.0", "pkg:pypi/httpx@0.27.0", "pkg:pypi/starlette@0.37.2"}
    assert edges(claims, RelationKind.REQUIRES) == {
        ("pkg:pypi/httpx@0.27.0", "pkg:pypi/anyio@4.4.0"),
        ("pkg:pypi/starlette@0.37.2", "pkg:pypi/anyio@4.4.0"),
    }


def test_that_requirements_whose_build_would_run_are_never_handed_on(monkeypatch):
    handed: list[str] = []

    def run(command, **options):
        handed.append(options["input"])
        return subprocess.CompletedProcess(command, 0, COMPILED, "")

    monkeypatch.setattr(package_asking.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(package_asking.subprocess, "run", run)
    asked = ["httpx>=0.27", "x @ git+https://code.example/x", "y @ file:///tmp/y", "--index-url z", "starlette"]
    assert components(resolve(asked))
    assert handed == ["httpx>=0.27\nstarlette"]


def test_that_a_failure_is_one_sentence_without_secrets(monkeypatch):
    def run(command, **_):
        return subprocess.CompletedProcess(command, 1, "", "error at https://me:token@packages.example/simple")

    monkeypatch.setattr(package_asking.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(package_asking.subprocess, "run", run)
    (problem,) = resolve(["httpx"])
    assert problem.message.startswith("httpx could not be resolved on ")
    assert "token" not in problem.message


def failing(*signs: str):
    """A resolver that fails wherever all of these requirements are asked for; else it answers with what was asked."""

    def run(command, **options):
        asked = options["input"].split("\n")
        calls.append(asked)
        if any(set(sign.split("+")) <= set(asked) for sign in signs):
            return subprocess.CompletedProcess(command, 1, "", "no solution")
        return subprocess.CompletedProcess(command, 0, "\n".join(f"{each}==1.0" for each in asked), "")

    calls: list[list[str]] = []
    run.calls = calls
    return run


@pytest.fixture
def resolver(monkeypatch):
    def use(run):
        monkeypatch.setattr(package_asking.shutil, "which", lambda name: f"/bin/{name}")
        monkeypatch.setattr(package_asking.subprocess, "run", run)
        return run

    return use


def test_that_those_which_lead_nowhere_are_told_one_by_one_and_the_rest_is_resolved_together(resolver):
    run = resolver(failing("c", "f"))
    claims = list(resolve("abcdefgh"))
    assert set(components(claims)) == {f"pkg:pypi/{name}@1.0" for name in "abdegh"}
    assert [each.message[:2] for each in problems(claims)] == ["c ", "f "]
    assert run.calls[-1] == list("abdegh")


def test_that_requirements_which_exclude_each_other_are_resolved_apart_and_told(resolver):
    resolver(failing("a+d"))
    claims = list(resolve("abcd"))
    assert set(components(claims)) == {f"pkg:pypi/{name}@1.0" for name in "abcd"}
    (problem,) = problems(claims)
    assert problem.message.startswith("No set of packages fits all of a, b, c, d on ")


def test_that_where_the_connection_ends_what_was_answered_stays_and_is_not_taken_for_all(resolver):
    whole = failing("d")

    def run(command, **options):
        if options["input"] == "c":
            return subprocess.CompletedProcess(command, 2, "", "error sending request for url")
        return whole(command, **options)

    resolver(run)
    cache = MemoryCache()
    claims = list(resolve("abcd", None, cache))
    assert set(components(claims)) == {"pkg:pypi/a@1.0", "pkg:pypi/b@1.0"}
    (problem,) = problems(claims)
    assert problem.message.startswith("Not all requirements were asked for. ")
    resolver(failing())
    assert len(components(resolve("abcd", None, cache))) == 4


@pytest.mark.parametrize(
    "told",
    [
        "WARNING: Retrying (Retry(total=4)) after connection broken",
        "error: Request failed after 3 retries in 11.3s\n  cause: Failed to fetch: http://127.0.0.1/files/a.whl",
    ],
)
def test_that_an_index_that_cannot_be_reached_is_asked_once(resolver, told):
    asked = []

    def run(command, **_):
        asked.append(command)
        return subprocess.CompletedProcess(command, 1, "", told)

    resolver(run)
    with pytest.raises(NetworkError, match="cannot be reached"):
        list(resolve("abcd"))
    assert len(asked) == 1


def test_that_a_kept_answer_holds_for_the_same_question_alone(resolver, monkeypatch):
    run, cache = resolver(failing("b")), MemoryCache()
    first = list(resolve(["b", "a"], None, cache))
    asked = len(run.calls)
    assert list(resolve(["a", "b"], None, cache)) == first
    assert len(run.calls) == asked
    assert {each.evidence[0].read[:2] for each in components(first).values()} == {"20"}
    list(resolve(["a"], None, cache))
    assert len(run.calls) == asked + 1
    monkeypatch.setenv("PIP_INDEX_URL", "http://other.example/simple")
    list(resolve(["a"], None, cache))
    assert len(run.calls) == asked + 2
    monkeypatch.setattr("packaging.markers.default_environment", lambda: {"python_version": "3.99"})
    list(resolve(["a"], None, cache))
    assert len(run.calls) == asked + 3


@pytest.mark.parametrize("kept", [b"", b"[]", b"{}", b'{"answers": 3, "failed": {}, "not_together": []}'])
def test_that_a_kept_answer_which_cannot_be_read_is_asked_for_again(resolver, kept):
    class Odd(MemoryCache):
        def get(self, key):
            return kept, "2026-01-01T00:00:00Z"

    run = resolver(failing())
    assert components(resolve(["a"], None, Odd()))
    assert len(run.calls) == 1


def test_that_a_program_that_cannot_be_started_or_waited_for_is_one_sentence(resolver):
    def late(command, **options):
        raise subprocess.TimeoutExpired(command, options["timeout"])

    resolver(late)
    with pytest.raises(NetworkError, match="TimeoutExpired"):
        list(resolve(["a"]))


def test_that_a_packaged_program_without_uv_says_that_it_has_no_pip(monkeypatch):
    monkeypatch.setattr(package_asking.shutil, "which", lambda name: None)
    monkeypatch.setattr("sys.frozen", True, raising=False)
    with pytest.raises(NetworkError, match="no pip"):
        list(resolve(["a"]))


def test_that_nothing_is_asked_where_nothing_is_left_to_ask(monkeypatch):
    monkeypatch.setattr(package_asking.subprocess, "run", None)
    assert list(resolve(["x @ git+https://code.example/x"])) == []
