"""Contents: what every format shows of a digest, in the order in which it is read; a format only writes it down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.columns import pairs, sources
from pipelines.document import Column, Digest, Finding, Flag, Script
from pipelines.export import notes
from pipelines.export.credits import Credit, credits
from pipelines.export.literal import literal

LANGUAGES = {Script.SIMPLIFIED: "zh-Hans", Script.TRADITIONAL: "zh-Hant"}


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence beside its English: None where there is none. All text is `literal`.

    `number` counts from 1 within the column, `paragraph` from 0, `evidence` are numbers of article sentences. `notes`
    say in English what its flags and the checks' findings mean, but not what holds for all of the English.
    """

    number: int
    chinese: str
    english: str | None
    flags: tuple[Flag, ...] = ()
    notes: tuple[str, ...] = ()
    paragraph: int = 0
    evidence: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """A digest as a document. `language` is the tag of the Chinese; the English's is "en".

    `missing` says what a whole digest would have; `general` what holds for all of the English; `noticed` is what the
    checks come to, then the findings with their places; `repaired` and `set_aside` what was done to the article before
    it was read.
    """

    language: str
    title: Row | None
    byline: tuple[Row, ...]
    summary: tuple[Row, ...]
    article: tuple[Row, ...]
    missing: tuple[str, ...]
    general: tuple[str, ...]
    noticed: tuple[str, ...]
    repaired: tuple[str, ...]
    set_aside: tuple[str, ...]
    credits: tuple[Credit, ...]

    @property
    def heading(self) -> str:
        """The title in English, else in Chinese, else "Untitled"."""
        return (self.title.english or self.title.chinese if self.title else "") or "Untitled"

    @property
    def columns(self) -> tuple[tuple[Column, tuple[Row, ...]], ...]:
        """All rows by their columns, in the order of reading."""
        title = (self.title,) if self.title else ()
        rows = {Column.TITLE: title, Column.BYLINE: self.byline, Column.SUMMARY: self.summary}
        return (*rows.items(), (Column.ARTICLE, self.article))

    @property
    def paragraphs(self) -> tuple[tuple[Row, ...], ...]:
        """The rows of the article, those of a paragraph together."""
        grouped: dict[int, list[Row]] = {}
        for row in self.article:
            grouped.setdefault(row.paragraph, []).append(row)
        return tuple(tuple(rows) for rows in grouped.values())

    @staticmethod
    def of(digest: Digest) -> Contents:
        """The contents of a digest, whole or not."""
        article = digest.article
        found = tuple((finding, literal(notes.finding(finding, digest))) for finding in digest.findings)
        repairs = sorted(article.repairs, key=lambda repair: -repair.count)
        return Contents(
            language=LANGUAGES[article.script],
            title=next(_rows(digest, Column.TITLE, found), None),
            byline=tuple(_rows(digest, Column.BYLINE, found)),
            summary=tuple(_rows(digest, Column.SUMMARY, found)),
            article=tuple(_rows(digest, Column.ARTICLE, found)),
            missing=notes.missing(digest),
            general=notes.general(digest),
            noticed=(*notes.checked(digest), *_noticed(found)),
            repaired=tuple(f"{repair.rule.replace('_', ' ')} {repair.count}" for repair in repairs),
            set_aside=tuple(f"{aside.rule.replace('_', ' ')}: {literal(aside.text)}" for aside in article.set_aside),
            credits=credits(digest),
        )


_Found = tuple[tuple[Finding, str], ...]  # each finding with its words


def _rows(digest: Digest, column: Column, found: _Found) -> Iterator[Row]:
    made = {pair.index: pair for pair in pairs(digest, column)}
    said: dict[int, list[str]] = {}
    for finding, words in found:
        for place, index in notes.places(finding):
            if place is column:
                said.setdefault(index, []).append(words)
    for index, source in enumerate(sources(digest, column)):
        pair = made.get(index)
        flags = pair.flags if pair else ()
        yield Row(
            index + 1,
            literal(source),
            (literal(pair.target) or None) if pair else None,
            flags,
            (*notes.of_flags(flags), *said.get(index, ())),
            digest.article.sentences[index].paragraph if column is Column.ARTICLE else 0,
            _evidence(digest, index) if column is Column.SUMMARY else (),
        )


def _evidence(digest: Digest, index: int) -> tuple[int, ...]:
    if digest.summary is None:
        return ()
    return tuple(evidence.sentence + 1 for evidence in digest.summary.sentences[index].evidence)


def _noticed(found: _Found) -> Iterator[str]:
    for finding, words in found:
        where = "; ".join(notes.place(column, index) for column, index in notes.places(finding)) or finding.check
        yield f"{where}: {words} ({finding.severity})"
