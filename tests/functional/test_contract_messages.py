"""The HTTP contract to the letter: one reply to one message, and what a message may hold."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from jsonschema import Draft202012Validator

from tests.functional.contract import (
    KINDS,
    WORD,
    Opens,
    assert_problem,
    assert_shapes,
    at,
    fitting,
    path,
    post,
    view,
)
from tests.functional.product import Product

# -- one reply to one message ------------------------------------------------------------------


@pytest.mark.parametrize("body", [{"choice": "saw_something"}, {"text": "hello there"}])
def test_the_same_id_again_gives_the_same_reply(person: Opens, body: dict[str, str]) -> None:
    someone = person()
    sent = {"id": str(uuid4()), **body}
    first = post(someone, sent)
    assert first.status_code == 200
    assert post(someone, sent).json() == first.json()
    someone.say("and something else in between")
    assert post(someone, sent).json() == first.json()
    said = [entry for entry in view(someone)["transcript"] if entry["from"] == "person"]
    assert [entry["id"] for entry in said].count(sent["id"]) == 1


def test_the_same_id_with_another_body_is_409_and_changes_nothing(person: Opens) -> None:
    someone = at(person, "incident_details")
    sent = {"id": str(uuid4()), "text": "There was a man at the gate."}
    post(someone, sent).raise_for_status()
    before = view(someone)
    for other in ({"text": f"It was {WORD}."}, {"choice": "skip"}):
        problem = assert_problem(post(someone, {"id": sent["id"], **other}), 409)
        assert WORD not in str(problem)
    assert view(someone) == before


def test_the_same_id_in_another_conversation_is_another_message(person: Opens) -> None:
    sent = {"id": str(uuid4()), "choice": "saw_something"}
    for someone in (person(), person()):
        assert post(someone, sent).status_code == 200


@pytest.mark.parametrize("kind", ["text", "choice", "send"])
def test_duplicates_at_the_same_time_get_the_one_reply(person: Opens, kind: str) -> None:
    someone = at(person, {"text": "incident_details", "choice": "witnessed"}.get(kind, "review"))
    what = {"text": {"text": f"A man shouted {WORD}."}, "choice": {"choice": "yes"}}
    sent = {"id": str(uuid4()), **what.get(kind, {"choice": "send"})}
    with ThreadPoolExecutor(8) as threads:
        replies = list(threads.map(lambda _: post(someone, sent), range(8)))
    assert [reply.status_code for reply in replies] == [200] * 8
    assert all(reply.json() == replies[0].json() for reply in replies)
    now = view(someone)
    assert [entry.get("id") for entry in now["transcript"]].count(sent["id"]) == 1
    if kind == "send":
        assert len(now["state"]["submissions"]) == 1
        statuses = [{**s, "status": ""} for s in now["state"]["submissions"]]
        kept = [{**s, "status": ""} for s in replies[0].json()["state"]["submissions"]]
        assert statuses == kept


def test_messages_at_the_same_time_are_answered_one_after_the_other(person: Opens) -> None:
    someone = at(person, "incident_details")
    ids = [str(uuid4()) for _ in range(6)]
    with ThreadPoolExecutor(6) as threads:
        bodies = [{"id": one, "text": f"I also saw number {n}."} for n, one in enumerate(ids)]
        replies = list(threads.map(lambda body: post(someone, body), bodies))
    assert [reply.status_code for reply in replies] == [200] * 6
    said = [entry["id"] for entry in view(someone)["transcript"] if entry["from"] == "person"]
    assert sorted(said[-6:]) == sorted(ids)


# -- answers -----------------------------------------------------------------------------------


def test_an_answer_to_another_question_is_409_and_changes_nothing(person: Opens) -> None:
    someone = at(person, "places")
    before = view(someone)
    sent = {"id": str(uuid4()), "answer": f"about {WORD}", "question": "incident_details"}
    problem = assert_problem(post(someone, sent), 409)
    assert WORD not in str(problem)
    assert_problem(post(someone, {**sent, "question": "no_such_question"}), 409)
    assert_problem(post(someone, {"id": str(uuid4()), "answer": [{"text": "here"}]}), 409)
    assert view(someone) == before
    # Nothing was kept under the id either: it may still be used.
    right = {"id": sent["id"], "answer": [{"text": "the old mill"}], "question": "places"}
    reply = post(someone, right)
    assert reply.status_code == 200
    assert reply.json()["state"]["answers"]["places[0].text"]["value"] == "the old mill"


def test_every_question_of_a_report_takes_an_answer_that_fits_its_input(person: Opens) -> None:
    someone = person()
    kinds = set()
    while someone.asked != "review":
        assert_shapes({"messages": someone.messages, "state": someone.state})
        given = someone.last["input"]
        kinds.add(given["kind"])
        answer = fitting(given, someone.asked)
        Draft202012Validator(given["schema"]).validate(answer)
        someone.send(answer=answer, question=someone.asked)
    assert_shapes({"messages": someone.messages, "state": someone.state})
    assert kinds == KINDS


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ({}, "'text', 'choice', 'choices' or 'answer'"),
        ({"text": WORD, "choice": WORD}, "'text', 'choice', 'choices' or 'answer'"),
        ({"text": 7}, "text"),
        ({"text": ""}, "text"),
        ({"text": WORD * 1000}, "text"),
        ({"choice": [WORD]}, "choice"),
        ({"choice": WORD}, "choice"),
        ({"choices": [WORD]}, "choices"),
        ({"choices": WORD}, "choices"),
        ({"answer": WORD, "question": "places"}, "answer"),
        ({"answer": [{WORD: "x"}], "question": "places"}, "answer"),
        ({"answer": [{"text": [WORD]}], "question": "places"}, "answer[0].text"),
        ({"answer": [{"text": WORD}], "question": [WORD]}, "question"),
        ({"id": WORD, "text": WORD}, "id"),
        ({"id": None, "text": WORD}, "id"),
        ({"text": WORD, "sender": WORD}, "sender"),
    ],
)
def test_a_malformed_body_is_422_and_names_the_field_but_echoes_nothing(
    person: Opens, body: dict[str, Any], names: str
) -> None:
    someone = at(person, "places", word="ordinary")
    before = view(someone)
    problem = assert_problem(post(someone, {"id": str(uuid4()), **body}), 422)
    assert names in problem["detail"]
    assert WORD not in str(problem)
    assert view(someone) == before


@pytest.mark.parametrize(
    "content", [b"", b"{", f'"{WORD}"'.encode(), f"{WORD}=1".encode(), b"[]", b"\xff\xfe{}"]
)
def test_a_body_that_is_no_json_object_is_a_problem(person: Opens, content: bytes) -> None:
    someone = person()
    headers = {**someone.headers, "Content-Type": "application/json"}
    response = someone.client.post(path(someone), content=content, headers=headers)
    assert response.status_code in (400, 422)
    problem = assert_problem(response, response.status_code)
    assert WORD not in str(problem)


def test_too_large_a_body_is_413_whether_or_not_it_says_how_long_it_is(person: Opens) -> None:
    someone = person()
    large = json.dumps({"id": str(uuid4()), "text": WORD * 8000}).encode()
    pieces = (large[i : i + 4096] for i in range(0, len(large), 4096))
    for content in (large, pieces):
        response = someone.client.post(path(someone), content=content, headers=someone.headers)
        problem = assert_problem(response, 413)
        assert WORD not in str(problem)
    assert len(view(someone)["transcript"]) == len(someone.messages)


def test_a_path_that_is_not_there_is_a_problem(product: Product) -> None:
    with product.client() as client:
        assert_problem(client.get("/v1/nothing"), 404)
        assert_problem(client.delete("/v1/conversations"), 405)


# -- what is typed is text ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        '/intent{"name": "x"}',
        "/start_again{}",
        "  /stop_conversation",
        "/session_start",
        '/ask_anonymous{"answer": null}',
        "/interview_form",
        "EXTERNAL: report_concern",
    ],
)
def test_a_typed_slash_command_is_text(person: Opens, typed: str) -> None:
    someone = at(person, "incident_details").say(typed)
    assert someone.state["answers"]["incident_details"]["value"].strip() == typed.strip()
    assert someone.state["stage"] == "interview"
    assert someone.asked == "places"


def test_a_typed_restart_loses_nothing(person: Opens) -> None:
    someone = at(person, "incident_time")
    before = set(someone.state["answers"])
    someone.say("/restart")
    assert someone.messages
    assert before <= set(someone.state["answers"])
    assert any(entry.get("text") == "/restart" for entry in view(someone)["transcript"])
