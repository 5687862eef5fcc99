"""The HTTP contract to the letter, over the whole running product."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
import psutil
import pytest
from jsonschema import Draft202012Validator

from tests.functional.product import Person, Product, driver_says, reply_to

Opens = Callable[..., Person]

MESSAGE = {"text", "choices", "multiple", "urgent", "question", "input", "progress"}
STATE = {"stage", "form", "question", "route", "answers", "suggestion", "submissions"}
KINDS = {"text", "choice", "choices", "date_time", "person", "place", "vehicle", "contact"}
STAGES = {"opening", "danger", "interview", "review", "decision", "submitted", "ended"}
WORD = "quizzaciously"
"""A word that nobody else types."""


def path(someone: Person) -> str:
    """Where this conversation takes messages."""
    return f"/v1/conversations/{someone.id}/messages"


def post(someone: Person, body: Any, token: str | None = None) -> httpx.Response:
    """Send a body as it stands."""
    headers = {"Authorization": f"Bearer {token or someone.token}"}
    return someone.client.post(path(someone), json=body, headers=headers)


def view(someone: Person) -> dict[str, Any]:
    """The conversation as it can be read now."""
    return dict(someone.read(f"/v1/conversations/{someone.id}").json())


def assert_problem(response: httpx.Response, status: int) -> dict[str, Any]:
    """An RFC 9457 problem of that status."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["type"]
    return dict(problem)


def assert_shapes(reply: dict[str, Any]) -> None:
    """Every field of the contract's Message and State, and no other."""
    for message in reply["messages"]:
        assert set(message) == MESSAGE
        assert isinstance(message["text"], str)
        assert isinstance(message["multiple"], bool)
        assert isinstance(message["urgent"], bool)
        assert all(set(choice) == {"label", "value"} for choice in message["choices"])
        assert message["question"] is None or set(message["question"]) == {"form", "id"}
        assert message["progress"] is None or set(message["progress"]) == {"answered", "remaining"}
    for message in reply["messages"][:-1]:
        assert message["input"] is None, "Only the last message carries an input."
    last = reply["messages"][-1]["input"]
    if last is not None:
        assert set(last) == {"kind", "schema"}
        assert last["kind"] in KINDS
        Draft202012Validator.check_schema(last["schema"])
    state = reply["state"]
    assert set(state) == STATE
    assert state["stage"] in STAGES
    assert state["suggestion"] is None
    for answer in state["answers"].values():
        assert set(answer) == {"value", "display", "evidence"}
        assert all(set(span) == {"start", "end", "text"} for span in answer["evidence"])
    for submission in state["submissions"]:
        assert set(submission) == {"form", "reference", "receipt_code", "status"}


def at(person: Opens, question: str, word: str = WORD) -> Person:
    """A driver who has come to a question."""
    someone, says = person(), driver_says(word)
    while someone.asked != question:
        someone.send(**reply_to(someone.asked, says))
    return someone


@pytest.fixture(scope="module")
def reporter(product: Product) -> Person:
    """Somebody whose report is sent and delivered."""
    someone, says = Person(product.client()), driver_says(WORD)
    while someone.state["stage"] != "submitted":
        someone.send(**reply_to(someone.asked, says))
    someone.delivered(someone.state["submissions"][0]["reference"])
    return someone


# -- opening a conversation ----------------------------------------------------------------


def test_opening_gives_id_token_messages_and_state(product: Product) -> None:
    with product.client() as client:
        response = client.post("/v1/conversations", json={"audience": None, "area": None})
    assert response.status_code == 201
    opened = response.json()
    assert set(opened) == {"id", "token", "messages", "state"}
    assert len(opened["token"]) >= 43
    assert_shapes(opened)
    assert opened["state"]["stage"] == "opening"
    values = [choice["value"] for choice in opened["messages"][-1]["choices"]]
    assert values == ["danger_now", "saw_something", "ask_question", "practitioner"]


@pytest.mark.parametrize(
    "opening", [{}, {"audience": "public"}, {"audience": "practitioner"}, {"area": "derbyshire"}]
)
def test_an_audience_and_an_area_may_be_named(person: Opens, opening: dict[str, str]) -> None:
    assert person(**opening).state["stage"] == "opening"


