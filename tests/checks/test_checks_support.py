"""Support: what the article does not say is pointed out."""

from __future__ import annotations

import pytest
from fakes import article

from pipelines.checks.support import findings, unsupported
from pipelines.document import Evidence, FindingCode, Severity, Summary, SummarySentence


def test_only_sentences_without_evidence_are_found() -> None:
    sentences = (SummarySentence("新馆开放。", (Evidence(0, 0.8),)), SummarySentence("股市大涨。", ()))
    found = list(unsupported(Summary("新馆开放", sentences, (), "tiny")))
    assert [(finding.code, finding.facts, finding.spans[0].index) for finding in found] == [
        (FindingCode.UNSUPPORTED, ("2",), 1)
    ]


ARTICLE = article(
    ["5月7日，滨江市图书馆新馆正式开放，首日接待读者31200人。", "馆长李明说：“我们不收任何费用。”", "工程未通过验收。"],
    title="新馆开放",
)


def summary(*sentences: str, evidence: int = 0) -> Summary:
    return Summary("", tuple(SummarySentence(text, (Evidence(evidence, 0.8),)) for text in sentences), (), "tiny")


@pytest.mark.parametrize(
    "sentence",
    [
        "滨江市图书馆新馆正式开放，首日接待读者31200人。",
        "新馆5月7日开放，首日接待读者三万一千二百人。",
        "首日约3万人来到新馆。",
        "馆长李明说，不收任何费用。",
        "李明说：“我们不收任何费用。”",
        "有三个好消息。",
    ],
)
def test_what_the_article_says_in_other_words_is_borne_out(sentence: str) -> None:
    errors = [one for one in findings(summary(sentence), ARTICLE) if one.severity is Severity.ERROR]
    assert errors == []


@pytest.mark.parametrize(
    ("sentence", "code", "fact"),
    [
        ("新馆首日接待读者312000人。", FindingCode.NUMBER_UNSUPPORTED, "312000人"),
        ("新馆6月7日开放。", FindingCode.DATE_UNSUPPORTED, "6月7日"),
        ("馆长王东群说，不收费用。", FindingCode.NAME_UNSUPPORTED, "王东群"),
        ("李明说：“欢迎大家常来。”", FindingCode.QUOTE_UNSUPPORTED, "欢迎大家常来。"),
    ],
)
def test_what_the_article_does_not_say_is_found(sentence: str, code: FindingCode, fact: str) -> None:
    found = findings(summary(sentence), ARTICLE)
    assert (code, fact) in [(one.code, one.facts[1]) for one in found]
    for one in found:
        assert sentence[one.spans[0].start : one.spans[0].end] == one.facts[1]


def test_a_negation_that_only_one_of_the_two_has_is_found() -> None:
    (finding,) = findings(summary("工程通过验收，正式开放。", evidence=2), ARTICLE)
    assert (finding.code, finding.facts[1]) == (FindingCode.NEGATION_FLIPPED, "通过")
    assert findings(summary("工程没有通过验收。", evidence=2), ARTICLE) == ()


def test_sentences_that_stand_in_the_article_have_no_findings() -> None:
    assert findings(summary(*(sentence.text for sentence in ARTICLE.sentences)), ARTICLE) == ()
