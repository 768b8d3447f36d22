"""Evidence: which sentences of the article a summary sentence rests on, whoever wrote the summary.

What a summary sentence is made of (pairs of neighbouring characters, Latin words, the values of its numbers) is looked
for in every sentence of the article. The score of a sentence is the share of it that is found there, each feature
weighed by its rarity in the article (the square root of its idf), numbers and Latin names more. Up to three sentences
are taken greedily, each for what the ones before it leave open, as a summary sentence often joins several; where all of
them together cover too little, the sentence has no support. Containment, not similarity: a long article sentence that
holds all of a short summary sentence supports it fully. Segmented words beside the characters gained nothing.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence

from pipelines.article.chinese import HAN
from pipelines.document import Evidence, Sentence
from pipelines.lexicon.numerals import NUMERAL, WRITTEN_ALIKE, read

# What three sentences must cover of a summary sentence together. Of the 2,745 sentences of people's summaries and
# titles in seven collections, 95 % reach it in their own article and 6 % in another one of the same collection (means
# of the seven).
SUPPORTED = 0.20
_MOST = 3  # sentences of evidence
_LEAST_GAIN = 0.08  # of the sentence; what adds less is not shown as evidence
_NUMBER, _NAME = 2.0, 1.5
_ALMOST = 0.99  # all of it is there, but not in these words

_runs = re.compile(f"[{HAN}]+")
_latin = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[.+#'’-]+[A-Za-z0-9]+)*")
_number = re.compile(NUMERAL)
_nothing = re.compile(r"[\W_]+")


class Witnesses:
    """The sentences of one article, ready to be asked what supports a summary sentence.

    Both sides are simplified Chinese. Building is O(characters); a question is O(its own characters times the sentences
    that share them).
    """

    def __init__(self, sentences: Sequence[str]) -> None:
        self._plain = [_plain(sentence) for sentence in sentences]
        self._found_in: dict[str, list[int]] = defaultdict(list)
        for index, sentence in enumerate(sentences):
            for feature in _features(sentence):
                self._found_in[feature].append(index)

    def support(self, sentence: str) -> tuple[Evidence, ...]:
        """The evidence for `sentence`, best first, at most three; nothing where it is not supported.

        A score is 1 where the sentence stands in the article word for word.
        """
        weights = {feature: weight * self._rarity(feature) for feature, weight in _features(sentence).items()}
        total = sum(weights.values())
        plain = _plain(sentence)
        if not total:
            return tuple(Evidence(index, 1.0) for index, text in enumerate(self._plain) if plain and plain in text)[:1]
        covered = self._covered(weights)
        chosen: list[int] = []
        open_, gains, gained = weights, covered, 0.0
        for _ in range(_MOST):
            if not gains:
                break
            best = max(gains, key=lambda index: (gains[index], plain in self._plain[index], -index))
            if not chosen or gains[best] >= _LEAST_GAIN * total:
                chosen.append(best)
            gained += gains[best]
            open_ = {feature: weight for feature, weight in open_.items() if best not in self._found_in[feature]}
            gains = self._covered(open_)
        if gained < SUPPORTED * total:
            return ()
        scored = [Evidence(index, self._score(plain, index, covered[index] / total)) for index in chosen]
        return tuple(sorted(scored, key=lambda evidence: (-evidence.score, evidence.sentence)))

    def _covered(self, weights: dict[str, float]) -> dict[int, float]:
        """For each sentence that holds any of them, the weight of the features it holds."""
        sums: dict[int, float] = defaultdict(float)
        for feature, weight in weights.items():
            for index in self._found_in.get(feature, ()):
                sums[index] += weight
        return sums

    def _rarity(self, feature: str) -> float:
        holding = len(self._found_in.get(feature, ()))
        return math.sqrt(math.log((1 + len(self._plain)) / (1 + holding)) + 1)

    def _score(self, plain: str, index: int, share: float) -> float:
        return 1.0 if plain in self._plain[index] else round(min(_ALMOST, share), 3)


def linked(summary: Sequence[str], article: Sequence[Sentence]) -> list[tuple[Evidence, ...]]:
    """For each sentence of a summary in simplified Chinese its evidence in the article, best first."""
    witnesses = Witnesses([sentence.simplified for sentence in article])
    return [witnesses.support(sentence) for sentence in summary]


def _plain(text: str) -> str:
    """`text` without marks and spaces, to tell whether it is there word for word."""
    return _nothing.sub("", text).lower()


def _features(text: str) -> dict[str, float]:
    """What `text` is made of, and how much each counts before its rarity."""
    features: dict[str, float] = {}
    for run in _runs.findall(text):
        for pair in map("".join, zip(run, run[1:], strict=False)):
            features[pair] = 1.0
    for word in _latin.findall(text):
        features[word.lower()] = _NAME
    for match in _number.finditer(_latin.sub(" ", text).translate(WRITTEN_ALIKE)):
        numeral = read(match.group()) if len(match.group()) > 1 or match.group().isdigit() else None
        if numeral:
            features[f"#{numeral.value}"] = _NUMBER
    return features
