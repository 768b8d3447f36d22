"""Quantities in English, as a news editor writes them; nothing is rounded."""

import re
from decimal import Decimal
from fractions import Fraction

from pipelines.lexicon.calendar_words import clock, date, dates, ordinal
from pipelines.lexicon.quantities import Bound, Clock, Date, Kind, Number, Quantity

_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_SEVERAL = {
    1: "several",
    10: "dozens of",
    100: "hundreds of",
    1_000: "thousands of",
    10_000: "tens of thousands of",
    100_000: "hundreds of thousands of",
    10**6: "millions of",
    10**7: "tens of millions of",
    10**8: "hundreds of millions of",
    10**9: "billions of",
    10**10: "tens of billions of",
    10**11: "hundreds of billions of",
    10**12: "trillions of",
    10**13: "tens of trillions of",
    10**14: "hundreds of trillions of",
    10**15: "thousands of trillions of",
    10**16: "tens of thousands of trillions of",
}
_BOUNDS = {Bound.EXACT: "", Bound.MORE: "more than ", Bound.ABOUT: "about "}
_PLURALS = {
    "person": "people",
    "foot": "feet",
    "inch": "inches",
    "box": "boxes",
    "match": "matches",
    "batch": "batches",
    "degree Celsius": "degrees Celsius",
    "degree Fahrenheit": "degrees Fahrenheit",
    "pound in weight": "pounds",
    "Swedish krona": "Swedish kronor",
    "krona": "kronor",
    "Norwegian krone": "Norwegian kroner",
    "Danish krone": "Danish kroner",
}
# The same in both numbers.
_INVARIABLE = frozenset(
    "yuan jiao fen yen won baht dong rupiah lira rand ringgit tenge mu li jin hertz kilohertz megahertz gigahertz "
    "horsepower aircraft percent".split()
)


def english(quantity: Quantity) -> str:
    """`quantity` in English: 90亿元 "9 billion yuan", 120多人 "more than 120 people", 5月7日—9日 "May 7–9"."""
    value, upper = quantity.value, quantity.upper
    if isinstance(value, Date):
        return dates(value, upper, quantity.joint) if isinstance(upper, Date) else date(value)
    if isinstance(value, Clock):
        ends = [clock(end) for end in (value, upper) if isinstance(end, Clock)]
        return _BOUNDS[quantity.bound] + quantity.joint.join(ends)
    if isinstance(upper, Date | Clock):
        raise TypeError(f"a range from {value!r} to {upper!r}")
    if quantity.bound is Bound.SEVERAL:
        return _several(quantity, value)
    return _BOUNDS[quantity.bound] + _AMOUNTS.get(quantity.kind, _with_unit)(quantity, value, upper)


# --- numbers -------------------------------------------------------------------------------------------------------


