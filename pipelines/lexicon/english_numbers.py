"""Quantities in English: find them, read them into the values that Chinese ones are read into.

The other half of `numbers.py`: what `wording.py` writes is read back, and so is what people and models write instead.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from pipelines.lexicon.english_calendar import MONTHS, SHORT_MONTHS, SHORT_WEEKDAYS, Calendar, is_era
from pipelines.lexicon.english_codes import bare, name_at
from pipelines.lexicon.english_numerals import ORDINALS, SCALES, TENS, UNITS, Numeral, Reader
from pipelines.lexicon.english_tokens import Token, is_digits, tokens
from pipelines.lexicon.english_units import CURRENCY_NAMES, SIGNS, long_unit
from pipelines.lexicon.quantities import Bound, Clock, Date, Kind, Number, Quantity

_PERCENT = frozenset(("%", "percent", "pct", "percentage"))
_MULTIPLES = {
    "twice": 2, "thrice": 3, "double": 2, "doubled": 2, "doubles": 2, "doubling": 2, "triple": 3, "tripled": 3,
    "triples": 3, "tripling": 3, "treble": 3, "trebled": 3, "quadruple": 4, "quadrupled": 4, "quadrupling": 4,
    "quintuple": 5, "quintupled": 5, "halved": 2,
}  # fmt: skip
_PERIODS = {"decade": 10, "decades": 10, "century": 100, "centuries": 100, "fortnight": 2}
_JOINS = frozenset(("-", "–", "—", "−", "to", "or", "and", "~"))
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9A-Fa-f]{1,6}|[a-z]{2,8});")  # &#39; is an apostrophe, not 39
_FOLD = re.compile(r"(.+?)-?folds?")


def find(text: str) -> tuple[Quantity, ...]:
    """The quantities of an English text, from left to right, without overlap.

    Kinds are those of `numbers.find`, with `DIGITS` for numbers that are part of a name (COVID-19, G20: `unit` is the
    name in upper case without marks). Values are exact. `bound` SEVERAL is a scale without a number: hundreds, dozens.
    """
    if not text:
        return ()
    if "&" in text:
        text = _ENTITY.sub(lambda entity: " " * len(entity.group()), text)
    found = tokens(text)
    scan = _Scan(text, found)
    quantities: list[Quantity] = []
    place = 0
    while place < len(found):
        read = scan.read(place) if scan.may_begin(place) else None
        if read is None:
            place += 1
            continue
        quantity, place = read
        quantities.append(quantity)
    return tuple(quantities)


_BEGINNINGS = (
    frozenset(UNITS) | frozenset(TENS) | frozenset(SCALES) | frozenset(f"{scale}s" for scale in SCALES)
    | frozenset(ORDINALS) | frozenset(MONTHS) | frozenset(SHORT_MONTHS) | frozenset(_MULTIPLES) | frozenset(_PERIODS)
    | frozenset(SIGNS) | frozenset(SHORT_WEEKDAYS)
    | frozenset(
        "a one half quarter quarters several few many couple tens dozens scores decades dozen the last next this "
        "yesterday today tomorrow tonight noon midday midnight us hk nt au ca nz r".split()
    )
)  # fmt: skip
_ENDINGS = ("day", "days", "day's", "day’s", "fold", "folds", "'s", "’s")
_BESIDE = frozenset("-‑.$")


class _Scan:
    """One pass over the tokens of one text."""

    def __init__(self, text: str, found: list[Token]) -> None:
        self._text = text
        self._tokens = found
        self._reader = Reader(found)
        self._calendar = Calendar(found, self._reader)
        self._low = self._reader.low
        self._adjoins = self._reader.adjoins

    def may_begin(self, place: int) -> bool:
        """Whether a quantity could begin here: a glance, for most words are none."""
        token = self._tokens[place]
        if not token.text[0].isalpha() or token.low in _BEGINNINGS or token.low.endswith(_ENDINGS):
            return True
        beside = place + 1 < len(self._tokens) and self._adjoins(place + 1)
        return beside and (self._low(place + 1) in _BESIDE or is_digits(self._tokens[place + 1]))

    def read(self, place: int) -> tuple[Quantity, int] | None:
        token = self._tokens[place]
        if name := name_at(self._text, token.start):
            end = place
            while end < len(self._tokens) and self._tokens[end].start < token.start + len(name):
                end += 1
            span = (token.start, token.start + len(name))
            return Quantity(*span, name, Kind.DIGITS, 0, unit=bare(name)), end
        if (time := self._calendar.time(place)) is not None:
            clock, end = time
            upper = None
            if self._low(end) in _JOINS and end + 1 < len(self._tokens):
                other = self._calendar.time(end + 1)
                if other:
                    upper, end = other
            return self._quantity(place, end, Kind.TIME, clock, upper), end
        if (date := self._calendar.date(place)) is not None:
            value, high, end = date
            return self._quantity(place, end, Kind.DATE, value, high), end
        if token.low in _MULTIPLES:
            return self._quantity(place, place + 1, Kind.MULTIPLE, _MULTIPLES[token.low]), place + 1
        if token.low in _PERIODS and self._low(place - 1) not in ("st", "nd", "rd", "th"):
            value_ = Fraction(_PERIODS[token.low])
            unit = "week" if token.low == "fortnight" else "year"
            bound = Bound.SEVERAL if token.low.endswith("s") else Bound.EXACT
            return self._quantity(place, place + 1, Kind.DURATION, _number(value_), bound=bound, unit=unit), place + 1
        if (fold := _FOLD.fullmatch(token.low)) and fold[1] not in ("mani", "blind", "scaf", "un", "bill"):
            inner = Reader(tokens(fold[1])).numeral(0)
            if inner:
                return self._quantity(place, place + 1, Kind.MULTIPLE, _number(inner.value)), place + 1
        return self._amount(place)

    # --- amounts ------------------------------------------------------------------------------------------------------

    def _amount(self, place: int) -> tuple[Quantity, int] | None:
        currency, at = self._currency_before(place)
        numeral = self._reader.numeral(at, money=bool(currency))
        if numeral is None or numeral.end == at:
            return None
        if not numeral.digits and currency:
            currency, at = "", place
        high, end = self._range(numeral, bool(currency))
        low_value = numeral.value
        if high is not None and high.scaled and not numeral.scaled and low_value < high.value:
            scale = next((s for s in (10**12, 10**9, 10**6, 1_000, 100) if high.scaled and high.value >= s), 1)
            if high.value / scale < 1_000 and low_value < high.value / scale:
                low_value *= scale
        if stop := self._per_thousand(end):
            upper = None if high is None else _number(high.value / 10)
            quantity = self._quantity(place, stop, Kind.PERCENT, _number(low_value / 10), upper, unit="percent")
            return quantity, stop
        kind, unit, end = self._unit(end, numeral, currency)
        if high is None and kind in (Kind.CARDINAL, Kind.ORDINAL):
            kind, unit, end, low_value = self._one_in(numeral, kind, unit, end)
        bound = Bound.SEVERAL if numeral.several else Bound.EXACT
        upper = None if high is None else _number(high.value)
        return self._quantity(place, end, kind, _number(low_value), upper, bound=bound, unit=unit), end

    def _currency_before(self, place: int) -> tuple[str, int]:
        low = self._low
        if place + 1 < len(self._tokens):
            if low(place) in SIGNS and (is_digits(self._tokens[place + 1])):
                return SIGNS[low(place)], place + 1
            if low(place + 1) in ("$", "¥", "￥", "£", "€") and self._adjoins(place + 1):
                pair = low(place) + low(place + 1)
                if pair in SIGNS and place + 2 < len(self._tokens) and is_digits(self._tokens[place + 2]):
                    return SIGNS[pair], place + 2
        return "", place

    def _range(self, numeral: Numeral, money: bool) -> tuple[Numeral | None, int]:
        """The numeral after a dash, "to", "or"; not after "and" unless a "between" began it."""
        end = numeral.end
        between = self._low(end) == "and" and self._between(end)
        if numeral.several or self._low(end) not in _JOINS or (self._low(end) == "and" and not between):
            return None, end
        if numeral.fraction and not numeral.digits:
            return None, end
        _, at = self._currency_before(end + 1)
        other = self._reader.numeral(at, money=money)
        if other is None or other.end == at or other.several or other.ordinal != numeral.ordinal:
            return None, end
        if self._calendar.time(at) or self._calendar.date(at):
            return None, end
        return other, other.end

    def _per_thousand(self, place: int) -> int:
        """The place after ‰ or "per thousand", 0 where there is none."""
        if self._low(place) == "‰":
            return place + 1
        words = (self._low(place), self._low(place + 1))
        if words == ("per", "1,000"):
            return place + 2
        return place + 2 if words in (("per", "thousand"), ("per", "mille"), ("per", "mil")) else 0

    def _between(self, end: int) -> bool:
        """Whether "between" stands right before the number that ends at `end`: between 14 and 22 million."""
        return any(self._low(end - step) == "between" for step in (2, 3, 4, 5))

    def _unit(self, end: int, numeral: Numeral, currency: str) -> tuple[Kind, str, int]:
        low = self._low
        if currency:
            return Kind.MONEY, currency, end
        at = end + 1 if low(end) == "-" else end
        if low(end) in _PERCENT or (low(end) == "per" and low(end + 1) == "cent"):
            end += 2 if low(end) == "per" else 1
            if low(end) in ("point", "points"):
                return Kind.POINTS, "percentage point", end + 1
            return Kind.PERCENT, "percent", end
        if low(at) == "per" and low(at + 1) == "cent":
            return Kind.PERCENT, "percent", at + 2
        if low(at) in _PERCENT:
            return Kind.PERCENT, "percent", at + 1
        if low(end) in ("basis",) and low(end + 1).startswith("point"):
            return Kind.POINTS, "basis point", end + 2
        if low(at) in ("fold", "times", "x", "×") and (low(at) != "x" or self._adjoins(at)):
            return Kind.MULTIPLE, "time", at + 1
        if numeral.digits and low(end) in ("s", "’s", "'s") and self._adjoins(end) and numeral.value % 10 == 0:
            return Kind.DATE, "decade", end + 1
        if low(end) == "'" and low(end + 1) == "s" and self._adjoins(end) and numeral.value % 10 == 0:
            return Kind.DATE, "decade", end + 2
        if numeral.ordinal:
            if low(at) in ("century", "centuries"):
                return Kind.DATE, "century", at + 1
            return Kind.ORDINAL, "", end
        if low(end) == "of" and low(end + 1) in ("a", "an"):  # half of a year
            at = end + 2
        elif low(end) in ("a", "an") and numeral.fraction:
            at = end + 1
        elif low(end) == "of" and numeral.several:
            at = end + 1
        words = tuple(self._low(at + step) for step in range(6))
        unit, length = long_unit(words)
        if unit in ("meter", "gram", "liter", "tonne", "hour", "second", "inch", "degree") and len(words[0]) == 1:
            if words[0] not in ("m", "g", "l", "h", "s", "t", "°") or not self._is_letter_unit(at):
                unit = ""
        if unit == "inch" and words[0] == "in":
            unit = ""
        if words[0] in ("decade", "decades"):
            return Kind.DURATION, "decade", at + 1
        if words[0] in ("century", "centuries"):
            return Kind.DURATION, "century", at + 1
        if words[0] == "dozen":
            return Kind.CARDINAL, "", end
        if unit:
            after = at + length
            if unit[:1] not in ("s", "c") and self._low(after) in ("2", "3", "²", "³") and self._adjoins(after):
                length += 1  # km2
                unit = {"2": "square ", "²": "square "}.get(self._low(after), "cubic ") + unit
            kind = Kind.MONEY if unit in CURRENCY_NAMES else Kind.MEASURE
            return kind, unit, at + length
        if is_era(low(end)):
            return Kind.DATE, "year", end + 1
        return (Kind.FRACTION if numeral.fraction else Kind.CARDINAL), "", end

    def _is_letter_unit(self, place: int) -> bool:
        token = self._tokens[place]
        return token.text == token.low and (self._adjoins(place) or token.low in ("m", "g", "l", "t"))

    def _one_in(self, numeral: Numeral, kind: Kind, unit: str, end: int) -> tuple[Kind, str, int, Fraction]:
        """One in five, nine out of ten, 3 of every 4: a fraction."""
        low = self._low
        at = end
        if low(at) == "out" and low(at + 1) == "of":
            at += 2
        elif low(at) == "in" and low(at + 1) != "the" and not numeral.digits:
            at += 1
        else:
            return kind, unit, end, numeral.value
        at += 1 if low(at) in ("every", "each") else 0
        other = self._reader.numeral(at)
        small = numeral.value.denominator == 1 and not numeral.ordinal and not numeral.scaled
        if other is None or other.end == at or not small or other.several:
            return kind, unit, end, numeral.value
        whole = other.value
        if numeral.value < whole <= 1_000_000 and whole.denominator == 1 and (whole < 100 or whole % 100 == 0):
            return Kind.FRACTION, "", other.end, numeral.value / whole
        return kind, unit, end, numeral.value

    def _quantity(
        self,
        place: int,
        end: int,
        kind: Kind,
        value: Number | Date | Clock,
        upper: Number | Date | Clock | None = None,
        bound: Bound = Bound.EXACT,
        unit: str = "",
    ) -> Quantity:
        start, stop = self._tokens[place].start, self._tokens[end - 1].end
        if kind is Kind.DATE and unit and not isinstance(value, Date | Clock):
            number = int(value)
            value = Date(number, span="" if unit == "year" else unit)
            unit = ""
        return Quantity(start, stop, self._text[start:stop], kind, value, upper, "", bound, unit)


def _number(value: Fraction) -> Number:
    """A whole number as int, a decimal as Decimal, anything else as the Fraction it is."""
    if value.denominator == 1:
        return value.numerator
    down = value.denominator
    for prime in (2, 5):
        while down % prime == 0:
            down //= prime
    return Decimal(value.numerator) / Decimal(value.denominator) if down == 1 else value
