"""Markdown: everything a reader needs is in it, and no text of the article can act as markup."""

from __future__ import annotations

import pytest
from fakes import FirstSentences, Numbering, article
from markdown_it import MarkdownIt

from pipelines.digest import digest
from pipelines.export import markdown

HOSTILE = (
    "<img src=x onerror=alert(1)>。",
    "看[这里](http://example.org)。",
    "**粗**和`码`。",
    "a | b。",
    "# 不是标题。",
    "1. 不是列表。",
    "- 也不是。",
    "$x$ &amp; ~~删~~。",
    "![图](x.png)。",
)


def rendered(*sentences: str) -> str:
    digests = list(digest(article(sentences, title=sentences[0]), FirstSentences(), Numbering()))
    return markdown.render(digests[-1])


def test_every_sentence_stands_beside_its_english() -> None:
    text = rendered("春天来了。", "花开了。")
    assert "| 1 | 春天来了。 | 5 characters" in text
    assert "| 2 | 花开了。 | 4 characters" in text
    assert "1. 春天来了。 \\[1\\]" in text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_text_of_the_article_is_only_text(hostile: str) -> None:
    html = MarkdownIt("commonmark").enable("table").render(rendered("好。", hostile))
    assert "<img" not in html and "<a " not in html and "<strong>粗" not in html and "<code>码" not in html
    assert html.count("<td") == 2 * 3  # no cell was split by a bar in the text
    plain = hostile.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert plain in html
