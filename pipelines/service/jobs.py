"""Runs: all articles that were asked for here. They outlive pages, workers and, where they are kept, the server.

A run is accepted when it is written down, is begun when its visitor's turn comes, and is over when its result is
written down. Nothing that a page does, or no longer does, touches it, unless somebody cancels it.
"""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable

from pipelines.corrections import Correction
from pipelines.errors import ErrorCode, LimitError, ModelError, PipelineError
from pipelines.models.engines import HERE, Engines
from pipelines.service.by_hand import ByHand
from pipelines.service.database import StoreError
from pipelines.service.elsewhere import Elsewhere
from pipelines.service.kept import Job
from pipelines.service.leases import RENEWED
from pipelines.service.log import JobRecord
from pipelines.service.names import Names, remembered_models
from pipelines.service.opening import open_store
from pipelines.service.paces import Paces
from pipelines.service.rate import Rate
from pipelines.service.room import check_room
from pipelines.service.run import BY_KEY, Request, Run, State
from pipelines.service.store import Store
from pipelines.service.told import Counts, Listed, Readiness
from pipelines.service.working import ATTEMPTS, Working
from pipelines.settings import Settings

log = logging.getLogger(__name__)

LOOKING = 1.0  # seconds between two looks at what goes on
VISITORS = 5_000  # whose lists are remembered
_CLOSING = 5.0  # seconds that the look going on has to end when the server stops
TIDYING = 60.0  # seconds between two looks at what has expired


