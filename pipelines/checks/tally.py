"""The tally: what a digest's checks come to, in one line: what was translated, which numbers match, what to look at."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.article.script import to_simplified
from pipelines.checks import pairs
from pipelines.document import Column, Digest, Flag, Translation


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over the article's English, or the summary's where the article was not translated.

    `to_look_at` are the sentences with a finding, in either column and of the title, as (column, index) in the order a
    reader meets them; the first is where the page jumps to.
    """

    translated: int
    sentences: int
    matching: int
    numbers: int
    to_look_at: tuple[tuple[Column, int], ...]

    @classmethod
    def of(cls, digest: Digest) -> Tally:
        """Of a whole digest, or of what is there of one."""
        translation, sentences = _translated(digest)
        pairs_ = translation.pairs if translation else ()
        compared = [
            pairs.compare(to_simplified(pair.source), pair.target, clauses=Flag.GLOSS not in pair.flags)
            for pair in pairs_
        ]
        order = list(Column)
        marked = {(span.column, span.index) for finding in digest.findings for span in finding.spans[:1]}
        return cls(
            sum(1 for pair in pairs_ if any(map(str.isalnum, pair.target))),
            sentences,
            sum(one.matching for one in compared),
            sum(one.numbers for one in compared),
            tuple(sorted(marked, key=lambda place: (order.index(place[0]), place[1]))),
        )

    def __str__(self) -> str:
        """42 of 42 sentences translated · 118 of 119 numbers match · 1 to look at."""
        parts = [f"{self.translated} of {self.sentences} sentences translated"]
        if self.numbers:
            parts.append(f"{self.matching} of {self.numbers} numbers match")
        parts.append(f"{len(self.to_look_at)} to look at" if self.to_look_at else "nothing to look at")
        return " · ".join(parts)


def _translated(digest: Digest) -> tuple[Translation | None, int]:
    if digest.article_translation is not None or digest.summary is None or digest.summary_translation is None:
        return digest.article_translation, len(digest.article.sentences)
    return digest.summary_translation, len(digest.summary.sentences)
