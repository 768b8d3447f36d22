"""How a Chinese person's name may stand in English: every accepted romanization, and what looks like one.

Pinyin in either order, with or without hyphens and tone marks, is the rule; family names of Hong Kong, Taiwan,
Singapore, Korea and Vietnam are written by other tables, where the given name follows rules of its own and cannot be
told from the characters.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from pipelines.lexicon.names import person
from pipelines.lexicon.pinyin import table
from pipelines.lexicon.surnames import COMPOUND, GIVEN, READINGS, SINGLE

_CAPITALIZED = re.compile(r"[A-ZÀ-Þ][^\W\d_]*(?:[-'’‐‑][^\W\d_]+)*")
_MARKS = re.compile(r"[-'’‐‑.]")


@dataclass(frozen=True, slots=True)
class Word:
    """A capitalized English word, folded, and its half-open span."""

    folded: str
    start: int
    end: int


def folded(text: str) -> str:
    """Lower case without marks, hyphens and apostrophes: Dong-qún is dongqun."""
    plain = unicodedata.normalize("NFKD", text)
    return _MARKS.sub("", "".join(c for c in plain if not unicodedata.combining(c))).lower()


def capitalized_words(text: str) -> tuple[Word, ...]:
    """The capitalized words of an English text, in order."""
    return tuple(Word(folded(m.group()), m.start(), m.end()) for m in _CAPITALIZED.finditer(text))


def family_of(name: str) -> str:
    """The family name a Chinese full name begins with, or ""."""
    for length in (4, 2):
        if name[:length] in COMPOUND and len(name) > length:
            return name[:length]
    return name[:1] if name[:1] in SINGLE else ""


@lru_cache(maxsize=20_000)
def readings(text: str) -> frozenset[str]:
    """Every pinyin of these characters as one folded word; ü also as u, v and yu. At most 64."""
    from pypinyin import Style, pinyin

    syllables = [set(column) for column in pinyin(text, style=Style.NORMAL, heteronym=True, v_to_u=False)]
    columns = [{spelled for syllable in column for spelled in _spelled(syllable)} for column in syllables]
    size = 1
    for column in columns:
        size *= len(column)
    if size > 64:
        columns = [{spelled for spelled in _spelled(sorted(column)[0])} for column in syllables]
    return frozenset("".join(parts) for parts in product(*columns))


def _spelled(syllable: str) -> set[str]:
    plain = syllable.lower()
    if "v" in plain or "ü" in plain:
        bare = plain.replace("ü", "v")
        return {bare, bare.replace("v", "u"), bare.replace("v", "yu"), bare.replace("ve", "ue")}
    return {plain}


@lru_cache(maxsize=5_000)
def families(family: str) -> tuple[frozenset[str], frozenset[str]]:
    """The pinyin of a family name, and what it is written as elsewhere; both folded."""
    pinyin = set(readings(family))
    if family in READINGS:
        pinyin.add(folded(READINGS[family]).replace(" ", ""))
    return frozenset(pinyin), frozenset(folded(word) for word in _elsewhere().get(family, "").split()) - pinyin


def known(name: str) -> str:
    """The English a person is known by where it is no plain pinyin, or ""."""
    written = person(name)
    family, given = family_of(name), name[len(family_of(name)) :]
    plain = folded(written).replace(" ", "")
    if family and any(plain == f + g for f in families(family)[0] for g in readings(given)):
        return ""
    return written if family else ""


def is_japanese(name: str) -> bool:
    """Whether a name begins with a family name of Japan: 山田洋次 is no 山."""
    return name[:2] in _japanese()


def is_spelled_in(text: str, family: str, given: str) -> bool:
    """Whether somewhere in the Chinese `text` characters stand that are read so, one after the other."""
    for place in range(len(text)):
        for size in (1, 2):
            first = text[place : place + size]
            if first not in (SINGLE if size == 1 else COMPOUND) or family not in families(first)[0]:
                continue
            for length in (1, 2, 3):
                following = text[place + size : place + size + length]
                if len(following) == length and _is_read(following, given):
                    return True
    return False


def stands_in(text: str, spelled: str) -> bool:
    """Whether two to five characters of the Chinese `text` are read so: xiantianhe for 西安天和."""
    for place in range(len(text)):
        so_far = {""}
        for character in text[place : place + 5]:
            if not "\u4e00" <= character <= "\u9fff":
                break
            so_far = {known + r for known in so_far for r in readings(character) if spelled.startswith(known + r)}
            if spelled in so_far:
                return True
            if not so_far:
                break
    return False


def _is_read(text: str, given: str) -> bool:
    """Whether some Chinese can be read so, or begins so: the given name of a longer one, Zhi Hong."""
    return all("\u4e00" <= character <= "\u9fff" for character in text) and given in readings(text)


@cache
def _syllables() -> re.Pattern[str]:
    """Any syllable that a family name or a given name is read with."""
    from pypinyin import lazy_pinyin

    read = set(lazy_pinyin("".join(sorted(SINGLE | GIVEN))))
    some = {spelled for syllable in read for spelled in _spelled(syllable)}
    return re.compile(f"(?:{'|'.join(sorted(some, key=len, reverse=True))})")


@lru_cache(maxsize=20_000)
def is_pinyin(word: str, most: int = 3) -> bool:
    """Whether a folded word could be one to `most` syllables of pinyin: dongqun, not smith."""
    if not word:
        return True
    if most == 0 or len(word) > 6 * most:
        return False
    one = _syllables()
    return any(
        one.fullmatch(word, 0, end) is not None and is_pinyin(word[end:], most - 1)
        for end in range(1, min(6, len(word)) + 1)
    )


@cache
def _elsewhere() -> dict[str, str]:
    return table("families_elsewhere.tsv")


@cache
def _japanese() -> frozenset[str]:
    return frozenset(table("families_japanese.tsv"))


@cache
def other_families() -> frozenset[str]:
    """What family names are written as outside the mainland, folded."""
    return frozenset(word for words in _elsewhere().values() for word in words.split())


@cache
def all_families() -> frozenset[str]:
    """The pinyin of every family name, folded."""
    return frozenset(reading for family in SINGLE | COMPOUND for reading in families(family)[0])
