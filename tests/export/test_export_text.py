"""Plain text: the English to read, in the article's own paragraphs."""

from __future__ import annotations

from dataclasses import replace

from digests import PARTIAL, WHOLE

from pipelines.document import Translation
from pipelines.export import text

READ = """\
Spring in Binjiang

By Su Manqing
May 7, 2026

SUMMARY

1. The tram line opened yesterday.

ARTICLE

The tram opened yesterday. There were 三成 more birds.

The flower show goes on.

ABOUT THIS TEXT

"""


def test_title_byline_summary_and_paragraphs_follow_each_other() -> None:
    assert text.render(WHOLE).startswith(READ)


def test_what_is_flagged_is_told_at_the_end() -> None:
    end = text.render(WHOLE).partition("ABOUT THIS TEXT")[2]
    assert "Title: written by hand" in end and "Article, sentence 3: written by hand" in end
    assert "Article, sentence 1: translated in parts" in end


def test_a_sentence_without_english_keeps_its_place_and_says_so() -> None:
    lost = Translation((WHOLE.article_translation.pairs[0], WHOLE.article_translation.pairs[2]), "opus-mt")  # type: ignore[union-attr]
    read = text.render(replace(WHOLE, article_translation=lost))
    assert "The tram opened yesterday. [not translated: 候鸟比去年多了三成。]\n\nThe flower show" in read


def test_an_empty_digest_is_still_a_text() -> None:
    assert text.render(PARTIAL["nothing at all"][0]).startswith("Untitled\n\n[The article has no title.]")
