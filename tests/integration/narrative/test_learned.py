"""The trained part of the reader: what it adds to the patterns, and that it can be relied on."""

from datetime import datetime
from pathlib import Path

import pytest

from assistant.adapters.narrative import learning
from assistant.adapters.narrative.indicators import IndicatorReader, StoryReader
from assistant.adapters.narrative.learned import FILE, OTHERS, Learned, Model, load_learned
from assistant.adapters.narrative.learned_features import Featurer, stem
from assistant.adapters.narrative.reader import SpacyReader
from assistant.adapters.yaml_files import load_urgency
from assistant.domain.reading import Reading
from assistant.domain.urgency import HeardDanger
from assistant.services.danger import DangerCheck

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 21, 12)
FEATURER = Featurer.from_folder()


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("model")
    learning.write(out)
    return out


@pytest.fixture(scope="module")
def learned(directory: Path) -> Learned:
    return Learned(Model.load(directory / FILE), FEATURER)


def test_on_stories_that_are_no_material_more_rows_are_found_and_no_fewer_of_them_right(
    learned: Learned,
) -> None:
    reader = IndicatorReader()
    right = wrong = missed = 0
    for line in (HERE / "stories_unseen.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, *labels = (part.strip() for part in line.split("|"))
            want, may = ({x.strip() for x in part.split(",") if x.strip()} for part in labels)
            found = learned.add_to(reader.read(text), text).indicators
            got = {sign.id for sign in found}
            right, wrong = right + len(got & want), wrong + len(got - want - may)
            missed += len(want - got)
    assert right / (right + wrong) >= 0.8
    assert right / (right + missed) >= 0.7  # by patterns alone it is 0.57


@pytest.mark.parametrize(
    ("fires", "misses", "row"),
    [
        (
            "His bedroom smells of cannabis and he's stoned before breakfast",
            "His bedroom needs a coat of paint and he's up before breakfast",
            "drugs_alcohol",
        ),
        (
            "She has cigarette burns she won't account for",
            "She has sunburn from the beach",
            "unexplained_injuries",
        ),
    ],
)
def test_a_row_in_words_that_stand_in_no_example_is_heard_and_its_near_miss_is_not(
    learned: Learned, fires: str, misses: str, row: str
) -> None:
    assert learned.hear(fires).says(row)
    assert not learned.hear(misses).says(row)


def test_danger_now_is_told_from_the_same_thing_long_over(learned: Learned) -> None:
    now = learned.danger("two blokes are forcing a girl into their car right now, she's crying")
    over = learned.danger("last year two blokes forced a girl into their car, she's safe now")
    assert now.words
    assert not now.calm
    assert over.words is None


@pytest.mark.parametrize("answer", ["he isn't", "she is", "i can't", "yes there is", "just her"])
def test_an_answer_of_a_few_words_is_neither_danger_nor_calm(learned: Learned, answer: str) -> None:
    assert learned.danger(answer) == HeardDanger(None, sure=False, calm=False)


@pytest.mark.parametrize(
    "text",
    [
        "girl in my cab with two older men, what do I do?",
        "theres a girl in my cab with two older men she looks about 14 what do i do",
    ],
)
def test_who_is_there_now_and_asks_what_to_do_is_told_999(learned: Learned, text: str) -> None:
    assert DangerCheck(load_urgency(), learned.danger).check(text).urgent


def test_what_the_chat_is_asked_and_told_besides_is_hardly_ever_taken_for_danger(
    learned: Learned,
) -> None:
    texts = [e.text for e in learning._of_the_chat()]
    assert sum(learned.danger(text).words is not None for text in texts) / len(texts) < 0.01


def test_the_whole_check_still_finds_the_vignettes_of_danger(learned: Learned) -> None:
    check = DangerCheck(load_urgency(), learned.danger).check
    texts = list(learning._vignettes())
    fires = [check(e.text).urgent for e in texts if e.says["now"]]
    calm = [check(e.text).urgent for e in texts if not e.says["now"]]
    assert sum(fires) / len(fires) >= 0.98
    assert sum(calm) / len(calm) <= 0.05


def test_evidence_is_a_sentence_of_the_text_itself(learned: Learned) -> None:
    text = "We live in Derby. My son comes home stinking of weed! He is 14."
    sign = next(s for s in learned.add_to(Reading(), text).indicators if s.id == "drugs_alcohol")
    (span,) = sign.evidence
    assert text[span.start : span.end] == span.text
    assert "weed" in span.text


def test_a_reading_says_who_is_told_of(learned: Learned) -> None:
    reader = StoryReader(SpacyReader(), IndicatorReader(), learned)
    mine = reader.read("My son, 14, sells weed for a man called Tank at number 7", NOW).outline
    strangers = reader.read("A man in a van hands vapes to kids at the park", NOW).outline
    asked = reader.read("Do you have a leaflet about county lines for staff?", NOW).outline
    assert mine
    assert mine.tells
    assert mine.child_can_be_found
    assert strangers
    assert strangers.concern
    assert not strangers.child_can_be_found
    assert asked
    assert not asked.tells


def test_training_again_comes_to_the_same_and_so_does_hearing_again(
    directory: Path, learned: Learned, tmp_path: Path
) -> None:
    learning.write(tmp_path)
    one, other = Model.load(directory / FILE), Model.load(tmp_path / FILE)
    assert one.index == other.index
    assert (one.weights == other.weights).all()
    text = "she went off with a man in a red car and I don't know where"
    assert learned.hear(text) == learned.hear(text)


def test_without_a_model_or_with_another_than_ours_patterns_are_used_and_it_is_said(
    directory: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert load_learned(tmp_path, fits=False) is None
    assert load_learned(directory, fits=False) is None
    (tmp_path / FILE).write_bytes(b"something else")
    assert load_learned(tmp_path, fits=True) is None
    assert len(caplog.records) == 3
    reader = StoryReader(SpacyReader(), IndicatorReader(), None)
    assert reader.read("My son comes home drunk", NOW).outline is None


def test_an_empty_text_says_nothing(learned: Learned) -> None:
    heard = learned.hear(" ... ")
    assert not any(heard.says(label) for label in OTHERS)


@pytest.mark.parametrize(
    ("one", "other"), [("dragging", "dragged"), ("parties", "party"), ("hugs", "hugged")]
)
def test_endings_are_taken_off_alike(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_what_is_learned_of_a_word_counts_for_others_of_its_kind() -> None:
    bloke, geezer = (FEATURER.features(FEATURER.sentences(f"a {w} waits")[0]) for w in
                     ("bloke", "geezer"))  # fmt: skip
    assert "k man" in bloke & geezer


def test_what_is_learned_of_a_word_counts_for_others_that_mean_the_same() -> None:
    weeps, in_bits = (FEATURER.features(FEATURER.sentences(f"she {w}")[0]) for w in
                      ("wept", "was in bits"))  # fmt: skip
    assert "y cry" in weeps & in_bits


def test_a_name_nobody_foresaw_says_nothing_by_its_letters(learned: Learned) -> None:
    # "bula" stands in "ambulance" too: by that a jacket of this name was once danger.
    named = learned.hear("a girl in a quvubulanetadenax jacket").above
    assert named == learned.hear("a girl in a Gebremeskel jacket").above
    assert named["now"] < 0


def test_a_mistyped_word_still_says_something_by_its_letters(learned: Learned) -> None:
    mistyped, name = (
        learned.hear(f"he keeps a {word} under his bed").above["weapons"]
        for word in ("machettee", "Gebremeskel")
    )
    assert mistyped > name
