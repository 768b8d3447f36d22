"""The named rules, in the order they act: what is repaired, and what is set aside."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that can be switched off by its name; `about` says in one line what it does."""

    name: str
    about: str


RULES = (
    Rule("mojibake", "text decoded with the wrong encoding is restored"),
    Rule("entities", "&#19968; and &amp;nbsp; become the characters they stand for"),
    Rule("markup", "HTML and XML tags, comments and scripts are removed"),
    Rule("markdown", "Markdown marks are removed; links keep their text"),
    Rule("invisible", "zero-width, control and private-use characters are removed"),
    Rule("fullwidth", "full-width letters and digits become ordinary ones"),
    Rule("readings", "pinyin readings in brackets are removed"),
    Rule("spaced_characters", "the space after every character is removed"),
    Rule("stray_spaces", "spaces beside full-width punctuation are removed"),
    Rule("hard_wraps", "lines broken within a sentence are joined"),
    Rule("hash_marks", "#topic# within a sentence loses its marks"),
    Rule("broken_commas", ",、 ,, and ,。 become 、 ， and 。"),
    Rule("doubled_punctuation", "。。 ，， and ！！ become single"),
    Rule("halfwidth_punctuation", "half-width punctuation after Chinese becomes full-width"),
)

SET_ASIDE_RULES = (
    Rule("navigation", "what surrounds the article on a copied page"),
    Rule("running_heads", "headers, footers and page numbers on every page of a PDF"),
    Rule("other_language", "the lines of bilingual subtitles that are not Chinese"),
    Rule("metadata", "header fields and link definitions of Markdown files"),
    Rule("code", "code blocks"),
    Rule("date", "the line that says when it was published"),
    Rule("source", "the line that says where it is from"),
    Rule("byline", "the line or bracket that says who wrote it"),
    Rule("dateline", "the agency, place and date before the first sentence"),
    Rule("editor", "the line or bracket that says who edited it"),
    Rule("hashtags", "#topics# before and after a post"),
    Rule("expand", "“show more” buttons"),
    Rule("share", "share buttons"),
    Rule("promotion", "calls to click, follow or scan"),
    Rule("copyright", "copyright notices"),
)
