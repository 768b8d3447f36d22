"""The embedded summarizer: the article's own sentences that say most, word for word, in their order.

`Reading` ranks them (`ranker`, and `centrality` where that is out of its depth); `select` says which set is taken
(maximal marginal relevance: Carbonell and Goldstein, SIGIR 1998). Where the summary is to be short, it loses clauses
that `clauses` allows to go and without which `ranker` expects it to be better; … stands for them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Generator
from typing import TYPE_CHECKING

from pipelines.contracts import Cancel
from pipelines.document import Article, Length, Summary

if TYPE_CHECKING:
    from pipelines.summary.centrality import Floats, Vectors
    from pipelines.summary.reading import Reading

NAME = "extractive"

_REDUNDANCY = 0.3  # MMR's 1 - lambda
_SAME = 0.9  # a cosine from which a sentence only repeats another
_HEADLINE = 40  # characters
_LONGEST_HEADLINE = 60  # where the first clause alone is longer than that
_CLAUSES = re.compile(r"(?<=[，；：,;])")


class Extractive:
    """A `Summarizer` that never writes a word of its own."""

    name = signature = NAME

    def summarize(self, article: Article, length: Length, cancel: Cancel) -> Generator[tuple[int, int], None, Summary]:
        """Rank the sentences and take the best set of them; each is evidence of itself, also where it is cut."""
        if not article.sentences:
            yield 2, 2
            return Summary("", (), (), NAME)
        found = read(article)
        yield 1, 2
        count = size(length, len(article.sentences))
        sentences = found.summary(count, cuts=length is Length.SHORT and count < len(article.sentences))
        yield 2, 2
        return Summary(found.headline(), sentences, found.salience, NAME)


def read(article: Article) -> Reading:
    """An article with at least one sentence, ranked."""
    from pipelines.summary.reading import Reading

    return Reading(article)


def size(length: Length, sentences: int) -> int:
    """How many sentences of an article of so many a summary has; all of an article of one or two."""
    if sentences <= 2:
        return sentences
    if length is Length.SHORT:
        return 1 if sentences < 8 else 2
    share, least, most = (0.15, 1, 5) if length is Length.MEDIUM else (0.30, 2, 15)
    return max(least, min(most, round(share * sentences)))


def headline(sentence: str) -> str:
    """A sentence as one line: whole where it is short, else its first clauses and an ellipsis."""
    line = sentence.rstrip("。；;. ")
    if len(line) <= _HEADLINE:
        return line
    kept = ""
    for clause in _CLAUSES.split(line):
        if kept and len(kept) + len(clause) > _HEADLINE:
            break
        kept += clause
    return kept[:_LONGEST_HEADLINE].rstrip("，、；：,;: ") + "……"


def select(vectors: Vectors, salience: Floats, count: int, alone: Floats | None = None) -> list[int]:
    """The `count` sentences that matter most and repeat each other least, in the article's order.

    `alone` is what is left of the salience of each sentence where the one before it is not taken.
    """
    import numpy as np

    chosen: list[int] = []
    closest = 0 * salience
    for _ in range(min(count, vectors.count)):
        value = salience
        if alone is not None:
            follows = np.isin(np.arange(vectors.count), np.array(chosen, dtype=int) + 1)
            value = salience * np.where(follows, 1.0, alone)
        gain = (1 - _REDUNDANCY) * value - _REDUNDANCY * closest - (closest > _SAME)
        gain[chosen] = -math.inf
        chosen.append(int(gain.argmax()))
        closest = closest.clip(min=vectors.similarity(chosen[-1]))
    return sorted(chosen)
