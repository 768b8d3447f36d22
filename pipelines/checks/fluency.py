"""Fluency: outputs that are no translation at all, found without understanding either language.

A model that fails usually fails loudly: it says nothing, repeats its input, leaves Chinese standing, goes round in
circles, or stops long before or after its time. All functions are pure. The thresholds are set where 5,069 human
translations (TICO-19, NTREX, FLORES-200) give next to none: less than one in a thousand.
"""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from pipelines.article.chinese import HAN, han
from pipelines.checks.repetition import loop
from pipelines.document import Column, Finding, FindingCode, Flag, Pair, Severity, Span, Term

NAME = "fluency"


class Defect(StrEnum):
    """What is wrong with an output, whatever it means."""

    EMPTY = "empty"
    ECHOED = "echoed"
    LEFTOVER = "leftover"
    LOOPED = "looped"
    SHORT = "short"
    LONG = "long"
    CUT = "cut"
    UNKNOWN = "unknown"
    UNQUOTED = "unquoted"


_CODES: dict[Defect, tuple[FindingCode, Severity]] = {
    Defect.EMPTY: (FindingCode.TRANSLATION_EMPTY, Severity.ERROR),
    Defect.ECHOED: (FindingCode.SOURCE_ECHOED, Severity.ERROR),
    Defect.LEFTOVER: (FindingCode.CHINESE_LEFT, Severity.WARNING),
    Defect.LOOPED: (FindingCode.WORDS_LOOP, Severity.ERROR),
    Defect.SHORT: (FindingCode.TRANSLATION_SHORT, Severity.WARNING),
    Defect.LONG: (FindingCode.TRANSLATION_LONG, Severity.WARNING),
    Defect.CUT: (FindingCode.TRANSLATION_CUT, Severity.ERROR),
    Defect.UNKNOWN: (FindingCode.UNKNOWN_MARKS, Severity.WARNING),
    Defect.UNQUOTED: (FindingCode.QUOTES_UNBALANCED, Severity.WARNING),
}

_leftover = re.compile(f"[{HAN}\u3041-\u30ff]+")  # Chinese and Japanese characters
# What a tokenizer writes for what it does not know, and what of its own marks it forgets in a text.
_unknown = re.compile(r"(?:\u2047|\ufffd|\u2581|</?(?:unk|s|pad)>|<extra_id_\d+>|\[UNK\]|@@(?= ))+")
_entity = re.compile(r"&(?:#\d{1,6}|quot|amp|lt|gt|nbsp|apos);")
_quote = re.compile(r"[“”「」『』]|(?<!\d)\"|&quot;")
_letters = re.compile(r"[^\W_]")
_latin = re.compile(r"[A-Za-z0-9]")
_MOSTLY = 0.5  # an output with more of its letters Chinese than this is its source, not a translation with a leftover

# Lengths are letters and digits, without spaces and marks. One Chinese character becomes about 3.3 English letters, one
# Latin letter or digit of the source stays one. The bounds are those of the logarithm of what came over what was
# expected; short sentences vary more, so that the bounds widen with one over the Chinese characters. Half of 5,069
# human translations lie in -0.23..0.05, 99.9 % in -0.9..0.6.
_PER_CHARACTER = 3.3
_LEAST, _LEAST_WIDENS = -0.68, 6.0
_MOST, _MOST_WIDENS = 0.90, 3.0

# Where an article has enough pairs, its own lengths are a closer measure: so many spreads from its median.
_ENOUGH = 12
_SPREADS = 4.5
_LEAST_SPREAD = 0.16
_SPREAD_WIDENS = 4.0
_UNSURE = -1.0  # mean log-probability of a token; no model is sure of a sentence below it
_LEAST_SCORE_SPREAD = 0.1


class Usual(NamedTuple):
    """How long the translations of one article are, as logarithms over what is expected: median and robust spread."""

    median: float
    spread: float

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Usual | None:
        """Of (source, target) pairs; None where there are too few to tell. The spread is 1.4826 times the MAD."""
        real = [pair for pair in pairs if han.search(pair[0]) and _letters.search(pair[1])]
        logs = [_log_ratio(source, target) for source, target in real]
        if len(logs) < _ENOUGH:
            return None
        median = statistics.median(logs)
        mad = statistics.median(abs(value - median) for value in logs)
        return cls(median, max(_LEAST_SPREAD, 1.4826 * mad))


def defects(source: str, target: str, *, cut: bool = False, usual: Usual | None = None) -> tuple[Defect, ...]:
    """What is wrong with `target` as the English of the Chinese `source`; nothing for a source without Chinese.

    `cut` says that the model was stopped by its length limit. `usual` adds the article's own lengths to the bounds that
    hold for all.
    """
    return tuple(defect for defect, _ in _located(source, target, cut, usual))


