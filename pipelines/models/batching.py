"""Batches: which texts go through a model together, how large a batch may be, and several of them at once.

A batch costs what its longest text costs, times its rows: texts of like length go together, whosever they are. It
cannot be interrupted: cancelling, another article's turn and the next result on the page all wait for its end. So in
interactive use a batch is bounded in expected seconds, learnt from the batches before it; in bulk only throughput
counts.
"""

from __future__ import annotations

import math
import threading
from collections import deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from time import perf_counter
from typing import Any, Protocol, TypeVar

from pipelines.contracts import Cancel

I = TypeVar("I")  # noqa: E741  # an input, as T is what becomes of it
T = TypeVar("T")

SECONDS = 1.5  # the most a batch may be expected to take in interactive use
FIRST_SECONDS = 0.5  # the first batches of a call: somebody is looking at an empty column
WINDOW = 64  # texts that lengths are compared among; results are at most about so far out of order
UNKNOWN = 96  # padded tokens of a batch while its cost is not known
LARGEST = 1_024  # padded tokens times the root of the beams that throughput wants in a batch: more is slower again
_PATIENT = 2  # times as large on a server of models, on one processor 6.3 instead of 5.8 sentences a second at 4 beams
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


class Stop(Protocol):
    """Whether the work on a batch is still wanted."""

    def requested(self) -> bool:
        """Whether nobody wants it any more."""
        ...


Work = Callable[[list[Any], Stop], Sequence[Any]]


@dataclass(eq=False)
class _Call:
    """One call of `Batcher.run`, and which of its texts wait."""

    items: Sequence[Any]
    lengths: Sequence[int]
    key: Hashable
    beams: int
    work: Work
    cancel: Cancel
    interactive: bool
    waiting: list[int]
    results: SimpleQueue[tuple[int, Any] | BaseException] = field(default_factory=SimpleQueue)
    begun: int = 0


Entry = tuple[_Call, int]  # a text: whose, and its number there


