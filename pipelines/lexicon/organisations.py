"""Organisations that are named often: their Chinese names, and by what one knows that English has named them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

_LETTERS = re.compile("[^a-z]")


@dataclass(frozen=True, slots=True)
class Organisation:
    """`english` is the usual name. `pieces` tell that it is named: inside words or, in capitals, by themselves."""

    english: str
    pieces: tuple[str, ...]

    def is_named(self, target: str) -> bool:
        """Whether an English text names it in any way that is known."""
        squeezed = _LETTERS.sub("", target.lower())
        return any(
            _acronym(piece).search(target) if piece.isupper() else piece in squeezed
            for piece in (_LETTERS.sub("", self.english.lower()), *self.pieces)
        )


def _acronym(letters: str) -> re.Pattern[str]:
    """UN, U.N. and the UN's."""
    return re.compile(r"\b" + r"\.?".join(letters) + r"(?:\b|s\b|['’])")


def found(text: str) -> Iterator[tuple[int, int, Organisation]]:
    """The organisations in a simplified Chinese text, the longest name first, as (start, end, organisation)."""
    table, pattern = _table()
    for match in pattern.finditer(text):
        yield match.start(), match.end(), table[match.group()]


@cache
def _table() -> tuple[dict[str, Organisation], re.Pattern[str]]:
    text = (resources.files("pipelines.lexicon") / "data" / "organisations.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    table = {
        name: Organisation(english, tuple(pieces.split(",")))
        for names, english, pieces in rows
        for name in names.split("|")
    }
    longest = sorted(map(re.escape, table), key=len, reverse=True)
    return table, re.compile(f"(?:{'|'.join(longest)})(?!长)")  # 商务部长 is a person
