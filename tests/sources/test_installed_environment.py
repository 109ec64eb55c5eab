"""Environments written by hand as folders of metadata, and the one that runs these tests."""

from __future__ import annotations

import importlib.metadata
import os
import re
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packaging.requirements import Requirement

from explorer.domain.component import Knowledge
from explorer.domain.relation import RelationKind
from explorer.errors import InputError
from explorer.progress import Cancelled, Progress
from explorer.sources.environment_layout import layout_of
from explorer.sources.installed_environment import collect
from tests.sources.package_reading import SYSTEM, components, edges, problems, relation

SITE = "lib/python3.10/site-packages"
REQUIRES = RelationKind.REQUIRES


def install(prefix: Path, name: str, version: str, *requires: str, requested: bool = False, **files: str) -> Path:
    folder = prefix / SITE / f"{name}-{version}.dist-info"
    folder.mkdir(parents=True)
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    lines += [f"Requires-Dist: {each}" for each in requires]
    (folder / "METADATA").write_text("\n".join([*lines, "", "Requires-Dist: not-a-header", ""]))
    if requested:
        (folder / "REQUESTED").touch()
    for file, text in files.items():
        (folder / file.replace("__", ".")).write_text(text)
    return folder


@pytest.fixture
def prefix(tmp_path):
    (tmp_path / "pyvenv.cfg").write_text("home = /nowhere/bin\nversion = 3.10.4\n")
    install(
        tmp_path,
        "Web_App",
        "1.0",
        "uvicorn[standard] (>=0.20)",
        'tomli>=2 ; python_version < "3.11"',
        'win-only ; sys_platform == "no-such-platform"',
        'sphinx ; extra == "docs"',
        requested=True,
    )
    install(
        tmp_path, "uvicorn", "0.30.6", "h11>=0.8", 'httptools ; extra == "standard"', 'watchdog ; extra == "reload"'
    )
    install(tmp_path, "h11", "0.14.0")
    install(tmp_path, "httptools", "0.6.1")
    install(tmp_path, "watchdog", "4.0.0")
    install(tmp_path, "tomli", "1.0")
    install(tmp_path, "sphinx", "7.0")
    return tmp_path


def test_that_edges_are_those_that_hold_in_the_environment_and_no_others(prefix):
    assert edges(collect(prefix, SYSTEM), REQUIRES) == {
        ("pkg:pypi/web-app@1.0", "pkg:pypi/uvicorn@0.30.6"),
        ("pkg:pypi/web-app@1.0", "pkg:pypi/tomli@1.0"),
        ("pkg:pypi/uvicorn@0.30.6", "pkg:pypi/h11@0.14.0"),
        ("pkg:pypi/uvicorn@0.30.6", "pkg:pypi/httptools@0.6.1"),
    }


def test_that_what_was_asked_for_is_declared_and_what_else_nothing_needs_is_inferred(prefix):
    claims = list(collect(prefix, SYSTEM))
    used = {target: relation(claims, SYSTEM, target).knowledge for _, target in edges(claims, RelationKind.USES)}
    assert used == {
        "pkg:pypi/web-app@1.0": Knowledge.DECLARED,
        "pkg:pypi/sphinx@7.0": Knowledge.INFERRED,
        "pkg:pypi/watchdog@4.0.0": Knowledge.INFERRED,
    }


def test_that_a_version_that_does_not_fit_is_a_problem_at_its_line(prefix):
    (problem,) = problems(collect(prefix, SYSTEM))
    assert "requires tomli >=2, but 1.0 is installed" in problem.message
    assert (problem.location, problem.line) == (f"{SITE}/Web_App-1.0.dist-info/METADATA", 5)


def test_that_a_requirement_that_is_not_installed_is_an_edge_and_a_problem(tmp_path):
    install(tmp_path, "alone", "1", "missing>=3")
    claims = list(collect(tmp_path, SYSTEM))
    assert ("pkg:pypi/alone@1", "pkg:pypi/missing") in edges(claims, REQUIRES)
    assert components(claims)["pkg:pypi/missing"].attributes["installed"] == "no"
    assert len(problems(claims)) == 1


def test_that_a_circle_that_nothing_leads_into_is_still_reached(tmp_path):
    install(tmp_path, "a", "1", "b")
    install(tmp_path, "b", "1", "a")
    claims = list(collect(tmp_path, SYSTEM))
    assert edges(claims, RelationKind.USES) == {(SYSTEM, "pkg:pypi/a@1")}


def test_that_a_repository_as_origin_is_kept_with_its_commit_and_without_its_token(tmp_path):
    origin = '{"url": "https://token@code.example/x.git", "vcs_info": {"vcs": "git", "commit_id": "%s"}}' % ("a" * 40)
    install(tmp_path, "x", "1", direct_url__json=origin, INSTALLER="pip\n")
    facts = components(collect(tmp_path, SYSTEM))["pkg:pypi/x@1"].attributes
    assert facts["url"] == "git+https://code.example/x.git"
    assert facts["revision"] == "a" * 40
    assert (facts["pinned"], facts["installer"]) == ("yes", "pip")


