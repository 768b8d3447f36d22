"""Comparison: the marks are exactly where two texts differ, and every sentence of both is there."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.comparison import ComparedSentence, Difference, compared, compared_summaries, differences
from pipelines.document import Pair, Summary, SummarySentence, Translation

WORDS = st.lists(
    st.sampled_from(["the", "The", " ", "  ", "tram", ",", ".", "12", "12.5", "电", "车", "it's", "\n", "😀"])
)
TEXT = st.one_of(st.text(max_size=60), WORDS.map("".join))


def marked(first: str, second: str) -> tuple[str, str]:
    """Both texts with their differences in brackets."""

    def bracketed(text: str, spans: list[tuple[int, int]]) -> str:
        for start, end in reversed(spans):
            text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
        return text

    found = differences(first, second)
    return bracketed(first, [each.first for each in found]), bracketed(second, [each.second for each in found])


@pytest.mark.parametrize(
    ("first", "second", "marks"),
    [
        ("The tram is open.", "The tram is open.", ("The tram is open.", "The tram is open.")),
        ("The tram is open.", "The bus is open.", ("The [tram] is open.", "The [bus] is open.")),
        ("A new tram line opened.", "A tram line opened.", ("A [new ]tram line opened.", "A []tram line opened.")),
        ("old green trams", "new red trams", ("[old green] trams", "[new red] trams")),
        ("12.5 million", "12 million", ("[12.5] million", "[12] million")),
        ("It's here", "It is here", ("[It's] here", "[It is] here")),
        ("电车开通了", "电车通车了", ("电车[开]通[]了", "电车[]通[车]了")),
        ("", "All new.", ("[]", "[All new.]")),
        ("", "", ("", "")),
    ],
)
def test_whole_words_are_marked(first: str, second: str, marks: tuple[str, str]) -> None:
    assert marked(first, second) == marks


@given(TEXT, TEXT)
def test_applying_the_differences_makes_each_text_of_the_other(first: str, second: str) -> None:
    found = differences(first, second)
    made, back = first, second
    for each in reversed(found):
        made = made[: each.first[0]] + second[slice(*each.second)] + made[each.first[1] :]
        back = back[: each.second[0]] + first[slice(*each.first)] + back[each.second[1] :]
    assert (made, back) == (second, first)
    ends = [(0, 0), *((each.first[1], each.second[1]) for each in found)]
    for (end, until), each in zip(ends, found, strict=False):
        assert each.first[0] >= end and each.second[0] >= until  # from left to right, without overlap
        assert each.first[1] > each.first[0] or each.second[1] > each.second[0]  # and never about nothing


@given(TEXT)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert differences(text, text) == ()


@pytest.mark.parametrize(
    ("first", "second"),
    [("a " * 50_000, "a b " * 25_000), ("x" * 100_000, "y" * 100_000), ("a b " * 290, "b a " * 290)],
)
def test_a_hostile_line_does_not_take_long(first: str, second: str) -> None:
    began = time.perf_counter()
    assert differences(first, second)
    assert time.perf_counter() - began < 5


def translation(*targets: str | None) -> Translation:
    pairs = (Pair(index, f"第{index}句", target) for index, target in enumerate(targets) if target is not None)
    return Translation(tuple(pairs), "numbering")


def test_every_sentence_of_either_translation_has_a_row() -> None:
    rows = compared(translation("One.", "Two.", None), translation("One.", None, "Three."))
    assert [(row.index, row.source, row.first, row.second) for row in rows] == [
        (0, "第0句", "One.", "One."),
        (1, "第1句", "Two.", None),
        (2, "第2句", None, "Three."),
    ]
    assert all(row.differences == () for row in rows)
    (row,) = compared(translation("One tram."), translation("One bus."))
    assert row.differences == (Difference((4, 8), (4, 7)),)


def summary(*lines: str) -> Summary:
    return Summary("", tuple(SummarySentence(line, ()) for line in lines), (), "first")


TRAM = "滨江市有轨电车二号线昨天正式开通运营。"
TRAM_TOO = "滨江市有轨电车二号线昨日开通运营。"
BIRDS = "湿地里的候鸟比去年多了三成。"
FLOWERS = "花展将持续到下个月底。"


@pytest.mark.parametrize(
    ("first", "second", "rows"),
    [
        ([TRAM, BIRDS], [TRAM, BIRDS], [(0, 0), (1, 1)]),
        ([TRAM, BIRDS], [BIRDS, TRAM], [(0, 1), (1, 0)]),
        ([TRAM], [FLOWERS], [(0, None), (None, 0)]),
        ([TRAM, BIRDS], [TRAM, FLOWERS, BIRDS], [(0, 0), (None, 1), (1, 2)]),
        ([], [FLOWERS], [(None, 0)]),
        ([BIRDS, BIRDS], [BIRDS], [(0, 0), (1, None)]),
        ([], [], []),
    ],
)
def test_sentences_of_two_summaries_are_in_both_or_in_one(
    first: list[str], second: list[str], rows: list[tuple[int | None, int | None]]
) -> None:
    found = compared_summaries(summary(*first), summary(*second))
    assert [(row.first, row.second) for row in found] == rows
    assert all(row.differences == () for row in found)


def test_near_equal_sentences_stand_together_with_their_differences() -> None:
    assert compared_summaries(summary(TRAM), summary(TRAM_TOO, BIRDS)) == (
        ComparedSentence(0, 0, differences(TRAM, TRAM_TOO)),
        ComparedSentence(None, 1, ()),
    )
    assert marked(TRAM, TRAM_TOO)[0] == "滨江市有轨电车二号线昨[天正式]开通运营。"


@given(st.lists(TEXT, max_size=5), st.lists(TEXT, max_size=5))
def test_no_sentence_of_a_summary_is_lost(first: list[str], second: list[str]) -> None:
    rows = compared_summaries(summary(*first), summary(*second))
    assert sorted(row.first for row in rows if row.first is not None) == list(range(len(first)))
    assert sorted(row.second for row in rows if row.second is not None) == list(range(len(second)))
