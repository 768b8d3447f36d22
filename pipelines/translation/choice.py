"""Which rendering of each word: the likeliest sequence, by the counts of each rendering and by what reads as English.

A beam search over the units, left to right. Articles may be put in before nouns, for Chinese does not say them; no
other word is ever added.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from pipelines.translation.fluency import folded, log_probability
from pipelines.translation.units import Kind, Unit, with_neighbours

_BEAM = 6
_FLUENCY = 0.6  # weight of the bigram model against the renderings' own costs
_INSERTED = 0.6  # cost of a word put in
_INSERTED_AFTER_PREPOSITION = 0.2
_A_BEFORE_PLURAL = 3.0
_PLURAL = re.compile(r"\w*[^siu\W]s\b")
_INSERTIONS = ("the", "a", "an")
_MARKS = {"，": ",", "、": ",", "。": ".", "；": ";", "：": ":", "？": "?", "！": "!", "（": "(", "）": ")"}

_Chain = tuple[str, "_Chain"] | None  # the choices so far, latest first


def chosen(units: list[Unit]) -> list[Unit]:
    """The units, each with the one option it is best said with."""
    paths: dict[str, tuple[float, _Chain]] = {"<s>": (0.0, None)}
    for neighbours in with_neighbours(units):
        unit = neighbours[0]
        mark = _MARKS.get(unit.chinese, unit.chinese) if unit.kind is Kind.MARK else None
        longer: dict[str, tuple[float, _Chain]] = {}
        for english, cost in _candidates(*neighbours):
            for last, (so_far, chain) in paths.items():
                following, surprise = _read_after(last, english if mark is None else mark)
                total = so_far + cost + surprise
                if following not in longer or total < longer[following][0]:
                    longer[following] = (total, (english, chain))
        best = sorted(longer.items(), key=lambda item: item[1][0])[:_BEAM]
        paths = dict(best)
    chain = min(paths.values(), key=lambda path: path[0])[1]
    english_of: list[str] = []
    while chain:
        english_of.append(chain[0])
        chain = chain[1]
    return [replace(unit, options=((english, 0.0),)) for unit, english in zip(units, reversed(english_of), strict=True)]


def _candidates(unit: Unit, before: Unit | None, after: Unit | None) -> list[tuple[str, float]]:
    if unit.kind is Kind.MARK:
        return [("", 0.0)]
    options = list(unit.options)
    if _takes_article(unit, after) and not (before and _is_without_article_after(before)):
        inserting = _INSERTED_AFTER_PREPOSITION if before and before.tag == "p" else _INSERTED
        for inserted in _INSERTIONS:
            options += [(f"{inserted} {english}", own + inserting) for english, own in unit.options if english]
    return options


def _takes_article(unit: Unit, after: Unit | None) -> bool:
    """A noun, or what describes the noun after it."""
    if unit.kind is not Kind.WORD:
        return False
    if unit.tag[:1] in {"a", "b"}:
        return after is not None and (after.chinese == "的" or after.tag[:1] in {"n", "a", "b"} or after.tag == "vn")
    return unit.tag[:1] == "n" or unit.tag == "vn"


def _is_without_article_after(before: Unit) -> bool:
    """After a number or a determiner; and in a list, which reads better so."""
    return before.chinese == "、" or before.kind is Kind.NUMBER or before.tag in {"m", "r"} and before.chinese != "之一"


@lru_cache(maxsize=200_000)
def _read_after(last: str, english: str) -> tuple[str, float]:
    """The last word after reading some English after another word, and the cost of it."""
    surprise = _A_BEFORE_PLURAL if last in {"a", "an"} and _PLURAL.match(english) else 0.0
    for word in map(folded, english.split()):
        surprise -= _FLUENCY * log_probability(word, last)
        last = word
    return last, surprise
