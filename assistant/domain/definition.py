"""Form definitions: what a form asks, in what words, and when.

A definition is plain data (a YAML file under `forms/`); `definition_reading` builds and checks it.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from enum import StrEnum

Path = tuple[str | int, ...]


class Audience(StrEnum):
    """Who is being asked; the same question has words for each."""

    PUBLIC = "public"
    PRACTITIONER = "practitioner"


class QuestionType(StrEnum):
    """What kind of answer a question takes."""

    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    DATE_TIME = "date_time"
    PERSON = "person"
    PLACE = "place"
    VEHICLE = "vehicle"
    CONTACT = "contact"


PARTS: Mapping[QuestionType, tuple[str, ...]] = {
    QuestionType.DATE_TIME: ("text", "date", "time", "approximate"),
    QuestionType.PERSON: (
        "name",
        "nickname",
        "age",
        "age_text",
        "gender",
        "date_of_birth",
        "relationship",
        "role",
        "description",
        "phone",
        "address",
    ),
    QuestionType.PLACE: ("text", "postcode", "role"),
    QuestionType.VEHICLE: (
        "registration",
        "partial",
        "colour",
        "make",
        "model",
        "kind",
        "text",
    ),
    QuestionType.CONTACT: ("name", "phone", "email", "username", "platform", "other"),
}
"""The parts an answer of each composite type may have, in the order they are shown."""


@dataclass(frozen=True)
class Condition:
    """When something holds: all of its clauses, or any of them.

    A clause names the audience, or a question and the values of which its answer must be, or
    include, one. An unanswered question never satisfies a clause: unknown is not "yes".
    """

    clauses: tuple["Clause", ...] = ()
    any_of: bool = False

    @property
    def questions(self) -> frozenset[str]:
        """The ids of the questions it looks at."""
        return frozenset(c.question for c in self.clauses if c.question)


@dataclass(frozen=True)
class Clause:
    """One part of a condition."""

    audience: Audience | None = None
    question: str | None = None
    values: tuple[str, ...] = ()
    unanswered: bool = False


@dataclass(frozen=True)
class Effect:
    """What choosing an option does besides being the answer (flow forms only).

    `form` is gone to; `and_form` is filled in after it, from the same answers. `settles` changes
    answers that were given before.
    """

    form: str | None = None
    and_form: str | None = None
    audience: Audience | None = None
    say: str | None = None
    resume: bool = False
    start_again: bool = False
    settles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Option:
    """One choice. `opens` names a question that is asked because of it, `adds` a form that is
    filled in too, and `denies` another choice of its list, which is then not so. `intents` mean it
    when a person types, and so do the words `inside` wherever they stand in a short text without a
    "not"."""

    value: str
    label: str
    also: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    opens: str | None = None
    adds: str | None = None
    denies: str | None = None
    effect: Effect | None = None


class Told(StrEnum):
    """What an answer tells the rulebook of the assessment."""

    AGE = "age"
    FACT = "fact"
    FACTS = "facts"
    INDICATORS = "indicators"
    LEVEL = "level"
    TYPES = "types"
    CONTEXT = "context"
    REASON = "reason"
    CURRENT = "current"
    HISTORIC = "historic"


@dataclass(frozen=True)
class Weighs:
    """`row` is the indicator that a level, types or context belong to; `fact` the one fact."""

    told: Told
    row: str | None = None
    fact: str | None = None


class Decides(StrEnum):
    """Which part of the practitioner's own decision an answer is."""

    SECTION_1_LEVEL = "section_1_level"
    SECTION_1_THRESHOLD = "section_1_threshold"
    LEVEL = "level"
    THRESHOLD = "threshold"
    ROUTES = "routes"
    REASON = "reason"


@dataclass(frozen=True)
class TakenFrom:
    """Another form's question that answers this one; `values` translates its choices."""

    question: str
    values: Mapping[str, str] = field(default_factory=dict)


NONE = "none"
"""The choice that says no to everything not ticked beside it."""
OTHERS_UNKNOWN = "others_unknown"
"""The choice that says that what is not ticked beside it isn't known."""


