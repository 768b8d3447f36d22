"""Downloads: models on their way to this machine, a thread each, which any number of pages may watch."""

from __future__ import annotations

import logging
import threading

from pipelines.contracts import Cancel
from pipelines.errors import ErrorCode, PipelineError
from pipelines.models.download import Received, fetch
from pipelines.models.spec import ModelSpec
from pipelines.service.run import State

log = logging.getLogger(__name__)


class Download:
    """One model on its way. Safe to read from any thread."""

    def __init__(self, spec: ModelSpec) -> None:
        self.spec = spec
        self.state = State.RUNNING
        self.received: Received | None = None
        self.error: PipelineError | None = None
        self._cancel = Cancel()
        threading.Thread(target=self._fetch, name=f"zhaiyi-download-{spec.name}", daemon=True).start()

    @property
    def stopping(self) -> bool:
        """Whether somebody has asked to stop it."""
        return self._cancel.requested()

    def cancel(self) -> None:
        """Stop; what has arrived is kept for the next time."""
        self._cancel.request()

    def _fetch(self) -> None:
        try:
            folder = fetch(self.spec, self._show, self._cancel)
        except PipelineError as error:
            self.error, self.state = error, State.FAILED
        except Exception as error:  # a page that watches must not wait for ever
            log.exception("the download of %s failed", self.spec.name)
            self.error = PipelineError(ErrorCode.FAILED, reason=type(error).__name__)
            self.state = State.FAILED
        else:
            self.state = State.DONE if folder else State.CANCELLED

    def _show(self, received: Received) -> None:
        self.received = received


class Downloads:
    """The downloads of this process: however many pages ask for a model, it is fetched once."""

    def __init__(self) -> None:
        self._known: dict[str, Download] = {}
        self._lock = threading.Lock()

    def start(self, spec: ModelSpec) -> Download:
        """Begin to fetch a model, or join whoever is fetching it already."""
        with self._lock:
            known = self._known.get(spec.name)
            if known is None or known.state.finished:
                known = self._known[spec.name] = Download(spec)
            return known

    def get(self, name: str) -> Download | None:
        """The last download of the model with this name, if there was one."""
        with self._lock:
            return self._known.get(name)