@pytest.mark.parametrize(
    ("opening", "names"),
    [
        ({"audience": WORD}, "audience"),
        ({"area": WORD}, "area"),
        ({"area": 7}, "area"),
        ({"nonsense": WORD}, "nonsense"),
    ],
)
def test_what_cannot_open_a_conversation_is_a_problem_that_names_the_field(
    product: Product, opening: dict[str, Any], names: str
) -> None:
    with product.client() as client:
        problem = assert_problem(client.post("/v1/conversations", json=opening), 422)
    assert names in problem["detail"]
    assert WORD not in str(problem)


# -- who may ----------------------------------------------------------------------------------


def test_no_token_is_401_everywhere(product: Product, reporter: Person) -> None:
    reference = reporter.state["submissions"][0]["reference"]
    with product.client() as client:
        for asked in (
            f"/v1/conversations/{reporter.id}",
            f"/v1/submissions/{reference}",
            f"/v1/submissions/{reference}/document.pdf",
            f"/v1/submissions/{reference}/payload.json",
        ):
            assert_problem(client.get(asked), 401)
            # A token in a URL is no token: addresses end up in logs and histories.
            assert_problem(client.get(asked, params={"token": reporter.token}), 401)
            assert_problem(client.get(asked, headers={"Authorization": reporter.token}), 401)
        sent = client.post(path(reporter), json={"id": str(uuid4()), "text": "hello"})
        problem = assert_problem(sent, 401)
    assert sent.headers["www-authenticate"] == "Bearer"
    assert "Authorization" in problem["detail"]


def test_a_wrong_token_and_an_unknown_id_are_the_same_404(person: Opens, reporter: Person) -> None:
    someone = person()
    body = {"id": str(uuid4()), "text": "hello"}
    reference = reporter.state["submissions"][0]["reference"]
    pairs = [
        (f"/v1/conversations/{reporter.id}", f"/v1/conversations/{uuid4()}"),
        *(
            (f"/v1/submissions/{reference}{part}", f"/v1/submissions/LIB-2026-ZZZZZZ{part}")
            for part in ("", "/document.pdf", "/payload.json")
        ),
    ]
    for wrong_token, unknown in pairs:
        got = [someone.client.get(p, headers=someone.headers) for p in (wrong_token, unknown)]
        assert_problem(got[0], 404)
        assert got[0].json() == got[1].json()
    stranger = post(reporter, body, token=someone.token)
    unknown_id = someone.client.post(
        f"/v1/conversations/{uuid4()}/messages", json=body, headers=someone.headers
    )
    assert_problem(stranger, 404)
    assert stranger.json() == unknown_id.json()
    assert body["id"] not in json.dumps(view(reporter))


