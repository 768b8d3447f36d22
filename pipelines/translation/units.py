"""What a sentence is made of for the gloss: words, numbers, names and marks, each with its possible English."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pipelines.translation.senses import Option


class Kind(StrEnum):
    """What a unit is, as far as the order and the joining of units care."""

    WORD = "word"
    NUMBER = "number"
    NAME = "name"  # spelled in pinyin
    FOREIGN = "foreign"  # Latin letters and whatever else is passed through
    MARK = "mark"  # punctuation, still the Chinese one


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of the sentence with its English, which is "" for a word that English does not say."""

    chinese: str
    options: tuple[Option, ...]
    kind: Kind
    tag: str

    @property
    def english(self) -> str:
        """The likeliest option; once the gloss has chosen, the only one."""
        return self.options[0][0] if self.options else ""


def said(chinese: str, english: str, kind: Kind = Kind.WORD, tag: str = "") -> Unit:
    """A unit whose English is certain."""
    return Unit(chinese, ((english, 0.0),), kind, tag)


def with_neighbours(units: Sequence[Unit]) -> Iterator[tuple[Unit, Unit | None, Unit | None]]:
    """Each unit with the one before it and the one after it."""
    return zip(units, [None, *units], [*units[1:], None], strict=False)


def breaks(unit: Unit) -> bool:
    """Whether nothing may be moved across this unit: a mark other than those inside lists, quotations and names."""
    return unit.kind is Kind.MARK and unit.chinese not in "、“”‘’《》·"


def is_nominal(unit: Unit) -> bool:
    """Whether this surely belongs to a noun phrase."""
    return unit.tag[:1] in {"n", "r", "b", "m"} or unit.kind in {Kind.NAME, Kind.NUMBER, Kind.FOREIGN}
