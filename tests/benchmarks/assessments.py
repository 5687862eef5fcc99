"""How long an assessment takes: the work of one request to `POST /v1/assessments`.

Run: `python -m tests.benchmarks.assessments`. Processor time is what is budgeted (2 ms), because
a busy machine makes the clock's time anything.
"""

import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from statistics import median
from typing import Any

from api.assessments import AssessmentIn, as_assessment, written
from assistant.adapters.rulebook_files import load_assessment_rulebook
from assistant.services.assessing import AssessmentService

BUDGET_MS = 2.0
ROUNDS = 300
TODAY = date(2026, 11, 21)


def body(service: AssessmentService, rows: int) -> dict[str, Any]:
    """A request with that many indicators and every factor."""
    ids = [indicator.id for indicator in service.toolkit.indicators][:rows]
    told = {"level": "medium", "types": ["cse"], "context": "What was seen and heard. " * 8}
    factors = [factor.id for factor in service.toolkit.factors]
    return {
        "child": {"age": 14, "send": False, "in_care": True, "known_to_social_care": True},
        "indicators": [{"id": id_, **told} for id_ in ids],
        "vulnerability_factors": [{"id": id_, "current": True} for id_ in factors],
        "person_or_place_of_concern": True,
        "immediate_danger": False,
    }


def once(service: AssessmentService, given: dict[str, Any]) -> None:
    """All that the endpoint does: read, weigh, and write the reply."""
    read: Any = AssessmentIn.model_validate(given)
    written(service.suggest(as_assessment(read)))


def milliseconds(work: Callable[[], object], rounds: int = ROUNDS) -> tuple[float, float]:
    """Median and 95th percentile of the processor time of one."""
    times = []
    for _ in range(rounds):
        begin = time.process_time()
        work()
        times.append((time.process_time() - begin) * 1000)
    return median(times), sorted(times)[int(rounds * 0.95)]


def main() -> int:
    """Print a line for each size; status 1 if the median is over the budget."""
    service = AssessmentService(load_assessment_rulebook(), lambda: TODAY)
    worst = 0.0
    for rows in (1, 6, 28):
        given = body(service, rows)
        middle, high = milliseconds(partial(once, service, given))
        worst = max(worst, middle)
        sys.stdout.write(f"{rows:>2} indicators: median {middle:.2f} ms, 95% {high:.2f} ms\n")
    return int(worst > BUDGET_MS)


if __name__ == "__main__":
    sys.exit(main())
