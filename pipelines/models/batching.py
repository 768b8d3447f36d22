"""Batches: which texts go through a model together, how large a batch may be, and several of them at once.

A batch costs what its longest text costs, times its rows: texts of like length go together. It cannot be interrupted:
cancelling, another article's turn and the next result on the page all wait for its end. So in interactive use a batch
is bounded in expected seconds, learnt from the batches before it; in bulk only throughput counts.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from time import perf_counter
from typing import TypeVar

from pipelines.contracts import Cancel

T = TypeVar("T")

SECONDS = 1.5  # the most a batch may be expected to take in interactive use
FIRST_SECONDS = 0.5  # the first batches of a call: somebody is looking at an empty column
WINDOW = 64  # texts that lengths are compared among; results are at most about so far out of order
UNKNOWN = 96  # padded tokens of a batch while its cost is not known
LARGEST = 1_024  # padded tokens times the root of the beams that throughput wants in a batch: more is slower again
_POLL = 0.05  # seconds
_GROWTH = 4.0


class Pace:
    """Seconds a padded input token costs, for each way of searching, learnt from batches as they finish."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[object, tuple[float, int]] = {}

    def learn(self, key: object, tokens: int, seconds: float) -> None:
        """A batch of `tokens` padded tokens took `seconds`. Recent batches count most: machines are shared."""
        with self._lock:
            before, _ = self._known.get(key, (seconds / tokens, 0))
            self._known[key] = (0.5 * (before + seconds / tokens), tokens)

    def tokens(self, key: object, seconds: float) -> int | None:
        """How many padded tokens take `seconds`; None where nothing is known yet.

        Small batches cost more a token than large ones, so what one taught holds for a few times its size.
        """
        with self._lock:
            if key not in self._known:
                return None
            rate, seen = self._known[key]
        return max(1, round(min(seconds / rate, _GROWTH * seen)))


class Batcher:
    """Workers that take batches in turn. Calls from several threads share them, a batch of each after the other."""

    def __init__(self, workers: int, *, seconds: float = SECONDS, largest: int = LARGEST) -> None:
        self._workers = workers
        self._seconds = seconds
        self._largest = largest
        self._pace = Pace()
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="batch")

    def run(
        self,
        lengths: Sequence[int],
        beams: int,
        work: Callable[[list[int]], Sequence[T]],
        cancel: Cancel,
        *,
        interactive: bool,
    ) -> Iterator[T]:
        """Call `work` with the indexes of every batch of texts with these `lengths` (tokens); yield what it returns.

        Ends early when cancelled or closed: batches that have begun go on alone, the others never begin. An exception
        of `work` ends it too.
        """
        key = beams
        waiting = list(range(len(lengths)))
        running: set[Future[Sequence[T]]] = set()
        begun = 0

        def timed(batch: list[int]) -> Sequence[T]:
            begin = perf_counter()
            done = work(batch)
            self._pace.learn(key, padded(batch, lengths), perf_counter() - begin)
            return done

        try:
            while waiting or running:
                # One more than there are workers, so that none is idle while the caller looks at its results.
                while waiting and len(running) <= self._workers and not cancel.requested():
                    limit = self._limit(key, beams, first=begun < self._workers, interactive=interactive)
                    if interactive:
                        batch = around_first(waiting, lengths, limit)
                    else:
                        batch = longest_first(waiting, lengths, limit)
                    chosen = set(batch)
                    waiting = [index for index in waiting if index not in chosen]
                    running.add(self._pool.submit(timed, batch))
                    begun += 1
                if cancel.requested():
                    return
                finished, running = wait(running, _POLL, FIRST_COMPLETED)
                for future in finished:
                    yield from future.result()
        finally:
            for future in running:
                future.cancel()

    def _limit(self, key: object, beams: int, *, first: bool, interactive: bool) -> int:
        largest = int(self._largest / math.sqrt(beams))
        if not interactive:
            return largest
        known = self._pace.tokens(key, FIRST_SECONDS if first else self._seconds)
        return min(largest, known if known is not None else int(UNKNOWN / math.sqrt(beams)))


def padded(batch: Sequence[int], lengths: Sequence[int]) -> int:
    """Tokens of a batch, padding included."""
    return len(batch) * max(1, max(lengths[index] for index in batch))


def around_first(waiting: Sequence[int], lengths: Sequence[int], limit: int) -> list[int]:
    """The first text that waits and those most like it in length among the next ones, within `limit` padded tokens."""
    first = waiting[0]
    near = sorted(waiting[1:WINDOW], key=lambda index: abs(lengths[index] - lengths[first]))
    return _filled(first, near, lengths, limit)


def longest_first(waiting: Sequence[int], lengths: Sequence[int], limit: int) -> list[int]:
    """The longest texts that wait, within `limit` padded tokens: the workers end at about the same time."""
    ordered = sorted(waiting, key=lambda index: -lengths[index])
    return _filled(ordered[0], ordered[1:], lengths, limit)


def _filled(first: int, others: Sequence[int], lengths: Sequence[int], limit: int) -> list[int]:
    batch, longest = [first], max(1, lengths[first])
    for index in others:
        longest = max(longest, lengths[index])
        if (len(batch) + 1) * longest > limit:
            break
        batch.append(index)
    return batch
