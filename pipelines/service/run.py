"""A run: one request, all that has happened to it, and where it stands.

A run is a log of events; what a page shows is the fold of that log, so a page that is closed and opened again loses
nothing, and nothing it does can disturb the run.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from pipelines.article import Extract
from pipelines.contracts import Cancel
from pipelines.corrections import Correction
from pipelines.digest import Options
from pipelines.document import Digest, Event, Progress, Stage
from pipelines.errors import PipelineError
from pipelines.models.catalog import AUTO
from pipelines.models.spec import ModelSpec
from pipelines.translation.glossary import Glossary

BY_KEY = "key:"  # how an owner's name begins who asks over the HTTP API
_ENOUGH = 4  # steps of a stage that tell its pace

Data = str | bytes | Extract | tuple[str, ...]
Models = tuple[ModelSpec, ModelSpec]  # a summarizer and a translator


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asked for: the text, the bytes of a file with its name, or what was found, and how it is done. A
    tuple holds sentences that are taken as they are.

    `corrections` are what the one who asks has written by hand, `glossary` how they want some words translated: nobody
    else's runs know them. `owner` is the visitor who asks: an account, a browser, a key of the HTTP API; `listed` says
    whether it stands in their list, rather than only beside another.
    """

    data: Data
    name: str = ""
    switched_off: frozenset[str] = frozenset()
    summarizer: str = AUTO
    translator: str = AUTO
    options: Options = field(default_factory=Options)
    corrections: tuple[Correction, ...] = ()
    glossary: Glossary = field(default_factory=Glossary)
    owner: str = ""
    listed: bool = True


class Lane(StrEnum):
    """What a run needs most, and so what it shares with others: Python itself, or a neural model's batches."""

    EMBEDDED = "embedded"
    NEURAL = "neural"


