"""Runs: articles being worked on in a thread of their own, which any number of pages may watch.

One worker takes the runs in the order they came.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
import traceback
from collections import OrderedDict

from pipelines.article import Extract, read_article
from pipelines.digest import digest
from pipelines.document import Digest, Progress, Repaired, Stage
from pipelines.errors import ErrorCode, LimitError, ModelError, PipelineError
from pipelines.instead import passed_over
from pipelines.load import chosen, others, summarizer, translator
from pipelines.memory import Memory
from pipelines.models import weights
from pipelines.models.catalog import AUTO, Reach
from pipelines.models.spec import ModelSpec, Task
from pipelines.service.run import Models, Request, Run, State
from pipelines.settings import Settings

log = logging.getLogger(__name__)

_TELLING = 2_000  # characters; what shorter articles take says little of how the time grows with the length
_ANSWERED = 60.0  # seconds that an answer of the hub about a name holds: a page asks at every touch


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
        with self._lock:
            read_elsewhere = any(other.request.data == run.request.data for other in self._runs.values())
        if digest is not None and not read_elsewhere:
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