class Runs:
    """All runs of this process, the workers that work them off, and what is kept of them."""

    def __init__(self, settings: Settings | None = None, store: Store | None = None, engines: Engines = HERE) -> None:
        self.settings = settings or Settings.read()
        self.store = store or open_store(self.settings)
        self.rate = Rate(self.settings)
        self.names = Names(self.settings, engines)
        self.engines = engines
        self.by_hand = ByHand(self.store)
        self._paces = Paces()
        self._runs: OrderedDict[str, Run] = OrderedDict()
        self._elsewhere = Elsewhere(self.store)
        # The runs of each visitor, in order, once they were asked for; what is not in memory as it was kept.
        self._owned: OrderedDict[str, dict[str, Listed]] = OrderedDict()
        self._listeners: list[Callable[[JobRecord], None]] = []
        self._lock = threading.Lock()
        self._warm = threading.Event()
        self._stop = threading.Event()
        self._working = Working(self.settings, self.store, self._paces, engines)
        self._take_up(self.store.claim())
        self._watch = threading.Thread(target=self._look_after, name="zhaiyi-watch", daemon=True)
        self._watch.start()

    # --- asking for runs, and finding them -------------------------------------------------------------------------

    def submit(self, request: Request) -> Run:
        """Accept a request: once this returns it will be worked off, even if the server is killed in between.

        Raises LimitError where too many wait or it cannot be written down, ModelError for a model that is not there.
        """
        run = Run(request, self.names.ready(request.summarizer, request.translator))
        with self._lock:
            check_room(request.owner, self._runs.values(), self.settings)
            self._runs[run.id] = run
        try:
            run.expires = self.store.accept(Job.of(run))
        except StoreError as error:
            with self._lock:
                del self._runs[run.id]
            raise LimitError(ErrorCode.NOT_KEPT, reason=error.reason) from error
        with self._lock:
            self._list(request.owner)[run.id] = Listed.of(run)
            self._forget_oldest()
        run.before_end(self._ending)
        self._working.put(run)
        return run

    def has_room(self, owner: str) -> bool:
        """Whether another request of this owner would be accepted now."""
        try:
            check_room(owner, self._all(), self.settings)
        except LimitError:
            return False
        return True

    def get(self, run_id: str) -> Run | None:
        """The run with this id, or None where it was never here, has expired or was deleted."""
        with self._lock:
            run = self._runs.get(run_id)
        if run is not None and self.store.shared and run.state.finished:
            run = self._as_others_left_it(run)
        elif run is None and run_id:
            run = self._recalled(run_id)
        if run is not None:
            run.looked = time.monotonic()
        return run

    def listed(self, owner: str) -> tuple[Listed, ...]:
        """What stands in a visitor's list: runs that are still kept, oldest first."""
        with self._lock:
            lines = [
                Listed.of(self._runs[line.id]) if line.id in self._runs else line for line in self._list(owner).values()
            ]
        return tuple(line for line in lines if line.shown)

    def corrections(self, owner: str) -> tuple[Correction, ...]:
        """All that a visitor has written by hand in runs that are still kept, in the order of the runs."""
        with self._lock:
            known = [(run_id, self._runs.get(run_id)) for run_id in self._list(owner)]
        return tuple(
            one for run_id, run in known for one in (run.corrections if run else self.store.corrections(run_id))
        )

    def forget(self, *run_ids: str) -> None:
        """Stop runs if they are going on, and keep nothing of them."""
        with self._lock:
            gone = [self._runs.pop(run_id) for run_id in run_ids if run_id in self._runs]
            for owned in self._owned.values():
                for run_id in run_ids:
                    owned.pop(run_id, None)
        for run in gone:
            run.cancel()
            self._working.remove(run)
        self.store.forget(*run_ids)

    # --- what can be told of them ----------------------------------------------------------------------------------

    def position(self, run: Run) -> int:
        """The place of a run in line, from 1; 0 where it does not wait."""
        return self._working.position(run) if run.state is State.WAITING else 0

    def expected_wait(self, run: Run) -> float:
        """Seconds until a run that waits is begun, about."""
        return self._working.expected_wait(run)

    def expected_seconds(self, length: int, summarizer: str, translator: str) -> float:
        """Seconds until an article of so many characters is done, about, if it were sent now.

        Raises ModelError where the names lead to no model.
        """
        models = self.names.models(summarizer, translator)
        own = self._paces.of(models) * length
        others = [self._paces.work(run) for run in self._all() if not run.state.finished]
        # They take turns: each other one costs its own work, but not more than this one's.
        return own + sum(min(own, work) for work in others)

    def counts(self) -> Counts:
        """How many runs there are to be done."""
        states = [run.state for run in self._all()]
        return Counts(states.count(State.WAITING), states.count(State.RUNNING))

    def ready(self) -> Readiness:
        """Whether another article can be taken."""
        room = self.counts().waiting < self.settings.max_waiting
        return Readiness(self._warm.is_set(), self.store.writable(), room and not self._stop.is_set())

    def observe(self, listener: Callable[[JobRecord], None]) -> None:
        """Tell `listener` of every run that ends, in the thread that ends it."""
        self._listeners.append(listener)

    # --- from the server's start to its end --------------------------------------------------------------------------

    def warm(self) -> None:
        """Begin to load the dictionaries, in the background, so that the first reader does not wait for them."""
        threading.Thread(target=self._load, name="zhaiyi-warm", daemon=True).start()

    def close(self) -> None:
        """Stop. What is being worked on is put back, for the next start; where nothing is kept, it is cancelled."""
        self._stop.set()
        self._watch.join(_CLOSING)
        if not self.store.durable:
            for run in self._all():
                run.cancel()
        self._working.close()
        self.store.close()

    def _load(self) -> None:
        from pipelines.translation import gloss

        gloss.warm()
        # Streamlit collects garbage after every drawing of a page; it need not go through the dictionaries each time.
        gc.collect()
        gc.freeze()
        self._warm.set()

    def _take_up(self, jobs: Iterable[Job]) -> None:
        """Go on with what an earlier process, or another server that is lost, accepted and did not finish.

        Who had asked over the HTTP API was cut off with it, and asks again: nothing of theirs is of use to anybody.
        """
        for job in jobs:
            if job.request.owner.startswith(BY_KEY):
                self.store.forget(job.id)
                continue
            if job.attempts >= ATTEMPTS:
                self._never_begun(job, PipelineError(ErrorCode.WORKER_LOST))
                continue
            try:
                models = self.names.ready(job.request.summarizer, job.request.translator)
            except ModelError as error:
                self._never_begun(job, error)
                continue
            run = self._elsewhere.taken(job.id) or Run(job.request, models, job.id, job.expires)
            run.written(self.store.corrections(job.id))
            run.attempts = job.attempts
            run.wait_again()
            run.before_end(self._ending)
            with self._lock:
                self._runs[run.id] = run
            self._working.put(run)

    def _never_begun(self, job: Job, error: PipelineError) -> None:
        try:
            self.store.finish(job.id, State.FAILED, None, error, 0.0)
        except StoreError as failed:
            log.warning("the end of a run could not be kept: %s", failed.reason)

    # --- looking after them ------------------------------------------------------------------------------------------

    def _forget_oldest(self) -> None:
        """Of what is finished, memory keeps the newest; the store has them all, or memory keeps that one, too."""
        finished = [
            run_id for run_id, run in self._runs.items() if run.state.finished and not self.store.unsaved(run_id)
        ]
        for run_id in finished[: max(0, len(finished) - self.settings.keep_runs)]:
            run = self._runs.pop(run_id)
            if self.store.durable:
                self._list(run.request.owner)[run_id] = Listed.of(run)
            else:
                self._list(run.request.owner).pop(run_id, None)
                self.store.forget(run_id)

    def _look_after(self) -> None:
        tidied = renewed = time.monotonic()
        while not self._stop.wait(LOOKING):
            self._working.look_after(self._all())
            if self.store.shared:
                self._elsewhere.look()
                if time.monotonic() - renewed > RENEWED:
                    renewed = time.monotonic()
                    self._renew()
            if time.monotonic() - tidied > TIDYING:
                tidied = time.monotonic()
                self._tidy()

    def _renew(self) -> None:
        """Keep our jobs, let go of those that others have by now, and take up those that nobody has."""
        # One that is not written down yet has no lease that could be lost.
        ours = [run for run in self._all() if not run.state.finished and run.expires is not None]
        try:
            held = self.store.hold()
            for run in ours:
                if run.id in held.unwanted:
                    run.cancel()
                elif run.id not in held.jobs and not run.state.finished:
                    with self._lock:
                        self._runs.pop(run.id, None)  # so that its end is not written down here
                    run.cancel()
                    self._working.remove(run)
            self._take_up(self.store.claim())
        except StoreError as error:
            log.warning("the jobs of this server could not be renewed: %s", error.reason)

    def _tidy(self) -> None:
        gone = self.store.purge()
        with self._lock:
            for run_id in gone:
                run = self._runs.get(run_id)
                if run is None or run.state.finished:
                    self._runs.pop(run_id, None)
                    for owned in self._owned.values():
                        owned.pop(run_id, None)

    def _ending(self, run: Run, state: State, error: PipelineError | None) -> None:
        """Write down how a run ended, before anybody sees it: what is seen is there after a restart, too."""
        digest = run.digest()
        self._working.remove(run)
        if run.id in self._runs:  # or it was deleted meanwhile
            try:
                self.store.finish(run.id, state, digest, error, run.seconds)
            except StoreError as failed:
                log.warning("a result is kept in memory only: %s", failed.reason)
        record = JobRecord.of(run, state, error, digest)
        for listener in self._listeners:
            listener(record)

    # --- small parts -----------------------------------------------------------------------------------------------

    def _all(self) -> tuple[Run, ...]:
        with self._lock:
            return tuple(self._runs.values())

    def _list(self, owner: str) -> dict[str, Listed]:
        """The runs of a visitor. The lock is held."""
        if owner not in self._owned or self.store.shared:  # where another server may have more of them by now
            kept = self.store.of(owner)
            self._owned[owner] = {line.id: Listed(line.id, line.title, line.state, line.listed) for line in kept}
            while len(self._owned) > VISITORS:
                self._owned.popitem(last=False)
        self._owned.move_to_end(owner)
        return self._owned[owner]

    def _recalled(self, run_id: str) -> Run | None:
        """A run that ended before, from the store."""
        job = self.store.job(run_id)
        if job is None or not (job.state.finished or self.store.shared):
            return None
        if not job.state.finished:
            return self._elsewhere.run(job)
        models = remembered_models(job.summarizer, job.translator)
        digest = self.store.digest(run_id)
        run = Run.over(job.request, models, job.id, job.state, digest, job.error, job.seconds, job.expires)
        run.correct(*self.store.corrections(run_id))
        with self._lock:
            return self._runs.setdefault(run_id, run)

    def _as_others_left_it(self, run: Run) -> Run | None:
        """A finished run of memory, where other servers may have deleted it or written into it."""
        if not self.store.there(run.id):
            with self._lock:
                self._runs.pop(run.id, None)
            return None
        run.written(self.store.corrections(run.id))
        return run
