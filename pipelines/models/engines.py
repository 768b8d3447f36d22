"""Where models run: which there are there, and the engine of one. Here is this machine; a cluster is another place."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from pipelines.contracts import Cancel
from pipelines.models import catalog, weights
from pipelines.models.engine import Engine
from pipelines.models.spec import Engine as Kind
from pipelines.models.spec import ModelSpec, Task
from pipelines.settings import Settings

_KEPT = 4  # engines in memory at once, those used last: two of each task


class Engines(Protocol):
    """A place where models run."""

    def specs(self, task: Task) -> tuple[ModelSpec, ...]:
        """The models for a task that may be named, best first; the last one is embedded."""
        ...

    def require(self, spec: ModelSpec) -> None:
        """Raise ModelError if the model cannot run now."""
        ...

    def ready(self, spec: ModelSpec) -> bool:
        """Whether it can."""
        ...

    def revision(self, spec: ModelSpec) -> str:
        """Which weights those of a model are, "" where it has none here."""
        ...

    def engine(self, spec: ModelSpec, settings: Settings, cancel: Cancel | None) -> tuple[Engine, str]:
        """The engine of a model that is not embedded, and which revision of the weights it runs. Raises ModelError."""
        ...


class Here:
    """This machine. An engine is loaded once a process and shared by all that ask."""

    def __init__(self) -> None:
        self._engines: OrderedDict[tuple[ModelSpec, str, Path, bool], Engine] = OrderedDict()
        self._loading = threading.Lock()

    def specs(self, task: Task) -> tuple[ModelSpec, ...]:
        """See `Engines`."""
        return catalog.specs(task)

    def require(self, spec: ModelSpec) -> None:
        """See `Engines`."""
        catalog.require(spec)

    def ready(self, spec: ModelSpec) -> bool:
        """See `Engines`."""
        return catalog.ready(spec)

    def revision(self, spec: ModelSpec) -> str:
        """See `Engines`."""
        return weights.commit(spec)

    def engine(self, spec: ModelSpec, settings: Settings, cancel: Cancel | None) -> tuple[Engine, str]:
        """See `Engines`."""
        if spec.engine is Kind.OPENAI:
            from pipelines.models import openai

            return openai.load(spec, settings, cancel)
        from pipelines.models import loading

        revision = loading.revision(spec)
        # The size is unknown once it is here.
        key = (replace(spec, download_bytes=0), revision, settings.cache, settings.cuda)
        with self._loading:  # or two threads would both load it
            if key not in self._engines:
                while len(self._engines) >= _KEPT:  # before its successor comes, so that both are never in memory
                    self._engines.popitem(last=False)
                self._engines[key] = loading.load(
                    spec, cache=settings.cache, gpu=settings.cuda, cancel=cancel, shared=settings.share_batches
                )
            self._engines.move_to_end(key)
            return self._engines[key], revision

    def forget(self) -> None:
        """Let go of all engines."""
        with self._loading:
            self._engines.clear()


HERE = Here()
