"""The plug is pulled: whatever was accepted is done, once, and what is broken is said."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.contracts import Cancel
from pipelines.document import Column, Pair, Sentence, Translation
from pipelines.errors import ErrorCode, LimitError, ModelError
from pipelines.models.catalog import find
from pipelines.models.spec import Task
from pipelines.service import crew, work
from pipelines.service.jobs import Runs
from pipelines.service.kept import Job
from pipelines.service.run import Lane, Request, Run, State
from pipelines.settings import Settings

ROOT = Path(__file__).parents[2]
NEWS = "五月七日上午，市图书馆新馆正式开放。新馆位于人民路，共有藏书120万册。馆长李明说，欢迎市民前来阅读。"


class Slow:
    """A translator that takes its time and notes in a file every sentence that it is asked for."""

    name = "slow"

    def __init__(self, noted: Path, seconds: float) -> None:
        self._noted = noted
        self._seconds = seconds

    def signature(self, text: str) -> str:
        return self.name

    def translate(self, sentences: Sequence[Sentence], cancel: Cancel) -> Generator[Pair, None, Translation]:
        pairs = []
        for index, sentence in enumerate(sentences):
            if cancel.requested():
                break
            with self._noted.open("a", encoding="utf-8") as file:
                file.write(f"{sentence.simplified.strip()}\n")
            time.sleep(self._seconds)
            pairs.append(Pair(index, sentence.text.strip(), f"English of {sentence.text.strip()}"))
            yield pairs[-1]
        return Translation(tuple(pairs), self.name)


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def text(number: int) -> str:
    return "".join(f"第{number}篇的第{place}句写的是天气。" for place in range(1, 13))


def settings(folder: Path) -> Settings:
    return Settings(store=folder / "store", embedded_workers=2, spare_memory=0)


def serve_until_killed(folder: Path) -> None:
    """What the process does that is killed: it accepts 22 articles of as many visitors, and works at two of them."""
    work.translator = lambda *_: Slow(folder / "noted", 0.25)  # type: ignore[assignment]
    crew.TURN[Lane.EMBEDDED] = 60.0
    runs = Runs(settings(folder))
    accepted = [runs.submit(Request(text(number), owner=f"visitor {number}")) for number in range(22)]
    until(lambda: sum(len(run.events()) > 12 for run in accepted) == 2)
    assert Counter(run.state for run in accepted) == {State.RUNNING: 2, State.WAITING: 20}
    (folder / "accepted").write_text(json.dumps([run.id for run in accepted]))
    time.sleep(60)


@pytest.mark.slow
def test_after_kill_9_all_that_was_accepted_is_done_and_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = [sys.executable, __file__, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}) as process:
        until(lambda: (tmp_path / "accepted").exists() or process.poll() is not None)
        assert process.poll() is None
        os.kill(process.pid, signal.SIGKILL)
    ids = json.loads((tmp_path / "accepted").read_text())
    before = (tmp_path / "noted").read_text(encoding="utf-8").splitlines()
    assert before, "two of them were under way"

    monkeypatch.setattr(work, "translator", lambda *_: Slow(tmp_path / "noted", 0.0))
    runs = Runs(settings(tmp_path))
    found = [runs.get(run_id) for run_id in ids]
    for number, run in enumerate(found):
        assert run is not None and run.wait(60) and (run.state, run.error) == (State.DONE, None)
        digest = run.digest()
        assert digest is not None and digest.article_translation is not None
        assert [pair.target for pair in digest.article_translation.pairs] == [
            f"English of {sentence.text.strip()}" for sentence in digest.article.sentences
        ]
        assert digest.article.original == text(number), "to each its own"
    runs.close()
    asked = Counter((tmp_path / "noted").read_text(encoding="utf-8").splitlines())
    twice = [one for one, count in asked.items() if count > 1]
    assert len(twice) <= 2, "what each of the two workers was at when it was killed, and nothing that was finished"
    assert set(twice) <= set(before)

    again = Runs(settings(tmp_path))
    assert again.counts().waiting == again.counts().running == 0, "and it is not begun once more"
    kept = again.get(ids[0])
    assert kept is not None and kept.state is State.DONE
    again.close()


def test_a_server_that_stops_well_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "translator", lambda *_: Slow(tmp_path / "noted", 0.05))
    runs = Runs(settings(tmp_path))
    run = runs.submit(Request(text(1), owner="a"))
    until(lambda: len(run.events()) > 15)
    runs.close()
    assert run.state is State.RUNNING, "it was neither cancelled nor ended"
    again = Runs(settings(tmp_path))
    resumed = again.get(run.id)
    assert resumed is not None and resumed.wait(60) and resumed.state is State.DONE and resumed.attempts == 1
    asked = Counter((tmp_path / "noted").read_text(encoding="utf-8").splitlines())
    assert max(asked.values()) == 1
    again.close()


def test_an_article_at_which_the_server_broke_down_twice_is_not_tried_again(tmp_path: Path) -> None:
    runs = Runs(settings(tmp_path))
    models = find(Task.SUMMARIZE, "extractive"), find(Task.TRANSLATE, "gloss")
    run = Run(Request(NEWS, owner="a"), models)
    runs.store.accept(Job.of(run))
    runs.store.begin(run.id)
    runs.store.begin(run.id)
    runs.close()
    again = Runs(settings(tmp_path))
    failed = again.get(run.id)
    assert failed is not None and failed.state is State.FAILED
    assert failed.error is not None and failed.error.code is ErrorCode.WORKER_LOST
    assert [line.id for line in again.listed("a")] == [run.id]
    again.close()


def test_what_was_read_before_a_restart_is_listed_opened_and_deleted(tmp_path: Path) -> None:
    runs = Runs(settings(tmp_path))
    run = runs.submit(Request(NEWS, owner="a"))
    assert run.wait(60)
    digest, title = run.digest(), run.title
    runs.close()
    again = Runs(settings(tmp_path))
    assert [(line.id, line.title, line.state) for line in again.listed("a")] == [(run.id, title, State.DONE)]
    opened = again.get(run.id)
    assert opened is not None and opened.digest() == digest and opened.request == run.request
    again.forget(run.id)
    assert again.get(run.id) is None and again.listed("a") == ()
    again.close()


def test_a_result_that_cannot_be_written_stays_in_memory_until_it_can(tmp_path: Path) -> None:
    runs = Runs(replace(settings(tmp_path), keep_runs=1))
    first = runs.submit(Request(NEWS, owner="a"))
    read_only(runs, True)
    assert first.wait(60) and first.state is State.DONE
    for run in runs._all():
        assert run.wait(60)
    read_only(runs, False)
    for number in range(3):
        assert runs.submit(Request(f"{NEWS}第{number}次。", owner="a")).wait(60)
    assert runs.get(first.id) is first, "more have come than memory keeps, but this one is nowhere else"
    runs.store.purge()
    assert runs.store.digest(first.id) == first.digest()
    runs.close()


def read_only(runs: Runs, on: bool) -> None:
    with runs.store._database.reading() as connection:
        connection.exec_driver_sql(f"PRAGMA query_only={int(on)}")


def test_only_what_stands_in_an_article_can_be_reported(tmp_path: Path) -> None:
    runs = Runs(settings(tmp_path))
    run = runs.submit(Request(NEWS, owner="a"))
    assert run.wait(60)
    digest = run.digest()
    assert digest is not None and digest.article_translation is not None
    pair = digest.article_translation.pairs[1]
    runs.by_hand.report(run, Column.ARTICLE, "别处的话。", "Something else.")
    runs.by_hand.report(run, Column.ARTICLE, pair.source, "Not what stood there." * 10_000)
    runs.by_hand.report(run, Column.ARTICLE, pair.source, pair.target)
    assert [(one.source, one.target) for one in runs.store.reports.all()] == [(pair.source, pair.target)]
    runs.close()


def test_a_model_that_is_gone_after_a_restart_fails_its_articles_with_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = Runs(settings(tmp_path))
    run = Run(Request(NEWS, owner="a", translator="opus-mt"), (find(Task.SUMMARIZE), find(Task.TRANSLATE, "opus-mt")))
    runs.store.accept(Job.of(run))
    runs.close()
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "nothing"))
    again = Runs(settings(tmp_path))
    failed = again.get(run.id)
    assert failed is not None and failed.error is not None and failed.error.code is ErrorCode.NOT_DOWNLOADED
    assert failed.error.facts["name"] == "opus-mt"
    again.close()


@pytest.mark.slow
def test_a_model_folder_that_is_deleted_while_the_server_runs_is_said_at_the_next_article(
    tmp_path: Path, hub_files: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    folder = tmp_path / "model"
    shutil.copytree(hub_files("marian"), folder)
    chosen = Settings(store=tmp_path / "store", cache=tmp_path / "cache", translator=str(folder), spare_memory=0)
    runs = Runs(chosen)
    first = runs.submit(Request("馆长李明说，建设用了四年时间。", owner="a"))
    assert first.wait(100) and (first.state, first.error) == (State.DONE, None)
    shutil.rmtree(folder)
    with pytest.raises(ModelError) as refused:
        runs.submit(Request("图书馆每天早上九点开门。", owner="a"))
    assert str(folder) in str(refused.value)
    kept = runs.get(first.id)
    assert kept is not None and kept.digest() is not None
    runs.close()


@pytest.mark.slow
def test_ten_thousand_rapid_submissions_are_refused_politely_and_cost_nothing(tmp_path: Path) -> None:
    runs = Runs(settings(tmp_path))
    book = "".join(f"今天是第{number}天，天气很好。" for number in range(20_000))
    accepted, refused = [], Counter[ErrorCode]()
    lock = threading.Lock()

    def hammer(owner: int) -> None:
        for number in range(1_250):
            try:
                run = runs.submit(Request(book if number == 0 else NEWS, owner=f"{owner}"))
                with lock:
                    accepted.append(run)
            except LimitError as error:
                with lock:
                    refused[error.code] += 1

    threads = [threading.Thread(target=hammer, args=(owner,)) for owner in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(accepted) + sum(refused.values()) == 10_000
    assert set(refused) <= {ErrorCode.OWN_WAITING, ErrorCode.BUSY} and sum(refused.values()) > 5_000
    for run in accepted:
        run.cancel()
    assert all(run.wait(60) for run in accepted)
    after = runs.submit(Request(NEWS, owner="somebody"))
    assert after.wait(60) and after.state is State.DONE
    runs.close()


if __name__ == "__main__":
    serve_until_killed(Path(sys.argv[1]))
