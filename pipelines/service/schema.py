"""The tables of the store, and how an older store becomes one of today."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    select,
)

metadata = MetaData()

version = Table("version", metadata, Column("number", Integer, nullable=False))

# An article that was asked for. `request` and `digest` are packed JSON; `error` is JSON.
jobs = Table(
    "jobs",
    metadata,
    Column("id", String, primary_key=True),
    Column("number", Integer, nullable=False, index=True),  # in the order in which they were accepted
    Column("owner", String, nullable=False, index=True),
    Column("listed", Boolean, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("summarizer", String, nullable=False),
    Column("translator", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created", Float, nullable=False),
    Column("expires", Float, nullable=False, index=True),
    Column("seconds", Float, nullable=False),
    Column("error", Text),
    Column("request", LargeBinary, nullable=False),
    Column("digest", LargeBinary),
)

corrections = Table(
    "corrections",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("job", ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("column", String, nullable=False),
    Column("source", Text, nullable=False),
    Column("target", Text, nullable=False),
)

# The translation memory, summaries included: `key` is a hash of the model's signature and of what it read.
remembered = Table(
    "remembered",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

# Which jobs a sentence was used in: with the last of them it goes.
uses = Table(
    "uses",
    metadata,
    Column("job", ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("key", ForeignKey("remembered.key", ondelete="CASCADE"), primary_key=True, index=True),
)

# Sentences that a reader says are wrong; of whom, and in which article, is not kept.
reports = Table(
    "reports",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("day", String, nullable=False),
    Column("column", String, nullable=False),
    Column("source", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("summarizer", String, nullable=False),
    Column("translator", String, nullable=False),
)


# Which server works on a job that has not ended, and until when that holds unless it says so again; `unwanted`: another
# server's reader has cancelled it.
leases = Table(
    "leases",
    metadata,
    Column("job", ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("holder", String, nullable=False, index=True),
    Column("until", Float, nullable=False),
    Column("unwanted", Boolean, nullable=False),
)

# How often something was deleted: who remembers sentences in memory then looks anew which there still are.
deletions = Table("deletions", metadata, Column("number", Integer, nullable=False))


class NewerStore(Exception):
    """The store was written by a newer version of this program, which knows more of it than this one."""


def _first(connection: Connection) -> None:
    metadata.create_all(connection)


def _several_servers(connection: Connection) -> None:
    metadata.create_all(connection, tables=[leases, deletions])
    connection.execute(deletions.insert().values(number=0))


# From version n to n + 1; none is ever changed.
MIGRATIONS: tuple[Callable[[Connection], None], ...] = (_first, _several_servers)


def migrate(connection: Connection) -> None:
    """Bring a store, or an empty database, to the version of today. Raises NewerStore."""
    version.create(connection, checkfirst=True)
    number = connection.execute(select(version.c.number)).scalar() or 0
    if number > len(MIGRATIONS):
        raise NewerStore
    for step in MIGRATIONS[number:]:
        step(connection)
    if number == 0 and not connection.execute(select(version.c.number)).first():
        connection.execute(version.insert().values(number=len(MIGRATIONS)))
    else:
        connection.execute(version.update().values(number=len(MIGRATIONS)))
