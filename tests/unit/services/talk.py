"""A conversation with the turn taker alone: no database, no Rasa, a reader that is told."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from assistant.adapters import json_schema
from assistant.adapters.definitions import in_force, load_editions, load_wording
from assistant.adapters.rulebook_files import load_assessment_rulebook
from assistant.adapters.yaml_files import load_areas, load_urgency
from assistant.domain.casefile import CaseFile, Earlier, Receipt
from assistant.domain.definition import Audience
from assistant.domain.reading import Found, Reading, Sign, Span
from assistant.domain.toolkit import RiskLevel
from assistant.domain.understanding import Understanding
from assistant.services.accounts import Accounts
from assistant.services.assessing import AssessmentService
from assistant.services.deciding import Advisor
from assistant.services.replies import Speaker
from assistant.services.turns import Incoming, Turn, TurnTaker

NOW = datetime(2026, 11, 20, 23, 30, tzinfo=ZoneInfo("Europe/London"))
FORMS = in_force(load_editions())
WORDING = load_wording()
AREAS = load_areas()
NAMES = AREAS.contact_names("derby")
REACHED = {
    "operation_liberty": ("Police Referral Unit",),
    "social_care_referral": ("Children's social care",),
}
"""Whom each form reaches; the assessment by itself reaches nobody."""
TODAY = date(2026, 11, 21)
ADVISOR = Advisor(AssessmentService(load_assessment_rulebook(), lambda: TODAY), FORMS)
URGENCY = load_urgency()
HARM = "harm_already_happened"


@dataclass
class ToldReader:
    """Finds in a text what the test has put beside some words of it."""

    knows: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    signs: dict[str, str | None] = field(default_factory=dict)
    """Words of the account that speak for an indicator, or for harm: `"id|words"` to its level."""

    def read(self, text: str, now: datetime, expecting: str | None = None) -> Reading:  # noqa: ARG002
        """The details whose key words stand in the text."""
        details: dict[str, tuple[Found, ...]] = {}
        for words, found in self.knows.items():
            start = text.find(words)
            if start < 0:
                continue
            span = (Span(start, start + len(words), words),)
            for name, value in found.items():
                parts = value if isinstance(value, dict) else {"": value}
                one = Found(value, dict.fromkeys(parts, span))
                details[name] = (*details.get(name, ()), one)
        signs = tuple(self._signs(text))
        harm = tuple(span for sign in signs if sign.id == HARM for span in sign.evidence)
        indicators = tuple(sign for sign in signs if sign.id != HARM)
        return Reading(details, indicators=indicators, harm_already_happened=harm)

    def _signs(self, text: str) -> Iterator[Sign]:
        for key, level in self.signs.items():
            id_, words = key.split("|")
            start = text.find(words)
            if start >= 0:
                span = Span(start, start + len(words), words)
                yield Sign(id_, (span,), cast(RiskLevel | None, level))


class Talk:
    """One conversation; `last` is the latest turn."""

    def __init__(
        self,
        knows: Mapping[str, Mapping[str, Any]] | None = None,
        *,
        may_send: bool = True,
        contacts: Mapping[str, str | None] | None = None,
        signs: dict[str, str | None] | None = None,
        recall: Callable[[str], Earlier | None] = lambda _text: None,
        for_social_care: bool = False,
        audience: Audience = Audience.PUBLIC,
        area_known: bool = True,
    ) -> None:
        reader = ToldReader(knows or {}, signs or {})
        self.taker = TurnTaker(
            forms=FORMS,
            speaker=Speaker(
                WORDING, lambda _area: contacts or {}, lambda _area: NAMES, {"unsent_days": "30"}
            ),
            accounts=Accounts(FORMS, reader, reader, lambda *_: for_social_care),
            advisor=ADVISOR,
            reaches=lambda form, _area: REACHED.get(form, ()) if may_send else (),
            area_of=AREAS.area_for_place,
            problem=json_schema.problem,
            recall=recall,
            danger_needs=lambda text: URGENCY.check(text).needs,
        )
        case = CaseFile("derby", audience=audience, area_known=area_known)
        self.last: Turn = self.taker.open(case)

    def _take(self, incoming: Incoming, understanding: Understanding | None = None) -> "Talk":
        self.taker.check(self.last.case, incoming)
        self.last = self.taker.take(self.last.case, incoming, understanding, NOW)
        if self.last.sends:
            receipts = tuple(
                Receipt(form.id, f"{form.reference_prefix}-2026-AAAAAA", "AAAA-BBBB-CCCC-DDDD")
                for form in self.last.sends
            )
            self.last = self.taker.sent(self.last, receipts)
        return self

    def say(
        self, text: str, intent: str = "", confidence: float = 0.95, *, urgent: bool = False
    ) -> "Talk":
        """Type a text; with an intent if Rasa is up."""
        understood = Understanding(intent, confidence) if intent else None
        return self._take(Incoming("text", text, urgent=urgent), understood)

    def choose(self, *values: str) -> "Talk":
        """Press one button after the other."""
        for value in values:
            self._take(Incoming("choice", value))
        return self

    def tick(self, *values: str) -> "Talk":
        """Tick several choices at once."""
        return self._take(Incoming("choices", list(values)))

    def give(self, question: str, answer: Any) -> "Talk":
        """Send a structured answer."""
        return self._take(Incoming("answer", answer, question))

    def to(self, question: str) -> "Talk":
        """Go on, not knowing anything, until a question is asked."""
        for _ in range(40):
            if self.asked == question:
                return self
            notice = self.asked in ("privacy_notice",)
            self.choose("understood" if notice else "dont_know")
        raise AssertionError(f"never asked: {question}")

    @property
    def asked(self) -> str | None:
        """The question being asked."""
        return self.last.case.asked

    @property
    def texts(self) -> str:
        """Everything said in the last turn."""
        return "\n".join(m["text"] for m in self.last.messages)

    @property
    def values(self) -> list[str]:
        """The choices of the last message."""
        return [c["value"] for c in self.last.messages[-1]["choices"]]

    def value(self, question: str) -> Any:
        """The value of an answer, None without one."""
        answer = self.last.case.answers.get(question)
        return answer.value if answer else None


def started(knows: Mapping[str, Mapping[str, Any]] | None = None, **options: Any) -> Talk:
    """A driver who has pressed "I saw something"."""
    return Talk(knows, **options).choose("saw_something")


def assessing(**options: Any) -> Talk:
    """A practitioner who has chosen to assess a child."""
    options = {"area_known": False, **options}
    return Talk(audience=Audience.PRACTITIONER, **options).choose("assess")
