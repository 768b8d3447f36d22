"""Traditional or simplified, and from one to the other without moving a single character."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Any

from pipelines.document import Script


@lru_cache(maxsize=3)
def _converter(configuration: str) -> Any:
    import opencc

    return opencc.OpenCC(configuration)


_halves = re.compile("[\ud800-\udfff]")  # of surrogate pairs: no text, and OpenCC refuses them


def _converted(configuration: str, text: str) -> str:
    """`text` through OpenCC, of the same length: what would change it is converted character by character."""
    text = _halves.sub("\N{REPLACEMENT CHARACTER}", text)
    convert = _converter(configuration).convert
    result: str = convert(text)
    if len(result) == len(text):
        return result
    singles = (convert(character) for character in text)
    return "".join(new if len(new) == 1 else old for old, new in zip(text, singles, strict=True))


def to_simplified(text: str) -> str:
    """`text` in simplified characters, position by position (OpenCC t2s: characters only, no words rewritten)."""
    return _converted("t2s", text)


def to_traditional(text: str) -> str:
    """`text` in traditional characters, position by position (OpenCC s2t)."""
    return _converted("s2t", text)


def to_taiwan(text: str) -> str:
    """`text` in traditional characters as Taiwan prints them (OpenCC s2tw), position by position: 群, not 羣."""
    return _converted("s2tw", text)


def detect(text: str) -> Script:
    """The script most of the characters that tell belong to; simplified where none does.

    A character tells when converting it changes it. Mixed text is what the greater part of it is.
    """
    counts = Counter(re.sub(r"[\x00-\u2fff]", "", text))
    characters = "\n".join(counts)
    # A separator keeps OpenCC from reading neighbours as words.
    simplified, traditional = to_simplified(characters), to_traditional(characters)
    balance = sum(
        counts[character] * ((character != simple) - (character != full))
        for character, simple, full in zip(characters, simplified, traditional, strict=True)
        if character != "\n"
    )
    return Script.TRADITIONAL if balance > 0 else Script.SIMPLIFIED
