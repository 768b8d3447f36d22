"""Writing into the store: whole or not at all, and on a full disk in the place of the oldest results."""

from __future__ import annotations

import time
from collections.abc import Sequence

from sqlalchemy import Executable, update

from pipelines.service import schema
from pipelines.service.database import Database, StoreError
from pipelines.service.deleting import Deleting

_PROBED = 5.0  # seconds that an answer to "can it be written" holds


class Writing:
    """Safe to use from any thread. What cannot be written raises StoreError."""

    def __init__(self, database: Database, deleting: Deleting) -> None:
        self._database = database
        self._deleting = deleting
        self._probe = (float("-inf"), True)

    def write(self, *statements: Executable) -> None:
        """One transaction. On a full disk the oldest results make room, once."""
        try:
            self.execute(statements)
        except StoreError as error:
            if "full" not in error.reason:
                raise
            self._deleting.make_room()
            self.execute(statements)

    def execute(self, statements: Sequence[Executable]) -> None:
        """One transaction, without making room for it."""
        if statements:
            with self._database.writing() as connection:
                for statement in statements:
                    connection.execute(statement)

    def possible(self) -> bool:
        """Whether it can be written now: tried, every few seconds."""
        when, answer = self._probe
        if time.monotonic() - when > _PROBED:
            try:
                self.execute([update(schema.version).values(number=schema.version.c.number)])
                answer = True
            except StoreError:
                answer = False
            self._probe = (time.monotonic(), answer)
        return answer
