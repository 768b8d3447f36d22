"""A corpus from beginning to end: what is left is handed out, progress is told, and all of it is joined."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from pipelines import __version__
from pipelines.corpus import on_ray, processes
from pipelines.corpus.parts import Parts
from pipelines.corpus.rows import Asked
from pipelines.corpus.sources import source
from pipelines.load import chosen
from pipelines.models.catalog import Reach
from pipelines.models.engines import HERE
from pipelines.models.spec import Task as Purpose
from pipelines.settings import Settings

SIZE = 32  # rows of a part: what is done again, at most, where a process is killed
_TOLD = 15.0  # seconds between two lines of progress where they cannot be written over


def run(
    path: Path,
    output: Path,
    asked: Asked,
    *,
    field: str | None = None,
    workers: int | None = None,
    engine: str = "",
    settings: Settings | None = None,
    say: Callable[[str, bool], None] | None = None,
) -> tuple[int, int]:
    """Digest every article of a corpus; returns the rows, and how many of them have an error.

    What an earlier run of the same has done is not done again. `engine` is "ray" or "processes"; where it is not said,
    Ray is used on the cluster that RAY_ADDRESS names. Raises InputError and ModelError.
    """
    settings = settings or Settings.read()
    articles = source(path, field)
    names = [chosen(Purpose.SUMMARIZE, asked.summarizer, Reach.DISK, settings)]
    names.append(chosen(Purpose.TRANSLATE, asked.translator, Reach.DISK, settings))
    models = [f"{spec.name}@{HERE.revision(spec)}" for spec in names]
    told = asdict(asked) | {"summarizer": models[0], "translator": models[1], "field": field}
    parts = Parts(output, {"version": __version__, "input": articles.identity(), "options": _plain(told), "size": SIZE})
    try:
        all_parts = list(articles.parts(SIZE))
        left = list(parts.left(all_parts))
        task = processes.Task(articles, asked, settings, parts.folder)
        embedded = all(spec.embedded for spec in names)
        with_ray = engine == "ray" or (not engine and bool(os.environ.get("RAY_ADDRESS")) and on_ray.available())
        count = workers or (_processors() if embedded or with_ray else 1)  # a neural model takes all processors itself
        meter = _Meter(sum(part.count for part in all_parts), sum(part.count for part in left), say or _say)
        for done in on_ray.work(task, left, count) if with_ray else processes.work(task, left, count):
            meter.count(done)
        errors = meter.errors + sum(
            parts.path(part.number).read_text(encoding="utf-8").count('"error_code": "')
            for part in all_parts
            if part not in left
        )
        parts.join(len(all_parts))
    finally:
        parts.close()
    meter.end()
    return meter.total, errors


def _processors() -> int:
    from pipelines.models.ctranslate import threads

    return threads()


def _plain(told: dict[str, object]) -> dict[str, object]:
    """As JSON gives it back."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in told.items()}


class _Meter:
    """How far it is, how fast it goes and how long it will take."""

    def __init__(self, total: int, left: int, say: Callable[[str, bool], None]) -> None:
        self.total = total
        self.errors = 0
        self._done = self._before = total - left
        self._say = say
        self._began = self._told = time.monotonic()
        if self._before:
            say(f"{self._before:,} of {total:,} rows are done already", True)

    def count(self, done: processes.Done) -> None:
        """A part is done."""
        self._done += done.rows
        self.errors += done.errors
        now = time.monotonic()
        final = now - self._told > _TOLD
        self._told = now if final else self._told
        self._say(self._line(now), final)

    def end(self) -> None:
        """All of it."""
        self._say(self._line(time.monotonic()), True)

    def _line(self, now: float) -> str:
        rate = (self._done - self._before) / max(now - self._began, 1e-6)
        left = (self.total - self._done) / rate if rate else 0.0
        time_left = f", about {_written(left)} left" if self._done < self.total and rate else ""
        return f"{self._done:,} of {self.total:,} rows, {rate:.1f} a second, {self.errors:,} with an error{time_left}"


def _written(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def _say(line: str, final: bool) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{line}", end="\n" if final else "", file=sys.stderr, flush=True)
    elif final:
        print(line, file=sys.stderr, flush=True)
