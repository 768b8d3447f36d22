"""What the names of models mean here. A page asks at every touch, the hub is asked once a minute at most."""

from __future__ import annotations

import time
from dataclasses import replace

from pipelines.errors import ModelError
from pipelines.load import chosen
from pipelines.models import catalog
from pipelines.models.catalog import AUTO, Reach
from pipelines.models.engines import HERE, Engines
from pipelines.models.spec import ModelSpec, Task
from pipelines.service.run import Models
from pipelines.settings import Settings

_ANSWERED = 60.0  # seconds that an answer of the hub holds


class Names:
    """From names to models, as this server's settings have it."""

    def __init__(self, settings: Settings, engines: Engines = HERE) -> None:
        self._settings = settings
        self._engines = engines
        self._answers: dict[tuple[Task, str], tuple[float, ModelSpec | ModelError]] = {}

    def models(self, summarizer: str = AUTO, translator: str = AUTO) -> Models:
        """The summarizer and the translator that these names mean. Raises ModelError where there is none."""
        return self.model(Task.SUMMARIZE, summarizer), self.model(Task.TRANSLATE, translator)

    def ready(self, summarizer: str, translator: str) -> Models:
        """The same. Raises ModelError, too, for a model that is not on this machine."""
        models = self.models(summarizer, translator)
        for spec in models:
            self._engines.require(spec)
        return models

    def model(self, task: Task, name: str = AUTO) -> ModelSpec:
        """What a name means for a task. Raises ModelError."""
        reach = Reach.HUB if self._settings.any_repository else Reach.CATALOG
        operators = self._settings.summarizer if task is Task.SUMMARIZE else self._settings.translator
        if "/" not in (operators if name == AUTO else name):  # a row: its place among those ready is looked up anew
            return chosen(task, name, reach, self._settings, self._engines)
        since, answer = self._answers.get((task, name), (-_ANSWERED, None))
        if answer is None or time.monotonic() - since > _ANSWERED:
            try:
                answer = chosen(task, name, reach, self._settings, self._engines)
            except ModelError as error:
                answer = error
            now = time.monotonic()
            fresh = {key: known for key, known in self._answers.items() if now - known[0] <= _ANSWERED}
            self._answers = {**fresh, (task, name): (now, answer)}
        if isinstance(answer, ModelError):
            raise ModelError(answer.code, **answer.facts)
        return answer


def remembered_models(summarizer: str, translator: str) -> Models:
    """The models of an earlier run."""
    return remembered(Task.SUMMARIZE, summarizer), remembered(Task.TRANSLATE, translator)


def remembered(task: Task, name: str) -> ModelSpec:
    """The model of an earlier run. Where there is no such row any more, it is known by its name alone."""
    try:
        return catalog.find(task, name)
    except ModelError:
        return replace(catalog.specs(task)[-1], name=name)
