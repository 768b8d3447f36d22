"""How central each sentence is to its article, and how similar any two are.

Centrality is TextRank (Mihalcea and Tarau, EMNLP 2004) over the cosine of tf-idf vectors, as in LexRank (Erkan and
Radev, JAIR 22, 2004), with PageRank's teleport biased to the beginning and to sentences that say something.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipelines.document import Sentence
from pipelines.lexicon import words

Floats = NDArray[np.float64]

_DAMPING = 0.85
_ITERATIONS = 50
_LEAD = 1.0  # how much more than the last sentence the first one weighs, before the graph has its say
_LEAD_FADES = 3.0  # sentences after which that bonus has fallen to a third
_FULL_LENGTH = 20  # a sentence of this many content characters says something; shorter ones weigh less
CONTENT_TAGS = ("n", "v", "a", "i", "l", "j", "eng", "x", "b", "z")
EMPTY_WORDS = frozenset(
    "是 有 说 会 能 要 可以 可能 没有 表示 就是 觉得 认为 知道 进行 应该 这样 这个 那个 然后 的话".split()
)


class Vectors:
    """The sentences as tf-idf vectors of unit length, in coordinate form: `values[k]` at (`rows[k]`, `columns[k]`).

    The matrix of cosines is never made: its products are taken through the vectors, so an article of n sentences and w
    words costs O(w), not O(n²). `lengths` are the content characters of each sentence.
    """

    def __init__(self, sentences: Sequence[Sentence], segmented: Sequence[Sequence[words.Word]] | None = None) -> None:
        self.count = len(sentences)
        self.lengths: Floats = np.zeros(self.count)
        columns: dict[str, int] = {}
        rows: list[int] = []
        places: list[int] = []
        if segmented is None:
            segmented = [words.segment(sentence.simplified) for sentence in sentences]
        for row, found in enumerate(segmented):
            for word in found:
                if word.tag.startswith(CONTENT_TAGS) and word.text not in EMPTY_WORDS:
                    rows.append(row)
                    places.append(columns.setdefault(word.text.lower(), len(columns)))
                    self.lengths[row] += len(word.text)
        self.width = max(1, len(columns))
        cells, repeats = np.unique(np.array(rows, dtype=np.intp) * self.width + places, return_counts=True)
        cells = cells.astype(np.intp)
        self.rows, self.columns = cells // self.width, cells % self.width
        in_sentences = np.bincount(self.columns, minlength=self.width)
        idf = np.log((1 + self.count) / (1 + in_sentences)) + 1
        values: Floats = (1 + np.log(repeats)) * idf[self.columns]
        squares = np.bincount(self.rows, values**2, minlength=self.count)
        self.values: Floats = values / np.sqrt(squares)[self.rows]

    def cosines(self, weights: Floats) -> Floats:
        """The matrix of cosines times a vector of one number per sentence."""
        by_word = np.bincount(self.columns, self.values * weights[self.rows], minlength=self.width)
        by_sentence = np.bincount(self.rows, self.values * by_word[self.columns], minlength=self.count)
        return np.asarray(by_sentence, dtype=np.float64)

    def similarity(self, sentence: int) -> Floats:
        """The cosine of one sentence with each."""
        only = np.zeros(self.count)
        only[sentence] = 1.0
        return self.cosines(only)


def rank(vectors: Vectors, *, lead: bool = True) -> Floats:
    """How much each sentence matters, 0..1, one of them 1; `lead` says whether its place counts, too."""
    if not vectors.count:
        return np.zeros(0)
    place = 1 + _LEAD * lead * np.exp(-np.arange(vectors.count) / _LEAD_FADES)
    worth = np.clip(vectors.lengths / _FULL_LENGTH, 1e-6, 1.0)
    prior = place * worth / np.sum(place * worth)
    themselves = np.bincount(vectors.rows, vectors.values**2, minlength=vectors.count)
    degree = vectors.cosines(np.ones(vectors.count)) - themselves
    connected = degree > 1e-9
    score = prior
    for _ in range(_ITERATIONS):
        share = np.divide(score, degree, out=np.zeros(vectors.count), where=connected)
        step = (1 - _DAMPING) * prior + _DAMPING * (vectors.cosines(share) - themselves * share)
        step = step + (1 - step.sum()) * prior  # what sentences without a neighbour would lose
        settled = np.abs(step - score).sum() < 1e-9
        score = step
        if settled:
            break
    weighed = score * worth * place
    return np.asarray(weighed / weighed.max(), dtype=np.float64)
