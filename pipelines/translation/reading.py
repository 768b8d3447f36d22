"""A sentence into units: what is a number, a name, a phrase, a word, and how what nobody knows is spelled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pipelines.lexicon import names, numbers
from pipelines.lexicon.words import segment, tag_of
from pipelines.translation import senses
from pipelines.translation.joining import is_foreign, joined
from pipelines.translation.units import Kind, Unit, said
from pipelines.translation.writing import plain

_CHINESE = re.compile(r"[\u3005-\u3007\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_DETERMINERS = frozenset("各全本该两")  # 各乡镇 is no town's name, whatever the segmenter's tables say
_SINCE = re.compile(r"[^起]*[年月日号]起(?![来到草诉飞步])")
_SPACED = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")
_LEAST_PER_PAUSE = 8  # characters
_LONGEST_PHRASE = 5  # words
_NAMES = frozenset({"nr", "nrt", "nrfg", "ns"})
# Family names, some of them, that are far oftener grammar.
_NO_SURNAME = frozenset(
    "由从和与为向对以于并而及将被把让给比到在是有会能可要应当就都也还又再只不没则其之所这那年时后多全"
)


def read(text: str) -> list[Unit]:
    """The units of a sentence, in its order. Most spaces are left out: the writing sets its own."""
    text = _with_pauses(text)
    wholes = _wholes(text)
    fixed = [(found.start, found.end, Kind.NUMBER, found.english()) for found in numbers.find(text, wholes)]
    for person in names.find_persons(text):
        if not any(start <= person.start and person.end < end for start, end in wholes):
            fixed.append((person.start, person.end, Kind.NAME, names.person(text[person.start : person.end])))
    units: list[Unit] = []
    position = 0
    for start, end, kind, english in sorted(fixed, key=lambda found: (found[0], -found[1])):
        if start < position:
            continue  # inside one that began before it
        units += _read_words(text[position:start])
        units.append(_one(text[start:end], english, kind))
        position = end
        if _SINCE.match(text, start, end + 2):  # or it is taken for the beginning of a word: 从2019年起用了五年
            units.append(said("起", "onward", Kind.WORD, "f"))
            position += 1
    return units + _read_words(text[position:])


def _with_pauses(text: str) -> str:
    """A space between Chinese words is a pause, as in headlines: 二号线开通 沿线新增图书馆. Many are but layout."""
    return _SPACED.sub("，", text) if len(_SPACED.findall(text)) * _LEAST_PER_PAUSE <= len(text) else text


def _one(text: str, english: str, kind: Kind) -> Unit:
    if english == "one" and text.startswith("一"):
        return Unit(text, (("a", 0.3), ("an", 1.0), ("one", 2.0)), Kind.WORD, "m")
    return said(text, english, kind, "nr" if kind is Kind.NAME else "m")


def _wholes(text: str) -> list[tuple[int, int]]:
    """The spans of words and phrases that a number or a name is not to be looked for inside: the 一步 of 进一步."""
    spans = []
    position = 0
    for phrase, _ in _phrases(text):
        if len(phrase) > 2 and senses.known(phrase):
            spans.append((position, position + len(phrase)))
        position += len(phrase)
    return spans


def _phrases(text: str) -> list[tuple[str, str]]:
    """Words, cut where only their parts are known and joined where more than them is, each with its tag."""
    words = joined([piece for word in segment(text) for piece in _pieces(word.text, word.tag)])
    found = []
    position = 0
    while position < len(words):
        for last in range(min(position + _LONGEST_PHRASE, len(words)), position + 1, -1):
            phrase = "".join(piece for piece, _ in words[position:last])
            if senses.counted(phrase) and _CHINESE.match(phrase):
                found.append((phrase, _tag(tuple(words[position:last]))))
                position = last
                break
        else:
            found.append(words[position])
            position += 1
    return found


def _read_words(text: str) -> list[Unit]:
    """The units of a stretch without numbers and names."""
    return [unit for phrase, tag in _phrases(text) for unit in _read_word(phrase, tag)]


def _tag(words: Sequence[tuple[str, str]]) -> str:
    """The part of speech of a phrase: a verb's if it begins with one, else that of its last word, its head."""
    first, last = words[0][1], words[-1][1]
    return first if first == "v" else last


def _read_word(text: str, tag: str) -> list[Unit]:
    if text.isspace():
        return []
    if _CHINESE.search(text):
        if senses.known(text) and text not in names.ONLY_SURNAMES:
            return [Unit(text, senses.options(text), Kind.WORD, tag)]
        return [said(text, _spelled(text, tag), Kind.NAME, tag)]
    if any(character.isalnum() for character in text):
        return [said(text, plain(text), Kind.FOREIGN, tag)]
    return [Unit(character, (), Kind.MARK, "w") for character in text]


@lru_cache(maxsize=50_000)
def _pieces(word: str, tag: str) -> tuple[tuple[str, str], ...]:
    """An unknown Chinese word in known pieces, as few as can be; a name stays whole and will be spelled."""
    if senses.known(word) or not _CHINESE.match(word) or len(word) == 1:
        return ((word, tag),)
    if tag not in _NAMES and is_foreign(word):
        return ((word, tag),)
    # cheapest[end]: the cost of the pieces up to there, and where the last of them begins
    cheapest = [(0.0, 0)]
    for end in range(1, len(word) + 1):
        cheapest.append(min((cheapest[start][0] + _cost(word[start:end]), start) for start in range(end)))
    pieces: list[tuple[str, str]] = []
    end = len(word)
    while end:
        start = cheapest[end][1]
        pieces.insert(0, (word[start:end], tag_of(word[start:end])))
        end = start
    known = [len(piece) > 1 and senses.known(piece) for piece, _ in pieces]
    # Some compounds have a name's tag: no Chinese name is as long as four characters with a word inside (苗木花卉).
    compound = all(known) or len(word) > 3 and any(known) and tag != "ns" and not is_foreign(word)
    if tag in _NAMES and not compound and word[0] not in _DETERMINERS:
        return ((word, tag),)
    if tag == "x" and len(pieces) == len(word) == 3 and word[0] not in _NO_SURNAME and names.is_surname(word[0]):
        return ((word, "nr"),)  # the segmenter took three characters for one word and they make no other: a person
    return tuple(pieces)


def _cost(piece: str) -> float:
    if not senses.known(piece):
        return 4.0 * len(piece)
    return 1.3 if len(piece) == 1 else 1.0


def _spelled(word: str, tag: str) -> str:
    """A word that no source knows, in pinyin with a capital; "[?]" for a character that has no known reading."""
    from pypinyin import lazy_pinyin

    if tag == "ns":
        return names.place(word)
    if tag == "nr" and names.is_surname(word[0]):
        return names.person(word)
    return "".join("[?]" if _CHINESE.search(syllable) else syllable for syllable in lazy_pinyin(word)).capitalize()
