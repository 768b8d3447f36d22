"""A real server and a real Chromium for the tests that want them."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from desk import Desk
from hosting import served

CHROMIUM = Path(os.environ.get("ZHAIYI_CHROMIUM", "/usr/bin/chromium"))
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A second try for what drives a browser: on a busy machine a click may fall between two drawings of the page."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=3))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium. Where there is none the tests are skipped, unless ZHAIYI_REQUIRE_BROWSER=1 says that one must be."""
    if not CHROMIUM.exists():
        missing = f"no Chromium at {CHROMIUM}"
        if os.environ.get("ZHAIYI_REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the page, started as a user starts it."""
    with served(tmp_path_factory.mktemp("server") / "log.txt") as address:
        yield address


@pytest.fixture
def desk(browser: Any, origin: str) -> Iterator[Callable[..., Desk]]:
    """Open a window: `desk(width=390, locale="zh-CN")`. At the end none may have asked another origin for anything."""
    desks: list[Desk] = []

    def sit(**how: Any) -> Desk:
        desks.append(Desk(browser, origin, **how))
        return desks[-1].open()

    yield sit
    for one in desks:
        one.close()
        assert one.strayed == [] and one.broken == []
