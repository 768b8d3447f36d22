"""The database under the store: what the store asks of it. There are two, SQLite's and PostgreSQL's."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, Table
from sqlalchemy.exc import SQLAlchemyError


class StoreError(Exception):
    """Something could not be written down, or read: `reason`, in a few words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Database(Protocol):
    """Safe to use from any thread. `shared`: other servers may have it at the same time."""

    shared: bool

    def reading(self) -> AbstractContextManager[Connection]:
        """A transaction that sees one state of everything."""
        ...

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction that is written as a whole or not at all, one at a time. Raises StoreError if it cannot be."""
        ...

    def insert_new(self, table: Table) -> Any:
        """An INSERT that passes over rows whose key is there already."""
        ...

    def now(self, here: float) -> ColumnElement[float]:
        """Seconds since 1970, by one clock for all who share the database; `here` is this server's."""
        ...

    @property
    def size(self) -> int:
        """Bytes in use: room that is free again is not counted."""
        ...

    def make_room(self, delete: Callable[[], object]) -> None:
        """Call `delete` on a disk that is full."""
        ...

    def settle(self) -> None:
        """What was deleted leaves no trace after this, as far as the database can see to it."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


def reason(error: SQLAlchemyError) -> str:
    """What went wrong, in a few words that hold no text of anybody."""
    told = str(getattr(error, "orig", "") or type(error).__name__).lower()
    for sign, meaning in (
        ("full", "the disk is full"),
        ("no space", "the disk is full"),
        ("readonly", "read-only"),
        ("read-only", "read-only"),
        ("locked", "in use"),
        ("connect", "the database cannot be reached"),
    ):
        if sign in told:
            return meaning
    return "damaged" if "malformed" in told or "not a database" in told else "a fault of the disk"
