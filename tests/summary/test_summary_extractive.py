"""The embedded summarizer: verbatim, in order, of the size that was asked for, never failing."""

from __future__ import annotations

import pytest
from fakes import article
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.contracts import Cancel
from pipelines.document import Article, Length, Summary
from pipelines.summary.extractive import Extractive, headline, size

STORY = article(
    [
        "滨江市图书馆新馆五月七日正式开放，首日接待读者一万二千人。",
        "天气很好。",
        "新馆建筑面积五万平方米，藏书一百二十万册，是滨江市投资最大的文化工程。",
        "好。",
    ],
    [
        "图书馆馆长李明介绍，新馆为读者提供自助借书、儿童阅览和数字阅读服务。",
        "对对对，嗯。",
        "滨江市政府表示，新馆全年免费向读者开放，今后还将建设十个社区图书馆。",
        "读者王女士说，新图书馆的儿童阅览室比旧馆大得多。",
    ],
)


def summarize(story: Article, length: Length = Length.MEDIUM) -> Summary:
    steps = Extractive().summarize(story, length, Cancel())
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def test_a_summary_is_verbatim_in_order_and_its_own_evidence() -> None:
    summary = summarize(STORY, Length.LONG)
    places = [sentence.evidence[0].sentence for sentence in summary.sentences]
    assert places == sorted(places)
    for sentence in summary.sentences:
        assert sentence.text == STORY.sentences[sentence.evidence[0].sentence].text
        assert sentence.evidence[0].score == 1.0


def test_what_the_article_is_about_is_taken_and_filler_is_not() -> None:
    short = summarize(STORY, Length.SHORT).sentences
    assert all("图书馆" in sentence.text or "新馆" in sentence.text for sentence in short)
    everything = "".join(sentence.text for sentence in summarize(STORY, Length.LONG).sentences)
    assert "对对对" not in everything and "天气很好" not in everything


def test_a_sentence_said_twice_is_taken_once() -> None:
    twice = article([STORY.sentences[0].text, STORY.sentences[0].text, *(s.text for s in STORY.sentences[4:])])
    taken = [sentence.text for sentence in summarize(twice, Length.LONG).sentences]
    assert taken.count(STORY.sentences[0].text) == 1


@pytest.mark.parametrize(
    ("sentences", "short", "medium", "long"),
    [(0, 0, 0, 0), (1, 1, 1, 1), (2, 2, 2, 2), (7, 1, 1, 2), (20, 2, 3, 6), (40, 2, 5, 12), (1000, 2, 5, 15)],
)
def test_the_presets(sentences: int, short: int, medium: int, long: int) -> None:
    assert [size(length, sentences) for length in Length] == [short, medium, long]


def test_salience_is_given_for_every_sentence_and_its_best_is_one() -> None:
    salience = summarize(STORY).salience
    assert len(salience) == len(STORY.sentences)
    assert max(salience) == 1.0 and min(salience) >= 0.0


@pytest.mark.parametrize(
    ("sentence", "line"),
    [
        ("新馆正式开放。", "新馆正式开放"),
        ("五月七日，" + "新" * 30 + "，" + "馆" * 30 + "。", "五月七日，" + "新" * 30 + "……"),
        ("字" * 90, "字" * 60 + "……"),
    ],
)
def test_a_headline_is_one_short_line(sentence: str, line: str) -> None:
    assert headline(sentence) == line


def test_an_empty_article_has_an_empty_summary() -> None:
    summary = summarize(article())
    assert (summary.headline, summary.sentences, summary.salience) == ("", (), ())


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text("图书馆新开放的，。a1 ？", min_size=1, max_size=30), max_size=30), st.sampled_from(Length))
def test_whatever_the_sentences_there_are_as_many_as_asked_for(texts: list[str], length: Length) -> None:
    summary = summarize(article(texts), length)
    assert len(summary.sentences) == size(length, len(texts))
    assert all(0.0 <= value <= 1.0 for value in summary.salience)


def test_the_same_article_gives_the_same_summary() -> None:
    assert summarize(STORY) == summarize(STORY)
