"""Pinyin in brackets after the characters it spells, as in 委員會(huì): found only where it really is their reading."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pipelines.article.chinese import HAN
from pipelines.article.traced import Edit

_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
_LETTERS = "a-zA-ZüÜêÊāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿĀÁǍÀĒÉĚÈŌÓǑÒ" + "".join(_TONES) + "\u0308\u0302"
_candidate = re.compile(
    f"(?P<base>[{HAN}]{{1,12}})(?P<gap>[ \u3000]?)"
    f"(?P<bracket>[(（\\[［〔]\\s{{0,3}}(?P<reading>[{_LETTERS}][{_LETTERS}1-5 '’·-]{{0,60}}?)\\s{{0,3}}[)）\\]］〕])"
)
_separators = re.compile("[ '’·-]+")
_tone = re.compile(f"[1-5{''.join(_TONES)}]")
# A text that has this many readings is annotated throughout, and its unmarked ones are readings as well.
_ANNOTATED = 3


def readings(text: str) -> list[Edit]:
    """An edit that removes each reading in brackets, together with the space before it.

    A reading with tones, by mark or number, counts wherever it is one of the readings of the characters before it
    (pypinyin's, all heteronyms). Without tones it may be a name or a foreign word (北京(Beijing), 小米(xiaomi)): it
    counts in small letters after one character, and for several where the text is annotated throughout.
    """
    sure: list[Edit] = []
    likely: list[Edit] = []
    for match in _candidate.finditer(text):
        reading = unicodedata.normalize("NFD", match["reading"].lower())
        characters = _spelled(match["base"], _separators.split(reading))
        if not characters:
            continue
        edit = Edit(match.start("gap"), match.end("bracket"))
        small = match["reading"].islower()
        if _tone.search(reading) or (small and characters == 1):
            sure.append(edit)
        elif small:
            likely.append(edit)
    return sorted(sure + likely) if len(sure) >= _ANNOTATED else sure


def _spelled(base: str, parts: list[str]) -> int:
    """How many of the last characters of `base` the parts of a reading spell, at least one a part; 0 for none."""
    reading = "".join(parts)
    # How much of the reading's beginning is left, in every way that the characters so far can account for its end.
    left = {len(reading)}
    for taken, character in enumerate(reversed(base), 1):
        spellings = _spellings(character)
        left = {end - len(spelling) for end in left for spelling in spellings if reading.endswith(spelling, 0, end)}
        if 0 in left and taken >= len(parts):
            return taken
        if not left:
            break
    return 0


@lru_cache(maxsize=4096)
def _spellings(character: str) -> frozenset[str]:
    """Every way to write a reading of `character`: with tone mark, tone number, neither; ü also as v and u."""
    from pypinyin.constants import PINYIN_DICT

    spellings = {"r"} if character in "儿兒" else set()
    for reading in PINYIN_DICT.get(ord(character), "").split(","):
        marked = unicodedata.normalize("NFD", reading)
        plain = _tone.sub("", marked)
        number = next((_TONES[mark] for mark in marked if mark in _TONES), "5")
        for spelling in {marked, plain, plain + number} if plain else ():
            spellings |= {spelling, spelling.replace("u\u0308", "v"), spelling.replace("u\u0308", "u")}
    return frozenset(spellings)
