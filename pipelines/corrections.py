"""Corrections: English that a person wrote in the place of the translator's.

They are kept beside the digest, not in it: a digest is what the models made, `corrected` is how it reads with the
corrections laid over it, and taking one away shows again what was there before. Corrections in their order are a log:
the last word on a sentence holds, and undoing is leaving the last one out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.columns import pairs, sources, translation
from pipelines.document import Column, Digest, Finding, FindingCode, Flag, Pair, Translation

# What is wrong with the Chinese of the summary stays wrong, however its English is written.
_ABOUT_THE_CHINESE = frozenset(
    {
        FindingCode.UNSUPPORTED,
        FindingCode.NUMBER_UNSUPPORTED,
        FindingCode.DATE_UNSUPPORTED,
        FindingCode.NAME_UNSUPPORTED,
        FindingCode.QUOTE_UNSUPPORTED,
        FindingCode.NEGATION_FLIPPED,
    }
)


@dataclass(frozen=True, slots=True)
class Correction:
    """`target` is what a person wrote for `source`, a sentence of `column` as `Pair.source` has it.

    It belongs to the words and not to a place, so it holds after a run with another model or another length, and for
    the same sentence in the other columns unless that was corrected there. A blank target takes back what was written.
    """

    column: Column
    source: str
    target: str


Written = Callable[[Column, str], str | None]  # column and source to what a person wrote for it, None if nothing


def written(corrections: Iterable[Correction]) -> Written:
    """What the corrections say of a sentence: the last one made in its own column, else the last in any."""
    of_column: dict[tuple[Column, str], str] = {}
    of_source: dict[str, str] = {}
    for correction in corrections:
        key = (correction.column, correction.source)
        of_column.pop(key, None)
        of_column[key] = correction.target.strip()
    for (_, source), wording in of_column.items():
        if wording:
            of_source[source] = wording

    def target(column: Column, source: str) -> str | None:
        return of_column.get((column, source), of_source.get(source)) or None

    return target


def by_hand(index: int, source: str, target: str) -> Pair:
    """The pair of a sentence whose English a person wrote."""
    return Pair(index, source, target, None, (Flag.BY_HAND,))


def corrected(digest: Digest, corrections: Sequence[Correction]) -> Digest:
    """The digest with what was written by hand in its place, in every column that has English at all.

    A corrected sentence has its pair also where the translator left none, and no finding about its English. A pair
    that an earlier run took from a correction which is not among these is left out: see `outdated`.
    """
    target = written(corrections)
    title = _laid_over(digest, Column.TITLE, target)
    corrected = replace(
        digest,
        title_translation=title[0] if title else None,
        byline_translation=_translation(digest, Column.BYLINE, target),
        summary_translation=_translation(digest, Column.SUMMARY, target),
        article_translation=_translation(digest, Column.ARTICLE, target),
    )
    settled = {(column, pair.index) for column, pair in _by_hand(corrected)}
    return replace(corrected, findings=tuple(finding for finding in digest.findings if not _about(finding, settled)))


def outdated(digest: Digest, corrections: Sequence[Correction]) -> bool:
    """Whether the digest has sentences by hand that these corrections no longer hold.

    The run that made it did not translate them, so the translator's English is not there to be shown; another run,
    which finds everything else in its memory, makes it.
    """
    target = written(corrections)
    return any(not target(column, pair.source) for column, pair in _by_hand(digest))


def _translation(digest: Digest, column: Column, target: Written) -> Translation | None:
    made = translation(digest, column)
    return replace(made, pairs=_laid_over(digest, column, target)) if made else None


def _laid_over(digest: Digest, column: Column, target: Written) -> tuple[Pair, ...]:
    there = pairs(digest, column)
    made = {pair.index: pair for pair in there if Flag.BY_HAND not in pair.flags}
    if there:
        for index, source in enumerate(sources(digest, column)):
            if by_person := target(column, source):
                made[index] = by_hand(index, source, by_person)
    return tuple(made[index] for index in sorted(made))


def _by_hand(digest: Digest) -> Iterator[tuple[Column, Pair]]:
    for column in Column:
        for pair in pairs(digest, column):
            if Flag.BY_HAND in pair.flags:
                yield column, pair


def _about(finding: Finding, settled: Collection[tuple[Column, int]]) -> bool:
    """Whether a finding is about the English of one of these sentences."""
    if finding.code in _ABOUT_THE_CHINESE:
        return False
    return any((span.column, span.index) in settled for span in finding.spans)
