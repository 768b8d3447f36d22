"""From a name in the catalogue to a working model.

A model that somebody named works or fails with its reason. "auto" names none: where the best one that is ready does not
load, the next one is tried, at last the embedded one, and the run says which were passed over and why.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pipelines import instead
from pipelines.contracts import Cancel, Summarizer, Translator
from pipelines.errors import ErrorCode, InputError, ModelError
from pipelines.models.catalog import AUTO, Reach, find, free
from pipelines.models.engines import HERE, Engines
from pipelines.models.spec import Engine as Kind
from pipelines.models.spec import ModelSpec, Task
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.document import Finding
    from pipelines.translation.glossary import Glossary

M = TypeVar("M", Summarizer, Translator)

_AGAIN = 300.0  # seconds until "auto" tries a model again that did not load: a conversion that fails takes long
_ASKED_AGAIN = 20.0  # seconds until a server is, which may only have been begun anew


def chosen(
    task: Task,
    name: str = AUTO,
    reach: Reach = Reach.CATALOG,
    settings: Settings | None = None,
    engines: Engines = HERE,
) -> ModelSpec:
    """The model that a name means here; "auto" is what the operator has set, else the best one that is ready.

    Raises ModelError as `find` does.
    """
    if name == AUTO:
        # The operator may name anything, visitors what `reach` allows.
        return find(task, _operators(task, settings or Settings.read()), Reach.DISK, engines.specs(task))
    return find(task, name, reach, engines.specs(task))


def others(
    task: Task, name: str = AUTO, settings: Settings | None = None, engines: Engines = HERE
) -> tuple[ModelSpec, ...]:
    """What is tried, best first, if the model `chosen` for this name does not load: nothing where it was asked for, but
    the embedded one where that is on another server.
    """
    rows = engines.specs(task)
    meant = _operators(task, settings or Settings.read()) if name == AUTO else name
    if meant == AUTO:
        return tuple(free(task, rows))
    return rows[-1:] if any(one.name == meant and one.engine is Kind.SERVED for one in rows) else ()


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
    *,
    interactive: bool = True,
) -> Translator:
    """The translator with this name, ready to work, with a reader's own glossary.

    `interactive` False is for who waits for all of it and not for the first sentence. Raises ModelError for one that is
    unknown or does not work.
    """
    settings = settings or Settings.read()
    spec = chosen(Task.TRANSLATE, name, reach, settings)
    return translator(
        spec, settings, fallbacks=others(Task.TRANSLATE, name, settings), glossary=glossary, interactive=interactive
    )


def summarizer(
    spec: ModelSpec,
    settings: Settings,
    cancel: Cancel | None = None,
    fallbacks: Sequence[ModelSpec] = (),
    engines: Engines = HERE,
) -> Summarizer:
    """A row of the catalogue at work, or the first of `fallbacks` that does.

    Raises ModelError if none does, or one is cancelled while it is prepared.
    """

    def make(spec: ModelSpec) -> Summarizer:
        return _summarizer(spec, settings, cancel, engines)

    made, passed_over = _first(spec, fallbacks, settings, cancel, make)
    return instead.SummarizerInstead(made, passed_over) if passed_over else made


def translator(
    spec: ModelSpec,
    settings: Settings,
    cancel: Cancel | None = None,
    fallbacks: Sequence[ModelSpec] = (),
    glossary: Glossary | None = None,
    engines: Engines = HERE,
    *,
    interactive: bool = True,
) -> Translator:
    """A row of the catalogue at work, or the first of `fallbacks` that does.

    A reader's `glossary` goes before the server's own, and that before the built-in one. The latter is for the gloss
    and for chat models only: others have the usual names of institutions from their training, and each term put into
    their input is a risk. Raises ModelError if none of the models works, or one is cancelled while it is prepared.
    """

    def make(spec: ModelSpec) -> Translator:
        return _translator(spec, settings, cancel, engines, glossary, interactive)

    made, passed_over = _first(spec, fallbacks, settings, cancel, make)
    return instead.TranslatorInstead(made, passed_over) if passed_over else made


def _summarizer(spec: ModelSpec, settings: Settings, cancel: Cancel | None, engines: Engines) -> Summarizer:
    from pipelines.summary.extractive import Extractive

    if spec.embedded:
        return Extractive()
    if spec.engine is Kind.SERVED:
        from pipelines.models.served import Server
        from pipelines.summary.served import ServedSummarizer

        return ServedSummarizer(Server.of(settings), Extractive())
    from pipelines.summary.abstractive import AbstractiveSummarizer

    engine, revision = engines.engine(spec, settings, cancel)
    chats = spec.family is not None and spec.family.chats
    return AbstractiveSummarizer(engine, spec.name, spec.generation, chat=chats, revision=revision)


def _translator(
    spec: ModelSpec,
    settings: Settings,
    cancel: Cancel | None,
    engines: Engines,
    glossary: Glossary | None,
    interactive: bool,
) -> Translator:
    from pipelines.translation.gloss import Gloss
    from pipelines.translation.glossary import Glossary, builtin

    terms = (glossary or Glossary()).over(servers_own(settings))
    if spec.embedded:
        return Gloss(terms.over(builtin()))
    if spec.engine is Kind.SERVED:
        from pipelines.models.served import Server
        from pipelines.translation.served import ServedTranslator

        return ServedTranslator(Server.of(settings), Gloss(terms.over(builtin())), terms)
    from pipelines.checks.pairs import SCORERS
    from pipelines.translation.neural import NeuralTranslator

    chats = spec.family is not None and spec.family.chats
    if chats:
        terms = terms.over(builtin())
    engine, revision = engines.engine(spec, settings, cancel)
    return NeuralTranslator(
        engine,
        spec.name,
        spec.generation,
        chat=chats,
        scorers=SCORERS,
        glossary=terms,
        interactive=interactive,
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
    make: Callable[[ModelSpec], M],
) -> tuple[M, tuple[Finding, ...]]:
    """What `make` makes of the first of the models that loads, and a finding for each one that did not."""
    models = (spec, *(other for other in fallbacks if other.name != spec.name))
    failed: list[tuple[str, ModelError]] = []
    for one in models[:-1]:
        key = (one, settings.cache, settings.cuda)
        since, error = _failures.get(key, (-_AGAIN, None))
        if error is None or time.monotonic() - since > (_ASKED_AGAIN if one.setting else _AGAIN):
            try:
                return make(one), _findings(failed, one)
            except ModelError as raised:
                if cancel is not None and cancel.requested():
                    raise
                error = raised
                _failures[key] = (time.monotonic(), error)
        failed.append((one.name, error))
    return make(models[-1]), _findings(failed, models[-1])


def _findings(failed: Sequence[tuple[str, ModelError]], used: ModelSpec) -> tuple[Finding, ...]:
    return tuple(instead.finding(name, used.name, error) for name, error in failed)


def _operators(task: Task, settings: Settings) -> str:
    return settings.summarizer if task is Task.SUMMARIZE else settings.translator


_failures: dict[tuple[ModelSpec, Path, bool], tuple[float, ModelError]] = {}
