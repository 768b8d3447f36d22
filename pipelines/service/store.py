"""The store: what outlives the server. Articles that were accepted, their results, and the translation memory.

`opening.py` opens it: on the disk, in memory where that cannot be (`problem` says why), or beside a server.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from contextlib import suppress

from filelock import FileLock
from sqlalchemy import func, insert, select, update

from pipelines.corrections import Correction
from pipelines.document import Column, Digest
from pipelines.errors import ErrorCode, PipelineError
from pipelines.memory import Memory
from pipelines.service import schema
from pipelines.service.clock import Clock
from pipelines.service.database import Database, StoreError
from pipelines.service.deleting import FINISHED, Deleting
from pipelines.service.kept import Job, JobLine, Problem
from pipelines.service.leases import Held, Leases
from pipelines.service.packing import (
    packed,
    packed_request,
    unpacked,
    valid,
    written_error,
)
from pipelines.service.remembering import JobMemory, Writer
from pipelines.service.reports import Reports
from pipelines.service.run import State
from pipelines.service.schema import jobs
from pipelines.service.writing import Writing
from pipelines.settings import Settings

log = logging.getLogger(__name__)


class Lost(StoreError):
    """A job is in another server's hands by now, or nobody's."""


class Store:
    """Safe to use from any thread. `durable`: on the disk. Methods that write raise StoreError where they cannot."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        *,
        durable: bool,
        problem: Problem | None = None,
        lock: FileLock | None = None,
    ) -> None:
        self.durable = durable
        self.problem = problem
        self._database = database
        self._settings = settings
        self._lock = lock
        self._front = Memory(settings.memory_sentences)
        self._writer = Writer(database)
        self._memories: dict[str, JobMemory] = {}
        self._deleting = Deleting(database, self._front)
        self._writing = Writing(database, self._deleting)
        self._write = self._writing.write
        self.reports = Reports(database, self._write)
        self._deletions: int | None = None
        self._unsaved: dict[str, Callable[[], None]] = {}
        with database.reading() as connection:
            latest = connection.execute(select(func.max(jobs.c.created))).scalar() or 0.0
        self.clock = Clock(latest)
        self.leases = Leases(database, self.clock)

    # --- jobs --------------------------------------------------------------------------------------------------------

    def accept(self, job: Job) -> float | None:
        """Write down a job that waits; it is there after a crash once this returns. Returns when it expires."""
        created = self.clock.now()
        expires = created + 3600 * self._settings.retention_hours if self.durable else float("inf")
        row = {
            "id": job.id,
            "number": select(func.coalesce(func.max(jobs.c.number), 0) + 1).scalar_subquery(),
            "owner": job.request.owner,
            "listed": job.request.listed,
            "state": State.WAITING.value,
            "title": valid(job.title),
            "summarizer": job.summarizer,
            "translator": job.translator,
            "attempts": 0,
            "created": created,
            "expires": expires,
            "seconds": 0.0,
            "request": packed_request(job.request),
        }
        self._write(insert(jobs).values(row), *self.leases.taken(job.id))
        return expires if self.durable else None

    def begin(self, job_id: str) -> int:
        """Write down that it is begun; how many times it has been, this one included.

        Raises Lost where it is not ours to be done any more, or deleted.
        """
        begun = {"state": State.RUNNING.value, "attempts": jobs.c.attempts + 1}
        ours = jobs.c.id == job_id, jobs.c.state.not_in(FINISHED), self.leases.held(job_id)
        with self._database.writing() as connection:
            if not connection.execute(update(jobs).where(*ours).values(begun)).rowcount:
                raise Lost("another server has it")
            return connection.execute(select(jobs.c.attempts).where(jobs.c.id == job_id)).scalar() or 0

    def put_back(self, job_id: str) -> None:
        """The server stops before it is done: it waits again, and this attempt does not count."""
        self._writer.flush()
        change = {"state": State.WAITING.value, "attempts": jobs.c.attempts - 1}
        ours = jobs.c.id == job_id, jobs.c.attempts > 0, self.leases.held(job_id)
        self._write(update(jobs).where(*ours).values(change), *self.leases.released(job_id))

    def finish(
        self, job_id: str, state: State, digest: Digest | None, error: PipelineError | None, seconds: float
    ) -> None:
        """Write down how it ended, the whole result or nothing of it.

        Where that cannot be done now StoreError says so, and every `purge` tries again until the server ends.
        """
        self._writer.flush()
        self.left(job_id)
        result: dict[str, object] = {
            "state": state.value,
            "error": written_error(error),
            "seconds": seconds,
            "digest": packed(Digest, digest) if digest else None,
        }
        if digest is not None and digest.title:
            result["title"] = valid(digest.title)
        change = update(jobs).where(jobs.c.id == job_id, self.leases.held(job_id)).values(result)
        end = self.leases.over(job_id)
        try:
            self._write(change, *end)
        except StoreError:
            self._unsaved[job_id] = lambda: self._write(change, *end)
            raise

    def job(self, job_id: str) -> Job | None:
        """A job that is kept and has not expired."""
        if job_id in self._deleting.hidden:
            return None
        with self._database.reading() as connection:
            row = connection.execute(select(jobs).where(jobs.c.id == job_id)).first()
        return Job.read(row) if row is not None and row.expires > self.clock.now() else None

    def digest(self, job_id: str) -> Digest | None:
        """The result of a job, as far as it came."""
        with self._database.reading() as connection:
            data = connection.execute(select(jobs.c.digest).where(jobs.c.id == job_id)).scalar()
        return unpacked(Digest, data) if data else None

    def claim(self) -> tuple[Job, ...]:
        """What was accepted, did not end and is in nobody's hands, in the order in which it came; it is in ours now.

        Alone with the store all of it is; of what servers share, that which another has not held for a while.
        """
        rows = self.leases.claim()
        made = []
        for row in rows:
            try:
                made.append(Job.read(row))
            except (
                ValueError
            ):  # another version wrote it; it would stop every server that takes it up, one after another
                log.error("a job cannot be read, so it is not done")
                self.finish(row.id, State.FAILED, None, PipelineError(ErrorCode.WORKER_LOST), 0.0)
        return tuple(made)

    def left(self, job_id: str) -> None:
        """Nobody works on a job here any more."""
        self._memories.pop(job_id, None)

    def release(self, job_ids: Iterable[str]) -> None:
        """Let others have jobs that are ours and that nobody works on here."""
        for job_id in job_ids:
            if job_id not in self._unsaved:
                self._writing.execute(self.leases.released(job_id))

    def hold(self) -> Held:
        """Tell other servers that what is in our hands still is, and hear what they have to say."""
        held = self.leases.hold()
        if held.deletions != self._deletions:
            if self._deletions is not None:
                self._front.forget(lambda _: True)  # another server has deleted, perhaps what only it knows of
            self._deletions = held.deletions
        return held

    def of(self, owner: str) -> tuple[JobLine, ...]:
        """The jobs of a visitor that have not expired, oldest first."""
        fields = select(jobs.c.id, jobs.c.title, jobs.c.state, jobs.c.listed)
        mine = fields.where(jobs.c.owner == owner, jobs.c.expires > self.clock.now()).order_by(jobs.c.number)
        with self._database.reading() as connection:
            rows = [row for row in connection.execute(mine) if row.id not in self._deleting.hidden]
        return tuple(JobLine(row.id, row.title, State(row.state), row.listed) for row in rows)

    def unsaved(self, job_id: str) -> bool:
        """Whether how a job ended is not written down yet: who has the result must not let it go."""
        return job_id in self._unsaved

    def there(self, job_id: str) -> bool:
        """Whether a job is still kept: another server may have deleted it."""
        with self._database.reading() as connection:
            return connection.execute(select(jobs.c.id).where(jobs.c.id == job_id)).first() is not None

    def forget(self, *job_ids: str) -> None:
        """Delete jobs and all that only they have: results, corrections, sentences. Their bytes are overwritten."""
        if not job_ids:
            return
        for job_id in job_ids:
            self._unsaved.pop(job_id, None)
            if job_id in self._memories:
                self._memories.pop(job_id).delete()
        self._writer.flush()
        self._deleting.delete(job_ids)
        self._database.settle()

    def purge(self) -> tuple[str, ...]:
        """Delete what has expired and, while there is more than is allowed, the oldest results; the ids of all that.

        What could not be written before is tried again.
        """
        for job_id, again in list(self._unsaved.items()):
            try:
                again()
            except StoreError:
                break
            self._unsaved.pop(job_id, None)
        limit = self._settings.store_bytes if self.durable else None
        return self._deleting.purge(self.clock.now(), limit)

    # --- what people wrote -------------------------------------------------------------------------------------------

    def correct(self, job_id: str, corrections: tuple[Correction, ...]) -> None:
        """Keep what was written by hand, after what there is."""
        rows = [
            {"job": job_id, "column": one.column.value, "source": valid(one.source), "target": valid(one.target)}
            for one in corrections
        ]
        if rows:
            self._write(insert(schema.corrections).values(rows))

    def corrections(self, job_id: str) -> tuple[Correction, ...]:
        """What was written by hand since the job was asked for, in order."""
        table = schema.corrections
        with self._database.reading() as connection:
            rows = connection.execute(select(table).where(table.c.job == job_id).order_by(table.c.number))
            return tuple(Correction(Column(row.column), row.source, row.target) for row in rows)

    # --- the rest --------------------------------------------------------------------------------------------------

    def memory(self, job_id: str) -> JobMemory:
        """The translation memory, as one job uses it."""
        memory = self._memories[job_id] = JobMemory(job_id, self._front, self._writer)
        return memory

    @property
    def shared(self) -> bool:
        """Whether other servers have it, too."""
        return self._database.shared

    @property
    def translated(self) -> int:
        """How many sentences this process has put into the translation memory so far."""
        return self._front.sentences

    @property
    def size(self) -> int:
        """Bytes in use."""
        return self._database.size

    def writable(self) -> bool:
        """Whether it can be written now: tried, every few seconds."""
        if self.problem is Problem.UNREACHABLE:
            return False
        return self._writing.possible()

    def close(self) -> None:
        """Write what is left, and let go of the folder."""
        self._writer.close()
        with suppress(StoreError):
            self._writing.execute(self.leases.released())
        self._database.settle()
        self._database.close()
        if self._lock is not None:
            self._lock.release()