def findings(column: Column, pairs: Sequence[Pair]) -> Iterator[Finding]:
    """A finding for each defect of each pair of a column, in order, with the stretch it is about on the English side.

    Glosses are not looked at: a word-for-word line is long by nature, and nothing in it was generated.
    """
    written = [pair for pair in pairs if Flag.GLOSS not in pair.flags]
    least = _least_score([pair.score for pair in written if pair.score is not None])
    usual = Usual.of((pair.source, pair.target) for pair in written)
    for pair in written:
        whole = Span(column, pair.index, 0, len(pair.source), target=False)
        target = without_kept(pair.target, pair.terms)
        for defect, (start, end) in _located(pair.source, target, Flag.CUT in pair.flags, usual):
            code, severity = _CODES[defect]
            facts = (str(pair.index + 1), pair.target[start:end])
            spans = (whole, Span(column, pair.index, start, end, target=True)) if end > start else (whole,)
            yield Finding(NAME, severity, code, facts, spans)
        if pair.score is not None and least is not None and pair.score < least:
            facts = (str(pair.index + 1), f"{math.exp(pair.score):.0%}")
            spans = (whole, Span(column, pair.index, 0, len(pair.target), target=True))
            yield Finding(NAME, Severity.WARNING, FindingCode.SCORE_LOW, facts, spans)


def _least_score(scores: Sequence[float]) -> float | None:
    """Below this the model was far less sure of a sentence than of the article's others; None where too few tell."""
    finite = [score for score in scores if math.isfinite(score)]
    if len(finite) < _ENOUGH:
        return None
    median = statistics.median(finite)
    mad = statistics.median(abs(score - median) for score in finite)
    return min(_UNSURE, median - _SPREADS * max(_LEAST_SCORE_SPREAD, 1.4826 * mad))


def without_kept(target: str, terms: Sequence[Term]) -> str:
    """`target` with x for every character of a term that was to be left in Chinese: it is no leftover."""
    for term in terms:
        if term.used and han.search(term.target):
            target = target.replace(term.target, "x" * len(term.target))
    return target


@dataclass(frozen=True, slots=True)
class _Bounds:
    least: float
    most: float


def _located(source: str, target: str, cut: bool, usual: Usual | None) -> Iterator[tuple[Defect, tuple[int, int]]]:
    """Each defect and the half-open stretch of the target it is about."""
    if not han.search(source):
        return
    everything = (0, len(target))
    letters = _letters.findall(target)
    if not letters:
        yield Defect.EMPTY, everything
        return
    leftover = _leftover.search(target)
    if leftover:
        echoed = sum(1 for letter in letters if _leftover.match(letter)) > _MOSTLY * len(letters)
        yield (Defect.ECHOED, everything) if echoed else (Defect.LEFTOVER, leftover.span())
        if echoed:
            return
    unknown = _unknown.search(target)
    unknown = unknown or (_entity.search(target) if not _entity.search(source) else None)
    if unknown and not _unknown.search(source):
        yield Defect.UNKNOWN, unknown.span()
    if quote := _lonely_quote(target, source):
        yield Defect.UNQUOTED, quote
    looped = loop(target, source)
    if looped:
        yield Defect.LOOPED, looped
    ratio = _log_ratio(source, target)
    bounds = _bounds(len(han.findall(source)), usual)
    if ratio < bounds.least:
        yield Defect.SHORT, everything
    elif ratio > bounds.most:
        yield Defect.LONG, everything
    if cut:
        yield Defect.CUT, everything


def _lonely_quote(target: str, source: str) -> tuple[int, int] | None:
    """A quotation mark of the target without its partner, where those of the source have theirs."""
    if _odd(source) is not None:
        return None
    place = _odd(target)
    return None if place is None else (place, place + 1)


def _odd(text: str) -> int | None:
    """The place of the last double quotation mark where their number is odd; inches (6'2") are none."""
    marks = [match.start() for match in _quote.finditer(text)]
    if len(marks) % 2 == 0 or (text.count('"') and re.search(r'\d"', text)):
        return None
    return marks[-1]


def _log_ratio(source: str, target: str) -> float:
    expected = _PER_CHARACTER * len(han.findall(source)) + len(_latin.findall(source))
    return math.log(max(1, len(_letters.findall(target))) / max(1.0, expected))


def _bounds(characters: int, usual: Usual | None) -> _Bounds:
    least, most = _LEAST - _LEAST_WIDENS / characters, _MOST + _MOST_WIDENS / characters
    if usual:
        reach = _SPREADS * usual.spread + _SPREAD_WIDENS / characters
        least, most = max(least, usual.median - reach), min(most, usual.median + reach)
    return _Bounds(least, most)
