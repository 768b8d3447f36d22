"""A mention: one value of a sentence, with a key for each thing it may legally be called on the other side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from pipelines.lexicon.quantities import Clock, Date, Quantity


class Sort(StrEnum):
    """What a mention can be compared with when it agrees with nothing."""

    NUMBER = "number"
    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    WEEKDAY = "weekday"
    TIME = "time"
    SCALE = "scale"  # hundreds of: how many is not told
    PERIOD = "period"  # last year, the first half: told from the day of writing
    NAME = "name"  # G20: a number that is part of a name


Key = tuple[str, Fraction | str]


@dataclass(frozen=True, slots=True)
class Mention:
    """One value at `start`..`end`; `keys` are what it may be called, the plainest first.

    `parts` are keys that together say the same (two of the three for 三分之二). `quantity` is what it was read from.
    """

    start: int
    end: int
    text: str
    sort: Sort
    keys: tuple[Key, ...]
    weak: bool = False
    parts: tuple[Key, ...] = ()
    quantity: Quantity | None = None

    @property
    def value(self) -> Fraction | None:
        """The number it plainly is, None for months, weekdays, times and periods."""
        value = self.keys[0][1]
        return value if isinstance(value, Fraction) and self.sort in (Sort.NUMBER, Sort.YEAR, Sort.DAY) else None


def n(value: Fraction | int | Decimal) -> Key:
    """The key of a plain number; signs are told in too many ways to be compared."""
    return ("n", abs(Fraction(value)))


def mention(quantity: Quantity, sort: Sort, keys: Iterable[Key], *, weak: bool = False,
             parts: tuple[Key, ...] = ()) -> Mention:  # fmt: skip
    """The mention of a quantity."""
    unique = tuple(dict.fromkeys(keys))
    return Mention(quantity.start, quantity.end, quantity.text, sort, unique, weak, parts, quantity)


def dated(quantity: Quantity, date: Date, *, short: bool) -> Iterator[Mention]:
    """The parts of a date, each by itself: texts say them in any order and leave out what is known.

    `short` says that a year may be told by its last two digits on the other side.
    """
    if date.span == "decade" and date.year is not None:
        keys = [n(date.year), *([n(date.year % 100)] if short or date.year < 100 else [])]
        if date.year < 100:
            keys.append(n(date.year + 1900))
        if 10 <= date.year < 100:
            keys += [n(date.year + 9), n(date.year + 10)]  # in their fifties
        if date.year % 100 == 0 and date.year >= 100:
            keys.append(n(date.year // 100 + 1))
        yield mention(quantity, Sort.YEAR, keys)
        if date.year >= 1000:  # the thirties of the 20th century
            yield mention(quantity, Sort.NUMBER, [n(date.year // 100 + 1)], weak=True)
    elif date.span == "century" and date.year is not None:
        yield mention(quantity, Sort.NUMBER, [n(date.year), n((abs(date.year) - 1) * 100)])
    elif date.year is not None:
        yield mention(quantity, Sort.YEAR, [n(date.year), *([n(date.year % 100)] if short else [])])
    if date.month is not None:
        yield mention(quantity, Sort.MONTH, [("m", Fraction(date.month)), n(date.month)])
    if date.day is not None:
        yield mention(quantity, Sort.DAY, [n(date.day)])
    if date.weekday is not None:
        yield mention(quantity, Sort.WEEKDAY, [("w", Fraction(date.weekday))])
    if date.anchor.endswith("century"):
        century = 21 if date.anchor.startswith("this") else 20
        yield mention(quantity, Sort.NUMBER, [n(century), n(century * 100 - 100)], weak=True)
    elif date.anchor and not date.weekday:
        yield mention(quantity, Sort.PERIOD, [("p", date.anchor)], weak=True)
    if date.part in ("first half", "second half"):
        yield mention(quantity, Sort.PERIOD, [("p", date.part)], weak=True)
    elif rank := _PART.match(date.part):
        yield mention(quantity, Sort.NUMBER, [n(_RANKS[rank[1]])], weak=rank[1] == "first")
        if count := _RANKS.get((rank[2] or "").strip()):
            yield mention(quantity, Sort.NUMBER, [n(count)], weak=True)


_RANKS = {
    word: value
    for words in (
        "first second third fourth fifth sixth seventh eighth ninth tenth",
        "one two three four five six seven eight nine ten",
    )
    for value, word in enumerate(words.split(), start=1)
}
_PART = re.compile(r"(first|second|third|fourth)( \w+)?")


def clock(quantity: Quantity, clock: Clock) -> Mention:
    """The mention of a time of day; whether it is before or after noon is compared apart."""
    minutes = clock.hour * 60 + clock.minute
    keys: list[Key] = [("t", Fraction(minutes % 720))]
    if clock.named:
        keys.append(("T", Fraction(minutes)))
    if clock.minute == 0:
        keys += [n(clock.hour), n(clock.hour % 12 or 12)]
    keys.append(n(clock.hour * 100 + clock.minute))
    parts = () if clock.named else (n(clock.hour), n(clock.minute))
    return mention(quantity, Sort.TIME, keys, parts=parts)


# A duration in months, in days, in minutes: what can be told in another unit (两年 is 24 months, 两周 14 days).
MONTHS_IN = {"year": 12, "decade": 120, "century": 1200, "quarter": 3, "month": 1, "semester": 6}
_DAYS = {"year": 365, "month": 30, "week": 7, "day": 1, "night": 1}
_MINUTES = {"week": 10080, "day": 1440, "hour": 60, "minute": 1}


def durations(value: Fraction, unit: str) -> Iterator[Key]:
    """The keys of a duration in other units."""
    for name, table in (("months", MONTHS_IN), ("days", _DAYS), ("minutes", _MINUTES)):
        if unit in table:
            yield (name, value * table[unit])
    if unit == "minute":
        yield ("seconds", value * 60)
    if unit == "second":
        yield ("seconds", value)


def shares(value: Fraction) -> Iterator[Key]:
    """The keys of a fraction as percent and as one in so many."""
    yield n(value * 100)
    if value and value.numerator == 1:
        yield n(value.denominator)
