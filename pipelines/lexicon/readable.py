"""A sentence in words that a reader can ask about: those of the dictionary, and names, which it lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.article.chinese import HAN
from pipelines.lexicon import dictionary, names
from pipelines.lexicon.words import Word, segment, tag_of

_han = re.compile(f"[{HAN}]+")
_GIVEN = 2  # characters of a given name
_LONGEST_PIECE = 8  # characters; longer words of the dictionary are sayings, which the segmenter finds
# What places that no dictionary has end in, told from 超市 and 夜市 by being longer.
_KINDS_OF_PLACE = frozenset("省市县镇乡")


class Readable:
    """Reads the sentences of one article: a place that was named in full is known by the short name later on."""

    def __init__(self) -> None:
        self._pieces: dict[str, tuple[str, ...]] = {}
        self._names: dict[str, str] = {}

    def words(self, text: str) -> Iterator[tuple[Word, str]]:
        """The words of a sentence in simplified Chinese, each with its English if it is a name, else with "".

        In order and without a gap. A word that the dictionary lacks and that is no name comes in pieces that it has.
        """
        position = 0
        for person in names.find_persons(text):
            yield from self._segmented(text, position, person.start)
            yield Word(person.name, person.start, person.end, "nr"), names.person(person.name)
            position = person.end
        yield from self._segmented(text, position, len(text))

    def _segmented(self, text: str, start: int, end: int) -> Iterator[tuple[Word, str]]:
        """The words of a stretch without persons."""
        words = segment(text[start:end]) if start < end else ()
        position = 0
        while position < len(words):
            word, after = words[position], words[position + 1 : position + 2]
            position += 1
            if after and _is_place(word, after[0]):
                word = Word(word.text + after[0].text, word.start, after[0].end, "ns")
                position += 1
            name = self._name(word)
            pieces = (word.text,) if name else self._known(word.text)
            begin = start + word.start
            for piece in pieces:
                yield Word(piece, begin, begin + len(piece), word.tag if len(pieces) == 1 else tag_of(piece)), name
                begin += len(piece)

    def _name(self, word: Word) -> str:
        """The English of a word that is a name and in no dictionary, else ""."""
        if word.text in self._names:
            return self._names[word.text]
        english = (_place(word) or _person(word)) if _han.fullmatch(word.text) else ""
        if english:
            self._names[word.text] = english
            stem, _, kind = english.rpartition(" ")
            if kind and stem and word.text[-1] in _KINDS_OF_PLACE and len(word.text) > 2:
                self._names[word.text[:-1]] = stem  # the 云河 of 云河市 is no river
        return english

    def _known(self, word: str) -> tuple[str, ...]:
        """A word, or what the dictionary has of it, in as few pieces as can be."""
        if word not in self._pieces:
            whole = dictionary.lookup(word) or not _han.fullmatch(word)
            self._pieces[word] = (word,) if whole else _fewest(word)
        return self._pieces[word]


def _is_place(word: Word, kind: Word) -> bool:
    """Whether two words are one name: 云河 and 市."""
    named = word.tag in ("ns", "nz", "x") and len(word.text) > 1 and not dictionary.lookup(word.text)
    return named and kind.text in _KINDS_OF_PLACE and _han.fullmatch(word.text) is not None


def _place(word: Word) -> str:
    """The English of a place that is in no dictionary or whose English is known to be another, else ""."""
    if word.tag == "ns" or word.tag == "x" and len(word.text) > 2 and word.text[-1] in _KINDS_OF_PLACE:
        known = word.text in names.known_places() or not dictionary.lookup(word.text)
        return names.place(word.text) if known else ""
    return ""


def _person(word: Word) -> str:
    """The English of what can be nothing but a person's name, else ""."""
    text, tag = word.text, word.tag
    family = 2 if names.is_surname(text[:2]) else 1
    given = text[family:]
    if dictionary.lookup(text) or not names.is_surname(text[:family]) or not names.could_be_given(given):
        return ""
    # Many a word of two characters looks like a name: the 白石 of a glacier. Those after a title are found elsewhere.
    return names.person(text) if tag in ("nr", "x") and len(given) == _GIVEN else ""


def _fewest(word: str) -> tuple[str, ...]:
    """A word cut into as few words of the dictionary as can be; a character that is none stands alone."""
    # best[end]: how many pieces the beginning up to there has, and where the last of them begins
    best = [(0, 0)]
    for end in range(1, len(word) + 1):
        starts = range(max(0, end - _LONGEST_PIECE), end)
        fitting = (start for start in starts if start == end - 1 or dictionary.lookup(word[start:end]))
        best.append(min((best[start][0] + 1, start) for start in fitting))
    pieces: list[str] = []
    end = len(word)
    while end:
        start = best[end][1]
        pieces.insert(0, word[start:end])
        end = start
    return tuple(pieces)
