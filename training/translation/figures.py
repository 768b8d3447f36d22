"""Whether the numbers of a pair agree, as far as they are written in digits on either side."""

from __future__ import annotations

import re

from pipelines.lexicon import numbers

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_COUNTED = "zero one two three four five six seven eight nine ten eleven twelve".split()
_MONTHS = "January February March April May June July August September October November December".split()


def agree(chinese: str, english: str) -> bool:
    """Whether each number of more than one digit on either side is somewhere on the other, in digits or words.

    Written alike is enough and costs little; where that fails, the Chinese is read (`lexicon.numbers`) and its English
    is looked at: 3.5亿 is "350 million" and 二十 is 20.
    """
    there, here = _values(english), _values(chinese)
    if _large(here) <= there and _large(there) <= here:
        return True
    said = " ".join(quantity.english() for quantity in numbers.find(chinese))
    read = _values(said) | _named(said)
    there |= _named(english)
    return _large(there) <= here | read and all(number in there or read & there for number in _large(here))


def _values(text: str) -> set[str]:
    return {_plain(number) for number in _DIGITS.findall(text)}


def _plain(number: str) -> str:
    plain = number.replace(",", "")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain.lstrip("0") or "0"


def _large(numbers_of: set[str]) -> set[str]:
    return {number for number in numbers_of if len(number) > 1 and number not in ("10", "11", "12")}


def _named(text: str) -> set[str]:
    """Numbers written as words that are small, and months."""
    words = set(re.findall(r"[A-Za-z]+", text))
    small = {str(value) for value, word in enumerate(_COUNTED) if word in words or word.capitalize() in words}
    return small | {str(value) for value, month in enumerate(_MONTHS, start=1) if month in words}
