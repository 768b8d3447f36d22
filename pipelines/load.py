"""From a name in the catalogue to a working model. An engine is loaded once a process and shared by all that ask."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.contracts import Cancel, Summarizer, Translator
from pipelines.models.catalog import AUTO, Reach, find
from pipelines.models.spec import ModelSpec, Task
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.models.engine import Engine

_KEPT = 4  # engines in memory at once, those used last: two of each task


def chosen(task: Task, name: str = AUTO, reach: Reach = Reach.CATALOG, settings: Settings | None = None) -> ModelSpec:
    """The model that a name means here; "auto" is what the operator has set, else the best one that is ready.

    Raises ModelError as `find` does.
    """
    if name == AUTO:
        settings = settings or Settings.read()
        # The operator may name anything, visitors what `reach` allows.
        return find(task, settings.summarizer if task is Task.SUMMARIZE else settings.translator, Reach.DISK)
    return find(task, name, reach)


def load_summarizer(name: str = AUTO, reach: Reach = Reach.CATALOG, settings: Settings | None = None) -> Summarizer:
    """The summarizer with this name, ready to work. Raises ModelError for one that is unknown or does not work."""
    settings = settings or Settings.read()
    return summarizer(chosen(Task.SUMMARIZE, name, reach, settings), settings)


def load_translator(name: str = AUTO, reach: Reach = Reach.CATALOG, settings: Settings | None = None) -> Translator:
    """The translator with this name, ready to work. Raises ModelError for one that is unknown or does not work."""
    settings = settings or Settings.read()
    return translator(chosen(Task.TRANSLATE, name, reach, settings), settings)


def summarizer(spec: ModelSpec, settings: Settings, cancel: Cancel | None = None) -> Summarizer:
    """A row of the catalogue at work. Raises ModelError if it does not, or is cancelled while it is prepared."""
    if spec.family is None:
        from pipelines.summary.extractive import Extractive

        return Extractive()
    from pipelines.summary.abstractive import AbstractiveSummarizer

    return AbstractiveSummarizer(_engine(spec, settings, cancel), spec.name, spec.generation, chat=spec.family.chats)


def translator(spec: ModelSpec, settings: Settings, cancel: Cancel | None = None) -> Translator:
    """A row of the catalogue at work. Raises ModelError if it does not, or is cancelled while it is prepared."""
    if spec.family is None:
        from pipelines.translation.gloss import Gloss

        return Gloss()
    from pipelines.checks.pairs import SCORERS
    from pipelines.translation.neural import NeuralTranslator

    engine = _engine(spec, settings, cancel)
    return NeuralTranslator(engine, spec.name, spec.generation, chat=spec.family.chats, scorers=SCORERS)


_engines: OrderedDict[tuple[ModelSpec, Path, bool], Engine] = OrderedDict()
_loading = threading.Lock()


def _engine(spec: ModelSpec, settings: Settings, cancel: Cancel | None) -> Engine:
    key = (replace(spec, download_bytes=0), settings.cache, settings.cuda)  # the size is unknown once it is here
    with _loading:  # or two threads would both load it
        if key not in _engines:
            from pipelines.models.loading import load

            while len(_engines) >= _KEPT:  # before its successor comes, so that both are never in memory
                _engines.popitem(last=False)
            _engines[key] = load(spec, cache=settings.cache, gpu=settings.cuda, cancel=cancel)
        _engines.move_to_end(key)
        return _engines[key]
