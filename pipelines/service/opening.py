"""Opening the store. It is in one folder, which one server at a time may have; where that cannot be it is in memory."""

from __future__ import annotations

import logging
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy.exc import SQLAlchemyError

from pipelines.service.database import FILE, Damaged, Database, StoreError, set_aside
from pipelines.service.kept import Problem
from pipelines.service.schema import NewerStore
from pipelines.service.store import Store
from pipelines.settings import Settings

log = logging.getLogger(__name__)

LOCK = "zhaiyi.lock"


def open_store(settings: Settings) -> Store:
    """The store in its folder, which this server then has. What goes wrong is its `problem`, never an error."""
    if settings.retention_hours == 0:
        return Store(Database(None), settings, durable=False)
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
    return Store(Database(None), settings, durable=False, problem=problem)


def open_beside(settings: Settings) -> Store:
    """The store as another program than the server sees it. Raises StoreError where there is none."""
    try:
        if (settings.store / FILE).exists():
            return Store(Database(settings.store), settings, durable=True)
    except (OSError, SQLAlchemyError, Damaged, NewerStore) as error:
        raise StoreError(type(error).__name__) from error
    raise StoreError("there is none")


def _opened(folder: Path) -> tuple[Database, bool]:
    """The database in a folder, and whether it is new because the one that was there is damaged."""
    try:
        return Database(folder), False
    except Damaged:
        kept = set_aside(folder)
        log.warning("the store was damaged: it is now %s, and a new one was begun", kept)
        return Database(folder), True
