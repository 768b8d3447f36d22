"""Requests a minute: each visitor has their own, nobody is kept out for longer, and nobody is remembered for ever."""

from __future__ import annotations

import threading
import time

import pytest
from limits.storage import MemoryStorage

from pipelines.errors import ErrorCode, LimitError
from pipelines.service import rate
from pipelines.service.rate import Rate
from pipelines.settings import Settings


class Clocks:
    """The clock on the wall, which may be set, and the one that only goes on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        wall, steady = time.time, time.monotonic
        self.set_by = self.passed = 0.0
        monkeypatch.setattr(time, "time", lambda: wall() + self.passed + self.set_by)
        monkeypatch.setattr(time, "monotonic", lambda: steady() + self.passed)


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


def refused(asked: Rate, who: str) -> LimitError:
    with pytest.raises(LimitError) as error:
        asked.check(who)
    return error.value


def remembered(asked: Rate) -> int:
    storage = asked._limiter.storage
    assert isinstance(storage, MemoryStorage)
    return max(len(asked._asked), len(storage.events))


def test_who_asks_too_often_is_told_when_to_come_again_and_others_are_not_held_up() -> None:
    asked = Rate(Settings(requests_per_minute=2))
    asked.check("a")
    asked.check("a")
    error = refused(asked, "a")
    assert error.code is ErrorCode.TOO_FAST
    assert error.facts["limit"] == 2 and 30 <= int(error.facts["seconds"]) <= 60
    asked.check("b")


def test_after_a_minute_there_is_room_again(clocks: Clocks) -> None:
    asked = Rate(Settings(requests_per_minute=1))
    asked.check("a")
    clocks.passed = 40
    assert int(refused(asked, "a").facts["seconds"]) <= 21
    clocks.passed = 61
    asked.check("a")


def test_zero_means_any_number() -> None:
    asked = Rate(Settings(requests_per_minute=0))
    for _ in range(1_000):
        asked.check("a")


@pytest.mark.parametrize("jump", [-86_400.0, -120.0, 86_400.0])
def test_a_clock_that_jumps_locks_nobody_out(jump: float, clocks: Clocks) -> None:
    asked = Rate(Settings(requests_per_minute=1))
    asked.check("a")
    clocks.set_by = jump
    asked.check("a")
    assert int(refused(asked, "a").facts["seconds"]) <= 60


def test_who_has_not_asked_for_a_minute_is_forgotten(clocks: Clocks) -> None:
    asked = Rate(Settings(requests_per_minute=5))
    for number in range(100):
        asked.check(f"visitor {number}")
    clocks.passed = 61
    asked.check("a")
    assert remembered(asked) == 1


def test_however_many_come_at_once_the_memory_for_them_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate, "VISITORS", 50)
    asked = Rate(Settings(requests_per_minute=5))
    for number in range(500):
        asked.check(f"visitor {number}")
    assert remembered(asked) <= 50


def test_from_many_threads_exactly_as_many_get_through_as_may() -> None:
    asked = Rate(Settings(requests_per_minute=10))
    through: list[int] = []

    def ask() -> None:
        for _ in range(10):
            try:
                asked.check("a")
            except LimitError:
                continue
            through.append(1)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(through) == 10
