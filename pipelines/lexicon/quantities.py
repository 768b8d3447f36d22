"""The values that numbers, dates and amounts are read into, and what one found in a text looks like."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

Number = int | Decimal | Fraction


class Kind(StrEnum):
    """What a quantity measures. Two texts agree where kind, value, upper, bound and unit agree."""

    CARDINAL = "cardinal"  # 三百, 1,200
    COUNT = "count"  # 三个, 120多名: a measure word follows
    ORDINAL = "ordinal"  # 第三, 第21届
    LABEL = "label"  # 21号, 第四章: a number that names
    DIGITS = "digits"  # 12306: written as it is, not an amount
    SCORE = "score"  # 3比1
    PERCENT = "percent"  # the value is in percent: 5 for 5%
    POINTS = "points"  # percentage points, basis points
    DISCOUNT = "discount"  # the value is percent off: 10 for 九折
    MULTIPLE = "multiple"  # 3倍
    FRACTION = "fraction"  # 三分之一
    MONEY = "money"
    MEASURE = "measure"
    AGE = "age"  # in years
    DURATION = "duration"
    DATE = "date"
    TIME = "time"


class Bound(StrEnum):
    """How a value bounds what is meant."""

    EXACT = "exact"
    MORE = "more"  # 120多: the value is the lower bound
    ABOUT = "about"  # 20时许
    SEVERAL = "several"  # 数百: a small multiple, not told which, of the value


@dataclass(frozen=True, slots=True)
class Date:
    """A point or period of the calendar, as precisely as it is written; a part that is not written is None or "".

    `year` is negative before Christ; `weekday` counts from Monday, 1. `anchor` is what stands for a year, a month or a
    week that is told only from the day of writing: "last year". `part` is the piece of it that is meant: "early",
    "end", "first half". `span` is "decade" (`year` is its first) or "century" (`year` is its number), else "".
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    anchor: str = ""
    part: str = ""
    span: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day on the 24-hour clock. `named` says that the half of the day was written (上午, 晚)."""

    hour: int
    minute: int = 0
    second: int | None = None
    named: bool = field(default=False, compare=False)


Value = Number | Date | Clock


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity found in a text: `text` is what is written at `start`..`end`, units and measure words included.

    `upper` is the other end of a range or the other alternative, `joint` the English between the two. `unit` is
    English and singular ("yuan", "kilometer"), or "". `measure` is the Chinese measure word that English leaves out.
    """

    start: int
    end: int
    text: str
    kind: Kind
    value: Value
    upper: Value | None = None
    joint: str = ""
    bound: Bound = Bound.EXACT
    unit: str = ""
    measure: str = ""

    def english(self) -> str:
        """The quantity as an English news editor writes it, with every digit that was written."""
        from pipelines.lexicon.wording import english  # here, because the wording is made of these values

        return english(self)
