"""Several servers behind one link: their store in PostgreSQL, Debian's, on this machine."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from asgi import free_port
from test_service_faults import NEWS, Slow, text, until

from pipelines.article import read_article
from pipelines.corrections import Correction
from pipelines.document import Column, Digest, Pair
from pipelines.service import crew, jobs, leases, opening, work
from pipelines.service.database import StoreError
from pipelines.service.jobs import Runs
from pipelines.service.kept import Problem, Report
from pipelines.service.opening import open_store
from pipelines.service.run import BY_KEY, Lane, Request, Run, State
from pipelines.service.store import Lost
from pipelines.service.taking_up import TakingUp
from pipelines.settings import Settings

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

ROOT = Path(__file__).parents[2]


class Server:
    """A PostgreSQL of our own; it will not run as root, so then it runs as its own user."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self._folder, self._programs = folder, programs
        self.port = free_port()
        if os.getuid() == 0:
            folder.chmod(0o755)
            shutil.chown(folder, "postgres")
        self._run("initdb", "-D", "data", "-A", "trust", "-U", "zhaiyi", "--encoding=UTF8", "--locale=C")
        self.start()

    def url(self, database: str) -> str:
        return f"postgresql://zhaiyi@127.0.0.1:{self.port}/{database}"

    def new(self) -> str:
        """The URL of a database that nobody has used."""
        name = f"db{time.monotonic_ns()}"
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "zhaiyi", name)
        return self.url(name)

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        self._run("pg_ctl", "-D", "data", "-w", "-o", options, "-l", "log", "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", "data", "-w", "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        user: dict[str, Any] = {}
        if os.getuid() == 0:
            entry = pwd.getpwnam("postgres")
            user = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
        subprocess.run(
            [str(self._programs / program), *arguments],
            cwd=self._folder,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **user,
        )


@pytest.fixture(scope="module")
def postgres() -> Iterator[Server]:
    pytest.importorskip("psycopg")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin")) or [
        Path(path).parent for path in filter(None, [shutil.which("initdb")])
    ]
    if not found:
        if os.environ.get("ZHAIYI_REQUIRE_BROWSER"):
            pytest.fail("PostgreSQL is not installed (Debian: apt install postgresql)")
        pytest.skip("PostgreSQL is not installed (Debian: apt install postgresql)")
    # Not below pytest's own folder, into which nobody but its user may look.
    with tempfile.TemporaryDirectory(prefix="zhaiyi-postgres-") as folder:
        server = Server(Path(folder), found[-1])
        yield server
        server.stop()


