"""Evidence: a summary sentence leads to the sentences it rests on, and one that rests on nothing leads nowhere."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.article.sentences import split
from pipelines.summary.evidence import Witnesses

STORY = [
    "滨江市图书馆新馆五月七日正式开放，首日接待读者一万二千人。",
    "天气很好。",
    "新馆建筑面积五万平方米，藏书一百二十万册，是滨江市投资最大的文化工程。",
    "图书馆馆长李明介绍，新馆为读者提供自助借书、儿童阅览和数字阅读服务。",
    "滨江市政府表示，新馆全年免费向读者开放，今后还将建设十个社区图书馆。",
    "工程由GreenBuild公司承建，历时3年，耗资8.6亿元。",
]
WITNESSES = Witnesses(STORY)


@pytest.mark.parametrize(
    ("sentence", "best"),
    [
        ("新馆正式开放，首日接待读者1.2万人。", 0),
        ("新馆藏书120万册，面积五万平方米。", 2),
        ("馆长李明说，读者可以自助借书。", 3),
        ("市政府将再建十个社区图书馆。", 4),
        ("承建方为Greenbuild。", 5),
        ("整个项目花了三年时间，耗资8.6亿元。", 5),
    ],
)
def test_a_sentence_leads_to_the_one_it_rests_on(sentence: str, best: int) -> None:
    evidence = WITNESSES.support(sentence)
    assert evidence[0].sentence == best
    assert all(0 < item.score < 1 for item in evidence)


def test_a_sentence_that_joins_two_leads_to_both_best_first() -> None:
    evidence = WITNESSES.support("图书馆新馆五月七日开放，今后还将建设十个社区图书馆。")
    assert {item.sentence for item in evidence[:2]} == {0, 4}
    assert [item.score for item in evidence] == sorted((item.score for item in evidence), reverse=True)


@pytest.mark.parametrize("sentence", ["央行宣布下调存款准备金率。", "球队在加时赛中获胜。", "Hello world", "。", ""])
def test_what_the_article_does_not_say_has_no_evidence(sentence: str) -> None:
    assert WITNESSES.support(sentence) == ()


@pytest.mark.parametrize("index", range(len(STORY)))
def test_a_sentence_of_the_article_is_its_own_and_only_evidence(index: int) -> None:
    assert [(item.sentence, item.score) for item in WITNESSES.support(STORY[index])] == [(index, 1.0)]
    assert WITNESSES.support(STORY[index].rstrip("。"))[0].score == 1.0


def test_the_same_number_written_in_another_way_counts_more_than_a_common_word() -> None:
    two = Witnesses(["读者人数达到一万二千。", "读者人数达到八千。", "图书馆新馆。"])
    assert two.support("人数为12000。")[0].sentence == 0
    assert two.support("人数为8000。")[0].sentence == 1


@given(st.lists(st.text("新馆开放，。12 ab", max_size=20), max_size=8), st.text("新馆开放，。12 ab", max_size=20))
def test_scores_are_ordered_shares_and_places_exist(article: list[str], sentence: str) -> None:
    evidence = Witnesses(article).support(sentence)
    assert len(evidence) <= 3 and len({item.sentence for item in evidence}) == len(evidence)
    assert all(0 < item.score <= 1 and 0 <= item.sentence < len(article) for item in evidence)
    assert [item.score for item in evidence] == sorted((item.score for item in evidence), reverse=True)


def test_twenty_sentences_against_a_thousand_take_a_fifth_of_a_second() -> None:
    dice = random.Random(7)
    letters = [chr(code) for code in range(0x4E00, 0x4E00 + 1500)]
    article = ["".join(dice.choices(letters, k=40)) + "，共" + str(dice.randrange(9999)) + "人。" for _ in range(1000)]
    summary = [article[place][:25] + article[place + 1][5:20] + "。" for place in range(0, 1000, 50)]
    times = []
    for _ in range(3):
        began = time.perf_counter()
        witnesses = Witnesses(article)
        found = [witnesses.support(sentence) for sentence in summary]
        times.append(time.perf_counter() - began)
    assert [items[0].sentence for items in found] == list(range(0, 1000, 50))
    assert min(times) < 0.2


@pytest.mark.parametrize(
    ("collection", "own", "other"), [("vcsum_segment", 0.97, 0.93), ("csl_ts", 0.94, 0.97), ("lctt", 0.9, 0.7)]
)
def test_peoples_summaries_are_supported_by_their_article_and_not_by_another(
    data: Path, collection: str, own: float, other: float
) -> None:
    lines = (data / "eval" / "summ" / f"{collection}.dev.jsonl").read_text(encoding="utf-8").splitlines()[:150]
    rows = [json.loads(line) for line in lines]
    articles = [Witnesses([sentence for sentence in split(row["article"]) if sentence.strip()]) for row in rows]
    supported, unsupported = [], []
    for number, row in enumerate(rows):
        for sentence in split(row["summary"]):
            if len(sentence.strip()) > 5:
                supported.append(bool(articles[number].support(sentence)))
                unsupported.append(not articles[(number + len(rows) // 2) % len(rows)].support(sentence))
    assert sum(supported) / len(supported) >= own
    assert sum(unsupported) / len(unsupported) >= other
