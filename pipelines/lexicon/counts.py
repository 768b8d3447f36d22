"""Rules for numbers without a unit of measure: percentages, fractions, ordinals, labels, scores, bare numbers."""

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from pipelines.lexicon.numerals import CHINESE, NUMERAL, D, Numeral, read
from pipelines.lexicon.quantities import Bound, Kind, Quantity
from pipelines.lexicon.rules import (
    JOIN,
    SIGN,
    Rule,
    exact_quotient,
    found,
    joint,
    of_numeral,
    one_of,
    read_number,
    shared_scale,
    unit_of,
)
from pipelines.lexicon.units import COUNTED, COUNTERS, DURATIONS, LABELS


def _percent(match: re.Match[str]) -> Quantity | None:
    low = read_number(match["low"])
    high = read_number(match["high"]) if match["high"] else None
    if low is None or low.upper is not None or (match["high"] and high is None):
        return None
    values = [number.value for number in (low, high) if number]
    if match["of"] == "千":
        values = [exact_quotient(value, 10) for value in values]
    if match["of"] == "万":
        values = [exact_quotient(value, 100) for value in values]
    if match["sign"]:
        values = [-value for value in values]
    upper = values[1] if high else None
    return found(match, Kind.PERCENT, values[0], upper, joint(match["join"]) if high else "", low.bound, "percent")


def _tenths(match: re.Match[str]) -> Quantity | None:
    low, high = read(match["low"]), read(match["high"] or match["low"])
    if low is None or high is None or not 1 <= low.value <= high.value <= 10:
        return None
    extra = (read(match["extra"]) if match["extra"] else None) or Numeral(0)
    upper = high.value * 10 if match["high"] else low.upper and low.upper * 10
    return found(
        match,
        Kind.PERCENT,
        low.value * 10 + extra.value,
        upper,
        joint(match["join"]) if match["high"] else " or " if upper else "",
        low.bound,
        "percent",
    )


def _discount(match: re.Match[str]) -> Quantity | None:
    written = match["number"]
    tenths = (
        Decimal(written)
        if written[0].isdigit()
        else Decimal(".".join(str("一二三四五六七八九".index(c) + 1) for c in written))
    )
    off = 100 - tenths * 10
    return found(match, Kind.DISCOUNT, int(off) if off == int(off) else off, unit="percent") if 0 < off < 100 else None


def _fraction(match: re.Match[str]) -> Quantity | None:
    down, up = read(match["down"]), read(match["up"])
    if down is None or up is None or not isinstance(down.value, int) or not isinstance(up.value, int) or not down.value:
        return None
    return found(match, Kind.FRACTION, Fraction(up.value, down.value))


def _half_of_all(match: re.Match[str]) -> Quantity:
    return found(match, Kind.FRACTION, Fraction(1, 2))


def _doublings(match: re.Match[str]) -> Quantity | None:
    number = read(match["number"])
    return None if number is None else found(match, Kind.MULTIPLE, 2 ** int(number.value), unit="doubling")


def _ordinal(match: re.Match[str]) -> Quantity | None:
    number = read(match["number"])
    if number is None or number.bound is not Bound.EXACT or not isinstance(number.value, int):
        return None
    word = match["unit"] or ""
    if word in LABELS:
        return found(match, Kind.LABEL, number.value, unit=LABELS[word])
    kind, unit, measure = unit_of(match, word) if word else (Kind.COUNT, "", "")
    if kind is Kind.COUNT and unit in ("person", "company", "place", "case", "item", "kind", "institution"):
        unit, measure = "", word
    return found(match, Kind.ORDINAL, number.value, number.upper, unit=unit, measure=measure)


def _named_ordinal(match: re.Match[str]) -> Quantity | None:
    number = read(match["number"])
    if number is None or number.bound is not Bound.EXACT or not isinstance(number.value, int):
        return None
    return found(match, Kind.ORDINAL, number.value, number.upper, unit=_NAMED_ORDINALS[match["unit"]])


def _label(match: re.Match[str]) -> Quantity | None:
    number = read_number(match["number"])
    if number is None or number.bound is not Bound.EXACT or number.value >= 100_000:
        return None
    unit = LABELS[match["unit"]]
    if match["unit"] == "级":
        rest = match.string[match.end() : match.end() + 4]
        unit = "magnitude" if "震" in rest else "force" if "风" in rest else unit
    return found(match, Kind.LABEL, number.value, number.upper, " or " if number.upper else "", unit=unit)


def _generation(match: re.Match[str]) -> Quantity:
    return found(match, Kind.LABEL, int(match["number"]), unit="generation")


def _score(match: re.Match[str]) -> Quantity | None:
    low, high = read(match["low"]), read(match["high"])
    if low is None or high is None:
        return None
    return found(match, Kind.SCORE, low.value, high.value, ":" if ":" in match.group() else "-")


