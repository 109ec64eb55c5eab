"""Advisories of every ecosystem that a purl can name, against records written as the OSV format has them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from explorer.analysis.advisories import Covered, affected_components, comparable, package_keys
from explorer.analysis.findings import findings
from explorer.domain.advisory import AdvisoryData
from explorer.domain.component import Component, ComponentId, Kind
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.identity import version_of
from explorer.graph.merge import merge
from explorer.graph.snapshot import Snapshot, snapshot_of
from explorer.pipeline.answers import answer
from explorer.pipeline.findings import advisories_for
from explorer.pipeline.findings_table import advisory_sentence
from tests.analysis.test_findings import APP

TODAY = date(2026, 2, 1)


def using(*identities: str) -> Snapshot:
    """A system that uses these packages and actions."""
    parts = [
        Component(
            ComponentId(each), Kind.ACTION if each.startswith("pkg:github/") else Kind.PACKAGE, each.partition("@")[0], version_of(each)
        )
        for each in identities
    ]  # fmt: skip
    uses = [Relation(APP.id, each.id, RelationKind.USES) for each in parts]
    return snapshot_of(merge([APP, *parts, *uses]), "")


def record(identity: str, ecosystem: str, name: str, *events: tuple[str, str], **more: Any) -> dict[str, Any]:
    kind = more.pop("kind", "ECOSYSTEM")
    affected = {"package": {"ecosystem": ecosystem, "name": name}, "versions": more.pop("versions", [])}
    if events:
        affected["ranges"] = [{"type": kind, "events": [{key: value} for key, value in events]}]
    return {"id": identity, "modified": "2026-01-01T00:00:00Z", "affected": [affected], **more}


@pytest.fixture
def copy(tmp_path: Path) -> Any:
    def written(snapshot: Snapshot, *records: dict[str, Any]) -> AdvisoryData:
        for each in records:
            (tmp_path / f"{each['id']}.json").write_text(json.dumps(each), encoding="utf-8")
        found = advisories_for(snapshot, str(tmp_path))
        assert found is not None
        return found

    return written


FIXED = (("introduced", "0"), ("fixed", "2.0"))
CASES = [
    ("PyPI", "Foo_Bar", "pkg:pypi/foo-bar@1.9", "pkg:pypi/foo-bar@2.0", FIXED),
    ("npm", "@scope/name", "pkg:npm/%40scope/name@1.9.9", "pkg:npm/%40scope/name@2.0.0", (("introduced", "0"), ("fixed", "2.0.0"))),
    ("crates.io", "tokio", "pkg:cargo/tokio@1.9.0", "pkg:cargo/tokio@2.0.0", (("introduced", "0.0.0-0"), ("fixed", "2.0.0"))),
    ("Go", "github.com/Azure/go", "pkg:golang/github.com/azure/go@v1.2.3", "pkg:golang/github.com/azure/go@v2.0.0", (("introduced", "0"), ("fixed", "2.0.0"))),
    ("Maven", "org.apache.logging.log4j:log4j-core", "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1",
     "pkg:maven/org.apache.logging.log4j/log4j-core@2.17.1", (("introduced", "2.13.0"), ("fixed", "2.15.0"))),
    ("RubyGems", "rack", "pkg:gem/rack@2.0.0.rc1", "pkg:gem/rack@2.0", FIXED),
    ("NuGet", "Newtonsoft.Json", "pkg:nuget/newtonsoft.json@1.9.0.1", "pkg:nuget/newtonsoft.json@2.0.0", FIXED),
    ("Packagist", "Symfony/Symfony", "pkg:composer/symfony/symfony@v1.9.9", "pkg:composer/symfony/symfony@2.0.0", FIXED),
    ("Debian:12", "openssl", "pkg:deb/debian/libssl3@1.0~deb12u1?distro=debian-12&upstream=openssl", "pkg:deb/debian/openssl@2.0?distro=debian-12", FIXED),
    ("Alpine:v3.18", "curl", "pkg:apk/alpine/curl@2.0_rc1?distro=alpine-3.18", "pkg:apk/alpine/curl@2.0-r0?distro=3.18", FIXED),
    ("Red Hat:9", "bash", "pkg:rpm/redhat/bash@1.9-1.el9?distro=rhel-9", "pkg:rpm/redhat/bash@2.0-1.el9?distro=rhel-9", FIXED),
    ("GitHub Actions", "tj-actions/changed-files", "pkg:github/tj-actions/changed-files@v45.0.7", "pkg:github/tj-actions/changed-files@v46.0.1", (("introduced", "0"), ("last_affected", "45.0.7"))),
    ("SwiftURL", "github.com/apple/swift-nio", "pkg:swift/github.com/apple/swift-nio@1.9.0", "pkg:swift/github.com/apple/swift-nio@2.0.0", (("introduced", "0"), ("fixed", "2.0.0"))),
]  # fmt: skip


@pytest.mark.parametrize(("ecosystem", "name", "bad", "good", "events"), CASES, ids=[each[0] for each in CASES])
def test_that_every_ecosystem_is_judged_by_its_own_rule(
    copy: Any, ecosystem: str, name: str, bad: str, good: str, events: tuple[tuple[str, str], ...]
) -> None:
    snapshot = using(bad, good)
    found = affected_components(snapshot, copy(snapshot, record("T-1", ecosystem, name, *events)))
    assert [(snapshot.graph.id_of(each.node), each.covered) for each in found] == [(bad, Covered.YES)]


def test_that_a_distribution_without_its_release_is_unclear(copy: Any) -> None:
    names = [f"pkg:deb/debian/xz-utils@1.0{distro}" for distro in ("", "?distro=debian-11", "?distro=debian-12")]
    snapshot = using(*names)
    data = copy(snapshot, record("DSA-1", "Debian:12", "xz-utils", *FIXED))
    found = {snapshot.graph.id_of(each.node): each for each in affected_components(snapshot, data)}
    assert {name: each.covered for name, each in found.items()} == {names[0]: Covered.UNCLEAR, names[2]: Covered.YES}
    assert found[names[0]].why == "so in release 12; the release in use is not known"


@pytest.mark.parametrize(
    ("ecosystem", "kind", "distribution", "covered"),
    [
        ("Debian:12", "deb/debian", "debian-12.5", Covered.YES), ("Debian:12", "deb/debian", "debian-11", None),
        ("Debian:12", "deb/debian", "bookworm", Covered.UNCLEAR), ("Ubuntu:22.04:LTS", "deb/ubuntu", "ubuntu-22.04", Covered.YES),
        ("Ubuntu:Pro:18.04:LTS", "deb/ubuntu", "ubuntu-18.04", Covered.YES), ("Ubuntu:22.04:LTS", "deb/ubuntu", "ubuntu-20.04", None),
        ("Alpine:v3.18", "apk/alpine", "3.18.4", Covered.YES), ("Alpine:v3.1", "apk/alpine", "3.18.4", None),
        ("Red Hat:enterprise_linux:9::appstream", "rpm/redhat", "rhel-9.3", Covered.YES),
        ("SUSE:Linux Enterprise Server 15 SP5", "rpm/suse", "sles-15.5", Covered.YES), ("Wolfi", "apk/wolfi", "", Covered.YES),
    ],
)  # fmt: skip
def test_that_only_another_release_by_its_number_is_ruled_out(
    copy: Any, ecosystem: str, kind: str, distribution: str, covered: Covered | None
) -> None:
    snapshot = using(f"pkg:{kind}/xz@1.0?distro={distribution}")
    found = affected_components(snapshot, copy(snapshot, record("T-1", ecosystem, "xz", *FIXED)))
    assert [each.covered for each in found] == ([covered] if covered else [])


def test_that_a_tag_that_moves_and_a_commit_name_no_release(copy: Any) -> None:
    commit = "pkg:github/tj-actions/changed-files@" + "a" * 40
    snapshot = using("pkg:github/tj-actions/changed-files@v45", commit)
    data = copy(snapshot, record("T-1", "GitHub Actions", "tj-actions/changed-files", ("introduced", "0"), ("fixed", "46.0.1")))  # fmt: skip
    assert {each.covered for each in affected_components(snapshot, data)} == {Covered.UNCLEAR}


def test_that_an_ecosystem_without_a_rule_is_not_assessed_but_by_its_lists(copy: Any) -> None:
    named, other = "pkg:cran/jsonlite@1.0", "pkg:cran/jsonlite@1.1"
    snapshot = using(named, other)
    data = copy(snapshot, record("T-1", "CRAN", "jsonlite", *FIXED, versions=["1.0"]))
    found = {snapshot.graph.id_of(each.node): each for each in affected_components(snapshot, data)}
    assert (found[named].covered, found[other].covered) == (Covered.YES, Covered.UNCLEAR)
    assert "no rule to compare its versions" in found[other].why
    assert not comparable(snapshot, {"cran"}).any()
    said = advisory_sentence(findings(snapshot, snapshot.graph.systems, data), TODAY)
    assert "0 of 2 packages assessed" in said
    assert "not assessed" in said


def test_that_ranges_of_semantic_versions_are_read_so_whatever_the_ecosystem(copy: Any) -> None:
    snapshot = using("pkg:pypi/torch@1.0.0", "pkg:pypi/torch@2.0.0")
    events = (("introduced", "0"), ("fixed", "2.0.0"))
    data = copy(snapshot, record("T-1", "PyPI", "torch", *events, kind="SEMVER"))
    assert [each.covered for each in affected_components(snapshot, data)] == [Covered.YES]


def test_that_a_limit_bounds_a_range(copy: Any) -> None:
    snapshot = using("pkg:pypi/torch@1.0", "pkg:pypi/torch@3.0")
    data = copy(snapshot, record("T-1", "PyPI", "torch", ("introduced", "0"), ("limit", "2.0")))
    assert [snapshot.graph.id_of(each.node) for each in affected_components(snapshot, data)] == ["pkg:pypi/torch@1.0"]


def test_that_records_of_one_vulnerability_are_one_finding_with_the_worst_score(copy: Any) -> None:
    snapshot = using("pkg:pypi/torch@1.0")
    cve, severe = "CVE-2026-1", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H"
    data = copy(
        snapshot,
        record("PYSEC-1", "PyPI", "torch", *FIXED, aliases=[cve]),
        record("GHSA-1", "PyPI", "torch", *FIXED, aliases=[cve], severity=[{"type": "CVSS_V4", "score": severe}]),
        record("PYSEC-2", "PyPI", "torch", *FIXED),
        record("PYSEC-3", "PyPI", "torch", *FIXED, withdrawn="2026-01-02T00:00:00Z"),
    )
    assert data.withdrawn == 1
    found = [each for each in findings(snapshot, snapshot.graph.systems, data).findings if each.rule.key == "advisory"]
    assert [each.sign.about for each in found] == ["GHSA-1", "PYSEC-2"]
    assert found[0].why == "CVSS 4.0 score 10.0 of 10, computed from its vector."
    joined = affected_components(snapshot, data)[0].advisory
    assert joined.aliases == (cve, "PYSEC-1")


def test_that_a_malicious_release_is_told_as_such_in_any_ecosystem(copy: Any) -> None:
    snapshot = using("pkg:cargo/serd@1.0.0", "pkg:gem/rest-client@1.6.13")
    data = copy(
        snapshot,
        record("MAL-2026-1", "crates.io", "serd", ("introduced", "0"), kind="SEMVER"),
        record("GHSA-2", "RubyGems", "rest-client", versions=["1.6.13"], aliases=["MAL-2026-2"]),
    )
    found = findings(snapshot, snapshot.graph.systems, data).findings
    assert sum(each.rule.key == "malicious-package" for each in found) == 2


def test_that_ecosystems_that_no_purl_means_are_counted_and_said(copy: Any) -> None:
    snapshot = using("pkg:pypi/torch@1.0")
    data = copy(snapshot, record("T-1", "Linux", "Kernel", *FIXED), record("T-2", "PyPI", "torch", *FIXED))
    assert (data.ecosystems, data.skipped) == ({"pypi": 1}, {"Linux": 1})
    answers = answer(snapshot, (), None, TODAY)
    said = advisory_sentence(findings(snapshot, answers.roots, data), TODAY)
    assert "(PyPI 1)" in said
    assert "other ecosystems, which no package here belongs to: Linux 1" in said


def test_that_only_packages_and_actions_can_be_meant() -> None:
    snapshot = using("pkg:huggingface/acme/model", "pkg:generic/tool@1", "pkg:deb/mint/x@1")
    assert package_keys(snapshot) == {}
