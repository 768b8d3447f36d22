"""The embedded summarizer: the article's own most central sentences, word for word, in their order.

`rank` says how much each sentence matters, `select` which set of them is taken (maximal marginal relevance: Carbonell
and Goldstein, SIGIR 1998). A better ranker replaces the one and leaves the other alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Generator
from typing import TYPE_CHECKING

from pipelines.contracts import Cancel
from pipelines.document import Article, Evidence, Length, Summary, SummarySentence

if TYPE_CHECKING:
    from pipelines.summary.centrality import Floats, Vectors

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
        """Rank the sentences and take the best set of them; every summary sentence is its own evidence."""
        from pipelines.summary.centrality import Vectors, rank

        vectors = Vectors(article.sentences)
        yield 1, 2
        salience = rank(vectors)
        texts = [sentence.text.strip() for sentence in article.sentences]
        chosen = select(vectors, salience, size(length, len(texts)))
        yield 2, 2
        return Summary(
            headline=headline(texts[int(salience.argmax())]) if texts else "",
            sentences=tuple(SummarySentence(texts[index], (Evidence(index, 1.0),)) for index in chosen),
            salience=tuple(round(float(value), 4) for value in salience),
            model=NAME,
        )


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


def select(vectors: Vectors, salience: Floats, count: int) -> list[int]:
    """The `count` sentences that matter most and repeat each other least, in the article's order."""
    chosen: list[int] = []
    closest = 0 * salience
    for _ in range(min(count, vectors.count)):
        gain = (1 - _REDUNDANCY) * salience - _REDUNDANCY * closest - (closest > _SAME)
        gain[chosen] = -math.inf
        chosen.append(int(gain.argmax()))
        closest = closest.clip(min=vectors.similarity(chosen[-1]))
    return sorted(chosen)
