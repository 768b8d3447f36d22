"""Examples as rows: the features of sentences and stretches, and what ROUGE against the reference says of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.rouge import Reference
from pipelines.summary import features, stretches
from pipelines.summary.analysis import Analysis
from pipelines.summary.clauses import shown
from pipelines.summary.features import Table
from pipelines.summary.ranker import CONSIDERED, Judged
from training.summary.corpus import Example

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of many articles, their targets (mean of ROUGE-1, -2 and -L, 0..1), and how many each article has."""

    names: tuple[str, ...]
    rows: NDArray[np.float32]
    target: NDArray[np.float32]
    one: NDArray[np.float32]  # ROUGE-1 alone, to measure with
    sizes: NDArray[np.intp]

    @staticmethod
    def join(parts: Sequence[tuple[Table, Floats] | None]) -> Rows:
        """The tables of some articles with (target, ROUGE-1) of each row; None for an article without rows."""
        there = [part for part in parts if part]
        told = np.concatenate([told for _, told in there]).astype(np.float32)
        return Rows(
            there[0][0].names,
            np.concatenate([table.rows.astype(np.float32) for table, _ in there]),
            told[:, 0],
            told[:, 1],
            np.array([len(part[1]) if part else 0 for part in parts]),
        )


def targets(texts: Sequence[str], reference: Reference) -> Floats:
    """(mean ROUGE, ROUGE-1) of each text."""
    scores = [reference.score(text) for text in texts]
    return np.array([(score.mean, score.one) for score in scores])


def of_sentences(example: Example, learned: dict[str, float]) -> tuple[Analysis, Table]:
    """The article, analysed, and the features of its sentences."""
    analysis = Analysis(example.article.sentences, example.article.title, learned)
    return analysis, features.of_sentences(analysis)


def considered(analysis: Analysis, judged: Judged) -> list[int]:
    """The sentences whose stretches are looked at, as `Reading` looks at them."""
    best = np.argsort(-judged.standing, kind="stable")[:CONSIDERED]
    return sorted({0, *best.tolist()})


def cuts(analysis: Analysis, table: Table, judged: Judged, reference: Reference) -> tuple[Table, Floats]:
    """What a summary may show of the sentences that are considered."""
    found = [
        stretch
        for row in considered(analysis, judged)
        for stretch in stretches.cuts(row, analysis.texts[row], analysis.clauses[row])
    ]
    told = targets([shown(analysis.texts[s.sentence], s.start, s.end) for s in found], reference)
    return features.of_stretches(analysis, table, judged, found), told


def headlines(analysis: Analysis, table: Table, judged: Judged, reference: Reference) -> tuple[Table, Floats] | None:
    """What could be a headline; None where nothing could."""
    found = [
        stretch
        for row in considered(analysis, judged)
        for stretch in stretches.headlines(row, analysis.texts[row], analysis.clauses[row])
    ]
    if not found:
        return None
    told = targets([stretches.line(analysis.texts[s.sentence], s.start, s.end) for s in found], reference)
    return features.of_stretches(analysis, table, judged, found), told
