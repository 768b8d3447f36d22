"""Pairs: all checks together, over a column, over lines, and as one line at the end."""

from __future__ import annotations

import time

import pytest
from fakes import article

from pipelines.checks import lines, pairs
from pipelines.checks.sentences import SENTENCES, said
from pipelines.checks.tally import Tally
from pipelines.document import (
    Column,
    Digest,
    Finding,
    FindingCode,
    Flag,
    Pair,
    Severity,
    Span,
    Term,
    Translation,
)
from pipelines.errors import ErrorCode, InputError

SOURCES = ("市委書記王東群說，投資90億元。", "5月7日，新館開放。")
GOOD = ("Party Secretary Wang Dongqun said 9 billion yuan was invested.", "The new hall opened on May 7.")
BAD = ("Party Secretary Wang Dongjun said 90 billion yuan was invested.", "The new hall opened on May 8.")


def test_good_lines_have_no_findings_and_bad_ones_have_theirs_in_order() -> None:
    assert lines.findings(SOURCES, GOOD) == ()
    found = lines.findings(SOURCES, BAD)
    assert [(one.facts[0], one.code) for one in found] == [
        ("1", FindingCode.MAGNITUDE_WRONG),
        ("1", FindingCode.NAME_WRONG),
        ("2", FindingCode.DATE_WRONG),
    ]


def test_spans_of_a_traditional_text_are_its_own() -> None:
    for finding in lines.findings(SOURCES, BAD):
        for span in finding.spans:
            text = (BAD if span.target else SOURCES)[span.index]
            assert text[span.start : span.end] in finding.facts


def test_lines_without_chinese_are_passed_over_and_uneven_texts_refused() -> None:
    assert lines.findings(["", "---", SOURCES[1]], ["", "", GOOD[1]]) == ()
    with pytest.raises(InputError) as caught:
        lines.findings(["一。", "二。"], ["One."])
    assert caught.value.code is ErrorCode.UNALIGNED


def test_a_line_without_a_translation_is_an_error() -> None:
    (finding,) = lines.findings(["新馆开放了。"], [""])
    assert (finding.code, finding.severity) == (FindingCode.TRANSLATION_EMPTY, Severity.ERROR)


def test_what_a_clause_that_is_left_out_says_is_not_said_twice() -> None:
    source = "会议昨天结束，代表们提出了128条关于教育和医疗的建议。"
    found = lines.findings([source], ["The meeting ended yesterday."])
    codes = {one.code for one in found}
    assert FindingCode.CLAUSE_MISSING in codes and FindingCode.NUMBER_MISSING not in codes


def test_more_faults_count_more() -> None:
    assert [
        pairs.faults("投资90亿元。", target) for target in ("9 billion yuan.", "Invested.", "90 billion yuan.")
    ] == [
        0,
        1,
        2,
    ]


def test_a_term_that_was_not_used_is_told() -> None:
    pair = Pair(0, "自貿區開放。", "The zone is open.", terms=(Term(0, 3, "free trade zone", used=False),))
    (finding,) = pairs.of_pair(Column.ARTICLE, pair, "自贸区开放。")
    assert (finding.code, finding.facts) == (FindingCode.TERM_UNUSED, ("1", "自貿區", "free trade zone"))


def test_every_finding_has_an_english_sentence() -> None:
    assert set(SENTENCES) == set(FindingCode)
    for finding in lines.findings(SOURCES, BAD):
        assert finding.facts[1] in said(finding)


def test_the_tally_counts_sentences_numbers_and_what_is_to_look_at() -> None:
    made = tuple(Pair(i, source, target) for i, (source, target) in enumerate(zip(SOURCES, BAD, strict=True)))
    whole = article(SOURCES)
    findings = tuple(f for pair, s in zip(made, whole.sentences, strict=True)
                     for f in pairs.of_pair(Column.ARTICLE, pair, s.simplified))  # fmt: skip
    digest = Digest(whole, article_translation=Translation(made, "x"), findings=findings)
    tally = Tally.of(digest)
    assert tally.to_look_at == ((Column.ARTICLE, 0), (Column.ARTICLE, 1))
    assert str(tally) == "2 of 2 sentences translated · 0 of 2 numbers match · 2 to look at"


def test_the_tally_of_a_clean_digest_says_so() -> None:
    pair = Pair(0, "新馆开放。", "The new hall is open.", flags=(Flag.GLOSS,))
    digest = Digest(article(["新馆开放。"]), article_translation=Translation((pair,), "gloss"))
    assert str(Tally.of(digest)) == "1 of 1 sentences translated · nothing to look at"


def test_a_finding_is_found_where_its_span_says() -> None:
    finding = Finding("x", Severity.ERROR, FindingCode.UNSUPPORTED, ("1",), (Span(Column.SUMMARY, 0, 0, 1, False),))
    digest = Digest(article(["新馆开放。"]), findings=(finding,))
    assert Tally.of(digest).to_look_at == ((Column.SUMMARY, 0),)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("一" * 3_000, "one " * 3_000),
        ("3，" * 1_000, "3, " * 1_000),
        ("a" * 5_000 + "。", "A" * 5_000),
        ("王" * 2_000, "Wang " * 2_000),
        ("1.1." * 1_500, "1.1." * 1_500),
        ("5月7日" * 500, "May 7, " * 500),
        ("“「" * 1_000 + "好", '"“' * 1_000 + "good"),
        ("1 000 " * 1_000, "1 000 " * 1_000),
    ],
)
def test_hostile_text_costs_no_time(source: str, target: str) -> None:
    begin = time.process_time()
    lines.findings([f"{source}好"], [f"{target} x"])
    assert time.process_time() - begin < 5
