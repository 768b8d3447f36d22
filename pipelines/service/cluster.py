"""Ray Serve: the models on as many machines as there are, behind the same /v1 as the page's server has.

    serve run deploy/cluster.yaml          (requirements-cluster.txt; docs/cluster.md)

Each model is a deployment whose replicas hold an engine; sentences that wait in a replica at the same moment go through
it in one batch, whosever they are (`pipelines.models.batching`, by tokens). The front is a deployment that reads,
repairs, retries and checks, and keeps the line. A replica that is lost loses nothing: its sentences go to another.
"""

from __future__ import annotations

import asyncio
import random
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from ray import exceptions, serve
from ray.serve import exceptions as refusals
from ray.serve.handle import DeploymentHandle
from starlette.applications import Starlette

from pipelines.contracts import Cancel
from pipelines.errors import ErrorCode, ModelError, PipelineError
from pipelines.models import catalog, loading
from pipelines.models.engine import Engine, Generation, Output
from pipelines.models.spec import ModelSpec, Task
from pipelines.models.together import together
from pipelines.service.http.routes import routes
from pipelines.service.jobs import Runs
from pipelines.settings import Settings

AT_ONCE = 64  # calls in a replica; five, which is Ray's own number, would never fill a batch
QUEUED = 1_000  # calls that may wait for a replica; the front waits with further ones
STUCK = 1_800.0  # seconds after which a call says that its replica hangs
TEXTS = 16  # of one call: small enough that one article is spread over all replicas
ATTEMPTS = 6  # of a call whose replica is lost
DRAINING = 120.0  # seconds that what is going on in a replica has to end
_PAUSE = 0.25  # seconds
_POLL = 0.2  # seconds
_PER_CHARACTER, _AROUND = 3, 64  # tokens: no tokenizer makes more of a character, no template adds more

Load = Callable[[], tuple[ModelSpec, Engine, str]]  # a model's row, its engine and the revision of its weights


class Sized(BaseModel):
    """A model of the cluster: a name of the catalogue or a folder that every machine has, and how much of it."""

    model_config = ConfigDict(extra="forbid")

    name: str
    replicas: int = Field(default=1, ge=1)
    cpus: float = Field(default=1.0, gt=0, description="processors of a replica")
    gpus: float = Field(default=0.0, ge=0, description="GPUs of a replica, parts of one included")


class Cluster(BaseModel):
    """What `serve run` is told under `args`."""

    model_config = ConfigDict(extra="forbid")

    models: list[Sized] = Field(min_length=1)
    fronts: int = Field(default=1, ge=1, description="replicas of what reads, repairs and checks")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the front must know of a model."""

    spec: ModelSpec
    revision: str
    budget: int


def build(arguments: dict[str, Any]) -> serve.Application:
    """The application, from the `args` of a configuration."""
    wanted = Cluster.model_validate(arguments)
    return application([(one, _loader(one)) for one in wanted.models], wanted.fronts)


def application(models: Sequence[tuple[Sized, Load]], fronts: int = 1) -> serve.Application:
    """The application: a deployment for each model, loaded as it says, and the front before them."""
    deployed: Any = serve.deployment  # whose types do not say that a class becomes a deployment
    made = {
        one.name: deployed(Model)
        .options(
            name=deployment(one.name),
            num_replicas=one.replicas,
            ray_actor_options={"num_cpus": one.cpus, "num_gpus": one.gpus},
            max_ongoing_requests=AT_ONCE,
            max_queued_requests=QUEUED,
            graceful_shutdown_timeout_s=DRAINING,
            health_check_period_s=5,
            health_check_timeout_s=30,
        )
        .bind(load)
        for one, load in models
    }
    front = deployed(serve.ingress()(Front)).options(
        num_replicas=fronts,
        ray_actor_options={"num_cpus": 0},
        max_ongoing_requests=1_000,  # its own line is shorter, and refuses with a time to come again
        graceful_shutdown_timeout_s=DRAINING,
    )
    application: serve.Application = front.bind(*made.values())
    return application


def deployment(name: str) -> str:
    """What the deployment of a model is called: a folder's name has what an address may not have."""
    return "model-" + "".join(letter if letter.isalnum() or letter in "-._" else "-" for letter in name).strip("-")


