"""Parts worked off by actors of Ray Data, on all machines of a cluster; the corpus is where all of them can read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pipelines.corpus.parts import lines
from pipelines.corpus.processes import Done, Task, finished
from pipelines.corpus.rows import Reader
from pipelines.corpus.sources import Part


def available() -> bool:
    """Whether Ray Data is installed."""
    try:
        import ray.data  # noqa: F401
    except ImportError:
        return False
    return True


class Actor:
    """Reads parts, with models that are loaded once."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._reader = Reader(task.asked, task.settings)

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        """A part, or several; what it gives is only how many rows there were."""
        told: dict[str, list[int]] = {"number": [], "first": [], "rows": [], "errors": []}
        columns = (batch[name] for name in ("number", "first", "count", "begin", "end"))
        for number, first, count, begin, end in zip(*columns, strict=True):
            part = Part(int(number), int(first), int(count), (int(begin), int(end)))
            done = finished(self._task, part, lines(self._reader.read(self._task.source.rows(part))))
            for name, value in (("number", part.number), ("first", part.first), ("rows", done.rows)):
                told[name].append(value)
            told["errors"].append(done.errors)
        return told


def work(task: Task, parts: Iterable[Part], workers: int, cpus: float = 1.0, gpus: float = 0.0) -> Iterator[Done]:
    """Work off parts by so many actors, in any order. An actor that dies is replaced, and its part done again."""
    import ray
    import ray.data

    ray.init(ignore_reinit_error=True, log_to_driver=False)
    rows = [
        {"number": one.number, "first": one.first, "count": one.count, "begin": one.where[0], "end": one.where[1]}
        for one in parts
    ]
    if not rows:
        return
    ray.data.DataContext.get_current().enable_progress_bars = False
    made = ray.data.from_items(rows, override_num_blocks=len(rows)).map_batches(
        Actor,
        batch_size=1,
        fn_constructor_args=(task,),
        concurrency=workers,
        num_cpus=cpus,
        num_gpus=gpus,
    )
    for row in made.iter_rows():
        yield Done(Part(row["number"], row["first"], row["rows"], (0, 0)), row["rows"], row["errors"])
