"""A server and a window without JavaScript, for the tests of the pages."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.functional.browser import CHROMIUM, NO_CHROMIUM, PageServer, Watch, chromium
from tests.functional.pages import plain_context


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageServer]:
    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)
    running = PageServer(tmp_path_factory.mktemp("pages")).start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)
    with chromium() as running:
        yield running


@pytest.fixture
def watch(server: PageServer) -> Watch:
    return Watch(server.address)


@pytest.fixture
def page(browser: Any, watch: Watch) -> Iterator[Any]:
    context = plain_context(browser)
    opened = context.new_page()
    watch.over(opened)
    yield opened
    context.close()
