"""Pairs that teach nothing or the wrong thing, told by their form alone: each filter is a row, with its reason.

The usual ones of the field (as in OpusFilter, Aulamo et al. 2020, and Bicleaner's hard rules): length, ratio of
lengths, script of each side, code and addresses, copies.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATIN = re.compile(r"[A-Za-z]")
_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*|\d[\d.,]*")
_FOREIGN = re.compile(r"[\u0400-\u04ff\u0590-\u06ff\u0900-\u0dff\u0e00-\u0e7f\u3040-\u30ff\uac00-\ud7af]")
_CODE = re.compile(r"[{}<>\\|`]|\]\(|::|->|=>|==|\w\(\)|https?://|www\.|[\w-]+@[\w-]+\.|&\w+;|%[sd]\b|\$\w|(?:\w_\w)")
_LISTED = re.compile(r"^(?:\d+[.)]|[•·*#-])\s")
_JUNK = re.compile(r"(.)\1{7,}|(?:\?\?+.*){3,}|\ufffd")

LONGEST_CHINESE, LONGEST_ENGLISH = 160, 110  # characters, words
_MOST_CODE = 3  # marks of code in a pair


def tidied(text: str) -> str:
    """One line without surrounding or doubled spaces."""
    return " ".join(text.split())


def english_words(text: str) -> list[str]:
    """The words and numbers of an English text."""
    return _WORD.findall(text)


def reason(chinese: str, english: str) -> str:
    """Why this pair is left out, or "" if nothing in its form speaks against it."""
    return next((name for name, rejects in _FILTERS if rejects(chinese, english)), "")


def _empty(chinese: str, english: str) -> bool:
    return not _CHINESE.search(chinese) or not _LATIN.search(english)


def _too_long(chinese: str, english: str) -> bool:
    return len(chinese) > LONGEST_CHINESE or len(english_words(english)) > LONGEST_ENGLISH


def _wrong_script(chinese: str, english: str) -> bool:
    if _CHINESE.search(english) or _FOREIGN.search(chinese) or _FOREIGN.search(english):
        return True
    letters = len(_LATIN.findall(chinese))
    characters = len(_CHINESE.findall(chinese))
    return characters < 0.25 * (characters + letters) or len(_LATIN.findall(english)) < 0.5 * len(
        english.replace(" ", "")
    )


def _code(chinese: str, english: str) -> bool:
    return len(_CODE.findall(chinese)) + len(_CODE.findall(english)) > _MOST_CODE or bool(
        _LISTED.match(english) and not _LISTED.match(chinese)
    )


def _ratio(chinese: str, english: str) -> bool:
    """English words for a character: about 0.62 in these sets; short texts, of words and names, vary more."""
    characters = len(_CHINESE.findall(chinese)) + len(english_words(chinese))
    words = len(english_words(english))
    slack = 2 + 0.1 * characters
    return not 0.3 * characters - slack < words < 1.05 * characters + slack


def _copy(chinese: str, english: str) -> bool:
    return chinese == english or english.isupper() and len(english_words(english)) > 4


def _junk(chinese: str, english: str) -> bool:
    return bool(_JUNK.search(chinese) or _JUNK.search(english))


_FILTERS: tuple[tuple[str, Callable[[str, str], bool]], ...] = (
    ("empty", _empty),
    ("too long", _too_long),
    ("wrong script", _wrong_script),
    ("junk", _junk),
    ("copy or capitals", _copy),
    ("code", _code),
    ("length ratio", _ratio),
)
