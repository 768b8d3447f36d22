"""Coverage: every sentence has its pair, and every clause of a sentence something in the translation that answers it.

A clause is answered by its words (each has English stems it can be recognized by, `lexicon.renderings`), its numbers
and names, Latin words and quotations. What is weighed is a log-likelihood ratio of two accounts of the pair: that the
clause was left out, against that it was not; the length of the translation is evidence for either, too. Of a clause's
words 65 % are recognized in its translation and 3 % in that of another sentence (1,000 + 1,018 pairs of FLORES-200 and
of TICO-19 and NTREX).
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from pipelines.article.chinese import HAN, han
from pipelines.checks.trouble import Trouble
from pipelines.document import Column, Finding, FindingCode, Sentence, Severity, Span
from pipelines.lexicon import renderings
from pipelines.lexicon.words import Word

NAME = "coverage"

_CLAUSE = re.compile(f"[^，；：。！？,;:!?…\n]*[{HAN}][^，；：。！？,;:!?…\n]*")
_CONTENT = re.compile("[nvailbtxsj]")
_HIT, _MISS = math.log(0.65 / 0.05), math.log(0.35 / 0.95)
_ANCHOR = -2.5  # a number or a name of the clause that the translation lacks
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]{2,}")
_USUAL, _SPREAD = -0.09, 0.2  # of the logarithm of the length over what is expected, as in `fluency`
_PER_CHARACTER = 3.3
_FEWEST = 3  # words and anchors of a clause that can be missed
_THRESHOLD = -4.5


def uncovered(column: Column, sentences: Sequence[Sentence], translated: Collection[int]) -> Iterator[Finding]:
    """A finding for each sentence of a finished column that no pair answers."""
    for index, sentence in enumerate(sentences):
        if index not in translated:
            span = Span(column, index, 0, len(sentence.text), target=False)
            yield Finding(NAME, Severity.ERROR, FindingCode.SENTENCE_MISSING, (str(index + 1),), (span,))


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a source and how likely it is that nothing answers it: the more negative the likelier."""

    start: int
    end: int
    evidence: float


def compare(
    source: str, target: str, segments: Sequence[Word], missing: Collection[tuple[int, int]] = ()
) -> tuple[Trouble, ...]:
    """The clauses of the simplified Chinese `source` that its English leaves out.

    `missing` are the half-open spans of numbers and names that other checks have not found in the target. A sentence of
    one clause is never reported: that it is short or empty others say.
    """
    clauses = list(weighed(source, target, segments, missing))
    if len(clauses) < 2:
        return ()
    return tuple(
        Trouble(
            FindingCode.CLAUSE_MISSING, Severity.WARNING, (source[c.start : c.end].strip(),), (c.start, c.end), None
        )
        for c in clauses
        if c.evidence < _THRESHOLD
    )


def weighed(
    source: str, target: str, segments: Sequence[Word], missing: Collection[tuple[int, int]] = ()
) -> Iterator[Clause]:
    """Every clause with its evidence. O(words)."""
    said = renderings.stems(target)
    lowered = target.lower()
    expected = _expected(source)
    length = math.log(max(1, sum(map(str.isalnum, target))) / max(1.0, expected))
    for clause in _CLAUSE.finditer(source):
        start, end = clause.span()
        words = [
            renderings.of(word.text)
            for word in segments
            if start <= word.start < end and len(word.text) > 1 and _CONTENT.match(word.tag)
        ]
        known = [stems for stems in words if stems]
        hits = sum(1 for stems in known if not stems.isdisjoint(said))
        anchors = sum(1 for span in missing if start <= span[0] < end)
        latin = [word.lower() in lowered for word in _LATIN.findall(source, start, end)]
        if len(known) + 2 * anchors + len(latin) < _FEWEST:
            continue
        evidence = hits * _HIT + (len(known) - hits) * _MISS + anchors * _ANCHOR
        evidence += max(_ANCHOR, min(-_ANCHOR, sum(-_ANCHOR if there else _ANCHOR for there in latin)))
        share = _expected(clause.group()) / expected
        if share < 0.95:
            evidence += _lengths(length, share)
        yield Clause(start, end, evidence)


def _expected(text: str) -> float:
    """Letters and digits of English that a text should become."""
    return max(1.0, _PER_CHARACTER * len(han.findall(text)) + len(re.findall("[A-Za-z0-9]", text)))


def _lengths(length: float, share: float) -> float:
    """How much likelier the length is with the clause than without it; bounded, as people are brief, too."""
    without = _USUAL + math.log(1 - share)
    ratio = ((length - without) ** 2 - (length - _USUAL) ** 2) / (2 * _SPREAD**2)
    return max(-3.0, min(3.0, ratio))
