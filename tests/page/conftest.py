"""What the tests of the page share: a visitor, and a translator that waits."""

from collections.abc import Callable, Iterator

import pytest
from visitor import Gate, Visitor


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
