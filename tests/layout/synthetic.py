"""Made-up supply chains of any size, the same for the same seed: nothing in them is about a real party."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.merge import merge
from explorer.graph.snapshot import Snapshot, snapshot_of

_EVIDENCE = (Evidence("synthetic"),)
_WORDS = [
    "amber",
    "birch",
    "cedar",
    "delta",
    "ember",
    "fjord",
    "grove",
    "heron",
    "inlet",
    "juniper",
    "kestrel",
    "lagoon",
    "meadow",
    "nectar",
    "osprey",
    "prairie",
    "quarry",
    "reef",
    "spruce",
    "tundra",
    "upland",
    "valley",
    "willow",
    "yarrow",
    "zephyr",
    "basin",
    "canyon",
    "dune",
    "estuary",
    "glacier",
]
_OWNERS = ["northwind-lab", "harbor-ai", "stillwater", "open-estuary", "meridian-research", "blue-heron"]


@dataclass
class _Builder:
    rng: random.Random
    components: dict[str, Component] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)

    def add(
        self, identity: str, kind: Kind, name: str, knowledge: Knowledge = Knowledge.DECLARED, version: str = ""
    ) -> str:
        self.components.setdefault(
            identity, Component(ComponentId(identity), kind, name, version, None, knowledge, {}, _EVIDENCE)
        )
        return identity

    def join(self, source: str, target: str, kind: RelationKind, knowledge: Knowledge = Knowledge.DECLARED) -> None:
        if source != target:
            self.relations.append(
                Relation(ComponentId(source), ComponentId(target), kind, knowledge=knowledge, evidence=_EVIDENCE)
            )

    def word(self) -> str:
        return f"{self.rng.choice(_WORDS)}-{self.rng.choice(_WORDS)}"

    def known(self) -> Knowledge:
        return self.rng.choices(list(Knowledge)[:3], (2, 6, 2))[0]

    def snapshot(self) -> Snapshot:
        return snapshot_of(merge([*self.components.values(), *self.relations]), "2026-01-01T00:00:00Z")


def portfolio(systems: int, components: int, seed: int = 1) -> Snapshot:
    """About so many components of every class below so many systems, with some cycles and unknown ends."""
    make = _Builder(random.Random(seed))
    names = ["support-assistant", "claims-triage", "code-review-bot", "document-search", "voice-notes", "fraud-watch"]
    roots = [
        make.add(f"system:{names[i % 6]}{i // 6 or ''}", Kind.SYSTEM, f"{names[i % 6]}{i // 6 or ''}")
        for i in range(systems)
    ]
    hubs = [make.add(f"hub:{name}", Kind.HUB, name) for name in ("model-harbor", "package-index", "image-registry")]
    parties = [make.add(f"party:{name}", Kind.PARTY, name.replace("-", " ").title()) for name in _OWNERS]
    chips = [
        make.add("hardware:accel-x1", Kind.HARDWARE, "Accel X1"),
        make.add("hardware:accel-x2", Kind.HARDWARE, "Accel X2"),
    ]
    clouds = [make.add("cloud:nimbus", Kind.CLOUD, "Nimbus"), make.add("cloud:cirrus", Kind.CLOUD, "Cirrus")]
    for cloud, chip in zip(clouds, chips, strict=True):
        make.join(cloud, chip, RelationKind.EQUIPPED_WITH)
        make.join(cloud, parties[0], RelationKind.OPERATED_BY)
    for chip in chips:
        make.join(chip, parties[1], RelationKind.MADE_BY)
    for hub in hubs:
        make.join(hub, make.rng.choice(parties), RelationKind.OPERATED_BY)
    for root in roots:
        make.join(root, make.rng.choice(clouds), RelationKind.RUNS_ON, Knowledge.INFERRED)
        _agents(make, root)
        _build(make, root, hubs[2])
    left = max(0, components - len(make.components))
    _packages(make, roots, int(left * 0.55), hubs[1], parties)
    while len(make.components) < components:
        _model(make, make.rng.choice(roots), hubs[0], parties, components)
    return make.snapshot()


def _agents(make: _Builder, root: str) -> None:
    for number in range(make.rng.randint(1, 3)):
        server = make.add(f"mcp:{root}-{number}", Kind.MCP_SERVER, f"{make.word()}-mcp", make.known())
        make.join(root, server, RelationKind.CALLS)
        for tool in range(make.rng.randint(1, 5)):
            name = f"{make.rng.choice(('read', 'search', 'write', 'list'))}_{make.rng.choice(_WORDS)}"
            make.join(server, make.add(f"{server}#{tool}", Kind.TOOL, name), RelationKind.SERVES)


def _build(make: _Builder, root: str, registry: str) -> None:
    image = make.add(f"pkg:docker/{root[7:]}@1", Kind.CONTAINER_IMAGE, f"{root[7:]}-image", version="1.4")
    make.join(root, image, RelationKind.BUILT_BY)
    make.join(image, registry, RelationKind.DISTRIBUTED_BY, Knowledge.INFERRED)
    for step in range(2):
        action = make.add(
            f"pkg:github/estuary/step{step}@v4", Kind.ACTION, f"estuary/step{step}", Knowledge.VERIFIED, "v4"
        )
        make.join(image, action, RelationKind.BUILT_BY)


def _packages(make: _Builder, roots: list[str], count: int, index: str, parties: list[str]) -> None:
    made: list[str] = []
    for number in range(count):
        name = f"{make.rng.choice(_WORDS)}-{make.rng.choice(('core', 'utils', 'client', 'io', 'ml'))}{number}"
        version = f"{make.rng.randint(0, 4)}.{make.rng.randint(0, 20)}"
        one = make.add(f"pkg:pypi/{name}@{version}", Kind.PACKAGE, name, make.known(), version)
        make.join(one, index, RelationKind.DISTRIBUTED_BY, Knowledge.INFERRED)
        if made and make.rng.random() < 0.75:
            for parent in make.rng.sample(made[-60:], min(len(made), make.rng.randint(1, 2))):
                make.join(parent, one, RelationKind.REQUIRES)
        else:
            make.join(make.rng.choice(roots), one, RelationKind.USES)
        if make.rng.random() < 0.06:
            make.join(one, make.rng.choice(parties), RelationKind.MADE_BY)
        if make.rng.random() < 0.12:
            hidden = make.add(f"unknown:dependencies:{one}", Kind.UNKNOWN, "dependencies", Knowledge.UNKNOWN)
            make.join(one, hidden, RelationKind.REQUIRES, Knowledge.UNKNOWN)
        made.append(one)
    if len(made) > 10:
        make.join(made[-1], made[-5], RelationKind.REQUIRES)
        make.join(made[-5], made[-1], RelationKind.REQUIRES)


def _model(make: _Builder, root: str, hub: str, parties: list[str], most: int) -> None:
    """A lineage: adapter, tuned model, base model, its data and files, some ends unknown."""
    here, words = root, [RelationKind.ADAPTS, RelationKind.FINE_TUNED_FROM, RelationKind.QUANTIZED_FROM]
    for generation in range(make.rng.randint(1, 4)):
        owner, word = make.rng.choice(_OWNERS), make.word()
        kind = Kind.ADAPTER if generation == 0 and make.rng.random() < 0.35 else Kind.MODEL
        size = make.rng.choice(("7b", "13b", "70b", "large", "instruct"))
        identity = f"pkg:huggingface/{owner}/{word}-{size}-{len(make.components)}"
        make.add(identity, kind, f"{owner}/{word}-{size}", make.known())
        make.join(here, identity, RelationKind.USES if here == root else make.rng.choice(words), make.known())
        make.join(identity, hub, RelationKind.DISTRIBUTED_BY, Knowledge.INFERRED)
        make.join(identity, f"party:{owner}", RelationKind.MADE_BY)
        for file in range(make.rng.randint(0, 3)):
            path = f"model-{file + 1:05}.safetensors"
            weight = make.add(f"{identity}#{path}", Kind.WEIGHT_FILE, path, Knowledge.VERIFIED)
            make.join(identity, weight, RelationKind.CONTAINS, Knowledge.VERIFIED)
        here = identity
    if make.rng.random() < 0.5:
        hidden = make.add(f"unknown:training-data:{here}", Kind.UNKNOWN, "training data", Knowledge.UNKNOWN)
        make.join(here, hidden, RelationKind.TRAINED_ON, Knowledge.UNKNOWN)
    for _ in range(make.rng.randint(0, 3)):
        name = f"{make.word()}-corpus"
        data = make.add(f"pkg:huggingface/datasets/{make.rng.choice(_OWNERS)}/{name}", Kind.DATASET, name, make.known())
        make.join(here, data, RelationKind.TRAINED_ON)
        make.join(data, hub, RelationKind.DISTRIBUTED_BY, Knowledge.INFERRED)


def small() -> Snapshot:
    """Fifteen components, one of nearly every class, small enough to know by heart."""
    make = _Builder(random.Random(0))
    system = make.add("system:support-assistant", Kind.SYSTEM, "support-assistant")
    adapter = make.add("pkg:huggingface/harbor-ai/support-lora", Kind.ADAPTER, "harbor-ai/support-lora")
    tuned = make.add("pkg:huggingface/stillwater/heron-7b-chat", Kind.MODEL, "stillwater/heron-7b-chat")
    base = make.add("pkg:huggingface/northwind-lab/heron-7b", Kind.MODEL, "northwind-lab/heron-7b", Knowledge.VERIFIED)
    weights = make.add(f"{base}#model.safetensors", Kind.WEIGHT_FILE, "model.safetensors", Knowledge.VERIFIED)
    corpus = make.add("pkg:huggingface/datasets/estuary/marsh-corpus", Kind.DATASET, "marsh-corpus")
    hidden = make.add(f"unknown:training-data:{base}", Kind.UNKNOWN, "training data", Knowledge.UNKNOWN)
    frame = make.add("pkg:pypi/brook@2.4.1", Kind.PACKAGE, "brook", Knowledge.VERIFIED, "2.4.1")
    tensor = make.add("pkg:pypi/pebble-tensor@1.9", Kind.PACKAGE, "pebble-tensor", version="1.9")
    server = make.add("mcp:ticket-desk", Kind.MCP_SERVER, "ticket-desk")
    image = make.add("pkg:docker/support@1.4", Kind.CONTAINER_IMAGE, "support-image", version="1.4")
    hub = make.add("hub:model-harbor", Kind.HUB, "Model Harbor", Knowledge.INFERRED)
    cloud = make.add("cloud:nimbus", Kind.CLOUD, "Nimbus")
    chip = make.add("hardware:accel-x1", Kind.HARDWARE, "Accel X1", Knowledge.INFERRED)
    party = make.add("party:northwind-lab", Kind.PARTY, "Northwind Lab")
    for source, target, word in (
        (system, adapter, RelationKind.USES),
        (system, frame, RelationKind.USES),
        (system, server, RelationKind.CALLS),
        (system, image, RelationKind.BUILT_BY),
        (system, cloud, RelationKind.RUNS_ON),
        (adapter, tuned, RelationKind.ADAPTS),
        (tuned, base, RelationKind.FINE_TUNED_FROM),
        (base, weights, RelationKind.CONTAINS),
        (tuned, corpus, RelationKind.TRAINED_ON),
        (frame, tensor, RelationKind.REQUIRES),
        (base, party, RelationKind.MADE_BY),
    ):
        make.join(source, target, word)
    make.join(base, hidden, RelationKind.TRAINED_ON, Knowledge.UNKNOWN)
    make.join(base, hub, RelationKind.DISTRIBUTED_BY, Knowledge.INFERRED)
    make.join(tuned, hub, RelationKind.DISTRIBUTED_BY, Knowledge.INFERRED)
    make.join(cloud, chip, RelationKind.EQUIPPED_WITH, Knowledge.INFERRED)
    return make.snapshot()


def star(leaves: int) -> Snapshot:
    """One system that uses so many packages."""
    make = _Builder(random.Random(0))
    system = make.add("system:hub-and-spokes", Kind.SYSTEM, "hub-and-spokes")
    for number in range(leaves):
        make.join(
            system,
            make.add(f"pkg:pypi/leaf{number:05}@1", Kind.PACKAGE, f"leaf{number:05}", version="1"),
            RelationKind.USES,
        )
    return make.snapshot()


def chain(length: int) -> Snapshot:
    """A system and a lineage of so many models in one line."""
    make = _Builder(random.Random(0))
    here = make.add("system:long-story", Kind.SYSTEM, "long-story")
    for number in range(length):
        model = make.add(f"pkg:huggingface/line/generation-{number}", Kind.MODEL, f"line/generation-{number}")
        make.join(here, model, RelationKind.FINE_TUNED_FROM if number else RelationKind.USES)
        here = model
    return make.snapshot()


def empty() -> Snapshot:
    """Nothing at all."""
    return _Builder(random.Random(0)).snapshot()
