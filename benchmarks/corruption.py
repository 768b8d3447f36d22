"""Damage: string edits from hand-written tables that make a good translation wrong in one place.

Nothing here knows how the checks read a sentence: digits are characters, months are words in a list. Each kind takes
the Chinese, the English and a random generator, and gives the damaged pair, or None where it has nothing to damage.
`KEPT_ASIDE` were not looked at while the checks were written.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Pair = tuple[str, str]
Damage = Callable[[str, str, random.Random], Pair | None]

_DIGITS = re.compile(
    r"(?<![A-Za-z0-9.,-])\d{1,3}(?:,\d{3})+(?![\d,A-Za-z])|(?<![A-Za-z0-9.,/:-])\d+(?![A-Za-z0-9/:-]|[.,]\d)"
)
_SCALES = ("thousand", "million", "billion", "trillion")
_WORDS = "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty".split()
_MONTHS = (
    "January February March April May June July August September October November December".split()
)  # fmt: skip
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_CURRENCIES = {"dollars": "yuan", "yuan": "dollars", "euros": "yen", "pounds": "euros"}
_UNITS = {
    "kilometers": "meters", "km": "m", "kilometres": "metres", "miles": "meters", "years": "months", "months": "years",
    "days": "weeks", "weeks": "days", "hours": "minutes", "minutes": "hours", "kilograms": "grams", "tons": "kilograms",
    "feet": "miles", "meters": "kilometers", "metres": "kilometres",
}  # fmt: skip


def _replaced(text: str, found: re.Match[str], by: str) -> str:
    return text[: found.start()] + by + text[found.end() :]


def _some(pattern: re.Pattern[str] | str, text: str, rng: random.Random) -> re.Match[str] | None:
    matches = list(re.finditer(pattern, text))
    return rng.choice(matches) if matches else None


def _one_of(words: list[str] | tuple[str, ...] | dict[str, str]) -> str:
    return r"\b(?:" + "|".join(words) + r")\b"


def times_ten(chinese: str, english: str, rng: random.Random) -> Pair | None:
    found = _some(_DIGITS, english, rng)
    if found is None or set(found.group()) <= {"0", ","}:
        return None
    digits = found.group().replace(",", "") + "0"
    written = f"{int(digits):,}" if "," in found.group() else digits
    return chinese, _replaced(english, found, written)


def times_thousand(chinese: str, english: str, rng: random.Random) -> Pair | None:
    found = _some(_one_of(_SCALES), english, rng)
    if found is None:
        return None
    place = _SCALES.index(found.group())
    return chinese, _replaced(english, found, _SCALES[place + 1 if place < 3 else place - 1])


def digits_swapped(chinese: str, english: str, rng: random.Random) -> Pair | None:
    found = _some(_DIGITS, english, rng)
    if found is None:
        return None
    places = [i for i in range(len(found.group()) - 1) if found.group()[i : i + 2].isdigit()
              and found.group()[i] != found.group()[i + 1] and (i or found.group()[i + 1] != "0")]  # fmt: skip
    if not places:
        return None
    i = rng.choice(places)
    run = found.group()
    return chinese, _replaced(english, found, run[:i] + run[i + 1] + run[i] + run[i + 2 :])


def digit_changed(chinese: str, english: str, rng: random.Random) -> Pair | None:
    found = _some(_DIGITS, english, rng)
    if found is None:
        return None
    place = rng.choice([i for i, c in enumerate(found.group()) if c.isdigit()])
    other = rng.choice([d for d in "123456789" if d != found.group()[place]])
    return chinese, _replaced(english, found, found.group()[:place] + other + found.group()[place + 1 :])


def wan_for_yi(chinese: str, english: str, rng: random.Random) -> Pair | None:
    found = _some(r"(?<=\d)[ ]?[万亿]|(?<=[一二三四五六七八九十百])[万亿](?=[人元美])", chinese, rng)
    if found is None:
        return None
    return _replaced(chinese, found, found.group()[:-1] + {"万": "亿", "亿": "万"}[found.group()[-1]]), english


def date_shifted(chinese: str, english: str, rng: random.Random) -> Pair | None:
    months = [m for m in _MONTHS if m != "May"]
    found = _some(_one_of(_DAYS) + "|" + _one_of(months) + r"|\b(?:19|20)\d\d\b(?!s)", english, rng)
    if found is None:
        return None
    word = found.group()
    if word.isdigit():
        return chinese, _replaced(english, found, str(int(word) + rng.choice((-1, 1, 10))))
    names = _DAYS if word in _DAYS else _MONTHS
    other = names[(names.index(word) + rng.choice((1, 2, 3))) % len(names)]
    return chinese, _replaced(english, found, other)


def number_dropped(chinese: str, english: str, rng: random.Random) -> Pair | None:
    found = _some(_DIGITS.pattern + "|" + _one_of(_WORDS), english, rng)
    if found is None:
        return None
    return chinese, re.sub("  +", " ", _replaced(english, found, "")).strip()


def word_changed(chinese: str, english: str, rng: random.Random) -> Pair | None:
    found = _some(_one_of(_WORDS), english, rng)
    if found is None:
        return None
    return chinese, _replaced(english, found, rng.choice([w for w in _WORDS if w != found.group()]))


def clause_dropped(chinese: str, english: str, rng: random.Random) -> Pair | None:
    """A clause of at least a quarter of the sentence, between two commas or a comma and an end."""
    parts = re.split(r"(?<=[,;:]) ", english)
    long = [i for i, part in enumerate(parts) if len(part) >= max(30, len(english) // 4)]
    if len(parts) < 2 or not long:
        return None
    gone = rng.choice(long)
    kept = " ".join(part for i, part in enumerate(parts) if i != gone).rstrip(" ,;:")
    return chinese, kept + ("" if kept[-1:] in '.!?"”' else ".")


def sentence_dropped(chinese: str, english: str, rng: random.Random) -> Pair | None:
    return chinese, ""


def words_repeated(chinese: str, english: str, rng: random.Random) -> Pair | None:
    words = english.split()
    if len(words) < 8:
        return None
    at = rng.randrange(3, len(words) - 2)
    size = rng.choice((2, 3, 4))
    return chinese, " ".join(words[:at] + words[at : at + size] * 5 + words[at + size :])


def chinese_left(chinese: str, english: str, rng: random.Random) -> Pair | None:
    run = _some("[\u4e00-\u9fff]{2,4}", chinese, rng)
    words = english.split()
    if run is None or len(words) < 4:
        return None
    words[rng.randrange(1, len(words))] = run.group()
    return chinese, " ".join(words)


def point_lost(chinese: str, english: str, rng: random.Random) -> Pair | None:
    found = _some(r"(?<![\d.,A-Za-z])\d+\.\d+(?![\d.A-Za-z])", english, rng)
    return None if found is None else (chinese, _replaced(english, found, found.group().replace(".", "")))


def unit_changed(chinese: str, english: str, rng: random.Random) -> Pair | None:
    table = _UNITS | _CURRENCIES
    found = _some(r"(?<=\d )" + _one_of(table), english, rng)
    return None if found is None else (chinese, _replaced(english, found, table[found.group()]))


KINDS: dict[str, Damage] = {
    damage.__name__: damage
    for damage in (
        times_ten, times_thousand, digits_swapped, digit_changed, wan_for_yi, date_shifted, number_dropped,
        word_changed, sentence_dropped, clause_dropped, words_repeated, chinese_left,
    )
}  # fmt: skip
KEPT_ASIDE: dict[str, Damage] = {damage.__name__: damage for damage in (point_lost, unit_changed)}
NUMBERS = ("times_ten", "times_thousand", "digits_swapped", "digit_changed", "wan_for_yi", "date_shifted",
           "number_dropped", "word_changed", "point_lost", "unit_changed")  # fmt: skip
