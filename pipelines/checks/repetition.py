"""Repetition: where a text goes round in circles, as models do that have lost their thread."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.article.chinese import HAN

_tokens = re.compile(f"[{HAN}]|[^\\W_{HAN}]+(?:['’][^\\W_]+)?")
_stutter = re.compile(r"(([^\W\d_])(?!\2)[^\W\d_]{1,5}?)\1{4,}|([^\W\d_])\3{14,}|([^\w\s])\4{9,}")
_LONGEST = 24  # tokens of a phrase that comes back
# How often a phrase of so many tokens, or more, must follow itself to be a loop: "no, no, no, no" is still a person's.
_TIMES = ((12, 2), (2, 3), (1, 5))
_LEEWAY = 3  # how much oftener than its source a text may repeat itself, where the source does too
_SHARE = 0.45  # of a text's groups of three that have been there before
_MORE_THAN_SOURCE = 0.2  # and that much more than in the source
_FEWEST = 15  # tokens before that share means anything


def loop(text: str, source: str = "") -> tuple[int, int] | None:
    """The half-open stretch of `text` that repeats itself, or None; what `source` repeats about as often is no loop.

    Three kinds: a phrase that follows itself, letters that do so within a word, and groups of three tokens that keep
    coming back among others. Tokens are words, or single Chinese characters. O(length).
    """
    found = list(_tokens.finditer(text))
    tokens = [match.group().lower() for match in found]
    start, end, times = _run(tokens)
    stutter = _stutter.search(text)
    meant = _run(_tokens.findall(source), every=True)[2] if times or stutter else 0
    if times and (not meant or times > meant + _LEEWAY):
        return found[start].start(), found[end - 1].end()
    if stutter and not meant and not _stutter.search(source):
        return stutter.span()
    share = _repeated(tokens) if len(tokens) >= _FEWEST else 0.0
    if share > _SHARE and share > _repeated(_tokens.findall(source)) + _MORE_THAN_SOURCE:
        return found[0].start(), found[-1].end()
    return None


def _repeated(tokens: Sequence[str]) -> float:
    """The share of the groups of three tokens that have been there before."""
    groups = list(zip(tokens, tokens[1:], tokens[2:], strict=False))
    return 1 - len(set(groups)) / len(groups) if groups else 0.0


def _run(tokens: Sequence[str], *, every: bool = False) -> tuple[int, int, int]:
    """The phrase that follows itself most often: the half-open stretch of tokens, and how often; 0 times for none.

    `every` counts from twice on, single tokens from three times on: 常常 is a word.
    """
    best = (0, 0, 0)
    for period in range(1, min(_LONGEST, len(tokens) // 2) + 1):
        needed = (3 if period == 1 else 2) if every else next(times for least, times in _TIMES if period >= least)
        matching = 0
        for place in range(period, len(tokens) + 1):
            if place < len(tokens) and tokens[place] == tokens[place - period]:
                matching += 1
                continue
            times = matching // period + 1
            if matching and times >= needed and times > best[2]:
                best = (place - matching - period, place, times)
            matching = 0
    return best
