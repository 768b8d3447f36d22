"""The line: runs that wait for a worker. Visitors take turns, one run of each at a time.

A visitor's own runs keep their order. Between visitors it is round robin, so who comes with one article waits for at
most one turn of everybody else, however many articles they have.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Iterator

from pipelines.service.run import Lane, Run

Waiting = OrderedDict[str, deque[Run]]  # the visitors in the order of their turns, each with what they wait for


class Line:
    """Safe to use from any thread. A run stands in it from `put` until `take`; its visitor is served until `leave`, and
    nobody has more than `each` runs served at once.
    """

    def __init__(self, each: int = 1) -> None:
        self._each = each
        self._waiting: dict[Lane, Waiting] = {lane: OrderedDict() for lane in Lane}
        self._served: dict[str, set[str]] = {}  # of each visitor, which runs
        self._since: dict[str, float] = {}  # when each run came, or came back
        self._open = True
        self._changed = threading.Condition()

    def put(self, run: Run) -> None:
        """A new run: behind what its visitor has waiting already."""
        with self._changed:
            self._waiting[run.lane].setdefault(run.request.owner, deque()).append(run)
            self._since[run.id] = time.monotonic()
            self._changed.notify_all()

    def put_back(self, run: Run) -> None:
        """A run whose turn is over: before what its visitor has waiting, and that visitor behind all others."""
        with self._changed:
            line = self._waiting[run.lane]
            line.setdefault(run.request.owner, deque()).appendleft(run)
            line.move_to_end(run.request.owner)
            self._since[run.id] = time.monotonic()
            self._released(run)
            self._changed.notify_all()

    def leave(self, run: Run) -> None:
        """A run that was taken is over: its visitor's next one may be."""
        with self._changed:
            self._released(run)
            self._changed.notify_all()

    def take(self, lane: Lane) -> Run | None:
        """Wait for the next run of a lane; None once the line is closed."""
        with self._changed:
            while self._open:
                run = self._next(lane)
                if run is not None:
                    return run
                self._changed.wait()
            return None

    def takeable(self, lane: Lane) -> tuple[tuple[Run, float], ...]:
        """The runs of a lane that could be taken now, each with the seconds that it has stood here."""
        now = time.monotonic()
        with self._changed:
            first = [runs[0] for owner, runs in self._waiting[lane].items() if self._takeable(owner, runs)]
            return tuple((run, now - self._since[run.id]) for run in first)

    def before(self, run: Run) -> tuple[Run, ...] | None:
        """The runs that will be taken before this one, if nobody else comes; None where it does not stand in line."""
        with self._changed:
            order = list(_order(self._waiting[run.lane]))
        return tuple(order[: order.index(run)]) if run in order else None

    def __iter__(self) -> Iterator[Run]:
        """All that wait, lane after lane, in the order in which they will be taken."""
        with self._changed:
            return iter([run for lane in Lane for run in _order(self._waiting[lane])])

    def remove(self, run: Run) -> bool:
        """Take a run out that nobody wants any more; whether it stood there."""
        with self._changed:
            runs = self._waiting[run.lane].get(run.request.owner)
            if runs is None or run not in runs:
                return False
            runs.remove(run)
            self._since.pop(run.id, None)
            if not runs:
                del self._waiting[run.lane][run.request.owner]
            return True

    def close(self) -> None:
        """Nothing is taken any more; who waits in `take` is let go."""
        with self._changed:
            self._open = False
            self._changed.notify_all()

    def _next(self, lane: Lane) -> Run | None:
        line = self._waiting[lane]
        for owner, runs in line.items():
            if not self._takeable(owner, runs):
                continue
            run = runs.popleft()
            self._since.pop(run.id, None)
            if runs:
                line.move_to_end(owner)
            else:
                del line[owner]
            self._served.setdefault(owner, set()).add(run.id)
            return run
        return None

    def _takeable(self, owner: str, runs: deque[Run]) -> bool:
        return bool(runs) and len(self._served.get(owner, ())) < self._each

    def _released(self, run: Run) -> None:
        owner = run.request.owner
        served = self._served.get(owner, set())
        served.discard(run.id)
        if not served:
            self._served.pop(owner, None)


def _order(line: Waiting) -> Iterator[Run]:
    """Everybody's first run, then everybody's second, and so on."""
    rounds = max((len(runs) for runs in line.values()), default=0)
    for place in range(rounds):
        for runs in line.values():
            if place < len(runs):
                yield runs[place]