def _loader(one: Sized) -> Load:
    return partial(_loaded, one.name, max(1, int(one.cpus)))


def _loaded(name: str, processors: int) -> tuple[ModelSpec, Engine, str]:
    """A model on this machine, which uses so many of its processors. Raises ModelError."""
    spec, settings = catalog.named(name, catalog.Reach.DISK), Settings.read()
    engine = loading.load(
        spec,
        cache=settings.cache,
        gpu=settings.cuda,
        shared=settings.share_batches,
        patient=True,
        processors=processors,
    )
    return spec, engine, loading.revision(spec)


# --- a replica of a model ------------------------------------------------------------------------------------------


class Model:
    """An engine in a replica. All calls share it, and its batches."""

    def __init__(self, load: Load) -> None:
        self._spec, self._engine, self._revision = load()
        self._begun: dict[object, float] = {}

    def facts(self) -> Facts:
        """What the front must know."""
        return Facts(self._spec, self._revision, self._engine.budget)

    def count(self, text: str) -> int:
        """See `Engine`."""
        return self._engine.count(text)

    async def generate(self, texts: list[str], generation: Generation) -> list[Output]:
        """See `Engine`. A call that nobody waits for any more is cancelled."""
        cancel, loop = Cancel(), asyncio.get_running_loop()
        answer: asyncio.Future[list[Output]] = loop.create_future()

        def work() -> None:
            try:
                made = list(self._engine.generate(texts, generation, cancel))
                loop.call_soon_threadsafe(_tell, answer, made, None)
            except BaseException as error:
                loop.call_soon_threadsafe(_tell, answer, None, error)

        # A thread of its own: a pool would have to be as large, and one that is full would fill no batch.
        threading.Thread(target=work, name="zhaiyi-call", daemon=True).start()
        self._begun[answer] = time.monotonic()
        try:
            return await answer
        finally:
            self._begun.pop(answer, None)
            cancel.request()

    def check_health(self) -> None:
        """Raise if it does not work; Ray then replaces it."""
        self._engine.count("健")
        if time.monotonic() - min(self._begun.values(), default=time.monotonic()) > STUCK:
            raise RuntimeError("a call does not come back")


def _tell(answer: asyncio.Future[list[Output]], made: list[Output] | None, error: BaseException | None) -> None:
    if answer.done():
        return
    if error is not None:
        answer.set_exception(error)
    else:
        answer.set_result(made or [])


# --- the front -------------------------------------------------------------------------------------------------------


class Front:
    """The routes of the page's server in a replica, over the models of the cluster."""

    async def __init__(self, *models: DeploymentHandle[Any]) -> None:  # type: ignore[misc]  # Ray awaits it
        engines = [RemoteEngine(model, await model.facts.remote()) for model in models]
        place = Place(engines)
        settings = Settings.read()
        # What was deployed is meant, whatever its licence allows: "auto" is not to pass over it.
        summarizer, translator = (place.specs(task)[0].name for task in (Task.SUMMARIZE, Task.TRANSLATE))
        if settings.summarizer == catalog.AUTO:
            settings = replace(settings, summarizer=summarizer)
        if settings.translator == catalog.AUTO:
            settings = replace(settings, translator=translator)
        self._runs = Runs(settings, engines=place)
        self._runs.warm()

    def __serve_build_asgi_app__(self) -> Starlette:  # Ray's name for it
        """The application."""

        @asynccontextmanager
        async def lifespan(_app: Starlette) -> AsyncIterator[None]:
            yield
            self._runs.close()

        return Starlette(routes=routes(self._runs), lifespan=lifespan)


