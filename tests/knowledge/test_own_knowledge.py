"""What a user knows is added to what is shipped, with its source; what is broken in it costs nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from explorer.cli.main import main
from explorer.domain.relation import RelationKind
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.clouds import clouds
from explorer.knowledge.files import name_knowledge, read_knowledge, read_shipped, refresh_knowledge
from explorer.knowledge.frameworks import hardware_needed, known_packages
from explorer.knowledge.hardware import accelerator_named, accelerators, instance_type
from explorer.knowledge.hubs import hub_of_host, hubs
from explorer.knowledge.open_tables import OPEN_TABLES
from explorer.knowledge.parties import parties, party_of_namespace
from explorer.knowledge.popular_names import popular_organisations
from explorer.knowledge.providers import providers
from explorer.pipeline.scan import scan
from explorer.settings import knowledge_folder

FOUNDED = 'source = "Our audit of 2026"\ndate = 2026-11-26\n'
ALL = "".join(
    head + FOUNDED
    for head in (
        '[[party]]\nid = "brightwater"\nname = "Brightwater AG"\nnamespaces = ["Brightwater-Example"]\ncountry = "CH"\n',
        '[[hub]]\nid = "our-hub"\nname = "Our hub"\noperator = "brightwater"\nhosts = ["models.huggingface.co"]\n',
        '[[cloud]]\nid = "our-cloud"\nname = "Our cloud"\noperator = "brightwater"\nterraform = ["ours"]\n',
        '[[hardware]]\nid = "our-chip"\nname = "Our chip"\nmaker = "brightwater"\nfoundry = "tsmc"\nwords = ["OC1"]\n',
        '[[instance_type]]\ncloud = "our-cloud"\npattern = \'oc\\.\\w+\'\naccelerator = "our-chip"\n',
        '[[provider]]\nid = "ours"\nparty = "brightwater"\ncloud = "our-cloud"\ncloud_source = "Our contract"\n',
        '[[package]]\necosystem = "pypi"\nname = "brightlearn"\nframework = true\nmaker = "brightwater"\n',
        "[[needs]]\npattern = 'brightlearn-oc'\nhardware = \"our-chip\"\n",
    )
)


def know(text: str, name: str = "mine.toml", folder: Path | None = None) -> list[str]:
    """Write a knowledge file; the messages about what is wrong with it."""
    folder = folder or knowledge_folder()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return [each.message for each in refresh_knowledge()]


def evidence_of(snapshot: Snapshot, source: str, kind: RelationKind, target: str) -> str:
    """The source of the fact that a derived relation rests on."""
    (relation,) = [
        each for each in snapshot.relations if (each.source, each.kind, each.target) == (source, kind, target)
    ]
    return relation.evidence[0].field


def test_that_entries_of_every_open_table_are_added() -> None:
    assert know(ALL) == []
    assert parties()["brightwater"].country == "CH"
    assert party_of_namespace("brightwater-example") == parties()["brightwater"]
    assert "brightwater-example" in popular_organisations()
    assert hub_of_host("models.huggingface.co") == hubs()["our-hub"]
    assert clouds()["our-cloud"].operator == "brightwater"
    assert accelerator_named("8 x oc1") == accelerators()["our-chip"]
    assert instance_type("oc.large").accelerator == "our-chip"  # type: ignore[union-attr]
    assert providers()["ours"].cloud_source == "Our contract (mine.toml)"
    assert known_packages()["pypi", "brightlearn"].source == "Our audit of 2026 (mine.toml)"
    assert hardware_needed("brightlearn-oc") == ("our-chip", "Our audit of 2026 (mine.toml)")
    assert parties()["meta"].name == "Meta"


def test_that_answers_made_from_it_carry_its_source(tmp_path: Path) -> None:
    know(ALL)
    (tmp_path / "requirements.txt").write_text("brightlearn==1.0\nbrightlearn-oc==1.0\ntorch==2.4.1\n")
    snapshot = scan([str(tmp_path)], None)
    ours, theirs = "pkg:pypi/brightlearn@1.0", "pkg:pypi/torch@2.4.1"
    assert evidence_of(snapshot, ours, RelationKind.MADE_BY, "party:brightwater") == "Our audit of 2026 (mine.toml)"
    shipped = read_shipped("frameworks")["meta"]["source"]
    assert evidence_of(snapshot, theirs, RelationKind.MADE_BY, "party:linux-foundation") == shipped
    assert snapshot.component(ours).attributes["framework"] == "yes"  # type: ignore[union-attr]
    chip = "hardware:our-chip"
    assert evidence_of(snapshot, "pkg:pypi/brightlearn-oc@1.0", RelationKind.RUNS_ON, chip).endswith("(mine.toml)")
    assert evidence_of(snapshot, chip, RelationKind.BUILT_BY, "party:tsmc").endswith("(mine.toml)")


def test_that_an_entry_with_the_id_of_a_shipped_one_takes_its_place_whole() -> None:
    count = len(parties())
    assert know(f'[[party]]\nid = "meta"\nname = "Meta Platforms"\ncountry = "IE"\n{FOUNDED}') == []
    assert (parties()["meta"].name, parties()["meta"].country, len(parties())) == ("Meta Platforms", "IE", count)
    assert party_of_namespace("meta-llama") is None
    assert read_shipped("parties")["party"][0]["name"] == "Meta"


def test_that_a_namespace_which_the_user_gives_to_somebody_is_theirs() -> None:
    know(f'[[party]]\nid = "ours"\nname = "Ours"\nnamespaces = ["meta-llama"]\n{FOUNDED}')
    assert party_of_namespace("meta-llama") == parties()["ours"]


def test_that_what_was_known_is_forgotten_with_its_file() -> None:
    know(ALL)
    assert "brightwater" in parties()
    (knowledge_folder() / "mine.toml").unlink()
    assert refresh_knowledge() == ()
    assert "brightwater" not in parties()
    assert hub_of_host("models.huggingface.co") == hubs()["hugging-face"]
    assert read_knowledge("parties") == read_shipped("parties")


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ('[[party]]\nid = "x"\nname = "X"\ndate = 2026-11-26', "[[party]] x has no source"),
        ('[[party]]\nid = "x"\nname = "X"\nsource = "y"', "[[party]] x has no date of the form 2026-11-26"),
        (f'[[party]]\nname = "X"\n{FOUNDED}', "A [[party]] without id has no id"),
        (f'[[party]]\nid = "X y"\nname = "X"\n{FOUNDED}', "[[party]] X y has an id that is not of small letters"),
        (f'[[party]]\nid = "x"\nname = "X"\ncontry = "DE"\n{FOUNDED}', "[[party]] x has 'contry', which is no field"),
        (f'[[party]]\nid = "x"\nname = "X"\ncountry = "Germany"\n{FOUNDED}', "[[party]] x has a country that is not"),
        (f'[[party]]\nid = "x"\nname = "X"\nowner = "nobody"\n{FOUNDED}', "[[party]] x names 'nobody' as owner"),
        (f'[[party]]\nid = "x"\nname = "X"\nowner = "x"\n{FOUNDED}', "[[party]] x is owned by itself"),
        (f'[[party]]\nid = "x"\nname = "X"\nowner = 3\n{FOUNDED}', "[[party]] x has no text as owner"),
        (f'[[party]]\nid = "x"\nname = "X"\nnamespaces = "x"\n{FOUNDED}', "[[party]] x has no list of texts as name"),
        (f'[[hub]]\nid = "x"\nname = "X"\noperator = "nobody"\n{FOUNDED}', "[[hub]] x names 'nobody' as operator"),
        (f'[[package]]\necosystem = "pypi"\nname = "x"\n{FOUNDED}', "[[package]] pypi x must say true or false"),
        (f'[[provider]]\nid = "x"\nparty = "meta"\ncloud = "aws"\n{FOUNDED}', "[[provider]] x must have both cloud"),
        (f'[[needs]]\npattern = "("\nhardware = "nvidia-gpu"\n{FOUNDED}', "[[needs]] ( has a pattern that is no"),
    ],
)
def test_that_a_broken_entry_is_one_sentence_and_the_rest_is_used(entry: str, reason: str) -> None:
    good = f'[[party]]\nid = "good"\nname = "Good"\n{FOUNDED}'
    (message,) = know(f"{good}{entry}\n")
    assert message.startswith(f"mine.toml: {reason}")
    assert "good" in parties()
    assert "x" not in parties()


def test_that_who_refers_to_an_entry_which_is_left_out_is_left_out_too() -> None:
    first = f'[[party]]\nid = "a"\nname = "A"\nowner = "b"\n{FOUNDED}[[party]]\nid = "b"\nname = "B"\nowner = "c"\n{FOUNDED}'
    messages = know(f'{first}[[hub]]\nid = "h"\nname = "H"\noperator = "a"\n{FOUNDED}')
    assert len(messages) == 3
    assert parties().keys().isdisjoint({"a", "b"})
    assert "h" not in hubs()


def test_that_a_shipped_entry_holds_again_where_its_replacement_cannot_be_used() -> None:
    know(
        f'[[party]]\nid = "meta"\nname = "M"\nowner = "nobody"\n{FOUNDED}[[hub]]\nid = "h"\nname = "H"\noperator = "meta"\n{FOUNDED}'
    )
    assert parties()["meta"].name == "Meta"
    assert "h" in hubs()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[[party", "mine.toml cannot be read as TOML ("),
        ('[[attack]]\nid = "A99"', "mine.toml has 'attack', which nobody can add to."),
        ('[party]\nid = "x"', "mine.toml has 'party' in another form."),
    ],
)
def test_that_a_broken_file_is_one_sentence_and_other_files_are_used(text: str, reason: str) -> None:
    know(ALL, "other.toml")
    (message,) = know(text)
    assert message.startswith(reason)
    assert "brightwater" in parties()


def test_that_one_thing_said_twice_is_told() -> None:
    know(ALL, "a.toml")
    messages = know(ALL, "b.toml")
    assert len(messages) == len(OPEN_TABLES)
    assert messages[0] == "b.toml: [[party]] brightwater is given once already, in a.toml."


def test_that_a_file_which_is_no_text_is_told() -> None:
    know("")
    (knowledge_folder() / "mine.toml").write_bytes(b"\xff\xfe\x00")
    (problem,) = refresh_knowledge()
    assert problem.message.startswith("mine.toml cannot be read as TOML")


def test_that_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    knowledge_folder().parent.mkdir(parents=True, exist_ok=True)
    knowledge_folder().write_text("")
    (tmp_path / "requirements.txt").write_text("torch\n")
    (problem,) = scan([str(tmp_path)], None).problems
    assert problem.message == "knowledge cannot be listed: Not a directory."


def test_that_a_scan_shows_what_is_wrong_and_uses_a_folder_that_is_named(tmp_path: Path, capsys) -> None:
    app, facts = tmp_path / "app", tmp_path / "facts"
    app.mkdir()
    (app / "requirements.txt").write_text("brightlearn==1.0\n")
    know(ALL.replace("Our audit of 2026", "The settings folder"))
    know(ALL + '[[party]]\nid = "x"\nname = "X"\n', folder=facts)
    assert main(["scan", str(app), "--knowledge", str(facts), "--format", "json"]) == 0
    document = capsys.readouterr().out
    assert "Our audit of 2026 (mine.toml)" in document
    assert "The settings folder" not in document
    assert [each["message"] for each in json.loads(document)["problems"]] == ["mine.toml: [[party]] x has no source."]
    assert main(["scan", str(app), "--format", "json"]) == 0
    assert "The settings folder (mine.toml)" in capsys.readouterr().out


def test_that_a_machine_type_of_the_user_goes_before_the_shipped_and_all_of_these_stay() -> None:
    count = len(read_shipped("instance_types")["instance_type"])
    know(f"[[instance_type]]\ncloud = \"aws\"\npattern = 'p5\\.48xlarge'\n{FOUNDED}")
    assert instance_type("p5.48xlarge").accelerator == ""  # type: ignore[union-attr]
    assert instance_type("p5.4xlarge").accelerator == "nvidia-h100"  # type: ignore[union-attr]
    assert len(read_knowledge("instance_types")["instance_type"]) == count + 1


def test_that_the_example_of_the_readme_is_taken_as_it_stands_there() -> None:
    text = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    assert know(example) == []
    assert party_of_namespace("brightwater-ai") == parties()["brightwater"]


def test_that_a_folder_which_is_none_is_refused(tmp_path: Path, capsys) -> None:
    assert main(["scan", str(tmp_path), "--knowledge", str(tmp_path / "none")]) == 2
    assert "is no folder of knowledge files. Give a folder that holds TOML files." in capsys.readouterr().err
    name_knowledge(None)


@pytest.mark.parametrize("table", OPEN_TABLES, ids=lambda table: table.word)
def test_that_the_shipped_entries_keep_to_the_form_that_is_asked_of_users(table) -> None:
    fields = {field for entry in read_shipped(table.file)[table.word] for field in entry}
    assert fields <= table.fields
