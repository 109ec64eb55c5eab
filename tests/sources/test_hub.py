"""The real client against a loopback server that replays recorded answers, and misbehaves."""

from __future__ import annotations

import json
import subprocess
import sys
import threading

import pytest

from explorer.domain.claim import Problem
from explorer.domain.component import ComponentId, Knowledge
from explorer.domain.relation import LINEAGE, RelationKind
from explorer.errors import InputError
from explorer.graph.identity import hub_dataset_id, hub_model_id
from explorer.graph.merge import merge
from explorer.progress import Cancelled, Progress
from explorer.sources.answer_cache import MemoryCache
from explorer.sources.hub import MAX_FAILURES, follow
from tests.hub_server import NOT_FOUND, Reply, hub_server, json_reply, recorded_answers
from tests.sources.model_reading import component, edges, relation

HUB = "pkg:huggingface/"
MODEL = hub_model_id("o/m")
PATH = "api/models/o/m"
GOOD = json_reply({"id": "o/m", "sha": "a" * 40})


def model(name, *bases, **values):
    found = {
        "id": name,
        "sha": "b" * 40,
        "baseModels": {"relation": "finetune", "models": [{"id": each} for each in bases]},
    }
    return json_reply({**found, **values})


def asked_about(hub, *seeds, **options):
    return merge(follow(seeds or [MODEL], endpoint=hub.endpoint, **options))


def only_problem(draft):
    (found,) = draft.problems.values()
    return found


@pytest.fixture(scope="module")
def replayed(shared_data):
    """All recorded models asked for through the real client, twice: the second time from the kept answers."""
    answers = recorded_answers(shared_data / "hf-api-recorded")
    cache = MemoryCache()
    seeds = [hub_model_id(path.removeprefix("api/models/")) for path in answers]
    with hub_server({path: json_reply(answer) for path, answer in answers.items()}) as hub:
        first = list(follow(seeds, endpoint=hub.endpoint, cache=cache))
        requests = list(hub.requests)
        again = list(follow(seeds, endpoint=hub.endpoint, cache=cache))
        return first, again, requests, hub.requests, seeds


def test_that_every_recorded_model_is_confirmed_by_the_hub(replayed):
    first, *_, seeds = replayed
    draft = merge(first)
    assert len(seeds) == 42
    assert all(component(draft, seed).knowledge is Knowledge.VERIFIED for seed in seeds)
    assert len(edges(draft, *(LINEAGE - {RelationKind.TRAINED_ON}))) == 6


def test_that_bases_and_datasets_are_asked_for_in_their_turn_and_each_only_once(replayed):
    first, _, requests, _, _ = replayed
    paths = [path.split("?")[0] for path, _ in requests]
    assert "/api/models/mistralai/Mistral-7B-v0.1" in paths
    assert "/api/datasets/HuggingFaceH4/ultrachat_200k" in paths
    assert len(paths) == len(set(paths))
    assert component(merge(first), HUB + "mistralai/Mistral-7B-v0.1").attributes["on the hub"] == "not found or private"


def test_that_the_second_time_needs_no_network_and_says_the_same_with_the_same_dates(replayed):
    first, again, requests, all_requests, _ = replayed
    assert all_requests == requests
    assert again == first


def test_that_nothing_but_the_name_is_sent(replayed):
    _, _, requests, _, _ = replayed
    for path, headers in requests:
        names = {name.lower() for name in headers}
        assert "authorization" not in names
        assert "cookie" not in names
        assert names <= {"host", "accept", "accept-encoding", "connection", "user-agent", "x-amzn-trace-id"}
        assert "torch" not in headers.get("user-agent", "")
        assert {part.split("=")[0] for part in path.partition("?")[2].split("&")} == {"expand"}


