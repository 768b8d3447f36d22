"""Make the rankers: `python -m training.summary [--data FOLDER]`, about ten minutes on one core, 4 GB of memory.

FOLDER holds the sets (NAME.train.jsonl.xz, each line with `article` and `summary`); else it is train/summ in
ZHAIYI_DATA. What is printed on the way are figures by cross-validation over articles: ROUGE-1 F1 of the best sentence,
the best cut and the best headline, beside the first sentence and what the reference in hand would choose.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.rouge import Reference
from pipelines.summary import features
from pipelines.summary.ranker import MODEL, Judged, Manner, blended
from training.summary import boost, corpus, examples, vocabulary
from training.summary.examples import Rows

SEED = 1
FOLDS = 3
BAGS = 3  # forests that are averaged in what is shipped
GRADES = 16  # of the targets, where order is learned
SENTENCES = {"rounds": 300, "max_depth": 7}
ORDER = SENTENCES | {
    "objective": "lambdarank",
    "label_gain": [float(grade) for grade in range(GRADES)],
    "lambdarank_truncation_level": 5,
}
STRETCHES = {"rounds": 300, "max_depth": 7}

Floats = NDArray[np.float64]


def main() -> None:
    """Read, learn what words say, grow the forests, write."""
    parser = argparse.ArgumentParser(prog="python -m training.summary", description=__doc__)
    parser.add_argument("--data", type=Path, help="the folder of the sets")
    parser.add_argument("--output", type=Path, default=MODEL, help="the file that is written")
    given = parser.parse_args()
    if given.data is None and "ZHAIYI_DATA" not in os.environ:
        parser.error("name the folder of the sets, or set ZHAIYI_DATA to the folder that holds train/summ")
    found = list(corpus.read(given.data or Path(os.environ["ZHAIYI_DATA"]) / "train" / "summ"))
    _say(f"{len(found):,} articles")
    arrays = Training(found).arrays()
    given.output.parent.mkdir(parents=True, exist_ok=True)
    with given.output.open("wb") as file:
        np.savez_compressed(file, **arrays)
    _say(f"{given.output}: {given.output.stat().st_size:,} bytes")


class Training:
    """All that is made of the examples, in the order in which one thing needs the other."""

    def __init__(self, found: Sequence[corpus.Example]) -> None:
        self._examples = found
        self._sources = np.array([example.source for example in found])
        self._folds = np.random.default_rng(SEED).integers(0, FOLDS, len(found))
        self._references = [Reference(example.reference) for example in found]
        counts = {source: int((self._sources == source).sum()) for source in set(self._sources)}
        # Each set counts the same, whatever its size.
        self._weights = np.array([len(found) / len(counts) / counts[source] for source in self._sources])
        self._begin = time.perf_counter()

    def arrays(self) -> boost.Arrays:
        """The file's arrays: vocabulary, forests, and what is usual of an article."""
        sentences = [[sentence.simplified for sentence in example.article.sentences] for example in self._examples]
        segmented = [[vocabulary.segmented(text) for text in texts] for texts in sentences]
        targets = [
            examples.targets([text.strip() for text in texts], reference)
            for texts, reference in zip(sentences, self._references, strict=True)
        ]
        self._tell("targets")
        known = vocabulary.frequent(segmented)

        def learn(places: Sequence[int]) -> dict[str, float]:
            return vocabulary.learn(
                known,
                [segmented[place] for place in places],
                [targets[place][:, 0] for place in places],
                [float(self._weights[place]) for place in places],
            )

        # Each article's rows are made with words weighed without it, as the rankers will see articles.
        analysed: dict[int, Any] = {}
        for fold in range(FOLDS):
            learned = learn(np.flatnonzero(self._folds != fold).tolist())
            for place in np.flatnonzero(self._folds == fold).tolist():
                analysed[place] = examples.of_sentences(self._examples[place], learned)
        self._tell("analyses")
        whole = range(len(self._examples))
        rows = Rows.join([(analysed[place][1], targets[place]) for place in whole])
        worth, worth_forest = self._grow("worth", rows, SENTENCES)
        order, order_forest = self._grow("order", rows, ORDER)
        judged = [
            Judged(told, blended(told, placed))
            for told, placed in zip(_by_article(worth, rows), _by_article(order, rows), strict=True)
        ]
        self._report("both", rows, np.concatenate([told.standing for told in judged]))
        cuts = Rows.join([examples.cuts(*analysed[place], judged[place], self._references[place]) for place in whole])
        _, cut_forest = self._grow("cuts", cuts, STRETCHES)
        lines = Rows.join(
            [examples.headlines(*analysed[place], judged[place], self._references[place]) for place in whole]
        )
        _, line_forest = self._grow("headlines", lines, STRETCHES)
        learned = {word: weight for word, weight in learn(whole).items() if weight}
        return {
            "words": np.frombuffer("\n".join(learned).encode("utf-8"), dtype=np.uint8),
            "learned": np.array(list(learned.values()), dtype=np.float16),
            **self.usual([features.manner(analysed[place][0]) for place in whole]),
            **boost.arrays("worth", worth_forest),
            **boost.arrays("order", order_forest),
            **boost.arrays("cuts", cut_forest),
            **boost.arrays("headlines", line_forest),
        }

    def _grow(self, name: str, rows: Rows, settings: dict[str, Any]) -> tuple[Floats, list[Any]]:
        """What forests that have not seen an article say of its rows, and the forests that are shipped."""
        of = np.repeat(np.arange(len(rows.sizes)), rows.sizes)
        weight = (self._weights / np.sqrt(np.maximum(1, rows.sizes)))[of].astype(np.float32)
        ranks = settings.get("objective") == "lambdarank"
        target = _grades(rows) if ranks else rows.target

        def grow(places: NDArray[np.bool_], seed: int = SEED) -> Any:
            seen = places[of]
            groups = rows.sizes[places & (rows.sizes > 0)] if ranks else None
            return boost.fit(
                rows.rows[seen], target[seen], None if ranks else weight[seen], groups, seed=seed, **settings
            )

        told = np.zeros(len(of))
        for fold in range(FOLDS):
            unseen = self._folds == fold
            told[unseen[of]] = grow(~unseen).predict(rows.rows[unseen[of]])
        self._report(name, rows, told)
        everything = np.ones(len(rows.sizes), dtype=bool)
        return told, [grow(everything, SEED + bag) for bag in range(BAGS)]

    def _report(self, name: str, rows: Rows, told: Floats) -> None:
        for source in sorted(set(self._sources)):
            self._tell(f"{name}, {source}: {self._figures(rows, told, source)}")

    def _figures(self, rows: Rows, told: Floats, source: str) -> str:
        ends = np.cumsum(rows.sizes)
        chosen: dict[str, list[float]] = {"ranker": [], "first": [], "oracle": []}
        for place in np.flatnonzero(self._sources == source):
            part = slice(ends[place] - rows.sizes[place], ends[place])
            if part.start == part.stop:
                continue
            for way, values in (("ranker", told[part]), ("oracle", rows.target[part])):
                chosen[way].append(float(rows.one[part][np.argmax(values)]))
            chosen["first"].append(float(rows.one[part][0]))
        return ", ".join(f"{way} {100 * np.mean(values):.2f}" for way, values in chosen.items())

    def usual(self, manners: Sequence[Manner]) -> boost.Arrays:
        """What 95 % of the articles of each set stay below, and as far beyond it as it is from the median; or reach."""

        def below(shares: Sequence[float]) -> Floats:
            parts = [np.array(shares)[self._sources == source] for source in set(self._sources)]
            highest = max(np.quantile(part, 0.95) for part in parts)
            return np.array([highest, 2 * highest - np.median(shares)])

        def reached(shares: Sequence[float], source: str) -> Floats:
            return np.array([np.quantile(np.array(shares)[self._sources == source], 0.05)])

        return {
            "spoken": below([manner.spoken for manner in manners]),
            "news": below([manner.news for manner in manners]),
            "technical": reached([manner.latin for manner in manners], corpus.TECHNICAL),
            "scholarly": reached([manner.scholarly for manner in manners], corpus.SCHOLARLY),
        }

    def _tell(self, line: str) -> None:
        _say(f"{time.perf_counter() - self._begin:5.0f} s  {line}")


def _by_article(values: Floats, rows: Rows) -> list[Floats]:
    return np.split(values, np.cumsum(rows.sizes)[:-1])


def _grades(rows: Rows) -> NDArray[np.float32]:
    """The targets in `GRADES` steps up to the best of each article."""
    best = np.array([part.max() if len(part) else 0.0 for part in np.split(rows.target, np.cumsum(rows.sizes)[:-1])])
    shares = rows.target / np.maximum(0.02, np.repeat(best, rows.sizes))
    return np.round(np.minimum(1.0, shares) * (GRADES - 1)).astype(np.float32)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
