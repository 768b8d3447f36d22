"""The store's database on one machine: SQLite, one file, a write-ahead log, one writer at a time."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Table, create_engine, event, literal, text
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DatabaseError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from pipelines.service.database import StoreError, reason
from pipelines.service.schema import migrate

log = logging.getLogger(__name__)

FILE = "zhaiyi.db"
BALLAST = "zhaiyi.ballast"  # a file that is given up when the disk is full: deleting needs room, too
_BALLAST_BYTES = 2_000_000
_BUSY = 5_000  # milliseconds to wait for another process that writes


class Damaged(Exception):
    """The file is no database, or a broken one."""


class Sqlite:
    """A `Database` in a file or, without a folder, in memory.

    Raises Damaged, NewerStore, or OSError and SQLAlchemyError where it cannot be opened.
    """

    shared = False

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        if folder is None:
            self._engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
        else:
            path = folder / FILE
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            self._engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": _BUSY / 1000})
        _tell_sqlite(self._engine)
        try:
            self._check()
        except Exception:
            self._engine.dispose()
            raise
        self._load_ballast()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """See `Database`."""
        with self._lock, self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """See `Database`."""
        try:
            with self._lock, self._engine.connect().execution_options(writes=True) as connection:
                with connection.begin():
                    yield connection
        except SQLAlchemyError as error:
            raise StoreError(reason(error)) from error

    def insert_new(self, table: Table) -> Any:
        """See `Database`."""
        return insert(table).on_conflict_do_nothing()

    def now(self, here: float) -> ColumnElement[float]:
        """See `Database`: nobody shares it."""
        return literal(here)

    @property
    def size(self) -> int:
        """See `Database`: pages that are free again are not counted."""
        with self.reading() as connection:
            pages, free, size = (
                int(connection.execute(text(f"PRAGMA {name}")).scalar() or 0)
                for name in ("page_count", "freelist_count", "page_size")
            )
        return (pages - free) * size

    def make_room(self, delete: Callable[[], object]) -> None:
        """See `Database`."""
        if self._folder is not None:
            (self._folder / BALLAST).unlink(missing_ok=True)
        try:
            delete()
            self.settle()
        finally:
            self._load_ballast()

    def settle(self) -> None:
        """Write the log into the file and cut both: what was deleted is then in neither, and its room is free."""
        if self._folder is None:
            return
        try:
            with self._lock, self._engine.connect() as connection:
                connection.execute(text("PRAGMA incremental_vacuum"))
                connection.commit()
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        except SQLAlchemyError as error:
            log.warning("the store could not be tidied: %s", reason(error))

    def close(self) -> None:
        """See `Database`."""
        self._engine.dispose()

    def _check(self) -> None:
        try:
            with self._engine.connect() as connection:
                found = connection.execute(text("PRAGMA quick_check(1)")).scalar()
            if found != "ok":
                raise Damaged(str(found))
            with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
                migrate(connection)
        except (DatabaseError, sqlite3.DatabaseError) as error:  # the latter from the settings of a connection
            told = str(getattr(error, "orig", error))
            if "not a database" in told or "malformed" in told:
                raise Damaged(told) from error
            raise OSError(told) from error

    def _load_ballast(self) -> None:
        if self._folder is None:
            return
        path = self._folder / BALLAST
        try:
            if not path.exists():
                path.write_bytes(os.urandom(_BALLAST_BYTES))  # what can be compressed weighs nothing on some disks
        except OSError:
            path.unlink(missing_ok=True)  # half of it would be taken for the whole


def set_aside(folder: Path) -> Path:
    """Rename a damaged database, with its log, to a name that is free."""
    stamp = f"{datetime.now():%Y%m%d-%H%M%S}"
    names = [f"damaged-{stamp}{more}.db" for more in ("", *(f"-{number}" for number in range(2, 100)))]
    kept = next(folder / name for name in names if not (folder / name).exists())
    for ending in ("", "-wal", "-shm"):
        path = folder / f"{FILE}{ending}"
        if path.exists():
            path.rename(f"{kept}{ending}")
    return kept


def _tell_sqlite(engine: Engine) -> None:
    """Settings of each connection, and transactions that begin when we say so rather than when the driver does."""

    @event.listens_for(engine, "connect")
    def connected(connection: object, _record: object) -> None:
        connection.isolation_level = None  # type: ignore[attr-defined]  # a sqlite3.Connection
        cursor = connection.cursor()  # type: ignore[attr-defined]
        for pragma in (
            f"busy_timeout={_BUSY}",
            "auto_vacuum=INCREMENTAL",
            "journal_mode=WAL",
            "synchronous=NORMAL",  # survives the end of the process; a power cut may cost the last moment
            "foreign_keys=ON",
            "secure_delete=ON",  # what is deleted is overwritten
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
