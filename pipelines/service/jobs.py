"""Runs: articles being worked on in a thread of their own, which any number of pages may watch.

One worker takes the runs in the order they came. A run is a log of events; what a page shows is the fold of that log,
so a page that is closed and opened again loses nothing, and nothing it does can disturb the run.
"""

from __future__ import annotations

import logging
import queue
import secrets
import threading
import time
import traceback
from collections import OrderedDict
from dataclasses import dataclass, field
from enum import StrEnum

from pipelines.article import Extract, read_article
from pipelines.contracts import Cancel
from pipelines.corrections import Correction
from pipelines.digest import Options, digest
from pipelines.document import Digest, Event, Progress, Repaired, Stage
from pipelines.errors import ErrorCode, LimitError, ModelError, PipelineError
from pipelines.instead import passed_over
from pipelines.load import chosen, others, summarizer, translator
from pipelines.memory import Memory
from pipelines.models import weights
from pipelines.models.catalog import AUTO, Reach
from pipelines.models.spec import ModelSpec, Task
from pipelines.settings import Settings
from pipelines.translation.glossary import Glossary

log = logging.getLogger(__name__)

_TELLING = 2_000  # characters; what shorter articles take says little of how the time grows with the length
_ENOUGH = 4  # steps of a stage that tell its pace
_ANSWERED = 60.0  # seconds that an answer of the hub about a name holds: a page asks at every touch

