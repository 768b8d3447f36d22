"""Working off: the line of runs, the crew that takes turns at them, and what becomes of a run in their hands."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Generator, Iterable
from contextlib import suppress

from pipelines.document import Digest, Event
from pipelines.errors import ErrorCode, PipelineError
from pipelines.models.engines import HERE, Engines
from pipelines.service.crew import TURN, Crew, Worker
from pipelines.service.database import StoreError
from pipelines.service.line import Line
from pipelines.service.paces import Paces
from pipelines.service.remembering import JobMemory
from pipelines.service.run import Lane, Run, State
from pipelines.service.store import Lost, Store
from pipelines.service.work import work
from pipelines.settings import Settings

log = logging.getLogger(__name__)

ATTEMPTS = 2  # of a run whose worker, or whose server, breaks down
GRACE = 30.0  # seconds that a worker has to come back from a run whose time is over
PATIENCE = 20.0  # seconds after which who waits has a turn, however much work it is
CLOSING = 20.0  # seconds that the turns going on have to end when the server stops

Outcome = tuple[State, PipelineError | None]


class Working:
    """Works off whatever is put in. A run that is over is told so (`Run.end`), which tells who is interested."""

    def __init__(self, settings: Settings, store: Store, paces: Paces, engines: Engines = HERE) -> None:
        self._settings = settings
        self._engines = engines
        self._store = store
        self._paces = paces
        self._under_way: dict[str, tuple[Generator[Event, None, None], JobMemory]] = {}
        self._line = Line(settings.running_each)
        self._places = {Lane.EMBEDDED: settings.embedded_workers, Lane.NEURAL: settings.workers}
        self._crew = Crew(self._line, self._places, self._turn, self._lost, self._gives_way)

    def put(self, run: Run) -> None:
        """Work it off when its visitor's turn comes."""
        self._line.put(run)

    def remove(self, run: Run) -> None:
        """It need not be begun, or gone on with, any more."""
        if self._line.remove(run):
            self._under_way.pop(run.id, None)
            self._store.left(run.id)
            run.end(State.CANCELLED, run.error)

    def position(self, run: Run) -> int:
        """The place of a run in line, from 1; 0 where it does not stand there."""
        before = self._line.before(run)
        return 0 if before is None else len(before) + 1

    def expected_wait(self, run: Run) -> float:
        """Seconds until a run that waits is begun, about.

        Who is ahead is worked off before, but for what is so long that it gives way.
        """
        ahead = [*(self._line.before(run) or ()), *(one for one in self._crew.at_work() if one.lane is run.lane)]
        own = self._paces.work(run)
        before = (min(self._paces.work(one), max(2 * own, TURN[run.lane])) for one in ahead)
        return sum(before) / self._places[run.lane]

    def look_after(self, runs: Iterable[Run]) -> None:
        """Replace workers that are gone, and stop what has taken its time or is not wanted any more."""
        self._crew.look_after()
        for run in runs:
            if not run.state.finished:
                self._hold_to_its_time(run)

    def close(self) -> None:
        """End the turns that are going on, and begin nothing."""
        self._line.close()
        self._crew.close(CLOSING)
        for run in self._line:
            if run.state is State.RUNNING:  # it was between two turns
                self._put_back(run)
        for events, _ in self._under_way.values():
            with suppress(ValueError):  # a worker that did not come back is in it
                events.close()  # or its sentences would still go through the models

    def _gives_way(self, run: Run) -> bool:
        """Whether one that waits is much less work than this one still is, or has waited for long.

        Turns for everybody would have articles of like length all end at the same late moment.
        """
        left = self._paces.work(run, self._crew.seconds_at(run))
        return any(
            self._paces.work(other) < left / 2 or waited > PATIENCE for other, waited in self._line.takeable(run.lane)
        )

    def _hold_to_its_time(self, run: Run) -> None:
        worked = run.seconds_worked + self._crew.seconds_at(run)
        if worked > self._settings.max_seconds:
            run.cancel(PipelineError(ErrorCode.TOO_SLOW, minutes=round(self._settings.max_seconds / 60)))
        unwatched = self._settings.unwatched_seconds
        if unwatched and time.monotonic() - run.looked > unwatched:
            run.cancel(PipelineError(ErrorCode.UNWATCHED, minutes=round(unwatched / 60)))
        if run.asked.requested() and self._line.remove(run):  # between two turns: it need not wait for the next to end
            self._under_way.pop(run.id, None)
            run.end(State.CANCELLED, run.error)
        if worked > self._settings.max_seconds + GRACE:
            self._crew.dismiss(run)
            self._over(run, State.CANCELLED, run.error)

    def _turn(self, run: Run, worker: Worker) -> None:
        """One turn of a worker at a run."""
        outcome: Outcome | None
        try:
            outcome = self._advanced(run, worker)
        except PipelineError as error:
            # What is cancelled while a model is prepared ends in an error, which is no news to who asked for it.
            outcome = (State.CANCELLED, run.error) if run.asked.requested() else (State.FAILED, error)
        except Exception as error:
            # The worker must outlive a bug in one run. The log names the place; a message could hold the text.
            place = traceback.extract_tb(error.__traceback__)[-1]
            log.error("run failed: %s at %s:%s", type(error).__name__, place.filename, place.lineno)
            outcome = (State.FAILED, PipelineError(ErrorCode.FAILED, reason=type(error).__name__))
        if worker.dismissed:
            return
        run.worked(worker.seconds)
        worker.takes(None)
        if outcome is not None:
            self._over(run, *outcome)
        elif self._crew.closed:
            self._put_back(run)
        else:
            self._line.put_back(run)

    def _advanced(self, run: Run, worker: Worker) -> Outcome | None:
        """Work on a run: how it ended, or None where its turn did."""
        if run.id not in self._under_way:
            if not run.begin():
                return run.state, run.error
            try:
                run.attempts = self._attempt(run)
            except Lost:
                return State.CANCELLED, run.error
            memory = self._store.memory(run.id)
            self._under_way[run.id] = work(run, self._settings, memory, self._engines), memory
        events, memory = self._under_way[run.id]
        event: Event | None = None
        for event in events:
            if worker.dismissed:
                return None
            run.add(event)
            if not isinstance(event, Digest) and (self._crew.closed or self._crew.turn_over(worker)):
                return None
        if not isinstance(event, Digest):  # only what is cancelled ends without one
            return State.CANCELLED, run.error
        self._paces.learn(run, memory.computed)
        return State.DONE, None

    def _over(self, run: Run, state: State, error: PipelineError | None) -> None:
        self._under_way.pop(run.id, None)
        self._line.leave(run)
        run.end(state, error)

    def _lost(self, run: Run) -> None:
        """A worker died: its run has one more attempt."""
        log.error("a worker died")
        self._under_way.pop(run.id, None)
        if run.asked.requested():
            self._over(run, State.CANCELLED, run.error)
        elif run.attempts >= ATTEMPTS:
            self._over(run, State.FAILED, PipelineError(ErrorCode.WORKER_LOST))
        else:
            run.wait_again()
            self._line.put_back(run)

    def _attempt(self, run: Run) -> int:
        """Write down that it is begun: how many times it has been now."""
        attempts = run.attempts + 1
        try:
            return max(attempts, self._store.begin(run.id))
        except Lost:
            raise
        except StoreError as error:
            log.warning("the beginning of a run could not be kept: %s", error.reason)
            return attempts

    def _put_back(self, run: Run) -> None:
        """The server stops: the next one goes on with it."""
        try:
            self._store.put_back(run.id)
        except StoreError as error:
            log.warning("a run could not be put back: %s", error.reason)
