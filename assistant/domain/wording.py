"""What is said to questions and commands, and the words by which they are known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.domain.amendments import AmendmentWords, build_amendment_words
from assistant.domain.definition import Audience
from assistant.domain.errors import DefinitionProblem
from assistant.domain.people_words import PeopleWords, build_people_words


@dataclass(frozen=True)
class Command:
    """Something typed instead of an answer: `back`, `skip`, `why`, …"""

    id: str
    intents: frozenset[str]
    phrases: frozenset[str]


@dataclass(frozen=True)
class Reply:
    """What is said to a question asked in the middle."""

    id: str
    intents: frozenset[str]
    phrases: frozenset[str]
    inside: tuple[str, ...]
    """Words that ask it wherever they stand in a short text ("keep my name out")."""

    texts: Mapping[Audience, str]
    out_of_scope: bool
    beside: bool
    """It is said before an account is taken, and answers no question."""

    first_person: bool
    """It is said to a child who tells of themselves: before anything else, and not instead."""


@dataclass(frozen=True)
class Certainty:
    """How sure an intent must be (0 to 1) before it is acted on.

    For danger it can only add to what the rulebook finds, never take away.
    """

    question: float
    command: float
    concern: float
    danger: float


@dataclass(frozen=True)
class Wording:
    """All of `forms/answers.yml`."""

    certainty: Certainty
    said: Mapping[str, str]
    choices: Mapping[str, str]
    given: Mapping[str, str]
    words: Mapping[str, str]
    yes: frozenset[str]
    no: frozenset[str]
    answer_follows: Mapping[str, frozenset[str]]
    """A "yes" or a "no" that may stand before more words, and the words that may come next."""

    choice_leads: frozenset[str]
    choice_tails: frozenset[str]
    """The words that may stand before and after any choice without changing it."""

    both: frozenset[str]
    rest_no: frozenset[str]
    rest_unknown: frozenset[str]
    """What says of the rest of a list that it is not so, or not known."""

    reasons: tuple[str, ...]
    negations: frozenset[str]
    elsewhere: frozenset[str]
    """What says that an answer stands elsewhere."""

    none_said: frozenset[str]
    no_earlier: frozenset[str]
    """What says that there is none, and that there is no earlier assessment."""

    denials: tuple[str, ...]
    """What says of the choice named after it that it is not so."""

    correction_openers: tuple[str, ...]
    correction_tails: tuple[str, ...]
    doubtful_openers: tuple[str, ...]
    """They correct what has been told already; elsewhere an answer may begin so."""

    tale_openers: tuple[str, ...]
    """How somebody goes on telling: no place and no time begins so."""

    statement_openers: tuple[str, ...]
    """How a plain fact about somebody begins ("she is"): told at another question, it is no answer
    to that one."""

    said_present: Mapping[str, tuple[str, ...]]
    said_absent: Mapping[str, tuple[str, ...]]
    """How somebody says that a row (`rows`) or a fact (`facts`) is so, or is not so."""

    statement_leads: frozenset[str]
    statement_tails: frozenset[str]
    """What may stand before and after such a statement."""

    amendments: AmendmentWords
    first_person: frozenset[str]
    """The words of somebody who speaks of themselves."""

    not_done: frozenset[str]
    """With one of these words a thing is not done yet."""

    change_openers: tuple[str, ...]
    question_openers: tuple[str, ...]
    question_follows: Mapping[str, frozenset[str]]
    """Openers that are names or times as well, and the words one of which makes them a question."""

    subjects: frozenset[str]
    """Who may stand behind a verb where somebody asks ("do I")."""

    reporting: frozenset[str]
    """Words that tell what somebody else said or asked."""

    reported: frozenset[str]
    """What ends a sentence that somebody else said."""

    greetings: tuple[str, ...]
    wish_openers: tuple[str, ...]
    asks_us: tuple[str, ...]
    """How a case ends that asks us for something ("can you do …")."""

    agrees: frozenset[str]
    """What takes the suggestion as somebody's own decision."""

    asked_about: Mapping[str, str]
    """A word of a practitioner's question, and the reply (by its id) that it is after."""

    asks_example: frozenset[str]
    asks_suggestion: frozenset[str]
    asks_which: tuple[str, ...]
    """Words of a question after an example of a level, and after the suggestion or a threshold."""

    fillers: frozenset[str]
    people: PeopleWords
    concerns: frozenset[str]
    dangers: frozenset[str]
    command_words: frozenset[str]
    """A command in somebody's own words is made of these alone: "back of the Pennine" is none."""
    untelling: frozenset[str]
    """Words that tell nothing beside a choice."""

    commands: tuple[Command, ...]
    questions: tuple[Reply, ...]

    def command(self, normalised: str) -> Command | None:
        """The command whose phrase is exactly this (normalised) message."""
        return next((c for c in self.commands if normalised in c.phrases), None)

    def command_of(self, intent: str) -> Command | None:
        """The command of an intent."""
        return next((c for c in self.commands if intent in c.intents), None)

    def reply(self, normalised: str) -> Reply | None:
        """The reply whose phrase is exactly this (normalised) message."""
        return next((q for q in self.questions if normalised in q.phrases), None)

    def of_somebody_else(self, intent: str, text: str) -> bool:
        """Whether an intent of somebody who tells of themselves can't be that of this text."""
        reply = self.reply_of(intent)
        speaks = self.first_person.intersection(normalise(text).split())
        return reply is not None and reply.first_person and not speaks

    @property
    def to_the_child(self) -> Reply | None:
        """What is said to a child who tells of themselves."""
        return next((q for q in self.questions if q.first_person), None)

    def reply_inside(self, normalised: str) -> Reply | None:
        """The reply whose words stand inside this (normalised) message."""
        said = f" {normalised} "
        return next((q for q in self.questions if any(f" {i} " in said for i in q.inside)), None)

    def reply_of(self, intent: str) -> Reply | None:
        """The reply of an intent."""
        return next((q for q in self.questions if intent in q.intents), None)