Models = tuple[ModelSpec, ModelSpec]  # a summarizer and a translator


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asked for: the text, the bytes of a file with its name, or what was found, and how it is done.

    `corrections` are what the one who asks has written by hand, `glossary` how they want some words translated: nobody
    else's runs know them.
    """

    data: str | bytes | Extract
    name: str = ""
    switched_off: frozenset[str] = frozenset()
    summarizer: str = AUTO
    translator: str = AUTO
    options: Options = field(default_factory=Options)
    corrections: tuple[Correction, ...] = ()
    glossary: Glossary = field(default_factory=Glossary)


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


class Runs:
    """All runs of this process, and the thread that works them off."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings.read()
        self._memory = Memory(self.settings.memory_sentences)
        self._runs: OrderedDict[str, Run] = OrderedDict()
        self._waiting: queue.SimpleQueue[Run | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        # Seconds a character, for each pair of models: the catalogue's figure, then more and more what is measured.
        self._paces: dict[tuple[str, str], float] = {}
        self._answers: dict[tuple[Task, str], tuple[float, ModelSpec | ModelError]] = {}
        self._worker = threading.Thread(target=self._work, name="zhaiyi-worker", daemon=True)
        self._worker.start()

    def submit(self, request: Request) -> Run:
        """Accept a request. Raises LimitError when too many wait, ModelError for a model that is not there."""
        models = self.models(request.summarizer, request.translator)
        for spec in models:
            if not spec.embedded:
                weights.require(spec)
        run = Run(request, models)
        with self._lock:
            waiting = sum(other.state is State.WAITING for other in self._runs.values())
            if waiting >= self.settings.max_waiting:
                raise LimitError(ErrorCode.BUSY, waiting=waiting)
            self._forget_oldest()
            self._runs[run.id] = run
        self._waiting.put(run)
        return run

    def get(self, run_id: str) -> Run | None:
        """The run with this id, or None where it was never here or is forgotten."""
        with self._lock:
            return self._runs.get(run_id)

    def forget(self, run_id: str) -> None:
        """Stop a run if it is going on, and keep nothing of it."""
        with self._lock:
            run = self._runs.pop(run_id, None)
        if run is None:
            return
        run.cancel()
        digest = run.digest()
        if digest is not None:
            self._memory.forget(digest.article)

    def models(self, summarizer: str = AUTO, translator: str = AUTO) -> Models:
        """The summarizer and the translator that these names mean here. Raises ModelError where there is none."""
        return self.model(Task.SUMMARIZE, summarizer), self.model(Task.TRANSLATE, translator)

    def model(self, task: Task, name: str = AUTO) -> ModelSpec:
        """What a name means here for a task. Raises ModelError. The hub is asked about it once a minute at most."""
        reach = Reach.HUB if self.settings.any_repository else Reach.CATALOG
        operators = self.settings.summarizer if task is Task.SUMMARIZE else self.settings.translator
        if "/" not in (operators if name == AUTO else name):  # a row: its place among those ready is looked up anew
            return chosen(task, name, reach, self.settings)
        since, answer = self._answers.get((task, name), (-_ANSWERED, None))
        if answer is None or time.monotonic() - since > _ANSWERED:
            try:
                answer = chosen(task, name, reach, self.settings)
            except ModelError as error:
                answer = error
            now = time.monotonic()
            fresh = {key: known for key, known in self._answers.items() if now - known[0] <= _ANSWERED}
            self._answers = {**fresh, (task, name): (now, answer)}
        if isinstance(answer, ModelError):
            raise ModelError(answer.code, **answer.facts)
        return answer

    def expected_seconds(self, characters: int, summarizer: str = AUTO, translator: str = AUTO) -> float:
        """How long an article of this many characters will take, those that wait before it included.

        Raises ModelError where the names lead to no model.
        """
        with self._lock:
            waiting = [run for run in self._runs.values() if not run.state.finished]
        before = sum(self._pace(run.models) * _length(run.request.data) for run in waiting)
        return before + self._pace(self.models(summarizer, translator)) * characters

    def _pace(self, models: Models) -> float:
        """Seconds a character."""
        summarizes, translates = models
        return self._paces.get((summarizes.name, translates.name), (summarizes.pace + translates.pace) / 1000)

    def warm(self) -> None:
        """Begin to load the dictionaries, in the background, so that the first reader does not wait for them."""
        threading.Thread(target=_warm, name="zhaiyi-warm", daemon=True).start()

    def close(self) -> None:
        """Stop the worker after the run it is in; runs that wait are cancelled."""
        with self._lock:
            for run in self._runs.values():
                run.cancel()
        self._waiting.put(None)

    def _forget_oldest(self) -> None:
        finished = [run_id for run_id, run in self._runs.items() if run.state.finished]
        for run_id in finished[: max(0, len(finished) - self.settings.keep_runs + 1)]:
            del self._runs[run_id]

    def _work(self) -> None:
        while (run := self._waiting.get()) is not None:
            if not run.begin():
                continue
            try:
                self._do(run)
            except PipelineError as error:
                # What is cancelled while a model is prepared ends in an error, which is no news to who asked for it.
                run.end(*((State.CANCELLED,) if run.asked.requested() else (State.FAILED, error)))
            except Exception as error:
                # The worker must outlive a bug in one run. The log names the place; a message could hold the text.
                place = traceback.extract_tb(error.__traceback__)[-1]
                log.error("run failed: %s at %s:%s", type(error).__name__, place.filename, place.lineno)
                run.end(State.FAILED, PipelineError(ErrorCode.FAILED, reason=type(error).__name__))

    def _do(self, run: Run) -> None:
        request, cancel = run.request, run.asked
        run.add(Progress(Stage.REPAIR, 0, 1))
        article = read_article(
            request.data, name=request.name, switched_off=request.switched_off, settings=self.settings
        )
        run.add(Repaired(article))  # to be read while the models are loaded
        run.add(Progress(Stage.LOAD, 0, 1))
        summarizes, translates = run.models
        working = (
            summarizer(summarizes, self.settings, cancel, others(Task.SUMMARIZE, request.summarizer, self.settings)),
            translator(
                translates,
                self.settings,
                cancel,
                others(Task.TRANSLATE, request.translator, self.settings),
                request.glossary,
            ),
        )
        began = time.monotonic()
        known = self._memory.sentences
        for event in digest(article, *working, request.options, cancel, self._memory, request.corrections):
            run.add(event)
        if cancel.requested() and not isinstance(event, Digest):
            run.end(State.CANCELLED)
            return
        computed = self._memory.sentences - known > len(article.sentences) / 2  # rather than mostly remembered
        as_chosen = not any(passed_over(model) for model in working)
        if computed and as_chosen and len(article.original) >= _TELLING:
            measured = (time.monotonic() - began) / len(article.original)
            self._paces[summarizes.name, translates.name] = (self._pace(run.models) + measured) / 2
        run.end(State.DONE)


def _length(data: str | bytes | Extract) -> int:
    return len(data.text if isinstance(data, Extract) else data)


def _warm() -> None:
    from pipelines.translation import gloss

    gloss.warm()