def test_that_a_token_of_the_machine_is_never_sent(tmp_path, monkeypatch):
    code = (
        "import sys; from explorer.sources.hub import follow; from explorer.graph.identity import hub_model_id\n"
        "print(len(list(follow([hub_model_id('o/m')], endpoint=sys.argv[1]))))"
    )
    (tmp_path / "token").write_text("hf_" + "x" * 30)
    environment = {"HF_TOKEN": "hf_" + "y" * 30, "HF_HOME": str(tmp_path), "PATH": "", "PYTHONPATH": ":".join(sys.path)}
    with hub_server({PATH: GOOD}) as hub:
        done = subprocess.run(
            [sys.executable, "-c", code, hub.endpoint], env=environment, capture_output=True, text=True
        )
        assert done.stdout.strip() == "1", done.stderr
        assert [name for _, headers in hub.requests for name in headers if name.lower() == "authorization"] == []


def test_that_lineage_is_followed_to_its_end_across_kinds():
    replies = {
        PATH: model("o/m", "o/a", "o/b", cardData={"datasets": ["o/d"]}),
        "api/models/o/a": model("o/a", "o/root"),
        "api/models/o/b": model("o/b", "o/root"),
        "api/models/o/root": model("o/root"),
        "api/datasets/o/d": json_reply({"id": "o/d", "cardData": {"source_datasets": ["o/raw"]}}),
        "api/datasets/o/raw": json_reply({"id": "o/raw"}),
    }
    with hub_server(replies) as hub:
        draft = asked_about(hub)
        assert sorted(hub.asked()) == sorted(replies)
    assert edges(draft) == {
        (MODEL, "fine-tuned-from", HUB + "o/a"),
        (MODEL, "fine-tuned-from", HUB + "o/b"),
        (HUB + "o/a", "fine-tuned-from", HUB + "o/root"),
        (HUB + "o/b", "fine-tuned-from", HUB + "o/root"),
        (MODEL, "trained-on", HUB + "datasets/o/d"),
        (HUB + "datasets/o/d", "derived-from", HUB + "datasets/o/raw"),
    }
    assert not draft.problems


def test_that_circles_and_self_loops_end_and_stay():
    replies = {PATH: model("o/m", "o/m", "o/a"), "api/models/o/a": model("o/a", "o/m")}
    with hub_server(replies) as hub:
        draft = asked_about(hub)
        assert len(hub.requests) == 2
    assert edges(draft) == {
        (MODEL, "fine-tuned-from", MODEL),
        (MODEL, "fine-tuned-from", HUB + "o/a"),
        (HUB + "o/a", "fine-tuned-from", MODEL),
    }


def test_that_a_pinned_revision_is_asked_for_and_kept():
    seed = hub_model_id("o/m", "c" * 40)
    with hub_server({f"{PATH}/revision/{'c' * 40}": GOOD}) as hub:
        draft = asked_about(hub, seed)
        assert hub.asked() == [f"{PATH}/revision/{'c' * 40}"]
    assert component(draft, seed).attributes["on the hub"] == "yes"


def test_that_asking_too_often_is_waited_out():
    busy = Reply(b"slow down", 429, {"Retry-After": "0"})
    with hub_server({PATH: [busy, busy, GOOD]}) as hub:
        draft = asked_about(hub)
        assert len(hub.requests) == 3
    assert component(draft, MODEL).knowledge is Knowledge.VERIFIED
    assert not draft.problems


def test_that_a_long_wait_is_not_waited_for_but_told():
    with hub_server({PATH: Reply(b"", 429, {"Retry-After": "3600"})}) as hub:
        found = only_problem(asked_about(hub))
        assert len(hub.requests) == 1
    assert found.message == "The hub asks to wait 3,600 seconds before it says about o/m (HTTP 429)."


def test_that_a_server_error_is_tried_again_and_then_told():
    with hub_server({PATH: Reply(b"", 500, {"Retry-After": "0"})}) as hub:
        found = only_problem(asked_about(hub))
        assert len(hub.requests) == 4
    assert found.message == "The hub did not say about o/m in 4 tries (HTTP 500)."
    assert found.location == PATH


@pytest.mark.parametrize("status", [401, 404, 410])
def test_that_a_missing_repository_stays_in_the_graph(status):
    replies = {PATH: model("o/m", "o/gone"), "api/models/o/gone": Reply(b'{"error":"x"}', status)}
    with hub_server(replies) as hub:
        draft = asked_about(hub)
    gone = component(draft, HUB + "o/gone")
    assert gone.attributes["on the hub"] == "not found or private"
    assert gone.knowledge is Knowledge.DECLARED
    assert only_problem(draft).message.startswith("o/gone is not found or private on the hub")


