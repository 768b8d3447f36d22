"""Another Zhaiyi server, a cluster mostly, by its HTTP API: asked again while it may still answer, never for ever.

What is asked for can be asked twice: a translation has no effect but its answer.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from pipelines.contracts import Cancel
from pipelines.document import Length, Pair, SummarySentence
from pipelines.errors import ErrorCode, ModelError
from pipelines.models.calling import AGAIN, CONNECT, client
from pipelines.models.spec import Task
from pipelines.settings import Settings

if TYPE_CHECKING:
    import httpx2

_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 5.0  # seconds between two attempts
_POLL = 0.05


@dataclass(frozen=True, slots=True)
class Running:
    """A model that a server runs; `automatic`: the one that it takes where none is named."""

    name: str
    task: Task
    revision: str
    automatic: bool


class Server:
    """A server with /v1. Safe to use from any thread. Each method raises ModelError once `seconds` have passed in vain.

    `address` is what stands before /v1; `key` one of the server's keys.
    """

    def __init__(self, address: str, key: str, seconds: float) -> None:
        self._address = address.rstrip("/").removesuffix("/v1")
        self._key = key
        self._seconds = seconds

    @classmethod
    def of(cls, settings: Settings) -> Server:
        """The server that the settings name."""
        return cls(settings.serve_url, settings.serve_key, settings.serve_seconds)

    @property
    def host(self) -> str:
        """What people call it: neither a key nor a path."""
        return urlsplit(self._address).hostname or self._address

    def automatic(self, task: Task) -> Running:
        """The model that the server takes for a task. It should answer at once: this is also how it is found ill."""
        told = self._asked("GET", "/v1/models", None, Cancel(), min(self._seconds, CONNECT))
        rows = [
            Running(row["name"], Task(row["task"]), row.get("revision", ""), row.get("automatic", False))
            for row in told
        ]
        found = next((row for row in rows if row.task is task and row.automatic), None)
        if found is None:
            raise self._broken("it names no model")
        return found

    def translate(self, texts: Sequence[str], terms: Sequence[tuple[str, str]], cancel: Cancel) -> list[Pair]:
        """A pair for each text, in their order; none where cancelled."""
        told = self._asked("POST", "/v1/translate", {"texts": list(texts), "glossary": list(terms)}, cancel)
        pairs: list[Pair] = self._read(list[Pair], told.get("pairs") if told else [])
        if len(pairs) != len(texts) and not cancel.requested():
            raise self._broken(f"{len(pairs)} translations of {len(texts)} sentences")
        return pairs

    def summarize(self, texts: Sequence[str], length: Length, cancel: Cancel) -> tuple[str, list[SummarySentence]]:
        """The headline and the sentences of a summary of these sentences; none where cancelled."""
        told = self._asked("POST", "/v1/summarize", {"texts": list(texts), "length": length.value}, cancel)
        sentences = self._read(list[SummarySentence], told.get("sentences") if told else [])
        if any(not 0 <= one.sentence < len(texts) for sentence in sentences for one in sentence.evidence):
            raise self._broken("a summary of another text")
        return str(told.get("headline", "")), sentences

    def _asked(self, method: str, path: str, body: Any, cancel: Cancel, seconds: float | None = None) -> Any:
        """The answer, as data; nothing where cancelled."""
        import httpx2

        end = time.monotonic() + (seconds or self._seconds)
        pause, why = _FIRST_PAUSE, ModelError(ErrorCode.SERVER_SILENT, host=self.host, reason="it took too long")
        while (left := end - time.monotonic()) > 0 and not cancel.requested():
            try:
                timeout = httpx2.Timeout(left, connect=min(left, CONNECT))
                headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
                answer = client().request(method, f"{self._address}{path}", json=body, headers=headers, timeout=timeout)
                if answer.status_code == 200:
                    return self._data(answer)
                why = self._refusal(answer)
                if answer.status_code not in AGAIN:
                    raise why
                wanted = answer.headers.get("Retry-After", "")
                pause = max(pause, min(float(wanted), _LONGEST_PAUSE)) if wanted.isdigit() else pause
            except httpx2.HTTPError as error:
                reason = str(error) or type(error).__name__
                why = ModelError(ErrorCode.SERVER_SILENT, host=self.host, reason=reason)
            except (httpx2.InvalidURL, UnicodeError) as error:
                raise ModelError(ErrorCode.SERVER_SILENT, host=self.host, reason=str(error)) from error
            # Many who were refused at once should not all come back at once.
            _slept(min(pause * random.uniform(0.5, 1.0), max(0.0, end - time.monotonic())), cancel)
            pause = min(2 * pause, _LONGEST_PAUSE)
        if cancel.requested():
            return {}
        raise why

    def _refusal(self, answer: httpx2.Response) -> ModelError:
        if answer.status_code in (429, 503):
            return ModelError(ErrorCode.SERVER_BUSY, host=self.host)
        if answer.status_code in (401, 403):
            return ModelError(ErrorCode.SERVER_KEY, host=self.host)
        return self._broken(f"status {answer.status_code}")

    def _data(self, answer: httpx2.Response) -> Any:
        try:
            return answer.json()
        except ValueError as error:
            raise self._broken("no JSON") from error

    def _read(self, kind: Any, data: Any) -> Any:
        from pydantic import ValidationError

        try:
            return _reader(kind).validate_python(data)
        except ValidationError as error:
            raise self._broken("an answer of another shape") from error

    def _broken(self, reason: str) -> ModelError:
        return ModelError(ErrorCode.SERVER_BROKEN, host=self.host, reason=reason)


@cache
def _reader(kind: Any) -> Any:
    from pydantic import TypeAdapter

    return cast(Any, TypeAdapter(kind))


def _slept(seconds: float, cancel: Cancel) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and not cancel.requested():
        time.sleep(min(_POLL, max(0.0, end - time.monotonic())))
