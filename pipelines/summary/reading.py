"""An article, ranked: how much each sentence matters, and from that a summary of any size and a headline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import numpy as np

from pipelines.document import Article, Evidence, SummarySentence
from pipelines.summary import features, stretches
from pipelines.summary.analysis import Analysis, Floats
from pipelines.summary.clauses import shown
from pipelines.summary.ranker import CONSIDERED, Rankers, rankers
from pipelines.summary.stretches import Stretch
from pipelines.summary.trees import Forest

_UNFIT = 0.4  # what is left of the salience of a sentence that no summary should have
_LEAST_TRUST = 0.5  # below it, the rules for cutting do not know these sentences either
_unfit = re.compile(
    r"\s*(?:(?:如)?(?:上|下|附)?[图表]\s*[\d一二三四五六七八九十]+|图片|图源|（?图|资料图|相关阅读|延伸阅读|参考文献|责任编辑|责编|编辑[：:]|作者[：:]|来源[：:]|via[：:]?|本文(?:转载|首发|来源)"
    r"|转载|扫码|点击(?:上方|下方|关注)|关注我们|版权|未经授权|https?://)"
)
_asking = re.compile(r"[？?][”’」』）)]*\s*$|[：:]\s*$")


class Reading:
    """What the summarizer makes of an article of at least one sentence."""

    def __init__(self, article: Article, known: Rankers | None = None) -> None:
        self._article = article
        self._rankers = known or rankers()
        self._analysis = Analysis(article.sentences, article.title, self._rankers.learned)
        self._table = features.of_sentences(self._analysis)
        self._judged = self._rankers.judge(self._table.rows)
        self.trust = self._rankers.trust(features.kind(self._analysis))
        self._salience = self._mixed()
        # Captions, questions, calls to click: whatever they say, no reader wants them in a summary.
        unfit = [bool(_unfit.match(text) or _asking.search(text)) for text in self._analysis.texts]
        self._fitness: Floats = np.where(unfit, _UNFIT, 1.0)
        self._fit: Floats = self._salience * self._fitness

    @property
    def salience(self) -> tuple[float, ...]:
        """How much each sentence matters, 0..1, the best one 1."""
        return tuple(round(float(value), 4) for value in self._salience)

    def summary(self, count: int, *, cuts: bool = False) -> tuple[SummarySentence, ...]:
        """The best `count` sentences in the article's order; `cuts` lets them be cut, with … for what is left out."""
        from pipelines.summary.extractive import select

        chosen = select(self._analysis.vectors, self._fit, count)
        kept = [Stretch(row, 0, -1, 0, len(self._article.sentences[row].text), safe=True) for row in chosen]
        if cuts and self.trust > _LEAST_TRUST:
            # A single sentence is chosen for what is left of it.
            places = [self._considered()] if count == 1 else [[row] for row in chosen]
            kept = [self._best(list(self._cuts(rows)), self._rankers.cuts) for rows in places]
        return tuple(
            SummarySentence(
                shown(self._article.sentences[part.sentence].text, part.start, part.end),
                (Evidence(part.sentence, 1.0),),
            )
            for part in kept
        )

    def headline(self) -> str:
        """The best single line, in the article's script."""
        from pipelines.summary.extractive import headline

        found = [
            stretch
            for row in self._considered()
            for stretch in stretches.headlines(row, self._analysis.texts[row], self._analysis.clauses[row])
        ]
        if not found:
            return headline(self._article.sentences[int(self._fit.argmax())].text.strip())
        best = self._best(found, self._rankers.headlines)
        return stretches.line(self._article.sentences[best.sentence].text, best.start, best.end)

    def _mixed(self) -> Floats:
        """What was learned, as far as it can be trusted, and centrality for the rest."""
        standing = self._judged.standing
        spread = float(standing.max() - standing.min())
        learned = (standing - standing.min()) / spread if spread > 1e-9 else np.ones(len(standing))
        mixed = self.trust * learned + (1 - self.trust) * self._analysis.central
        return np.asarray(mixed / max(1e-9, float(mixed.max())), dtype=np.float64)

    def _considered(self) -> list[int]:
        """The sentences that could stand alone: the best ones, and the first."""
        best = np.argsort(-self._fit, kind="stable")[:CONSIDERED]
        return sorted({0, *best.tolist()})

    def _cuts(self, rows: Iterable[int]) -> Iterator[Stretch]:
        for row in rows:
            yield from stretches.cuts(row, self._analysis.texts[row], self._analysis.clauses[row])

    def _best(self, found: list[Stretch], forest: Forest) -> Stretch:
        """The stretch from which the forest expects most, of sentences that matter where it cannot be trusted."""
        rows = np.array([stretch.sentence for stretch in found])
        expected = forest.predict(features.of_stretches(self._analysis, self._table, self._judged, found).rows)
        value = expected * (self.trust * self._fitness + (1 - self.trust) * self._fit)[rows]
        return found[int(np.argmax(value))]
