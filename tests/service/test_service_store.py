"""The store: what was accepted is there after anything, results are whole or absent, and what is deleted is gone."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import FirstSentences, Numbering, article

from pipelines.article import extract
from pipelines.corrections import Correction
from pipelines.digest import Options, digest
from pipelines.document import Article, Column, Digest, Length, Pair, Scope
from pipelines.errors import ErrorCode, PipelineError
from pipelines.models.catalog import find
from pipelines.models.spec import Task
from pipelines.service.clock import Clock
from pipelines.service.database import StoreError
from pipelines.service.kept import Job, Problem, Report
from pipelines.service.opening import open_store
from pipelines.service.packing import packed_request, unpacked_request
from pipelines.service.run import Request, Run, State
from pipelines.service.sqlite import FILE
from pipelines.service.store import Store
from pipelines.settings import Settings
from pipelines.translation.glossary import Glossary

MODELS = find(Task.SUMMARIZE, "extractive"), find(Task.TRANSLATE, "gloss")
READ = article(["江城的图书馆今天开放。", "读者们排起了长队。"], title="图书馆开放")
PAGE = "<html><body><h1>新馆开放</h1><p>五月七日上午，市图书馆新馆正式开放。</p></body></html>".encode()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=tmp_path / "data")


@pytest.fixture
def opened(settings: Settings) -> Iterator[Callable[..., Store]]:
    """Open the store as a server does at its start; it is closed before it is opened again."""
    stores: list[Store] = []

    def open_(**changed: object) -> Store:
        for store in stores:
            store.close()
        stores[:] = [open_store(replace(settings, **changed))]
        return stores[0]

    yield open_
    for store in stores:
        store.close()


def job(store: Store, text: str = "图书馆", owner: str = "me", **request: object) -> str:
    """Have the store accept an article; its id."""
    made = Job.of(Run(Request(text, owner=owner, **request), MODELS))
    store.accept(made)
    return made.id


def digested(store: Store, job_id: str, read: Article = READ, translator: Numbering | None = None) -> Digest:
    """Work a job off with fakes, and have the store keep the result."""
    store.begin(job_id)
    memory = store.memory(job_id)
    *_, whole = digest(read, FirstSentences(), translator or Numbering(), memory=memory)
    assert isinstance(whole, Digest)
    store.finish(job_id, State.DONE, whole, None, 1.5)
    return whole


@pytest.mark.parametrize("data", ["图书馆\ud800", ("图书馆。", "读者。"), b"\xff\x80", extract(PAGE, name="页.html")])
def test_a_request_comes_back_as_it_was(data: object) -> None:
    request = Request(
        data,  # type: ignore[arg-type]
        "文.txt",
        frozenset({"commas"}),
        "auto",
        "gloss",
        Options(Length.LONG, Scope.SUMMARY),
        (Correction(Column.TITLE, "新馆", "The new library"),),
        Glossary.of([("图书馆", "library")]),
        "me",
        False,
    )
    assert unpacked_request(packed_request(request)) == request


def test_what_was_accepted_is_there_after_a_restart_in_its_order(opened: Callable[..., Store]) -> None:
    store = opened()
    ids = [job(store, f"第{number}篇") for number in range(5)]
    digested(store, ids[1])
    store.begin(ids[2])
    again = opened().claim()
    assert [(one.id, one.state, one.attempts) for one in again] == [
        (ids[0], State.WAITING, 0), (ids[2], State.RUNNING, 1), (ids[3], State.WAITING, 0), (ids[4], State.WAITING, 0)
    ]  # fmt: skip
    assert again[0].request.data == "第0篇"


def test_a_result_comes_back_whole_with_what_was_corrected(opened: Callable[..., Store]) -> None:
    store = opened()
    job_id = job(store)
    whole = digested(store, job_id)
    correction = Correction(Column.ARTICLE, "读者们排起了长队。", "Readers queued.")
    store.correct(job_id, (correction,))
    store = opened()
    kept = store.job(job_id)
    assert kept is not None and (kept.state, kept.seconds, kept.title) == (State.DONE, 1.5, "图书馆开放")
    assert store.digest(job_id) == whole
    assert store.corrections(job_id) == (correction,)


def test_how_a_job_failed_comes_back(opened: Callable[..., Store]) -> None:
    store = opened()
    job_id = job(store)
    store.finish(job_id, State.FAILED, None, PipelineError(ErrorCode.TOO_LONG, length=5, limit=4), 0.0)
    kept = opened().job(job_id)
    assert kept is not None and kept.error is not None
    assert (kept.error.code, kept.error.facts) == (ErrorCode.TOO_LONG, {"length": 5, "limit": 4})


def test_a_server_that_stops_does_not_use_up_an_attempt(opened: Callable[..., Store]) -> None:
    store = opened()
    job_id = job(store)
    assert store.begin(job_id) == 1
    store.put_back(job_id)
    (waiting,) = opened().claim()
    assert (waiting.state, waiting.attempts) == (State.WAITING, 0)


def test_a_visitor_finds_their_own_and_nobody_elses(opened: Callable[..., Store]) -> None:
    store = opened()
    mine, beside, theirs = job(store, "我的"), job(store, "旁边", listed=False), job(store, "别人的", owner="you")
    assert [(line.id, line.listed) for line in store.of("me")] == [(mine, True), (beside, False)]
    assert [line.title for line in store.of("you")] == ["别人的"]
    assert theirs and store.of("nobody") == ()


# --- the translation memory ------------------------------------------------------------------------------------------


def test_sentences_that_were_translated_before_a_restart_are_not_translated_again(opened: Callable[..., Store]) -> None:
    digested(opened(), job(opened()))
    store, translator = opened(), Numbering()
    digested(store, job(store), translator=translator)
    assert translator.asked == []


def test_sentences_survive_a_crash_in_the_middle_of_an_article(settings: Settings) -> None:
    settings.store.mkdir()
    process = multiprocessing.get_context("spawn").Process(target=_half_an_article, args=(settings.store,))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    store, translator = open_store(settings), Numbering()
    (unfinished,) = store.claim()
    *_, whole = digest(READ, FirstSentences(), translator, memory=store.memory(unfinished.id))
    assert isinstance(whole, Digest) and whole.article_translation is not None
    assert translator.asked == ["读者们排起了长队。"]
    assert len(whole.article_translation.pairs) == 2
    store.close()


def _half_an_article(folder: Path) -> None:
    store = open_store(Settings(store=folder))
    memory = store.memory(job(store))
    translator = Numbering()
    memory.prepare([])
    for title in ("图书馆开放", "江城的图书馆今天开放。"):
        memory.keep_pair(translator.signature(title), title, Pair(0, title, "English."))
    time.sleep(1)  # far more than the store lies behind
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_whole_article_is_looked_up_at_once(opened: Callable[..., Store]) -> None:
    read = article([f"第{number}句话。" for number in range(700)])
    store = opened()
    digested(store, job(store), read)
    store = opened()
    database, asked = store._database, []
    reading = database.reading
    database.reading = lambda: asked.append(1) or reading()  # type: ignore[method-assign, func-returns-value]
    translator = Numbering()
    digested(store, job(store), read, translator)
    assert translator.asked == [] and len(asked) < 10


# --- deleting --------------------------------------------------------------------------------------------------------


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.name.startswith(FILE))


def test_what_is_deleted_is_in_no_file_any_more(opened: Callable[..., Store], settings: Settings) -> None:
    store = opened()
    gone, kept = job(store), job(store, "另一篇")
    store._writer.flush()
    store.correct(gone, (Correction(Column.ARTICLE, "读者们排起了长队。", "A secret correction."),))
    digested(store, gone)
    assert b"A secret correction." in bytes_of(settings.store)
    key = _keys(settings.store)
    assert key
    store.forget(gone)
    assert b"A secret correction." not in bytes_of(settings.store)
    assert not _keys(settings.store), "no sentence of it is remembered"
    assert store.job(gone) is None and store.digest(gone) is None and store.job(kept) is not None
    translator = Numbering()
    digested(store, kept, translator=translator)
    assert len(translator.asked) == 3, "the process has forgotten it, too"


def test_a_sentence_stays_as_long_as_another_article_has_it(opened: Callable[..., Store], settings: Settings) -> None:
    store = opened()
    first, second = job(store), job(store)
    digested(store, first)
    digested(store, second)
    store.forget(first)
    assert _keys(settings.store)
    store.forget(second)
    assert not _keys(settings.store)


def test_a_job_that_is_deleted_while_it_runs_leaves_nothing(opened: Callable[..., Store], settings: Settings) -> None:
    store = opened()
    job_id = job(store)
    memory = store.memory(job_id)
    memory.keep_pair("n", "一", Pair(0, "一", "One."))
    store.forget(job_id)
    memory.keep_pair("n", "二", Pair(1, "二", "Two."))
    store._writer.flush()
    assert not _keys(settings.store)
    assert store.memory("another").pair("n", "一") is None and store.memory("another").pair("n", "二") is None


def _keys(folder: Path) -> list[str]:
    with sqlite3.connect(folder / FILE) as connection:
        found = [row[0] for row in connection.execute("SELECT key FROM remembered")]
    connection.close()
    return found


def test_what_has_expired_goes_and_a_clock_that_jumps_changes_nothing(opened: Callable[..., Store]) -> None:
    store = opened(retention_hours=72)
    wall, passed = [1_000_000.0], [0.0]
    store.clock = Clock(0.0, lambda: wall[0], lambda: passed[0])
    old, new = job(store, "旧"), ""
    digested(store, old)
    wall[0] += 10 * 365 * 86_400  # somebody sets the clock
    assert store.purge() == () and store.job(old) is not None
    passed[0] += 71 * 3600
    new = job(store, "新")
    assert store.purge() == ()
    passed[0] += 2 * 3600
    assert store.job(old) is None, "it cannot be opened from then on"
    assert store.purge() == (old,)
    assert store.job(new) is not None


def test_a_clock_that_starts_in_1970_begins_where_the_store_left_off() -> None:
    clock = Clock(latest=1_700_000_000.0, wall=lambda: 0.0, passed=lambda: 5.0)
    assert clock.now() == 1_700_000_000.0


def test_over_its_size_the_oldest_results_leave_first_and_what_waits_stays(opened: Callable[..., Store]) -> None:
    store = opened(store_bytes=400_000)
    waiting = job(store, "等待")
    made = []
    for number in range(60):
        made.append(job(store, os.urandom(8_000).hex(), owner=str(number)))
        store.finish(made[-1], State.DONE, Digest(READ), None, 0.0)
    gone = store.purge()
    assert gone and gone == tuple(made[: len(gone)]) and len(gone) < len(made)
    assert store.size <= 400_000
    assert [one.id for one in store.claim()] == [waiting]


def test_with_no_retention_nothing_is_on_the_disk(opened: Callable[..., Store], settings: Settings) -> None:
    store = opened(retention_hours=0)
    whole = digested(store, job_id := job(store))
    assert store.digest(job_id) == whole and (store.durable, store.problem) == (False, None)
    assert not settings.store.exists()


def test_only_its_owner_may_read_the_file(opened: Callable[..., Store], settings: Settings) -> None:
    job(opened())
    assert settings.store.stat().st_mode & 0o777 == 0o700
    assert all(path.stat().st_mode & 0o077 == 0 for path in settings.store.iterdir() if path.name.startswith(FILE))


# --- reports ---------------------------------------------------------------------------------------------------------


def test_a_report_is_kept_for_the_operator_without_its_reader_and_its_article(opened: Callable[..., Store]) -> None:
    store = opened()
    job_id = job(store, owner="account:somebody")
    store.reports.add(Report.now(Column.ARTICLE, "排起了长队。", "Ranked long.", "extractive", "gloss"))
    store.forget(job_id)
    (report,) = opened().reports.all()
    assert (report.source, report.target, report.translator) == ("排起了长队。", "Ranked long.", "gloss")
    assert "somebody" not in str(report) and job_id not in str(report)
    opened().reports.clear()
    assert opened().reports.all() == ()


# --- what goes wrong -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"no database at all " * 500, b"SQLite format 3\x00" + b"\xff" * 9_000])
def test_a_damaged_store_is_put_aside_and_a_new_one_begun(
    content: bytes, opened: Callable[..., Store], settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.store.mkdir()
    (settings.store / FILE).write_bytes(content)
    store = opened()
    assert (store.durable, store.problem) == (True, Problem.SET_ASIDE)
    (aside,) = settings.store.glob("damaged-*.db")
    assert aside.read_bytes() == content and aside.name in caplog.text
    assert store.job(job(store)) is not None


def test_a_store_that_breaks_in_the_middle_is_put_aside_too(opened: Callable[..., Store], settings: Settings) -> None:
    store = opened()
    for number in range(50):
        job(store, f"第{number}篇" * 500)
    store.close()
    path = settings.store / FILE
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\x55" * (len(whole) // 2) + whole[4096 + len(whole) // 2 :])
    store = opened()
    assert store.problem is Problem.SET_ASIDE and store.job(job(store)) is not None


def test_a_folder_that_cannot_be_written_leaves_a_store_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    store = open_store(Settings(store=tmp_path / "file"))
    assert (store.durable, store.problem) == (False, Problem.UNWRITABLE)
    assert store.job(job(store)) is not None
    store.close()


def test_a_second_server_does_not_take_the_first_ones_jobs(opened: Callable[..., Store], settings: Settings) -> None:
    first = opened()
    job_id = job(first)
    second = open_store(settings)
    assert (second.durable, second.problem, second.claim()) == (False, Problem.IN_USE, ())
    second.close()
    assert [one.id for one in first.claim()] == [job_id]


def test_a_store_of_a_newer_version_is_left_alone(opened: Callable[..., Store], settings: Settings) -> None:
    opened().close()
    with sqlite3.connect(settings.store / FILE) as connection:
        connection.execute("UPDATE version SET number = 99")
    connection.close()
    store = open_store(settings)
    assert (store.durable, store.problem) == (False, Problem.NEWER)
    store.close()
    with sqlite3.connect(settings.store / FILE) as connection:
        assert connection.execute("SELECT number FROM version").fetchone() == (99,)
    connection.close()


def test_a_store_that_turns_read_only_refuses_and_keeps_results_for_later(opened: Callable[..., Store]) -> None:
    store = opened()
    job_id = job(store)
    store.begin(job_id)
    read_only(store, True)
    assert not store.writable()
    with pytest.raises(StoreError, match="read-only"):
        job(store)
    with pytest.raises(StoreError):
        store.finish(job_id, State.DONE, Digest(READ), None, 1.0)
    assert store.claim(), "it can still be read"
    read_only(store, False)
    store.purge()
    assert store.digest(job_id) == Digest(READ), "what could not be written is written once it can be"


def read_only(store: Store, on: bool) -> None:
    """As a disk that was mounted anew for reading only."""
    with store._database.reading() as connection:
        connection.exec_driver_sql(f"PRAGMA query_only={int(on)}")


@pytest.mark.slow
def test_a_full_disk_costs_the_oldest_results_and_no_job(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        store = open_store(Settings(store=disk))
        ids = []
        for number in range(200):
            ids.append(job(store, os.urandom(20_000).hex(), owner=str(number)))
            store.finish(ids[-1], State.DONE, Digest(READ), None, 0.0)
        assert store.job(ids[-1]) is not None and store.digest(ids[-1]) == Digest(READ)
        assert store.job(ids[0]) is None, "the oldest made room"
        (disk / "others").write_bytes(b"\0" * 100)
        waiting = []
        with pytest.raises(StoreError, match="full"):
            for _ in range(1000):
                waiting.append(job(store, os.urandom(20_000).hex()))
        assert {one.id for one in store.claim()} == set(waiting), "what was accepted is there"
        store.forget(*waiting)
        assert store.job(job(store)) is not None, "there is room again"
        store.close()
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=False)


def test_the_library_does_not_load_the_database() -> None:
    code = "import sys, pipelines; print('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
