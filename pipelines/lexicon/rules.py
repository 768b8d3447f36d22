"""What the rules share: how a rule looks, what joins a range, and which words are units."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal

from pipelines.lexicon.numerals import ARABIC, Numeral, decimal, read
from pipelines.lexicon.quantities import Bound, Kind, Quantity, Value
from pipelines.lexicon.units import COUNTED, COUNTERS, CURRENCIES, DURATIONS, MEASURES, NOT_BEFORE

# A rule is a regular expression and what is made of its match; None refuses it.
Build = Callable[[re.Match[str]], Quantity | None]
Rule = tuple[str, Build]

JOIN = " ?(?:[-—–~～−]{1,2}|至|到) ?"
SIGN = r"(?:负|零下 ?|(?<![\dA-Za-z年月日号%])[-−](?=\d))"
# What may follow a measure word that counts nothing more: the noun has been said before it.
_NO_NOUN = re.compile(r"\W|$|[的了着和与及或在是为被将把从到由以而但也都就又才已均占比达后前内外间左右等共至来不最超]")


_SPECIAL = {
    "%": (Kind.PERCENT, "percent"),
    "‰": (Kind.PERCENT, "percent"),
    "个百分点": (Kind.POINTS, "percentage point"),
    "百分点": (Kind.POINTS, "percentage point"),
    "个基点": (Kind.POINTS, "basis point"),
    "基点": (Kind.POINTS, "basis point"),
    "倍": (Kind.MULTIPLE, "time"),
    "岁": (Kind.AGE, "year"),
    "周岁": (Kind.AGE, "year"),
    "月大": (Kind.AGE, "month"),
    "个月大": (Kind.AGE, "month"),
}
# Where one word is in two tables the later one has it: 页 and 集 are counted, 条 has its noun only at the end.
UNITS: dict[str, tuple[Kind, str]] = {
    **{word: (Kind.COUNT, noun) for word, noun in COUNTERS.items()},
    **{word: (Kind.COUNT, noun) for word, noun in COUNTED.items()},
    **{word: (Kind.DURATION, unit) for word, unit in DURATIONS.items()},
    **{word: (Kind.MEASURE, unit) for word, unit in MEASURES.items()},
    **{word: (Kind.MONEY, unit) for word, unit in CURRENCIES.items()},
    **_SPECIAL,
}


def one_of(words: Iterable[str]) -> str:
    """A regular expression for any of `words`, longest first, none of them where it begins another word."""
    return (
        "(?:"
        + "|".join(
            re.escape(word)
            + (f"(?![{NOT_BEFORE[word]}])" if word in NOT_BEFORE else "")
            + ("(?![A-Za-z])" if word[-1].isascii() and word[-1].isalpha() else "")
            for word in sorted(words, key=len, reverse=True)
        )
        + ")"
    )


UNIT = one_of(UNITS)


def joint(written: str) -> str:
    """The English between the ends of a range: a dash stays one, 至 and 到 are words."""
    return " to " if written.strip() in ("至", "到") else "–"


def found(
    match: re.Match[str],
    kind: Kind,
    value: Value,
    upper: Value | None = None,
    joint: str = "",
    bound: Bound = Bound.EXACT,
    unit: str = "",
    measure: str = "",
) -> Quantity:
    """What `match` has found."""
    return Quantity(match.start(), match.end(), match.group(), kind, value, upper, joint, bound, unit, measure)


def either(number: Numeral) -> str:
    """The English between two alternatives, three or four; 三五 are three to five."""
    if number.upper is None:
        return ""
    return " to " if str(number.upper)[-1] == "5" and str(number.value)[-1] == "3" else " or "


def of_numeral(match: re.Match[str], kind: Kind, number: Numeral, unit: str = "", measure: str = "") -> Quantity:
    """What `match` has found where it is one numeral."""
    return found(match, kind, number.value, number.upper, either(number), number.bound, unit, measure)


def read_number(text: str) -> Numeral | None:
    """As `numerals.read`, but Arabic digits keep the zeros they end in: 5.0 is Decimal("5.0")."""
    return Numeral(decimal(text)) if re.fullmatch(ARABIC, text) else read(text)


def unit_of(match: re.Match[str], word: str) -> tuple[Kind, str, str]:
    """Kind, English unit and swallowed measure word of the Chinese unit that ends `match`."""
    kind, unit = UNITS[word]
    if kind is Kind.COUNT and word in COUNTERS:
        return kind, unit if _NO_NOUN.match(match.string, match.end()) else "", word
    return kind, unit, ""


def exact_quotient(value: int | Decimal, divisor: int) -> int | Decimal:
    """`value` by a power of ten."""
    quotient = Decimal(value) / divisor
    return int(quotient) if quotient == int(quotient) else quotient


def shared_scale(low: Numeral, low_text: str, high: Numeral, high_text: str) -> Numeral:
    """3至5万 is from 30,000: a lower end without 万 or 亿 has that of the upper end, if it is the smaller so."""
    scale = re.search("[十百千]?(?:万亿|[万亿兆千百])$", high_text)
    if scale is None or re.search("[十百千万亿兆]", low_text):
        return low
    scaled = read(low_text + scale[0])
    return low if scaled is None or scaled.value >= high.value else scaled
