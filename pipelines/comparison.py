"""Comparison: what two translators or two summarizers made of the same article, sentence by sentence.

A difference is a stretch on each side; all text between two differences is the same on both. The stretches are found
with difflib (Ratcliff and Obershelp's pattern matching: the longest run of equal words first, which reads better than
the shortest edit) over words, Chinese characters, marks and spaces.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate

from pipelines.article.chinese import HAN
from pipelines.document import Summary, Translation

_tokens = re.compile(f"[{HAN}]|[^\\W_{HAN}]+(?:['’.,-][^\\W_{HAN}]+)*|\\s+|.", re.DOTALL)
# Difflib is quadratic, and worse on what repeats itself. Only what is no sentence is longer than this.
_MOST_TOKENS = 600
_NEAR = 0.6  # of the tokens of two sentences of a summary, for them to say about the same


@dataclass(frozen=True, slots=True)
class Difference:
    """Half-open spans (start, end) in the first and in the second text; one of them may be empty."""

    first: tuple[int, int]
    second: tuple[int, int]


@dataclass(frozen=True, slots=True)
class ComparedPair:
    """One sentence in two translations; a side that has no English of it is None, and then nothing is compared."""

    index: int
    source: str
    first: str | None
    second: str | None
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class ComparedSentence:
    """A sentence of two summaries, by its place in each. None where only the other summary has it.

    With both places and no `differences` it is in both word for word, with some the two are near-equal.
    """

    first: int | None
    second: int | None
    differences: tuple[Difference, ...]


def compared(first: Translation, second: Translation) -> tuple[ComparedPair, ...]:
    """A row for every index that either translation has, in order."""
    one, other = ({pair.index: pair for pair in translation.pairs} for translation in (first, second))
    rows = []
    for index in sorted(one.keys() | other.keys()):
        left, right = one.get(index), other.get(index)
        texts = left.target if left else None, right.target if right else None
        source = (left or right).source  # type: ignore[union-attr]  # one of them has this index
        found = differences(texts[0], texts[1]) if texts[0] is not None and texts[1] is not None else ()
        rows.append(ComparedPair(index, source, *texts, found))
    return tuple(rows)


def compared_summaries(first: Summary, second: Summary) -> tuple[ComparedSentence, ...]:
    """Every sentence of both, once: those of the first in its order, each of the second's own where it stands there.

    Sentences are matched one to one, the most alike first. Alike is 2·M/T over tokens, M the matching ones.
    """
    one, other = ([line.text.strip() for line in summary.sentences] for summary in (first, second))
    matched = _matched(one, other)
    taken = set(matched.values())
    rows = []
    waiting = 0  # in the second
    for index, text in enumerate(one):
        partner = matched.get(index)
        if partner is None:
            rows.append(ComparedSentence(index, None, ()))
            continue
        rows += [ComparedSentence(None, place, ()) for place in range(waiting, partner) if place not in taken]
        waiting = max(waiting, partner + 1)
        rows.append(ComparedSentence(index, partner, differences(text, other[partner])))
    rows += [ComparedSentence(None, place, ()) for place in range(waiting, len(other)) if place not in taken]
    return tuple(rows)


def differences(first: str, second: str) -> tuple[Difference, ...]:
    """Where two texts differ, from left to right, by whole words; none where they are the same.

    Putting the second's stretches in the place of the first's makes the second text of the first, and the other way
    round. Differences with only a space between them are one. Texts of more than 600 differing words have one.
    """
    one, other = _tokens.findall(first), _tokens.findall(second)
    starts, others = list(accumulate(map(len, one), initial=0)), list(accumulate(map(len, other), initial=0))
    found: list[Difference] = []
    for (begin, end), (since, until) in _changes(one, other):
        change = Difference((starts[begin], starts[end]), (others[since], others[until]))
        if found and first[found[-1].first[1] : change.first[0]].isspace():
            previous = found.pop()
            change = Difference((previous.first[0], change.first[1]), (previous.second[0], change.second[1]))
        found.append(change)
    return tuple(found)


_Change = tuple[tuple[int, int], tuple[int, int]]  # half-open spans of tokens


def _changes(one: Sequence[str], other: Sequence[str]) -> list[_Change]:
    shorter = min(len(one), len(other))
    head = next((place for place in range(shorter) if one[place] != other[place]), shorter)
    tail = next((n for n in range(shorter - head) if one[-1 - n] != other[-1 - n]), shorter - head)
    middle, opposite = one[head : len(one) - tail], other[head : len(other) - tail]
    if not middle and not opposite:
        return []
    if len(middle) + len(opposite) > 2 * _MOST_TOKENS:
        return [((head, head + len(middle)), (head, head + len(opposite)))]
    matcher = SequenceMatcher(None, middle, opposite, autojunk=False)
    return [
        ((head + begin, head + end), (head + since, head + until))
        for kind, begin, end, since, until in matcher.get_opcodes()
        if kind != "equal"
    ]


def _matched(one: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """For sentences of the first, their partners in the second."""
    alike = [
        (_likeness(left, right), -place, -partner)
        for place, left in enumerate(one)
        for partner, right in enumerate(other)
    ]
    matched: dict[int, int] = {}
    for likeness, place, partner in sorted(alike, reverse=True):
        if likeness >= _NEAR and -place not in matched and -partner not in matched.values():
            matched[-place] = -partner
    return matched


def _likeness(first: str, second: str) -> float:
    if first == second:
        return 1.0
    one, other = _tokens.findall(first), _tokens.findall(second)
    most = 2 * (Counter(one) & Counter(other)).total() / (len(one) + len(other) or 1)
    if most < _NEAR:  # in whatever order
        return most
    unchanged = len(one) - sum(end - begin for (begin, end), _ in _changes(one, other))
    return 2 * unchanged / (len(one) + len(other))
