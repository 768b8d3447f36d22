"""Taking up: what a server that stopped, or one of several that is lost, had accepted and not finished."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Sequence

from pipelines.errors import ErrorCode, ModelError, PipelineError
from pipelines.service import leases
from pipelines.service.database import StoreError
from pipelines.service.elsewhere import Elsewhere
from pipelines.service.kept import Job
from pipelines.service.names import Names
from pipelines.service.run import BY_KEY, Run, State
from pipelines.service.store import Store
from pipelines.service.working import ATTEMPTS

log = logging.getLogger(__name__)


class TakingUp:
    """`go_on(run)` takes a run that is to be worked off here; `let_go(run)` one that another server has by now."""

    def __init__(
        self,
        store: Store,
        names: Names,
        elsewhere: Elsewhere,
        go_on: Callable[[Run], None],
        let_go: Callable[[Run], None],
    ) -> None:
        self._store = store
        self._names = names
        self._elsewhere = elsewhere
        self._go_on = go_on
        self._let_go = let_go
        self._renewed = time.monotonic()
        self._claims_from = 0.0

    def take(self) -> None:
        """Go on with what is in nobody's hands. Raises StoreError."""
        self._take(self._store.claim())

    def renew(self, known: Callable[[], Sequence[Run]]) -> None:
        """Keep the jobs of this server, let go of those that others have by now, and take up those that nobody has.

        `known` are the runs of this server.
        """
        # One that is not written down yet has no lease that could be lost.
        ours = [run for run in known() if not run.state.finished and run.expires is not None]
        try:
            held = self._store.hold()
        except StoreError as error:
            log.warning("the jobs of this server could not be renewed: %s", error.reason)
            return
        now = time.monotonic()
        if now - self._renewed > leases.LASTS:
            # Who is first after the database was gone finds all leases over; the others are given time to renew theirs.
            self._claims_from = now + leases.LASTS
        self._renewed = now
        for run in ours:
            if run.id in held.unwanted:
                run.cancel()
            elif run.id not in held.jobs and not run.state.finished:
                self._let_go(run)
        try:
            # What is ours by the database's word, and of which nothing is known here, is for others to have.
            self._store.release(held.jobs - {run.id for run in known()})
            if now >= self._claims_from:
                self.take()
        except StoreError as error:
            log.warning("jobs could not be handed over: %s", error.reason)

    def _take(self, jobs: Iterable[Job]) -> None:
        """Who had asked over the HTTP API was cut off, and asks again: nothing of theirs is of use to anybody."""
        for job in jobs:
            if job.request.owner.startswith(BY_KEY):
                self._store.forget(job.id)
                continue
            if job.attempts >= ATTEMPTS:
                self._never_begun(job, PipelineError(ErrorCode.WORKER_LOST))
                continue
            try:
                models = self._names.ready(job.request.summarizer, job.request.translator)
            except ModelError as error:
                self._never_begun(job, error)
                continue
            run = self._elsewhere.taken(job.id) or Run(job.request, models, job.id, job.expires)
            run.written(self._store.corrections(job.id))
            run.attempts = job.attempts
            run.wait_again()
            self._go_on(run)

    def _never_begun(self, job: Job, error: PipelineError) -> None:
        try:
            self._store.finish(job.id, State.FAILED, None, error, 0.0)
        except StoreError as failed:
            log.warning("the end of a run could not be kept: %s", failed.reason)
