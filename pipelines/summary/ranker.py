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

import numpy as np
from numpy.typing import NDArray

from pipelines.summary.trees import Floats, Forest

MODEL = Path(__file__).parent / "data" / "rankers.npz"
CONSIDERED = 5  # best sentences whose stretches are looked at, beside the first

# By what an article is judged to be foreign: how often it uses words of these kinds, and how long its sentences are.
FOREIGN = ("cue spoken", "cue judges", "mean length")


@dataclass(frozen=True, slots=True)
class Rankers:
    """The forests, the words' weights, and for each of `FOREIGN` what is usual and what is far beyond it."""

    sentences: Forest
    cuts: Forest
    headlines: Forest
    learned: Mapping[str, float]
    usual: Floats
    beyond: Floats

    def trust(self, kind: Mapping[str, float]) -> float:
        """How far the forests can be trusted with an article of this kind, 0..1."""
        values = np.array([kind[name] for name in FOREIGN])
        excess = (values - self.usual) / np.maximum(1e-9, self.beyond - self.usual)
        return float(np.prod(1 - np.clip(excess, 0.0, 1.0)))


@cache
def rankers() -> Rankers:
    """The rankers, read from their file once a process."""
    with np.load(MODEL) as arrays:
        return read(arrays)


def read(arrays: Mapping[str, NDArray[np.generic]]) -> Rankers:
    """The rankers that are in some arrays."""
    known = bytes(arrays["words"].astype(np.uint8)).decode("utf-8").split("\n")
    return Rankers(
        sentences=Forest.read(arrays, "sentences"),
        cuts=Forest.read(arrays, "cuts"),
        headlines=Forest.read(arrays, "headlines"),
        learned=dict(zip(known, arrays["learned"].astype(np.float64).tolist(), strict=True)),
        usual=arrays["usual"].astype(np.float64),
        beyond=arrays["beyond"].astype(np.float64),
    )
