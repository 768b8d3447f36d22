"""Deleting from the store: jobs, with all that only they have, so that nothing of them is left in the file."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from sqlalchemy import ColumnElement, delete, exists, select, update

from pipelines.memory import Memory
from pipelines.service.database import Database, StoreError
from pipelines.service.remembering import hashed
from pipelines.service.run import State
from pipelines.service.schema import deletions, jobs, remembered, uses

log = logging.getLogger(__name__)

FINISHED = [state.value for state in State if state.finished]
_AT_ONCE = 500  # jobs in one transaction, sentences in one statement
_ROOM = 20  # results that go at once where room is needed


class Deleting:
    """Deletes jobs, and from the memory of the process what only they had taught it.

    `hidden` are those that are to be deleted and, as the disk does not allow it now, are there still.
    """

    def __init__(self, database: Database, front: Memory) -> None:
        self.hidden: set[str] = set()
        self._database = database
        self._front = front

    def delete(self, job_ids: Iterable[str]) -> None:
        """Delete jobs now or, where that cannot be, hide them until it can."""
        self.hidden.update(job_ids)
        try:
            try:
                self._delete(list(self.hidden))
            except StoreError:
                self._database.make_room(lambda: self._singly(list(self.hidden)))
            self.hidden.clear()
        except StoreError as error:
            log.warning("what was deleted is hidden, but still there: %s", error.reason)

    def purge(self, now: float, most: int | None) -> tuple[str, ...]:
        """Delete what has expired by `now` and, while the store has more than `most` bytes, the oldest results.

        Returns the ids of all that is gone.
        """
        self.delete(())
        gone: list[str] = []
        try:
            batch = self._ids(jobs.c.expires <= now)
            while batch or (most is not None and self._database.size > most):
                batch = batch or self._ids(jobs.c.state.in_(FINISHED), _ROOM)
                if not batch:
                    break
                self._delete(batch)
                gone += batch
                batch = []
        except StoreError as error:
            log.warning("the store could not be purged: %s", error.reason)
        if gone:
            self._database.settle()
        return tuple(gone)

    def make_room(self) -> None:
        """Give up the oldest results. Raises StoreError where even that cannot be written."""
        self._database.make_room(lambda: self._singly(self._ids(jobs.c.state.in_(FINISHED), _ROOM)))

    def _ids(self, meant: ColumnElement[bool], most: int | None = None) -> list[str]:
        """The jobs that are meant, oldest first."""
        with self._database.reading() as connection:
            chosen = select(jobs.c.id).where(meant).order_by(jobs.c.number).limit(most)
            return list(connection.execute(chosen).scalars())

    def _singly(self, job_ids: list[str]) -> None:
        """Where there is hardly any room: what is deleted is written, too, until the log is cut."""
        for job_id in job_ids:
            self._delete([job_id])
            self._database.settle()

    def _delete(self, job_ids: list[str]) -> None:
        for start in range(0, len(job_ids), _AT_ONCE):
            some = job_ids[start : start + _AT_ONCE]
            with self._database.writing() as connection:
                other = uses.alias()
                others = exists().where(other.c.key == uses.c.key, other.c.job.not_in(some))
                only_theirs = select(uses.c.key).where(uses.c.job.in_(some), ~others).distinct()
                keys = set(connection.execute(only_theirs).scalars())
                gone = sorted(keys)
                for begin in range(0, len(gone), _AT_ONCE):
                    group = gone[begin : begin + _AT_ONCE]
                    connection.execute(delete(remembered).where(remembered.c.key.in_(group)))
                connection.execute(delete(jobs).where(jobs.c.id.in_(some)))
                connection.execute(update(deletions).values(number=deletions.c.number + 1))
            if keys:
                self._front.forget(lambda parts, gone=keys: hashed(*parts) in gone)  # type: ignore[misc]
