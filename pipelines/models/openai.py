"""Chat models on a server that speaks OpenAI's protocol: vLLM, llama.cpp's server and others.

A text is a user's message. The server batches by itself, so texts are asked for side by side.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from typing import Any

from pipelines.article.chinese import han
from pipelines.contracts import Cancel
from pipelines.errors import ErrorCode, ModelError
from pipelines.models.calling import AGAIN, CONNECT, client, host, reason
from pipelines.models.chat import answer_bound, answer_room, seed
from pipelines.models.ctranslate import within
from pipelines.models.engine import Generation, Output
from pipelines.models.spec import ModelSpec
from pipelines.models.together import together
from pipelines.settings import Settings

AT_ONCE = 8
SECONDS = 300.0  # that one answer may take: without a GPU a long one takes minutes
_ATTEMPTS = 4
_PAUSE = 0.3  # seconds before the second attempt, doubled before each further one
_TEMPLATE = 64  # tokens that a chat template adds, and more


class ChatServer:
    """See `pipelines.models.engine.Engine`.

    How many tokens a text has only the server knows; it is taken to have one for each Chinese character and one for
    every two others, which is more than any tokenizer of today makes of them. The score is nan where the server does
    not tell probabilities.
    """

    def __init__(self, address: str, model: str, key: str, positions: int, at_once: int = AT_ONCE) -> None:
        self._address = address.rstrip("/")
        self._model = model
        self._budget = answer_room(positions)
        self._at_once = at_once
        self._headers = {"Authorization": f"Bearer {key.strip()}"} if key.strip() else {}

    @property
    def budget(self) -> int:
        """See `Engine`. What is kept for the answer is not part of it."""
        return self._budget

    def count(self, text: str) -> int:
        """See `Engine`: an upper bound."""
        chinese = len(han.findall(text))
        return chinese + math.ceil((len(text) - chinese) / 2) + _TEMPLATE

    def generate(
        self, texts: Sequence[str], generation: Generation, cancel: Cancel, *, interactive: bool = True
    ) -> Iterator[Output]:
        """See `Engine`. Beams are not in the protocol: where they are asked for, the server is greedy."""
        within([self.count(text) for text in texts], self._budget)

        def ask(index: int, cancel: Cancel) -> Output:
            return self._answer(index, texts[index], generation, cancel)

        for _, output in together(ask, range(len(texts)), self._at_once, cancel):
            yield output

    def first_model(self, cancel: Cancel) -> str:
        """The first model that the server names. Raises ModelError; it should answer at once."""
        told = self._asked("GET", "models", None, cancel, CONNECT)
        try:
            return str(told["data"][0]["id"])
        except (KeyError, IndexError, TypeError) as error:
            raise self._broken("it names no model") from error

    def _answer(self, index: int, text: str, generation: Generation, cancel: Cancel) -> Output:
        told = self._asked("POST", "chat/completions", self._body(text, generation), cancel)
        if cancel.requested():
            return Output(index, "", math.nan, cut=True)
        try:
            choice = told["choices"][0]
            answer = str(choice["message"]["content"] or "")
            tokens = [float(one["logprob"]) for one in (choice.get("logprobs") or {}).get("content") or ()]
        except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
            raise self._broken("an answer of another shape") from error
        score = sum(tokens) / len(tokens) if tokens else math.nan
        return Output(index, answer, score, cut=choice.get("finish_reason") == "length")

    def _body(self, text: str, generation: Generation) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self._model,
            "messages": [{"role": "user", "content": text}],
            "max_tokens": answer_bound(generation, self.count(text)),
            "temperature": generation.temperature,
            "seed": seed(text),
            "logprobs": True,
            # Qwen3 and others think aloud first unless told not to; who does not know the word passes over it.
            "chat_template_kwargs": {"enable_thinking": False},
        }
        if generation.temperature:
            body["top_p"] = generation.top_p
            if generation.top_k:
                body["top_k"] = generation.top_k
        if generation.repetition_penalty != 1.0:
            body["repetition_penalty"] = generation.repetition_penalty  # vLLM's word for it
            body["repeat_penalty"] = generation.repetition_penalty  # llama.cpp's
        return body

    def _asked(self, method: str, path: str, body: Any, cancel: Cancel, seconds: float = SECONDS) -> Any:
        import httpx2

        timeout = httpx2.Timeout(seconds, connect=CONNECT)
        why, pause = ModelError(ErrorCode.SERVER_BUSY, host=self._host), _PAUSE
        for attempt in range(_ATTEMPTS):
            if attempt:
                time.sleep(pause)
                pause *= 2
            if cancel.requested():
                return {}
            try:
                url = f"{self._address}/{path}"
                answer = client().request(method, url, json=body, headers=self._headers, timeout=timeout)
            except httpx2.TimeoutException as error:
                raise ModelError(ErrorCode.SERVER_SILENT, host=self._host, reason=reason(error)) from error
            except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
                why = ModelError(ErrorCode.SERVER_SILENT, host=self._host, reason=reason(error))
                continue
            if answer.status_code == 200:
                try:
                    return answer.json()
                except ValueError as error:
                    raise self._broken("no JSON") from error
            if answer.status_code in (401, 403):
                raise ModelError(ErrorCode.SERVER_KEY, host=self._host)
            if answer.status_code not in AGAIN:
                raise self._broken(f"status {answer.status_code}")
            busy = answer.status_code in (429, 503)
            why = (
                ModelError(ErrorCode.SERVER_BUSY, host=self._host)
                if busy
                else self._broken(f"status {answer.status_code}")
            )
        raise why

    @property
    def _host(self) -> str:
        return host(self._address)

    def _broken(self, reason: str) -> ModelError:
        return ModelError(ErrorCode.SERVER_BROKEN, host=self._host, reason=reason)


def load(spec: ModelSpec, settings: Settings, cancel: Cancel | None = None) -> tuple[ChatServer, str]:
    """The engine, and in the place of a revision what the server calls its model. Raises ModelError if it is silent."""
    engine = ChatServer(settings.chat_url, settings.chat_model, settings.chat_key, spec.positions)
    first = engine.first_model(cancel or Cancel())
    model = settings.chat_model or first
    return ChatServer(settings.chat_url, model, settings.chat_key, spec.positions), f"{settings.chat_url} {model}"
