"""A page that many share: places in line, what is whose, limits, and how it says where the text goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from test_page_visit import ARTICLE, GATED, SENTENCES
from visitor import Gate, Visitor

from page.messages import ERRORS
from page.runs import runs
from page.strings import TABLE
from pipelines.errors import ErrorCode
from pipelines.service.kept import Problem
from pipelines.service.rate import Rate
from pipelines.settings import Settings

Visit = Callable[..., Visitor]


def test_who_only_has_the_link_may_look_on_but_not_stop_it(visit: Visit, gate: Gate) -> None:
    owner = visit().paste(ARTICLE).click("start").until_english(GATED)
    guest = visit(run=owner.run)
    assert len(guest.english) == GATED and not guest.has("cancel")
    assert owner.look().has("cancel")
    gate.opened.set()
    guest.until_english(SENTENCES)


def test_a_guest_may_correct_for_themselves_and_list_nothing(visit: Visit) -> None:
    owner = visit().paste(ARTICLE).read()
    guest = visit(run=owner.run)
    source = guest.rows[1][0]
    guest.tell("edits", {"run": owner.run, "id": "a", "edits": [["article", source, "A guest's words."]]})
    assert guest.rows[1][1] == "A guest's words."
    assert owner.look().rows[1][1] != "A guest's words."
    assert not guest.has("forget_all") or not guest.has(f"forget_{owner.run}")


def test_a_long_list_is_sent_as_places_become_free_and_waiting_costs_no_requests(
    visit: Visit, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs(), "rate", Rate(Settings(requests_per_minute=8)))
    files = [(f"{number}.txt", f"{ARTICLE}\n第{number}次。".encode()) for number in range(1, 6)]
    page = visit().upload(*files).click("start")
    assert TABLE["following"][0].split("|")[1].format(n=2) in page.texts, "one is read, two wait, two follow"
    for _ in range(20):
        page.look()
    gate.opened.set()
    page.until(lambda: "Articles (5)" in page.labels("popover"))
    assert not any(text.startswith(ERRORS[ErrorCode.TOO_FAST][0][:20]) for text in page.texts)


def test_a_list_that_follows_can_be_dropped(visit: Visit, gate: Gate) -> None:
    files = [(f"{number}.txt", f"{ARTICLE}\n第{number}回。".encode()) for number in range(1, 6)]
    page = visit().upload(*files).click("start").click("following_drop")
    assert not page.has("following_drop") and "Articles (3)" in page.labels("popover")


def test_one_more_article_than_may_wait_is_refused_and_stays_in_the_box(visit: Visit, gate: Gate) -> None:
    page = visit()
    for number in range(4):
        page.paste(f"{ARTICLE}\n第{number}遍。").click("start")
    assert ERRORS[ErrorCode.OWN_WAITING][0].format(waiting=2) in page.texts
    assert page.app.text_area(key="text").value.endswith("第3遍。")


@pytest.mark.parametrize("language", [0, 1])
def test_too_many_requests_are_told_with_the_seconds_to_wait(
    language: int, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs(), "rate", Rate(Settings(requests_per_minute=2)))
    page = visit(lang=("en", "zh")[language])
    page.paste(ARTICLE).read()
    page.upload(("a.txt", ARTICLE.encode()))
    page.upload(("b.txt", ARTICLE.encode()))
    opening = ERRORS[ErrorCode.TOO_FAST][language].split("{")[0]
    assert any(text.startswith(opening) for text in page.texts)


@pytest.mark.parametrize(
    ("durable", "problem", "key"),
    [
        (True, None, "kept_hours"),
        (True, Problem.SET_ASIDE, "kept_hours"),
        (False, None, "kept_memory"),
        (False, Problem.UNWRITABLE, "kept_badly"),
        (False, Problem.IN_USE, "kept_memory"),
        (False, Problem.NEWER, "kept_memory"),
    ],
)
def test_where_the_text_goes_is_said_as_it_is(
    durable: bool, problem: Problem | None, key: str, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs().store, "durable", durable)
    monkeypatch.setattr(runs().store, "problem", problem)
    monkeypatch.setattr(runs(), "settings", replace(runs().settings, retention_hours=5))
    told = TABLE[key][0].split("|")[-1].format(n=5)
    assert told in visit().markup