def test_that_a_closed_repository_is_told_apart_from_a_missing_one():
    with hub_server({PATH: Reply(b"{}", 403)}) as hub:
        assert component(asked_about(hub), MODEL).attributes["on the hub"] == "closed to anonymous readers"


def test_that_a_missing_repository_is_kept_too(tmp_path):
    cache = MemoryCache()
    with hub_server({}) as hub:
        asked_about(hub, cache=cache)
        asked_about(hub, cache=cache)
        assert len(hub.requests) == 1


def test_that_a_web_page_instead_of_an_answer_is_a_problem_with_advice():
    page = Reply(b"<!DOCTYPE html><html><body>Please log in</body></html>", 200, {"Content-Type": "text/html"})
    with hub_server({PATH: page}) as hub:
        found = only_problem(asked_about(hub))
    assert found.message == "A web page came back instead of the hub's answer about o/m."
    assert "proxy" in found.advice


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b'{"id": "o/m", "tags": ["a'),
        Reply(b'{"id": "o/m"', announced=4000),
        Reply(b"", announced=100),
        Reply(b"[]"),
        Reply(b"null"),
        Reply(b"5"),
        Reply(b'{"sha": "x"}'),
        Reply(b'{"id": "o/m", "siblings": [{}]}'),
        Reply(b'{"id": "o/m", "lastModified": "yesterday"}'),
        Reply(b"[" * 100_000),
        Reply(b"\xff\xfe\xfa"),
    ],
)
def test_that_a_cut_off_or_odd_answer_is_one_problem_and_the_rest_is_still_asked(reply):
    with hub_server({PATH: reply, "api/models/o/other": model("o/other")}) as hub:
        draft = asked_about(hub, MODEL, hub_model_id("o/other"))
    assert component(draft, HUB + "o/other").knowledge is Knowledge.VERIFIED
    found = only_problem(draft)
    assert "o/m" in found.message
    assert found.advice


def test_that_a_slow_hub_is_given_up():
    with hub_server({PATH: Reply(b"{}", delay=5)}) as hub:
        found = only_problem(asked_about(hub, timeout=0.2))
    assert "did not answer in time when asked about o/m" in found.message


def test_that_a_hub_that_is_not_there_is_told_and_not_asked_for_ever():
    with hub_server({}) as hub:
        endpoint = hub.endpoint
    seeds = [hub_model_id(f"o/m{number}") for number in range(40)]
    found = list(follow(seeds, endpoint=endpoint, timeout=1))
    assert all(isinstance(each, Problem) for each in found)
    last = found[-1]
    assert isinstance(last, Problem)
    assert "could not be reached" in found[0].message  # type: ignore[union-attr]
    assert last.message.startswith(f"The hub failed {MAX_FAILURES} times in a row;")
    assert len(found) < 40


def test_that_a_next_link_to_another_address_never_receives_anything():
    with hub_server({}) as other, hub_server({PATH: Reply(GOOD.body, 200, {"Link": ""})}) as hub:
        hub.replies[PATH] = [Reply(GOOD.body, 200, {"Link": f'<{other.endpoint}/api/models?cursor=1>; rel="next"'})]
        asked_about(hub)
        assert len(hub.requests) == 1
        assert other.requests == []


def test_that_a_limit_says_how_many_were_not_asked_for_and_kept_answers_are_free():
    replies = {f"api/models/o/m{number}": model(f"o/m{number}", f"o/m{number + 1}") for number in range(5)}
    cache = MemoryCache()
    with hub_server(replies) as hub:
        seed = hub_model_id("o/m0")
        first = asked_about(hub, seed, budget=2, cache=cache)
        assert len(hub.requests) == 2
        assert (
            only_problem(first).message
            == "The limit of questions to the hub was reached; 1 repositories were not asked for."
        )
        second = asked_about(hub, seed, budget=2, cache=cache)
        assert len(hub.requests) == 4
    assert component(second, HUB + "o/m3").knowledge is Knowledge.VERIFIED


