"""Markdown: the digest as a page to read, to mail or to keep: summary on top, the article in aligned pairs below."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.checks.sentences import said
from pipelines.checks.tally import Tally
from pipelines.document import Digest, Flag, Pair, Translation
from pipelines.models.catalog import CATALOG

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&])|^(\s*)([-+]|\d+[.)])(?=\s)", re.MULTILINE)


def render(digest: Digest) -> str:
    """The digest as CommonMark with one GitHub table, ending in a newline; all of the article's text is escaped."""
    return "\n".join(_lines(digest)) + "\n"


def _lines(digest: Digest) -> Iterator[str]:
    english = digest.title_translation.target if digest.title_translation else ""
    yield f"# {_text(english or digest.title or 'Untitled')}"
    if english and digest.title:
        yield f"\n**{_text(digest.title)}**"
    for pair in _pairs(digest.byline_translation):
        yield f"\n{_text(pair.target)} · {_text(pair.source)}"
    if digest.summary:
        yield "\n## Summary"
        targets = {pair.index: pair.target for pair in _pairs(digest.summary_translation)}
        for index, line in enumerate(digest.summary.sentences):
            numbers = ", ".join(str(evidence.sentence + 1) for evidence in line.evidence)
            yield f"\n{index + 1}. {_text(line.text)} \\[{numbers}\\]"
            if index in targets:
                yield f"\n   {_text(targets[index])}"
    yield "\n## Article"
    targets = {pair.index: pair.target for pair in _pairs(digest.article_translation)}
    paragraph = 0
    yield "\n|  | Original | English |\n|--:|---|---|"
    for index, sentence in enumerate(digest.article.sentences):
        if sentence.paragraph != paragraph:
            paragraph = sentence.paragraph
            yield "| | | |"
        yield f"| {index + 1} | {_text(sentence.text)} | {_text(targets.get(index, ''))} |"
    yield from _made_how(digest)


def _made_how(digest: Digest) -> Iterator[str]:
    article = digest.article
    yield "\n## How this was made"
    repairs = ", ".join(f"{repair.rule.replace('_', ' ')} {repair.count}" for repair in article.repairs)
    yield f"\n- Repaired: {_text(repairs) or 'nothing'}"
    for aside in article.set_aside:
        yield f"- Set aside ({aside.rule.replace('_', ' ')}): {_text(aside.text)}"
    names = {t.model for t in (digest.summary_translation, digest.article_translation, digest.summary) if t}
    for spec in CATALOG:
        if spec.name in names:
            credit = f"; {spec.attribution}" if spec.attribution else ""
            yield f"- {' and '.join(spec.tasks)} by `{spec.name}` ({spec.about}; {spec.licence}{credit})"
    glossed = sum(Flag.GLOSS in pair.flags for pair in _pairs(digest.article_translation))
    if glossed:
        yield f"- {glossed} sentences are word-for-word glosses, not translations"
    for finding in digest.findings:
        yield f"- {finding.severity.capitalize()}: {_text(said(finding))}"
    if any((digest.article_translation, digest.summary_translation)):
        yield f"- {Tally.of(digest)}"


def _pairs(translation: Translation | None) -> tuple[Pair, ...]:
    return translation.pairs if translation else ()


def _text(text: str) -> str:
    """One line of the article as literal Markdown: nothing in it may act as markup."""
    flat = " ".join(text.split())
    return _SPECIAL.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}{m[3][:-1]}\\{m[3][-1]}", flat)
