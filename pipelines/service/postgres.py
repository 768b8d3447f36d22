"""The store's database for several servers behind one link: PostgreSQL, named by ZHAIYI_DATABASE_URL."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Connection, Float, Table, cast, create_engine, extract, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from pipelines.service import schema
from pipelines.service.database import StoreError, reason

log = logging.getLogger(__name__)

# A server that is frozen in a transaction, or cut off, must not hold up the others, nor its own readers.
_CONNECTION = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
    "options": "-c lock_timeout=8s -c statement_timeout=15s -c idle_in_transaction_session_timeout=8s",
}
_ONE_WRITER = 7_169_422  # a number of ours among the advisory locks of the database


class Postgres:
    """A `Database` on a server. Raises StoreError where it cannot be reached, NewerStore where it is too new."""

    shared = True

    def __init__(self, url: str) -> None:
        try:
            # Who writes postgresql:// means the driver that is installed here.
            address = make_url(url.replace("postgres://", "postgresql://", 1)).set(drivername="postgresql+psycopg")
            self._engine = create_engine(
                address, pool_pre_ping=True, pool_size=20, max_overflow=20, pool_timeout=10, connect_args=_CONNECTION
            )
        except (ArgumentError, ImportError) as error:
            raise StoreError(f"ZHAIYI_DATABASE_URL cannot be used: {type(error).__name__}") from error
        with self.writing() as connection:
            schema.migrate(connection)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """See `Database`. Raises StoreError where it cannot be reached."""
        try:
            with self._engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
                yield connection
        except SQLAlchemyError as error:
            raise StoreError(reason(error)) from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """See `Database`. Transactions are short, so that one at a time is enough, and none sees another's half."""
        try:
            with self._engine.begin() as connection:
                connection.execute(select(func.pg_advisory_xact_lock(_ONE_WRITER)))
                yield connection
        except SQLAlchemyError as error:
            raise StoreError(reason(error)) from error

    def insert_new(self, table: Table) -> Any:
        """See `Database`."""
        return insert(table).on_conflict_do_nothing()

    def now(self, here: float) -> ColumnElement[float]:
        """See `Database`: the database's own clock."""
        return cast(extract("epoch", func.clock_timestamp()), Float)

    @property
    def size(self) -> int:
        """See `Database`: of what is kept; the rest is the database's."""
        jobs, remembered = schema.jobs.c, schema.remembered.c
        articles = select(
            func.sum(func.octet_length(jobs.request)) + func.sum(func.coalesce(func.octet_length(jobs.digest), 0))
        )
        with self.reading() as connection:
            sentences = connection.execute(select(func.sum(func.octet_length(remembered.value)))).scalar()
            return int(connection.execute(articles).scalar() or 0) + int(sentences or 0)

    def make_room(self, delete: Callable[[], object]) -> None:
        """See `Database`."""
        delete()

    def settle(self) -> None:
        """See `Database`: its own vacuum does that, when it finds time."""

    def close(self) -> None:
        """See `Database`."""
        self._engine.dispose()
