"""Models on another server: asked for over its API, waited for as long as is set, and then done without."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from asgi import Faulty, serving
from engines import Scripted
from starlette.applications import Starlette

from pipelines import load
from pipelines.article import read_article
from pipelines.contracts import Cancel
from pipelines.digest import Options, digest
from pipelines.document import Checked, Digest, FindingCode, Flag, Length, Scope, Translated
from pipelines.errors import ErrorCode, ModelError
from pipelines.memory import Memory
from pipelines.models.catalog import CATALOG, specs
from pipelines.models.engine import Engine, Generation
from pipelines.models.served import Running, Server
from pipelines.models.spec import ModelSpec, Task
from pipelines.service.http.routes import routes
from pipelines.service.jobs import Runs
from pipelines.settings import Settings
from pipelines.translation.glossary import Glossary

NEWS = "市图书馆新馆开放\n五月七日，市图书馆新馆正式开放。新馆位于人民路。馆长李明说，欢迎前来阅读。"
OPUS = next(spec for spec in CATALOG if spec.name == "opus-mt")
CLUSTER = next(spec for spec in CATALOG if spec.name == "cluster")


def english(text: str, _: Generation) -> str:
    return f"This is said of {sum(map(ord, text))} in English, whole."


class Elsewhere:
    """A place with one translator, whose engine says `english`."""

    def __init__(self) -> None:
        self.scripted = Scripted(english, budget=500)

    def specs(self, task: Task) -> tuple[ModelSpec, ...]:
        return (OPUS, *specs(task)[-1:]) if task is Task.TRANSLATE else specs(task)[-1:]

    def require(self, spec: ModelSpec) -> None: ...

    def ready(self, spec: ModelSpec) -> bool:
        return True

    def revision(self, spec: ModelSpec) -> str:
        return "" if spec.embedded else "abc"

    def engine(self, spec: ModelSpec, settings: Settings, cancel: Cancel | None) -> tuple[Engine, str]:
        return self.scripted, "abc"


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[str, Faulty, Elsewhere]]:
    place = Elsewhere()
    own = Settings(
        api_keys="secret", retention_hours=0, spare_memory=0, requests_per_minute=0, running_each=8,
        max_waiting_each=60, translator="opus-mt",
    )  # fmt: skip
    runs = Runs(own, engines=place)
    faulty = Faulty(Starlette(routes=routes(runs)))
    with serving(faulty) as address:
        yield address, faulty, place
    runs.close()


@pytest.fixture
def there(
    served: tuple[str, Faulty, Elsewhere], monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Settings, Faulty, Elsewhere]]:
    """The settings of a server that uses it, the server's faults, and what runs there."""
    address, faulty, place = served
    faulty.faults, faulty.always, faulty.asked = [], None, 0
    monkeypatch.setenv("ZHAIYI_SERVE_URL", address)
    monkeypatch.setattr("pipelines.load._failures", {})
    monkeypatch.setattr("pipelines.models.served._FIRST_PAUSE", 0.01)
    yield Settings(serve_url=address, serve_key="secret", serve_seconds=20), faulty, place
    faulty.always = None


def read(settings: Settings, memory: Memory | None = None, glossary: Glossary | None = None) -> tuple[Digest, set[str]]:
    """A digest of the news, and the models that its sentences were translated by."""
    summarizer = load.load_summarizer(settings=settings)
    translator = load.load_translator(settings=settings, glossary=glossary)
    options, used = Options(translate=Scope.BOTH), set()
    for event in digest(read_article(NEWS), summarizer, translator, options, memory=memory):
        if isinstance(event, Translated):
            used.add(event.model)
    assert isinstance(event, Digest)
    return event, used


def passed_over(whole: Digest, code: FindingCode = FindingCode.MODEL_PASSED_OVER) -> list[tuple[str, ...]]:
    return [finding.facts for finding in whole.findings if finding.code is code]


def test_a_digest_is_made_by_the_models_of_the_server(there: tuple[Settings, Faulty, Elsewhere]) -> None:
    settings, _, _ = there
    whole, used = read(settings)
    assert used == {"opus-mt"} and not passed_over(whole)
    assert whole.article_translation is not None
    pairs = whole.article_translation.pairs
    assert [pair.source for pair in pairs] == [sentence.text.strip() for sentence in whole.article.sentences]
    assert all(pair.target == english(pair.source, Generation()) for pair in pairs)
    assert [pair.index for pair in pairs] == [0, 1, 2] and all(pair.score is not None for pair in pairs)