def number(value: Number, *, spelled: bool = False, scaled: bool = False) -> str:
    """A number alone: 35,000, 12.56 million where `scaled`, three where `spelled`."""
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if value < 0:
        return "-" + number(-value, scaled=scaled)
    if spelled and isinstance(value, int) and value < 10:
        return _WORDS[value]
    if scaled and isinstance(value, int) and value >= 10**6:
        scale, word = next((scale, word) for scale, word in _SCALES if value >= scale)
        digits = f"{value:,}" if value % (scale // 10_000) else ""
        if not digits:
            whole, rest = divmod(value, scale)
            decimals = f"{rest * 10_000 // scale:04}".rstrip("0")
            return f"{whole:,}{'.' + decimals if decimals else ''} {word}"
    return f"{value:,}"


def plural(unit: str) -> str:
    """More than one of `unit`: kilometers per hour, feet, yuan."""
    first, per, rest = unit.partition(" per ")
    if first not in _INVARIABLE:
        first = _PLURALS.get(first) or re.sub("(?<=[^aeiou])ys$", "ies", first + "s")
    return first + per + rest


def _is_spelled(quantity: Quantity) -> bool:
    return not re.search(r"\d", quantity.text)


def _is_scaled(quantity: Quantity) -> bool:
    return re.search("[百千万亿兆]", quantity.text) is not None


# --- amounts -------------------------------------------------------------------------------------------------------


def _ends(quantity: Quantity, value: Number, upper: Number | None, sign: str = "") -> str:
    """The value, or both ends of a range or alternative: 3–5, 30,000 to 50,000, seven or eight; `sign` before each."""
    spelled, scaled = _is_spelled(quantity) and not sign, _is_scaled(quantity)
    if upper is None:
        return sign + number(value, spelled=spelled, scaled=scaled)
    spelled = spelled and value < 10 and upper < 10
    low, high = (number(end, spelled=spelled, scaled=scaled) for end in (value, upper))
    compact = quantity.joint == "–" and not re.search("[a-z-]", low + high)
    return sign + low + ("–" + high if compact else (quantity.joint.replace("–", " to ") + sign + high))


def _with_unit(quantity: Quantity, value: Number, upper: Number | None) -> str:
    unit = quantity.unit
    if unit and value == Fraction(1, 2) and isinstance(value, Fraction):
        return f"half {'an' if unit[0] in 'aeio' or unit.startswith('hour') else 'a'} {unit}"
    amount = _ends(quantity, value, upper)
    if (
        unit
        and isinstance(value, Decimal)
        and value % 1 == Decimal("0.5")
        and _is_spelled(quantity)
        and value < 10
        and upper is None
    ):
        amount = f"{_WORDS[int(value)]} and a half"  # 一年半, but 1.5年 keeps its digits
    if not unit:
        return amount
    return f"{amount} {unit if value == 1 and upper is None else plural(unit)}"


def _bare(quantity: Quantity, value: Number, upper: Number | None) -> str:
    """A number with nothing after it. Digits stay as they are written: a year, a telephone number, a version."""
    if re.fullmatch(r"[-−]?[\d.,]+", quantity.text):
        return quantity.text
    if upper is not None and not re.search("[十百千万亿兆一-九]", quantity.text):
        return f"{value}{quantity.joint}{upper}"
    return _ends(quantity, value, upper)


def _money(quantity: Quantity, value: Number, upper: Number | None) -> str:
    if quantity.unit == "US dollar":
        return _ends(quantity, value, upper, sign="$")
    return _with_unit(quantity, value, upper)


def _percent(quantity: Quantity, value: Number, upper: Number | None) -> str:
    if upper is None:
        return f"{number(value)}%"
    return f"{number(value)}%{quantity.joint}{number(upper)}%"


def _discount(quantity: Quantity, value: Number, upper: Number | None) -> str:
    return f"{number(value)}% off"


def _multiple(quantity: Quantity, value: Number, upper: Number | None) -> str:
    if quantity.unit == "doubling":
        return {2: "double", 4: "quadruple"}.get(int(value), f"increase {number(value)} times")
    if upper is None and quantity.bound is Bound.EXACT and value in (1, 2):
        return "100%" if value == 1 else "twice"  # what grows 一倍 grows by 100%
    return _with_unit(quantity, value, upper)


def _age(quantity: Quantity, value: Number, upper: Number | None) -> str:
    return _with_unit(quantity, value, upper) + " old"


def _label(quantity: Quantity, value: Number, upper: Number | None) -> str:
    if quantity.unit == "generation":
        return f"post-{int(value):02}s generation"  # 90后, born in the nineties
    ends = [str(end) for end in (value, upper) if end is not None]
    return f"{quantity.unit} {quantity.joint.join(ends)}"


def _score(quantity: Quantity, value: Number, upper: Number | None) -> str:
    return f"{value}{quantity.joint}{upper}"


def _ordinal(quantity: Quantity, value: Number, upper: Number | None) -> str:
    rank = ordinal(int(value), spelled=_is_spelled(quantity))
    if quantity.unit == "Five-Year Plan":
        return f"the {ordinal(int(value), spelled=False)} Five-Year Plan"
    return f"{rank} {quantity.unit}" if quantity.unit else rank


def _fraction(quantity: Quantity, value: Number, upper: Number | None) -> str:
    if not isinstance(value, Fraction) or "/" in quantity.text:
        return quantity.text
    up, down = value.numerator, value.denominator
    if value == Fraction(1, 2):
        return "half"
    if not 0 < up < down or up > 9:
        return number(value)
    part = "quarter" if down == 4 else ordinal(down, spelled=True)
    return f"{_WORDS[up]}-{part}{'s' if up > 1 else ''}"


def _several(quantity: Quantity, value: Number) -> str:
    words = _SEVERAL[int(value)]
    kind, unit = quantity.kind, quantity.unit
    if kind is Kind.MULTIPLE:
        return f"{words} times"
    if kind is Kind.AGE:
        return f"{words} years old"
    if not unit:
        return words
    if kind is Kind.ORDINAL or kind is Kind.LABEL:
        return f"{unit} {words}"
    if value == 10 and unit == "year":
        return "decades"
    return f"{words} {plural(unit)}"


_AMOUNTS = {
    Kind.CARDINAL: _bare,
    Kind.MONEY: _money,
    Kind.PERCENT: _percent,
    Kind.DISCOUNT: _discount,
    Kind.MULTIPLE: _multiple,
    Kind.AGE: _age,
    Kind.LABEL: _label,
    Kind.SCORE: _score,
    Kind.ORDINAL: _ordinal,
    Kind.FRACTION: _fraction,
}
