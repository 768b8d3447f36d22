"""Whether two sentences are about the same: words of either side that the other bears out.

A word-translation table in the manner of IBM Model 1 (Brown et al. 1993), without another training: the renderings that
`training.gloss` counted in aligned text and the senses of CC-CEDICT. What is scored is how many content words have a
partner, not a probability; words that the tables do not know say nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.lexicon import dictionary, words
from pipelines.translation import senses

_LATIN = re.compile(r"[A-Za-z]{3,}")
_CHINESE = re.compile(r"[\u3400-\u9fff]{2,}")
_CONTENT = "nvaild"  # tags of jieba whose words mean something by themselves
_STEM = 4
_FEWEST = 3  # content words, or the score says nothing
_STOP = frozenset(
    "the and for are was were been that this these those with from not has have had its his her their our your you "
    "who which what when where will would can could shall should may might must than then them they she him one there "
    "here into onto upon such some any all each other etc sth about more most very also but only just over under out "
    "does did being how because between through during after before".split()
)


def score(chinese: str, english: str) -> float | None:
    """0..1: the mean share of words borne out, of either side; None where there are too few words to tell."""
    said = {_stem(word) for word in _words(english)}
    meant = [_stems(word.text) for word in words.segment(chinese) if word.tag[0] in _CONTENT and _is_word(word.text)]
    judged = [stems for stems in meant if stems]
    if len(judged) < _FEWEST or len(said) < _FEWEST:
        return None
    every = frozenset().union(*judged)
    forward = sum(1 for stems in judged if stems & said) / len(judged)
    backward = len(said & every) / len(said)
    return (forward + backward) / 2


def _is_word(text: str) -> bool:
    return _CHINESE.fullmatch(text) is not None


def _words(english: str) -> list[str]:
    return [word for word in (found.lower() for found in _LATIN.findall(english)) if word not in _STOP]


def _stem(word: str) -> str:
    return word[:_STEM]


@lru_cache(maxsize=400_000)
def _stems(word: str) -> frozenset[str]:
    """What the English of this word can begin with; empty where it is unknown."""
    found = [english for english, _ in senses.options(word)] if senses.known(word) else []
    found += [sense for entry in dictionary.lookup(word) for sense in entry.senses]
    return frozenset(_stem(word) for english in found for word in _words(english))
