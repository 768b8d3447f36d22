"""Batches: what goes together, how large it is, in which order results come, and how it ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.contracts import Cancel
from pipelines.models.batching import LARGEST, WINDOW, Batcher, Pace, Stop, around_first, longest_first, padded


class Recorder:
    """Work that remembers its batches and takes a set time for a padded token."""

    def __init__(self, lengths: Sequence[int], cost: float = 0.0) -> None:
        self.lengths = lengths
        self.cost = cost
        self.batches: list[list[int]] = []
        self._lock = threading.Lock()

    def __call__(self, batch: list[int], stop: Stop) -> list[int]:
        with self._lock:
            self.batches.append(batch)
        time.sleep(self.cost * padded(batch, self.lengths))
        return batch


def begun(
    batcher: Batcher,
    lengths: Sequence[int],
    work: Callable[..., Sequence[int]],
    cancel: Cancel | None = None,
    *,
    key: object = "",
    beams: int = 1,
    interactive: bool = True,
    items: Sequence[int] | None = None,
) -> Iterator[tuple[int, int]]:
    """A call whose items are their numbers."""
    items = range(len(lengths)) if items is None else items
    return batcher.run(items, lengths, key, work, cancel or Cancel(), beams=beams, interactive=interactive)


def ran(batcher: Batcher, lengths: Sequence[int], work: Callable[..., Sequence[int]], **how: Any) -> list[int]:
    """The same, to its end."""
    return [result for _, result in begun(batcher, lengths, work, **how)]


@settings(deadline=None)  # threads on a shared machine
@given(st.lists(st.integers(1, 500), max_size=120), st.integers(1, 4), st.booleans(), st.sampled_from([1, 4, 6]))
def test_every_text_comes_back_exactly_once(lengths: list[int], workers: int, interactive: bool, beams: int) -> None:
    work = Recorder(lengths)
    got = ran(Batcher(workers), lengths, work, beams=beams, interactive=interactive)
    assert sorted(got) == list(range(len(lengths)))
    assert sorted(index for batch in work.batches for index in batch) == list(range(len(lengths)))


@given(st.lists(st.integers(1, 300), min_size=1, max_size=100), st.integers(1, 2_000))
def test_a_batch_is_within_its_limit_or_a_single_text(lengths: list[int], limit: int) -> None:
    for choose in (around_first, longest_first):
        batch = choose(range(len(lengths)), lengths, limit)
        assert len(batch) == 1 or padded(batch, lengths) <= limit


def test_texts_of_like_length_go_together() -> None:
    lengths = [10, 50, 11, 49, 9, 51]
    assert sorted(around_first(range(6), lengths, 40)) == [0, 2, 4]
    assert sorted(longest_first(range(6), lengths, 160)) == [1, 3, 5]


def test_the_first_text_that_waits_is_always_in_the_next_batch() -> None:
    lengths = [40, *([10] * 200)]
    work = Recorder(lengths)
    ran(Batcher(1), lengths, work)
    assert work.batches[0][0] == 0
    assert max(work.batches[0]) < WINDOW
    assert all(
        batch[0] == min(index for later in work.batches[n:] for index in later) for n, batch in enumerate(work.batches)
    )


def test_a_batch_in_interactive_use_lasts_about_as_long_as_it_may() -> None:
    lengths = [20] * 120
    work = Recorder(lengths, cost=1 / 4_000)  # 0.1 s is 400 tokens, 20 texts
    ran(Batcher(1, seconds=0.1), lengths, work)
    sizes = [len(batch) for batch in work.batches]
    assert max(sizes) <= 24
    assert len(sizes) < 20, "it has learnt that more than the first handful fits"


def test_in_bulk_batches_are_as_large_as_throughput_wants() -> None:
    lengths = [32] * 100
    work = Recorder(lengths, cost=1e-5)
    ran(Batcher(1, seconds=0.001), lengths, work, interactive=False)
    assert len(work.batches[0]) == LARGEST // 32


def test_more_beams_make_smaller_batches() -> None:
    lengths = [32] * 100
    sizes = []
    for beams in (1, 4):
        work = Recorder(lengths)
        ran(Batcher(1), lengths, work, beams=beams, interactive=False)
        sizes.append(len(work.batches[0]))
    assert sizes[1] < sizes[0]


def test_results_come_while_other_batches_still_run() -> None:
    held = threading.Event()

    def work(batch: list[int], stop: Stop) -> list[int]:
        if 0 not in batch:
            held.wait(5)
        return batch

    outputs = begun(Batcher(2), [100, 100, 100], work)
    assert next(outputs) == (0, 0)
    held.set()
    assert sorted(outputs) == [(1, 1), (2, 2)]


def test_cancelling_returns_at_once_and_begins_no_other_batch() -> None:
    lengths = [90] * 40
    work = Recorder(lengths, cost=0.3 / 90)
    cancel = Cancel()
    outputs = begun(Batcher(1), lengths, work, cancel)
    assert next(outputs) == (0, 0)
    cancel.request()
    begin = time.perf_counter()
    assert list(outputs) == []
    assert time.perf_counter() - begin < 0.3
    seen = len(work.batches)
    time.sleep(0.4)
    assert len(work.batches) <= seen + 1


def test_closing_the_generator_begins_no_other_batch() -> None:
    lengths = [90] * 40
    work = Recorder(lengths, cost=0.02 / 90)
    outputs = begun(Batcher(1), lengths, work)
    next(outputs)
    outputs.close()
    time.sleep(0.2)
    assert len(work.batches) <= 3


def test_another_article_has_its_turn_after_the_batches_that_have_begun() -> None:
    batcher = Batcher(1)
    order: list[str] = []

    def worker(name: str, count: int) -> list[int]:
        def work(batch: list[int], stop: Stop) -> list[int]:
            order.append(name)
            time.sleep(0.02)
            return batch

        return ran(batcher, [90] * count, work, key=name)

    first = threading.Thread(target=worker, args=("first", 100))
    first.start()
    while len(order) < 2:
        time.sleep(0.001)
    worker("second", 12)
    first.join()
    assert "second" in order[:7], order
    assert order.index("second") < len(order) - 1 - order[::-1].index("first"), "the first one still had batches to go"


def test_an_error_in_a_batch_reaches_the_caller() -> None:
    def work(batch: list[int], stop: Stop) -> list[int]:
        raise RuntimeError("no memory")

    with pytest.raises(RuntimeError, match="no memory"):
        ran(Batcher(2), [1, 2, 3], work)


def test_a_pace_is_learnt_for_each_way_of_searching_and_follows_the_machine() -> None:
    pace = Pace()
    assert pace.tokens(1, 1.0) is None
    pace.learn(1, 100, 0.1)
    assert pace.tokens(1, 0.2) == 200
    assert pace.tokens(1, 100.0) == 400, "a small batch does not promise much of one a thousand times its size"
    assert pace.tokens(4, 1.0) is None
    for _ in range(8):
        pace.learn(1, 100, 0.4)
    assert 48 <= (pace.tokens(1, 0.2) or 0) <= 52


# --- several calls at once -------------------------------------------------------------------------------------------


class Together:
    """Calls from several threads at once, while the one worker is held by a first one."""

    def __init__(self, **how: Any) -> None:
        self.batcher = Batcher(1, **how)
        self.batches: list[list[int]] = []
        self.poison: set[int] = set()
        self.held = threading.Event()
        self.results: dict[str, list[int] | str] = {}
        self._threads = [self._begin("holder", [-1], {"key": "holder", "beams": 2})]  # whose pace says nothing
        self._until(lambda: bool(self.batches))

    def work(self, batch: list[int], stop: Stop) -> list[int]:
        self.batches.append(batch)
        if -1 in batch:
            self.held.wait(10)
        if self.poison & set(batch):
            raise RuntimeError("poisoned")
        return [10 * item for item in batch]

    def call(self, name: str, items: Sequence[int], **how: Any) -> None:
        waiting = len(self.batcher._calls)
        self._threads.append(self._begin(name, items, how))
        self._until(lambda: len(self.batcher._calls) > waiting)

    def end(self) -> None:
        self.held.set()
        for thread in self._threads:
            thread.join(10)

    def _begin(self, name: str, items: Sequence[int], how: dict[str, Any]) -> threading.Thread:
        def run() -> None:
            try:
                self.results[name] = ran(self.batcher, [5] * len(items), self.work, items=items, **how)
            except RuntimeError as error:
                self.results[name] = str(error)

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    @staticmethod
    def _until(true: Callable[[], bool]) -> None:
        end = time.monotonic() + 10
        while not true():
            assert time.monotonic() < end
            time.sleep(0.001)


def test_sentences_of_different_articles_that_wait_at_the_same_moment_share_a_batch() -> None:
    calls = Together()
    for name, items in (("a", [1, 2]), ("b", [3]), ("c", [4, 5])):
        calls.call(name, items)
    calls.end()
    assert sorted(calls.batches[1]) == [1, 2, 3, 4, 5] and len(calls.batches) == 2
    assert {name: sorted(calls.results[name]) for name in "abc"} == {"a": [10, 20], "b": [30], "c": [40, 50]}


def test_what_is_searched_otherwise_shares_no_batch_and_nothing_does_where_it_is_switched_off() -> None:
    for how, keys in (({}, ("one", "two")), ({"shared": False}, ("one", "one"))):
        calls = Together(**how)
        calls.call("a", [1, 2], key=keys[0])
        calls.call("b", [3], key=keys[1])
        calls.end()
        assert sorted(map(sorted, calls.batches[1:])) == [[1, 2], [3]]


def test_a_text_that_cannot_be_worked_on_harms_no_other_article() -> None:
    calls = Together()
    calls.poison = {3}
    for name, items in (("a", [1, 2]), ("b", [3]), ("c", [4])):
        calls.call(name, items)
    calls.end()
    assert calls.results["b"] == "poisoned"
    assert sorted(calls.results["a"]) == [10, 20] and calls.results["c"] == [40]


def test_an_article_that_is_cancelled_leaves_the_others_in_its_batch_alone() -> None:
    calls, cancel = Together(), Cancel()
    calls.call("a", [1], cancel=cancel)
    calls.call("b", [2])
    cancel.request()
    calls.end()
    assert calls.results["a"] == [] and calls.results["b"] == [20]
    assert calls.batches[1:] == [[2]]


@pytest.mark.parametrize("workers", [1, 3])
def test_many_at_once_each_get_exactly_their_own(workers: int) -> None:
    batcher = Batcher(workers)
    results: dict[int, list[int]] = {}

    def work(batch: list[int], stop: Stop) -> list[int]:
        time.sleep(0.0005)
        return [-item for item in batch]

    def call(number: int) -> None:
        items = [1000 * number + place for place in range(1 + number * 7 % 60)]
        lengths = [1 + item % 50 for item in items]
        results[number] = ran(batcher, lengths, work, items=items, interactive=number % 3 > 0)

    threads = [threading.Thread(target=call, args=(number,)) for number in range(1, 41)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    for number in range(1, 41):
        assert sorted(results[number], reverse=True) == [
            -(1000 * number + place) for place in range(1 + number * 7 % 60)
        ]


def test_a_caller_that_rests_for_a_while_holds_up_nobody() -> None:
    batcher, work = Batcher(1), Recorder([5] * 200)
    resting = begun(batcher, [5] * 200, work)
    next(resting)
    assert sorted(ran(batcher, [5] * 50, work)) == list(range(50))
    assert len(list(resting)) == 199
