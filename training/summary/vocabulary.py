"""How much each word speaks for the sentence it stands in: ridge regression on what ROUGE says of the sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipelines.lexicon import words

WORDS = 1200
_LEAST = 20  # articles a word stands in
_RIDGE = 60.0

Floats = NDArray[np.float64]


def frequent(articles: Sequence[Sequence[Sequence[str]]]) -> list[str]:
    """The words that stand in most articles; each article is its sentences, each of them its words."""
    counts = Counter(word for article in articles for word in {word for sentence in article for word in sentence})
    return [word for word, count in counts.most_common(WORDS) if count >= _LEAST and word.strip()]


def learn(
    vocabulary: Sequence[str],
    articles: Sequence[Sequence[Sequence[str]]],
    targets: Sequence[Floats],
    weights: Sequence[float],
) -> dict[str, float]:
    """The weight of each word, from the targets of the sentences less their article's mean."""
    place = {word: column for column, word in enumerate(vocabulary)}
    size = len(place)
    gram, moment = np.zeros((size, size)), np.zeros(size)
    for begin in range(0, len(articles), 200):
        rows, columns, values, scales = [], [], [], []
        number = 0
        for article, target, weight in zip(
            articles[begin : begin + 200], targets[begin : begin + 200], weights[begin : begin + 200], strict=True
        ):
            centred = (target - target.mean()) / max(1e-3, float(target.std()))
            for sentence, value in zip(article, centred, strict=True):
                for word in set(sentence):
                    column = place.get(word)
                    if column is not None:
                        rows.append(number)
                        columns.append(column)
                values.append(value)
                scales.append(weight / len(article))
                number += 1
        matrix = np.zeros((number, size), dtype=np.float32)
        matrix[rows, columns] = 1.0
        scaled = matrix * np.array(scales, dtype=np.float32)[:, None]
        gram += scaled.T @ matrix
        moment += scaled.T @ np.array(values, dtype=np.float32)
    solved = np.linalg.solve(gram + _RIDGE / 60 * np.eye(size), moment)
    return {word: round(float(weight), 3) for word, weight in zip(vocabulary, solved, strict=True)}


def segmented(text: str) -> list[str]:
    """The words of a sentence as the rankers see them."""
    return [word.text for word in words.segment(text)]
