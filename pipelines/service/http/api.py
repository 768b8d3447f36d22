"""/v1: articles in, digests out. They stand in the same line as the page's, and nothing of them is kept afterwards."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Annotated, Any
from urllib.parse import unquote

from fastapi import Depends, FastAPI, Header
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request as HttpRequest
from starlette.responses import StreamingResponse
from starlette.types import Receive, Send
from starlette.types import Scope as AsgiScope

from pipelines import __version__
from pipelines.article import fetch_article
from pipelines.digest import Options
from pipelines.document import Checked, Digest, Event, Length, Progress, Repaired, Scope, Summarized, Translated
from pipelines.errors import PipelineError
from pipelines.export import json as exported
from pipelines.models import catalog
from pipelines.models.spec import ModelSpec, Task
from pipelines.service.http.around import Bounded, Quiet
from pipelines.service.http.asked import (
    DigestAsked,
    ModelGiven,
    Name,
    SentenceGiven,
    SummaryAsked,
    SummaryGiven,
    TranslationAsked,
    TranslationGiven,
    terms,
)
from pipelines.service.http.keys import Guard, owner
from pipelines.service.http.problems import answers, of_error, told
from pipelines.service.jobs import Runs
from pipelines.service.packing import plain
from pipelines.service.run import Data, Request, Run, State

Owner = Annotated[str, Depends(owner)]
# Not in the address: addresses end up in logs.
FileName = Annotated[str, Header(alias="X-File-Name", max_length=900, description="The file's name, percent-encoded.")]

TICK = 0.05  # seconds between two looks at a run
BEAT = 5.0  # seconds without news after which a line says that it goes on: proxies close what is silent

_NAMES = {
    Progress: "progress",
    Repaired: "repaired",
    Summarized: "summarized",
    Translated: "translated",
    Checked: "checked",
    Digest: "digest",
}
_REFUSED = answers(400, 401, 404, 409, 413, 422, 429, 500, 503)
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "One event a line; the last is the whole digest, or says why there is none.",
        "content": {"application/x-ndjson": {"schema": {"type": "string"}}},
    }
}


def api(runs: Runs) -> FastAPI:
    """The application under /v1."""
    app = FastAPI(
        title="Zhaiyi 摘译",
        version=__version__,
        summary="A messy Chinese article in; a repaired article, a summary and aligned English out.",
        docs_url=None,  # their pages come from a server elsewhere
        redoc_url=None,
        exception_handlers={one: told for one in (PipelineError, HTTPException, RequestValidationError)},
    )
    # The last one is the outermost.
    app.add_middleware(Bounded, limit=runs.settings.max_bytes)
    app.add_middleware(Guard, keys=runs.settings.api_keys, rate=runs.rate)
    app.add_middleware(Quiet)

    @app.post("/digest", responses=_STREAM | _REFUSED, response_class=StreamingResponse)
    async def digest(asked: DigestAsked, who: Owner) -> Any:
        """Summarize and translate an article; what happens is told as it happens."""
        data: Data = asked.text or ""
        if asked.address is not None:
            data = await run_in_threadpool(fetch_article, asked.address, settings=runs.settings)
        return await _streamed(
            Request(
                data,
                switched_off=frozenset(asked.without),
                summarizer=asked.summarizer,
                translator=asked.translator,
                options=asked.options,
                glossary=terms(asked.glossary),
                owner=who,
            )
        )

    @app.post(
        "/digest/file",
        responses=_STREAM | _REFUSED,
        response_class=StreamingResponse,
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
            }
        },
    )
    async def digest_file(
        http: HttpRequest,
        who: Owner,
        name: FileName = "",
        summarizer: Name = catalog.AUTO,
        translator: Name = catalog.AUTO,
        length: Length = Length.MEDIUM,
        translate: Scope = Scope.BOTH,
    ) -> Any:
        """The same for a file of any kind that is read: Word, PDF, EPUB, HTML, subtitles, text."""
        data = await http.body()
        options = Options(length, translate)
        return await _streamed(
            Request(data, unquote(name), summarizer=summarizer, translator=translator, options=options, owner=who)
        )

    @app.post("/translate", responses=_REFUSED)
    async def translate(http: HttpRequest, asked: TranslationAsked, who: Owner) -> TranslationGiven:
        """Translate, without a summary."""
        whole = await _whole(
            http,
            Request(
                asked.data,
                translator=asked.translator,
                summarizer="extractive",
                options=Options(translate=Scope.ARTICLE, summarize=False),
                glossary=terms(asked.glossary),
                owner=who,
            ),
        )
        made = whole.article_translation
        return TranslationGiven(
            title=whole.title_translation,
            pairs=list(made.pairs) if made else [],
            model=made.model if made else "",
            findings=list(whole.findings),
        )

    @app.post("/summarize", responses=_REFUSED)
    async def summarize(http: HttpRequest, asked: SummaryAsked, who: Owner) -> SummaryGiven:
        """Summarize, without a translation."""
        options = Options(asked.length, Scope.NOTHING)
        whole = await _whole(
            http, Request(asked.data, summarizer=asked.summarizer, translator="gloss", options=options, owner=who)
        )
        summary = whole.summary
        return SummaryGiven(
            headline=summary.headline if summary else "",
            sentences=[
                SentenceGiven(text=one.text, evidence=list(one.evidence))
                for one in (summary.sentences if summary else ())
            ],
            sources=[sentence.text.strip() for sentence in whole.article.sentences],
            model=summary.model if summary else "",
            findings=list(whole.findings),
        )

    @app.get("/models", responses=answers(401, 404, 429, 500))
    async def models(who: Owner) -> list[ModelGiven]:
        """The models that may be named."""
        return await run_in_threadpool(_models, runs)

    # --- one run -----------------------------------------------------------------------------------------------------

    async def _streamed(request: Request) -> StreamingResponse:
        run = await run_in_threadpool(runs.submit, request)
        return _Following(runs, run)

    async def _whole(http: HttpRequest, request: Request) -> Digest:
        run = await run_in_threadpool(runs.submit, request)
        try:
            while not run.state.finished:
                if await http.is_disconnected():
                    raise HTTPException(503, "Nobody waits for this any more.")
                await asyncio.sleep(TICK)
                run.looked = time.monotonic()
            if run.error is not None:
                raise run.error
            digest = run.digest()
            if digest is None or run.state is not State.DONE:
                raise HTTPException(503, "This was stopped before it was done.")
            return digest
        finally:
            _forget(runs, run)

    return app


class _Following(StreamingResponse):
    """What happens to a run, as it happens. Whoever goes away, even before the first line, stops it."""

    def __init__(self, runs: Runs, run: Run) -> None:
        super().__init__(_lines(runs, run), media_type="application/x-ndjson")
        self._runs = runs
        self._run = run

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            _forget(self._runs, self._run)


async def _lines(runs: Runs, run: Run) -> AsyncIterator[bytes]:
    """What happens to a run, a line each."""
    seen, silent = 0, 0.0
    yield _line("queued", {"position": runs.position(run)})
    while True:
        finished = run.state.finished  # asked before the events are: none can come after it
        news = run.events(seen)
        seen += len(news)
        for event in news:
            yield _line(_NAMES[type(event)], _told(event))
        if finished:
            break
        silent = 0.0 if news else silent + TICK
        if silent > BEAT:
            silent = 0.0
            yield _line("queued" if run.state is State.WAITING else "working", {"position": runs.position(run)})
        await asyncio.sleep(TICK)
    if run.state is not State.DONE:
        error = run.error
        problem = json.loads(bytes(of_error(error).body)) if error else {}
        yield _line("failed" if error else "cancelled", problem)


def _forget(runs: Runs, run: Run) -> None:
    """Keep nothing of it; the disk is not waited for here."""
    asyncio.get_running_loop().run_in_executor(None, runs.forget, run.id)


def _line(event: str, told: dict[str, Any]) -> bytes:
    return (json.dumps({"event": event, **told}, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def _told(event: Event) -> dict[str, Any]:
    """An event as data; the digest as its export has it."""
    return {"digest": json.loads(exported.dumps(event))} if isinstance(event, Digest) else plain(type(event), event)


def _models(runs: Runs) -> list[ModelGiven]:
    automatic = {task: runs.names.model(task) for task in Task}
    return [
        ModelGiven(
            name=spec.name,
            task="summarize" if task is Task.SUMMARIZE else "translate",
            ready=runs.engines.ready(spec),
            automatic=spec == automatic[task],
            revision=runs.engines.revision(spec),
            licence=spec.licence,
            commercial_use=spec.commercial_use,
            download_bytes=spec.download_bytes,
            about=spec.about,
        )
        for task in Task
        for spec in _rows(runs.engines.specs(task), automatic[task])
    ]


def _rows(specs: tuple[ModelSpec, ...], automatic: ModelSpec) -> tuple[ModelSpec, ...]:
    """The rows, and before them the operator's own model where that is none of them."""
    return specs if automatic in specs else (automatic, *specs)
