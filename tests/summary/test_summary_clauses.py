"""Where a sentence may be cut, and where cutting it would say something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.summary.clauses import clauses, shown
from pipelines.summary.stretches import cuts, headlines, line


def parts(sentence: str) -> list[str]:
    return [sentence[clause.start : clause.end] for clause in clauses(sentence)]


def allowed(sentence: str) -> set[str]:
    return {shown(sentence, stretch.start, stretch.end) for stretch in cuts(0, sentence, clauses(sentence))}


def lines(sentence: str) -> set[str]:
    return {line(sentence, stretch.start, stretch.end) for stretch in headlines(0, sentence, clauses(sentence))}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("新馆开放，读者很多；天气好。", ["新馆开放，", "读者很多；", "天气好。"]),
        ("他说：“来了，看了，走了。”", ["他说：", "“来了，看了，走了。”"]),
        ("共1,200人(含儿童,老人)参加,很热闹。", ["共1,200人(含儿童,老人)参加,", "很热闹。"]),
        ("use a, b and c", ["use a, b and c"]),
        ("没有逗号", ["没有逗号"]),
        ("“没有关上的引号，" + "字" * 130 + "，完。", ["“没有关上的引号，" + "字" * 130 + "，", "完。"]),
    ],
)
def test_a_sentence_falls_into_clauses(sentence: str, expected: list[str]) -> None:
    assert parts(sentence) == expected


@given(st.text("图书馆新开放，。；：“”（）《》,;a1 "))
def test_clauses_joined_are_the_sentence(sentence: str) -> None:
    assert "".join(parts(sentence)) == sentence


@pytest.mark.parametrize(
    ("sentence", "cut"),
    [
        ("据滨江日报报道，市图书馆新馆昨天正式开放。", "…市图书馆新馆昨天正式开放。"),
        ("记者从市文化局获悉，新馆首日接待读者一万二千人。", "…新馆首日接待读者一万二千人。"),
        ("针对检索速度慢的问题，提出一种基于索引的检索方法。", "…提出一种基于索引的检索方法。"),
        ("市图书馆新馆昨天正式开放，接待读者一万二千人。", "市图书馆新馆昨天正式开放…"),
        ("新馆面积五万平方米，藏书一百二十万册；旧馆改建为儿童馆。", "新馆面积五万平方米，藏书一百二十万册…"),
    ],
)
def test_what_only_frames_or_adds_may_be_cut_and_is_shown_as_cut(sentence: str, cut: str) -> None:
    assert cut in allowed(sentence)


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("网上说市图书馆要收费，但这是谣言。", "a denial"),
        ("市图书馆从下月起收费，市文化局称并不属实，是误传。", "a denial further on"),
        ("如果资金到位，市图书馆新馆明年开放，后年扩建。", "a condition"),
        ("市图书馆新馆明年将正式开放，如果资金能够到位。", "a condition behind it"),
        ("虽然天气不好，市图书馆来的读者仍然很多，队伍很长。", "a concession"),
        ("王馆长表示，新馆不收任何费用。", "who said it"),
        ("为了方便读者借书，新馆延长了开放时间。", "a purpose is not a sentence"),
        ("这不是市图书馆的决定，而是市政府的决定。", "a correction"),
        ("只有持证的读者才可以进入，其他人在门外等候。", "a restriction"),
        ("市图书馆真的要从下个月起收费，而且涨价吗？", "a question"),
    ],
)
def test_a_clause_that_turns_the_meaning_is_never_cut(sentence: str, why: str) -> None:
    assert allowed(sentence) == {sentence}, why


def test_a_headline_leaves_out_who_writes_when_and_that_it_is_written() -> None:
    assert "基于索引的检索方法" in lines("针对检索速度慢的问题，本文提出了一种基于索引的检索方法。")
    assert "市图书馆新馆正式开放" in lines("今天（5月7日），市图书馆新馆正式开放，读者很多。")
    assert "市图书馆新馆正式开放" in lines("市图书馆新馆今天（5月7日）正式开放。")


def test_a_headline_is_no_loose_end() -> None:
    for found in lines("但是新馆面积很大，其中儿童馆最受欢迎，他说：“很好，很好。”"):
        assert not found.startswith(("但是", "其中", "他说")) and not found.endswith(("：", "“"))
