"""Working off: visitors take turns, books hold up nobody, and a worker that dies or hangs costs one attempt."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fakes import article

from pipelines.document import Digest, Event, Progress, Repaired, Stage
from pipelines.errors import ErrorCode, LimitError
from pipelines.service import crew, jobs, working
from pipelines.service.jobs import Runs
from pipelines.service.run import Lane, Request, Run, State
from pipelines.service.told import Counts
from pipelines.settings import Settings

READ = article(["天气很好。"])


def until(true: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for something."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)


class Steps:
    """The work of a run whose text is a number: so many steps of five milliseconds, unless it is told otherwise."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.at_once: set[str] = set()
        self.most_of_one_visitor = 0
        self.dies: dict[str, int] = {}  # how many times the worker of this visitor dies
        self.hangs = threading.Event()

    def __call__(self, run: Run, settings: Settings, memory: Any, engines: Any) -> Iterator[Event]:
        owner = run.request.owner
        self.begun.append(owner)
        yield Repaired(READ)
        if self.dies.get(owner, 0):
            self.dies[owner] -= 1
            raise SystemExit
        if run.request.data == "hang":
            self.hangs.wait(60)
        for step in range(int(str(run.request.data).replace("hang", "1"))):
            time.sleep(0.005)
            if run.asked.requested():
                return
            yield Progress(Stage.TRANSLATE_ARTICLE, step, 10)
        yield Digest(READ)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Iterator[Steps]:
    made = Steps()
    monkeypatch.setattr(working, "work", made)
    monkeypatch.setattr(jobs, "LOOKING", 0.02)
    monkeypatch.setattr(working, "GRACE", 0.2)
    monkeypatch.setitem(crew.TURN, Lane.EMBEDDED, 0.05)
    yield made
    made.hangs.set()


@pytest.fixture
def serve(steps: Steps) -> Iterator[Callable[..., Runs]]:
    """Begin a service with these settings and one worker."""
    begun: list[Runs] = []

    def begin(**settings: Any) -> Runs:
        begun.append(Runs(Settings(**{"embedded_workers": 1, "retention_hours": 0, "spare_memory": 0} | settings)))
        return begun[-1]

    yield begin
    steps.hangs.set()
    for runs in begun:
        runs.close()


def ask(runs: Runs, count: int | str, owner: str = "a") -> Run:
    return runs.submit(Request(str(count), owner=owner))


def test_a_short_article_does_not_wait_for_a_book_to_end(serve: Callable[..., Runs]) -> None:
    runs = serve()
    book = ask(runs, 2000, "reader")
    until(lambda: book.state is State.RUNNING)
    short = ask(runs, 3, "visitor")
    assert short.wait(10) and short.state is State.DONE
    assert book.state is State.RUNNING
    book.cancel()
    assert book.wait(10) and book.state is State.CANCELLED


def test_two_books_go_on_side_by_side_with_one_worker(serve: Callable[..., Runs]) -> None:
    runs = serve()
    books = [ask(runs, 100, owner) for owner in "ab"]
    until(lambda: all(len(book.events()) > 20 for book in books))
    assert all(book.wait(20) and book.state is State.DONE for book in books)
    for book in books:
        done = [event.done for event in book.events() if isinstance(event, Progress)]
        assert done == list(range(100)), "nothing is done twice or left out between two turns"


def test_articles_of_like_length_are_done_one_after_the_other(serve: Callable[..., Runs]) -> None:
    runs = serve()
    first, second = ask(runs, 100, "a"), ask(runs, 100, "b")
    runs._working._paces._known["extractive", "gloss"] = 0.5  # what they take, for three characters
    until(lambda: first.state.finished)
    assert second.state is State.WAITING or len(second.events()) < 40
    assert second.wait(20)


def test_a_visitor_has_one_article_worked_on_and_two_waiting(serve: Callable[..., Runs]) -> None:
    runs = serve(embedded_workers=4)
    mine = [ask(runs, 400) for _ in range(3)]
    until(lambda: mine[0].state is State.RUNNING)
    with pytest.raises(LimitError) as refused:
        ask(runs, 1)
    assert (refused.value.code, refused.value.facts) == (ErrorCode.OWN_WAITING, {"waiting": 2})
    assert [run.state for run in mine] == [State.RUNNING, State.WAITING, State.WAITING]
    assert [runs.position(run) for run in mine] == [0, 1, 2]
    assert ask(runs, 1, "somebody else").wait(10)
    for run in mine:
        run.cancel()
    assert all(run.wait(10) for run in mine)
    assert ask(runs, 1).wait(10), "there is room again"


