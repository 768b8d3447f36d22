"""Chinese text into words, with their parts of speech.

The segmenter is jieba's, with CC-CEDICT's words added, in a tokenizer of our own: the module's global one would share
its dictionary with everybody in the process and its cache with everybody on the machine.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import math
import re
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.lexicon import dictionary
from pipelines.lexicon.compiled import compiled

if TYPE_CHECKING:
    import jieba

_FORMAT = "1"
# A dictionary word that jieba does not know. Rare enough to lose against two common words, common enough to win
# against the single characters it is made of.
_ADDED_FREQUENCY = 3
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
_LATIN = re.compile(r"[^\W\d_][\w.+#&-]*")
_DIGITS = re.compile(r"[\d.,%-]*\d[\d.,%-]*")

# frequency of each word, 0 for the beginnings of words; their sum; the tag of each word
_Table = tuple[dict[str, int], int, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its half-open span; `tag` as jieba has them (n, v, a, d, nr, ns, m, q, p, c, u…, i, l).

    Also "x" for an unknown Chinese word, "eng" for Latin letters, "m" for digits and "w" for anything else.
    """

    text: str
    start: int
    end: int
    tag: str


def segment(text: str) -> tuple[Word, ...]:
    """The words of a text, in order and without a gap: joined they are the text."""
    tokenizer, tags = _segmenter()
    found = []
    start = 0
    for piece in tokenizer.cut(text):
        end = start + len(piece)
        found.append(Word(piece, start, end, tags.get(piece) or _tag_of_unknown(piece)))
        start = end
    return tuple(found)


def tag_of(word: str) -> str:
    """The tag of a word by itself, as `Word` has it."""
    return _segmenter()[1].get(word) or _tag_of_unknown(word)


def rarity(word: str) -> float:
    """How rare a word is in texts at large, from 0.4 for the most frequent ones to 1.8 for one nobody has counted."""
    tokenizer, _ = _segmenter()
    return min(1.8, math.log(tokenizer.total / max(1, tokenizer.FREQ.get(word, 0))) / 10)


def warm() -> None:
    """Load the table now rather than at the first sentence; the server does so in the background as it starts."""
    _segmenter()


_loading = threading.Lock()


def _segmenter() -> tuple[jieba.Tokenizer, dict[str, str]]:
    with _loading:  # or two threads would both load it
        return _load()


@cache
def _load() -> tuple[jieba.Tokenizer, dict[str, str]]:
    import jieba

    version = f"jieba {importlib.metadata.version('jieba')}"
    tokenizer = jieba.Tokenizer()
    # Setting the table ourselves keeps jieba from building its own, and from writing about it to stderr.
    tokenizer.FREQ, tokenizer.total, tags = compiled("words", (_FORMAT, version, dictionary.version()), _compile)
    tokenizer.initialized = True
    return tokenizer, tags


def _compile() -> _Table:
    frequencies: dict[str, int] = {}
    tags: dict[str, str] = {}
    with _jieba_file().open(encoding="utf-8") as lines:
        for line in lines:
            word, frequency, tag = line.split()
            frequencies[word] = int(frequency)
            tags[word] = tag
    for entry in dictionary.entries():
        word = entry.simplified
        if word not in tags and len(word) > 1 and _CHINESE.fullmatch(word):
            frequencies[word] = _ADDED_FREQUENCY
            tags[word] = _tag_of(entry)
    for word in tuple(frequencies):
        for end in range(1, len(word)):
            frequencies.setdefault(word[:end], 0)
    return frequencies, sum(frequencies.values()), tags


def _tag_of(entry: dictionary.Entry) -> str:
    """The part of speech that the form of a dictionary entry gives away."""
    sense = entry.senses[0]
    if sense.startswith("to "):
        return "v"
    if "(idiom)" in sense:
        return "i"
    if entry.pinyin[:1].isupper():
        return "nz"
    return "n"


def _tag_of_unknown(piece: str) -> str:
    if _CHINESE.fullmatch(piece):
        return "x"
    if _DIGITS.fullmatch(piece):
        return "m"
    return "eng" if _LATIN.fullmatch(piece) else "w"


def _jieba_file() -> Path:
    package = importlib.util.find_spec("jieba")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("jieba, the segmenter, is not installed", name="jieba")
    return Path(package.origin).parent / "dict.txt"
