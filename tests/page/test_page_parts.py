"""The parts of a result: what the reader and the comparison are given, and what a download is called."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from page import actions, changes
from page.reader import second, standalone
from page.reader.payload import payload
from page.strings import Language, Say
from pipelines.document import (
    Article,
    Column,
    Digest,
    Evidence,
    Finding,
    FindingCode,
    Flag,
    Pair,
    Repair,
    Scope,
    Script,
    Sentence,
    SetAside,
    Severity,
    Span,
    Summary,
    SummarySentence,
    Translation,
)  # fmt: skip

SAY = Say(Language.EN)


def article(*texts: str, original: str = "", script: Script = Script.SIMPLIFIED) -> Article:
    sentences = tuple(Sentence(text, text, i // 2, (0, len(original))) for i, text in enumerate(texts))
    return Article(original, "标题", sentences, (), (), script)


def summary(*evidence: int) -> Summary:
    found = (Evidence(row, 1.0) for row in evidence)
    return Summary("标题", tuple(SummarySentence(f"摘要{e.sentence}。", (e,)) for e in found), (), "extractive")


def test_before_the_summary_is_there_the_reader_shows_the_article() -> None:
    data = payload(SAY, Digest(article("一。", "二。", "三。")), Scope.BOTH, waiting=True)
    assert data["rows"] == [["一。", None, False], ["二。", None, False], ["三。", None, True]]
    assert data["items"] == [] and data["note"] is None


def test_english_stands_at_the_sentence_whose_it_is_whatever_order_it_came_in() -> None:
    pairs = (Pair(2, "三。", "Three."), Pair(0, "一。", "One."))
    digest = Digest(article("一。", "二。", "三。"), article_translation=Translation(pairs, "neural"))
    data = payload(SAY, digest, Scope.BOTH, waiting=False)
    assert [row[1] for row in data["rows"]] == ["One.", None, "Three."]  # type: ignore[attr-defined]
    assert data["note"] is None, "a translation proper needs no explanation"


def test_items_point_to_rows_and_the_heads_count() -> None:
    digest = Digest(article("一。", "二。", "三。", script=Script.TRADITIONAL), summary=summary(2))
    data = payload(SAY, digest, Scope.SUMMARY, waiting=False)
    assert data["items"] == [["摘要2。", None, [2]]]
    assert data["lang"] == "zh-Hant"
    assert data["words"]["summary_count"] == "1 of 3 sentences"  # type: ignore[index]


def test_a_gloss_is_named_and_explained() -> None:
    pair = Pair(0, "一。", "one.", None, (Flag.GLOSS,))
    digest = Digest(article("一。"), article_translation=Translation((pair,), "gloss"))
    label, explanation = payload(SAY, digest, Scope.BOTH, waiting=False)["note"]  # type: ignore[misc]
    assert label == "word-for-word gloss" and "not a translation" in explanation


def test_what_the_translator_doubts_is_marked_on_its_pair() -> None:
    pairs = (
        Pair(0, "一。", "One.", -0.1),
        Pair(1, "二。", "Two.", -0.1, (Flag.SPLIT, Flag.RETRIED)),
        Pair(2, "三。", "two two two", -3.0, (Flag.CUT, Flag.RETRIED, Flag.SUSPECT)),
    )
    digest = Digest(article("一。", "二。", "三。"), article_translation=Translation(pairs, "opus-mt"))
    data = payload(SAY, digest, Scope.BOTH, waiting=False)
    rows = {"1": ["retried", "split"], "2": ["suspect", "cut"]}
    assert data["marks"] == {"rows": rows, "items": {}, "title": [], "byline": {}}
    assert all(len(words) == 2 and all(words) for words in data["flags"].values())  # type: ignore[attr-defined]
    assert data["note"] is None


@given(st.text(max_size=80), st.text(max_size=80))
def test_the_pieces_of_a_comparison_join_to_the_two_texts(before: str, after: str) -> None:
    left, right = changes.compare(before, after)
    assert "".join(text for _, text in left) == before
    assert "".join(text for _, text in right) == after
    assert [text for kind, text in left if kind == "same"] == [text for kind, text in right if kind == "same"]


def test_what_went_and_what_came_is_marked() -> None:
    left, right = changes.compare("會(huì)議,,開始", "會議，開始")
    assert [text for kind, text in left if kind == "gone"] == ["(huì)", ",,"]
    assert [text for kind, text in right if kind == "new"] == ["，"]


def test_a_sentence_of_endless_length_is_shown_whole_and_unmarked() -> None:
    assert changes.compare("一" * 100_000, "二") == ([["gone", "一" * 100_000]], [["new", "二"]])


def test_the_comparison_lists_changed_sentences_and_what_was_set_aside() -> None:
    aside = SetAside("责任编辑：王建国", "editor", (0, 8))
    whole = Article("会(huì)议。", "", (Sentence("会议。", "会议。", 0, (0, 8)),), (Repair("readings", 1, ""),),
                    (aside,), Script.SIMPLIFIED)  # fmt: skip
    data = changes.payload(SAY, whole)
    assert [row["number"] for row in data["rows"]] == [1]  # type: ignore[attr-defined]
    assert data["aside"] == [["editor", "责任编辑：王建国"]]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("山城开通新线路", "山城开通新线路"),
        ("../../etc/passwd", "etc passwd"),
        ('a/b\\c:d*e?f"g<h>i|j', "a b c d e f g h i j"),
        ("第一行\n第二行\u202e", "第一行 第二行"),
        ("...", "zhaiyi"),
        ("", "zhaiyi"),
        ("长" * 200, "长" * 60),
    ],
)
def test_a_download_is_named_after_the_title_and_safe_everywhere(title: str, name: str) -> None:
    assert actions.file_name(title) == name


def translation(model: str, *english: str) -> Translation:
    texts = ("一。", "二。", "三。")
    return Translation(tuple(Pair(i, texts[i], target) for i, target in enumerate(english)), model)


def test_a_second_translator_stands_beside_the_first_with_the_differences_marked() -> None:
    whole = article("一。", "二。", "三。")
    first = Digest(whole, article_translation=translation("gloss", "The one.", "Two.", "Three."))
    other = Digest(whole, article_translation=translation("opus-mt", "The first one.", "Two."))
    data = second.payload(SAY, first, second.Second(other, "opus-mt"))
    assert data["rows"] == {"0": ["The first one.", [], [[4, 10]]], "1": ["Two.", [], []]}
    assert data["label"] == "opus-mt: 1 sentence differs" and data["summary"] == []


def test_a_second_summary_is_listed_and_says_what_the_first_has_too() -> None:
    whole = article("一。", "二。", "三。")
    lines = [SummarySentence(text, ()) for text in ("铁路明年通车。", "桥梁已经建成。", "居民十分高兴。")]
    first = Digest(whole, summary=Summary("", tuple(lines[:2]), (), "extractive"))
    other = Digest(whole, summary=Summary("", tuple(lines[1:]), (), "qwen3-0.6b"))
    data = second.payload(SAY, first, second.Second(other, "qwen3-0.6b"))
    assert data["summary"] == [["桥梁已经建成。", None, True], ["居民十分高兴。", None, False]]


def test_a_finding_is_told_in_words_and_with_its_places_on_both_sides() -> None:
    spans = (Span(Column.ARTICLE, 1, 0, 1, False), Span(Column.ARTICLE, 1, 0, 3, True))
    finding = Finding("fluency", Severity.ERROR, FindingCode.CHINESE_LEFT, ("2",), spans)
    digest = Digest(article("一。", "二。"), article_translation=translation("gloss", "One.", "二 2."))
    data = payload(SAY, replace(digest, findings=(finding,)), Scope.BOTH, waiting=False)
    told = "Chinese is left in the English of sentence 2."
    assert data["findings"] == [["error", told, [["article", 1, 0, 1, False], ["article", 1, 0, 3, True]]]]
    tally = "2 of 2 sentences translated · 1 of 1 numbers match · 1 to look at"
    assert data["words"]["tally"] == tally  # type: ignore[index]


def test_the_reader_as_a_file_holds_hostile_text_as_data_only() -> None:
    hostile = "</script><img src=x onerror=alert(1)>\u2028山城。"
    page = standalone.render(SAY, Digest(article(hostile)))
    assert "<img" not in page and page.count("</script>") == 2, "those of its own two scripts"
    data = page.split('type="application/json">')[1].split("</script>")[0]
    assert json.loads(data)["rows"][0][0] == hostile
    assert "default-src &#x27;none&#x27;" in page
