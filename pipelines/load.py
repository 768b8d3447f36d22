"""From a name in the catalogue to a working model. An engine is loaded once a process and shared by all that ask.

A model that somebody named works or fails with its reason. "auto" names none: where the best one that is ready does not
load, the next one is tried, at last the embedded one, and the run says which were passed over and why.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pipelines import instead
from pipelines.contracts import Cancel, Summarizer, Translator
from pipelines.errors import ErrorCode, InputError, ModelError
from pipelines.models.catalog import AUTO, Reach, find, free
from pipelines.models.spec import ModelSpec, Task
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.document import Finding
    from pipelines.models.engine import Engine
    from pipelines.translation.glossary import Glossary

M = TypeVar("M", Summarizer, Translator)

_KEPT = 4  # engines in memory at once, those used last: two of each task
_AGAIN = 300.0  # seconds until "auto" tries a model again that did not load: a conversion that fails takes long


def chosen(task: Task, name: str = AUTO, reach: Reach = Reach.CATALOG, settings: Settings | None = None) -> ModelSpec:
    """The model that a name means here; "auto" is what the operator has set, else the best one that is ready.

    Raises ModelError as `find` does.
    """
    if name == AUTO:
        # The operator may name anything, visitors what `reach` allows.
        return find(task, _operators(task, settings or Settings.read()), Reach.DISK)
    return find(task, name, reach)


def others(task: Task, name: str = AUTO, settings: Settings | None = None) -> tuple[ModelSpec, ...]:
    """What is tried, best first, if the model `chosen` for this name does not load: nothing where it was asked for."""
    if name != AUTO or _operators(task, settings or Settings.read()) != AUTO:
        return ()
    return tuple(free(task))


def load_summarizer(name: str = AUTO, reach: Reach = Reach.CATALOG, settings: Settings | None = None) -> Summarizer:
    """The summarizer with this name, ready to work. Raises ModelError for one that is unknown or does not work."""
    settings = settings or Settings.read()
    spec = chosen(Task.SUMMARIZE, name, reach, settings)
    return summarizer(spec, settings, fallbacks=others(Task.SUMMARIZE, name, settings))


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
    spec = chosen(Task.TRANSLATE, name, reach, settings)
    return translator(spec, settings, fallbacks=others(Task.TRANSLATE, name, settings), glossary=glossary)


def summarizer(
    spec: ModelSpec, settings: Settings, cancel: Cancel | None = None, fallbacks: Sequence[ModelSpec] = ()
) -> Summarizer:
    """A row of the catalogue at work, or the first of `fallbacks` that does.

    Raises ModelError if none does, or one is cancelled while it is prepared.
    """
    made, passed_over = _first(spec, fallbacks, settings, cancel, _summarizer)
    return instead.SummarizerInstead(made, passed_over) if passed_over else made


def translator(
    spec: ModelSpec,
    settings: Settings,
    cancel: Cancel | None = None,
    fallbacks: Sequence[ModelSpec] = (),
    glossary: Glossary | None = None,
) -> Translator:
    """A row of the catalogue at work, or the first of `fallbacks` that does.

    A reader's `glossary` goes before the server's own, and that before the built-in one. The latter is for the gloss
    and for chat models only: others have the usual names of institutions from their training, and each term put into
    their input is a risk. Raises ModelError if none of the models works, or one is cancelled while it is prepared.
    """

    def make(spec: ModelSpec, settings: Settings, cancel: Cancel | None) -> Translator:
        return _translator(spec, settings, cancel, glossary)

    made, passed_over = _first(spec, fallbacks, settings, cancel, make)
    return instead.TranslatorInstead(made, passed_over) if passed_over else made


def _summarizer(spec: ModelSpec, settings: Settings, cancel: Cancel | None) -> Summarizer:
    if spec.family is None:
        from pipelines.summary.extractive import Extractive

        return Extractive()
    from pipelines.summary.abstractive import AbstractiveSummarizer

    engine, revision = _engine(spec, settings, cancel)
    return AbstractiveSummarizer(engine, spec.name, spec.generation, chat=spec.family.chats, revision=revision)


def _translator(
    spec: ModelSpec, settings: Settings, cancel: Cancel | None, glossary: Glossary | None = None
) -> Translator:
    from pipelines.translation.glossary import Glossary, builtin

    terms = (glossary or Glossary()).over(servers_own(settings))
    if spec.family is None or spec.family.chats:
        terms = terms.over(builtin())
    if spec.family is None:
        from pipelines.translation.gloss import Gloss

        return Gloss(terms)
    from pipelines.checks.pairs import SCORERS
    from pipelines.translation.neural import NeuralTranslator

    engine, revision = _engine(spec, settings, cancel)
    return NeuralTranslator(
        engine,
        spec.name,
        spec.generation,
        chat=spec.family.chats,
        scorers=SCORERS,
        glossary=terms,
        revision=revision,
    )


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


def _first(
    spec: ModelSpec,
    fallbacks: Sequence[ModelSpec],
    settings: Settings,
    cancel: Cancel | None,
    make: Callable[[ModelSpec, Settings, Cancel | None], M],
) -> tuple[M, tuple[Finding, ...]]:
    """What `make` makes of the first of the models that loads, and a finding for each one that did not."""
    models = (spec, *(other for other in fallbacks if other.name != spec.name))
    failed: list[tuple[str, ModelError]] = []
    for one in models[:-1]:
        key = (one, settings.cache, settings.cuda)
        since, error = _failures.get(key, (-_AGAIN, None))
        if error is None or time.monotonic() - since > _AGAIN:
            try:
                return make(one, settings, cancel), _findings(failed, one)
            except ModelError as raised:
                if cancel is not None and cancel.requested():
                    raise
                error = raised
                _failures[key] = (time.monotonic(), error)
        failed.append((one.name, error))
    return make(models[-1], settings, cancel), _findings(failed, models[-1])


def _findings(failed: Sequence[tuple[str, ModelError]], used: ModelSpec) -> tuple[Finding, ...]:
    return tuple(instead.finding(name, used.name, error) for name, error in failed)


def _operators(task: Task, settings: Settings) -> str:
    return settings.summarizer if task is Task.SUMMARIZE else settings.translator


_failures: dict[tuple[ModelSpec, Path, bool], tuple[float, ModelError]] = {}
_engines: OrderedDict[tuple[ModelSpec, str, Path, bool], Engine] = OrderedDict()
_loading = threading.Lock()


def _engine(spec: ModelSpec, settings: Settings, cancel: Cancel | None) -> tuple[Engine, str]:
    """The engine, and which revision of the weights it runs."""
    from pipelines.models import loading

    revision = loading.revision(spec)
    # The size is unknown once it is here.
    key = (replace(spec, download_bytes=0), revision, settings.cache, settings.cuda)
    with _loading:  # or two threads would both load it
        if key not in _engines:
            while len(_engines) >= _KEPT:  # before its successor comes, so that both are never in memory
                _engines.popitem(last=False)
            _engines[key] = loading.load(
                spec, cache=settings.cache, gpu=settings.cuda, cancel=cancel, shared=settings.share_batches
            )
        _engines.move_to_end(key)
        return _engines[key], revision
