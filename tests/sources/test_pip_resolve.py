"""Answers of pip and uv in their own forms, written by hand; no network."""

from __future__ import annotations

import subprocess

import pytest

from explorer.domain.component import Knowledge
from explorer.domain.relation import RelationKind
from explorer.errors import NetworkError
from explorer.sources import pip_resolve
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

    monkeypatch.setattr(pip_resolve.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(pip_resolve.subprocess, "run", run)
    asked = ["httpx>=0.27", "x @ git+https://code.example/x", "y @ file:///tmp/y", "--index-url z", "starlette"]
    assert components(resolve(asked))
    assert handed == ["httpx>=0.27\nstarlette"]


def test_that_a_failure_is_one_sentence_without_secrets(monkeypatch):
    def run(command, **_):
        return subprocess.CompletedProcess(command, 1, "", "error at https://me:token@packages.example/simple")

    monkeypatch.setattr(pip_resolve.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(pip_resolve.subprocess, "run", run)
    with pytest.raises(NetworkError) as caught:
        list(resolve(["httpx"]))
    assert "token" not in caught.value.message


def test_that_nothing_is_asked_where_nothing_is_left_to_ask(monkeypatch):
    monkeypatch.setattr(pip_resolve.subprocess, "run", None)
    assert list(resolve(["x @ git+https://code.example/x"])) == []
