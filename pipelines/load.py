"""From a name in the catalogue to a working model. An engine is loaded once a process and shared by all that ask."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.contracts import Cancel, Summarizer, Translator
from pipelines.errors import ErrorCode, InputError
from pipelines.models.catalog import AUTO, Reach, find
from pipelines.models.spec import ModelSpec, Task
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.models.engine import Engine
    from pipelines.translation.glossary import Glossary

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


def load_translator(
    name: str = AUTO,
    reach: Reach = Reach.CATALOG,
    settings: Settings | None = None,
    glossary: Glossary | None = None,
) -> Translator:
    """The translator with this name, ready to work, with a reader's own glossary.

    Raises ModelError for one that is unknown or does not work.
    """
    settings = settings or Settings.read()
    return translator(chosen(Task.TRANSLATE, name, reach, settings), settings, glossary=glossary)


def summarizer(spec: ModelSpec, settings: Settings, cancel: Cancel | None = None) -> Summarizer:
    """A row of the catalogue at work. Raises ModelError if it does not, or is cancelled while it is prepared."""
    if spec.family is None:
        from pipelines.summary.extractive import Extractive

        return Extractive()
    from pipelines.summary.abstractive import AbstractiveSummarizer

    return AbstractiveSummarizer(_engine(spec, settings, cancel), spec.name, spec.generation, chat=spec.family.chats)


def translator(
    spec: ModelSpec, settings: Settings, cancel: Cancel | None = None, glossary: Glossary | None = None
) -> Translator:
    """A row of the catalogue at work. Raises ModelError if it does not, or is cancelled while it is prepared.

    A reader's `glossary` goes before the server's own, and that before the built-in one. The latter is for the gloss
    and for chat models only: others have the usual names of institutions from their training, and each term put into
    their input is a risk.
    """
    from pipelines.translation.glossary import Glossary, builtin

    terms = (glossary or Glossary()).over(servers_own(settings))
    if spec.family is None or spec.family.chats:
        terms = terms.over(builtin())
    if spec.family is None:
        from pipelines.translation.gloss import Gloss

        return Gloss(terms)
    from pipelines.checks.pairs import SCORERS
    from pipelines.translation.neural import NeuralTranslator

    engine = _engine(spec, settings, cancel)
    return NeuralTranslator(engine, spec.name, spec.generation, chat=spec.family.chats, scorers=SCORERS, glossary=terms)


def servers_own(settings: Settings) -> Glossary:
    """The glossary that the operator names, empty where none is. Raises InputError for one that cannot be read."""
    from pipelines.translation.glossary import Glossary

    if not settings.glossary:
        return Glossary()
    try:
        return Glossary.read(Path(settings.glossary).read_bytes(), settings.glossary)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise InputError(ErrorCode.UNREADABLE_FILE, path=settings.glossary, reason=reason) from error


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