class Batcher:
    """Workers that take batches in turn. Calls from several threads share them: a batch begins with a text of each
    call after the other and is filled with those most like it, of the other calls too, where they have the same key.
    With `shared` off each call's texts stay among themselves. With `patient` on batches are always as large as
    throughput wants: for a server whose users are other servers' users, each call of whom is short.
    """

    def __init__(
        self,
        workers: int,
        *,
        seconds: float = SECONDS,
        largest: int = LARGEST,
        shared: bool = True,
        patient: bool = False,
    ) -> None:
        self._patient = patient
        self._workers = workers
        self._seconds = seconds
        self._largest = largest
        self._shared = shared
        self._pace = Pace()
        self._lock = threading.Lock()
        self._calls: deque[_Call] = deque()  # the one whose turn it is comes first
        self._busy = 0
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="batch")

    def run(
        self,
        items: Sequence[I],
        lengths: Sequence[int],
        key: Hashable,
        work: Callable[[list[I], Stop], Sequence[T]],
        cancel: Cancel,
        *,
        beams: int = 1,
        interactive: bool,
    ) -> Iterator[tuple[int, T]]:
        """Yield (number, result) for each item of these `lengths` (tokens), as batches of them finish, in any order.

        `work(items, stop)` gives the results of a batch in its order. Calls with an equal `key` may be worked on in one
        batch, by the `work` of any of them; `stop` is requested when none of them wants it any more, and only then may
        results be missing. Ends early when cancelled or closed: batches that have begun go on alone, the others never
        begin. An exception of `work` ends the call whose texts raise it, and no other.
        """
        call = _Call(items, lengths, key, beams, work, cancel, interactive, list(range(len(items))))
        with self._lock:
            self._calls.append(call)
            idle = min(self._workers - self._busy, len(items))
            self._busy += idle
        for _ in range(idle):
            self._pool.submit(self._take_batches)
        left = len(items)
        try:
            while left and not cancel.requested():
                try:
                    result = call.results.get(timeout=_POLL)
                except Empty:
                    continue
                if isinstance(result, BaseException):
                    raise result
                left -= 1
                yield result
        finally:
            with self._lock:
                self._calls.remove(call)

    def _take_batches(self) -> None:
        """What a worker does: one batch after the other until nothing waits."""
        while batch := self._next():
            calls = list(dict.fromkeys(call for call, _ in batch))
            if not self._done(batch) and len(calls) > 1:
                # Whose text it was that could not be worked on is found out by asking for each call's alone.
                for call in calls:
                    self._done([entry for entry in batch if entry[0] is call], alone=True)

    def _done(self, batch: list[Entry], *, alone: bool = False) -> bool:
        """Work on a batch and hand out the results; whether that went well or was a single call's own fault."""
        calls = list(dict.fromkeys(call for call, _ in batch))
        try:
            begin = perf_counter()
            results = calls[0].work([call.items[index] for call, index in batch], _NoneLeft(calls))
            tokens = len(batch) * max(1, max(call.lengths[index] for call, index in batch))
            self._pace.learn(calls[0].beams, tokens, perf_counter() - begin)
        except BaseException as error:
            if len(calls) > 1:
                return False
            calls[0].results.put(error)
            return alone
        for (call, index), result in zip(batch, results, strict=False):
            call.results.put((index, result))
        return True

    def _next(self) -> list[Entry]:
        """The texts of the next batch; none where nothing waits, and the worker then ends."""
        with self._lock:
            for _ in range(len(self._calls)):
                call = self._calls[0]
                self._calls.rotate(-1)
                if call.waiting and not call.cancel.requested():
                    break
            else:
                self._busy -= 1
                return []
            others = [other for other in self._calls if other is not call and self._may_share(call, other)]
            interactive = call.interactive or any(other.interactive for other in others)
            limit = self._limit(call, interactive)
            own = call.waiting[:WINDOW] if interactive else sorted(call.waiting, key=lambda i: -call.lengths[i])
            entries = [(call, index) for index in own]
            entries += [(other, index) for other in others for index in other.waiting[:WINDOW]]
            lengths = [one.lengths[index] for one, index in entries]
            # Whose turn it is must be served, however short its texts are, where more may always come.
            choose = around_first if interactive or others else longest_first
            batch = [entries[place] for place in choose(range(len(entries)), lengths, limit)]
            for one in (call, *others):
                taken = {index for owner, index in batch if owner is one}
                one.waiting = [index for index in one.waiting if index not in taken]
            call.begun += 1
            return batch

    def _may_share(self, call: _Call, other: _Call) -> bool:
        return self._shared and other.key == call.key and not other.cancel.requested()

    def _limit(self, call: _Call, interactive: bool) -> int:
        largest = int(self._largest / math.sqrt(call.beams))
        if self._patient:
            return _PATIENT * largest
        if not interactive:
            return largest
        first = call.begun < self._workers
        known = self._pace.tokens(call.beams, FIRST_SECONDS if first else self._seconds)
        return min(largest, known if known is not None else int(UNKNOWN / math.sqrt(call.beams)))


class _NoneLeft:
    """Requested once all calls of a batch are cancelled."""

    def __init__(self, calls: Sequence[_Call]) -> None:
        self._cancels = [call.cancel for call in calls]

    def requested(self) -> bool:
        return all(cancel.requested() for cancel in self._cancels)


def padded(batch: Sequence[int], lengths: Sequence[int]) -> int:
    """Tokens of a batch, padding included."""
    return len(batch) * max(1, max(lengths[index] for index in batch))


def around_first(waiting: Sequence[int], lengths: Sequence[int], limit: int) -> list[int]:
    """The first text that waits and those most like it in length, within `limit` padded tokens."""
    first = waiting[0]
    near = sorted(waiting[1:], key=lambda index: abs(lengths[index] - lengths[first]))
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
