"""By which English words a Chinese word can be recognized in a translation: stems, not renderings to be shown.

From what was counted in parallel text (`data/senses.tsv.xz`), the hand-written tables and every sense of CC-CEDICT.
"""

from __future__ import annotations

import hashlib
import lzma
import re
from functools import cache, lru_cache
from importlib import resources

from pipelines.lexicon import dictionary
from pipelines.lexicon.compiled import compiled

_FORMAT = "1"
_TABLES = ("places.tsv", "senses.tsv.xz", "phrases.tsv", "people.tsv")
_WORD = re.compile(r"[a-z]+|\d+")
_STEM = 5
_SILENT = frozenset(
    "the and for with that this from into have has had was were are been being not its his her their our your also "
    "will would can could may might shall should more most than then when where who whom which what how all any some "
    "such other others one two out off over under about sth sb esp etc abbr see used very".split()
)


def stems(text: str) -> frozenset[str]:
    """The stems of the words of an English text that mean something: the first five letters, without an ending."""
    return frozenset(stem for word in _WORD.findall(text.lower()) if (stem := _stem(word)))


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    if len(word) < 3 or word in _SILENT:
        return ""
    return word[:_STEM] if len(word) > _STEM else re.sub("(?<=..)(?:e|es|s|y|ed)$", "", word)


@lru_cache(maxsize=50_000)
def of(word: str) -> frozenset[str]:
    """The stems that answer a word in simplified Chinese; empty for one that no table has."""
    return frozenset(_table().get(word, "").split())


def warm() -> None:
    """Load the table now rather than at the first sentence."""
    _table()


@cache
def _table() -> dict[str, str]:
    files = [resources.files("pipelines.lexicon") / "data" / name for name in _TABLES]
    shipped = [file.read_bytes() for file in files]
    made_from = hashlib.blake2b(b"\0".join(shipped)).hexdigest()
    return compiled("stems", (_FORMAT, dictionary.version(), made_from), lambda: _compile(shipped))


def _compile(shipped: list[bytes]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for content in shipped:
        text = lzma.decompress(content) if content.startswith(b"\xfd7zXZ") else content
        for line in text.decode("utf-8").splitlines():
            if line and not line.startswith("#"):
                word, *options = line.split("\t")
                found.setdefault(word, set()).update(*(stems(option) for option in options))
    for entry in dictionary.entries():
        found.setdefault(entry.simplified, set()).update(*(stems(sense) for sense in entry.senses))
    return {word: " ".join(sorted(known)) for word, known in found.items() if known}
