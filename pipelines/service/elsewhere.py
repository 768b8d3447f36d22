"""Runs that another of several servers works on, as somebody sees them here: where they stand, and in the end all."""

from __future__ import annotations

import logging
import threading
import time

from pipelines.service.database import StoreError
from pipelines.service.kept import Job
from pipelines.service.names import remembered_models
from pipelines.service.run import Run, State
from pipelines.service.store import Store

log = logging.getLogger(__name__)

_LOOKED = 60.0  # seconds that a run is followed after somebody has looked at it


class Elsewhere:
    """Safe to use from any thread. What happens to a run is not streamed from server to server: its end is."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._runs: dict[str, Run] = {}
        self._lock = threading.Lock()

    def run(self, job: Job) -> Run:
        """The run of a job that has not ended."""
        with self._lock:
            if job.id not in self._runs:
                run = Run(job.request, remembered_models(job.summarizer, job.translator), job.id, job.expires)
                run.attempts = job.attempts
                self._runs[job.id] = run
            run = self._runs[job.id]
        if job.state is State.RUNNING:
            run.begin()
        return run

    def taken(self, run_id: str) -> Run | None:
        """Our own server goes on with it: who watches it goes on watching."""
        with self._lock:
            run = self._runs.pop(run_id, None)
        return None if run is None or run.state.finished else run

    def look(self) -> None:
        """See what has become of them."""
        with self._lock:
            runs = list(self._runs.values())
        for run in runs:
            try:
                over = self._over(run)
            except StoreError as error:
                log.warning("runs of other servers cannot be followed: %s", error.reason)
                return
            if over or time.monotonic() - run.looked > _LOOKED:
                with self._lock:
                    self._runs.pop(run.id, None)

    def _over(self, run: Run) -> bool:
        """Whether nothing more will be heard of it. What has ended is told to who watches it."""
        if run.asked.requested():
            self._store.leases.cancel(run.id)
            return True
        job = self._store.job(run.id)
        if job is None:
            run.end(State.CANCELLED)
            return True
        if not job.state.finished:
            if job.state is State.RUNNING:
                run.begin()
            return False
        digest = self._store.digest(run.id)
        if digest is not None:
            run.add(digest)
        run.written(self._store.corrections(run.id))
        run.end(job.state, job.error)
        return True
