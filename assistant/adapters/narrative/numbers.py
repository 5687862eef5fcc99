"""Numbers as people write them: 14, fourteen, a couple of."""

from typing import Final

from assistant.domain.ages import NUMBER_WORDS

UNITS: Final = {word: number for number, word in enumerate(NUMBER_WORDS[:20])}
TENS: Final = {
    word: (number + 2) * 10
    for number, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    )
}
WORD: Final = (
    f"(?:(?:{'|'.join(TENS)})(?: (?:one|two|three|four|five|six|seven|eight|nine))?"
    f"|{'|'.join(sorted(UNITS, key=len, reverse=True))})"
)
# A whole number on its own: not part of a longer one, of a price or of a time.
NUMBER: Final = rf"(?:\d{{1,3}}(?![\d:./])|{WORD})"


def number(words: str) -> int | None:
    """The number that `words` say, or None."""
    if words.isdigit():
        return int(words)
    total = 0
    for part in words.split():
        value = UNITS.get(part, TENS.get(part))
        if value is None:
            return None
        total += value
    return total