class State(StrEnum):
    """Where a run stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def finished(self) -> bool:
        """Whether nothing more will happen."""
        return self in (State.DONE, State.CANCELLED, State.FAILED)


class Run:
    """One request and all that has happened to it. Safe to read from any thread; only its worker writes."""

    def __init__(self, request: Request, models: Models, run_id: str = "", expires: float | None = None) -> None:
        self.id = run_id or secrets.token_urlsafe(16)
        self.request = request
        self.models = models
        self.expires = expires
        self.state = State.WAITING
        self.error: PipelineError | None = None
        self.attempts = 0
        self.asked = Cancel()
        self.looked = time.monotonic()
        self._before_end: Callable[[Run, State, PipelineError | None], None] = _untold
        self._ending = False
        self._lock = threading.Lock()
        self._events: list[Event] = []
        self._digest: Digest | None = None
        self._folded = 0
        self._progress: Progress | None = None
        self._made = time.monotonic()
        self._started = self._ended = 0.0
        self._worked = 0.0
        self._stage: tuple[Stage | None, float, int] = (None, 0.0, 0)  # which, since when, done by then
        self._corrections = request.corrections

    @classmethod
    def over(
        cls, request: Request, models: Models, run_id: str, state: State, digest: Digest | None,
        error: PipelineError | None, seconds: float, expires: float | None,
    ) -> Run:  # fmt: skip
        """A run that ended before this process began."""
        run = cls(request, models, run_id, expires)
        run.state, run.error = state, error
        if digest is not None:
            run._events.append(digest)
        run._started, run._ended = run._made, run._made + seconds
        return run

    @property
    def lane(self) -> Lane:
        """Which workers take it."""
        return Lane.EMBEDDED if all(spec.embedded for spec in self.models) else Lane.NEURAL

    @property
    def title(self) -> str:
        """What it is called: its title, or the name of its file, or how its text begins."""
        digest, data = self.digest(), self.request.data
        opening = data.strip()[:100] if isinstance(data, str) else ""
        return " ".join(((digest.title if digest else "") or self.request.name or opening).split())

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """What was written by hand for this article, in order: what the run began with, and what came since."""
        return self._corrections

    def correct(self, *corrections: Correction) -> None:
        """Add to what was written by hand; the last word on a sentence holds."""
        with self._lock:
            self._corrections = (*self._corrections, *corrections)

    def written(self, corrections: tuple[Correction, ...]) -> None:
        """What was written by hand since it began is this, as the store has it."""
        with self._lock:
            self._corrections = (*self.request.corrections, *corrections)

    @property
    def seconds_left(self) -> float | None:
        """How long its stage will go on at the pace it has had; None while that says nothing."""
        progress, (stage, since, before) = self._progress, self._stage
        if progress is None or progress.stage is not stage or progress.done - before < _ENOUGH:
            return None
        return (time.monotonic() - since) / (progress.done - before) * (progress.total - progress.done)

    @property
    def seconds(self) -> float:
        """How long it has been running, or ran, others' turns included; 0 while it waits."""
        if not self._started:
            return 0.0
        return (self._ended or time.monotonic()) - self._started

    @property
    def seconds_waited(self) -> float:
        """How long it stood in line before it was begun, or stopped."""
        return (self._started or self._ended or time.monotonic()) - self._made

    @property
    def seconds_worked(self) -> float:
        """How long a worker has been at it, without others' turns."""
        return self._worked

    def events(self, since: int = 0) -> tuple[Event, ...]:
        """What has happened, from the event numbered `since` on."""
        self.looked = time.monotonic()
        with self._lock:
            return tuple(self._events[since:])

    def digest(self) -> Digest | None:
        """What there is so far; None before the article is read."""
        with self._lock:
            if self._folded < len(self._events):
                self._digest = Digest.of(self._since_fold())
                self._folded = len(self._events)
            return self._digest

    def progress(self) -> Progress | None:
        """The last word on how far it is."""
        return self._progress

    def cancel(self, reason: PipelineError | None = None) -> None:
        """Stop at the next step and keep what is done; a run that waits is over at once, a finished one stays so.

        `reason` is what the reader is told where it was not the reader who stopped it.
        """
        with self._lock:
            if self.state.finished or self.asked.requested():
                return
            self.error = reason
            self.asked.request()
            waits = self.state is State.WAITING
        if waits:
            self.end(State.CANCELLED, reason)

    def wait(self, seconds: float) -> bool:
        """Wait until it is finished, at most `seconds`; whether it is."""
        end = time.monotonic() + seconds
        while not self.state.finished and time.monotonic() < end:
            time.sleep(0.01)
        return self.state.finished

    def before_end(self, tell: Callable[[Run, State, PipelineError | None], None]) -> None:
        """Call `tell` before anybody sees that it is finished, in the thread that ends it."""
        self._before_end = tell

    def begin(self) -> bool:
        """A worker takes it for the first time; whether there is anything to do still."""
        with self._lock:
            if self.state is not State.WAITING:
                return False
            self._started = self._started or time.monotonic()
            self.state = State.RUNNING
            return True

    def wait_again(self) -> None:
        """Its worker was lost: it will be begun once more."""
        with self._lock:
            if self.state is State.RUNNING:
                self.state = State.WAITING

    def worked(self, seconds: float) -> None:
        """So much longer has a worker been at it."""
        self._worked += seconds

    def add(self, event: Event) -> None:
        """One more event."""
        with self._lock:
            self._events.append(event)
            if isinstance(event, Progress):
                if event.stage is not self._stage[0]:
                    self._stage = (event.stage, time.monotonic(), event.done)
                self._progress = event

    def end(self, state: State, error: PipelineError | None = None) -> None:
        """Nothing more will happen. Only the first end counts."""
        with self._lock:
            if self._ending or self.state.finished:
                return
            self._ending = True
            self._ended = time.monotonic()
        try:
            self._before_end(self, state, error)
        finally:
            with self._lock:
                self.error, self.state = error, state

    def _since_fold(self) -> list[Event]:
        news = self._events[self._folded :]
        return news if self._digest is None else [self._digest, *news]


def _untold(run: Run, state: State, error: PipelineError | None) -> None:
    """Nobody wants to be told."""
