"""The catalogue: a model is a row. Adding a model is adding a row."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipelines.errors import ErrorCode, ModelError

AUTO = "auto"


class Task(StrEnum):
    """What a model is for."""

    SUMMARIZE = "summarize"
    TRANSLATE = "translate"


class Engine(StrEnum):
    """What runs a model."""

    SENTENCES = "sentences"
    DICTIONARY = "dictionary"


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One model, with the facts a user should know before choosing it.

    `pace` is the seconds that 1,000 Chinese characters took on two ordinary cores, warm; the page's first guess of how
    long a run will take, before it has measured its own.
    """

    name: str
    task: Task
    engine: Engine
    licence: str
    commercial_use: bool
    attribution: str
    about: str
    pace: float


CATALOG: tuple[ModelSpec, ...] = (
    ModelSpec(
        name="extractive",
        task=Task.SUMMARIZE,
        engine=Engine.SENTENCES,
        licence="Apache-2.0",
        commercial_use=True,
        attribution="",
        about="picks the article's own most central sentences, word for word",
        pace=0.02,
    ),
    ModelSpec(
        name="gloss",
        task=Task.TRANSLATE,
        engine=Engine.DICTIONARY,
        licence="CC BY-SA 4.0",
        commercial_use=True,
        attribution="CC-CEDICT (cc-cedict.org), CC BY-SA 4.0",
        about="word for word from a dictionary: good for the gist, not a translation",
        pace=0.05,
    ),
)


def specs(task: Task) -> tuple[ModelSpec, ...]:
    """The rows for a task, best first."""
    return tuple(spec for spec in CATALOG if spec.task is task)


def find(task: Task, name: str) -> ModelSpec:
    """The row with this name, or the best ready one for "auto". Raises ModelError that lists the names there are."""
    rows = specs(task)
    for spec in rows:
        if name in (spec.name, AUTO):
            return spec
    names = ", ".join((AUTO, *(spec.name for spec in rows)))
    raise ModelError(ErrorCode.UNKNOWN_MODEL, task=_NOUN[task], name=name, names=names)


_NOUN = {Task.SUMMARIZE: "summarization", Task.TRANSLATE: "translation"}
