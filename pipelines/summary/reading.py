"""An article, ranked: how much each sentence matters, and from that a summary of any size and a headline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from pipelines.article.chinese import chinese_share
from pipelines.document import Article, Evidence, SummarySentence
from pipelines.summary import features, stretches
from pipelines.summary.analysis import Analysis, Floats
from pipelines.summary.clauses import shown, without_asides
from pipelines.summary.ranker import CONSIDERED, Rankers, rankers
from pipelines.summary.stretches import Stretch
from pipelines.summary.trees import Forest

_UNFIT = 0.1  # what is left of the salience of a sentence that no summary should have
_HEADING, _ENDED = 0.5, 0.6  # what is left of that of a heading; the share of sentences with an end that makes it one
_CHINESE = 0.25  # of the letters of a sentence that is worth translating
# What speaks, beside the expected ROUGE of what is left, for a sentence that stands out, and for leaving it whole; by
# cross-validation on the training sets.
_STANDING, _WHOLE = 0.05, 0.02
_FOREIGN = 0.5  # the share of speech from which the rules for cutting do not know these sentences either
_LEAD_FADES = 1.0  # sentences after which the lead has fallen to a third
_unfit = re.compile(
    r"\s*(?:(?:如)?(?:上|下|附)?[图表]\s*[\d一二三四五六七八九十]+|图片|图源|[（(]图|资料图|相关阅读|延伸阅读|参考文献|责任编辑|责编|编辑[：:]|作者[：:]|来源[：:]|via[：:]?|本文(?:转载|首发|来源)"
    r"|转载|扫码|点击(?:上方|下方|关注)|关注我们|版权|未经授权|https?://)"
)
_asking = re.compile(r"[？?][”’」』）)]*\s*$|[：:]\s*$|请予审议|请允许我|我代表[^，]{2,12}，向")
_greeting = re.compile("(?:那|好的?|嗯)?[，,]?(?:大家好|各位|尊敬的|谢谢|感谢(?:大家|各位)|主持人|我(?:就)?不再?赘述)")
_numbered = re.compile(
    "(?:第?[一二三四五六七八九十]{1,3}[、章节部]|[（(][一二三四五六七八九十\\d]{1,2}[）)]|\\d{1,2}[.、])[^。！？，]{0,24}"
)
# What begins so is understood only after the sentence before it.
_leaning = re.compile(
    "(?:他|她|它|他们|她们|它们)(?!山|日)|此外|另外|同时|但是?(?!愿)|然而|不过|而(?!且)|因此|所以|于是|为此|对此|其中|尤其|特别是|并|也|这|那(?!曲)|该|同样|相反"
    "|反之|接着|随后|除此之外|与此同时|换句话说|也就是说|例如|比如|首先|其次|再次|第[二三四五六]|最后"
)
_LEANS = 0.85  # what is left of the salience of such a sentence where the one before it is not in the summary


class Reading:
    """What the summarizer makes of an article of at least one sentence."""

    def __init__(self, article: Article, known: Rankers | None = None) -> None:
        self._article = article
        self._rankers = known or rankers()
        self._analysis = Analysis(article.sentences, article.title, self._rankers.learned)
        self._table = features.of_sentences(self._analysis)
        self._judged = self._rankers.judge(self._table.rows)
        self.shares = self._rankers.shares(features.manner(self._analysis))
        lead = np.exp(-np.arange(len(article.sentences)) / _LEAD_FADES)
        single, several = self._mixed(lead), self._mixed((lead + self._analysis.led) / 2)
        self._salience = several
        # Captions, questions, calls to click: whatever they say, no reader wants them in a summary.
        unfit = [
            bool(
                _unfit.match(text)
                or _asking.search(text)
                or _greeting.match(text)
                or _numbered.fullmatch(text.strip())
                or chinese_share(text) < _CHINESE
            )
            for text in self._analysis.texts
        ]
        # A line without an end among sentences that have one is a heading.
        ended = self._table.column("finished")
        heading = (ended == 0) & (ended.mean() > _ENDED)
        self._fitness: Floats = np.where(unfit, _UNFIT, np.where(heading, _HEADING, 1.0))
        self._fit: Floats = single * self._fitness  # for one sentence that stands for all
        self._fit_together: Floats = several * self._fitness

    @property
    def salience(self) -> tuple[float, ...]:
        """How much each sentence matters, 0..1, the best one 1."""
        return tuple(round(float(value), 4) for value in self._salience)

    def summary(self, count: int, *, cuts: bool = False) -> tuple[SummarySentence, ...]:
        """The best `count` sentences in the article's order; `cuts` lets them be cut, with … for what is left out."""
        from pipelines.summary.extractive import select

        leaning = [bool(_leaning.match(text)) for text in self._analysis.texts]
        alone = np.where(leaning, 1 - (1 - _LEANS) * (1 - self.shares.central), 1.0)
        chosen = select(self._analysis.vectors, self._fit if count == 1 else self._fit_together, count, alone)
        short = cuts and self.shares.central < _FOREIGN
        kept = [Stretch(row, 0, -1, 0, len(self._article.sentences[row].text), safe=True) for row in chosen]
        if short:
            # A single sentence is chosen for what is left of it.
            places = [self._considered()] if count == 1 else [[row] for row in chosen]
            kept = [self._cut(rows) for rows in places]
        texts = [shown(self._article.sentences[part.sentence].text, part.start, part.end) for part in kept]
        return tuple(
            SummarySentence(without_asides(text) if short else text, (Evidence(part.sentence, 1.0),))
            for part, text in zip(kept, texts, strict=True)
        )

    def headline(self) -> str:
        """The best single line, in the article's script: its title, or the best stretch of a sentence."""
        from pipelines.summary.extractive import headline

        if self._article.title and not _unfit.match(self._article.title):
            return self._article.title
        found = [
            stretch
            for row in self._considered()
            for stretch in stretches.headlines(row, self._analysis.texts[row], self._analysis.clauses[row])
        ]
        if not found:
            return headline(self._article.sentences[int(self._fit.argmax())].text.strip())
        best = self._best(found, self._expected(found, self._rankers.headlines))
        return stretches.line(self._article.sentences[best.sentence].text, best.start, best.end)

    def _mixed(self, other: Floats) -> Floats:
        """What was learned, `other` for other writing, and centrality, each as far as the article is of its kind."""
        standing = self._judged.standing
        spread = float(standing.max() - standing.min())
        learned = (standing - standing.min()) / spread if spread > 1e-9 else np.ones(len(standing))
        mixed = self.shares.known * learned + self.shares.other * other + self.shares.central * self._analysis.central
        return np.asarray(mixed / max(1e-9, float(mixed.max())), dtype=np.float64)

    def _considered(self) -> list[int]:
        """The sentences that could stand alone: the best ones, and the first."""
        best = np.argsort(-self._fit, kind="stable")[:CONSIDERED]
        return sorted({0, *best.tolist()})

    def _cut(self, rows: Iterable[int]) -> Stretch:
        """The best that a short summary can show of some sentences."""
        found = [
            stretch
            for row in rows
            for stretch in stretches.cuts(row, self._analysis.texts[row], self._analysis.clauses[row])
        ]
        of = np.array([stretch.sentence for stretch in found])
        sizes = [len(self._analysis.clauses[stretch.sentence]) for stretch in found]
        whole = [stretch.last - stretch.first + 1 == size for stretch, size in zip(found, sizes, strict=True)]
        expected = self._expected(found, self._rankers.cuts) + _WHOLE * np.array(whole)
        return self._best(found, expected + self.shares.known * _STANDING * self._judged.standing[of])

    def _expected(self, found: Sequence[Stretch], forest: Forest) -> Floats:
        return forest.predict(features.of_stretches(self._analysis, self._table, self._judged, found).rows)

    def _best(self, found: Sequence[Stretch], expected: Floats) -> Stretch:
        """The stretch of which most is expected; of sentences that matter, where the forests do not know the kind."""
        known = self.shares.known
        weight = known * self._fitness + (1 - known) * self._fit
        return found[int(np.argmax(expected * weight[[stretch.sentence for stretch in found]]))]
