"""Fluency: what no person would hand in as a translation is found, and what people do hand in is left alone."""

from __future__ import annotations

import random
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.checks.fluency import Defect, Usual, defects, findings
from pipelines.checks.repetition import loop
from pipelines.document import Column, FindingCode, Flag, Pair, Severity

SOURCE = "滨江市图书馆新馆五月七日正式开放，首日接待读者一万二千人。"
GOOD = "The new Binjiang City Library officially opened on May 7, receiving 12,000 readers on its first day."


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (GOOD, ()),
        ("", (Defect.EMPTY,)),
        ("  ...  ", (Defect.EMPTY,)),
        (SOURCE, (Defect.ECHOED,)),
        ("滨江市图书馆新馆 opened", (Defect.ECHOED,)),
        (GOOD.replace("Binjiang", "滨江"), (Defect.LEFTOVER,)),
        (GOOD.replace("Binjiang", "\u2047"), (Defect.UNKNOWN,)),
        (GOOD.replace("Binjiang", "<unk>"), (Defect.UNKNOWN,)),
        (GOOD.replace("Binjiang", "Binjiang&#39;s"), (Defect.UNKNOWN,)),
        (GOOD.replace("officially", "\u201cofficially"), (Defect.UNQUOTED,)),
        ("The new library opened in the city of the city of the city of the city of the city.", (Defect.LOOPED,)),
        ("The new Binjiang City Library officially opened, Tanananananananana, on May 7 for all.", (Defect.LOOPED,)),
        ("Opened.", (Defect.SHORT,)),
        (GOOD + " It is the largest library of the whole province and will, as the mayor said on Tuesday, remain so "
         "for many more years, since nobody else has any plans to build another one, neither here nor in the towns "
         "around it.", (Defect.LONG,)),
    ],
)  # fmt: skip
def test_each_way_to_fail_is_told_apart(target: str, expected: tuple[Defect, ...]) -> None:
    assert defects(SOURCE, target) == expected


def test_an_output_that_met_the_length_limit_is_cut() -> None:
    assert defects(SOURCE, GOOD[:-20], cut=True) == (Defect.CUT,)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("不，不，不，不，不！", "No, no, no, no, no!"),
        ("哈哈哈哈哈哈哈哈哈哈，真好笑。", "Hahahahahahahahahahaha, so funny."),
        ("NASA 2024", "NASA 2024"),
        ("123", ""),
        ("好。", "Good."),
        (
            "习近平的故事、人民的故事和中国的故事。",
            "The story of Xi Jinping, the story of the people and the story of China.",
        ),
        ("编号为1000000000000的订单。", "The order with the number 1000000000000."),
    ],
)
def test_what_the_source_asks_for_is_no_defect(source: str, target: str) -> None:
    assert defects(source, target) == ()


@pytest.mark.parametrize("times", [2, 3, 8])
def test_a_clause_said_again_and_again_is_a_loop_and_its_place_is_known(times: int) -> None:
    clause = "the library will be open to all of the readers in the city "
    text = "He said that " + clause * times + "until May"
    place = loop(text)
    assert place is not None
    assert text[slice(*place)].count("the library") == times


@given(st.text("ab 中，.1", max_size=60), st.text("ab 中，.1", max_size=60))
def test_every_pair_has_a_verdict_and_every_loop_lies_in_its_text(source: str, target: str) -> None:
    assert len(set(defects(source, target))) == len(defects(source, target))
    place = loop(target, source)
    assert place is None or 0 <= place[0] < place[1] <= len(target)


def test_an_article_of_short_translations_tells_that_one_is_much_longer_than_the_others() -> None:
    source = "这里有二十个汉字组成的一个普通句子而已。" * 2
    usual = Usual.of([(source, "Short words, and " + "x" * number) for number in range(50, 70)])
    assert usual is not None
    odd = "It " + " ".join(f"w{number}" for number in range(60))
    assert Defect.LONG not in defects(source, odd)
    assert Defect.LONG in defects(source, odd, usual=usual)
    assert Usual.of([(source, GOOD)] * 5) is None


def test_a_finding_says_which_sentence_and_where_in_the_english() -> None:
    pairs = [
        Pair(0, SOURCE, GOOD),
        Pair(1, SOURCE, GOOD.replace("Binjiang", "滨江"), -1.0, (Flag.RETRIED, Flag.SUSPECT)),
        Pair(2, SOURCE, "", None),
        Pair(3, SOURCE, GOOD, -1.0, (Flag.CUT,)),
        Pair(4, SOURCE, "library library library library library library", None, (Flag.GLOSS,)),
    ]
    found = list(findings(Column.ARTICLE, pairs))
    assert [(finding.code, finding.severity, finding.facts[0]) for finding in found] == [
        (FindingCode.CHINESE_LEFT, Severity.WARNING, "2"),
        (FindingCode.TRANSLATION_EMPTY, Severity.ERROR, "3"),
        (FindingCode.TRANSLATION_CUT, Severity.ERROR, "4"),
    ]
    source, target = found[0].spans
    assert (source.target, source.start, source.end) == (False, 0, len(SOURCE))
    assert pairs[1].target[target.start : target.end] == "滨江" == found[0].facts[1]


def test_a_very_long_output_is_judged_in_no_time() -> None:
    words = random.Random(1)
    text = " ".join(words.choice("abcdefgh") * words.randrange(1, 9) for _ in range(20_000)) + "!" * 2000 + "ab" * 2000
    began = time.perf_counter()
    defects(SOURCE * 50, text)
    assert time.perf_counter() - began < 2.0


# --- on the outside data: people's translations, and what published systems really produced ---------------------------


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_human_translations_give_next_to_no_findings(data: Path) -> None:
    folder = data / "eval" / "zh-en"
    pairs = [tuple(line.split("\t")[:2]) for line in _lines(folder / "tico19-ntrex.dev.tsv")]
    pairs += list(zip(_lines(folder / "flores-dev.zh"), _lines(folder / "flores-dev.en"), strict=True))
    found = [set(defects(*pair)) for pair in pairs]
    # One in a hundred of them really has an odd quotation mark.
    assert sum(Defect.UNQUOTED in some for some in found) <= 0.01 * len(pairs)
    assert sum(bool(some - {Defect.UNQUOTED}) for some in found) <= 0.001 * len(pairs)


def test_what_a_weak_system_left_in_chinese_is_all_found(data: Path) -> None:
    folder = data / "eval" / "zh-en"
    outputs = list(zip(_lines(folder / "wmt20.zh"), _lines(folder / "wmt20.nllb.en"), strict=True))
    chinese = [pair for pair in outputs if re.search("[\u4e00-\u9fff]", pair[1])]
    assert chinese
    assert all({Defect.LEFTOVER, Defect.ECHOED} & set(defects(*pair)) for pair in chinese)
