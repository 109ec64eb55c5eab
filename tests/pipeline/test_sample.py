"""The sample portfolio shows what it promises."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from explorer.analysis.concentration import Dimension
from explorer.analysis.depth import depth
from explorer.analysis.structural_lineage import Fit, lineage_checks
from explorer.analysis.why import why
from explorer.domain.annotation import Note, Subject
from explorer.domain.component import ComponentClass, Kind, Knowledge
from explorer.domain.relation import RelationKind
from explorer.domain.workshop import Slide
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers, answer
from explorer.pipeline.sample import EDITION, SAMPLE_SYSTEMS, open_sample
from explorer.pipeline.scan import scan
from explorer.pipeline.stories import sample_story
from explorer.storage.workspace import Workspace

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    with Workspace.open(open_sample(tmp_path_factory.mktemp("sample"))) as workspace:
        return workspace.portfolio()


@pytest.fixture(scope="module")
def answers(portfolio: Snapshot) -> Answers:
    return answer(portfolio, (), None, DAY)


def test_that_all_nine_classes_are_there(portfolio: Snapshot) -> None:
    classes = {component.component_class for component in portfolio.components}
    assert {each for each in ComponentClass if each.value.startswith("C")} <= classes


def test_that_four_systems_are_there_and_nothing_went_wrong(portfolio: Snapshot) -> None:
    assert [f"system:{name}" for name in sorted(SAMPLE_SYSTEMS)] == portfolio.systems()
    assert [problem for problem in portfolio.problems if "failed" in problem.message] == []


def test_that_a_chain_of_twelve_leads_from_an_application_to_a_hardware_maker(portfolio: Snapshot) -> None:
    graph = portfolio.graph
    start, maker = graph.find("system:gpu-serving"), graph.find("party:nvidia")
    assert start is not None and maker is not None
    assert depth(graph, [start]).greatest[maker] >= 12
    found = why(graph, start, maker, 3)
    assert found.paths
    assert found.paths[0][0] == start
    assert found.paths[0][-1] == maker


def test_that_systems_thought_independent_share_ancestors(portfolio: Snapshot) -> None:
    graph = portfolio.graph
    base = graph.find("pkg:huggingface/mistralai/Mistral-7B-v0.1")
    assert base is not None
    for system in ("system:claims-lora", "system:gpu-serving"):
        start = graph.find(system)
        assert start is not None
        assert why(graph, start, base, 1).paths


def test_that_undisclosed_training_data_is_a_node(portfolio: Snapshot) -> None:
    unknown = portfolio.component("unknown:training-data:pkg:huggingface/mistralai/Mistral-7B-v0.1")
    assert unknown is not None
    assert unknown.knowledge is Knowledge.UNKNOWN


def test_that_the_adapter_pins_no_base_and_its_weights_are_a_pickle(portfolio: Snapshot) -> None:
    adapters = [each for each in portfolio.components if each.kind is Kind.ADAPTER]
    base = next(each for each in portfolio.relations if each.kind is RelationKind.ADAPTS)
    assert base.source in {each.id for each in adapters}
    assert base.attributes["pinned"] == "no"
    weights = [each for each in portfolio.components if each.kind is Kind.WEIGHT_FILE]
    assert [each for each in weights if "pickle" in each.attributes.get("format", "").lower()]


def test_that_the_lookalike_model_is_a_stranger_beside_the_real_one(portfolio: Snapshot) -> None:
    lookalike = portfolio.component("pkg:huggingface/brightwater-example/Mistral-7B-lnstruct-v0.3")
    real = portfolio.component("pkg:huggingface/mistralai/Mistral-7B-Instruct-v0.3")
    assert lookalike is not None and real is not None
    assert lookalike.supplier != real.supplier


def test_that_one_hardware_maker_stands_behind_three_of_four_systems(answers: Answers) -> None:
    hardware = next(each for each in answers.concentrations if each.dimension is Dimension.HARDWARE_MAKER)
    exposed = {holder.id: len(holder.systems) for holder in hardware.holders}
    assert exposed["party:nvidia"] == 3  # The agent calls hosted models only, and installs no GPU package.


@pytest.mark.parametrize("name", SAMPLE_SYSTEMS)
def test_that_each_sample_has_a_readme_for_a_workshop(name: str) -> None:
    from explorer.knowledge.files import sample_folder

    text = (Path(sample_folder()) / name / "README.md").read_text(encoding="utf-8")
    assert "What a workshop can look for" in text
    assert "sources" in text


def test_that_a_scan_gives_the_same_graph_twice() -> None:
    from explorer.knowledge.files import sample_folder

    target = str(sample_folder() / "claims-rag")
    first, second = scan([target], None), scan([target], None)
    assert list(first.components) == list(second.components)
    assert list(first.relations) == list(second.relations)


def test_that_claimed_bases_fit_do_not_fit_and_cannot_be_told(portfolio: Snapshot) -> None:
    """By hand, from the files in claims-lora/models: the base is 16 wide with 64 tokens and has no module W_pack."""
    graph = portfolio.graph
    found = {str(graph.id_of(each.node)).rpartition("/")[2]: each for each in lineage_checks(portfolio)}
    differing = {
        name: {check.what for check in found[name].checks if check.fit is Fit.DIFFERS}
        for name in ("letters-claims", "letters-legal", "letters-tone-lora")
    }
    assert differing == {
        "letters-claims": set(),  # Two tokens more than the base are no misfit.
        "letters-legal": {"hidden size", "vocabulary"},
        "letters-tone-lora": {"hidden size", "target modules", "rank below the width"},
    }
    assert found["letters-claims"].fit is Fit.FITS
    assert found["claims-7b-awq"].fit is Fit.FITS  # Model type and architecture, as the hub states them.
    assert found["adapter"].fit is Fit.CANNOT_TELL  # Its weights are a pickle, and nothing states the base's width.


def test_that_a_sample_of_another_edition_is_kept_and_a_new_one_made_beside_it(tmp_path: Path) -> None:
    first = open_sample(tmp_path)
    assert open_sample(tmp_path) == first
    with Workspace.open(first) as workspace:
        workspace.set_setting(EDITION, "an older one")
    second = open_sample(tmp_path)
    assert second != first and first.exists()
    assert open_sample(tmp_path) == second


def test_that_a_new_sample_has_its_slides_and_nothing_to_undo(tmp_path: Path) -> None:
    with Workspace.open(open_sample(tmp_path)) as workspace:
        assert [each for each in workspace.annotations() if isinstance(each, Slide)] == list(sample_story())
        assert (workspace.undo_text, workspace.redo_text) == (None, None)
        assert (
            len(workspace.journal()) == len(sample_story()) + 1
        )  # Whose portfolio it is, too. Who put them there is told all the same.
        workspace.put(Note(Subject("party:nvidia"), "x"), "ada")
        assert workspace.undo("ada") == "Add note “x”"
        assert workspace.undo("ada") is None