def test_that_a_damaged_kept_answer_is_asked_for_again():
    cache = MemoryCache()
    with hub_server({PATH: GOOD}) as hub:
        cache.put(f"{hub.endpoint}/{PATH}", b"\xff{", "2026-01-01")
        assert component(asked_about(hub, cache=cache), MODEL).knowledge is Knowledge.VERIFIED


def test_that_the_user_can_stop_it():
    progress = Progress()
    answered = threading.Event()
    replies = {PATH: model("o/m", "o/a"), "api/models/o/a": Reply(b"{}", delay=10)}
    with hub_server(replies) as hub, pytest.raises(Cancelled):  # noqa: PT012 - the first claim cancels
        for _ in follow([MODEL], progress, hub.endpoint):
            answered.set()
            progress.cancel()
    assert answered.is_set()


def test_that_progress_names_what_is_asked():
    steps = []
    with hub_server({PATH: GOOD}) as hub:
        asked_about(hub, progress=Progress(lambda *step: steps.append(step)))
    assert steps == [("Asking the hub about o/m", 1, 1)]


def test_that_only_hub_repositories_are_asked_for():
    seeds = ["pkg:pypi/torch", "pkg:huggingface/a/b#f.bin", "service:openai/gpt-4o", hub_dataset_id("squad")]
    with hub_server({}) as hub:
        asked_about(hub, *map(ComponentId, seeds))
        assert hub.asked() == ["api/datasets/squad"]


@pytest.mark.parametrize("endpoint", ["", "huggingface.co", "file:///etc", "https://", "https://x/?q=1"])
def test_that_an_endpoint_that_is_no_address_is_refused(endpoint):
    with pytest.raises(InputError, match="no address of a hub"):
        list(follow([MODEL], endpoint=endpoint))


def test_that_settings_of_a_proxy_that_are_none_are_told_by_their_names(monkeypatch):
    from huggingface_hub import close_session

    close_session()
    monkeypatch.setenv("HTTP_PROXY", "::::")
    with hub_server({PATH: model("o/m")}) as hub:
        found = only_problem(asked_about(hub))
        assert not hub.requests
    assert found.message.startswith("The settings for the network cannot be used (InvalidURL")
    assert "HTTP_PROXY" in found.advice


def test_that_evidence_from_another_endpoint_names_it():
    with hub_server({PATH: model("o/m", "o/a"), "api/models/o/a": NOT_FOUND}) as hub:
        draft = asked_about(hub)
        (evidence,) = relation(draft, MODEL, HUB + "o/a").evidence
        assert evidence.place() == f"{hub.endpoint}/{PATH} [baseModels]"
    assert evidence.read


def test_that_a_wide_and_deep_family_is_followed_to_its_last_member():
    replies = {f"api/models/o/m{n}": model(f"o/m{n}", f"o/m{2 * n + 1}", f"o/m{2 * n + 2}") for n in range(127)}
    replies |= {f"api/models/o/m{n}": json_reply({"id": f"o/m{n}"}) for n in range(127, 255)}
    with hub_server(replies) as hub:
        draft = asked_about(hub, hub_model_id("o/m0"))
        assert len(hub.requests) == 255
    assert len(edges(draft)) == 254
    assert not draft.problems


def test_that_the_client_is_imported_only_when_the_hub_is_asked():
    code = "import explorer.sources.hub, sys; sys.exit('huggingface_hub' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_that_kept_answers_are_json_in_the_hubs_own_spelling():
    cache = MemoryCache()
    with hub_server({PATH: model("o/m", "o/a", gated="auto", siblings=[{"rfilename": "a.bin"}])}) as hub:
        asked_about(hub, cache=cache)
        kept = cache.get(f"{hub.endpoint}/{PATH}")
    assert kept is not None
    answer = json.loads(kept[0])["answer"]
    assert answer["baseModels"] == {"relation": "finetune", "models": [{"id": "o/a"}]}
    assert answer["gated"] == "auto"
    assert answer["siblings"] == [{"rfilename": "a.bin"}]
