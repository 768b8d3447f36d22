"""A chat model behind OpenAI's protocol, as vLLM and llama.cpp speak it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pytest
from asgi import Faulty, serving
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from pipelines import load
from pipelines.article import read_article
from pipelines.contracts import Cancel
from pipelines.document import Flag
from pipelines.errors import ErrorCode, ModelError
from pipelines.models.engine import Generation
from pipelines.models.openai import ChatServer
from pipelines.settings import Settings

NEWS = "五月七日，市图书馆新馆正式开放。新馆位于人民路。馆长李明说，欢迎前来阅读。"


class Chatting:
    """A server with the shapes that vLLM answers with; it remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.probabilities = True
        self.finish = "stop"
        routes = [
            Route("/v1/models", self.models),
            Route("/v1/chat/completions", self.completions, methods=["POST"]),
        ]
        self.faulty = Faulty(Starlette(routes=routes))

    async def models(self, request: Request) -> JSONResponse:
        return JSONResponse({"object": "list", "data": [{"id": "tencent/Hy-MT2", "object": "model"}]})

    async def completions(self, request: Request) -> JSONResponse:
        body = await request.json()
        self.asked.append(body)
        self.keys.append(request.headers.get("authorization", ""))
        (message,) = body["messages"]
        text = f"It says {len(message['content'])} in English here."
        choice: dict[str, Any] = {
            "index": 0,
            "message": {"role": "assistant", "content": text},
            "finish_reason": self.finish,
            "logprobs": {"content": [{"token": "It", "logprob": -0.5}, {"token": " says", "logprob": -0.1}]}
            if self.probabilities
            else None,
        }
        return JSONResponse({"object": "chat.completion", "model": body["model"], "choices": [choice]})


@pytest.fixture
def chatting(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Chatting, Settings]]:
    server = Chatting()
    monkeypatch.setattr("pipelines.models.openai._PAUSE", 0.01)
    monkeypatch.setattr("pipelines.load._failures", {})
    with serving(server.faulty) as address:
        monkeypatch.setenv("ZHAIYI_CHAT_URL", f"{address}/v1")
        yield server, Settings(chat_url=f"{address}/v1", chat_key="secret")


def test_articles_are_translated_and_summarized_by_it(chatting: tuple[Chatting, Settings]) -> None:
    server, settings = chatting
    sentences = read_article(NEWS).sentences
    translator = load.load_translator(settings=settings)
    pairs = list(translator.translate(sentences, Cancel()))
    assert translator.name == "chat-server" and sorted(pair.index for pair in pairs) == [0, 1, 2]
    assert all(pair.target.startswith("It says") and pair.score == pytest.approx(-0.3) for pair in pairs)
    assert load.load_summarizer(settings=settings).name == "chat-server"
    body = server.asked[0]
    assert body["model"] == "tencent/Hy-MT2" and body["temperature"] == 0.7 and body["top_k"] == 20
    assert body["chat_template_kwargs"] == {"enable_thinking": False} and isinstance(body["seed"], int)
    assert set(server.keys) == {"Bearer secret"}
    assert any("馆" in one["messages"][0]["content"] for one in server.asked)


def test_the_model_that_is_set_is_asked_for(chatting: tuple[Chatting, Settings]) -> None:
    server, settings = chatting
    from dataclasses import replace

    translator = load.load_translator(settings=replace(settings, chat_model="another"))
    list(translator.translate(read_article(NEWS).sentences, Cancel()))
    assert {one["model"] for one in server.asked} == {"another"}
    assert "another" in translator.signature("新馆"), "or one model's sentences would be taken for the other's"


def test_without_probabilities_a_pair_has_no_score(chatting: tuple[Chatting, Settings]) -> None:
    server, settings = chatting
    server.probabilities = False
    pairs = list(load.load_translator(settings=settings).translate(read_article(NEWS).sentences, Cancel()))
    assert len(pairs) == 3 and all(pair.score is None for pair in pairs)


def test_an_answer_that_was_cut_says_so(chatting: tuple[Chatting, Settings]) -> None:
    server, settings = chatting
    server.finish = "length"
    engine = ChatServer(settings.chat_url, "m", "", 8_192)
    (output,) = engine.generate(["新馆"], Generation(), Cancel())
    assert output.cut and not math.isnan(output.score)
    pairs = list(load.load_translator(settings=settings).translate(read_article(NEWS).sentences[:1], Cancel()))
    assert Flag.CUT in pairs[0].flags


@pytest.mark.parametrize("fault", [500, 503, 429, "drop"])
def test_what_passes_is_asked_for_again(chatting: tuple[Chatting, Settings], fault: int | str) -> None:
    server, settings = chatting
    engine = ChatServer(settings.chat_url, "m", "", 8_192)
    server.faulty.faults = [fault, fault]
    assert len(list(engine.generate(["一", "二", "三"], Generation(), Cancel()))) == 3


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (503, ErrorCode.SERVER_BUSY),
        (401, ErrorCode.SERVER_KEY),
        (400, ErrorCode.SERVER_BROKEN),
        ("nonsense", ErrorCode.SERVER_BROKEN),
    ],
)
def test_what_does_not_pass_is_said(chatting: tuple[Chatting, Settings], fault: int | str, code: ErrorCode) -> None:
    server, settings = chatting
    engine = ChatServer(settings.chat_url, "m", "key-of-ours", 8_192)
    server.faulty.always = fault
    with pytest.raises(ModelError) as raised:
        list(engine.generate(["一"], Generation(), Cancel()))
    assert raised.value.code is code and "key-of-ours" not in str(raised.value)


def test_where_it_is_silent_auto_goes_on_to_the_next_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHAIYI_CHAT_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setattr("pipelines.models.openai._PAUSE", 0.01)
    monkeypatch.setattr("pipelines.load._failures", {})
    settings = Settings(chat_url="http://127.0.0.1:9/v1")
    assert load.load_translator(settings=settings).name == "gloss"
    with pytest.raises(ModelError) as raised:
        load.load_translator("chat-server", settings=settings)
    assert raised.value.code is ErrorCode.SERVER_SILENT


def test_no_text_has_more_tokens_than_it_counts() -> None:
    engine = ChatServer("http://127.0.0.1:9/v1", "m", "", 8_192)
    assert engine.count("图书馆") >= 3 and engine.count("library") >= 4
    with pytest.raises(ValueError, match="tokens"):
        list(engine.generate(["图" * 9_000], Generation(), Cancel()))
