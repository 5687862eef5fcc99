"""One running product for all functional tests, and private ones for tests that break theirs."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from assistant import model
from tests.functional.contract import WORD
from tests.functional.product import TRAINED, Person, Product, driver_says, reply_to

_REASONS: set[str] = set()


def why_not() -> str | None:
    """Why the whole product can't be started here, or None. `make test` builds what it needs."""
    if not model.RASA_PYTHON.exists():
        return "Rasa's environment is not there: make setup"
    if not (TRAINED / model.NAME).is_file():
        return "There is no trained model: make train"
    return None


def need_everything() -> None:
    """Skip, with a reason that is printed, where something is missing."""
    reason = why_not()
    if reason:
        _REASONS.add(reason)
        pytest.skip(reason)
    if not model.is_current(TRAINED):
        # Every product would train for itself, and take longer than anybody waits.
        pytest.fail("The model is older than what it is trained from: make train")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what was missing, also in a quiet run."""
    for reason in sorted(_REASONS):
        terminalreporter.write_line(f"Functional tests were skipped. {reason}")


@contextmanager
def running(var: Path, *, with_rasa: bool = True) -> Iterator[Product]:
    """A product that runs until the end of the block."""
    need_everything()
    product = Product(var, with_rasa=with_rasa)
    try:
        yield product.start()
    finally:
        product.stop()


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The running product, with Rasa. Nobody may break it."""
    with running(tmp_path_factory.mktemp("product")) as started:
        yield started


@pytest.fixture(scope="session")
def reporter(product: Product) -> Person:
    """Somebody whose report is sent and delivered."""
    someone, says = Person(product.client()), driver_says(WORD)
    while someone.state["stage"] != "submitted":
        someone.send(**reply_to(someone.asked, says))
    someone.delivered(someone.state["submissions"][0]["reference"])
    return someone


@pytest.fixture(scope="module")
def private_product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product of this module's own, to be killed and driven hard."""
    with running(tmp_path_factory.mktemp("private")) as started:
        yield started


@pytest.fixture
def person(product: Product) -> Iterator[Callable[..., Person]]:
    """Opens conversations: `person()`, `person(audience="practitioner")`."""
    with ExitStack() as stack:
        client = stack.enter_context(product.client())
        yield lambda **opening: Person(client, **opening)
