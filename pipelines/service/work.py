"""The work of one run, as events: the article is read, the models are loaded, the digest is made."""

from __future__ import annotations

from collections.abc import Generator

from pipelines.article import of_sentences, read_article
from pipelines.digest import digest
from pipelines.document import Event, Progress, Repaired, Stage
from pipelines.load import others, summarizer, translator
from pipelines.memory import Memory
from pipelines.models.engines import HERE, Engines
from pipelines.models.spec import Task
from pipelines.service.run import Run
from pipelines.settings import Settings


def work(run: Run, settings: Settings, memory: Memory, engines: Engines = HERE) -> Generator[Event, None, None]:
    """Do what was asked for. Ends without a Digest where it is cancelled. Raises PipelineError."""
    request, cancel = run.request, run.asked
    yield Progress(Stage.REPAIR, 0, 1)
    if isinstance(request.data, tuple):
        article = of_sentences(request.data, settings)
    else:
        article = read_article(request.data, name=request.name, switched_off=request.switched_off, settings=settings)
    yield Repaired(article)  # to be read while the models are loaded
    yield Progress(Stage.LOAD, 0, 1)
    summarizes, translates = run.models
    models = (
        summarizer(
            summarizes, settings, cancel, others(Task.SUMMARIZE, request.summarizer, settings, engines), engines
        ),
        translator(
            translates,
            settings,
            cancel,
            others(Task.TRANSLATE, request.translator, settings, engines),
            request.glossary,
            engines,
        ),
    )
    yield from digest(article, *models, request.options, cancel, memory, request.corrections)
