"""Rules that name what must exist although nobody states it: the visibility horizon."""

from __future__ import annotations

from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.domain.component import GIVEN, LISTED, Component, Kind, Knowledge
from explorer.domain.relation import RelationKind
from explorer.graph.derivation import Said, unseen
from explorer.graph.identity import unknown_id


def unknown_claims(component: Component, said: Said) -> Iterator[Claim]:
    """The unseen upstream of one component: training data, data source, dependencies, contents."""
    match component.kind:
        case Kind.MODEL_SERVICE if said.has(component.id, RelationKind.SERVES, RelationKind.USES):
            return  # What it was trained on is asked of the models that it names.
        case Kind.MODEL | Kind.MODEL_SERVICE | Kind.ADAPTER if not said.has(component.id, RelationKind.TRAINED_ON):
            yield from unseen(
                component, unknown_id("training-data", component.id), f"training data of {component.name}",
                RelationKind.TRAINED_ON, Kind.DATASET, "training-data-not-stated",
                "a model is trained on data; nothing that was read says on which",
            )  # fmt: skip
        case Kind.DATASET | Kind.CORPUS if not said.has(component.id, RelationKind.DERIVED_FROM):
            yield from unseen(
                component, unknown_id("data-source", component.id), f"source of {component.name}",
                RelationKind.DERIVED_FROM, Kind.DATASET, "data-source-not-stated",
                "data comes from somewhere; nothing that was read says from where",
            )  # fmt: skip
        case Kind.PACKAGE if not _dependencies_known(component, said):
            yield from unseen(
                component, unknown_id("dependencies", component.id), f"dependencies of {component.name}",
                RelationKind.REQUIRES, Kind.PACKAGE, "dependencies-not-listed",
                "no lock file or BOM that was read lists what this package requires",
            )  # fmt: skip
        case Kind.CONTAINER_IMAGE if not said.has(component.id, RelationKind.CONTAINS):
            yield from unseen(
                component, unknown_id("contents", component.id), f"contents of {component.name}",
                RelationKind.CONTAINS, Kind.PACKAGE, "image-contents-not-listed",
                "an image holds packages; no BOM of it was read",
            )  # fmt: skip
        case Kind.MCP_SERVER if not said.has(component.id, RelationKind.REQUIRES, RelationKind.RUNS_ON):
            yield from unseen(
                component, unknown_id("implementation", component.id), f"implementation of {component.name}",
                RelationKind.REQUIRES, Kind.PACKAGE, "server-implementation-not-stated",
                "the configuration does not say which package or image runs behind the server",
            )  # fmt: skip


def _dependencies_known(component: Component, said: Said) -> bool:
    listed = not {LISTED, GIVEN}.isdisjoint(component.attributes.get("dependencies", "").split(" | "))
    return listed or component.knowledge is Knowledge.UNKNOWN or said.has(component.id, RelationKind.REQUIRES)
