"""Chinese and Arabic numerals to exact values, and back."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from pipelines.lexicon.quantities import Bound, Number

# One character for one, so that positions stay: full-width digits, letters and signs, the zeros 〇 and ○.
WRITTEN_ALIKE = str.maketrans("％．：／－＄￡〇○", "%.:/-$£零零") | {
    wide: wide - 0xFEE0 for first, last in ("０９", "ＡＺ", "ａｚ") for wide in range(ord(first), ord(last) + 1)
}

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_BIG_VALUES = {"万": 10**4, "亿": 10**8, "万亿": 10**12, "兆": 10**12}

# Regular expressions as text, to be built into larger ones. They have no groups.
D = "一二两三四五六七八九"
_NOT_KILO = "(?![瓦克米伏赫卡帕焦])"  # 三千瓦: the unit is the kilowatt
_NOT_HECTO = "(?!帕)"
_SECTION = (
    f"(?:(?=[{D}十]|零[{D}十])(?:[{D}]千{_NOT_KILO})?(?:零?[{D}]百{_NOT_HECTO})?(?:零?[{D}]?十)?(?:零?[{D}])?"
    f"|(?:百{_NOT_HECTO}|千{_NOT_KILO}))"
)
_BIG = "(?:万亿|[万亿]|兆(?![瓦赫帕字比欧]))"
_WHOLE = f"(?:{_SECTION}?{_BIG}(?:{_SECTION}{_BIG})*{_SECTION}?|{_SECTION})"
_SCALE = f"(?:[百千]?{_BIG}|千{_NOT_KILO}|百{_NOT_HECTO}(?!分))"
_NO_MORE = f"(?![零{D}十百万亿]|千{_NOT_KILO})"
_OVER = "(?:多(?![样数少元边功媒方哈])|余(?![额下热震波党杭姚])|来(?=[个名位人岁年天次家件户万]))"

# No figure that people write has more digits; a bound keeps hostile text from costing time.
ARABIC = r"(?:\d{1,3}(?:,\d{3}){1,9}(?!\d)|\d{1,30})(?:\.\d{1,30})?"
CHINESE = (
    f"(?:(?:零|{_WHOLE})点[零{D}]{{1,30}}(?:[百千]?{_BIG})?{_NO_MORE}|{_WHOLE}{_NO_MORE}"
    f"|[零一二三四五六七八九]{{3,30}}{_NO_MORE}|零[一二三四五六七八九]?{_NO_MORE})"
)
_MIXED = f"{ARABIC}(?: ?{_SCALE}(?:{ARABIC} ?{_SCALE})*(?:(?:[1-9]|\\d{{3,4}})(?![\\d%.,年月日]))?)?"
_EITHER = f"(?:[{D}]?十)?(?:一两|一二(?=[十百])|两三|二三|三四|四五|五六|六七|七八|八九|三五)[十百千]?{_BIG}?"
_AS_MANY_AS = "(?<![以网线海晚早路街之岸身墙会世地马桌手船车加史])上"
_VAGUE = f"(?:(?:(?:[{D}]?十|\\d0)几|[数几][十百千]?){_BIG}?|{_AS_MANY_AS}(?:[百千]{_BIG}?|{_BIG}))"
NUMERAL = f"(?:{_VAGUE}|{_EITHER}{_NO_MORE}|(?:{_MIXED}|{CHINESE})(?: ?{_OVER} ?[百千]?{_BIG}?)?)"

_NUMERAL = re.compile(NUMERAL)
_VAGUE_PARTS = re.compile(f"(?:(?P<tens>[{D}]?十|\\d0)几|[数几](?P<small>[十百千]?))(?P<big>{_BIG}?)")
_EITHER_PARTS = re.compile(f"(?P<tens>[{D}]?十)?(?P<low>[{D}])(?P<high>[{D}])(?P<small>[十百千]?)(?P<big>{_BIG}?)")
_TOKEN = re.compile(rf"{ARABIC}|点[零{D}]{{1,30}}|万亿|.")


@dataclass(frozen=True, slots=True)
class Numeral:
    """What one numeral says: a value, or two alternatives (七八十: 70 or 80), and how it bounds what is meant."""

    value: int | Decimal
    upper: int | None = None
    bound: Bound = Bound.EXACT

    @property
    def is_single(self) -> bool:
        """Whether it can be the end of a range: one value, told."""
        return self.upper is None and self.bound is not Bound.SEVERAL


def numeral(text: str) -> Numeral | None:
    """The value of `text` if all of it is one numeral in Chinese characters, Arabic digits or both, else None.

    120多万 is 1,200,000 with `Bound.MORE`; 数百 is 100 with `Bound.SEVERAL`; 七八十 is 70 with `upper` 80.
    """
    plain = text.translate(WRITTEN_ALIKE)
    return read(plain) if _NUMERAL.fullmatch(plain) else None


def read(text: str) -> Numeral | None:
    """The value of what `NUMERAL` has matched; None for two alternatives in the wrong order."""
    text = text.replace(" ", "")
    if vague := _VAGUE_PARTS.fullmatch(text):
        scale = _SMALL.get(vague["small"] or "", 1) * _BIG_VALUES.get(vague["big"], 1)
        if vague["tens"]:
            return Numeral(_exact(_sum(vague["tens"])) * scale, bound=Bound.MORE)
        return Numeral(scale, bound=Bound.SEVERAL)
    if either := _EITHER_PARTS.fullmatch(text):
        tens = _exact(_sum(either["tens"])) if either["tens"] else 0
        scale = _SMALL.get(either["small"], 1) * _BIG_VALUES.get(either["big"], 1)
        low, high = (int(tens + _DIGITS[either[end]]) * scale for end in ("low", "high"))
        return Numeral(low, high) if low < high else None
    bare = re.sub("[多余来上]", "", text)
    return Numeral(_exact(_sum(bare)), bound=Bound.EXACT if bare == text else Bound.MORE)


def whole(text: str | None) -> int | None:
    """The value of a whole number that `NUMERAL` has matched, None for anything else."""
    number = read(text) if text else None
    return number.value if number and isinstance(number.value, int) else None


def decimal(text: str) -> int | Decimal:
    """Arabic digits, with or without thousands separators, as they are written: 5.10 keeps its zero."""
    plain = text.replace(",", "")
    return Decimal(plain) if "." in plain else int(plain)


def chinese(value: Number) -> str:
    """`value` in Chinese characters: 一亿零五百万, 三点五, 三分之一, 负二. ValueError for more than 16 digits.

    The whole part is cn2an's work (its `an2cn` agrees with this module's reading on every length up to 16 digits). Its
    `cn2an` is not used to read: it returns floats, and knows neither 百万 nor 3.5万 outside its "smart" mode.
    """
    import cn2an

    if value < 0:
        return "负" + chinese(-value)
    if isinstance(value, Fraction):
        return f"{chinese(value.denominator)}分之{chinese(value.numerator)}"
    whole, _, decimals = str(value).partition(".")
    written = str(cn2an.an2cn(int(whole)))
    if written.startswith("一十"):
        written = written[1:]
    return written + ("点" + "".join("零一二三四五六七八九"[int(digit)] for digit in decimals) if decimals else "")


def _sum(text: str) -> Fraction | Decimal:
    """The value of digits and units without approximations."""
    if re.fullmatch(ARABIC, text):
        return Decimal(text.replace(",", ""))
    if re.fullmatch("[零一二三四五六七八九]{2,}", text):
        return Fraction(int("".join(str(_DIGITS[character]) for character in text)))
    total = section = Fraction(0)
    current: Fraction | None = None
    unit = 1  # of the token before a last digit: 两千五 is 2500, 两千零五 is 2005
    for token in _TOKEN.findall(text):
        if token in _SMALL:
            unit = _SMALL[token]
            section += (1 if current is None else current) * unit
            current = None
        elif token in _BIG_VALUES:
            unit = _BIG_VALUES[token]
            section = section + current if current is not None else section or Fraction(not total)  # 百万, 万亿
            total = (total + section) * unit if total < unit else total + section * unit
            section, current = Fraction(0), None
        elif token == "零":
            unit, current = 1, Fraction(0)
        elif token[0] == "点":
            decimals = "".join(str(_DIGITS[character]) for character in token[1:])
            current = (current or 0) + Fraction(int(decimals), 10 ** len(decimals))
        else:
            current = Fraction(_DIGITS[token]) if token in _DIGITS else Fraction(token.replace(",", ""))
    if current is not None and unit >= 100 and current.denominator == 1 and 0 < current < 10:
        current *= unit // 10
    return total + section + (current or 0)


def _exact(value: Fraction | Decimal) -> int | Decimal:
    """A whole number as int, else the decimal that is exactly `value`. All denominators here are powers of ten."""
    if isinstance(value, Decimal):
        return int(value) if value.as_tuple().exponent == 0 else value
    if value.denominator == 1:
        return value.numerator
    places = 1
    while 10**places % value.denominator:
        places += 1
    scaled = value.numerator * 10**places // value.denominator
    return Decimal((0, tuple(map(int, str(scaled))), -places))
