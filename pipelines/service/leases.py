"""Leases: which of several servers works on a job. One that dies stops renewing, and another takes its jobs up."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Executable,
    Row,
    delete,
    exists,
    insert,
    literal,
    or_,
    select,
    update,
)

from pipelines.service.clock import Clock
from pipelines.service.database import Database
from pipelines.service.run import State
from pipelines.service.schema import deletions, jobs, leases

RENEWED = 5.0  # seconds between two renewals
FINISHED = [state.value for state in State if state.finished]
CANCELLED = State.CANCELLED.value
LASTS = 20.0  # seconds that a lease holds: a server may be busy, or the network gone, for a moment


@dataclass(frozen=True, slots=True)
class Held:
    """What a server learns when it renews its leases.

    `jobs` are those that it holds still, `unwanted` those of them that a reader of another server has cancelled,
    `deletions` how often anything was deleted.
    """

    jobs: frozenset[str]
    unwanted: frozenset[str]
    deletions: int


class Leases:
    """The leases of one server. Who has the database alone needs none: there is then no statement to execute."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._holder = secrets.token_hex(8)

    def taken(self, job_id: str) -> tuple[Executable, ...]:
        """The statements that make a job ours which is new, or in nobody's hands."""
        if not self._database.shared:
            return ()
        lease = {"job": job_id, "holder": self._holder, "until": self._now + LASTS, "unwanted": False}
        return delete(leases).where(leases.c.job == job_id), insert(leases).values(lease)

    def over(self, job_id: str) -> tuple[Executable, ...]:
        """The statement that ends a lease of ours."""
        if not self._database.shared:
            return ()
        return (delete(leases).where(leases.c.job == job_id, leases.c.holder == self._holder),)

    def released(self, job_id: str | None = None) -> tuple[Executable, ...]:
        """The statement that lets others have a job of ours, or all of them, at once."""
        if not self._database.shared:
            return ()
        ours = leases.c.holder == self._holder
        return (update(leases).where(ours if job_id is None else ours & (leases.c.job == job_id)).values(until=0.0),)

    def held(self, job_id: str) -> ColumnElement[bool]:
        """That a job is ours, or anybody's who asks where nobody shares the database."""
        if not self._database.shared:
            return literal(True)
        return exists().where(leases.c.job == job_id, leases.c.holder == self._holder)

    def hold(self) -> Held:
        """Renew them all. Raises StoreError."""
        ours = leases.c.holder == self._holder
        with self._database.writing() as connection:
            connection.execute(update(leases).where(ours).values(until=self._now + LASTS))
            rows = connection.execute(select(leases.c.job, leases.c.unwanted).where(ours)).all()
            number = connection.execute(select(deletions.c.number)).scalar() or 0
        return Held(frozenset(row.job for row in rows), frozenset(row.job for row in rows if row.unwanted), number)

    def claim(self) -> Sequence[Row[Any]]:
        """Make ours what did not end and is in nobody's hands, in its order; what is not wanted ends here."""
        unfinished = jobs.c.state.not_in(FINISHED)
        if not self._database.shared:
            with self._database.reading() as connection:
                return connection.execute(select(jobs).where(unfinished).order_by(jobs.c.number)).all()
        unwanted = jobs.c.id.in_(select(leases.c.job).where(leases.c.unwanted))
        with self._database.writing() as connection:
            connection.execute(update(jobs).where(unfinished, self._free(), unwanted).values(state=CANCELLED))
            rows = connection.execute(select(jobs).where(unfinished, self._free()).order_by(jobs.c.number)).all()
            for row in rows:
                for statement in self.taken(row.id):
                    connection.execute(statement)
        return rows

    def cancel(self, job_id: str) -> None:
        """Tell whoever works on a job that it is not wanted any more; where nobody does it ends. Raises StoreError."""
        this = jobs.c.id == job_id, jobs.c.state.not_in(FINISHED)
        with self._database.writing() as connection:
            connection.execute(update(leases).where(leases.c.job == job_id).values(unwanted=True))
            connection.execute(update(jobs).where(*this, self._free()).values(state=CANCELLED))

    def _free(self) -> ColumnElement[bool]:
        """That a job is in nobody's hands."""
        lease = select(leases.c.until).where(leases.c.job == jobs.c.id).scalar_subquery()
        return or_(lease.is_(None), lease < self._now)

    @property
    def _now(self) -> ColumnElement[float]:
        return self._database.now(self._clock.now())
