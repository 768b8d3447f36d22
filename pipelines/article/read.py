"""A source in, its sentences out, with everything that was mended or set aside on the way."""

from __future__ import annotations

import re

from pipelines.article import mojibake, script, sentences
from pipelines.article.chinese import chinese_share, han
from pipelines.article.extracted import Extract
from pipelines.article.extraction import extracted
from pipelines.article.repair import Repaired, repair
from pipelines.article.rules import RULES, SET_ASIDE_RULES
from pipelines.article.title import is_headline, label, without_site
from pipelines.article.traced import Traced
from pipelines.document import Article, Repair, Sentence, SetAside
from pipelines.errors import ErrorCode, InputError
from pipelines.settings import Settings

# Below this share of Chinese characters among its letters a text is not Chinese.
_LEAST_CHINESE = 0.2
_CREDITS = frozenset({"byline", "date", "source"})


def read(source: str | bytes | Extract, name: str, switched_off: frozenset[str], settings: Settings) -> Article:
    """What `pipelines.article.read_article` says."""
    _refuse_unknown_rules(switched_off)
    found = source if isinstance(source, Extract) else extracted(source, name, "", switched_off, settings)
    if "mojibake" in switched_off:
        mojibake.refuse_destroyed(found.text)
    repaired = repair(found.text, name=found.name, switched_off=switched_off, asides=found.asides, wraps=found.wraps)
    return _article(found, repaired)


def _refuse_unknown_rules(names: frozenset[str]) -> None:
    known = [rule.name for rule in (*RULES, *SET_ASIDE_RULES)]
    unknown = sorted(names.difference(known))
    if unknown:
        raise InputError(ErrorCode.UNKNOWN_RULE, name=unknown[0], names=", ".join(known))


def _article(found: Extract, repaired: Repaired) -> Article:
    text = repaired.text
    paragraphs = [text.slice(match.start(), match.end()) for match in re.finditer(r"\S(?:[^\n]*\S)?", text.text)]
    plain = "\n".join(paragraph.text for paragraph in paragraphs)
    if not re.search(r"[^\W_]", plain):
        raise InputError(ErrorCode.NO_ARTICLE if repaired.set_aside else ErrorCode.EMPTY)
    share = chinese_share(plain)
    if share < _LEAST_CHINESE:
        raise InputError(ErrorCode.NOT_CHINESE, share=round(100 * share))
    title, taken = _title(paragraphs, found.title or repaired.title, repaired.set_aside)
    body = paragraphs[1:] if title else paragraphs
    repairs = repaired.repairs
    if found.tags:
        repairs = _with_tags(repairs, found)
    return Article(
        original=found.text,
        title=title,
        sentences=tuple(
            sentence for number, paragraph in enumerate(body) for sentence in _sentences(paragraph, number)
        ),
        repairs=repairs,
        set_aside=tuple(sorted((*repaired.set_aside, *taken), key=lambda aside: aside.origin)),
        script=script.detect(plain),
    )


def _sentences(paragraph: Traced, number: int) -> list[Sentence]:
    pieces = sentences.split(paragraph.text)
    simplified = script.to_simplified(paragraph.text)
    return [
        Sentence(piece, simplified[start:end], number, paragraph.origin(start, end))
        for piece, (start, end) in zip(pieces, sentences.offsets(pieces), strict=True)
    ]


def _title(paragraphs: list[Traced], named: str, set_aside: tuple[SetAside, ...]) -> tuple[str, list[SetAside]]:
    """The title, which is the first paragraph or part of it, and what of that paragraph is not; or nothing.

    `named` is the headline that the page, feed or Markdown file itself names.
    """
    lines = [paragraph.text for paragraph in paragraphs]
    first = paragraphs[0]
    start = label(first.text)
    end = start + len(without_site(first.text[start:]))
    candidate = first.text[start:end]
    is_named = bool(named) and _same(candidate, named) and len(lines) > 1
    if not is_named and not (start and len(lines) > 1):
        below = paragraphs[1].starts[0] if len(lines) > 1 else 0
        marked = any(aside.rule in _CREDITS and first.ends[-1] <= aside.origin[0] < below for aside in set_aside)
        if not is_headline([candidate, *lines[1:]], marked=marked):
            return "", []
    taken = []
    if start:
        taken.append(SetAside(first.text[:start].strip(), "metadata", first.origin(0, start)))
    if end < len(first.text):
        taken.append(SetAside(first.text[end:].strip(), "navigation", first.origin(end, len(first.text))))
    return candidate.strip(), taken


def _same(line: str, named: str) -> bool:
    """Whether two headlines have the same Chinese characters, whatever was repaired around them."""
    return han.findall(line) == han.findall(named) and bool(han.search(line))


def _with_tags(repairs: tuple[Repair, ...], found: Extract) -> tuple[Repair, ...]:
    order = [rule.name for rule in RULES]
    before = [repair for repair in repairs if repair.rule != "markup"]
    further = sum(repair.count for repair in repairs if repair.rule == "markup")
    markup_repair = Repair("markup", found.tags + further, f"<html>… → {found.text[:20].strip()}…")
    return tuple(sorted((*before, markup_repair), key=lambda repair: order.index(repair.rule)))
