"""Reports in the store: sentences that readers say are wrong, until the operator takes them."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Executable, delete, func, insert, select

from pipelines.document import Column
from pipelines.service.database import Database
from pipelines.service.kept import Report
from pipelines.service.packing import valid
from pipelines.service.schema import reports

MOST = 10_000  # kept; no more are taken until the operator has cleared them


class Reports:
    """All reports. `write` writes one statement. What cannot be written raises StoreError."""

    def __init__(self, database: Database, write: Callable[[Executable], None]) -> None:
        self._database = database
        self._write = write

    def add(self, report: Report) -> None:
        """Keep a report, as long as there are not too many."""
        with self._database.reading() as connection:
            if (connection.execute(select(func.count()).select_from(reports)).scalar() or 0) >= MOST:
                return
        values = {
            "day": report.day,
            "column": report.column.value,
            "source": valid(report.source),
            "target": valid(report.target),
            "summarizer": report.summarizer,
            "translator": report.translator,
        }
        self._write(insert(reports).values(values))

    def all(self) -> tuple[Report, ...]:
        """Oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(reports).order_by(reports.c.number)).all()
        return tuple(
            Report(row.day, Column(row.column), row.source, row.target, row.summarizer, row.translator) for row in rows
        )

    def clear(self) -> None:
        """Delete all."""
        self._write(delete(reports))
        self._database.settle()