def test_no_parameter_of_any_path_takes_a_token(product: Product) -> None:
    with product.client() as client:
        described = client.get("/openapi.json").json()
    for operations in described["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                if "token" in parameter["name"] or "authorization" in parameter["name"]:
                    assert parameter["in"] == "header"


# -- one reply to one message -----------------------------------------------------------------


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


# -- answers ----------------------------------------------------------------------------------


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


def fitting(given: dict[str, Any], question: str | None) -> Any:
    """An answer of the kind that is asked for."""
    schema = given["schema"]
    if given["kind"] == "text":
        return f"a few words on {question}"
    if given["kind"] == "choice":
        wanted = {"need": "saw_something", "identity": "named"}
        return wanted.get(str(question), schema["enum"][0])
    if given["kind"] == "choices":
        return [value for value in schema["items"]["enum"] if value != "none"]
    one = schema["items"] if schema.get("type") == "array" else schema
    part = "text" if "text" in one["properties"] else next(iter(one["properties"]))
    value = {part: "as I remember it"}
    return [value] if schema.get("type") == "array" else value


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


# -- what is typed is text --------------------------------------------------------------------


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


# -- reading again ----------------------------------------------------------------------------


def test_a_conversation_reads_as_it_was_held(person: Opens) -> None:
    someone = at(person, "witnessed")
    read = view(someone)
    assert set(read) == {"transcript", "state"}
    assert read["state"] == someone.state
    assert_shapes({"messages": someone.messages, "state": read["state"]})
    assistants = [entry["text"] for entry in read["transcript"] if entry["from"] == "assistant"]
    assert assistants == [text for who, text in someone.transcript if who == "assistant"]
    persons = [entry for entry in read["transcript"] if entry["from"] == "person"]
    assert len(persons) == someone.sent
    assert persons[0]["choice"] == "saw_something"
    assert persons[1]["text"] == driver_says(WORD)["incident_details"]["text"]
    for entry in read["transcript"]:
        if entry["from"] == "assistant":
            assert set(entry) == MESSAGE | {"from"}


def test_nothing_under_v1_is_stored_by_anybody_on_the_way(reporter: Person) -> None:
    for asked in (f"/v1/conversations/{reporter.id}", "/v1/forms"):
        response = reporter.client.get(asked, headers=reporter.headers)
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in response.headers


# -- what was sent ----------------------------------------------------------------------------


def test_a_submission_tells_where_it_stands(reporter: Person) -> None:
    sent = reporter.state["submissions"][0]
    assert sent["form"] == "operation_liberty"
    found = reporter.read(f"/v1/submissions/{sent['reference']}").json()
    assert found["reference"] == sent["reference"]
    assert found["status"] == "delivered"
    assert found["edition"] == "2019"
    assert [delivery["status"] for delivery in found["deliveries"]] == ["delivered"]
    assert WORD not in json.dumps(found)
    assert view(reporter)["state"]["submissions"][0]["status"] == "delivered"


def test_the_payload_fits_the_published_schema_and_holds_every_answer(
    product: Product, reporter: Person
) -> None:
    reference = reporter.state["submissions"][0]["reference"]
    payload = reporter.read(f"/v1/submissions/{reference}/payload.json").json()
    schema = reporter.client.get("/v1/forms/operation_liberty/schema").json()
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(payload)
    assert payload["reference"] == reference
    assert json.dumps(payload).count(WORD) >= 8
    dropped = [json.loads(p.read_text()) for p in product.delivered.glob("*/*/payload.json")]
    assert dropped.count(payload) == 1


def test_the_document_is_a_pdf_for_its_reporter_alone(reporter: Person) -> None:
    reference = reporter.state["submissions"][0]["reference"]
    response = reporter.read(f"/v1/submissions/{reference}/document.pdf")
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["cache-control"] == "no-store"
    assert response.content.startswith(b"%PDF-")


def test_a_receipt_is_found_however_its_code_is_typed(reporter: Person) -> None:
    code = reporter.state["submissions"][0]["receipt_code"]
    typed = [code, code.lower(), code.replace("-", ""), code.replace("-", " "), f"  {code} "]
    for one in [*typed, "-".join(code.replace("-", ""))]:
        response = reporter.client.post("/v1/receipts/lookup", json={"code": one})
        assert response.status_code == 200, one
        found = response.json()
        assert set(found) == {"form", "area", "submitted_at", "status", "deliveries"}
        assert found["status"] == "delivered"
        assert all(set(d) == {"recipient", "status", "at"} for d in found["deliveries"])
        assert WORD not in response.text


@pytest.mark.parametrize("code", ["ZZZZ-ZZZZ-ZZZZ-ZZZZ", "LIB-2026-ABCDEF", "%", "ßßß", "…"])
def test_an_unknown_receipt_code_is_404(product: Product, code: str) -> None:
    with product.client() as client:
        response = client.post("/v1/receipts/lookup", json={"code": code})
        problem = assert_problem(response, 404)
    assert code not in problem["detail"]


@pytest.mark.parametrize("body", [{}, {"code": ""}, {"code": WORD * 9}, {"code": 7}])
def test_a_malformed_receipt_lookup_is_422(product: Product, body: dict[str, Any]) -> None:
    with product.client() as client:
        problem = assert_problem(client.post("/v1/receipts/lookup", json=body), 422)
    assert "code" in problem["detail"]
    assert WORD not in str(problem)


# -- what can be filled in, and where ---------------------------------------------------------


def test_the_areas_are_listed(product: Product) -> None:
    with product.client() as client:
        areas = client.get("/v1/areas").json()
    assert {"derby", "derbyshire"} <= {area["id"] for area in areas}
    assert all(area["name"] for area in areas)


def test_the_forms_are_listed_with_the_edition_that_was_superseded(product: Product) -> None:
    with product.client() as client:
        listed = {(f["id"], f["edition"]): f for f in client.get("/v1/forms").json()}
        current = listed["operation_liberty", "2019"]
        old = listed["operation_liberty", "2018"]
        assert (current["status"], current["deliverable"]) == ("current", True)
        assert (old["status"], old["deliverable"]) == ("superseded", False)
        form = client.get("/v1/forms/operation_liberty").json()
        assert form["edition"] == "2019"
        assert all(q["prompts"] and q["help"] and q["schema"] for q in form["questions"])
        assert {q["kind"] for q in form["questions"]} <= KINDS
        before = client.get("/v1/forms/operation_liberty", params={"edition": "2018"}).json()
        assert before["edition"] == "2018"
        where = "/v1/forms/operation_liberty/schema"
        schemas = [client.get(where, params={"edition": e}).json() for e in ("2018", "2019")]
        assert client.get(where).json() == schemas[1] != schemas[0]
        for schema in schemas:
            Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("asked", ["nothing", "opening", "operation_liberty?edition=1999"])
def test_an_unknown_form_is_404(product: Product, asked: str) -> None:
    with product.client() as client:
        assert_problem(client.get(f"/v1/forms/{asked}"), 404)


def test_the_contract_is_described_and_the_health_is_told(product: Product) -> None:
    with product.client() as client:
        described = client.get("/openapi.json").json()
        assert client.get("/docs").status_code == 200
        health = client.get("/health").json()
    assert described["openapi"].startswith("3.")
    assert {
        "/health",
        "/v1/conversations",
        "/v1/conversations/{conversation_id}",
        "/v1/conversations/{conversation_id}/messages",
        "/v1/submissions/{reference}",
        "/v1/submissions/{reference}/document.pdf",
        "/v1/submissions/{reference}/payload.json",
        "/v1/receipts/lookup",
        "/v1/forms",
        "/v1/forms/{form_id}",
        "/v1/forms/{form_id}/schema",
        "/v1/areas",
    } <= set(described["paths"])
    assert not [p for p in described["paths"] if "actions" in p]
    assert set(health) == {"status", "database", "rasa", "deliveries"}
    assert (health["status"], health["database"], health["rasa"]) == ("ok", "ok", "ok")


# -- what is not there ------------------------------------------------------------------------


def test_everything_listens_on_the_loopback_interface_only(product: Product) -> None:
    ports = {"assistant.engine.serve": product.rasa_port, "assistant.main": product.port}
    for words, port in ports.items():
        opened = product.child(words).net_connections("inet")
        listening = {c.laddr for c in opened if c.status == psutil.CONN_LISTEN}
        assert listening == {("127.0.0.1", port)}


@pytest.mark.parametrize(
    "asked",
    [
        "/model",
        "/model/train",
        "/model/parse",
        "/conversations",
        "/conversations/default/tracker",
        "/conversations/default/messages",
        "/domain",
        "/status",
        "/version",
    ],
)
def test_rasa_has_no_management_api(product: Product, asked: str) -> None:
    for method in ("GET", "POST", "PUT", "DELETE"):
        response = httpx.request(method, f"{product.rasa_address}{asked}", timeout=10)
        if asked == "/version" and method == "GET" and response.status_code == 200:
            pytest.skip("Rasa tells its version to anybody on this machine; nothing more.")
        assert response.status_code in (401, 404, 405), (method, response.status_code)


def test_the_actions_are_hidden_from_everybody_but_rasa(product: Product) -> None:
    call = {"next_action": "validate_interview_form", "sender_id": "x", "tracker": {}}
    with product.client() as client:
        for headers in ({}, {"X-Actions-Token": ""}, {"X-Actions-Token": "x" * 43}):
            assert_problem(client.post("/actions", json=call, headers=headers), 404)
        assert client.get("/actions").status_code == 404