def settings(url: str, **others: Any) -> Settings:
    return Settings(**{"database_url": url, "spare_memory": 0, "requests_per_minute": 0} | others)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leases of a second, renewed ten times in it."""
    monkeypatch.setattr(leases, "LASTS", 1.5)
    monkeypatch.setattr(jobs, "RENEWED", 0.1)
    monkeypatch.setattr(jobs, "LOOKING", 0.05)


@pytest.fixture
def serve(postgres: Server) -> Iterator[Callable[..., Runs]]:
    """Servers that share a database."""
    url, begun = postgres.new(), list[Runs]()

    def begin(**others: Any) -> Runs:
        begun.append(Runs(settings(url, **others)))
        return begun[-1]

    yield begin
    for runs in begun:
        runs.close()


def done(runs: Runs, owner: str = "anna", words: str = NEWS) -> Run:
    run = runs.submit(Request(words, owner=owner))
    assert run.wait(60) and run.state is State.DONE
    return run


# --- what one server keeps -------------------------------------------------------------------------------------------


def test_what_was_accepted_and_done_is_there_after_a_restart(serve: Callable[..., Runs]) -> None:
    first = serve()
    assert first.store.durable and first.store.shared and first.store.problem is None
    run = done(first)
    first.by_hand.correct(run, Correction(Column.ARTICLE, "新馆位于人民路，共有藏书120万册。", "By hand."))
    digest = run.digest()
    first.close()
    again = serve()
    found = again.get(run.id)
    assert found is not None and found.state is State.DONE and found.digest() == digest
    assert [one.target for one in found.corrections] == ["By hand."]
    assert [line.id for line in again.listed("anna")] == [run.id] and again.listed("ben") == ()


def test_text_that_a_database_does_not_take_is_taken(serve: Callable[..., Runs]) -> None:
    runs = serve()
    run = done(runs, words=NEWS + "\x00坏字符\ud800在此。")
    runs.close()
    found = serve().get(run.id)
    assert found is not None and found.digest() is not None


def test_sentences_are_remembered_and_go_with_the_last_article_that_used_them(serve: Callable[..., Runs]) -> None:
    runs = serve()
    store = runs.store
    first, second = (store_job(runs, words) for words in ("一", "二"))
    pair = Pair(0, "新馆开放。", "The new hall opens.")
    for job in (first, second):
        store.memory(job).keep_pair("model", "新馆开放。", pair)
    store.finish(first, State.DONE, None, None, 1.0)
    store.finish(second, State.DONE, None, None, 1.0)
    other = open_store(runs.settings)
    memory = other.memory("another")
    memory.prepare([("model", "新馆开放。")])
    assert memory.pair("model", "新馆开放。") == pair, "what one server has learnt the other knows"
    store.forget(first)
    assert remembered(other) == 1
    store.forget(second)
    assert remembered(other) == 0
    other.close()


def store_job(runs: Runs, words: str) -> str:
    from pipelines.service.kept import Job

    run = Run(Request(words), runs.names.models("extractive", "gloss"))
    runs.store.accept(Job.of(run))
    return run.id


def remembered(store: Any) -> int:
    with store._database.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM remembered").scalar())


def test_what_is_too_much_or_too_old_goes_oldest_first(serve: Callable[..., Runs]) -> None:
    runs = serve(store_bytes=30_000)
    ids = [done(runs, words=f"{NEWS}第{number}次。").id for number in range(8)]
    assert runs.store.size > 10_000
    gone = runs.store.purge()
    assert runs.store.size <= 30_000 and list(gone) == ids[: len(gone)]
    assert 0 < len(gone) < len(ids) or runs.store.size < 30_000


def test_reports_are_kept_and_taken(serve: Callable[..., Runs]) -> None:
    store = serve().store
    report = Report.now(Column.ARTICLE, "新馆。", "New pavilion.", "extractive", "gloss")
    store.reports.add(report)
    assert store.reports.all() == (report,)
    store.reports.clear()
    assert store.reports.all() == ()


def test_ten_servers_that_begin_at_once_make_one_schema(postgres: Server) -> None:
    url = postgres.new()
    with ThreadPoolExecutor(10) as pool:
        stores = list(pool.map(lambda _: open_store(settings(url)), range(10)))
    assert all(store.durable for store in stores)
    for store in stores:
        store.close()


def test_without_the_database_nobody_is_sent_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "WAITING", 0.1)
    store = open_store(settings(f"postgresql://zhaiyi@127.0.0.1:{free_port()}/none"))
    assert store.problem is Problem.UNREACHABLE and not store.durable and not store.writable()
    store.close()
    wrong = open_store(settings("mysql+nothing://x"))
    assert wrong.problem is Problem.UNREACHABLE
    wrong.close()


def test_a_database_that_is_gone_for_a_moment_is_used_again(postgres: Server, serve: Callable[..., Runs]) -> None:
    runs = serve()
    run = done(runs)
    postgres.stop()
    with pytest.raises(StoreError):
        runs.store.correct(run.id, (Correction(Column.ARTICLE, "一", "one"),))
    postgres.start()
    again = done(runs, words=f"{NEWS}再来一次。")
    assert runs.get(again.id) is not None and runs.get(run.id) is not None


# --- two servers -----------------------------------------------------------------------------------------------------


def test_what_one_server_has_done_the_other_shows(serve: Callable[..., Runs]) -> None:
    one, other = serve(), serve()
    run = done(one)
    shown = other.get(run.id)
    assert shown is not None and shown.digest() == run.digest()
    assert [line.id for line in other.listed("anna")] == [run.id]
    run_of_other = done(other, words=f"{NEWS}又一篇。")
    assert [line.id for line in one.listed("anna")] == [run.id, run_of_other.id]

    other.by_hand.correct(shown, Correction(Column.ARTICLE, "新馆。", "By hand."))
    found = one.get(run.id)
    assert found is not None and [one_.target for one_ in found.corrections] == ["By hand."]
    other.forget(run.id)
    assert one.get(run.id) is None and one.listed("anna")[0].id == run_of_other.id, "deleted is deleted everywhere"


def test_a_run_that_goes_on_at_one_server_is_seen_and_cancelled_at_the_other(
    serve: Callable[..., Runs], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "translator", lambda *_: Slow(tmp_path / "noted", 0.1))
    one, other = serve(), serve()
    run, second = one.submit(Request(text(1), owner="anna")), one.submit(Request(text(2), owner="ben"))
    until(lambda: run.state is State.RUNNING)
    seen = other.get(run.id)
    assert seen is not None and seen is other.get(run.id) and not seen.state.finished
    assert other.counts().running == other.counts().waiting == 0, "it is none of its own"
    assert run.wait(60) and run.state is State.DONE
    until(lambda: seen.state.finished)
    assert seen.state is State.DONE and seen.digest() == run.digest()

    unwanted = other.get(second.id)
    assert unwanted is not None
    unwanted.cancel()
    assert second.wait(10) and second.state in (State.CANCELLED, State.DONE)


def test_what_was_asked_over_the_api_goes_with_the_server_that_was_asked(serve: Callable[..., Runs]) -> None:
    one = serve()
    run = one.submit(Request(NEWS, owner=f"{BY_KEY}abc"))
    assert run.wait(60)
    other = serve()
    assert one.get(run.id) is not None, "a server that begins does not take from one that works"
    other.close()


def test_a_server_that_stops_well_hands_over_at_once(
    serve: Callable[..., Runs], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "LASTS", 300.0)
    monkeypatch.setattr(work, "translator", lambda *_: Slow(tmp_path / "noted", 0.05))
    one, other = serve(), serve()
    run = one.submit(Request(text(1), owner="anna"))
    until(lambda: len(run.events()) > 8)
    one.close()
    taken = other.get(run.id)
    assert taken is not None and taken.wait(30) and taken.state is State.DONE
    asked = Counter((tmp_path / "noted").read_text(encoding="utf-8").splitlines())
    assert max(asked.values()) == 1, "and it goes on where the other was"


def test_a_server_that_was_frozen_does_not_overwrite_what_another_has_done(
    serve: Callable[..., Runs], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = serve(), serve()
    monkeypatch.setattr(one._taking_up, "renew", lambda known: None)  # as one whose network is gone
    read = read_article(NEWS)
    job = store_job(one, NEWS)
    until(lambda: other.get(job) is not None and other.get(job).state is State.DONE, 30)  # type: ignore[union-attr]
    with pytest.raises(Lost):
        one.store.begin(job)
    one.store.finish(job, State.FAILED, Digest(read), None, 9.0)
    kept = other.store.job(job)
    assert kept is not None and kept.state is State.DONE and kept.seconds < 9.0


def test_a_job_that_is_ours_and_that_nobody_here_knows_is_for_others(serve: Callable[..., Runs]) -> None:
    one, other = serve(), serve()
    job = store_job(one, NEWS)  # written down, but its server was told that it was not
    until(lambda: (found := one.store.job(job)) is not None and found.state is State.DONE, 30)
    assert other.get(job) is not None


def test_what_is_cancelled_while_its_server_is_lost_is_not_done(
    serve: Callable[..., Runs], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TakingUp, "renew", lambda self, known: None)
    one, other = serve(), serve()
    job = store_job(one, NEWS)
    other.store.leases.cancel(job)
    time.sleep(leases.LASTS + 0.5)
    assert other.store.claim() == ()
    kept = other.store.job(job)
    assert kept is not None and kept.state is State.CANCELLED
    late = store_job(one, NEWS)
    time.sleep(leases.LASTS + 0.5)
    other.store.leases.cancel(late)
    kept = other.store.job(late)
    assert kept is not None and kept.state is State.CANCELLED


def test_a_job_that_cannot_be_read_stops_nobody(serve: Callable[..., Runs]) -> None:
    one = serve()
    job = store_job(one, NEWS)
    with one.store._database.writing() as connection:
        connection.exec_driver_sql("UPDATE jobs SET request = 'nonsense'")
    other = serve()
    until(lambda: rows(other, "SELECT state FROM jobs") == ["failed"], 30)
    done(other)
    assert job not in {run.id for run in other._all()}


def rows(runs: Runs, question: str) -> list[Any]:
    with runs.store._database.reading() as connection:
        return list(connection.exec_driver_sql(question).scalars())


@pytest.mark.parametrize("run_id", ["\x00", "\ud800", "../x", "", "x" * 10_000, "'; DROP TABLE jobs; --"])
def test_an_id_that_is_none_is_no_run(run_id: str, serve: Callable[..., Runs]) -> None:
    assert serve().get(run_id) is None


def test_the_first_to_see_the_database_again_does_not_take_what_the_others_have(
    serve: Callable[..., Runs], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "LOOKING", 3600.0)
    one, other = serve(), serve()
    job = store_job(one, NEWS)
    time.sleep(leases.LASTS + 0.5)  # in which neither could renew
    other._taking_up.renew(other._all)
    assert not any(run.id == job for run in other._all()), "the other is given time"
    held = one.store.hold()
    assert job in held.jobs


def serve_until_killed(folder: Path, url: str) -> None:
    """What the server does that is killed: it accepts 12 articles of as many visitors, and works at two of them."""
    leases.LASTS, jobs.RENEWED, jobs.LOOKING = 1.5, 0.1, 0.05
    work.translator = lambda *_: Slow(folder / "noted", 0.25)  # type: ignore[assignment]
    crew.TURN[Lane.EMBEDDED] = 60.0
    runs = Runs(settings(url))
    accepted = [runs.submit(Request(text(number), owner=f"visitor {number}")) for number in range(12)]
    until(lambda: sum(len(run.events()) > 8 for run in accepted) == 2)
    (folder / "accepted").write_text(json.dumps([run.id for run in accepted]))
    time.sleep(60)


def test_of_two_servers_one_is_killed_and_the_other_does_all_it_had_and_nothing_twice(
    postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgres.new()
    monkeypatch.setattr(work, "translator", lambda *_: Slow(tmp_path / "noted", 0.0))
    others = [Runs(settings(url)) for _ in range(2)]
    command = [sys.executable, __file__, str(tmp_path), url]
    path = os.pathsep.join((str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "service")))
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": path}) as process:
        until(lambda: (tmp_path / "accepted").exists() or process.poll() is not None)
        assert process.poll() is None
        assert all(other.counts().running == 0 for other in others), "while it lives, nobody takes what it has"
        ids = json.loads((tmp_path / "accepted").read_text())
        watched = [others[number % 2].get(run_id) for number, run_id in enumerate(ids)]
        os.kill(process.pid, signal.SIGKILL)
    before = (tmp_path / "noted").read_text(encoding="utf-8").splitlines()
    for number, run in enumerate(watched):
        assert run is not None and run.wait(60) and (run.state, run.error) == (State.DONE, None)
        digest = run.digest()
        assert digest is not None and digest.article.original == text(number), "to each its own"
        assert digest.article_translation is not None
        assert len(digest.article_translation.pairs) == len(digest.article.sentences)
    asked = Counter((tmp_path / "noted").read_text(encoding="utf-8").splitlines())
    twice = [one for one, count in asked.items() if count > 1]
    assert len(twice) <= 2 and set(twice) <= set(before), "what was under way when it was killed, and nothing else"
    for other in others:
        other.close()


def test_no_job_is_ever_worked_on_by_two(
    serve: Callable[..., Runs], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "translator", lambda *_: Slow(tmp_path / "noted", 0.01))
    servers = [serve() for _ in range(3)]
    runs = [servers[number % 3].submit(Request(text(number), owner=f"visitor {number}")) for number in range(18)]
    pause = threading.Event()
    end = time.monotonic() + 60
    while not all(run.state.finished for run in runs) and time.monotonic() < end:
        pause.wait(0.05)
    assert all(run.state is State.DONE for run in runs)
    asked = Counter((tmp_path / "noted").read_text(encoding="utf-8").splitlines())
    assert max(asked.values()) == 1


if __name__ == "__main__":
    serve_until_killed(Path(sys.argv[1]), sys.argv[2])