def normalise(text: str) -> str:
    """A message as phrases are compared: lower case, one space, no outer punctuation."""
    plain = text.replace("’", "'").casefold()
    words = "".join(c if c.isalnum() or c in "'/?" else " " for c in plain).split()
    joined = " ".join(words)
    return joined if joined == "?" else joined.rstrip("?").strip()


def begins(plain: str, openers: tuple[str, ...]) -> bool:
    """Whether a normalised text begins with one of these."""
    return any(plain == o or plain.startswith(f"{o} ") for o in openers)


def ends(plain: str, tails: tuple[str, ...]) -> bool:
    """Whether a normalised text ends with one of these, after something else."""
    return any(plain.endswith(f" {tail}") for tail in tails)


def build_wording(data: Any) -> Wording:
    """The wording out of parsed YAML. Raises DefinitionProblem if anything is missing."""
    if not isinstance(data, Mapping):
        raise DefinitionProblem((), "must be a mapping of names to values")
    for key in _KEYS:
        if key not in data:
            raise DefinitionProblem((key,), "is missing")
    for key in data:
        if key not in _KEYS:
            raise DefinitionProblem((key,), f"is not known here; allowed: {', '.join(_KEYS)}")
    return Wording(
        certainty=Certainty(**{k: float(v) for k, v in data["certainty"].items()}),
        said=data["said"],
        choices=data["choices"],
        given=data["given"],
        words=data["words"],
        yes=_phrases(data["yes"]),
        no=_phrases(data["no"]),
        answer_follows=_follows(data["answer_follows"]),
        choice_leads=_phrases(data["choice_leads"]),
        choice_tails=_phrases(data["choice_tails"]),
        both=_phrases(data["both"]),
        rest_no=_phrases(data["rest_no"]),
        rest_unknown=_phrases(data["rest_unknown"]),
        reasons=tuple(data["reasons"]),
        negations=_phrases(data["negations"]),
        elsewhere=_phrases(data["elsewhere"]),
        none_said=_phrases(data["none_said"]),
        no_earlier=_phrases(data["no_earlier"]),
        denials=tuple(normalise(p) for p in data["denials"]),
        correction_openers=tuple(normalise(p) for p in data["correction_openers"]),
        correction_tails=tuple(normalise(p) for p in data["correction_tails"]),
        doubtful_openers=tuple(normalise(p) for p in data["doubtful_openers"]),
        tale_openers=tuple(normalise(p) for p in data["tale_openers"]),
        statement_openers=tuple(normalise(p) for p in data["statement_openers"]),
        said_present={kind: tuple(said) for kind, said in data["said_present"].items()},
        said_absent={kind: tuple(said) for kind, said in data["said_absent"].items()},
        statement_leads=_phrases(data["statement_leads"]),
        statement_tails=_phrases(data["statement_tails"]),
        amendments=build_amendment_words(data["amendments"]),
        first_person=_phrases(data["first_person"]),
        not_done=_phrases(data["not_done"]),
        change_openers=tuple(normalise(p) for p in data["change_openers"]),
        question_openers=tuple(normalise(p) for p in data["question_openers"]),
        question_follows=_follows(data["question_follows"]),
        subjects=_phrases(data["subjects"]),
        reporting=_phrases(data["reporting"]),
        reported=_phrases(data["reported"]),
        greetings=tuple(normalise(p) for p in data["greetings"]),
        wish_openers=tuple(normalise(p) for p in data["wish_openers"]),
        asks_us=tuple(normalise(p) for p in data["asks_us"]),
        agrees=_phrases(data["agrees"]),
        asked_about=data["asked_about"],
        asks_example=_phrases(data["asks_example"]),
        asks_suggestion=_phrases(data["asks_suggestion"]),
        asks_which=tuple(normalise(p) for p in data["asks_which"]),
        fillers=frozenset(data["fillers"]),
        people=build_people_words(data["people"]),
        concerns=frozenset(data["concerns"]),
        dangers=frozenset(data["dangers"]),
        command_words=_phrases(data["command_words"]),
        untelling=frozenset().union(
            *(_phrases(data[key]) for key in ("fillers", "statement_leads")),
            *(_phrases(data[key]) for key in ("choice_leads", "choice_tails")),
            *(_phrases(data[key]) for key in ("command_words", "yes", "no")),
        ),
        commands=tuple(_command(k, v) for k, v in data["commands"].items()),
        questions=tuple(_reply(k, v) for k, v in data["questions"].items()),
    )


