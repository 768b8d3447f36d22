"""Reading aids: for every word of an article its pinyin and senses, and for every sentence its other script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.article.chinese import HAN
from pipelines.article.script import to_taiwan
from pipelines.document import Article, Script, Sentence
from pipelines.lexicon.explained import Explained, explain
from pipelines.lexicon.readable import Readable
from pipelines.lexicon.words import Word

_han = re.compile(f"[{HAN}]+")
# Where the tag of the word before says how a character is read, which the reading of characters does not see.
_READ_AFTER = {
    "地": (("a", "d", "z", "i", "l"), "de"),  # 慢慢地
    "得": (("v",), "de"),  # 说得好
    "长": (("d", "zg", "m", "q"), "cháng"),  # 很长
}


@dataclass(frozen=True, slots=True)
class Aids:
    """The reading aids of some sentences.

    `words` has for each sentence (start, end, number of the entry) for each word that has one, half-open spans over
    `Sentence.text`, from left to right without overlap. `entries` has each word once for each way it is read.
    `other_script` has each sentence in traditional characters, as Taiwan prints them, if it is in simplified ones, and
    the other way round; of the same length, so that the spans fit it too.
    """

    words: tuple[tuple[tuple[int, int, int], ...], ...]
    entries: tuple[Explained, ...]
    other_script: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """The same as lists, strings and numbers, in as few characters as can be: what is empty is left out."""
        return {"words": self.words, "entries": [entry.as_json() for entry in self.entries], "other": self.other_script}


def aids(article: Article) -> Aids:
    """The reading aids of an article's sentences. A second for the first call, which loads the dictionary."""
    return aids_of(article.sentences, article.script)


def aids_of(sentences: Sequence[Sentence], script: Script) -> Aids:
    """The reading aids of any sentences: a title, a summary. The same sentence is read once."""
    reader = _Reader(script)
    return Aids(
        tuple(tuple(reader.read(sentence.text, sentence.simplified)) for sentence in sentences),
        tuple(reader.entries),
        tuple(_other_script(sentence, script) for sentence in sentences),
    )


def _other_script(sentence: Sentence, script: Script) -> str:
    return sentence.simplified if script is Script.TRADITIONAL else to_taiwan(sentence.text)


class _Reader:
    """Reads sentences, and numbers each word it meets once."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self.entries: list[Explained] = []
        self._numbers: dict[tuple[str, str, str], int | None] = {}
        self._readable = Readable()

    def read(self, text: str, simplified: str) -> Iterator[tuple[int, int, int]]:
        """The spans of a sentence with the numbers of their entries."""
        readings = _readings(simplified)
        before: Word | None = None
        for word, name in self._readable.words(simplified):
            if before and (reading := _read_after(word.text, before)):
                readings[word.start] = reading
            before = word
            if _han.fullmatch(word.text):
                span = slice(word.start, word.end)
                number = self._number(text[span], simplified[span], " ".join(readings[span]), name)
                if number is not None:
                    yield word.start, word.end, number

    def _number(self, own: str, simplified: str, reading: str, english: str) -> int | None:
        key = (own, reading, english)
        if key not in self._numbers:
            entry = explain(own, simplified, reading, english, self._script)
            self._numbers[key] = len(self.entries) if entry else None
            if entry:
                self.entries.append(entry)
        return self._numbers[key]


def _readings(text: str) -> list[str]:
    """A syllable with its tone mark for each character, read in its context; "" for what is not Chinese."""
    from pypinyin import Style, lazy_pinyin

    found = [""] * len(text)
    for run in _han.finditer(text):
        syllables = lazy_pinyin(run[0], style=Style.TONE)
        if len(syllables) != len(run[0]):  # what has no reading is left together
            syllables = [lazy_pinyin(character, style=Style.TONE)[0] for character in run[0]]
        found[run.start() : run.end()] = [
            "" if syllable == character else syllable for syllable, character in zip(syllables, run[0], strict=True)
        ]
    return found


def _read_after(character: str, before: Word) -> str:
    """How a character is read after this word; "" where that says nothing."""
    tags, reading = _READ_AFTER.get(character, ((), ""))
    of_one = character == "地" and len(before.text) == 1  # 大地, 旧地
    return reading if before.tag.startswith(tags) and not of_one else ""