def test_a_long_article_is_asked_for_in_parts_and_comes_whole(there: tuple[Settings, Faulty, Elsewhere]) -> None:
    settings, faulty, _ = there
    sentences = read_article("".join(f"第{n}号列车今天上午出发。" for n in range(100, 250))).sentences
    translator = load.load_translator(settings=settings)
    faulty.asked = 0
    pairs = list(translator.translate(sentences, Cancel()))
    assert sorted(pair.index for pair in pairs) == list(range(150))
    assert all(pair.source == sentences[pair.index].text.strip() for pair in pairs)
    assert 9 <= faulty.asked <= 20


def test_traditional_script_comes_back_as_it_was_written(there: tuple[Settings, Faulty, Elsewhere]) -> None:
    settings, _, _ = there
    sentences = read_article("圖書館在人民路，歡迎閱讀。新館開放。").sentences
    pairs = list(load.load_translator(settings=settings).translate(sentences, Cancel()))
    assert {pair.source for pair in pairs} == {"圖書館在人民路，歡迎閱讀。", "新館開放。"}


def test_the_readers_terms_are_told_and_come_back(there: tuple[Settings, Faulty, Elsewhere]) -> None:
    settings, _, _ = there
    sentences = read_article(NEWS).sentences
    glossary = Glossary.of([("人民路", "People's Road")])
    pairs = list(load.load_translator(settings=settings, glossary=glossary).translate(sentences, Cancel()))
    (term,) = [term for pair in pairs for term in pair.terms]
    assert term.target == "People's Road" and not term.used


@pytest.mark.parametrize("fault", [500, 502, 503, 429, "drop"])
def test_what_passes_is_asked_for_again(there: tuple[Settings, Faulty, Elsewhere], fault: int | str) -> None:
    settings, faulty, _ = there
    translator = load.load_translator(settings=settings)
    faulty.faults = [fault, fault]
    pairs = list(translator.translate(read_article(NEWS).sentences, Cancel()))
    assert len(pairs) == 3 and all(Flag.GLOSS not in pair.flags for pair in pairs)


@pytest.mark.parametrize(
    ("fault", "said"),
    [(503, "too much to do"), (401, "key"), ("nonsense", "no JSON"), ("hang", "does not answer"), (404, "404")],
)
def test_a_server_that_is_lost_in_mid_run_is_done_without_and_it_is_said(
    there: tuple[Settings, Faulty, Elsewhere], fault: int | str, said: str
) -> None:
    settings, faulty, _ = there
    settings = replace(settings, serve_seconds=1)
    memory = Memory()
    summarizer, translator = load.load_summarizer(settings=settings), load.load_translator(settings=settings)
    told = []
    for event in digest(read_article(NEWS), summarizer, translator, Options(), memory=memory):
        told.append(event)
        if isinstance(event, Translated):
            faulty.always = fault
    whole = told[-1]
    assert isinstance(whole, Digest) and whole.article_translation is not None, "nothing is lost"
    assert [Flag.GLOSS in pair.flags for pair in whole.article_translation.pairs] == [True] * 3
    ((name, used, reason),) = passed_over(whole, FindingCode.SERVER_LOST)
    assert (name, used) == ("127.0.0.1", "gloss") and said in reason
    assert sum(isinstance(event, Checked) for event in told if event in told) >= 1
    faulty.always = None
    again, models = read(replace(settings, serve_seconds=20), memory)
    lost = passed_over(again) + passed_over(again, FindingCode.SERVER_LOST)
    assert models == {"opus-mt"} and not lost, "what the gloss made is not taken for the model's"