# --- a bare number -------------------------------------------------------------------------------------------------


def _bare(match: re.Match[str]) -> Quantity | None:
    number = read_number(match["number"])
    if number is None:
        return None
    written = match["number"]
    if not written[0].isdigit() and not _may_stand_alone(match, written):
        return None
    if match["sign"]:
        number = replace(number, value=-number.value)
    return of_numeral(match, Kind.CARDINAL, number)


def _may_stand_alone(match: re.Match[str], written: str) -> bool:
    """Whether a Chinese numeral without a unit is one: 三百六十, 近百, （三）; 三 or 千万 within a sentence is not."""
    before = match.string[match.start() - 1 : match.start()]
    after = match.string[match.end() : match.end() + 1]
    if len(written) == 1 and written in D + "零十":
        return not _IN_WORDS.match(before) and not _IN_WORDS.match(after)
    if re.fullmatch(f"[{D}几数百千万亿]|千万|[{D}]{{2}}", written):
        return (
            before != "" and before in "近过超达破约逾" and written[0] not in D + "几数" and not _IN_WORDS.match(after)
        )
    return True


def _bare_range(match: re.Match[str]) -> Quantity | None:
    low, high = read_number(match["low"]), read_number(match["high"])
    if low is None or high is None or not (low.is_single and high.is_single):
        return None
    low = shared_scale(low, match["low"], high, match["high"])
    if match["join"].strip() == "-" and (match["low"] + match["high"]).isdigit():
        return found(match, Kind.SCORE, low.value, high.value, "-")
    return found(match, Kind.CARDINAL, low.value, high.value, joint(match["join"]))


_IN_WORDS = re.compile("[\u4e00-\u9fffA-Za-z0-9]")
_END = r"(?![\dA-Za-z]|[.,]\d)"
_NAMED_ORDINALS = {
    "年级": "grade",
    "周年": "anniversary",
    "中全会": "plenary session",
    "届": "session",
    "大": "National Congress",
}
RULES: tuple[Rule, ...] = (
    (
        f"(?P<number>{CHINESE}|\\d{{1,30}}) ?"
        "(?P<unit>年级|周年|(?<=[一二三四五六七])中全会|(?<=[二三]十)届|(?<=十[一二三四五六七八九])届"
        "|(?:(?<=十[六七八九])|(?<=二十))大(?![家型小概力会规大军面额批学城楼道桥部类高]))",
        _named_ordinal,
    ),
    (
        f"(?P<sign>{SIGN})?(?P<of>[百千万])分之(?P<low>{NUMERAL})(?:(?P<join>{JOIN})(?:[百千万]分之)?(?P<high>{NUMERAL}))?",
        _percent,
    ),
    (
        f"(?<![之统唯单同专合归划万])(?P<low>[{D}几]{{1,2}})(?:(?P<join>至|到|—)(?P<high>[{D}]))?成(?P<extra>[{D}](?![{D}个名]))?"
        "(?![为立功果绩员本长都交分品年套就熟效因型人])",
        _tenths,
    ),
    (f"(?P<number>[{D}]{{1,2}}|\\d(?:\\.\\d)?)折(?![扣腾叠射磨合线腰戟桂])", _discount),
    (f"(?P<down>{CHINESE}|\\d{{1,30}})分之(?P<up>{CHINESE}|\\d{{1,30}})", _fraction),
    ("(?<![1-9\\d/])(?P<up>\\d{1,3})/(?P<down>\\d{1,3})(?![\\d/])", _fraction),
    ("一半|半数", _half_of_all),
    (f"翻了?(?P<number>[{D}])番", _doublings),
    (f"第 ?(?P<number>{NUMERAL})(?: ?(?P<unit>{one_of([*LABELS, *COUNTERS, *COUNTED, *DURATIONS])}))?", _ordinal),
    (f"(?P<number>{NUMERAL}) ?(?P<unit>{one_of(['号', '号线', '级'])})", _label),
    ("(?<![\\d:])(?P<low>\\d{1,3}):(?P<high>\\d{1,3})(?![\\d:%])", _score),
    ("(?<!\\d)(?P<number>[0-9]0)后(?![天年续备来])", _generation),
    (f"(?P<low>\\d{{1,3}}|[{D}])比(?P<high>\\d{{1,3}}|[{D}])(?![\\d.万亿千百十年月日%比个倍])", _score),
    (f"(?P<sign>{SIGN})?(?P<number>{NUMERAL}){_END}", _bare),
    (f"(?P<low>{NUMERAL})(?P<join>{JOIN})(?P<high>{NUMERAL}){_END}", _bare_range),
)
