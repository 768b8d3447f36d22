"""The crew: threads that work runs off in turns. One that dies or hangs is replaced."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping

from pipelines.service.line import Line
from pipelines.service.run import Lane, Run

# Seconds that a run goes on at least, whoever waits: long enough that a model need not change its article all the time.
TURN = {Lane.EMBEDDED: 1.0, Lane.NEURAL: 5.0}


class Worker:
    """A thread of a lane. `run` is what it is at; once `dismissed` it must leave that alone."""

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self.run: Run | None = None
        self.dismissed = False
        self.thread: threading.Thread | None = None
        self._since = 0.0

    def takes(self, run: Run | None) -> None:
        """Begin a turn at a run."""
        self.run, self._since = run, time.monotonic()

    @property
    def seconds(self) -> float:
        """How long its turn has lasted."""
        return time.monotonic() - self._since


class Crew:
    """So many workers for each lane. `work(run, worker)` is one turn; `lost(run)` hears of a run whose worker died;
    `gives_way(run)` says whether it should make room for one that waits.
    """

    def __init__(
        self,
        line: Line,
        workers: Mapping[Lane, int],
        work: Callable[[Run, Worker], None],
        lost: Callable[[Run], None],
        gives_way: Callable[[Run], bool],
    ) -> None:
        self._line = line
        self._work = work
        self._lost = lost
        self._gives_way = gives_way
        self._closed = False
        self._lock = threading.Lock()
        self._workers: list[Worker] = []
        for lane, count in workers.items():
            for _ in range(count):
                self._hire(lane)

    def at_work(self) -> tuple[Run, ...]:
        """The runs that a worker is at."""
        with self._lock:
            return tuple(worker.run for worker in self._workers if worker.run is not None)

    def seconds_at(self, run: Run) -> float:
        """How long the turn at this run has lasted; 0 where there is none."""
        with self._lock:
            return next((worker.seconds for worker in self._workers if worker.run is run), 0.0)

    def turn_over(self, worker: Worker) -> bool:
        """Whether a worker should let somebody else's run go on."""
        return worker.run is not None and worker.seconds > TURN[worker.lane] and self._gives_way(worker.run)

    def look_after(self) -> None:
        """Replace the workers that have died, and tell of the runs they were at."""
        with self._lock:
            dead = [] if self._closed else [worker for worker in self._workers if not _alive(worker)]
            for worker in dead:
                self._workers.remove(worker)
                self._hire(worker.lane)
        for worker in dead:
            if worker.run is not None:
                self._lost(worker.run)

    def dismiss(self, run: Run) -> None:
        """Replace the worker that is at this run and does not come back from it."""
        with self._lock:
            for worker in [worker for worker in self._workers if worker.run is run]:
                worker.dismissed = True
                self._workers.remove(worker)
                if not self._closed:
                    self._hire(worker.lane)

    def close(self, seconds: float) -> None:
        """Wait until the turns that are going on have ended, so long at most. The line is closed before."""
        with self._lock:
            self._closed = True
            threads = [worker.thread for worker in self._workers if worker.thread is not None]
        end = time.monotonic() + seconds
        for thread in threads:
            thread.join(max(0.0, end - time.monotonic()))

    @property
    def closed(self) -> bool:
        """Whether nothing new is begun."""
        return self._closed

    def _hire(self, lane: Lane) -> None:
        worker = Worker(lane)
        worker.thread = threading.Thread(target=self._serve, args=(worker,), name=f"zhaiyi-{lane}", daemon=True)
        self._workers.append(worker)
        worker.thread.start()

    def _serve(self, worker: Worker) -> None:
        while not worker.dismissed and (run := self._line.take(worker.lane)) is not None:
            worker.takes(run)
            self._work(run, worker)
            worker.takes(None)


def _alive(worker: Worker) -> bool:
    return worker.thread is not None and worker.thread.is_alive()
