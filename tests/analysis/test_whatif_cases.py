"""One worked case for each attack category, on the sample portfolio, as an expert would go through it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from explorer.analysis.control_effects import Help
from explorer.analysis.controls import recorded_controls
from explorer.analysis.exposure import exposure
from explorer.domain.annotation import Attack, Basis, Note, Subject
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.attacks import Moment, attack_types
from explorer.knowledge.controls import control_types
from explorer.knowledge.files import sample_folder
from explorer.pipeline.sample import open_sample
from explorer.pipeline.scan import scan
from explorer.pipeline.whatif_table import cut_words
from explorer.storage.workspace import Workspace
from tests.analysis.threat_cases import DAY, ask, controls, cut_by, effect, examined, systems

MISTRAL = "pkg:huggingface/mistralai/Mistral-7B-v0.1"
ADAPTER = "pkg:generic/claims-lora/adapter"
BUILD = "build:claims-rag/.github/workflows/build.yml"
LOOKALIKE = "pkg:huggingface/brightwater-example/Mistral-7B-lnstruct-v0.3"
SERVER = "pkg:npm/%40modelcontextprotocol/server-filesystem"
NOTES = "pkg:huggingface/datasets/brightwater-example/claims-notes"


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    with Workspace.open(open_sample(tmp_path_factory.mktemp("sample"))) as workspace:
        return workspace.portfolio()


def test_that_a1_a_poisoned_base_comes_to_the_adapter_and_to_the_model_nine_steps_down(portfolio: Snapshot) -> None:
    answer = ask(portfolio, "A1", MISTRAL)
    assert systems(answer, portfolio) == ["claims-lora", "gpu-serving"]
    deepest = next(each for each in answer.systems if portfolio.graph.id_of(each.system) == "system:gpu-serving")
    assert len(deepest.way) >= 9


def test_that_a1_is_cut_where_the_served_model_was_examined_and_not_by_its_signature(portfolio: Snapshot) -> None:
    served = "pkg:huggingface/brightwater-example/claims-7b-awq"
    examined_for_it = examined(served, Basis.SOURCE_REVIEW, Attack.MODEL_POISONING)
    answer = ask(portfolio, "A1", MISTRAL, examined_for_it)
    assert systems(answer, portfolio) == ["claims-lora"]
    assert cut_by(answer) == {"review"}
    for useless in (Basis.SIGNATURE, Basis.ATTESTATION, Basis.CONTRACT, Basis.REPUTATION, Basis.AUDIT):
        assert systems(ask(portfolio, "A1", MISTRAL, examined(served, useless)), portfolio) == [
            "claims-lora",
            "gpu-serving",
        ]
    for_something_else = examined(served, Basis.SOURCE_REVIEW, Attack.SERIALIZATION)
    assert systems(ask(portfolio, "A1", MISTRAL, for_something_else), portfolio) == ["claims-lora", "gpu-serving"]


def test_that_a2_poisoned_data_is_held_by_a_pin_only_from_now_on(portfolio: Snapshot) -> None:
    archive = "pkg:huggingface/datasets/brightwater-example/claims-archive"
    inside = ask(portfolio, "A2", archive)
    assert inside.moment is Moment.ALREADY
    assert systems(inside, portfolio) == ["claims-lora", "gpu-serving"]
    # claims-lora pins its notes to a commit; the model of gpu-serving was trained on the same data by name alone.
    later = ask(portfolio, "A2", archive, moment=Moment.LATER)
    assert cut_by(later) == {"pinned-digest"}
    assert systems(later, portfolio) == ["gpu-serving"]
    pinned = next(each.id for each in portfolio.components if each.id.startswith(NOTES + "@"))
    assert ask(portfolio, "A2", pinned, moment=Moment.LATER).reached_systems == ()
    assert systems(ask(portfolio, "A2", pinned), portfolio) == ["claims-lora"]


def test_that_a2_is_cut_by_a_review_of_the_data(portfolio: Snapshot) -> None:
    archive = "pkg:huggingface/datasets/brightwater-example/claims-archive"
    answer = ask(portfolio, "A2", archive, examined(NOTES, Basis.SOURCE_REVIEW, Attack.DATA_POISONING))
    assert systems(answer, portfolio) == []
    assert cut_by(answer) == {"review"}


def test_that_a3_a_hub_takeover_reaches_every_system_because_no_model_is_pinned(portfolio: Snapshot) -> None:
    answer = ask(portfolio, "A3", "hub:hugging-face")
    assert systems(answer, portfolio) == ["claims-lora", "claims-rag", "gpu-serving", "ops-agent"]


def test_that_a3_is_cut_for_what_the_maker_signed_and_for_nothing_else(portfolio: Snapshot) -> None:
    answer = ask(portfolio, "A3", "hub:hugging-face", examined(LOOKALIKE, Basis.SIGNATURE))
    assert systems(answer, portfolio) == ["claims-lora", "claims-rag", "gpu-serving"]
    assert cut_by(answer) >= {"signature"}


def test_that_a4_a_strangers_upload_is_not_stopped_by_the_strangers_signature(portfolio: Snapshot) -> None:
    assert systems(ask(portfolio, "A4", LOOKALIKE), portfolio) == ["ops-agent"]
    seen = examined(LOOKALIKE, Basis.SIGNATURE)
    signed = ask(portfolio, "A4", LOOKALIKE, seen)
    assert systems(signed, portfolio) == ["ops-agent"]
    assert effect(portfolio, signed, "signature", seen).recorded >= 1
    assert ask(portfolio, "A4", LOOKALIKE, examined(LOOKALIKE, Basis.SOURCE_REVIEW)).reached_systems == ()


def test_that_a5_an_exact_number_does_not_keep_a_confused_package_out_and_digests_do(tmp_path: Path) -> None:
    loose = scanned(tmp_path / "loose", "torch==2.4.1\n")
    assert systems(ask(loose, "A5", "pkg:pypi/torch@2.4.1"), loose) == ["loose"]
    pinned = scanned(tmp_path / "pinned", f"torch==2.4.1 --hash=sha256:{'a' * 64} --hash=sha256:{'b' * 64}\n")
    held = ask(pinned, "A5", "pkg:pypi/torch@2.4.1")
    assert systems(held, pinned) == []
    assert cut_by(held) == {"pinned-digest"}
    assert systems(ask(pinned, "A5", "pkg:pypi/torch@2.4.1", moment=Moment.ALREADY), pinned) == ["pinned"]


def test_that_a5_an_own_index_alone_keeps_it_out_and_an_extra_index_does_not(tmp_path: Path) -> None:
    own = scanned(tmp_path / "own", "--index-url https://packages.brightwater.example/simple\ntorch==2.4.1\n")
    held = ask(own, "A5", "pkg:pypi/torch@2.4.1")
    assert systems(held, own) == []
    assert cut_by(held) == {"own-mirror"}
    extra = scanned(tmp_path / "extra", "--extra-index-url https://packages.brightwater.example/simple\ntorch==2.4.1\n")
    assert systems(ask(extra, "A5", "pkg:pypi/torch@2.4.1"), extra) == ["extra"]


def test_that_a6_a_malicious_release_is_kept_out_by_the_lock_and_not_once_it_is_in_it(portfolio: Snapshot) -> None:
    torch = next(each.id for each in portfolio.components if each.name == "torch")
    later = ask(portfolio, "A6", torch)
    assert systems(later, portfolio) == []
    assert "pinned-version" in cut_by(later)
    assert systems(ask(portfolio, "A6", torch, moment=Moment.ALREADY), portfolio) == ["claims-lora", "claims-rag"]


@pytest.mark.parametrize("is_all_signed", [True, False])
def test_that_a3_is_cut_by_the_signature_on_all_weights_that_evidence_shows(
    tmp_path: Path, is_all_signed: bool
) -> None:
    """The maker signed these bytes, so the hub cannot give out others; one file that nobody signed is enough for it to."""
    letters = sample_folder() / "claims-lora" / "models" / "brightwater-example__letters-claims"
    model = tmp_path / "solo" / "models" / letters.name
    shutil.copytree(letters, model)
    named = "from transformers import AutoModel\nAutoModel.from_pretrained('brightwater-example/letters-claims')\n"
    (tmp_path / "solo" / "app.py").write_text(
        named, encoding="utf-8"
    )  # So the copy that lies here is not what is loaded.
    card = model / "README.md"
    card.write_text("\n".join(line for line in card.read_text().splitlines() if not line.startswith("base_model")))
    if not is_all_signed:
        shutil.copy(model / "model.safetensors", model / "second.safetensors")
    snapshot = scan([str(tmp_path / "solo"), f"key:{model / 'brightwater-release.pub'}"], None)
    answer = ask(snapshot, "A3", "hub:hugging-face")
    assert systems(answer, snapshot) == ([] if is_all_signed else ["solo"])
    assert cut_by(answer) == ({"signature"} if is_all_signed else set())


def test_that_a6_an_unpinned_server_package_takes_the_malicious_release(portfolio: Snapshot) -> None:
    package = "pkg:npm/%40modelcontextprotocol/server-filesystem"
    assert systems(ask(portfolio, "A6", package), portfolio) == ["ops-agent"]


def test_that_a7_a_pickle_reaches_its_loader_and_safetensors_cannot(portfolio: Snapshot, tmp_path: Path) -> None:
    answer = ask(portfolio, "A7", f"{ADAPTER}#adapter_model.bin")
    assert systems(answer, portfolio) == ["claims-lora"]
    assert systems(
        ask(portfolio, "A7", f"{ADAPTER}#adapter_model.bin", examined(ADAPTER, Basis.SIGNATURE)), portfolio
    ) == ["claims-lora"]
    safer = tmp_path / "claims-lora"
    shutil.copytree(sample_folder() / "claims-lora", safer)
    (safer / "adapter" / "adapter_model.bin").unlink()
    header = b'{"lora":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'
    (safer / "adapter" / "adapter_model.safetensors").write_bytes(len(header).to_bytes(8, "little") + header + bytes(4))
    snapshot = scan([str(safer)], None)
    held = ask(snapshot, "A7", f"{ADAPTER}#adapter_model.safetensors")
    assert systems(held, snapshot) == []
    assert cut_by(held) == {"safe-format"}


def test_that_a8_a_valid_signature_does_not_cut_a_build_compromise(portfolio: Snapshot) -> None:
    """The lesson of SolarWinds: what was changed before signing is validly signed."""
    signed = [examined(subject, Basis.SIGNATURE, Attack.BUILD_COMPROMISE) for subject in (BUILD, "system:claims-rag")]
    answer = ask(portfolio, "A8", BUILD, *signed)
    assert systems(answer, portfolio) == ["claims-rag"]
    found = effect(portfolio, answer, "signature", *signed)
    assert found.recorded > 0 and found.help is Help.DOES_NOT
    assert (found.holding, found.kept_now, found.kept_everywhere) == (0, 0, 0)
    for moment in Moment:
        assert systems(ask(portfolio, "A8", BUILD, *signed, moment=moment), portfolio) == ["claims-rag"]


def test_that_a8_is_cut_by_an_attestation_of_a_hardened_builder_and_not_below_level_three(portfolio: Snapshot) -> None:
    for words, expected in (("SLSA Build L3", []), ("SLSA Build L2", ["claims-rag"]), ("", ["claims-rag"])):
        attested = examined("system:claims-rag", Basis.ATTESTATION, Attack.BUILD_COMPROMISE, conditions=words)
        assert systems(ask(portfolio, "A8", BUILD, attested), portfolio) == expected, words


def test_that_a8_a_floating_action_carries_it_into_the_build(portfolio: Snapshot) -> None:
    assert systems(ask(portfolio, "A8", "pkg:github/actions/checkout@v4"), portfolio) == ["claims-rag"]


def test_that_a9_a_registry_delivers_to_all_and_image_digests_would_hold(portfolio: Snapshot, tmp_path: Path) -> None:
    assert systems(ask(portfolio, "A9", "hub:docker-hub"), portfolio) == ["claims-rag", "gpu-serving"]
    assert len(systems(ask(portfolio, "A9", "hub:pypi"), portfolio)) == 4
    folder = tmp_path / "pinned"
    folder.mkdir()
    (folder / "Dockerfile").write_text(f"FROM python@sha256:{'c' * 64}\n", encoding="utf-8")
    snapshot = scan([str(folder)], None)
    held = ask(snapshot, "A9", "hub:docker-hub")
    assert systems(held, snapshot) == []
    assert cut_by(held) == {"pinned-digest"}
    assert "withheld" in held.attack.remains


def test_that_a10_an_adapter_changes_who_puts_it_on_until_both_were_examined(portfolio: Snapshot) -> None:
    assert systems(ask(portfolio, "A10", ADAPTER), portfolio) == ["claims-lora"]
    assert systems(ask(portfolio, "A10", ADAPTER, examined(ADAPTER, Basis.SIGNATURE)), portfolio) == ["claims-lora"]
    assert (
        ask(portfolio, "A10", ADAPTER, examined(ADAPTER, Basis.SOURCE_REVIEW, Attack.MALICIOUS_ADAPTER)).reached_systems
        == ()
    )


def test_that_a11_only_the_pinned_server_of_four_is_held(portfolio: Snapshot) -> None:
    servers = {each.name: each.id for each in portfolio.components if each.id.startswith("mcp:")}
    assert len(servers) == 4
    reached = {name for name, server in servers.items() if ask(portfolio, "A11", server).reached_systems}
    assert reached == {"files", "github", "tickets"}
    assert cut_by(ask(portfolio, "A11", servers["fetch"])) == {"pinned-version"}
    assert (
        ask(portfolio, "A11", servers["tickets"], examined(servers["tickets"], Basis.SOURCE_REVIEW)).reached_systems
        == ()
    )


FILES = "mcp:@modelcontextprotocol/server-filesystem"
ARCHIVE = "pkg:huggingface/datasets/brightwater-example/claims-archive"
WHATEVER_COMES, WHATEVER_IS_IN = {"pinned-digest", "own-copy", "review"}, {"review"}
CUT_BY = {
    # Where it enters; what would cut it if it stood on every relation: of what is put in from now on, of what is in already.
    "A1": (MISTRAL, WHATEVER_COMES, WHATEVER_IS_IN),
    "A2": (ARCHIVE, WHATEVER_COMES, WHATEVER_IS_IN),
    # A takeover of the hub cannot sign for the maker, and what was copied before is not its any more.
    "A3": ("hub:hugging-face", WHATEVER_COMES | {"signature", "own-mirror"}, WHATEVER_IS_IN | {"signature"}),
    # The stranger's own signature is valid, so it is none of the cuts.
    "A4": (LOOKALIKE, WHATEVER_COMES, WHATEVER_IS_IN),
    # The confused package may bear the very number that is asked for, so an exact version is none of the cuts.
    "A5": (SERVER, WHATEVER_COMES | {"own-mirror"}, WHATEVER_IS_IN),
    "A6": (SERVER, WHATEVER_COMES | {"own-mirror", "pinned-version"}, WHATEVER_IS_IN),
    "A7": (f"{ADAPTER}#adapter_model.bin", WHATEVER_COMES | {"safe-format"}, WHATEVER_IS_IN | {"safe-format"}),
    # What the build put in before signing: signature, pins of the build and mirrors are none of the cuts.
    "A8": (BUILD, {"attestation", "reproduced", "review"}, {"attestation", "reproduced", "review"}),
    "A9": ("hub:docker-hub", WHATEVER_COMES | {"signature", "own-mirror"}, WHATEVER_IS_IN | {"signature"}),
    "A10": (ADAPTER, WHATEVER_COMES, WHATEVER_IS_IN),
    "A11": (FILES, WHATEVER_COMES | {"own-mirror", "pinned-version"}, WHATEVER_IS_IN),
}


@pytest.mark.parametrize("attack", CUT_BY)
def test_which_control_alone_would_cut_each_attack_wherever_it_stood(portfolio: Snapshot, attack: str) -> None:
    entry, later, already = CUT_BY[attack]
    graph, kind, found = portfolio.graph, attack_types()[Attack(attack)], controls(portfolio)
    # The sample's adapter lies in its folder, which holds off whatever is put in its place later.
    nothing = np.zeros(graph.relation_count, bool)
    none = replace(found, by_evidence={**found.by_evidence, "own-copy": nothing})
    node = graph.find(entry)
    assert node is not None
    for moment, expected in ((Moment.LATER, later), (Moment.ALREADY, already)):
        assert exposure(portfolio, graph.systems, kind, [node], none, moment).reached_systems, "a way to cut"
        everywhere = {each: none.with_control(each, range(graph.relation_count)) for each in control_types()}
        cutting = {
            control
            for control, recorded in everywhere.items()
            if not exposure(portfolio, graph.systems, kind, [node], recorded, moment).reached_systems
        }
        assert cutting == expected, moment


def scanned(folder: Path, requirements: str) -> Snapshot:
    folder.mkdir()
    (folder / "requirements.txt").write_text(requirements, encoding="utf-8")
    return scan([str(folder)], None)


LETTERS = "pkg:huggingface/brightwater-example/letters-legal"


def with_copy(folder: Path, code: str = "") -> Snapshot:
    """A system in whose folder all weights of a model lie, and code that may name the model besides."""
    of_sample = sample_folder() / "claims-lora" / "models"
    kept = "brightwater-example__letters-legal"
    shutil.copytree(of_sample / kept, folder / "models" / kept)
    (folder / "app.py").write_text(code, encoding="utf-8")
    return scan([str(folder)], "letters")


def test_that_a3_what_is_loaded_from_ones_own_copy_is_kept_from_a_hub_that_is_taken_over(tmp_path: Path) -> None:
    held = with_copy(tmp_path / "copied")
    answer = ask(held, "A3", "hub:hugging-face", moment=Moment.LATER)
    assert systems(answer, held) == [] and cut_by(answer) == {"own-copy"}
    # What was swapped before the copy was taken lies in the copy.
    assert systems(ask(held, "A3", "hub:hugging-face", moment=Moment.ALREADY), held) == ["letters"]


def test_that_a3_a_copy_beside_code_that_fetches_the_model_by_name_keeps_nothing_off(tmp_path: Path) -> None:
    code = "from transformers import AutoModel\nAutoModel.from_pretrained('brightwater-example/letters-legal')\n"
    fetched = with_copy(tmp_path / "fetched", code)
    answer = ask(fetched, "A3", "hub:hugging-face", moment=Moment.LATER)
    assert systems(answer, fetched) == ["letters"] and cut_by(answer) == set()


def test_that_an_own_copy_that_an_analyst_noted_counts_from_now_on_alone(portfolio: Snapshot) -> None:
    graph = portfolio.graph
    note = Note(Subject(LOOKALIKE), "We load it from our own store.", ("own copy",))
    found = recorded_controls(portfolio, (), DAY, (note,))
    hub, attack = graph.find("hub:hugging-face"), attack_types()[Attack("A3")]
    assert hub is not None
    answer = exposure(portfolio, graph.systems, attack, [hub], found)
    assert systems(answer, portfolio) == ["claims-lora", "claims-rag", "gpu-serving"]
    words = {cut_words(portfolio, found, answer, cut) for cut in answer.cuts if cut.control == "own-copy"}
    assert any("noted by an analyst" in each for each in words)
    stranger, upload = graph.find(LOOKALIKE), attack_types()[Attack("A4")]
    assert stranger is not None  # What a stranger uploaded is in the copy too.
    assert systems(exposure(portfolio, graph.systems, upload, [stranger], found), portfolio) == ["ops-agent"]


def test_that_a_weight_file_in_ones_own_copy_runs_like_any_other(portfolio: Snapshot) -> None:
    answer = ask(portfolio, "A7", f"{ADAPTER}#adapter_model.bin")
    assert systems(answer, portfolio) == ["claims-lora"]
