"""Opening the store. It is in one folder, which one server at a time may have; where that cannot be it is in memory."""

from __future__ import annotations

import logging
import time
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy.exc import SQLAlchemyError

from pipelines.service.database import Database, StoreError
from pipelines.service.kept import Problem
from pipelines.service.schema import NewerStore
from pipelines.service.sqlite import FILE, Damaged, Sqlite, set_aside
from pipelines.service.store import Store
from pipelines.settings import Settings

log = logging.getLogger(__name__)

LOCK = "zhaiyi.lock"
WAITING = 20.0  # seconds that a database may take to be there: it may be starting, too


def open_store(settings: Settings) -> Store:
    """The store in its folder, which this server then has. What goes wrong is its `problem`, never an error."""
    if settings.retention_hours == 0:
        return Store(Sqlite(None), settings, durable=False)
    if settings.database_url:
        return _shared(settings)
    lock = FileLock(settings.store / LOCK, blocking=False)
    problem = Problem.UNWRITABLE
    try:
        settings.store.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock.acquire()
        database, damaged = _opened(settings.store)
        return Store(database, settings, durable=True, problem=Problem.SET_ASIDE if damaged else None, lock=lock)
    except Timeout:
        problem = Problem.IN_USE
    except NewerStore:
        problem = Problem.NEWER
    except (OSError, SQLAlchemyError, Damaged, StoreError) as error:
        log.warning("the store cannot be used: %s", type(error).__name__)
    lock.release()
    log.warning("what is read is kept in memory only: %s is %s", settings.store, problem)
    return Store(Sqlite(None), settings, durable=False, problem=problem)


def open_beside(settings: Settings) -> Store:
    """The store as another program than the server sees it. Raises StoreError where there is none."""
    try:
        if settings.database_url:
            return Store(_postgres(settings), settings, durable=True)
        if (settings.store / FILE).exists():
            return Store(Sqlite(settings.store), settings, durable=True)
    except (OSError, SQLAlchemyError, Damaged, NewerStore) as error:
        raise StoreError(type(error).__name__) from error
    raise StoreError("there is none")


def _shared(settings: Settings) -> Store:
    """The store that several servers share. While it cannot be had, this one should not be sent anybody."""
    end = time.monotonic() + WAITING
    while True:
        try:
            return Store(_postgres(settings), settings, durable=True)
        except NewerStore:
            problem = Problem.NEWER
            break
        except (StoreError, SQLAlchemyError) as error:
            told = error.reason if isinstance(error, StoreError) else type(error).__name__
            problem = Problem.UNREACHABLE
            if time.monotonic() > end:
                break
            log.warning("waiting for the database of ZHAIYI_DATABASE_URL: %s", told)
            time.sleep(1)
    log.error("what is read is kept in memory only: the database of ZHAIYI_DATABASE_URL is %s", problem)
    return Store(Sqlite(None), settings, durable=False, problem=problem)


def _postgres(settings: Settings) -> Database:
    from pipelines.service.postgres import Postgres

    return Postgres(settings.database_url)


def _opened(folder: Path) -> tuple[Sqlite, bool]:
    """The database in a folder, and whether it is new because the one that was there is damaged."""
    try:
        return Sqlite(folder), False
    except Damaged:
        kept = set_aside(folder)
        log.warning("the store was damaged: it is now %s, and a new one was begun", kept)
        return Sqlite(folder), True
