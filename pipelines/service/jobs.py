"""Runs: all articles that were asked for here. They outlive pages, workers and, where they are kept, the server.

A run is accepted when it is written down, is begun when its visitor's turn comes, and is over when its result is
written down. Nothing that a page does, or no longer does, touches it, unless somebody cancels it.
"""

from __future__ import annotations

import logging
import re
import threading
import time
import traceback
from collections import OrderedDict
from collections.abc import Callable

from pipelines.corrections import Correction
from pipelines.errors import ErrorCode, LimitError, PipelineError
from pipelines.models.engines import HERE, Engines
from pipelines.service.by_hand import ByHand
from pipelines.service.database import StoreError
from pipelines.service.elsewhere import Elsewhere
from pipelines.service.kept import Job
from pipelines.service.leases import RENEWED
from pipelines.service.lists import Lists
from pipelines.service.log import JobRecord
from pipelines.service.names import Names, remembered_models
from pipelines.service.opening import open_store
from pipelines.service.paces import Paces
from pipelines.service.rate import Rate
from pipelines.service.room import check_room
from pipelines.service.run import Request, Run, State
from pipelines.service.store import Store
from pipelines.service.taking_up import TakingUp
from pipelines.service.told import Counts, Listed, Readiness
from pipelines.service.warming import Warming
from pipelines.service.working import Working
from pipelines.settings import Settings

log = logging.getLogger(__name__)

LOOKING = 1.0  # seconds between two looks at what goes on
_CLOSING = 5.0  # seconds that the look going on has to end when the server stops
_ID = re.compile(r"[\w-]{1,100}", re.ASCII)
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
        self._lists = Lists(self.store)
        self._listeners: list[Callable[[JobRecord], None]] = []
        self._lock = threading.Lock()
        self._warming = Warming()
        self._stop = threading.Event()
        self._working = Working(self.settings, self.store, self._paces, engines)
        self._taking_up = TakingUp(self.store, self.names, self._elsewhere, self._go_on, self._let_go)
        self._taking_up.take()
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
        run.before_end(self._ending)
        self._working.put(run)
        self._lists.put(request.owner, Listed.of(run))
        self._forget_oldest()
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
        try:
            if run is not None and self.store.shared and run.state.finished:
                run = self._as_others_left_it(run)
            elif run is None and _ID.fullmatch(run_id):
                run = self._recalled(run_id)
        except StoreError as error:
            log.warning("a run is what is known of it here: %s", error.reason)
        if run is not None:
            run.looked = time.monotonic()
        return run

    def listed(self, owner: str) -> tuple[Listed, ...]:
        """What stands in a visitor's list: runs that are still kept, oldest first."""
        listed = self._lists.of(owner)
        with self._lock:
            lines = [Listed.of(self._runs[line.id]) if line.id in self._runs else line for line in listed]
        return tuple(line for line in lines if line.shown)

    def corrections(self, owner: str) -> tuple[Correction, ...]:
        """All that a visitor has written by hand in runs that are still kept, in the order of the runs."""
        listed = self._lists.of(owner)
        with self._lock:
            known = [(line.id, self._runs.get(line.id)) for line in listed]
        try:
            return tuple(
                one for run_id, run in known for one in (run.corrections if run else self.store.corrections(run_id))
            )
        except StoreError as error:
            log.warning("corrections are those of runs in memory: %s", error.reason)
            return tuple(one for _, run in known if run for one in run.corrections)

    def forget(self, *run_ids: str) -> None:
        """Stop runs if they are going on, and keep nothing of them."""
        with self._lock:
            gone = [self._runs.pop(run_id) for run_id in run_ids if run_id in self._runs]
        self._lists.drop(*run_ids)
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
        return Readiness(self._warming.done, self.store.writable(), room and not self._stop.is_set())

    def observe(self, listener: Callable[[JobRecord], None]) -> None:
        """Tell `listener` of every run that ends, in the thread that ends it."""
        self._listeners.append(listener)

    # --- from the server's start to its end --------------------------------------------------------------------------

    def warm(self) -> None:
        """Begin to load the dictionaries, in the background, so that the first reader does not wait for them."""
        self._warming.begin()

    def close(self) -> None:
        """Stop. What is being worked on is put back, for the next start; where nothing is kept, it is cancelled."""
        self._stop.set()
        self._watch.join(_CLOSING)
        if not self.store.durable:
            for run in self._all():
                run.cancel()
        self._working.close()
        self.store.close()

    def _go_on(self, run: Run) -> None:
        """Work off a run that was accepted before, or elsewhere."""
        run.before_end(self._ending)
        with self._lock:
            self._runs[run.id] = run
        self._working.put(run)

    def _let_go(self, run: Run) -> None:
        """Another server has it: its end is not written down here, and who asks for it sees what is done there."""
        with self._lock:
            self._runs.pop(run.id, None)
        run.cancel()
        self._working.remove(run)

    # --- looking after them ------------------------------------------------------------------------------------------

    def _forget_oldest(self) -> None:
        """Of what is finished, memory keeps the newest; the store has them all, or memory keeps that one, too."""
        with self._lock:
            finished = [
                run_id for run_id, run in self._runs.items() if run.state.finished and not self.store.unsaved(run_id)
            ]
            gone = [self._runs.pop(run_id) for run_id in finished[: max(0, len(finished) - self.settings.keep_runs)]]
        for run in gone:
            if self.store.durable:
                self._lists.put(run.request.owner, Listed.of(run))
            else:
                self._lists.drop(run.id)
                self.store.forget(run.id)

    def _look_after(self) -> None:
        tidied = renewed = time.monotonic()
        while not self._stop.wait(LOOKING):
            try:
                self._working.look_after(self._all())
                if self.store.shared:
                    self._elsewhere.look()
                    if time.monotonic() - renewed > RENEWED:
                        renewed = time.monotonic()
                        self._taking_up.renew(self._all)
                if time.monotonic() - tidied > TIDYING:
                    tidied = time.monotonic()
                    self._tidy()
            except Exception as error:
                # This thread must outlive whatever it meets. The log names the place; a message could hold a text.
                place = traceback.extract_tb(error.__traceback__)[-1]
                log.error("a look failed: %s at %s:%s", type(error).__name__, place.filename, place.lineno)

    def _tidy(self) -> None:
        over = []
        for run_id in self.store.purge():
            with self._lock:
                run = self._runs.get(run_id)
                if run is None or run.state.finished:
                    self._runs.pop(run_id, None)
                    over.append(run_id)
        self._lists.drop(*over)

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
        kept = self.store.corrections(run.id)
        if len(kept) >= len(run.corrections) - len(run.request.corrections):  # or the store could not take some of ours
            run.written(kept)
        return run
