"""Rules for amounts with a unit: money, measures, durations, ages, counted things, and their ranges."""

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from pipelines.lexicon.numerals import NUMERAL
from pipelines.lexicon.quantities import Bound, Kind, Quantity
from pipelines.lexicon.rules import (
    JOIN,
    SIGN,
    UNIT,
    UNITS,
    Rule,
    either,
    exact_quotient,
    found,
    joint,
    of_numeral,
    one_of,
    read_number,
    shared_scale,
    unit_of,
)
from pipelines.lexicon.units import DURATIONS, MEASURES, SIGNS

_CLOCKED = one_of([*DURATIONS, *MEASURES])
_TAIL = "(?:[多余](?=[^\u4e00-\u9fff]|$|[的前后来以时了就])|半(?![数年月天个小]))"


_SECONDS = re.compile(r"\d{1,2}(?:\.\d+)? ?秒")  # 12分35秒 are minutes, not points


def _amount(match: re.Match[str]) -> Quantity | None:
    number = read_number(match["number"])
    word = match["unit"] or match["thing"]
    if number is None or (word in ("角", "度") and not match["number"][0].isdigit() and len(match["number"]) == 1):
        return None
    if match["split"]:  # 3个多月, 两个半小时
        word = word if word in UNITS else "个" + word
    kind, unit, measure = unit_of(match, word)
    if word == "分" and _SECONDS.match(match.string, match.end()):
        kind, unit = Kind.DURATION, "minute"
    value, bound = number.value, number.bound
    if word == "‰":
        value = exact_quotient(value, 10)
    tail = match["split"] or match["tail"] or ""
    if "半" in tail:
        value = Decimal(value) + Decimal("0.5")
    elif tail:
        bound = Bound.MORE
    if match["per"]:
        unit = f"{unit} per {UNITS[match['per']][1]}"
    upper = number.upper
    if match["sign"]:
        value = -value
        upper = None if upper is None else -upper
    return found(match, kind, value, upper, either(number), bound, unit, measure)


def _range(match: re.Match[str]) -> Quantity | None:
    low, high = read_number(match["low"]), read_number(match["high"])
    if low is None or high is None or not (low.is_single and high.is_single):
        return None
    inner, word = match["inner"], match["unit"]
    if inner and UNITS[inner][1] != UNITS[word][1]:
        return None
    low = low if inner else shared_scale(low, match["low"], high, match["high"])
    kind, unit, measure = unit_of(match, word)
    if match["per"]:
        unit = f"{unit} per {UNITS[match['per']][1]}"
    bottom, top = low.value, high.value
    if word == "‰":
        bottom, top = exact_quotient(bottom, 10), exact_quotient(top, 10)
    if match["sign"]:
        bottom = -bottom
        top = -top if match["sign2"] or match["sign"][0] == "零" else top
    return found(match, kind, bottom, top, joint(match["join"]), max(low.bound, high.bound), unit, measure)


def _half(match: re.Match[str]) -> Quantity:
    kind, unit = UNITS[match["unit"]] if match["unit"] in UNITS else UNITS["个" + match["unit"]]
    return found(match, kind, Fraction(1, 2), bound=Bound.MORE if match["more"] else Bound.EXACT, unit=unit)


def _degrees(match: re.Match[str]) -> Quantity | None:
    number = read_number(match["number"])
    if number is None:
        return None
    unit = MEASURES[match["scale"] + "度"]
    return of_numeral(
        match, Kind.MEASURE, replace(number, value=-number.value if match["sign"] else number.value), unit
    )


def _with_sign(match: re.Match[str]) -> Quantity | None:
    number = read_number(match["number"])
    return None if number is None else of_numeral(match, Kind.MONEY, number, SIGNS[match["currency"]])


RULES: tuple[Rule, ...] = (
    (
        f"(?P<sign>{SIGN})?(?P<number>{NUMERAL}) ?"
        "(?:(?P<split>个[多半])(?P<thing>月|小时|钟头|星期|礼拜|世纪|季度|学期)"
        f"|(?P<unit>{UNIT})(?:[/每](?P<per>{_CLOCKED}))?)(?P<tail>{_TAIL})?",
        _amount,
    ),
    (
        f"(?P<sign>{SIGN})?(?P<low>{NUMERAL}) ?(?P<inner>{UNIT})?(?P<join>{JOIN})(?P<sign2>{SIGN})?"
        f"(?P<high>{NUMERAL}) ?(?P<unit>{UNIT})(?:[/每](?P<per>{_CLOCKED}))?",
        _range,
    ),
    (f"半个?(?P<more>多)?(?P<unit>{one_of([*MEASURES, *DURATIONS, '月', '世纪'])})", _half),
    (f"(?P<scale>摄氏|华氏) ?(?P<sign>零下 ?)?(?P<number>{NUMERAL}) ?度", _degrees),
    (f"(?P<currency>{one_of(SIGNS)}) ?(?P<number>{NUMERAL})", _with_sign),
)
