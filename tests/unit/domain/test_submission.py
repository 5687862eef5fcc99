"""Submissions: every move allowed or refused, and the status that deliveries give."""

import itertools
from dataclasses import replace

import pytest

from assistant.domain.delivery import Delivery, State
from assistant.domain.submission import (
    Status,
    StatusMoveError,
    can_move,
    check_move,
    payload_bytes,
    status_of,
)
from tests.receivers.samples import delivery

ALLOWED = {
    ("queued", "delivering"),
    ("queued", "failed"),
    ("delivering", "delivered"),
    ("delivering", "acknowledged"),
    ("delivering", "failed"),
    ("delivered", "acknowledged"),
    ("delivered", "delivering"),
    ("delivered", "failed"),
    ("failed", "delivering"),
    ("failed", "delivered"),
    ("failed", "acknowledged"),
}


def of(state: str, attempts: int = 1) -> Delivery:
    return replace(delivery("LIB-2026-AAAAAA"), state=State(state), attempts=attempts)


@pytest.mark.parametrize(("current", "new"), list(itertools.product(Status, Status)))
def test_every_pair_of_statuses_is_allowed_or_refused_as_listed(
    current: Status, new: Status
) -> None:
    assert can_move(current, new) is ((current.value, new.value) in ALLOWED)


def test_a_refused_move_names_both_statuses() -> None:
    with pytest.raises(StatusMoveError, match="acknowledged cannot become queued"):
        check_move(Status.ACKNOWLEDGED, Status.QUEUED)


@pytest.mark.parametrize(
    ("deliveries", "expected"),
    [
        ([of("waiting", 0)], "queued"),
        ([of("waiting", 0), of("waiting", 0)], "queued"),
        ([of("waiting", 1)], "delivering"),
        ([of("retrying")], "delivering"),
        ([of("delivered"), of("waiting", 0)], "delivering"),
        ([of("delivered"), of("delivered")], "delivered"),
        ([of("delivered"), of("acknowledged")], "delivered"),
        ([of("acknowledged"), of("acknowledged")], "acknowledged"),
        ([of("exhausted"), of("delivered")], "failed"),
        ([of("exhausted"), of("waiting", 0)], "failed"),
    ],
)
def test_the_worst_delivery_decides_the_status(deliveries: list[Delivery], expected: str) -> None:
    assert status_of(deliveries) is Status(expected)


def test_a_submission_that_nobody_receives_counts_as_failed_not_as_delivered() -> None:
    assert status_of([]) is Status.FAILED


def test_the_payload_is_written_the_same_every_time() -> None:
    assert payload_bytes({"b": 1, "a": "é"}) == '{"b":1,"a":"é"}'.encode()