def test_a_server_that_does_not_answer_at_all_leaves_the_work_to_this_one(
    there: tuple[Settings, Faulty, Elsewhere], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHAIYI_SERVE_URL", "http://127.0.0.1:9")
    began = time.monotonic()
    whole, used = read(Settings(serve_url="http://127.0.0.1:9", serve_seconds=1))
    assert used == {"gloss"} and len(passed_over(whole)) == 2, "of the summarizer and of the translator"
    assert time.monotonic() - began < 6
    named = load.load_translator("cluster", settings=Settings(serve_url="http://127.0.0.1:9", serve_seconds=1))
    assert named.name == "gloss", "also where it was asked for by name"


def test_cancelling_does_not_wait_for_the_server(there: tuple[Settings, Faulty, Elsewhere]) -> None:
    settings, faulty, _ = there
    translator = load.load_translator(settings=settings)
    faulty.always = "hang"
    cancel = Cancel()
    pairs = translator.translate(read_article(NEWS).sentences, cancel)
    began = time.monotonic()
    import threading

    threading.Timer(0.3, cancel.request).start()
    assert list(pairs) == [] and time.monotonic() - began < 3


def test_an_answer_that_lacks_a_sentence_is_no_answer() -> None:
    async def app(scope: object, receive: object, send: object) -> None:
        from starlette.responses import JSONResponse

        answer = JSONResponse({"title": None, "pairs": [], "model": "x", "findings": []})
        await answer(scope, receive, send)  # type: ignore[arg-type]

    with serving(app) as address, pytest.raises(ModelError) as raised:
        Server(address, "", 5).translate(Running("x", Task.TRANSLATE, ""), ["新馆开放。"], [], Cancel())
    assert raised.value.code is ErrorCode.SERVER_BROKEN and "0 translations of 1" in str(raised.value)


def test_what_another_model_says_is_not_taken_for_the_one_that_was_asked(
    there: tuple[Settings, Faulty, Elsewhere], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, _, place = there
    memory = Memory()
    translator = load.load_translator(settings=settings)

    def broken(spec: ModelSpec, settings: Settings, cancel: Cancel | None) -> tuple[Engine, str]:
        return Scripted(lambda text, _: ""), "abc"

    monkeypatch.setattr(type(place), "specs", lambda self, task: specs(task)[-1:])
    monkeypatch.setattr(place, "engine", broken)
    server = Server(settings.serve_url, "secret", 3)
    with pytest.raises(ModelError, match=r"qwen was asked for, opus-mt answered|no model|answer"):
        server.translate(Running("qwen", Task.TRANSLATE, ""), ["新馆开放。"], [], Cancel())
    assert memory.sentences == 0 and translator.name == "opus-mt"


@pytest.mark.parametrize(
    "told", [[], {}, {"data": []}, None, [1], [{"name": "x"}], "text", [{"task": "translate", "automatic": True}]]
)
def test_a_server_of_another_kind_is_no_server_of_models(told: object) -> None:
    async def app(scope: object, receive: object, send: object) -> None:
        from starlette.responses import JSONResponse

        await JSONResponse(told)(scope, receive, send)  # type: ignore[arg-type]

    with serving(app) as address:
        server = Server(address, "", 2)
        with pytest.raises(ModelError) as raised:
            server.automatic(Task.SUMMARIZE)
        assert raised.value.code is ErrorCode.SERVER_BROKEN
        for ask in (
            lambda: server.translate(Running("x", Task.TRANSLATE, ""), ["新馆。"], [], Cancel()),
            lambda: server.summarize(Running("x", Task.SUMMARIZE, ""), ["新馆。"], Length.SHORT, Cancel()),
        ):
            with pytest.raises(ModelError):
                ask()


@pytest.mark.parametrize("key", ["sk-secret\r", "sk-secret\n", "sk-secrét", " sk-secret "])
def test_a_key_that_cannot_be_sent_is_told_to_nobody(key: str) -> None:
    for address in ("http://127.0.0.1:9", "user:pw@host:8000", "http://[", "nonsense"):
        with pytest.raises(ModelError) as raised:
            Server(address, key, 0.3).automatic(Task.TRANSLATE)
        assert "secr" not in str(raised.value) and "pw" not in str(raised.value)


def test_a_call_that_hangs_does_not_keep_the_process() -> None:
    program = (
        "import time\n"
        "from pipelines.contracts import Cancel\n"
        "from pipelines.models.together import together\n"
        "def call(one, cancel):\n    time.sleep(60 * one)\n    return one\n"
        "print(next(together(call, [0, 1], 2, Cancel())))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=20, check=True)
    assert done.stdout == "(0, 0)\n"


def test_the_key_is_sent_and_told_to_nobody(there: tuple[Settings, Faulty, Elsewhere]) -> None:
    settings, faulty, _ = there
    with pytest.raises(ModelError) as raised:
        Server(settings.serve_url, "wrong-key", 3).automatic(Task.TRANSLATE)
    assert raised.value.code is ErrorCode.SERVER_KEY and "wrong-key" not in str(raised.value)
    assert faulty.headers[-1][b"authorization"] == b"Bearer wrong-key"
