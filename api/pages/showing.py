"""Which page a step of the conversation is."""

from collections.abc import Sequence
from typing import Any

from fastapi import Response

from api.pages import checking
from api.pages.asking import asking
from api.pages.boxes import Problem
from api.pages.forms import Posted
from api.pages.rendering import page
from api.pages.standing import Standing, Step
from assistant.domain.casefile import DANGER
from assistant.services.deciding import DECISION


def step(
    standing: Standing,
    at: Step,
    posted: Posted | None = None,
    problems: Sequence[Problem] = (),
    focus: str = "",
) -> Response:
    """The page of a step; with what was posted, and what is wrong with it."""
    status = 422 if problems else 200
    common = _common(standing, at, posted, problems)
    is_latest = at is standing.latest
    if is_latest and standing.case.is_sent:
        return page("sent", status, **common, **_sent(standing))
    if is_latest and standing.at_review:
        return page("check", status, **common, **_to_check(standing))
    asked = standing.asked_at(at)
    if asked is None or not (is_latest or standing.can_change(asked[1][0])):
        return page("stale", changeable=standing.at_review, now=standing.latest.number)
    form, questions = asked
    shown = asking(standing, at, form, questions, posted, problems, focus)
    if not is_latest and not shown.fields:
        return page("stale", changeable=False, now=standing.latest.number)
    in_danger = is_latest and form.id == DANGER
    return page("question", status, **common, asking=shown, danger=form.title if in_danger else "")


def _common(
    standing: Standing, at: Step, posted: Posted | None, problems: Sequence[Problem]
) -> dict[str, Any]:
    """What every page of a conversation shows besides its own."""
    notices = at.notices if at is standing.latest else ()
    return {
        "number": at.number,
        "now": standing.latest.number,
        "message_id": standing.next_id(at),
        "urgent": [m for m in notices if m["urgent"]],
        "notices": [m for m in notices if not m["urgent"]],
        "suggestion": _suggestion(standing, at),
        "problems": problems,
        "words": posted.one("words") if posted else "",
    }


def _suggestion(standing: Standing, at: Step) -> dict[str, Any] | None:
    """The suggestion as a card, at the step that first shows it; its message has the reasons."""
    said = next((m for m in at.notices if "suggestion" in m), None)
    question = standing.course.question
    if said is None or question is None or question.decides not in DECISION:
        return None
    found, words = said["suggestion"], standing.speaker.wording.words
    title, outcome, reasons = said["text"].split("\n", 2)
    return {
        "title": title,
        "text": said["text"],
        "reasons": reasons,
        "level": found["level"] or "none",
        "level_words": words[f"level_{found['level']}"] if found["level"] else words["no_level"],
        "outcome": outcome,
    }


def _to_check(standing: Standing) -> dict[str, Any]:
    forms = standing.course.plan
    asking_message = standing.latest.asking or {"choices": []}
    labels = {c["value"]: c["label"] for c in asking_message["choices"]}
    return {
        "forms": checking.to_check(standing),
        "several": len(forms) > 1,
        "send": labels.get("send") or standing.speaker.wording.choices["send"],
    }


def _sent(standing: Standing) -> dict[str, Any]:
    next_steps = checking.what_happens_next(standing)
    return {
        "sent": checking.sent_forms(standing),
        "ended": "kept" if checking.told_nobody(standing) else "sent",
        "next_steps": next_steps,
        "is_new": bool(next_steps) and next_steps[-1] in standing.latest.messages,
    }
