"""Deliveries: every move allowed or refused, and the retry schedule."""

import itertools
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain import delivery as deliveries
from assistant.domain.delivery import (
    Delivery,
    Outcome,
    State,
    StateMoveError,
    after_attempt,
    can_move,
    requeued,
    retry_delay,
)
from tests.receivers.samples import NOW, delivery

ALLOWED = {
    ("waiting", "retrying"),
    ("waiting", "delivered"),
    ("waiting", "acknowledged"),
    ("waiting", "exhausted"),
    ("retrying", "waiting"),
    ("retrying", "delivered"),
    ("retrying", "acknowledged"),
    ("retrying", "exhausted"),
    ("delivered", "waiting"),
    ("delivered", "acknowledged"),
    ("delivered", "exhausted"),
    ("exhausted", "waiting"),
    ("exhausted", "delivered"),
    ("exhausted", "acknowledged"),
}
UNREACHABLE = Outcome.retry("No answer in time.")
REFUSED = Outcome.rejected("The receiver refused it.", 403)
TAKEN = Outcome.delivered("The receiver took it.", 200)
jitters = st.floats(0, 1)
tries = st.integers(1, 10_000)
failures = st.sampled_from([UNREACHABLE, REFUSED])


def claimed(
    state: State = State.WAITING,
    *,
    attempts: int = 1,
    tries: int = 1,
    delivered_at: datetime | None = None,
) -> Delivery:
    return replace(
        delivery("LIB-2026-AAAAAA"),
        state=state,
        attempts=attempts,
        tries=tries,
        claimed_until=NOW + timedelta(minutes=3),
        delivered_at=delivered_at,
    )


@pytest.mark.parametrize(("current", "new"), list(itertools.product(State, State)))
def test_every_pair_of_states_is_allowed_or_refused_as_listed(current: State, new: State) -> None:
    assert can_move(current, new) is ((current.value, new.value) in ALLOWED)


@given(tries, failures, jitters)
def test_every_delay_lies_between_seconds_and_hours(
    tried: int, outcome: Outcome, jitter: float
) -> None:
    delay = retry_delay(tried, outcome, jitter)
    assert timedelta(seconds=4) <= delay <= deliveries.LONGEST_DELAY


@given(tries, failures, jitters)
def test_delays_never_shrink_as_tries_go_on(tried: int, outcome: Outcome, jitter: float) -> None:
    assert retry_delay(tried, outcome, jitter) <= retry_delay(tried + 1, outcome, jitter)


@given(tries, jitters)
def test_a_refusal_is_tried_again_more_slowly(tried: int, jitter: float) -> None:
    assert retry_delay(tried, REFUSED, jitter) >= retry_delay(tried, UNREACHABLE, jitter)
    assert retry_delay(1, REFUSED, jitter) >= timedelta(minutes=8)


@given(tries, jitters, st.floats())
def test_a_receivers_pause_is_kept_within_bounds(tried: int, jitter: float, asked: float) -> None:
    delay = retry_delay(tried, Outcome.retry("Busy.", 429, asked), jitter)
    assert delay <= deliveries.LONGEST_RETRY_AFTER
    if 0 <= asked <= deliveries.LONGEST_RETRY_AFTER.total_seconds():
        assert delay >= timedelta(seconds=asked)


@given(failures, jitters)
def test_a_delivery_is_retried_for_at_least_five_days_and_then_given_to_a_person(
    outcome: Outcome, jitter: float
) -> None:
    one, now = claimed(), NOW
    while one.state in deliveries.OPEN_STATES:
        last, now = now, max(now, one.next_attempt_at)
        one = replace(one, tries=one.tries + 1, attempts=one.attempts + 1)
        one = after_attempt(one, outcome, now, jitter)
        assert one.attempts < 100
    assert one.state is State.EXHAUSTED
    assert now - NOW >= timedelta(days=5)
    assert now - last <= deliveries.LONGEST_DELAY


def test_a_worker_that_was_off_for_a_week_does_not_give_up_at_its_first_attempt() -> None:
    after = after_attempt(claimed(), UNREACHABLE, NOW + timedelta(days=7), 0.5)
    assert after.state is State.RETRYING


def test_a_delivered_attempt_ends_the_claim_and_keeps_the_time() -> None:
    after = after_attempt(claimed(), TAKEN, NOW, 0.5)
    assert (after.state, after.delivered_at, after.claimed_until) == (State.DELIVERED, NOW, None)


@pytest.mark.parametrize("state", [State.DELIVERED, State.ACKNOWLEDGED, State.EXHAUSTED])
def test_a_late_failure_undoes_nothing(state: State) -> None:
    assert after_attempt(claimed(state), UNREACHABLE, NOW, 0.5).state is state


@pytest.mark.parametrize("state", [State.DELIVERED, State.ACKNOWLEDGED])
def test_a_second_success_changes_neither_state_nor_time(state: State) -> None:
    before = claimed(state, delivered_at=NOW)
    after = after_attempt(before, TAKEN, NOW + timedelta(hours=1), 0.5)
    assert (after.state, after.delivered_at) == (state, NOW)


def test_an_exhausted_delivery_that_arrives_after_all_counts_as_delivered() -> None:
    assert after_attempt(claimed(State.EXHAUSTED), TAKEN, NOW, 0.5).state is State.DELIVERED


@pytest.mark.parametrize("state", [s for s in State if s is not State.ACKNOWLEDGED])
def test_a_replay_keeps_the_id_and_starts_the_schedule_again(state: State) -> None:
    later = NOW + timedelta(days=6)
    before = claimed(state, attempts=40, tries=40)
    after = requeued(before, later)
    assert (after.id, after.attempts, after.tries) == (before.id, 40, 0)
    assert (after.state, after.next_attempt_at, after.queued_at) == (State.WAITING, later, later)


def test_an_acknowledged_delivery_is_not_sent_again() -> None:
    with pytest.raises(StateMoveError):
        requeued(claimed(State.ACKNOWLEDGED), NOW)
