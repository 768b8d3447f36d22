"""Batches: what goes together, how large it is, in which order results come, and how it ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.contracts import Cancel
from pipelines.models.batching import LARGEST, WINDOW, Batcher, Pace, around_first, longest_first, padded


class Recorder:
    """Work that remembers its batches and takes a set time for a padded token."""

    def __init__(self, lengths: Sequence[int], cost: float = 0.0) -> None:
        self.lengths = lengths
        self.cost = cost
        self.batches: list[list[int]] = []
        self._lock = threading.Lock()

    def __call__(self, batch: list[int]) -> list[int]:
        with self._lock:
            self.batches.append(batch)
        time.sleep(self.cost * padded(batch, self.lengths))
        return batch


@settings(deadline=None)  # threads on a shared machine
@given(st.lists(st.integers(1, 500), max_size=120), st.integers(1, 4), st.booleans(), st.sampled_from([1, 4, 6]))
def test_every_text_comes_back_exactly_once(lengths: list[int], workers: int, interactive: bool, beams: int) -> None:
    work = Recorder(lengths)
    got = list(Batcher(workers).run(lengths, beams, work, Cancel(), interactive=interactive))
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
    lengths = [400, *([10] * 200)]
    batch = around_first(range(len(lengths)), lengths, 500)
    assert batch[0] == 0
    assert max(batch) < WINDOW


def test_a_batch_in_interactive_use_lasts_about_as_long_as_it_may() -> None:
    lengths = [20] * 120
    work = Recorder(lengths, cost=1 / 4_000)  # 0.1 s is 400 tokens, 20 texts
    list(Batcher(1, seconds=0.1).run(lengths, 1, work, Cancel(), interactive=True))
    sizes = [len(batch) for batch in work.batches]
    assert max(sizes) <= 24
    assert len(sizes) < 20, "it has learnt that more than the first handful fits"


def test_in_bulk_batches_are_as_large_as_throughput_wants() -> None:
    lengths = [32] * 100
    work = Recorder(lengths, cost=1e-5)
    list(Batcher(1, seconds=0.001).run(lengths, 1, work, Cancel(), interactive=False))
    assert len(work.batches[0]) == LARGEST // 32


def test_more_beams_make_smaller_batches() -> None:
    lengths = [32] * 100
    sizes = []
    for beams in (1, 4):
        work = Recorder(lengths)
        list(Batcher(1).run(lengths, beams, work, Cancel(), interactive=False))
        sizes.append(len(work.batches[0]))
    assert sizes[1] < sizes[0]


def test_results_come_while_other_batches_still_run() -> None:
    held = threading.Event()

    def work(batch: list[int]) -> list[int]:
        if 0 not in batch:
            held.wait(5)
        return batch

    outputs = Batcher(2).run([100, 100, 100], 1, work, Cancel(), interactive=True)
    assert next(outputs) == 0
    held.set()
    assert sorted(outputs) == [1, 2]


def test_cancelling_returns_at_once_and_begins_no_other_batch() -> None:
    lengths = [90] * 40
    work = Recorder(lengths, cost=0.3 / 90)
    cancel = Cancel()
    outputs = Batcher(1).run(lengths, 1, work, cancel, interactive=True)
    assert next(outputs) == 0
    cancel.request()
    begin = time.perf_counter()
    assert list(outputs) in ([], [1])
    assert time.perf_counter() - begin < 0.3
    seen = len(work.batches)
    time.sleep(0.4)
    assert len(work.batches) <= seen + 1


def test_closing_the_generator_begins_no_other_batch() -> None:
    lengths = [90] * 40
    work = Recorder(lengths, cost=0.02 / 90)
    outputs = Batcher(1).run(lengths, 1, work, Cancel(), interactive=True)
    next(outputs)
    outputs.close()
    time.sleep(0.2)
    assert len(work.batches) <= 3


def test_another_article_has_its_turn_after_the_batches_that_have_begun() -> None:
    batcher = Batcher(1)
    order: list[str] = []

    def worker(name: str) -> list[str]:
        def work(batch: list[int]) -> list[int]:
            order.append(name)
            time.sleep(0.02)
            return batch

        return list(batcher.run([90] * 12, 1, work, Cancel(), interactive=True))

    first = threading.Thread(target=worker, args=("first",))
    first.start()
    time.sleep(0.05)
    worker("second")
    first.join()
    assert "second" in order[:7], order
    assert order.index("second") < len(order) - 1 - order[::-1].index("first"), "the first one still had batches to go"


def test_an_error_in_a_batch_reaches_the_caller() -> None:
    def work(batch: list[int]) -> list[int]:
        raise RuntimeError("no memory")

    with pytest.raises(RuntimeError, match="no memory"):
        list(Batcher(2).run([1, 2, 3], 1, work, Cancel(), interactive=True))


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
