"""The case file: everything one conversation has gathered, and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.domain.definition import Audience
from assistant.domain.interview import Answer, Given
from assistant.domain.languages import ENGLISH
from assistant.domain.reading import Span

REVIEW = "review"
"""What stands in `asked` while the answers are being checked."""
OPENING = "opening"
DANGER = "danger"


@dataclass(frozen=True)
class Receipt:
    """What the reporter keeps of one submission. Only the case file holds the code itself."""

    form: str
    reference: str
    code: str


@dataclass(frozen=True)
class Earlier:
    """The assessment that this one starts from, as it was sent."""

    reference: str
    reported_at: str
    answers: Mapping[str, Answer]


@dataclass(frozen=True)
class CaseFile:
    """`form` is what is being asked now; `resume` the form to go back to after a detour.

    `begun` names the forms that somebody chose to fill in; answers may add others. `words` is an
    account that no form has taken yet. `proposed` has what was read in the account of the
    toolkit's rows, by their ids, and `levels_read` what level the words speak for. `told` lists
    what was said once and isn't said again: duties, openings of forms, the suggestion.

    `kept_only` says that what was last sent went to nobody: it is kept here.
    `area_known` says that somebody chose the area; otherwise it is only the usual one.
    `trail` lists the questions asked, latest last, for "back". `revisit` is a question that is
    asked again although it has an answer.
    """

    area: str
    area_known: bool = False
    language: str = ENGLISH.tag
    audience: Audience = Audience.PUBLIC
    form: str = OPENING
    begun: tuple[str, ...] = ()
    resume: str | None = None
    asked: str | None = None
    revisit: str | None = None
    unplaced: str = ""
    trail: tuple[str, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    danger_told: bool = False
    misunderstood: int = 0
    stopped: bool = False
    receipts: tuple[Receipt, ...] = ()
    sent: bool = False
    kept_only: bool = False
    words: str = ""
    told: tuple[str, ...] = ()
    proposed: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    levels_read: Mapping[str, str] = field(default_factory=dict)
    earlier: Earlier | None = None

    @property
    def is_sent(self) -> bool:
        """Whether what was last asked is sent, and nothing has been begun since."""
        return self.sent and any(receipt.form == self.form for receipt in self.receipts)

    @property
    def stage(self) -> str:
        """The stage in the words of the HTTP contract."""
        if self.stopped:
            return "ended"
        if self.form in (OPENING, DANGER):
            return self.form
        if self.is_sent:
            return "submitted"
        return REVIEW if self.asked == REVIEW else "interview"


def to_data(case: CaseFile) -> dict[str, Any]:
    """The case file as JSON-ready data."""
    return {
        "area": case.area,
        "area_known": case.area_known,
        "language": case.language,
        "audience": str(case.audience),
        "form": case.form,
        "begun": list(case.begun),
        "resume": case.resume,
        "asked": case.asked,
        "revisit": case.revisit,
        "unplaced": case.unplaced,
        "trail": list(case.trail),
        "answers": {key: _answer_data(answer) for key, answer in case.answers.items()},
        "danger_told": case.danger_told,
        "misunderstood": case.misunderstood,
        "stopped": case.stopped,
        "sent": case.sent,
        "kept_only": case.kept_only,
        "receipts": [[r.form, r.reference, r.code] for r in case.receipts],
        "words": case.words,
        "told": list(case.told),
        "proposed": {key: [span_data(s) for s in spans] for key, spans in case.proposed.items()},
        "levels_read": dict(case.levels_read),
        "earlier": _earlier_data(case.earlier),
    }


def from_data(data: Mapping[str, Any]) -> CaseFile:
    """The case file out of what `to_data` gave, now or before a later field was added."""
    changed: dict[str, Any] = {
        "audience": Audience(data["audience"]),
        "answers": {key: _answer(entry) for key, entry in data["answers"].items()},
        "receipts": tuple(Receipt(*entry) for entry in data["receipts"]),
        "proposed": {key: _spans(spans) for key, spans in data.get("proposed", {}).items()},
        "earlier": _earlier(data.get("earlier")),
    }
    for key in ("trail", "begun", "told"):
        changed[key] = tuple(data.get(key, ()))
    return CaseFile(**{**data, **changed})


def _earlier_data(earlier: Earlier | None) -> dict[str, Any] | None:
    if earlier is None:
        return None
    answers = {key: _answer_data(answer) for key, answer in earlier.answers.items()}
    return {**vars(earlier), "answers": answers}


def _earlier(data: Mapping[str, Any] | None) -> Earlier | None:
    if data is None:
        return None
    answers = {key: _answer(entry) for key, entry in data["answers"].items()}
    return Earlier(data["reference"], data["reported_at"], answers)


def span_data(span: Span) -> dict[str, Any]:
    """A span in the words of the HTTP contract."""
    return {"start": span.start, "end": span.end, "text": span.text}


def _answer_data(answer: Answer) -> dict[str, Any]:
    return {
        "value": answer.value,
        "given": str(answer.given),
        "evidence": {k: [span_data(s) for s in spans] for k, spans in answer.evidence.items()},
        "read": answer.read,
    }


def _answer(data: Mapping[str, Any]) -> Answer:
    evidence = {k: _spans(spans) for k, spans in data["evidence"].items()}
    return Answer(data["value"], Given(data["given"]), evidence, data.get("read", False))


def _spans(data: list[Mapping[str, Any]]) -> tuple[Span, ...]:
    return tuple(Span(**span) for span in data)