@dataclass(frozen=True)
class Question:
    """One question of a form.

    `label` is the paper form's own wording; `prompts` what each audience is asked.
    `relevant` says whether it belongs in the document at all, `asked` whether it is asked
    without anybody mentioning it; `in_review` whether it is shown before sending (what is in the
    document always is). `reads` is the detail of a reading that answers it; `implies`
    gives the answers to other questions that go without saying once this one is answered from
    somebody's words (who gives a name has chosen not to be anonymous).

    `page` joins questions that a practitioner is asked in one message, where a line that begins
    with `short` answers one of them. `weighs` and `decides` say
    what the answer is to the assessment. A `computed` question is never asked: its answer follows
    from others. `recalls` takes the reference of an earlier assessment, and `asks_again` the
    sections of it to go through again. `kept` answers stay when something new is begun; `sets`
    names a property of the case file. `takes_no`: "no" is a full answer in words. `means` has
    what says "yes" or "no" without the word ("on a CP plan").
    `alarms` are answers that tell of danger now, by what has to be said besides 999.
    `needs` are the parts that the form needs of whoever it is: where a reading lacks one, it is
    asked all the same, once. A short part of a line that holds a word of `told_by` answers it,
    where another question of its page is asked ("Ann Lee, nurse, Park Surgery").
    """

    id: str
    type: QuestionType
    label: str
    section: str
    prompts: Mapping[Audience, str]
    help: str
    why: str
    source: str
    options: tuple[Option, ...] = ()
    repeat: bool = False
    reads: str | None = None
    narrative: bool = False
    relevant: Condition | None = None
    asked: Condition | None = None
    in_document: bool = True
    in_review: bool = True
    declinable: bool = True
    called: tuple[str, ...] = ()
    told_by: tuple[str, ...] = ()
    implies: Mapping[str, str] = field(default_factory=dict)
    page: str | None = None
    short: str | None = None
    weighs: Weighs | None = None
    decides: Decides | None = None
    computed: str | None = None
    taken_from: TakenFrom | None = None
    recalls: bool = False
    asks_again: bool = False
    kept: bool = False
    sets: str | None = None
    takes_no: bool = False
    alarms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    means: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    needs: Mapping[Audience, tuple[str, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The label as a person reads it before a colon."""
        return self.label.rstrip(": ")

    @property
    def composite(self) -> bool:
        """Whether its answer has parts."""
        return self.type in PARTS


@dataclass(frozen=True)
class Notice:
    """Something the form says, to an audience or under a condition.

    In danger it may be only for some of what the words need (`needs`: an ambulance), or not for
    them (`not_for`: a child who writes is not told what a driver is told).
    """

    text: str
    when: Condition | None = None
    needs: frozenset[str] = frozenset()
    not_for: frozenset[str] = frozenset()

    def suits(self, needs: Set[str]) -> bool:
        """Whether it is for these needs."""
        wanted = not self.needs or not self.needs.isdisjoint(needs)
        return wanted and self.not_for.isdisjoint(needs)


@dataclass(frozen=True)
class FormDefinition:
    """One edition of a form, or one step of the conversation (`kind: flow`).

    `split_by` names the question of which each item gets a form of its own. In a flow,
    `accounts_go_to` names the form that an account typed there begins. `includes` names the tables
    of the assessment that its payload holds, and `annex` the form whose payload goes with it.
    Without `needs_recipient` a form is complete even where it goes to nobody, and says `when_kept`.
    """

    id: str
    edition: str
    kind: str
    title: str
    status: str
    source: str
    questions: tuple[Question, ...]
    sections: Mapping[str, str] = field(default_factory=dict)
    opening: tuple[Notice, ...] = ()
    before_sending: tuple[Notice, ...] = ()
    after_sending: tuple[Notice, ...] = ()
    split_by: str | None = None
    reference_prefix: str = ""
    template: str | None = None
    route: str | None = None
    accounts_go_to: str | None = None
    when_withheld: tuple[Notice, ...] = ()
    when_kept: tuple[Notice, ...] = ()
    includes: tuple[str, ...] = ()
    annex: str | None = None
    needs_recipient: bool = True
    send_label: str | None = None

    @property
    def weighed(self) -> bool:
        """Whether its answers are an assessment."""
        return any(q.weighs for q in self.questions)

    @property
    def is_flow(self) -> bool:
        """A step of the conversation; it has no document and is never sent."""
        return self.kind == "flow"

    @property
    def deliverable(self) -> bool:
        """A superseded edition can be read, never sent."""
        return not self.is_flow and self.status == "current"

    @property
    def account(self) -> Question | None:
        """The question that takes a person's own account: the first narrative text."""
        texts = (q for q in self.questions if q.narrative and q.type is QuestionType.TEXT)
        return next(texts, None)

    def question(self, question_id: str) -> Question:
        """The question of that id. Raises KeyError if the form has none."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)

    def has(self, question_id: str) -> bool:
        """Whether the form has a question of that id."""
        return any(q.id == question_id for q in self.questions)


YES, NO = "yes", "no"
YES_NO_VALUES = (YES, NO)


def allowed_values(question: Question) -> tuple[str, ...]:
    """The values a question's answer may have, or none where any text will do."""
    if question.type is QuestionType.YES_NO:
        return YES_NO_VALUES
    return tuple(o.value for o in question.options)
