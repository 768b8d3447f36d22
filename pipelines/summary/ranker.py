"""What has been learned: how much each sentence says of its article, and what of it says the most in one line.

Boosted trees, trained to predict ROUGE against what people wrote above technical articles and computer-science
abstracts (`training/summary`, model card in `data/`). Other kinds of text they have not seen, so the manner in which an
article is written tells how far they can be trusted with it. Speech and judgments are left to centrality, and all
other writing to the lead, which is what is hardest to beat for each.
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
    """The forests, how much each word speaks for its sentence, and what is usual of the articles they know.

    `worth` expects a sentence's ROUGE, `order` puts an article's sentences in order; `cuts` and `headlines` expect the
    ROUGE of what is left of one. `spoken` and `news` are the shares of words of speech, and of news, that nearly all
    articles they know stay below, and those from which an article is none of theirs. `technical` is the share of Latin
    letters that nearly all technical articles they know reach, `scholarly` the share of words of abstracts that nearly
    all abstracts do.
    """

    worth: Forest
    order: Forest
    cuts: Forest
    headlines: Forest
    learned: Mapping[str, float]
    spoken: tuple[float, float]
    news: tuple[float, float]
    technical: float
    scholarly: float

    def judge(self, rows: Floats) -> Judged:
        """What the forests say of an article's sentences."""
        worth = self.worth.predict(rows)
        return Judged(worth, blended(worth, self.order.predict(rows)))

    def shares(self, manner: Manner) -> Shares:
        """How much of each kind an article is that is written in this manner."""
        central = 1 - (1 - _beyond(manner.spoken, *self.spoken)) * (1 - _beyond(manner.judges, _COURT, _JUDGMENT))
        familiar = max(
            _beyond(manner.latin, self.technical / 2, self.technical),
            # News of research has the words of abstracts, too.
            _beyond(manner.scholarly, self.scholarly / 2, self.scholarly) * (not manner.dated),
        )
        known = (1 - central) * familiar * (1 - _beyond(manner.news, *self.news))
        return Shares(known, 1 - central - known, central)


class Manner(NamedTuple):
    """Shares of an article's words: of speech, the courts, news, abstracts; of its characters: of Latin letters.

    `dated` says that it begins as news does: with a day, or with who reports.
    """

    spoken: float
    judges: float
    news: float
    scholarly: float
    latin: float
    dated: bool


class Shares(NamedTuple):
    """How much of an article is what the forests know, speech or a judgment (`central`), and other writing."""

    known: float
    other: float
    central: float


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
        news=(float(arrays["news"][0]), float(arrays["news"][1])),
        technical=float(arrays["technical"][0]),
        scholarly=float(arrays["scholarly"][0]),
    )
