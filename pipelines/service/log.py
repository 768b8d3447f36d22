"""The log of a server: one line of JSON for each job that ends. No text, no names, and no id that opens a result."""

from __future__ import annotations

import hashlib
import json
import logging
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from pipelines.document import Digest
from pipelines.errors import PipelineError
from pipelines.service.run import Run, State

LOGGER = "zhaiyi.jobs"


@dataclass(frozen=True, slots=True)
class JobRecord:
    """What may be known of a job: `job` tells jobs apart and leads to none; times are seconds."""

    job: str
    state: str
    code: str
    summarizer: str
    translator: str
    characters: int
    sentences: int
    waited: float
    worked: float
    seconds: float
    attempts: int

    @classmethod
    def of(cls, run: Run, state: State, error: PipelineError | None, digest: Digest | None) -> JobRecord:
        """The record of a run that ends in this state."""
        summarizes, translates = (spec.name for spec in run.models)
        return cls(
            job=hashlib.sha256(run.id.encode()).hexdigest()[:12],
            state=state.value,
            code=error.code.value if error else "",
            summarizer=summarizes,
            translator=translates,
            characters=len(digest.article.original) if digest else 0,
            sentences=len(digest.article.sentences) if digest else 0,
            waited=round(run.seconds_waited, 3),
            worked=round(run.seconds_worked, 3),
            seconds=round(run.seconds, 3),
            attempts=run.attempts,
        )


def write(record: JobRecord) -> None:
    """Log a record."""
    when = datetime.now(UTC).isoformat(timespec="milliseconds")
    logging.getLogger(LOGGER).info("%s", json.dumps({"time": when, **asdict(record)}))


def set_up() -> None:
    """Have the records go to the standard output, a line each, and nowhere else."""
    logger = logging.getLogger(LOGGER)
    if not logger.handlers:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(logging.Formatter("%(message)s"))
        logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