def test_who_waits_is_told_a_place_and_a_time(serve: Callable[..., Runs]) -> None:
    runs = serve()
    book = ask(runs, 2000, "a")
    until(lambda: book.state is State.RUNNING)
    runs._working._crew.turn_over = lambda worker: False  # type: ignore[method-assign]  # nobody gets a turn
    waiting = [ask(runs, 1, owner) for owner in "bcd"]
    assert [runs.position(run) for run in waiting] == [1, 2, 3]
    waits = [runs.expected_wait(run) for run in waiting]
    assert 0 < waits[0] < waits[1] < waits[2]
    assert runs.counts() == Counts(waiting=3, running=1)
    waiting[0].cancel()
    assert [runs.position(run) for run in waiting] == [0, 1, 2]
    book.cancel()


def test_what_is_cancelled_between_two_turns_need_not_wait_for_the_next(serve: Callable[..., Runs]) -> None:
    runs = serve()
    first = ask(runs, 4000, "a")
    until(lambda: first.state is State.RUNNING)
    second = ask(runs, 5, "b")
    second.wait(10)
    third = ask(runs, 4000, "c")
    until(lambda: third.state is State.RUNNING)
    resting = next(run for run in (first, third) if runs._working._line.before(run) is not None)
    runs._working._crew.turn_over = lambda worker: False  # type: ignore[method-assign]  # who is at work stays there
    resting.cancel()
    assert resting.wait(5) and resting.state is State.CANCELLED
    for run in (first, third):
        run.cancel()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_run_whose_worker_dies_is_tried_once_more(serve: Callable[..., Runs], steps: Steps) -> None:
    runs = serve()
    steps.dies["a"] = 1
    run = ask(runs, 3)
    assert run.wait(10) and (run.state, run.error) == (State.DONE, None)
    assert steps.begun == ["a", "a"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_run_whose_worker_dies_twice_fails_with_a_clear_word_and_others_go_on(
    serve: Callable[..., Runs], steps: Steps
) -> None:
    runs = serve()
    steps.dies["a"] = 5
    run, other = ask(runs, 3), ask(runs, 3, "b")
    assert run.wait(10) and other.wait(10)
    assert run.state is State.FAILED and run.error is not None and run.error.code is ErrorCode.WORKER_LOST
    assert other.state is State.DONE
    assert steps.begun.count("a") == 2


def test_a_run_that_takes_too_long_is_stopped_and_says_so(serve: Callable[..., Runs]) -> None:
    runs = serve(max_seconds=1)
    run = ask(runs, 100_000)
    assert run.wait(20)
    assert run.state is State.CANCELLED and run.error is not None and run.error.code is ErrorCode.TOO_SLOW
    assert run.digest() is not None, "what was done is kept"


def test_a_worker_that_hangs_is_replaced(serve: Callable[..., Runs], steps: Steps) -> None:
    runs = serve(max_seconds=1)
    hanging = ask(runs, "hang")
    assert hanging.wait(20)
    assert hanging.error is not None and hanging.error.code is ErrorCode.TOO_SLOW
    assert ask(runs, 3).wait(10)
    steps.hangs.set()
    events = len(hanging.events())
    time.sleep(0.05)
    assert len(hanging.events()) == events, "what comes back after its time is not wanted any more"


def test_a_run_that_nobody_looks_at_is_stopped_and_one_that_is_watched_goes_on(serve: Callable[..., Runs]) -> None:
    runs = serve(unwatched_seconds=1, embedded_workers=2)
    left, watched = ask(runs, 100_000, "a"), ask(runs, 100_000, "b")

    def over() -> bool:
        runs.get(watched.id)
        return left.state.finished

    until(over)
    assert left.error is not None and left.error.code is ErrorCode.UNWATCHED
    assert watched.state is State.RUNNING
    watched.cancel()


def test_with_little_memory_nothing_more_is_accepted(serve: Callable[..., Runs]) -> None:
    with pytest.raises(LimitError) as refused:
        ask(serve(spare_memory=10**15), 1)
    assert refused.value.code is ErrorCode.MEMORY_LOW


def test_a_storm_of_articles_and_cancels_leaves_nothing_behind(serve: Callable[..., Runs]) -> None:
    runs = serve(embedded_workers=3, max_waiting=1000, keep_runs=1000)
    accepted: list[Run] = []

    def storm(owner: int) -> None:
        for number in range(60):
            try:
                accepted.append(ask(runs, 2, f"{owner}"))
            except LimitError:
                continue
            if number % 3:
                accepted[-1].cancel()

    threads = [threading.Thread(target=storm, args=(owner,)) for owner in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(run.wait(30) for run in accepted)
    assert {run.state for run in accepted} <= {State.DONE, State.CANCELLED}
    assert runs.counts() == Counts(0, 0)
    assert ask(runs, 2, "after").wait(10), "the workers are all there still"
    assert len(runs._working._under_way) == 0
