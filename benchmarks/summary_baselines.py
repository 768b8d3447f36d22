"""What a user would take instead of our summarizer, and the oracle: each takes sentences, and gives some of them back.

All but snownlp, which splits for itself, are given the same sentences, cut as the sets' own scorer cuts them: at ; and
at a half-width full stop after Chinese, too, which is worth several points to them on journal abstracts.
"""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np

from benchmarks.rouge import Reference
from pipelines.lexicon import words

Baseline = Callable[[Sequence[str], str, int], list[str]]  # (sentences, article, how many) -> sentences of it

_half_stop = re.compile(r"(?<=[\u4e00-\u9fff）)])\.(?=\s|[^\d.]|$)")
_sentence = re.compile('[^。！？!?；;…]*(?:[。！？!?；;…]+[”’」』"）)]*|$)')


def sentences(text: str) -> list[str]:
    """The sentences of an article as the baselines get them."""
    found = (piece.strip() for line in _half_stop.sub("。", text).split("\n") for piece in _sentence.findall(line))
    return [piece for piece in found if len(piece) > 1]


def lead(sentences: Sequence[str], article: str, count: int) -> list[str]:
    """The first sentences."""
    return list(sentences[:count])


def textrank(sentences: Sequence[str], article: str, count: int) -> list[str]:
    """TextRank as in TextRank4ZH: shared words over the logarithms of the lengths, PageRank with damping 0.85."""
    sets = [{word.text for word in words.segment(sentence) if word.text.strip()} for sentence in sentences]
    number = len(sets)
    weights = np.zeros((number, number))
    for row in range(number):
        for column in range(row):
            shared = len(sets[row] & sets[column])
            size = math.log(max(1, len(sets[row]))) + math.log(max(1, len(sets[column])))
            weights[row, column] = weights[column, row] = shared / size if shared and size > 1e-9 else 0.0
    degrees = weights.sum(axis=0)
    step = np.divide(weights, degrees, out=np.full_like(weights, 1 / max(1, number)), where=degrees > 0)
    score = np.full(number, 1 / max(1, number))
    for _ in range(100):
        score = 0.15 / number + 0.85 * step @ score
    best = sorted(np.argsort(-score, kind="stable")[:count].tolist())
    return [sentences[index] for index in best]


def lexrank(sentences: Sequence[str], article: str, count: int) -> list[str]:
    """LexRank as in sumy."""
    from sumy.summarizers.lex_rank import LexRankSummarizer

    return _sumy(LexRankSummarizer(), sentences, count)


def lsa(sentences: Sequence[str], article: str, count: int) -> list[str]:
    """Latent semantic analysis as in sumy."""
    from sumy.summarizers.lsa import LsaSummarizer

    return _sumy(LsaSummarizer(), sentences, count)


def snownlp(sentences: Sequence[str], article: str, count: int) -> list[str]:
    """The summary of snownlp, in the article's order."""
    from snownlp import SnowNLP

    try:
        found = SnowNLP(article).summary(count)
    except (ZeroDivisionError, IndexError):  # a text of one clause
        return list(sentences[:count])
    return sorted(found, key=article.find)


def oracle(sentences: Sequence[str], reference: str, count: int) -> list[str]:
    """The set that scores best, found greedily, with the reference in hand: what choosing could reach at most."""
    wanted = Reference(reference)
    chosen: list[int] = []
    best = 0.0
    for _ in range(count):
        gains = {
            index: wanted.score("".join(sentences[place] for place in sorted((*chosen, index)))).mean
            for index in range(len(sentences))
            if index not in chosen
        }
        following = max(gains, key=lambda index: (gains[index], -index), default=None)
        if following is None or gains[following] <= best:
            break
        best = gains[following]
        chosen.append(following)
    return [sentences[index] for index in sorted(chosen)]


BASELINES: dict[str, Baseline] = {
    "LEAD": lead,
    "TextRank4ZH": textrank,
    "sumy LexRank": lexrank,
    "sumy LSA": lsa,
    "snownlp": snownlp,
}


@cache
def _parts() -> tuple[Any, Any, Any, Any]:
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
    from sumy.utils import get_stop_words

    class Tokenizer:
        """sumy's for Chinese is jieba, too."""

        def to_words(self, sentence: str) -> tuple[str, ...]:
            return tuple(word.text for word in words.segment(sentence) if word.tag != "w" and word.text.strip())

    def document(sentences: Sequence[str]) -> Any:
        return ObjectDocumentModel([Paragraph([Sentence(text, Tokenizer()) for text in sentences])])

    return document, get_stop_words("chinese"), ObjectDocumentModel, Sentence


def _sumy(summarizer: Any, sentences: Sequence[str], count: int) -> list[str]:
    document, stop_words, _, _ = _parts()
    summarizer.stop_words = stop_words
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = summarizer(document(sentences), count)
        except (ValueError, ZeroDivisionError, np.linalg.LinAlgError):  # too few words to decompose
            return list(sentences[:count])
    return [str(sentence) for sentence in found] or list(sentences[:count])
