"""Character ROUGE for Chinese: F1 of ROUGE-1, ROUGE-2 and ROUGE-L (Lin, 2004).

A token is every character that is no space, punctuation included, after NFKC and lower-casing. Counts are clipped, the
longest common subsequence is that of the whole texts, and a figure for a set is the mean over its texts.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple


class Rouge(NamedTuple):
    """F1, each 0..1."""

    one: float
    two: float
    longest: float

    @property
    def mean(self) -> float:
        """The mean of the three, by which oracles choose and rankers are trained."""
        return sum(self) / 3


class Reference:
    """A reference, ready to be compared with many hypotheses."""

    def __init__(self, text: str) -> None:
        self._tokens = tokens(text)
        self._singles = Counter(self._tokens)
        self._pairs = Counter(zip(self._tokens, self._tokens[1:], strict=False))
        self._places: dict[str, int] = {}
        for place, token in enumerate(self._tokens):
            self._places[token] = self._places.get(token, 0) | 1 << place

    def score(self, hypothesis: str) -> Rouge:
        """ROUGE of a hypothesis; all zero where either is empty."""
        found = tokens(hypothesis)
        pairs = Counter(zip(found, found[1:], strict=False))
        return Rouge(
            _f1((self._singles & Counter(found)).total(), len(found), len(self._tokens)),
            _f1((self._pairs & pairs).total(), len(found) - 1, len(self._tokens) - 1),
            _f1(self._common(found), len(found), len(self._tokens)),
        )

    def _common(self, found: Sequence[str]) -> int:
        """The length of the longest common subsequence, a bit for each place of the reference (Hyyrö, 2004)."""
        full = (1 << len(self._tokens)) - 1
        row = full
        for token in found:
            step = row & self._places.get(token, 0)
            row = (row + step | row - step) & full
        return len(self._tokens) - row.bit_count()


def tokens(text: str) -> list[str]:
    """The characters that are compared."""
    return [character for character in unicodedata.normalize("NFKC", text).lower() if not character.isspace()]


def _f1(common: int, found: int, wanted: int) -> float:
    if common == 0:
        return 0.0
    precision, recall = common / found, common / wanted
    return 2 * precision * recall / (precision + recall)
