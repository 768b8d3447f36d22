"""Which English word stands for which Chinese word: two IBM models with a diagonal prior, asked to agree.

IBM Model 2 in the parametrization of Dyer, Chahuneau and Smith (2013, "fast_align"), run in both directions; a link is
kept where the geometric mean of both posteriors is high (after Liang, Taskar and Klein 2006, "Alignment by Agreement").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipelines.translation.fluency import folded
from training.gloss.corpus import SentencePair

_TENSION = 4.0
_NULL = 0.08
_ITERATIONS = 5
_SMOOTHING = 1e-9
_AGREED = 0.25
_HEAD_START = 20.0

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Cells:
    """Every combination of a Chinese and an English word of a sentence, one after the other."""

    sentence: Ints
    i: Ints  # place of the Chinese word
    j: Ints  # place of the English word
    pair: Ints  # number of the two words' combination
    of_pair: tuple[Ints, Ints]  # Chinese and English word of each combination
    row: Ints  # number of (sentence, i)
    column: Ints  # number of (sentence, j)
    prior: Floats


def align(pairs: Sequence[SentencePair], known: set[tuple[str, str]]) -> list[list[tuple[int, int]]]:
    """The links (Chinese place, English place) of each sentence; `known` word pairs of a dictionary start ahead."""
    chinese = _numbers(word for pair in pairs for word in pair.chinese)
    english = _numbers(folded(word) for pair in pairs for word in pair.english)
    cells = _cells(pairs, chinese, english)
    start = np.where(_is_known(cells, chinese, english, known), _HEAD_START, 1.0)
    forward = _posterior(cells, start, cells.of_pair[0], cells.column)
    backward = _posterior(cells, start, cells.of_pair[1], cells.row)
    agreed = np.flatnonzero(np.sqrt(forward * backward) > _AGREED)
    links: list[list[tuple[int, int]]] = [[] for _ in pairs]
    for s, i, j in zip(
        cells.sentence[agreed].tolist(), cells.i[agreed].tolist(), cells.j[agreed].tolist(), strict=True
    ):
        links[s].append((i, j))
    return links


def _numbers(words: Iterable[str]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for word in words:
        numbers.setdefault(word, len(numbers))
    return numbers


def _cells(pairs: Sequence[SentencePair], chinese: dict[str, int], english: dict[str, int]) -> _Cells:
    sentence, places_i, places_j, f, e, rows, columns, priors = [], [], [], [], [], [], [], []
    row = column = 0
    for number, pair in enumerate(pairs):
        m, n = len(pair.chinese), len(pair.english)
        i, j = np.repeat(np.arange(m), n), np.tile(np.arange(n), m)
        sentence.append(np.full(m * n, number, dtype=np.int32))
        places_i.append(i.astype(np.int16))
        places_j.append(j.astype(np.int16))
        f.append(np.array([chinese[word] for word in pair.chinese], dtype=np.int64)[i])
        e.append(np.array([english[folded(word)] for word in pair.english], dtype=np.int64)[j])
        rows.append(row + i)
        columns.append(column + j)
        priors.append(np.exp(-_TENSION * np.abs((i + 0.5) / m - (j + 0.5) / n)))
        row += m
        column += n
    keys, pair_of = np.unique(np.concatenate(f) * len(english) + np.concatenate(e), return_inverse=True)
    return _Cells(
        np.concatenate(sentence),
        np.concatenate(places_i),
        np.concatenate(places_j),
        pair_of,
        (keys // len(english), keys % len(english)),
        np.concatenate(rows),
        np.concatenate(columns),
        np.concatenate(priors),
    )


def _is_known(
    cells: _Cells, chinese: dict[str, int], english: dict[str, int], known: set[tuple[str, str]]
) -> npt.NDArray[np.bool_]:
    keys = [chinese[f] * len(english) + english[e] for f, e in known if f in chinese and e in english]
    return np.isin(cells.of_pair[0] * len(english) + cells.of_pair[1], np.array(keys, dtype=np.int64))


def _posterior(cells: _Cells, start: Floats, given: Ints, emitted: Ints) -> Floats:
    """P(this word is linked to that one) of each cell, where the `given` side's words emit the other side's.

    `emitted` numbers the occurrences of emitted words: each is emitted by one word of its sentence, or by none.
    """
    prior = cells.prior / np.bincount(emitted, cells.prior)[emitted]
    chance = start / np.bincount(given, start)[given]
    nothing = 1.0 / len(start) ** 0.5
    posterior = np.zeros(len(prior))
    for _ in range(_ITERATIONS):
        posterior = (1 - _NULL) * prior * chance[cells.pair]
        total = np.bincount(emitted, posterior) + _NULL * nothing
        posterior /= total[emitted]
        counts = np.bincount(cells.pair, posterior, minlength=len(start)) + _SMOOTHING
        chance = counts / np.bincount(given, counts)[given]
    return posterior
