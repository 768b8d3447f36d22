"""What has been learned: how much each sentence says of its article, and what of it says the most in one line.

Boosted trees, trained to predict ROUGE against what people wrote above technical articles and computer-science
abstracts (`training/summary`, model card in `data/`). Of speech, judgments and whatever else they have not seen they
know little, so an article also tells how foreign it is to them, and centrality takes over as far as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipelines.summary.trees import Floats, Forest

MODEL = Path(__file__).parent / "data" / "rankers.npz"
CONSIDERED = 6  # best sentences whose stretches are looked at, beside the first

# Words of the courts, to all words: news of a trial stays below the first, a judgment is near or above the second.
_COURT, _JUDGMENT = 0.03, 0.06


@dataclass(frozen=True, slots=True)
class Rankers:
    """The forests, and how much each word speaks for its sentence.

    `worth` expects a sentence's ROUGE, `order` puts an article's sentences in order; `cuts` and `headlines` expect the
    ROUGE of what is left of one. `spoken` is the share of words of speech that nearly all written articles stay below,
    and the one from which an article is speech for certain.
    """

    worth: Forest
    order: Forest
    cuts: Forest
    headlines: Forest
    learned: Mapping[str, float]
    spoken: tuple[float, float]

    def judge(self, rows: Floats) -> Judged:
        """What the forests say of an article's sentences."""
        worth = self.worth.predict(rows)
        return Judged(worth, blended(worth, self.order.predict(rows)))

    def trust(self, kind: Mapping[str, float]) -> float:
        """How far the forests can be trusted with an article of this kind, 0..1."""
        speech = _beyond(kind["cue spoken"], *self.spoken)
        return (1 - speech) * (1 - _beyond(kind["cue judges"], _COURT, _JUDGMENT))


class Judged(NamedTuple):
    """Of each sentence the ROUGE that is expected of it, and its standing among the others: mean 0, deviation 1."""

    worth: Floats
    standing: Floats


def blended(worth: Floats, order: Floats) -> Floats:
    """The standing of sentences by both forests."""
    return _standard(_standard(worth) + _standard(order))


def _standard(values: Floats) -> Floats:
    return np.asarray((values - values.mean()) / (values.std() + 1e-9), dtype=np.float64)


def _beyond(value: float, usual: float, certain: float) -> float:
    return min(1.0, max(0.0, (value - usual) / (certain - usual)))


@cache
def rankers() -> Rankers:
    """The rankers, read from their file once a process."""
    with np.load(MODEL) as arrays:
        return read(arrays)


def read(arrays: Mapping[str, NDArray[np.generic]]) -> Rankers:
    """The rankers that are in some arrays, as `training.summary` writes them."""
    known = bytes(arrays["words"].astype(np.uint8)).decode("utf-8").split("\n")
    return Rankers(
        worth=Forest.read(arrays, "worth"),
        order=Forest.read(arrays, "order"),
        cuts=Forest.read(arrays, "cuts"),
        headlines=Forest.read(arrays, "headlines"),
        learned=dict(zip(known, arrays["learned"].astype(np.float64).tolist(), strict=True)),
        spoken=(float(arrays["spoken"][0]), float(arrays["spoken"][1])),
    )
