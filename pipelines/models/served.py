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

from pipelines.contracts import Cancel
from pipelines.document import Length, Pair, Summary, SummarySentence
from pipelines.errors import ErrorCode, ModelError
from pipelines.models.calling import AGAIN, CONNECT, client, host, reason
from pipelines.models.spec import Task
from pipelines.settings import Settings

if TYPE_CHECKING:
    import httpx2

_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 5.0  # seconds between two attempts
_POLL = 0.05


@dataclass(frozen=True, slots=True)
class Running:
    """A model that a server runs."""

    name: str
    task: Task
    revision: str


class Server:
    """A server with /v1. Safe to use from any thread. Each method raises ModelError once `seconds` have passed in vain.

    `address` is what stands before /v1; `key` one of the server's keys.
    """

    def __init__(self, address: str, key: str, seconds: float) -> None:
        self._address = address.rstrip("/").removesuffix("/v1")
        self._key = key.strip()
        self._seconds = seconds

    @classmethod
    def of(cls, settings: Settings) -> Server:
        """The server that the settings name."""
        return cls(settings.serve_url, settings.serve_key, settings.serve_seconds)

    @property
    def host(self) -> str:
        """What people call it."""
        return host(self._address)

    def automatic(self, task: Task) -> Running:
        """The model that the server takes for a task. It should answer at once: this is also how it is found ill."""
        told = self._asked("GET", "/v1/models", None, Cancel(), min(self._seconds, CONNECT))
        for row in told if isinstance(told, list) else ():
            if isinstance(row, dict) and row.get("task") == task.value and row.get("automatic"):
                return Running(str(row.get("name")), task, str(row.get("revision", "")))
        raise self._broken("it names no model")

    def translate(
        self, model: Running, texts: Sequence[str], terms: Sequence[tuple[str, str]], cancel: Cancel
    ) -> list[Pair]:
        """A pair for each text, in their order, of the model that was named; none where cancelled."""
        told = self._told("/v1/translate", {"texts": list(texts), "glossary": list(terms)}, cancel)
        if cancel.requested():
            return []
        pairs: list[Pair] = self._read(list[Pair], told.get("pairs"))
        if len(pairs) != len(texts):
            raise self._broken(f"{len(pairs)} translations of {len(texts)} sentences")
        self._same(model, told)
        return pairs

    def summarize(self, model: Running, texts: Sequence[str], length: Length, cancel: Cancel) -> Summary:
        """A summary of these sentences by the model that was named; an empty one where cancelled."""
        told = self._told("/v1/summarize", {"texts": list(texts), "length": length.value}, cancel)
        if cancel.requested():
            return Summary("", (), (), model.name)
        sentences: list[SummarySentence] = self._read(list[SummarySentence], told.get("sentences"))
        if any(not 0 <= one.sentence < len(texts) for sentence in sentences for one in sentence.evidence):
            raise self._broken("a summary of another text")
        self._same(model, told)
        return Summary(str(told.get("headline", "")), tuple(sentences), (), str(told["model"]))

    def _same(self, model: Running, told: dict[str, Any]) -> None:
        """The server may have passed over its model, or have another by now: what it says is then not that model's.

        ("qwen3-0.6b + extractive" is a model with what helped it out.)
        """
        if str(told.get("model", "")).partition(" + ")[0] != model.name:
            raise self._broken(f"{model.name} was asked for, {told.get('model')} answered")

    def _told(self, path: str, body: Any, cancel: Cancel) -> dict[str, Any]:
        told = self._asked("POST", path, body, cancel)
        if not isinstance(told, dict):
            raise self._broken("an answer of another shape")
        return told

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
                why = ModelError(ErrorCode.SERVER_SILENT, host=self.host, reason=reason(error))
            except (httpx2.InvalidURL, UnicodeError) as error:
                why = ModelError(ErrorCode.SERVER_SILENT, host=self.host, reason=reason(error))
                raise why from None  # its own words may hold the key
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
