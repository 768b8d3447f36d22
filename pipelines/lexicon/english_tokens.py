"""An English text in tokens: words, numbers in digits, marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

_TOKEN = re.compile(
    r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,3}(?:[\u00a0\u202f]\d{3})+(?!\d)|\d{1,3}(?: \d{3})* 000(?!\d)|\d{1,40})"
    r"(?:\.\d{1,30})?"
    r"|(?<!\S)\.\d{1,30}"
    r"|[½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅜⅝⅞]|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\w\s]"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a run of digits or a mark, and its half-open span; `low` is it in lower case."""

    text: str
    low: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The tokens of an English text, from left to right."""
    return [Token(m.group(), m.group().lower(), m.start(), m.end()) for m in _TOKEN.finditer(text)]


def is_digits(token: Token) -> bool:
    """Whether a token is a number in digits."""
    return token.text[0].isdigit() or (token.text[0] == "." and len(token.text) > 1)


def digits(text: str) -> Fraction:
    """The value of digits, with or without separators."""
    return Fraction(re.sub("[, \u00a0\u202f]", "", text))
