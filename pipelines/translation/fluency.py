"""How likely one English word is after another: a bigram model of the English that the gloss is written in.

Absolute discounting with back-off (Ney, Essen and Kneser 1994), on the counts in `lexicon/data/bigrams.tsv.xz`.
"""

from __future__ import annotations

import hashlib
import lzma
from functools import cache
from importlib import resources
from math import log

from pipelines.lexicon.compiled import compiled

_FORMAT = "1"
_DISCOUNT = 0.5
_LEAST_LEFT = 0.05  # of a word's probability, for whatever did not follow it in the counts
_UNSEEN = 0.1  # what an unseen word counts

# word -> (log P(word), log of what is left for back-off, {next word: log P(next | word)})
_Model = dict[str, tuple[float, float, dict[str, float]]]


def log_probability(word: str, before: str) -> float:
    """Natural logarithm of P(word | before), both folded; "<s>" is the beginning of a sentence."""
    model = _model()
    of_before = model.get(before)
    if of_before and (seen := of_before[2].get(word)) is not None:
        return seen
    of_word = model.get(word) or model[""]
    return of_word[0] + (of_before[1] if of_before else 0.0)


def folded(word: str) -> str:
    """The word as the model has it: lower case, but an abbreviation (US) is not the word it looks like (us)."""
    return word if len(word) > 1 and word.isupper() else word.lower()


def knows(word: str) -> bool:
    """Whether this has been seen as an English word."""
    return word in _model()


def warm() -> None:
    """Load the model now rather than at the first sentence."""
    _model()


@cache
def _model() -> _Model:
    shipped = (resources.files("pipelines.lexicon") / "data" / "bigrams.tsv.xz").read_bytes()
    return compiled("bigrams", (_FORMAT, hashlib.blake2b(shipped).hexdigest()), lambda: _compile(shipped))


def _compile(shipped: bytes) -> _Model:
    rows = [line.split("\t") for line in lzma.decompress(shipped).decode("utf-8").splitlines()]
    total = sum(int(row[1]) for row in rows) + _UNSEEN * len(rows)
    single = {row[0]: (int(row[1]) + _UNSEEN) / total for row in rows}
    unseen = _UNSEEN / total
    model: _Model = {"": (log(unseen), 0.0, {})}
    for word, seen, *following in rows:
        counts = {after: int(count) for after, _, count in (pair.rpartition("=") for pair in following)}
        times = max(int(seen), sum(counts.values()), 1)
        kept = sum(counts.values()) - _DISCOUNT * len(counts)
        left = max(_LEAST_LEFT, 1 - kept / times)
        probabilities = {
            after: log((count - _DISCOUNT) / times + left * single.get(after, unseen))
            for after, count in counts.items()
        }
        model[word] = (log(single[word]), log(left), probabilities)
    return model
