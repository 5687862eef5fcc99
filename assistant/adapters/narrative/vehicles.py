"""Vehicles of concern: plate, colour, make, model. Never the writer's own cab."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from assistant.adapters.narrative.identifiers import Identifier, is_prose
from assistant.adapters.narrative.lexicon import Lexicon
from assistant.adapters.narrative.passage import Mark, Passage
from assistant.domain.reading import Found, Span

PARTS: Final = ("shade", "colour", "make", "unclear_make", "model", "unclear_model", "kind")
OWN: Final = re.compile(
    r"\b(?:my|our|mine|i drive|i drive a|i was driving|i was driving a|i was in a|im in a|"
    r"i am in a|"
    r"i've got a|i have a|we have a|i was in the|me own|my own)(?: old| own| new| little| big)*$"
)
NOT: Final = re.compile(r"\b(?:not|no|never|wasnt|isnt|neither)(?: an?| the)?$")
FIRMS: Final = frozenset(("cars", "taxis", "cabs", "minicabs", "travel", "coaches", "garage"))
YEARS: Final = frozenset(("year", "years", "yr", "yrs", "yo"))
GENERIC: Final = frozenset(
    ("taxi", "cab", "black cab", "minicab", "private hire", "minibus", "motor")
)
# "a black one", "it was silver": the colour of a vehicle named before.
ITS_COLOUR: Final = re.compile(
    r"\b(?:it was|it 's|its|it is|was|is|colour was|colour|coloured)(?: an?| like| sort of|"
    r" kind of)*$"
)
FILLERS: Final = frozenset(
    (
        ",",
        "coloured",
        "colour",
        "old",
        "new",
        "newish",
        "battered",
        "shape",
        "little",
        "small",
        "big",
        "large",
        "type",
        "style",
        "beat",
        "up",
        "(",
        ")",
        "reg",
        "plate",
    )
)


ENDS_COLOUR: Final = frozenset(
    (
        "",
        ",",
        ".",
        "reg",
        "i",
        "one",
        "and",
        "with",
        "-",
        "(",
        ")",
        "not",
        "maybe",
        "plate",
        "?",
        "§",
        "he",
        "she",
        "they",
    )
)


@dataclass
class Vehicle:
    """A vehicle while it is put together."""

    first: int
    last: int
    labels: frozenset[str] = frozenset()
    value: dict[str, object] = field(default_factory=dict)
    evidence: dict[str, tuple[Span, ...]] = field(default_factory=dict)

    def put(self, part: str, value: object, span: Span) -> None:
        """Set a part, unless it is known already."""
        if part not in self.value:
            self.value[part] = value
            self.evidence[part] = (span,)


def vehicle_phrases(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """The words that are looked for, by label."""
    return {
        "shade": lexicon.group("vehicles.yml", "shades"),
        "colour": lexicon.group("vehicles.yml", "colours"),
        "kind": lexicon.group("vehicles.yml", "kinds"),
        "make": tuple(word for word in lexicon.makes if word not in lexicon.unclear_makes),
        "unclear_make": tuple(lexicon.unclear_makes),
        "model": tuple(word for word, model in lexicon.models.items() if model.clear),
        "unclear_model": tuple(word for word, model in lexicon.models.items() if not model.clear),
    }


def read_vehicles(
    passage: Passage, items: list[Identifier], lexicon: Lexicon, asked: bool
) -> tuple[Found, ...]:
    """The vehicles of concern in the text. `asked`: it answers a question about a vehicle."""
    groups = [_vehicle(passage, marks, lexicon) for marks in _groups(passage)]
    own = [vehicle for vehicle in groups if _is_own(passage, vehicle)]
    others = [
        vehicle for vehicle in groups if vehicle not in own and _tells(passage, vehicle, asked)
    ]
    others = _merged(passage, others)
    plates = [item for item in items if item.kind == "plate"]
    if asked and not plates:
        plates = _bare_plate(passage)
    if not plates:
        plates = [item for vehicle in others for item in _plate_start(passage, vehicle)]
    for item in plates:
        _place_plate(passage, item, others, own)
    return tuple(_found(passage, vehicle) for vehicle in others)


def _groups(passage: Passage) -> Iterator[list[Mark]]:
    """Runs of vehicle words that belong together: "dark blue vw golf"."""
    run: list[Mark] = []
    for mark in _clear_of_overlaps(passage, passage.labelled(*PARTS)):
        if run and not _joins(passage, run, mark):
            yield run
            run = []
        run.append(mark)
    if run:
        yield run


def _clear_of_overlaps(passage: Passage, marks: list[Mark]) -> list[Mark]:
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.first, -mark.last)):
        if passage.after(mark.last, 1) in YEARS:
            continue  # "a 7 year old"
        if passage.after(mark.last, 1) == "park":
            continue  # "carpark"
        alone = not any(other.last == mark.first for other in kept)
        if "model" in mark.label and alone and passage.after(mark.last, 1) in FIRMS:
            continue  # "a driver at A1 cars"
        if not kept or mark.first >= kept[-1].last:
            kept.append(mark)
    return kept


def _joins(passage: Passage, run: list[Mark], mark: Mark) -> bool:
    between = passage.words[run[-1].last : mark.first]
    if not all(word.norm in FILLERS for word in between) or len(between) > 2:
        return False
    labels = {_part(old) for old in run}
    part = _part(mark)
    if between and part == "colour" and passage.after(mark.last, 1) not in ENDS_COLOUR:
        return False  # "a moped, black helmet"
    if any(word.norm == "," for word in between) and part in ("kind", "make"):
        return False
    return part not in labels or (part == "colour" and run[-1].label == "shade")


def _part(mark: Mark) -> str:
    return mark.label.removeprefix("unclear_")


def _vehicle(passage: Passage, marks: list[Mark], lexicon: Lexicon) -> Vehicle:
    vehicle = Vehicle(marks[0].first, marks[-1].last)
    colour = [mark for mark in marks if mark.label in ("shade", "colour")]
    if any(mark.label == "colour" for mark in colour):
        span = passage.span(colour[0].first, colour[-1].last)
        vehicle.put("colour", span.text.lower(), span)
    for mark in marks:
        span = passage.span(mark.first, mark.last)
        part = _part(mark)
        if part == "make":
            vehicle.put("make", lexicon.makes[mark.term.lower()], span)
        elif part == "model":
            model = lexicon.models[mark.term.lower()]
            vehicle.put("model", model.name.removeprefix(f"{model.make} "), span)
            if "make" not in vehicle.value:
                vehicle.put("make", model.make, span)
        elif part == "kind":
            vehicle.put("kind", span.text.lower(), span)
    # A model settles the make: "mini" before "van" is a size, but "mini cooper" a make.
    vehicle.labels = frozenset(mark.label for mark in marks)
    return vehicle


def _is_own(passage: Passage, vehicle: Vehicle) -> bool:
    before = passage.before(vehicle.first, 6)
    if OWN.search(before):
        return True
    # "the cab" is the writer's own unless it is told apart by colour or make.
    labels = vehicle.labels
    return labels == {"kind"} and vehicle.value["kind"] in GENERIC


def _tells(passage: Passage, vehicle: Vehicle, asked: bool) -> bool:
    """Whether the words say which vehicle it is, and mean a vehicle at all."""
    labels = vehicle.labels
    if NOT.search(passage.before(vehicle.first, 3)):
        return False
    if "make" in labels or "model" in labels:
        return True
    has_colour = "colour" in labels
    if "unclear_make" in labels or "unclear_model" in labels:
        named = has_colour or "kind" in labels or {"unclear_make", "unclear_model"} <= labels
        return (
            asked
            or named
            or bool(
                re.search(
                    r"\b(?:drives?|driving|in) (?:an?|his|her)$", passage.before(vehicle.first, 3)
                )
            )
        )
    if "kind" in labels:
        plain = vehicle.value["kind"] in ("car", "motor", "truck")
        return asked or has_colour or not plain
    return has_colour and (asked or _about_vehicle(passage, vehicle))


def _about_vehicle(passage: Passage, vehicle: Vehicle) -> bool:
    """A colour alone: "it was a silver one", after talk of a car."""
    before = passage.before(vehicle.first, 4)
    after = passage.after(vehicle.last, 1)
    spoken_of = any(
        mark.first < vehicle.first for mark in passage.labelled("kind", "make", "model")
    )
    return spoken_of and (
        after == "one" or bool(re.search(r"\b(?:car|van|it) (?:was|is|'s)$", before))
    )


def _merged(passage: Passage, vehicles: list[Vehicle]) -> list[Vehicle]:
    """Join what is said again: "a white van ... the van was a Transit"."""
    kept: list[Vehicle] = []
    for vehicle in vehicles:
        same = next((old for old in reversed(kept) if _same(passage, old, vehicle)), None)
        if same is None:
            kept.append(vehicle)
            continue
        for part, value in vehicle.value.items():
            same.put(part, value, vehicle.evidence[part][0])
    return kept


def _same(passage: Passage, old: Vehicle, new: Vehicle) -> bool:
    shared = (old.value.keys() & new.value.keys()) - {"kind"}
    if any(old.value[part] != new.value[part] for part in shared):
        return False
    kinds = {old.value.get("kind", "car"), new.value.get("kind", "car")}
    if "van" in kinds and "car" in kinds and "make" not in new.value:
        return False
    before = passage.before(new.first, 4)
    again = bool(
        re.search(
            r"\b(?:the|this|that|same|it was|it 's|its|was|is|think|it|maybe)(?: an?)?"
            r"(?: like)?$",
            before,
        )
    )
    return again or bool(shared)


def _place_plate(
    passage: Passage, item: Identifier, others: list[Vehicle], own: list[Vehicle]
) -> None:
    """Give a plate to the vehicle it stands by; the writer's own plate goes nowhere."""
    where = _word_at(passage, item.start)
    text = passage.text[max(0, item.start - 40) : item.start].lower()
    near = [vehicle for vehicle in others if "registration" not in vehicle.value]
    near.sort(key=lambda vehicle: min(abs(where - vehicle.last), abs(where - vehicle.first)))
    mine = min(
        (abs(where - vehicle.last) for vehicle in own if _said_mine(passage, vehicle)), default=99
    )
    if re.search(r"\bmy (?:reg|plate|number plate|badge|cab|taxi)[^.]*$", text) or (
        mine <= 4 and (not near or abs(where - near[0].last) > mine)
    ):
        return
    only = len(others) == 1
    close = near and (only or abs(where - near[0].last) <= 30)
    vehicle = near[0] if close else Vehicle(where, where + 1)
    vehicle.put("registration", item.value, passage.raw_span(item.start, item.end))
    if item.partial:
        vehicle.put("partial", True, passage.raw_span(item.start, item.end))
    if vehicle not in others:
        others.append(vehicle)


