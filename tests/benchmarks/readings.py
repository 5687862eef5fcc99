"""How long reading a story takes: details, the toolkit's rows, the trained part, the danger check.

Run: `python -m tests.benchmarks.readings` (after `make train`). Processor time is what is budgeted:
15 ms for a story of 120 words. The time of one long story beside that of many short ones says
whether cost grows faster than length; both are of one run.
"""

import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial

from assistant.adapters.narrative.indicators import IndicatorReader, StoryReader
from assistant.adapters.narrative.learned import load_learned
from assistant.adapters.narrative.reader import SpacyReader
from assistant.adapters.yaml_files import load_urgency
from assistant.model import READER, is_ours
from assistant.services.danger import DangerCheck
from assistant.settings import Settings
from tests.benchmarks.assessments import milliseconds

BUDGET_MS = 15.0
LONGER = 8
AT_MOST = 1.5
"""How much dearer a word may be in a story that many times as long."""

ROUNDS = 60
NOW = datetime(2026, 11, 21, 12)
STORY = (
    "I drive a cab in Derby and last Friday at about half past ten I picked up a girl, 14 or 15, "
    "from the car park behind the bowling alley. She had a small bag, no coat and was crying "
    "on the phone. Two men in a black Audi, reg ending KLM, had followed us from there. One was "
    "about thirty, tall, with a short beard and a grey tracksuit. She said that he buys her phones "
    "and vodka, that she owes him, and that he has pictures of her. I dropped her at a flat on "
    "Stockbrook Street where an older woman let her in. I have not seen her since, but the car "
    "waits outside the school most days now."
)


def main() -> int:
    """Print a line for each part; status 1 if a target is missed, 2 if nothing is trained."""
    models = Settings().var / "model"
    learned = load_learned(models, is_ours(models, READER))
    if learned is None:
        return 2
    details, patterns = SpacyReader(), IndicatorReader()
    reader = StoryReader(details, patterns, learned)
    check = DangerCheck(load_urgency(), learned.danger).check
    parts: dict[str, Callable[[str], object]] = {
        "details": lambda text: details.read(text, NOW),
        "rows by patterns": patterns.read,
        "rows and routes by the trained part": learned.hear,
        "all of it": lambda text: reader.read(text, NOW),
        "danger": check,
    }
    middle = {name: milliseconds(partial(part, STORY), ROUNDS)[0] for name, part in parts.items()}
    for name, figure in middle.items():
        sys.stdout.write(f"{name}: median {figure:.2f} ms\n")
    dearest = 0.0
    for name in ("all of it", "danger"):
        long = milliseconds(partial(parts[name], STORY * LONGER), ROUNDS // LONGER)[0]
        ratio = long / (LONGER * middle[name])
        dearest = max(dearest, ratio)
        sys.stdout.write(
            f"{name}, a word in a text {LONGER} times as long: {ratio:.2f} times as dear\n"
        )
    return int(middle["all of it"] > BUDGET_MS or dearest > AT_MOST)


if __name__ == "__main__":
    sys.exit(main())
