"""The doors beside the page: the API, health, metrics, and the headers of every answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import anyio
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from pipelines.document import Digest
from pipelines.errors import ErrorCode, PipelineError
from pipelines.export import json as exported
from pipelines.service import log
from pipelines.service.http.headers import COOKIE, SafeHeaders
from pipelines.service.http.problems import of_error
from pipelines.service.http.routes import routes
from pipelines.service.jobs import Runs
from pipelines.service.kept import Job
from pipelines.service.run import BY_KEY, Request, Run, State
from pipelines.settings import Settings

NEWS = "市图书馆新馆开放\n五月七日，市图书馆新馆正式开放。新馆位于人民路，共有藏书120万册。馆长李明说，欢迎前来阅读。"
KEY = {"Authorization": "Bearer secret-key"}


def server(**settings: Any) -> tuple[TestClient, Runs]:
    runs = Runs(Settings(**{"api_keys": "secret-key, another", "retention_hours": 0, "spare_memory": 0} | settings))
    page = Route("/", lambda request: HTMLResponse("<p>page</p>"))
    app = Starlette(routes=[*routes(runs), page], middleware=[Middleware(SafeHeaders)])
    return TestClient(app, raise_server_exceptions=False), runs


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[TestClient, Runs]]:
    client, runs = server(requests_per_minute=0)
    with client:
        yield client, runs
    runs.close()


@pytest.fixture
def client(served: tuple[TestClient, Runs]) -> TestClient:
    return served[0]


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


# --- the API ---------------------------------------------------------------------------------------------------------


def test_a_digest_is_told_as_it_is_made_and_comes_whole_at_the_end(client: TestClient) -> None:
    answer = client.post("/v1/digest", json={"text": NEWS}, headers=KEY)
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/x-ndjson"
    assert "图书馆" in answer.text, "Chinese is not escaped"
    told = lines(answer.text)
    events = [one["event"] for one in told]
    assert events[0] == "queued" and events[-1] == "digest" and {"repaired", "summarized", "translated"} <= set(events)
    assert {one["model"] for one in told[-1]["digest"]["about"]["models"]} >= {"gloss"}, (
        "with licences and attributions"
    )
    whole = exported.loads(json.dumps(told[-1]["digest"]))
    assert isinstance(whole, Digest) and whole.article_translation is not None
    assert len(whole.article_translation.pairs) == len(whole.article.sentences) == 3


def test_a_file_of_any_kind_is_digested(client: TestClient) -> None:
    page = f"<html><body><h1>新馆开放</h1><p>{NEWS}</p></body></html>".encode("gb18030")
    named = KEY | {"X-File-Name": quote("新馆.html")}
    answer = client.post("/v1/digest/file?length=short&translate=summary", content=page, headers=named)
    whole = lines(answer.text)[-1]["digest"]
    assert whole["article"]["title"] == "新馆开放" and whole["article_translation"] is None
    markdown = client.post("/v1/digest/file", content=f"# 新馆开放\n\n{NEWS}", headers=KEY | {"X-File-Name": "a.md"})
    assert lines(markdown.text)[-1]["digest"]["article"]["title"] == "新馆开放", "a name's ending tells Markdown"


def test_nothing_of_what_the_api_was_asked_is_kept(client: TestClient, served: tuple[TestClient, Runs]) -> None:
    runs = served[1]
    client.post("/v1/digest", json={"text": NEWS}, headers=KEY)
    for _ in range(200):
        if not runs._all():
            break
        client.get("/health/live")
    assert runs._all() == ()


def test_texts_are_translated_each_as_one_sentence(client: TestClient) -> None:
    texts = ["今天天气很好。明天下雨。", "", "图书馆(guǎn)开放。", "OK"]
    answer = client.post("/v1/translate", json={"texts": texts, "glossary": [["图书馆", "reading room"]]}, headers=KEY)
    pairs = answer.json()["pairs"]
    assert [pair["source"] for pair in pairs] == texts and [pair["index"] for pair in pairs] == [0, 1, 2, 3]
    assert "reading room" in pairs[2]["target"].lower()


def test_a_text_is_repaired_split_and_translated(client: TestClient) -> None:
    answer = client.post("/v1/translate", json={"text": "圖書館(guǎn)開放,,。讀者(zhě)很多。"}, headers=KEY).json()
    assert [pair["source"] for pair in answer["pairs"]] == ["圖書館開放。", "讀者很多。"]
    assert answer["model"] == "gloss" and all(pair["target"] for pair in answer["pairs"])


def test_a_summary_names_its_sources(client: TestClient) -> None:
    answer = client.post("/v1/summarize", json={"text": NEWS, "length": "short"}, headers=KEY).json()
    assert answer["sentences"] and answer["model"] == "extractive"
    for sentence in answer["sentences"]:
        source = answer["sources"][sentence["evidence"][0]["sentence"]]
        assert sentence["text"].rstrip("…。")[:6] in source


def test_the_models_are_listed(client: TestClient) -> None:
    listed = {one["name"]: one for one in client.get("/v1/models", headers=KEY).json()}
    assert listed["gloss"]["ready"] and listed["gloss"]["task"] == "translate"
    assert listed["opus-mt"]["download_bytes"] > 1_000_000


@pytest.mark.parametrize(
    ("path", "asked", "status", "code"),
    [
        ("digest", {}, 422, "invalid"),
        ("digest", {"text": "图", "address": "https://a.example/"}, 422, "invalid"),
        ("digest", {"text": NEWS, "length": "huge"}, 422, "invalid"),
        ("digest", {"text": NEWS, "unknown": 1}, 422, "invalid"),
        ("digest", {"text": NEWS, "translator": "babelfish"}, 422, "unknown_model"),
        ("digest", {"text": NEWS, "translator": "../../etc/passwd"}, 422, "unknown_model"),
        ("digest", {"address": "http://127.0.0.1/"}, 422, "private_address"),
        ("translate", {"text": "This is English."}, 422, "not_chinese"),
        ("translate", {"texts": ["", " "]}, 422, "empty"),
        ("summarize", {"text": NEWS, "summarizer": "gloss"}, 422, "unknown_model"),
    ],
)
def test_what_cannot_be_used_is_a_problem_with_a_code_and_a_sentence(
    path: str, asked: dict[str, Any], status: int, code: str, client: TestClient
) -> None:
    answer = client.post(f"/v1/{path}", json=asked, headers=KEY)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    problem = answer.json()
    assert problem["code"] in (code, "wrong_task") and len(problem["detail"]) > 10 and problem["status"] == status
    assert "图书馆" not in answer.text, "what was sent is not sent back"


def test_what_fails_once_it_is_accepted_is_the_last_line(client: TestClient) -> None:
    last = lines(client.post("/v1/digest", json={"text": "This is English."}, headers=KEY).text)[-1]
    assert (last["event"], last["code"], last["status"]) == ("failed", "not_chinese", 422)


@pytest.mark.parametrize("code", [ErrorCode.TOO_SLOW, ErrorCode.UNWATCHED, ErrorCode.WORKER_LOST])
def test_what_the_server_gave_up_is_no_fault_of_the_request(code: ErrorCode) -> None:
    facts = {"minutes": 60} if code is not ErrorCode.WORKER_LOST else {}
    answer = of_error(PipelineError(code, **facts))
    assert answer.status_code == 503 and answer.headers["retry-after"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"text": "\\ud800"}'])
def test_what_is_no_json_of_ours_is_refused(body: bytes, client: TestClient) -> None:
    answer = client.post("/v1/digest", content=body, headers=KEY | {"Content-Type": "application/json"})
    assert answer.status_code in (200, 400, 422)
    if answer.status_code == 200:
        assert lines(answer.text)[-1]["event"] == "failed"


def test_what_was_sent_is_never_sent_back_or_logged(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    told = client.post("/v1/digest", json={"text": NEWS, "我的秘密": 1}, headers=KEY)
    assert told.status_code == 422 and "秘密" not in told.text

    def broken(*_: object) -> None:
        raise RuntimeError(f"cannot read {NEWS}")

    monkeypatch.setattr("pipelines.service.jobs.check_room", broken)
    # Had the exception come through, the server would have logged it with its message.
    strict = TestClient(client.app, raise_server_exceptions=True)
    for path in ("digest", "translate", "summarize"):
        answer = strict.post(f"/v1/{path}", json={"text": NEWS}, headers=KEY)
        assert (answer.status_code, answer.json()["code"]) == (500, "failed")
        assert "图书馆" not in answer.text
    assert "RuntimeError" in caplog.text and "图书馆" not in caplog.text


@pytest.mark.parametrize(("path", "lines"), [("digest", 0), ("digest", 3), ("translate", 0), ("summarize", 0)])
def test_who_goes_away_stops_what_was_asked_for_and_leaves_nothing(path: str, lines: int) -> None:
    client, runs = server()
    book = "".join(f"今天是第{number}天，天气很好，我们去公园散步。" for number in range(4_000))
    body = json.dumps({"text": book}).encode()
    sent: list[bytes] = []
    gone = anyio.Event

    async def ask() -> None:
        left, given = gone(), False

        async def receive() -> dict[str, Any]:
            nonlocal given
            if not given:
                given = True
                return {"type": "http.request", "body": body, "more_body": False}
            if path == "digest":
                await left.wait()
            else:
                while not any(run.digest() for run in runs._all()):
                    await anyio.sleep(0.01)
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message.get("body", b""))
            if len(sent) > lines:
                left.set()
                await anyio.sleep(0)

        scope = {
            "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1",
            "method": "POST", "path": f"/v1/{path}", "raw_path": f"/v1/{path}".encode(), "query_string": b"",
            "root_path": "", "scheme": "http", "server": ("test", 80), "client": ("test", 1),
            "headers": [(b"authorization", b"Bearer secret-key"), (b"content-type", b"application/json")],
        }  # fmt: skip
        await client.app(scope, receive, send)
        with anyio.fail_after(30):
            while runs._all():
                await anyio.sleep(0.01)

    with ThreadPoolExecutor(1) as apart:  # from the loop that a browser test may have left in this thread
        apart.submit(anyio.run, ask).result(60)
    assert b'"digest"' not in b"".join(sent)
    runs.close()


def test_what_the_api_was_asked_before_a_crash_is_neither_done_nor_kept_after_it(tmp_path: Path) -> None:
    kept = {"store": tmp_path / "store", "retention_hours": 72}
    _, runs = server(**kept)
    run, of_the_page = (Run(Request(NEWS, owner=owner), runs.names.models()) for owner in (f"{BY_KEY}a", "browser:b"))
    for one in (run, of_the_page):
        runs.store.accept(Job.of(one))
    runs.close()
    _, again = server(**kept)
    assert again.store.job(run.id) is None and again.get(run.id) is None
    resumed = again.get(of_the_page.id)
    assert resumed is not None and resumed.wait(30)
    again.close()


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"X-Api-Key": ""}, {"X-Api-Key": "ä"}])
def test_without_a_key_nothing_is_done(headers: dict[str, str], client: TestClient) -> None:
    encoded = {name: value.encode("utf-8") for name, value in headers.items()}
    answer = client.post("/v1/digest", json={"text": NEWS}, headers=encoded)
    assert answer.status_code == 401 and answer.headers["www-authenticate"] == "Bearer"
    unread = client.post("/v1/digest", content=b"{", headers=encoded | {"Content-Type": b"application/json"})
    assert unread.status_code == 401, "nothing is read before there is a key"


def test_a_key_may_come_in_its_own_header(client: TestClient) -> None:
    assert client.get("/v1/models", headers={"X-Api-Key": "another"}).status_code == 200


def test_the_api_is_off_until_there_is_a_key() -> None:
    client, runs = server(api_keys="")
    answer = client.post("/v1/digest", json={"text": NEWS}, headers=KEY)
    assert (answer.status_code, answer.json()["code"]) == (404, "off") and "ZHAIYI_API_KEYS" in answer.json()["detail"]
    assert client.post("/v1/digest", content=b"{").status_code == client.get("/v1/openapi.json").status_code == 404
    runs.close()


def test_too_many_requests_are_told_when_to_come_again() -> None:
    client, runs = server(requests_per_minute=2)
    statuses = [client.get("/v1/models", headers=KEY).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    answer = client.get("/v1/models", headers=KEY)
    assert 1 <= int(answer.headers["retry-after"]) <= 60 and answer.json()["code"] == "too_fast"
    assert client.get("/v1/models", headers={"X-Api-Key": "another"}).status_code == 200, "others are not held up"
    runs.close()


def test_a_server_that_has_no_room_says_when_to_come_again() -> None:
    client, runs = server(spare_memory=10**15)
    answer = client.post("/v1/translate", json={"text": NEWS}, headers=KEY)
    assert answer.status_code == 503 and answer.json()["code"] == "memory_low" and int(answer.headers["retry-after"])
    runs.close()


def test_a_body_over_the_limit_is_refused_while_it_arrives() -> None:
    client, runs = server(max_bytes=10_000)
    sent = []

    def endless() -> Iterator[bytes]:
        for _ in range(1000):
            sent.append(1)
            yield b"x" * 1000

    answer = client.post("/v1/digest/file", content=endless(), headers=KEY)
    assert answer.status_code == 413
    runs.close()


def test_the_document_names_every_answer(client: TestClient) -> None:
    document = client.get("/v1/openapi.json").json()
    assert {"/digest", "/digest/file", "/translate", "/summarize", "/models"} <= set(document["paths"])
    for path in document["paths"].values():
        for operation in path.values():
            assert {"200", "401", "404", "429"} <= set(operation["responses"])
            assert operation["security"]


# --- health and metrics ----------------------------------------------------------------------------------------------


def test_a_server_is_ready_once_its_models_are_loaded(client: TestClient, served: tuple[TestClient, Runs]) -> None:
    assert client.get("/health/live").json() == {"live": True}
    fresh, runs = server()
    answer = fresh.get("/health/ready")
    assert answer.status_code == 503 and answer.json()["models_loaded"] is False
    runs._warming._load()
    answer = fresh.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "models_loaded": True, "store_writable": True, "queue_open": True}
    runs.close()
    assert fresh.get("/health/ready").json()["queue_open"] is False


def test_metrics_count_jobs_and_hold_nothing_that_anybody_wrote(client: TestClient) -> None:
    here = TestClient(client.app, client=("127.0.0.1", 50000))
    client.post("/v1/digest", json={"text": NEWS}, headers=KEY)
    text = here.get("/metrics").text
    assert re.search(r'zhaiyi_jobs_total\{code="",state="done"\} [1-9]', text)
    for name in ("zhaiyi_jobs_waiting", "zhaiyi_wait_seconds_bucket", "process_resident_memory_bytes"):
        assert name in text
    assert not re.search(r"[\u4e00-\u9fff]", text) and "secret" not in text


@pytest.mark.parametrize(
    ("key", "host", "headers", "allowed"),
    [
        ("", "127.0.0.1", {}, True),
        ("", "::1", {}, True),
        ("", "::ffff:127.0.0.1", {}, True),
        ("", "10.0.0.5", {}, False),
        ("", "::ffff:10.0.0.5", {}, False),
        ("", "127.0.0.1", {"X-Forwarded-For": "10.0.0.5"}, False),
        ("", "127.0.0.1", {"Forwarded": "for=10.0.0.5"}, False),
        ("k", "10.0.0.5", {"Authorization": "Bearer k"}, True),
        ("k", "10.0.0.5", {"Authorization": "Bearer x"}, False),
        ("k", "127.0.0.1", {}, False),
    ],
)
def test_metrics_are_for_this_machine_or_for_who_has_the_key(
    key: str, host: str, headers: dict[str, str], allowed: bool
) -> None:
    client, runs = server(metrics_key=key)
    answer = TestClient(client.app, client=(host, 50000)).get("/metrics", headers=headers)
    assert answer.status_code == (200 if allowed else 403)
    runs.close()


def test_a_job_is_one_line_in_the_log_without_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    client, runs = server()
    log.set_up()
    runs.observe(log.write)
    run = runs.submit(Request(NEWS, name="秘密.txt", owner="browser:somebody"))
    assert run.wait(30)
    written = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]
    (record,) = written
    assert (record["state"], record["sentences"], record["translator"]) == ("done", 3, "gloss")
    assert (
        run.id not in str(record) and "somebody" not in str(record) and not re.search(r"[\u4e00-\u9fff]", str(record))
    )
    runs.close()


# --- headers ---------------------------------------------------------------------------------------------------------


def test_every_answer_ties_the_browsers_hands(client: TestClient) -> None:
    for path in ("/", "/v1/models", "/health/live", "/nothing"):
        headers = client.get(path).headers
        assert headers["referrer-policy"] == "no-referrer" and headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'self'" in headers["content-security-policy"]
        assert "object-src 'none'" in headers["content-security-policy"]
    assert client.get("/v1/models").headers["cache-control"] == "no-store"


def test_a_browser_gets_a_cookie_with_the_page_and_keeps_it(client: TestClient) -> None:
    fresh = TestClient(client.app)
    given = fresh.get("/").headers["set-cookie"]
    assert given.startswith(f"{COOKIE}=") and "HttpOnly" in given and "SameSite=Lax" in given and "Secure" not in given
    assert "set-cookie" not in fresh.get("/").headers
    assert "set-cookie" not in TestClient(client.app).get("/health/live").headers
    encrypted = TestClient(client.app).get("/", headers={"X-Forwarded-Proto": "https"})
    assert "; Secure" in encrypted.headers["set-cookie"]
    forged = TestClient(client.app, cookies={COOKIE: "x"}).get("/")
    assert "set-cookie" in forged.headers, "what nobody can have got from us is replaced"


@pytest.mark.slow
def test_whatever_the_document_allows_is_answered_as_it_says() -> None:
    import schemathesis
    from hypothesis import HealthCheck, given, settings
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    client, runs = server(requests_per_minute=0, max_waiting_each=60, max_characters=5_000, fetch=False)
    schema = schemathesis.openapi.from_asgi("/v1/openapi.json", client.app)
    checks = [
        not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_schema_conformance,
    ]
    counted: list[int] = []

    for operation in schema.get_all_operations():
        tested = operation.ok()

        @given(case=tested.as_strategy())
        @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        def asked(case: Any) -> None:
            answer = case.call(headers=KEY)
            counted.append(answer.status_code)
            case.validate_response(answer, checks=checks)

        asked()
    assert len(counted) > 100 and {200, 422} <= set(counted)
    assert all(run.state in State for run in runs._all())
    runs.close()
