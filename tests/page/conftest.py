"""What the tests of the page share: a visitor, and a translator that waits."""

import time
from collections.abc import Callable, Iterator

import pytest
from visitor import PATIENCE, Gate, Visitor

from page.runs import runs


@pytest.fixture(scope="session", autouse=True)
def _warm(_own_folder: None) -> None:
    """As the server's lifespan does: else garbage collection goes through the dictionaries after every drawing."""
    runs().warm()
    end = time.monotonic() + PATIENCE
    while not runs().ready().models_loaded:
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture
def visit() -> Callable[..., Visitor]:
    """Open the page: `visit()`, `visit(lang="zh")`, `visit(run=…)`."""
    return Visitor


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Runs stop before the third sentence of a list until the gate is opened."""
    gate = Gate()
    monkeypatch.setattr("pipelines.service.work.translator", lambda *_: gate)
    yield gate
    gate.opened.set()
