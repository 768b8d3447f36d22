"""Digests to export: a whole one with everything in it, hostile ones, and ones that are not finished."""

from __future__ import annotations

from dataclasses import replace

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
    Script,
    Sentence,
    SetAside,
    Severity,
    Span,
    Summary,
    SummarySentence,
    Translation,
)


def article_of(*paragraphs: tuple[str, ...], title: str = "", script: Script = Script.SIMPLIFIED) -> Article:
    """An article with a byline, a date and an editor's line set aside."""
    sentences = [Sentence(text, text, number, (0, 0)) for number, texts in enumerate(paragraphs) for text in texts]
    aside = (
        SetAside("记者苏曼青", "byline", (0, 0)),
        SetAside("2026年5月7日", "date", (0, 0)),
        SetAside("责任编辑：王芳", "editor", (0, 0)),
    )
    repairs = (Repair("readings", 3, "書(shū) → 書"), Repair("broken_commas", 1, ",, → ，"))
    return Article("原文", title, tuple(sentences), repairs, aside, script)


def finding(code: FindingCode, column: Column, index: int, source: str, *target: int) -> Finding:
    """A finding about a sentence and, with two numbers, about a stretch of its English."""
    spans = [Span(column, index, 0, len(source), target=False)]
    spans += [Span(column, index, target[0], target[1], target=True)] if target else []
    return Finding("test", Severity.WARNING, code, (str(index + 1),), tuple(spans))


TRAM, BIRDS, FAIR = "电车昨天开通。", "候鸟比去年多了三成。", "花展将持续到下个月底。"
WHOLE = Digest(
    article=article_of((TRAM, BIRDS), (FAIR,), title="滨江的春天"),
    title_translation=Pair(0, "滨江的春天", "Spring in Binjiang", -0.2, (Flag.BY_HAND,)),
    byline_translation=Translation(
        (Pair(0, "记者苏曼青", "By Su Manqing", -0.3), Pair(1, "2026年5月7日", "May 7, 2026", -0.1)), "opus-mt"
    ),
    summary=Summary("", (SummarySentence(TRAM, (Evidence(0, 1.0), Evidence(2, 0.5))),), (), "mt5-xlsum"),
    summary_translation=Translation((Pair(0, TRAM, "The tram line opened yesterday.", -0.2),), "opus-mt"),
    article_translation=Translation(
        (
            Pair(0, TRAM, "The tram opened yesterday.", -0.2, (Flag.SPLIT,)),
            Pair(1, BIRDS, "There were 三成 more birds.", -0.9, (Flag.RETRIED, Flag.SUSPECT)),
            Pair(2, FAIR, "The flower show goes on.", None, (Flag.BY_HAND,)),
        ),
        "opus-mt",
    ),
    findings=(
        finding(FindingCode.CHINESE_LEFT, Column.ARTICLE, 1, BIRDS, 11, 13),
        finding(FindingCode.UNSUPPORTED, Column.SUMMARY, 0, TRAM),
    ),
)

HOSTILE = (
    "<img src=x onerror=alert(1)>。",
    "</script><script>alert(1)</script>。",
    "看[这里](http://example.org)。",
    "**粗**和`码`。",
    "a | b。",
    "# 不是标题。",
    "1. 不是列表。",
    "- 也不是。",
    "$x$ &amp; ~~删~~ :emoji:。",
    "![图](x.png)。",
    "]]> <!-- 注 --> <![CDATA[。",
    "铃\x07响\x00了\x1b[31m\x7f。",
    "半\ud800个\ufffe\uffff字。",
    "翻\u202e转\u2067方\u202b向。",
    "一\n二\r\n三\u2028四\t五。",
    "长" * 100_000,
)


def of_text(text: str) -> Digest:
    """A digest that has `text` everywhere: in the title, the byline, the summary and the article, in both languages."""
    article = article_of((text, BIRDS), title=text)
    pair = Pair(0, text, f"x {text} y", None, (Flag.SPLIT,))
    return replace(
        WHOLE,
        article=replace(article, set_aside=(SetAside(text, "byline", (0, 0)),)),
        title_translation=pair,
        byline_translation=Translation((pair,), "opus-mt"),
        summary=Summary("", (SummarySentence(text, (Evidence(0, 1.0),)),), (), "extractive"),
        summary_translation=Translation((pair,), "opus-mt"),
        article_translation=Translation((pair, replace(pair, index=1, source=BIRDS, target="Birds.")), "opus-mt"),
        findings=(finding(FindingCode.WORDS_LOOP, Column.ARTICLE, 0, text, 0, 4),),
    )


EMPTY = Article("", "", (), (), (), Script.SIMPLIFIED)
# What a run leaves behind that was cancelled, or was not asked for more; and what such a digest must say of itself.
PARTIAL: dict[str, tuple[Digest, tuple[str, ...]]] = {
    "only the article": (
        Digest(WHOLE.article),
        ("There is no summary.", "The title has no English.", "The article has no English."),
    ),
    "cancelled in the title": (
        replace(Digest(WHOLE.article), title_translation=WHOLE.title_translation),
        ("There is no summary.", "The byline has no English."),
    ),
    "only the summary": (replace(WHOLE, article_translation=None, findings=()), ("The article has no English.",)),
    "cancelled in the article": (
        replace(WHOLE, article_translation=Translation(WHOLE.article_translation.pairs[:1], "opus-mt"), findings=()),  # type: ignore[union-attr]
        ("The article has no English of sentences 2–3.",),
    ),
    "a sentence that came back empty": (
        replace(
            WHOLE,
            article_translation=Translation(
                (*WHOLE.article_translation.pairs[:2], Pair(2, FAIR, " ")),  # type: ignore[union-attr]
                "opus-mt",
            ),
        ),
        ("The article has no English of sentence 3.",),
    ),
    "no title": (
        replace(WHOLE, article=replace(WHOLE.article, title=""), title_translation=None),
        ("The article has no title.",),
    ),
    "nothing at all": (Digest(EMPTY), ("The article has no title.", "There is no summary.")),
}
