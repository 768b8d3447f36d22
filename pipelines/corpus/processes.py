"""Parts worked off by processes of this machine. One that dies over an article costs that article."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context, parent_process
from pathlib import Path

from pipelines.corpus.parts import lines, part_path, written
from pipelines.corpus.rows import Asked, Reader, failed
from pipelines.corpus.sources import Part, Source
from pipelines.settings import Settings

_AHEAD = 2  # parts handed out for each process: it need not wait for the next
_LOST = "the process that read this article ended, twice: it may need more memory than there is"


@dataclass(frozen=True, slots=True)
class Done:
    """A part that is done: so many rows, and so many of them with an error."""

    part: Part
    rows: int
    errors: int


@dataclass(frozen=True, slots=True)
class Task:
    """All that who works off parts must know."""

    source: Source
    asked: Asked
    settings: Settings
    folder: Path


def work(task: Task, parts: Iterable[Part], workers: int) -> Iterator[Done]:
    """Work off parts, in any order. Raises ModelError for models that do not work."""
    todo = iter(parts)
    while True:
        lost: list[Part] = []
        with _pool(task, workers) as pool:
            yield from _through(pool, todo, workers * _AHEAD, lost)
        if not lost:
            return
        for part in lost:
            yield _carefully(task, part)


def _through(pool: ProcessPoolExecutor, todo: Iterator[Part], most: int, lost: list[Part]) -> Iterator[Done]:
    """Parts through a pool until none is left or it is broken: `lost` are then those that it had."""
    waiting: dict[Future[Done], Part] = {}
    while True:
        try:
            for part in islice(todo, most - len(waiting)):
                waiting[pool.submit(_read, part)] = part
        except BrokenProcessPool:
            lost += [part, *waiting.values()]
            return
        if not waiting:
            return
        done, _ = wait(waiting, return_when=FIRST_COMPLETED)
        for future in done:
            part = waiting.pop(future)
            try:
                yield future.result()
            except BrokenProcessPool:
                lost.append(part)
        if lost:
            lost += waiting.values()
            return


def _carefully(task: Task, part: Part) -> Done:
    """A part that a process died over, each article in a process that may die."""
    made: list[str] = []
    pool = _pool(task, 1)
    try:
        for place, row in enumerate(task.source.rows(part)):
            for attempt in (1, 2):
                try:
                    made.append(pool.submit(_read_one, part, place).result())
                    break
                except BrokenProcessPool:
                    pool.shutdown(wait=False)
                    pool = _pool(task, 1)
                    if attempt == 2:
                        made.append(lines([failed(row, "worker_lost", _LOST)]))
    finally:
        pool.shutdown()
    return finished(task, part, "".join(made))


def finished(task: Task, part: Part, text: str) -> Done:
    """Write a part down."""
    written(part_path(task.folder, part.number), text)
    return Done(part, text.count("\n"), text.count('"error_code": "'))


# --- in a process ----------------------------------------------------------------------------------------------------


class _Here:
    """What this process works with."""

    task: Task
    reader: Reader | None = None


def _begin(task: Task) -> None:
    import signal
    import threading

    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who is interrupted is the one that hands out
    _Here.task = task


def _end_with_the_parent() -> None:
    """Who hands out was killed: nobody would ever tell this process that there is nothing more to do."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _reader() -> Reader:
    """Made with the first part and not before: an error at a process's beginning would look as if it had died."""
    if _Here.reader is None:
        _Here.reader = Reader(_Here.task.asked, _Here.task.settings)
    return _Here.reader


def _read(part: Part) -> Done:
    return finished(_Here.task, part, lines(_reader().read(_Here.task.source.rows(part))))


def _read_one(part: Part, place: int) -> str:
    return lines(_reader().read([_Here.task.source.rows(part)[place]]))


def _pool(task: Task, workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, get_context("spawn"), _begin, (task,))