class Place:
    """The cluster as a place where models run: those that were deployed, in their order, and the embedded ones."""

    def __init__(self, engines: Sequence[RemoteEngine]) -> None:
        self._engines = {engine.facts.spec.name: engine for engine in engines}

    def specs(self, task: Task) -> tuple[ModelSpec, ...]:
        """See `Engines`."""
        deployed = [engine.facts.spec for engine in self._engines.values()]
        return (*(spec for spec in deployed if task in spec.tasks), catalog.specs(task)[-1])

    def require(self, spec: ModelSpec) -> None:
        """See `Engines`."""
        if not self.ready(spec):
            raise ModelError(ErrorCode.NOT_DOWNLOADED, name=spec.name)

    def ready(self, spec: ModelSpec) -> bool:
        """See `Engines`."""
        return spec.embedded or spec.name in self._engines

    def revision(self, spec: ModelSpec) -> str:
        """See `Engines`."""
        return "" if spec.embedded else self._engines[spec.name].facts.revision

    def engine(self, spec: ModelSpec, settings: Settings, cancel: Cancel | None) -> tuple[Engine, str]:
        """See `Engines`."""
        self.require(spec)
        engine = self._engines[spec.name]
        return engine, engine.facts.revision


class RemoteEngine:
    """The replicas of a model as one `Engine`: what one of them loses another does."""

    def __init__(self, handle: DeploymentHandle[Any], facts: Facts) -> None:
        self._handle = handle
        self.facts = facts

    @property
    def budget(self) -> int:
        """See `Engine`."""
        return self.facts.budget

    def count(self, text: str) -> int:
        """See `Engine`: more than it has where it fits anyway, as only a replica can tell exactly."""
        most = _PER_CHARACTER * len(text) + _AROUND
        if most <= self.budget:
            return most
        return int(self._asked(lambda: self._handle.count.remote(text), Cancel()))

    def generate(
        self, texts: Sequence[str], generation: Generation, cancel: Cancel, *, interactive: bool = True
    ) -> Iterator[Output]:
        """See `Engine`."""

        def ask(part: range, cancel: Cancel) -> list[Output]:
            wanted = [texts[index] for index in part]
            return self._asked(lambda: self._handle.generate.remote(wanted, generation), cancel) or []

        parts = [range(start, min(start + TEXTS, len(texts))) for start in range(0, len(texts), TEXTS)]
        for part, outputs in together(ask, parts, AT_ONCE, cancel):
            for one in outputs:
                yield Output(part[one.index], one.text, one.score, one.cut)

    def _asked(self, call: Callable[[], Any], cancel: Cancel) -> Any:
        """What a replica answers; another one, where the first is lost. None where cancelled."""
        lost = 0
        while not cancel.requested():
            try:
                return self._answer(call(), cancel)
            except refusals.BackPressureError:
                time.sleep(_PAUSE)  # the line before it is bounded, so this one ends
            except _LOST as error:
                lost += 1
                if lost == ATTEMPTS:
                    raise ModelError(ErrorCode.FAILED, reason="the replicas of the model are lost") from error
                time.sleep(_PAUSE * 2**lost * random.uniform(0.5, 1.0))
        return None

    def _answer(self, response: Any, cancel: Cancel) -> Any:
        while not cancel.requested():
            try:
                return response.result(timeout_s=_POLL)
            except TimeoutError:
                continue
            except exceptions.RayTaskError as error:
                raise _as_ours(error) from None  # its own words are a traceback, with paths and addresses
        response.cancel()
        return None


def _as_ours(error: exceptions.RayTaskError) -> PipelineError:
    """What a replica raised, as if it had been raised here."""
    cause = getattr(error, "cause", None)
    if isinstance(cause, PipelineError):
        return type(cause)(cause.code, **cause.facts)
    return ModelError(ErrorCode.FAILED, reason=type(cause or error).__name__)


_LOST = (exceptions.RayActorError, refusals.DeploymentUnavailableError)
