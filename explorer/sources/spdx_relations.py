"""What the relationship types of SPDX 2 and 3 mean here: which relation, in which direction, in which role."""

from __future__ import annotations

import re
from dataclasses import dataclass

from explorer.domain.relation import RelationKind, Scope


@dataclass(frozen=True, slots=True)
class Meaning:
    """How one relationship type becomes a relation."""

    kind: RelationKind
    is_forward: bool = True
    """Whether the element named first relies on the other; else the other way round."""
    scope: Scope = Scope.RUNTIME


_CONTAINS, _REQUIRES, _DERIVED = RelationKind.CONTAINS, RelationKind.REQUIRES, RelationKind.DERIVED_FROM

SPDX_2 = {
    "CONTAINS": Meaning(_CONTAINS),
    "CONTAINED_BY": Meaning(_CONTAINS, False),
    "DEPENDS_ON": Meaning(_REQUIRES),
    "DEPENDENCY_OF": Meaning(_REQUIRES, False),
    "RUNTIME_DEPENDENCY_OF": Meaning(_REQUIRES, False),
    "PROVIDED_DEPENDENCY_OF": Meaning(_REQUIRES, False),
    "OPTIONAL_DEPENDENCY_OF": Meaning(_REQUIRES, False, Scope.OPTIONAL),
    "BUILD_DEPENDENCY_OF": Meaning(_REQUIRES, False, Scope.BUILD),
    "DEV_DEPENDENCY_OF": Meaning(_REQUIRES, False, Scope.DEVELOPMENT),
    "TEST_DEPENDENCY_OF": Meaning(_REQUIRES, False, Scope.TEST),
    "DEV_TOOL_OF": Meaning(_REQUIRES, False, Scope.DEVELOPMENT),
    "TEST_TOOL_OF": Meaning(_REQUIRES, False, Scope.TEST),
    "BUILD_TOOL_OF": Meaning(RelationKind.BUILT_BY, False, Scope.BUILD),
    "DYNAMIC_LINK": Meaning(_REQUIRES),
    "STATIC_LINK": Meaning(_REQUIRES),
    "HAS_PREREQUISITE": Meaning(_REQUIRES),
    "PREREQUISITE_FOR": Meaning(_REQUIRES, False),
    "DISTRIBUTION_ARTIFACT": Meaning(_REQUIRES),
    "GENERATED_FROM": Meaning(_DERIVED),
    "GENERATES": Meaning(_DERIVED, False),
    "DESCENDANT_OF": Meaning(_DERIVED),
    "ANCESTOR_OF": Meaning(_DERIVED, False),
    "COPY_OF": Meaning(_DERIVED),
    "FILE_MODIFIED": Meaning(_DERIVED),
    "EXPANDED_FROM_ARCHIVE": Meaning(_DERIVED),
    "FILE_ADDED": Meaning(_CONTAINS, False),
    "PATCH_APPLIED": Meaning(_CONTAINS, False),
    "PACKAGE_OF": Meaning(_CONTAINS, False),
    "OPTIONAL_COMPONENT_OF": Meaning(_CONTAINS, False, Scope.OPTIONAL),
    "EXAMPLE_OF": Meaning(_CONTAINS, False, Scope.EXAMPLE),
    "TEST_OF": Meaning(_CONTAINS, False, Scope.TEST),
    "TEST_CASE_OF": Meaning(_CONTAINS, False, Scope.TEST),
    "DATA_FILE_OF": Meaning(RelationKind.USES, False),
}
"""SPDX 2.3, clause 11. What is not here (documents, amendments, variants, patches not applied) is no reliance."""

NO_RELIANCE_2 = frozenset(
    "DESCRIBES DESCRIBED_BY DEPENDENCY_MANIFEST_OF VARIANT_OF PATCH_FOR FILE_DELETED DOCUMENTATION_OF METAFILE_OF "
    "AMENDS REQUIREMENT_DESCRIPTION_FOR SPECIFICATION_FOR OTHER".split()
)

SPDX_3 = {
    "contains": Meaning(_CONTAINS),
    "dependsOn": Meaning(_REQUIRES),
    "hasOptionalDependency": Meaning(_REQUIRES, True, Scope.OPTIONAL),
    "hasProvidedDependency": Meaning(_REQUIRES),
    "hasPrerequisite": Meaning(_REQUIRES),
    "hasDynamicLink": Meaning(_REQUIRES),
    "hasStaticLink": Meaning(_REQUIRES),
    "hasOptionalComponent": Meaning(_CONTAINS, True, Scope.OPTIONAL),
    "hasAddedFile": Meaning(_CONTAINS),
    "patchedBy": Meaning(_CONTAINS),
    "hasTest": Meaning(_CONTAINS, True, Scope.TEST),
    "hasTestCase": Meaning(_CONTAINS, True, Scope.TEST),
    "hasExample": Meaning(_CONTAINS, True, Scope.EXAMPLE),
    "hasDataFile": Meaning(RelationKind.USES),
    "hasInput": Meaning(RelationKind.USES, True, Scope.BUILD),
    "hasOutput": Meaning(RelationKind.BUILT_BY, False, Scope.BUILD),
    "usesTool": Meaning(RelationKind.USES),
    "hasHost": Meaning(RelationKind.RUNS_ON),
    "invokedBy": Meaning(RelationKind.OPERATED_BY),
    "packagedBy": Meaning(RelationKind.MADE_BY),
    "availableFrom": Meaning(RelationKind.DISTRIBUTED_BY),
    "trainedOn": Meaning(RelationKind.TRAINED_ON),
    "testedOn": Meaning(RelationKind.EVALUATED_ON),
    "descendantOf": Meaning(_DERIVED),
    "ancestorOf": Meaning(_DERIVED, False),
    "generates": Meaning(_DERIVED, False),
    "copiedTo": Meaning(_DERIVED, False),
    "expandsTo": Meaning(_DERIVED, False),
}
"""SPDX 3.0.1, RelationshipType. What is not here (licences, documents, vulnerabilities, evidence) is no reliance."""

SCOPES_3 = {"build": Scope.BUILD, "development": Scope.DEVELOPMENT, "test": Scope.TEST, "runtime": Scope.RUNTIME}
"""SPDX 3.0.1, LifecycleScopeType; `design` and `other` have no word here."""


def type_of_2(text: str) -> str:
    """A relationship type as the table has it: RDF writes `dynamicLink`, some tools write it small.

    >>> type_of_2("dynamicLink"), type_of_2("describes"), type_of_2("DEPENDS_ON")
    ('DYNAMIC_LINK', 'DESCRIBES', 'DEPENDS_ON')
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", text.strip()).upper()