@pytest.mark.parametrize("given", ["", "bin/python", SITE])
def test_that_prefix_interpreter_and_package_folder_mean_the_same_environment(prefix, given):
    (prefix / "bin").mkdir()
    (prefix / "bin/python").symlink_to(sys.executable)
    assert len(components(collect(prefix / given, SYSTEM))) == 7
    assert layout_of(prefix / given).python_version == "3.10.4"


def test_that_a_project_with_a_virtual_environment_inside_is_enough(tmp_path):
    install(tmp_path / ".venv", "x", "1")
    assert set(components(collect(tmp_path, SYSTEM))) == {"pkg:pypi/x@1"}


def test_that_a_canary_in_the_environment_is_never_run(tmp_path):
    install(tmp_path, "x", "1")
    canary = tmp_path / "ran"
    for name in ("canary.pth", "sitecustomize.py", "x.py"):
        (tmp_path / SITE / name).write_text(f"import pathlib; pathlib.Path({str(canary)!r}).touch()\n")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python").write_text(f"#!/bin/sh\ntouch {canary}\n")
    (tmp_path / "bin/python").chmod(0o755)
    list(collect(tmp_path / "bin/python", SYSTEM, ask_pip=True))
    assert not canary.exists()


def test_that_pip_sees_what_the_metadata_says(prefix):
    assert [each for each in problems(collect(prefix, SYSTEM, ask_pip=True)) if "pip" in each.message] == []


def test_that_a_pipe_in_place_of_metadata_is_a_problem_and_not_waited_for(tmp_path):
    install(tmp_path, "x", "1")
    (tmp_path / SITE / "pipe-1.dist-info").mkdir()
    os.mkfifo(tmp_path / SITE / "pipe-1.dist-info/METADATA")
    claims = list(collect(tmp_path, SYSTEM))
    assert set(components(claims)) == {"pkg:pypi/x@1"}
    assert len(problems(claims)) == 1


def test_that_a_folded_licence_text_does_not_hide_the_requirements_after_it(tmp_path):
    folder = install(tmp_path, "x", "1")
    text = "Name: x\nVersion: 1\nLicense: Some License\n        \n        TERMS\nRequires-Dist: y\n\nbody\n"
    (folder / "METADATA").write_text(text)
    claims = list(collect(tmp_path, SYSTEM))
    assert edges(claims, REQUIRES) == {("pkg:pypi/x@1", "pkg:pypi/y")}


def test_that_the_older_format_with_sections_is_read(tmp_path):
    folder = tmp_path / SITE / "old-2.0.egg-info"
    folder.mkdir(parents=True)
    (folder / "PKG-INFO").write_text("Name: old\nVersion: 2.0\n")
    (folder / "requires.txt").write_text("six\n\n[:python_version < '3']\nfutures\n\n[extra]\nnever\n")
    claims = list(collect(tmp_path, SYSTEM))
    assert edges(claims, REQUIRES) == {("pkg:pypi/old@2.0", "pkg:pypi/six")}


@pytest.mark.parametrize("name", ["nothing-here", ""])
def test_that_a_place_without_packages_is_an_input_error(tmp_path, name):
    with pytest.raises(InputError):
        list(collect(tmp_path / name, SYSTEM))


def test_that_reading_can_be_cancelled(prefix):
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        list(collect(prefix, SYSTEM, progress))


def test_that_this_environment_has_exactly_the_edges_that_its_metadata_declares():
    claims = list(collect(sys.executable, SYSTEM))
    folder = next(path for path in sys.path if path.endswith("site-packages"))
    distributions = {_plain(each.metadata["Name"]): each for each in importlib.metadata.distributions(path=[folder])}
    ids = {name: f"pkg:pypi/{name}@{each.version}" for name, each in distributions.items()}
    expected: set[tuple[str, str]] = set()
    active = {(name, "") for name in distributions}
    while True:
        before = len(active)
        for name, extra in sorted(active):
            for text in distributions[name].requires or ():
                requirement = Requirement(text)
                if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
                    target = _plain(requirement.name)
                    if target in ids and target != name:
                        expected.add((ids[name], ids[target]))
                        active |= {(target, _plain(each)) for each in requirement.extras}
        if len(active) == before:
            break
    found = {edge for edge in edges(claims, REQUIRES) if edge[1] in ids.values()}
    assert found == expected
    assert len(expected) > 30
    assert set(ids.values()) <= components(claims).keys()


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300), name=st.text(max_size=12))
def test_that_any_bytes_as_metadata_raise_nothing(tmp_path, data, name):
    folder = tmp_path / SITE / "x-1.dist-info"
    folder.mkdir(parents=True, exist_ok=True)
    text = b"Name: " + name.encode("utf-8", "replace") + b"\nRequires-Dist: " + data
    for file in ("METADATA", "direct_url.json", "INSTALLER"):
        (folder / file).write_bytes(text if file == "METADATA" else data)
    list(collect(tmp_path, SYSTEM))
