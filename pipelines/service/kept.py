"""What the store keeps, as values: jobs, their lines in a list, reports; and what can be wrong with a store."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Row

from pipelines.document import Column
from pipelines.errors import PipelineError
from pipelines.service.packing import read_error, unpacked_request
from pipelines.service.run import Request, Run, State


class Problem(StrEnum):
    """Why the store is not what it should be."""

    UNWRITABLE = "unwritable"  # the folder or the disk: all is in memory
    NEWER = "newer"  # a newer version has written it: it is left alone, all is in memory
    IN_USE = "in_use"  # another server has it: all is in memory
    UNREACHABLE = "unreachable"  # the database that servers share: all is in memory, and no one should be sent here
    SET_ASIDE = "set_aside"  # it was damaged: it was put aside, and a new one begun


@dataclass(frozen=True, slots=True)
class Job:
    """An article that was asked for, as it is kept. Times are seconds since 1970."""

    id: str
    request: Request
    summarizer: str
    translator: str
    title: str
    state: State = State.WAITING
    attempts: int = 0
    expires: float | None = None
    seconds: float = 0.0
    error: PipelineError | None = None

    @classmethod
    def of(cls, run: Run) -> Job:
        """What is kept of a run that has not begun."""
        summarizes, translates = (spec.name for spec in run.models)
        return cls(run.id, run.request, summarizes, translates, run.title)

    @classmethod
    def read(cls, row: Row[Any]) -> Job:
        """A row of the table of jobs. Raises ValueError for one that another version wrote."""
        return cls(
            row.id,
            unpacked_request(row.request),
            row.summarizer,
            row.translator,
            row.title,
            State(row.state),
            row.attempts,
            None if row.expires == float("inf") else row.expires,
            row.seconds,
            read_error(row.error),
        )


@dataclass(frozen=True, slots=True)
class JobLine:
    """The same for a list, without what is large."""

    id: str
    title: str
    state: State
    listed: bool


@dataclass(frozen=True, slots=True)
class Report:
    """A sentence that a reader says is wrong. It holds nothing of the reader and nothing else of the article."""

    day: str
    column: Column
    source: str
    target: str
    summarizer: str
    translator: str

    @classmethod
    def now(cls, column: Column, source: str, target: str, summarizer: str, translator: str) -> Report:
        """A report of today."""
        return cls(date.today().isoformat(), column, source, target, summarizer, translator)

    def as_line(self) -> str:
        """The report as a line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)
