"""Mentions: every number, date and time of a sentence, with all that it may legally be called on the other side.

A `Quantity` is one value; a translator says it in many ways (90亿 is 9 billion and 9,000 million, 三成 is 30 % and
three-tenths, 半年 is six months). A mention has a key for each of them; two mentions agree where they share a key.
Numerals that are more often part of a word than a number (一, 两国, one, both) are weak: they may answer a number of
the other side, and nobody misses them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from pipelines.checks.mention import MONTHS_IN, Key, Mention, Sort, clock, dated, durations, mention, n, shares
from pipelines.checks.number_words import weak_chinese, weak_english
from pipelines.lexicon import english_numbers, numbers
from pipelines.lexicon.quantities import Bound, Clock, Date, Kind, Quantity
from pipelines.lexicon.words import Word


def chinese(text: str, segments: Sequence[Word] = ()) -> tuple[Mention, ...]:
    """The mentions of a sentence in simplified Chinese; `segments` are its words, where they are known."""
    # A word may be a numeral and what is said of it: 近三成 is 三成.
    found = numbers.find(text, [(word.start, word.end) for word in segments if word.text[0] not in _ROUGHLY])
    after_noun = {word.end for word in segments if word.tag[:1] in ("n", "r") or word.text in ("”", "》", "」", "）")}
    mentions = [mention for quantity in found for mention in _of_chinese(quantity, text, after_noun)]
    return (*mentions, *weak_chinese(text, found))


_ROUGHLY = frozenset("近约超逾过达仅共每")


def english(text: str) -> tuple[Mention, ...]:
    """The mentions of an English sentence."""
    found = english_numbers.find(text)
    mentions = [mention for quantity in found for mention in _of_english(quantity, text)]
    return (*mentions, *weak_english(text, found))


# --- Chinese -------------------------------------------------------------------------------------------------------


def _of_chinese(quantity: Quantity, text: str, after_noun: Collection[int]) -> Iterator[Mention]:
    value = quantity.value
    if isinstance(value, Date):
        yield from dated(quantity, value, short=True)
        if isinstance(quantity.upper, Date):
            high = quantity.upper
            shared = {
                name: None for name in ("year", "month") if getattr(high, name) == getattr(value, name)
            }  # said once
            yield from dated(quantity, Date(
                year=None if "year" in shared else high.year, month=None if "month" in shared else high.month,
                day=high.day, weekday=high.weekday, span=high.span), short=True)  # fmt: skip
        return
    if isinstance(value, Clock):
        yield clock(quantity, value)
        if isinstance(quantity.upper, Clock):
            yield clock(quantity, quantity.upper)
        return
    if quantity.bound is Bound.SEVERAL:
        if value >= 10:
            yield mention(quantity, Sort.SCALE, [("s", Fraction(value)), n(value)], weak=True)
        return
    if quantity.unit == "Five-Year Plan":
        yield mention(quantity, Sort.NUMBER, [n(5)], weak=True)
    first = Fraction(value)
    keys = [n(first), *_more_chinese(quantity, first, text)]
    weak = _is_weak(quantity, first) or _is_told_before(quantity, first, text, after_noun)
    if isinstance(quantity.upper, int | Decimal | Fraction):
        second = Fraction(quantity.upper)
        either = quantity.joint == " or "
        yield mention(quantity, Sort.NUMBER, [*keys, *([n(second), ("s", Fraction(1))] if either else [])],
                       weak=weak or either)  # fmt: skip
        upper = [n(second), *_more_chinese(quantity, second, text)]
        yield mention(quantity, Sort.NUMBER, upper, weak=either or _is_weak(quantity, second))
        return
    parts = (n(first.numerator), n(first.denominator)) if quantity.kind is Kind.FRACTION else ()
    yield mention(quantity, Sort.NUMBER, keys, weak=weak, parts=parts)


def _more_chinese(quantity: Quantity, value: Fraction, text: str) -> Iterator[Key]:
    kind = quantity.kind
    if kind is Kind.PERCENT:
        yield n(value / 100)
    elif kind is Kind.FRACTION:
        yield from shares(value)
    elif kind is Kind.DISCOUNT:
        yield from (n(100 - value), n((100 - value) / 10))
    elif kind is Kind.MULTIPLE:
        yield from (n(value + 1), n(value * 100))
        if value > 1:
            yield n(value - 1)
        yield n((value - 1) * 100)
    elif kind is Kind.POINTS and quantity.unit == "basis point":
        yield n(value / 100)
    elif kind in (Kind.DURATION, Kind.AGE):
        yield from durations(value, quantity.unit)
        if quantity.unit == "year" and 10 < value < 100 and value.denominator == 1:
            yield from (n(value + 1900), n(value + 2000))
    elif kind is Kind.LABEL and quantity.unit == "generation":
        yield n(value + 1900)
    if value >= 1_000 and value in _POWERS and quantity.bound is Bound.MORE:
        yield ("s", value)
    if value == 12:
        yield ("s", Fraction(12))


_POWERS = frozenset(Fraction(10**power) for power in range(1, 13))
_PLAIN_ONE = frozenset((Kind.CARDINAL, Kind.COUNT, Kind.DURATION, Kind.LABEL, Kind.MEASURE, Kind.ORDINAL, Kind.AGE))


def _is_weak(quantity: Quantity, value: Fraction) -> bool:
    """Whether English may well do without it: one, an article; 一倍 and 100% of what grows."""
    return value == 1 and quantity.kind in (*_PLAIN_ONE, Kind.MULTIPLE, Kind.FRACTION)


_TOLD_BEFORE = re.compile("[这那该此其各]$|上述|以上|他们$|她们$|我们$|[他她它]俩?$")


def _is_told_before(quantity: Quantity, value: Fraction, text: str, after_noun: Collection[int]) -> bool:
    """Whether the number only repeats what is known: 这两个词 are the words, 荷、塞两队 are Dutch and Serbs.

    And where it is none: 第二天 is the following day, “十一” a holiday, 零 often no number at all.
    """
    if quantity.text in ("十一", "零") and (
        quantity.text == "零" or text[quantity.start - 1 : quantity.start] in '“‘「『"'
    ):
        return True
    if value != 2 or any(character.isdigit() for character in quantity.text):
        return False
    if quantity.kind is Kind.ORDINAL:
        return quantity.unit in ("day", "year")
    if quantity.start in after_noun and quantity.text.startswith("两"):
        return True
    return bool(_TOLD_BEFORE.search(text, max(0, quantity.start - 3), quantity.start))


# --- English -------------------------------------------------------------------------------------------------------


def _of_english(quantity: Quantity, text: str) -> Iterator[Mention]:
    value = quantity.value
    if quantity.kind is Kind.DIGITS:
        digits = [n(int(run)) for run in re.findall(r"\d+", quantity.text) if len(run) < 30]
        yield mention(quantity, Sort.NAME, [("c", quantity.unit), *digits], weak=True)
        return
    if isinstance(value, Date):
        yield from dated(quantity, value, short=False)
        if isinstance(quantity.upper, Date):
            high = quantity.upper
            month = None if high.month == value.month else high.month
            yield from dated(quantity, Date(high.year, month, high.day), short=False)
        return
    if isinstance(value, Clock):
        yield clock(quantity, value)
        if isinstance(quantity.upper, Clock):
            yield clock(quantity, quantity.upper)
        return
    if quantity.bound is Bound.SEVERAL:
        yield mention(quantity, Sort.SCALE, [("s", Fraction(value)), n(value)], weak=True)
        return
    first = Fraction(value)
    keys = [n(first), *_more_english(quantity, first)]
    if quantity.text.lower().endswith("dozen"):  # people round to tens as they please
        keys += [n(first - first % 10), n(first + 10 - first % 10)]
    if re.fullmatch(r"\d{1,3}\.\d{3}", quantity.text):
        keys.append(n(first * 1000))  # the separator of most of Europe
    weak = (
        first in _WEAK_SHARES
        or quantity.text.lower() in _WEAK_WORDS
        or quantity.kind is Kind.MULTIPLE
        and not quantity.unit
    )
    parts = (n(first.numerator), n(first.denominator)) if first.denominator > 1 and "/" in quantity.text else ()
    yield mention(quantity, Sort.NUMBER, keys, weak=weak, parts=parts)
    if isinstance(quantity.upper, int | Decimal | Fraction):
        second = Fraction(quantity.upper)
        upper = [n(second), *_more_english(quantity, second)]
        if first >= 1_000 and second < 100:
            upper.append(n(first - first % 100 + second))
        yield mention(quantity, Sort.NUMBER, upper, weak=weak)


def _more_english(quantity: Quantity, value: Fraction) -> Iterator[Key]:
    if quantity.kind is Kind.PERCENT:
        yield n(value / 100)
    elif value.denominator > 1:
        yield from shares(value)
    if quantity.kind is Kind.MULTIPLE:
        yield from (n(value - 1), n(value * 100), n((value - 1) * 100))
    if quantity.kind is Kind.POINTS and quantity.unit == "basis point":
        yield n(value / 100)
    yield from durations(value, quantity.unit)
    if quantity.unit in ("decade", "century"):
        yield n(value * MONTHS_IN[quantity.unit] / 12)
    if quantity.kind is Kind.ORDINAL and 3 <= value <= 10:
        yield n(1 / value)


_WEAK_SHARES = frozenset((Fraction(1, 2), Fraction(1, 4)))
_WEAK_WORDS = frozenset("one first second once zero decade century decades one-time".split())