_KEYS = (
    "certainty",
    "said",
    "choices",
    "given",
    "words",
    "yes",
    "no",
    "answer_follows",
    "choice_leads",
    "choice_tails",
    "both",
    "rest_no",
    "rest_unknown",
    "reasons",
    "negations",
    "elsewhere",
    "none_said",
    "no_earlier",
    "denials",
    "correction_openers",
    "correction_tails",
    "doubtful_openers",
    "tale_openers",
    "statement_openers",
    "said_present",
    "said_absent",
    "statement_leads",
    "statement_tails",
    "amendments",
    "first_person",
    "not_done",
    "change_openers",
    "question_openers",
    "question_follows",
    "subjects",
    "reporting",
    "reported",
    "greetings",
    "wish_openers",
    "asks_us",
    "agrees",
    "asked_about",
    "asks_example",
    "asks_suggestion",
    "asks_which",
    "fillers",
    "people",
    "concerns",
    "dangers",
    "command_words",
    "commands",
    "questions",
)


def _follows(groups: Any) -> dict[str, frozenset[str]]:
    return {opener: _phrases(group["next"]) for group in groups for opener in group["openers"]}


def _phrases(raw: Any) -> frozenset[str]:
    return frozenset(normalise(str(p)) for p in raw)


def _command(name: str, raw: Any) -> Command:
    return Command(name, frozenset(raw.get("intents", ())), _phrases(raw.get("phrases", ())))


def _reply(name: str, raw: Any) -> Reply:
    text = raw.get("text")
    if isinstance(text, str):
        texts: Mapping[Audience, str] = dict.fromkeys(Audience, text.strip())
    elif isinstance(text, Mapping) and set(text) == set(Audience):
        texts = {a: text[a].strip() for a in Audience}
    else:
        raise DefinitionProblem(
            ("questions", name, "text"), "is one text, or one each for public and practitioner"
        )
    return Reply(
        name,
        frozenset(raw.get("intents", ())),
        _phrases(raw.get("phrases", ())),
        tuple(sorted(_phrases(raw.get("inside", ())))),
        texts,
        bool(raw.get("out_of_scope", False)),
        bool(raw.get("beside", False)),
        bool(raw.get("first_person", False)),
    )
