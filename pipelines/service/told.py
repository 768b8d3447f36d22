"""What is told of runs: how many there are, whether more can be taken, and the lines of a visitor's list."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.service.run import Run, State


@dataclass(frozen=True, slots=True)
class Counts:
    """How many runs wait, and how many are being worked on or between two turns."""

    waiting: int
    running: int


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether the server can take another article: what a probe asks for."""

    models_loaded: bool
    store_writable: bool
    queue_open: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A run among its owner's: what it is called and where it stands; `shown` unless it only stood beside another."""

    id: str
    title: str
    state: State
    shown: bool = True

    @classmethod
    def of(cls, run: Run) -> Listed:
        """The line of a run."""
        return cls(run.id, run.title, run.state, run.request.listed)
