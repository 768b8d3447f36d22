"""Room: whether another article can be accepted."""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.errors import ErrorCode, LimitError
from pipelines.models import machine
from pipelines.service.run import Run, State
from pipelines.settings import Settings


def check_room(owner: str, runs: Iterable[Run], settings: Settings) -> None:
    """Raise LimitError where too many of the `runs` wait, or of this owner's, or there is too little memory."""
    unfinished = [run for run in runs if not run.state.finished]
    waiting = sum(run.state is State.WAITING for run in unfinished)
    if waiting >= settings.max_waiting:
        raise LimitError(ErrorCode.BUSY, waiting=waiting)
    # Those that are worked on come on top of those that may wait.
    if sum(run.request.owner == owner for run in unfinished) >= settings.max_waiting_each + settings.running_each:
        raise LimitError(ErrorCode.OWN_WAITING, waiting=settings.max_waiting_each)
    free = machine.free_memory()
    if free is not None and free < settings.spare_memory:
        raise LimitError(ErrorCode.MEMORY_LOW)
