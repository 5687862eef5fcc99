"""The audit chain shows whatever was done to it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.audit import AuditBrokenError, AuditEvent, Chain, Head, Linked

KEY = b"k" * 32
# Few examples, each cheap: what matters is the place of the damage, and logs are short.
checked = settings()


def numbered(count: int) -> list[AuditEvent]:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    return [
        AuditEvent(start + timedelta(seconds=n), f"kind{n % 3}", f"s{n}", "test", {"é": n})
        for n in range(count)
    ]


logs = st.integers(2, 8).map(numbered)
details = st.dictionaries(st.text(max_size=3), st.none() | st.booleans() | st.text(max_size=5))


def kept(log: list[AuditEvent], key: bytes = KEY) -> tuple[list[Linked], Head]:
    chain = Chain(key)
    return chain.append(chain.start(), log)


@checked
@given(logs, details)
def test_a_log_that_nobody_touched_checks_out(log: list[AuditEvent], facts: dict[str, Any]) -> None:
    log = [replace(log[0], details=facts), *log[1:]]
    linked, head = kept(log)
    assert Chain(KEY).verify_all(linked, head) == len(log)


@checked
@given(logs, st.data())
def test_appending_in_pieces_gives_the_same_chain(
    log: list[AuditEvent], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(log)))
    chain = Chain(KEY)
    first, head = chain.append(chain.start(), log[:cut])
    second, head = chain.append(head, log[cut:])
    assert ([*first, *second], head) == kept(log)


@checked
@given(logs, st.data())
def test_an_edit_shows(log: list[AuditEvent], data: st.DataObject) -> None:
    linked, head = kept(log)
    at = data.draw(st.integers(0, len(log) - 1))
    event = linked[at].event
    edited = data.draw(
        st.sampled_from(
            [
                replace(event, kind=event.kind + "x"),
                replace(event, subject=event.subject + "x"),
                replace(event, actor=event.actor + "x"),
                replace(event, details={**event.details, "new": 1}),
                replace(event, at=event.at + timedelta(microseconds=1)),
            ]
        )
    )
    linked[at] = replace(linked[at], event=edited)
    with pytest.raises(AuditBrokenError, match=f"Event {at + 1} was changed"):
        Chain(KEY).verify(linked, head)


@checked
@given(logs, st.data())
def test_a_deletion_shows(log: list[AuditEvent], data: st.DataObject) -> None:
    linked, head = kept(log)
    at = data.draw(st.integers(0, len(log) - 2))
    del linked[at]
    with pytest.raises(AuditBrokenError, match=f"Event {at + 1} is missing"):
        Chain(KEY).verify(linked, head)


@checked
@given(logs, st.data())
def test_a_deletion_with_the_rest_renumbered_shows(
    log: list[AuditEvent], data: st.DataObject
) -> None:
    linked, head = kept(log)
    del linked[data.draw(st.integers(0, len(log) - 1))]
    moved = [replace(one, number=number) for number, one in enumerate(linked, start=1)]
    with pytest.raises(AuditBrokenError):
        Chain(KEY).verify(moved, head)


@checked
@given(logs, st.data())
def test_a_cut_tail_shows(log: list[AuditEvent], data: st.DataObject) -> None:
    linked, head = kept(log)
    rest = linked[: data.draw(st.integers(0, len(log) - 1))]
    with pytest.raises(AuditBrokenError, match="The log ends at event"):
        Chain(KEY).verify(rest, head)


@checked
@given(logs)
def test_a_head_cut_to_match_a_cut_tail_shows_without_the_key(log: list[AuditEvent]) -> None:
    linked, head = kept(log)
    rest = linked[:-1]
    forged = Head(len(rest), rest[-1].hash, head.seal)
    with pytest.raises(AuditBrokenError, match="kept end"):
        Chain(KEY).verify(rest, forged)


@checked
@given(logs)
def test_an_older_head_put_back_shows_against_a_copy_kept_elsewhere(
    log: list[AuditEvent],
) -> None:
    chain = Chain(KEY)
    linked, copied = kept(log)
    rest, older = kept(log[:-1])
    assert chain.verify_all(rest, older) == len(log) - 1
    with pytest.raises(AuditBrokenError):
        chain.verify(rest, copied)
    assert chain.verify(linked, older) == len(log)


@checked
@given(logs)
def test_a_chain_written_anew_without_the_key_shows(log: list[AuditEvent]) -> None:
    linked, head = kept(log, b"another key")
    with pytest.raises(AuditBrokenError):
        Chain(KEY).verify(linked, head)


def test_events_behind_the_kept_end_show() -> None:
    log = [AuditEvent(datetime(2026, 1, 1, tzinfo=UTC), "a", "s", "test")] * 3
    _, head = kept(log[:2])
    linked, _ = kept(log)
    with pytest.raises(AuditBrokenError, match="after the kept end"):
        Chain(KEY).verify_all(linked, head)


def test_nothing_is_appended_to_a_changed_head() -> None:
    chain = Chain(KEY)
    with pytest.raises(AuditBrokenError):
        chain.append(replace(chain.start(), count=5), [])


def test_the_same_moment_in_another_zone_is_the_same_event() -> None:
    chain = Chain(KEY)
    utc = AuditEvent(datetime(2026, 6, 1, 12, tzinfo=UTC), "a", "s", "test")
    local = replace(utc, at=utc.at.astimezone(timezone(timedelta(hours=1))))
    assert chain.link("0", 1, utc) == chain.link("0", 1, local)
