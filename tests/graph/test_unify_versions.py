"""One component for a manifest's requirement and the version that its lock gives."""

from __future__ import annotations

from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.merge import merge, unify_versions

SYSTEM = ComponentId("system:demo")


def package(identity: str, **attributes: str) -> Component:
    return Component(ComponentId(identity), Kind.PACKAGE, "x", identity.partition("@")[2], attributes=attributes)


def uses(identity: str) -> Relation:
    return Relation(SYSTEM, ComponentId(identity), RelationKind.USES)


def test_that_a_requirement_and_its_locked_version_are_one_component_and_pinned():
    draft = unify_versions(
        merge(
            [
                package("pkg:pypi/x", pinned="no", requirement=">=1"),
                package("pkg:pypi/x@1.2", pinned="yes"),
                uses("pkg:pypi/x"),
            ]
        )
    )
    assert list(draft.components) == ["pkg:pypi/x@1.2"]
    assert draft.components[ComponentId("pkg:pypi/x@1.2")].attributes == {"requirement": ">=1", "pinned": "yes"}
    assert [each.target for each in draft.relations.values()] == ["pkg:pypi/x@1.2"]


def test_that_versions_that_differ_only_by_trailing_zeros_are_one_for_python():
    draft = unify_versions(merge([package("pkg:pypi/x@1.10"), package("pkg:pypi/x@1.10.0"), uses("pkg:pypi/x@1.10")]))
    assert list(draft.components) == ["pkg:pypi/x@1.10.0"]
    assert [each.target for each in draft.relations.values()] == ["pkg:pypi/x@1.10.0"]


def test_that_elsewhere_and_for_other_versions_they_stay_two():
    kept = ["pkg:npm/x@1.0", "pkg:npm/x@1.0.0", "pkg:pypi/x@1.1", "pkg:pypi/x@1.10"]
    assert list(unify_versions(merge(package(each) for each in kept)).components) == kept


def test_that_a_name_with_two_locked_versions_goes_to_both_as_inferred():
    versions = ["pkg:pypi/x@1", "pkg:pypi/x@2"]
    draft = unify_versions(merge([package("pkg:pypi/x"), *(package(each) for each in versions), uses("pkg:pypi/x")]))
    assert {each.target for each in draft.relations.values()} == set(versions)
    assert {each.knowledge for each in draft.relations.values()} == {Knowledge.INFERRED}
