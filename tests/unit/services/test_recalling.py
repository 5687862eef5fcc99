"""An earlier assessment opens with its reference and its receipt code, and with nothing less."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.domain.casefile import CaseFile, from_data, to_data
from assistant.services.recalling import Recalling
from assistant.services.tokens import digest, new_receipt_code, new_reference
from tests.unit.services.talk import FORMS, NOW, assessing
from tests.unit.services.test_submitting_several import ALL, CRA, WHOLE, by_form, case, prepared
from tests.unit.services.walking import go

KEPT = prepared(case(**WHOLE))
SENT = by_form(KEPT)
CODES = {r.form: r.code for r in KEPT.receipts}
REFERENCE, CODE = SENT[CRA].reference, CODES[CRA]


class FakeDatabase:
    """Holds what was sent."""

    @contextmanager
    def reading(self) -> Iterator[Any]:
        kept = {s.reference: s for s in SENT.values()}
        yield SimpleNamespace(submissions=SimpleNamespace(get=kept.get))

    def writing(self) -> AbstractContextManager[Any]:
        raise AssertionError("recalling writes nothing")

    def alive(self) -> bool:
        return True

    def clean_up(self) -> None:
        raise AssertionError("recalling deletes nothing")


RECALLING = Recalling(FakeDatabase(), FORMS)


@pytest.mark.parametrize(
    "text",
    [
        "{reference} {code}",
        "{code} {reference}",
        "{reference}, {code}",
        "{reference}\n{code}",
        "Reference: {reference} · Receipt code: {code}",
        "It was {reference}, receipt code {code}.",
        "last time it was {reference} and the code is {code}",
    ],
)
@pytest.mark.parametrize("written", [str, str.lower, str.title])
def test_reference_and_code_open_it_however_they_are_typed(text: str, written: Any) -> None:
    found = RECALLING.find(written(text.format(reference=REFERENCE, code=CODE)))
    assert found is not None
    assert found.reference == REFERENCE


@pytest.mark.parametrize("between", ["-", " ", ""])
def test_the_code_may_be_typed_with_hyphens_spaces_or_neither(between: str) -> None:
    found = RECALLING.find(f"{REFERENCE} {CODE.replace('-', between)}")
    assert found is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no idea",
        "{reference}",
        "{code}",
        "{reference} {other}",
        "{reference} {short}",
        "{reference} {code}9",
        "{reference} 0000-0000-0000-0000",
        "{reference}X {code}",
        "CRA-2026-222222 {code}",
        "CRA-2026-222222 {other}",
    ],
)
def test_nothing_less_than_both_opens_anything(text: str) -> None:
    said = text.format(
        reference=REFERENCE, code=CODE, short=CODE[:-1], other=CODES["operation_liberty"]
    )
    assert RECALLING.find(said) is None


@pytest.mark.parametrize("form", [f for f in ALL if f != CRA])
def test_a_form_that_is_no_assessment_is_not_opened(form: str) -> None:
    assert RECALLING.find(f"{SENT[form].reference} {CODES[form]}") is None


def test_a_made_up_reference_and_a_wrong_code_are_told_apart_by_nothing() -> None:
    unknown = RECALLING.find(f"{new_reference('CRA', NOW)} {CODE}")
    wrong = RECALLING.find(f"{REFERENCE} {new_receipt_code()}")
    assert unknown is wrong is None
    assert digest("") != SENT[CRA].receipt_hash


def test_it_brings_what_was_said_of_the_child_and_not_what_was_decided() -> None:
    found = RECALLING.find(f"{REFERENCE} {CODE}")
    assert found is not None
    values = {k: a.value for k, a in found.answers.items()}
    assert values["child"] == WHOLE["victims"][0]
    assert values["missing_context"] == "three Fridays running"
    assert values["offenders"] == [{"name": "Ghost"}]
    assert found.reported_at == SENT[CRA].submitted_at.isoformat()
    gone = {"level_1", "level_3", "threshold_3", "route", "decision_reason", "rang_social_care"}
    assert not gone & set(values)
    assert not {"completed_on", "decision_differs", "recalled", "privacy_notice"} & set(values)


def test_it_survives_being_kept_in_the_case_file() -> None:
    found = RECALLING.find(f"{REFERENCE} {CODE}")
    kept = CaseFile("derby", earlier=found)
    assert from_data(to_data(kept)) == kept


def test_a_conversation_goes_on_from_what_was_really_sent() -> None:
    talk = go(assessing(recall=RECALLING.find), "earlier").say(f"{REFERENCE} {CODE}")
    assert talk.asked == "what_changed"
    assert talk.value("offenders") == [{"name": "Ghost"}]
    talk = go(talk.tick("none"), "level_3", {"immediate_danger": "no"})
    assert "No indicator is different from last time." in talk.texts


def test_who_completes_it_today_is_not_who_did_last_time() -> None:
    who = {"reporter": {"name": "Kim Doyle"}, "reporter_post": "nurse", "reporter_agency": "NHS"}
    talk = go(assessing(recall=RECALLING.find), "earlier", who).say(f"{REFERENCE} {CODE}")
    assert talk.value("reporter") == {"name": "Kim Doyle"}
    assert talk.value("reporter_agency") == "NHS"
