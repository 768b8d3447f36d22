"""Pairs of the parallel text made harder: joined, damaged, and with an English term standing in the Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from random import Random

from pipelines.lexicon import words
from pipelines.translation import senses
from training.translation import noise
from training.translation.sources import Pair

_LONGEST_JOINED = 120  # characters
_LONGEST_COST = 1.5  # nats: a rendering that is usual
_ENDS = '。！？.!?”"'
_TERM = re.compile(r"[A-Za-z][A-Za-z '-]{2,30}")


def joined(pairs: Sequence[Pair], many: int, draw: Random) -> Iterator[Pair]:
    """Two or three sentences in a row, as a sentence splitter that misses an end leaves them."""
    whole = [pair for pair in pairs if pair[0][-1:] in _ENDS and pair[1][-1:] in _ENDS]
    for _ in range(many if len(whole) > 3 else 0):
        start = draw.randrange(len(whole) - 2)
        some = whole[start : start + draw.choice((2, 2, 3))]
        chinese = "".join(pair[0] for pair in some)
        if len(chinese) <= _LONGEST_JOINED:
            yield chinese, " ".join(pair[1] for pair in some)


def damaged(pairs: Sequence[Pair], many: int, draw: Random) -> Iterator[Pair]:
    """The Chinese as the web leaves it; the English stays."""
    for chinese, english in draw.sample(pairs, min(many, len(pairs))):
        made = noise.noisy(chinese, draw)
        if made != chinese:
            yield made, english


def mixed(pairs: Sequence[Pair], many: int, draw: Random) -> Iterator[Pair]:
    """A word of the Chinese replaced by the very English that stands for it: how a glossary is imposed.

    The word must be usual for it and stand once in the English, so that what is copied is what was meant.
    """
    for chinese, english in draw.sample(pairs, min(many, len(pairs))):
        if term := _term(chinese, english, draw):
            yield term, english


def _term(chinese: str, english: str, draw: Random) -> str:
    found = []
    for word in words.segment(chinese):
        if len(word.text) < 2 or word.tag[0] not in "nvil" or not senses.known(word.text):
            continue
        for option, cost in senses.options(word.text):
            if cost <= _LONGEST_COST and _TERM.fullmatch(option) and _stands_once(option, english):
                found.append((word, option))
                break
    if not found:
        return ""
    word, option = draw.choice(found)
    written = re.search(rf"\b{re.escape(option)}\b", english, re.IGNORECASE)
    term = written[0] if written else option
    space = draw.choice(("", " "))
    return f"{chinese[: word.start]}{space}{term}{space}{chinese[word.end :]}"


def _stands_once(option: str, english: str) -> bool:
    return len(re.findall(rf"\b{re.escape(option)}\b", english, re.IGNORECASE)) == 1
