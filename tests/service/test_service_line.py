"""The line: visitors take turns, one run of each at a time, and everybody can be told their place."""

from __future__ import annotations

import threading

import pytest

from pipelines.models import catalog
from pipelines.models.catalog import CATALOG
from pipelines.models.spec import Task
from pipelines.service.line import Line
from pipelines.service.run import Lane, Request, Run

EMBEDDED = catalog.find(Task.SUMMARIZE, "extractive"), catalog.find(Task.TRANSLATE, "gloss")
NEURAL = EMBEDDED[0], next(spec for spec in CATALOG if not spec.embedded and Task.TRANSLATE in spec.tasks)


def run(owner: str, number: int = 1, models: tuple = EMBEDDED) -> Run:
    return Run(Request(f"{owner}{number}", owner=owner), models)


def lined(*owners: str) -> tuple[Line, list[Run]]:
    line, runs = Line(), []
    for owner in owners:
        runs.append(run(owner, 1 + sum(one.request.owner == owner for one in runs)))
        line.put(runs[-1])
    return line, runs


def taken(line: Line, count: int, lane: Lane = Lane.EMBEDDED) -> list[str]:
    """The texts of the next runs, each over before the next is taken."""
    texts = []
    for _ in range(count):
        one = line.take(lane)
        assert one is not None
        line.leave(one)
        texts.append(str(one.request.data))
    return texts


@pytest.mark.parametrize(
    ("came", "served"),
    [
        ("a", "a1"),
        ("aab", "a1 b1 a2"),
        ("aaab", "a1 b1 a2 a3"),
        ("aabbc", "a1 b1 c1 a2 b2"),
        ("abcabc", "a1 b1 c1 a2 b2 c2"),
    ],
)
def test_visitors_take_turns_however_many_articles_they_have(came: str, served: str) -> None:
    line, runs = lined(*came)
    before = [len(line.before(one) or ()) for one in runs]
    assert " ".join(taken(line, len(came))) == served
    order = served.split()
    assert before == [order.index(str(one.request.data)) for one in runs], "what was told beforehand came true"


def test_a_visitor_has_one_run_at_a_time() -> None:
    line, (first, second, other) = lined("a", "a", "b")
    assert line.take(Lane.EMBEDDED) is first
    assert line.take(Lane.EMBEDDED) is other
    assert line.takeable(Lane.EMBEDDED) == ()
    line.leave(first)
    ((waits, seconds),) = line.takeable(Lane.EMBEDDED)
    assert waits is second and seconds >= 0
    assert line.take(Lane.EMBEDDED) is second


def test_a_run_whose_turn_is_over_goes_on_after_everybody_elses_turn_and_before_its_visitors_next() -> None:
    line, (book, next_one, short) = lined("a", "a", "b")
    assert line.take(Lane.EMBEDDED) is book
    line.put_back(book)
    assert [one.request.data for one in line] == ["b1", "a1", "a2"]
    assert line.take(Lane.EMBEDDED) is short
    assert line.take(Lane.EMBEDDED) is book


def test_what_waits_for_a_neural_model_holds_up_nobody_else() -> None:
    line = Line()
    slow, quick = run("a", models=NEURAL), run("b")
    line.put(slow)
    line.put(quick)
    assert line.before(quick) == ()
    assert line.take(Lane.EMBEDDED) is quick
    assert line.take(Lane.NEURAL) is slow


def test_a_run_that_is_removed_is_not_taken() -> None:
    line, (first, second) = lined("a", "b")
    line.remove(first)
    line.remove(first)
    assert line.before(first) is None
    assert line.take(Lane.EMBEDDED) is second


def test_who_waits_for_a_run_is_let_go_when_the_line_is_closed() -> None:
    line = Line()
    got: list[Run | None] = []
    worker = threading.Thread(target=lambda: got.append(line.take(Lane.EMBEDDED)))
    worker.start()
    line.close()
    worker.join(10)
    assert got == [None]


def test_a_run_is_taken_by_one_worker_only() -> None:
    line = Line()
    runs = [run(f"v{number}") for number in range(200)]
    got: list[Run] = []

    def work() -> None:
        while (one := line.take(Lane.EMBEDDED)) is not None:
            got.append(one)
            line.leave(one)

    workers = [threading.Thread(target=work) for _ in range(8)]
    for worker in workers:
        worker.start()
    for one in runs:
        line.put(one)
    while len(got) < len(runs):
        pass
    line.close()
    for worker in workers:
        worker.join(10)
    assert sorted(one.id for one in got) == sorted(one.id for one in runs)
