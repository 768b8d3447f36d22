"""A run: one request, all that has happened to it, and where it stands.

A run is a log of events; what a page shows is the fold of that log, so a page that is closed and opened again loses
nothing, and nothing it does can disturb the run.
"""

from __future__ import annotations

import secrets
import threading
import time
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

_ENOUGH = 4  # steps of a stage that tell its pace

Models = tuple[ModelSpec, ModelSpec]  # a summarizer and a translator


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asked for: the text, the bytes of a file with its name, or what was found, and how it is done.

    `corrections` are what the one who asks has written by hand, `glossary` how they want some words translated: nobody
    else's runs know them. `owner` is the visitor who asks: an account, a browser, a key of the HTTP API.
    """

    data: str | bytes | Extract
    name: str = ""
    switched_off: frozenset[str] = frozenset()
    summarizer: str = AUTO
    translator: str = AUTO
    options: Options = field(default_factory=Options)
    corrections: tuple[Correction, ...] = ()
    glossary: Glossary = field(default_factory=Glossary)
    owner: str = ""


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
    """One request and all that has happened to it. Safe to read from any thread; only the worker writes."""

    def __init__(self, request: Request, models: Models) -> None:
        self.id = secrets.token_urlsafe(16)
        self.request = request
        self.models = models
        self.state = State.WAITING
        self.error: PipelineError | None = None
        self.asked = Cancel()
        self._lock = threading.Lock()
        self._events: list[Event] = []
        self._digest: Digest | None = None
        self._folded = 0
        self._progress: Progress | None = None
        self._started = self._ended = 0.0
        self._stage: tuple[Stage | None, float, int] = (None, 0.0, 0)  # which, since when, done by then
        self._corrections = request.corrections

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """What was written by hand for this article, in order: what the run began with, and what came since."""
        return self._corrections

    def correct(self, *corrections: Correction) -> None:
        """Add to what was written by hand; the last word on a sentence holds."""
        with self._lock:
            self._corrections = (*self._corrections, *corrections)

    @property
    def seconds_left(self) -> float | None:
        """How long its stage will go on at the pace it has had; None while that says nothing."""
        progress, (stage, since, before) = self._progress, self._stage
        if progress is None or progress.stage is not stage or progress.done - before < _ENOUGH:
            return None
        return (time.monotonic() - since) / (progress.done - before) * (progress.total - progress.done)

    @property
    def seconds(self) -> float:
        """How long it has been running, or ran; 0 while it waits."""
        if not self._started:
            return 0.0
        return (self._ended or time.monotonic()) - self._started

    def events(self, since: int = 0) -> tuple[Event, ...]:
        """What has happened, from the event numbered `since` on."""
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

    def cancel(self) -> None:
        """Stop at the next step and keep what is done; a run that waits is over at once, a finished one stays so."""
        self.asked.request()
        with self._lock:
            if self.state is State.WAITING:
                self._ended = time.monotonic()
                self.state = State.CANCELLED

    def wait(self, seconds: float) -> bool:
        """Wait until it is finished, at most `seconds`; whether it is."""
        end = time.monotonic() + seconds
        while not self.state.finished and time.monotonic() < end:
            time.sleep(0.01)
        return self.state.finished

    def begin(self) -> bool:
        """The worker takes it; whether there is anything to do still."""
        with self._lock:
            if self.state is not State.WAITING:
                return False
            self._started = time.monotonic()
            self.state = State.RUNNING
            return True

    def add(self, event: Event) -> None:
        """One more event."""
        with self._lock:
            self._events.append(event)
            if isinstance(event, Progress):
                if event.stage is not self._stage[0]:
                    self._stage = (event.stage, time.monotonic(), event.done)
                self._progress = event

    def end(self, state: State, error: PipelineError | None = None) -> None:
        """Nothing more will happen."""
        self._ended = time.monotonic()
        self.error = error
        self.state = state

    def _since_fold(self) -> list[Event]:
        news = self._events[self._folded :]
        return news if self._digest is None else [self._digest, *news]
