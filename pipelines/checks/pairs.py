"""Pairs: every check that compares a sentence with its translation, run over a column.

Numbers, names and coverage look at one pair and are told as pairs arrive; fluency needs the whole column, whose own
lengths and scores it measures by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipelines.checks import coverage, fluency, names, numbers, organisations, places
from pipelines.checks.trouble import Trouble
from pipelines.document import Column, Finding, FindingCode, Flag, Pair, Severity

TERMS = "glossary"
_ABSENT = frozenset((FindingCode.NUMBER_MISSING, FindingCode.DATE_MISSING, FindingCode.NAME_MISSING,
                     FindingCode.PLACE_MISSING, FindingCode.ORGANISATION_MISSING))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Checked:
    """What was compared of one pair: its troubles by check, and its numbers and those that have their counterpart."""

    troubles: tuple[tuple[str, Trouble], ...]
    numbers: int
    matching: int


def compare(source: str, target: str, *, clauses: bool = True) -> Checked:
    """Compare simplified Chinese and its English; `clauses` says whether left out ones are looked for, too.

    An empty target and one that is still Chinese are `fluency`'s, and have nothing to be compared with.
    """
    return _compared(source, target, clauses)


@lru_cache(maxsize=4_096)  # the retry ladder asks for what the digest will ask for again
def _compared(source: str, target: str, clauses: bool) -> Checked:
    from pipelines.lexicon import words

    if not any(character.isalnum() for character in target):
        return Checked((), 0, 0)
    segments = words.segment(source)
    counted = numbers.compare(source, target, segments)
    named = names.compare(source, target, segments)
    found = [(numbers.NAME, trouble) for trouble in counted.troubles]
    others = (*places.compare(source, target, segments), *organisations.compare(source, target))
    found += [(names.NAME, trouble) for trouble in (*named.troubles, *others)]
    if clauses:
        absent = [t.source for _, t in found if t.code in _ABSENT and t.source is not None]
        left_out = coverage.compare(source, target, segments, absent)
        if left_out:
            found = [(check, t) for check, t in found if not (t.code in _ABSENT and _within(t, left_out))]
            found += [(coverage.NAME, trouble) for trouble in left_out]
    return Checked(tuple(found), counted.numbers, counted.matching)


def _within(trouble: Trouble, clauses: Sequence[Trouble]) -> bool:
    """Whether a left out clause says it already."""
    start = trouble.source[0] if trouble.source else -1
    return any(clause.source is not None and clause.source[0] <= start < clause.source[1] for clause in clauses)


def of_pair(column: Column, pair: Pair, simplified: str) -> Iterator[Finding]:
    """A finding for each trouble of one pair; `simplified` is what the model read, of the length of `pair.source`."""
    gloss = Flag.GLOSS in pair.flags
    for term in pair.terms:
        if not term.used:
            facts = (pair.source[term.start : term.end], term.target)
            unused = Trouble(FindingCode.TERM_UNUSED, Severity.WARNING, facts, (term.start, term.end), None)
            yield unused.finding(TERMS, column, pair.index)
    for check, trouble in compare(simplified, pair.target, clauses=not gloss).troubles:
        yield _as_written(trouble, simplified, pair.source).finding(check, column, pair.index)


def _as_written(trouble: Trouble, simplified: str, source: str) -> Trouble:
    """The trouble, its first fact in the script of the article."""
    if trouble.source is None or len(simplified) != len(source):
        return trouble
    span = slice(*trouble.source)
    if trouble.facts[0] != simplified[span].strip():
        return trouble
    return replace(trouble, facts=(source[span].strip(), *trouble.facts[1:]))


def of_column(column: Column, pairs: Sequence[Pair]) -> Iterator[Finding]:
    """What only the whole of a finished column tells: `fluency`."""
    yield from fluency.findings(column, pairs)


def findings(column: Column, pairs: Sequence[Pair], simplified: Mapping[int, str]) -> tuple[Finding, ...]:
    """Every finding of a finished column, in the order of its sentences, errors first within one."""
    found = [finding for pair in pairs for finding in of_pair(column, pair, simplified[pair.index])]
    found += of_column(column, pairs)
    return tuple(sorted(found, key=lambda finding: (finding.spans[0].index, finding.severity is not Severity.ERROR)))


def faults(source: str, target: str) -> int:
    """How many faults numbers and names find: the scorer of a translator's retry ladder. An error counts two."""
    found = compare(source, target, clauses=False).troubles
    return sum(2 if trouble.severity is Severity.ERROR else 1 for _, trouble in found)


SCORERS: tuple[Callable[[str, str], int], ...] = (faults,)
