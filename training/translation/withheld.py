"""Text that is measured on and must not be trained on: whether a pair is in it, exactly or nearly."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

_NOT_SAID = re.compile(r"[\W_]+")
_CHINESE_SHINGLE, _ENGLISH_SHINGLE = 10, 6  # characters, words
_NEAR = 0.5  # share of a sentence's shingles


class Withheld:
    """The sentences of the evaluation sets, both sides, with spaces, punctuation, width and case forgotten."""

    def __init__(self, chinese: Iterable[str], english: Iterable[str]) -> None:
        self._whole: set[str] = set()
        self._parts: set[str] = set()
        for text in chinese:
            self._add(_folded(text), _chinese_shingles(_folded(text)))
        for text in english:
            self._add(_folded(text), _english_shingles(text))

    def _add(self, whole: str, parts: list[str]) -> None:
        if whole:
            self._whole.add(whole)
            self._parts.update(parts)

    def holds(self, chinese: str, english: str) -> bool:
        """Whether either side is such a sentence, or half of it is made of pieces of some."""
        whole = _folded(chinese)
        if whole in self._whole or _folded(english) in self._whole:
            return True
        return self._is_near(_chinese_shingles(whole)) or self._is_near(_english_shingles(english))

    def _is_near(self, parts: list[str]) -> bool:
        return bool(parts) and sum(1 for part in parts if part in self._parts) >= _NEAR * len(parts)


def read(data: Path) -> Withheld:
    """Everything under eval/zh-en and samples of the folder that ZHAIYI_DATA names."""
    chinese: list[str] = []
    english: list[str] = []
    folder = data / "eval" / "zh-en"
    for path in sorted(folder.glob("*.zh")):
        chinese += _lines(path)
    english += _lines(folder / "flores-dev.en") if (folder / "flores-dev.en").is_file() else []
    for path in sorted(folder.glob("*.tsv")):
        for line in _lines(path):
            source, _, target = line.partition("\t")
            chinese.append(source)
            english.append(target)
    for path in sorted((data / "samples").glob("*.txt")):
        chinese += re.split(r"(?<=[。！？])|\n", path.read_text(encoding="utf-8"))
    # A name or a short answer may stand in any text.
    return Withheld([text for text in chinese if len(text) > 6], [text for text in english if len(text) > 20])


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _folded(text: str) -> str:
    return _NOT_SAID.sub("", unicodedata.normalize("NFKC", text)).lower()


def _chinese_shingles(folded: str) -> list[str]:
    return [folded[i : i + _CHINESE_SHINGLE] for i in range(len(folded) - _CHINESE_SHINGLE + 1)]


def _english_shingles(text: str) -> list[str]:
    found = re.findall(r"\w+", text.lower())
    return [" ".join(found[i : i + _ENGLISH_SHINGLE]) for i in range(len(found) - _ENGLISH_SHINGLE + 1)]