PLATE_START: Final = re.compile(r"[ ,(]{1,2}(?P<plate>[A-Z]{2}\d\d)(?![\w-])")


def _plate_start(passage: Passage, vehicle: Vehicle) -> Iterator[Identifier]:
    """As in "a silver Passat LC14 ...": the start of a plate, right after the vehicle."""
    match = PLATE_START.match(passage.text, passage.words[vehicle.last - 1].end)
    if match is not None:
        yield Identifier("plate", *match.span("plate"), match["plate"], partial=True)


def _said_mine(passage: Passage, vehicle: Vehicle) -> bool:
    return bool(OWN.search(passage.before(vehicle.first, 6)))


def _word_at(passage: Passage, position: int) -> int:
    return next(
        (i for i, word in enumerate(passage.words) if word.end > position), len(passage.words)
    )


BARE_PLATE: Final = re.compile(r"\b[A-Za-z]{2} ?[0-9]{2}\b|\b[A-Za-z][0-9]{1,3} ?[A-Za-z]{0,3}\b")


def _bare_plate(passage: Passage) -> list[Identifier]:
    """Part of a plate, when the vehicle was asked for."""
    match = BARE_PLATE.search(passage.text)
    if match is None or re.match(r"(?:at|in|on|is|a|i)\s*\d", match.group(), re.IGNORECASE):
        return []
    if is_prose(" ".join(passage.text[match.start() :].split()[:3])):
        return []
    if any(
        mark.label in ("model", "unclear_model")
        for mark in passage.marks
        if passage.span(mark.first, mark.last).start == match.start()
    ):
        return []
    return [Identifier("plate", *match.span(), match.group().upper(), partial=True)]


def _found(passage: Passage, vehicle: Vehicle) -> Found:
    plate = ("registration", "partial")
    parts = {part: spans for part, spans in vehicle.evidence.items() if part not in plate}
    spans = [span for part in vehicle.evidence.values() for span in part]
    if parts and max(s.end for s in spans) - min(s.start for s in spans) > 60:
        spans = [span for part in parts.values() for span in part]
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    if end - start > 60:  # said in two places: quote the first
        end = spans[0].end
        start = spans[0].start
    span = passage.raw_span(start, end)
    return Found({**vehicle.value, "text": span.text}, {**vehicle.evidence, "text": (span,)})
