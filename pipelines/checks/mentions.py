"""Mentions: every number, date and time of a sentence, with all that it may legally be called on the other side.

A `Quantity` is one value; a translator says it in many ways (90亿 is 9 billion and 9,000 million, 三成 is 30 % and
three-tenths, 半年 is six months). A mention has a key for each of them; two mentions agree where they share a key.
Numerals that are more often part of a word than a number (一, 两国, one, both) are weak: they may answer a number of
the other side, and nobody misses them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from string import ascii_letters

from pipelines.lexicon import english_numbers, numbers
from pipelines.lexicon.quantities import Bound, Clock, Date, Kind, Quantity
from pipelines.lexicon.words import Word


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


def chinese(text: str, segments: Sequence[Word] = ()) -> tuple[Mention, ...]:
    """The mentions of a sentence in simplified Chinese; `segments` are its words, where they are known."""
    found = numbers.find(text, [(word.start, word.end) for word in segments])
    after_noun = {word.end for word in segments if word.tag[:1] in ("n", "r") or word.text in ("”", "》", "」", "）")}
    mentions = [mention for quantity in found for mention in _of_chinese(quantity, text, after_noun)]
    return (*mentions, *_weak_chinese(text, found))


def english(text: str) -> tuple[Mention, ...]:
    """The mentions of an English sentence."""
    found = english_numbers.find(text)
    mentions = [mention for quantity in found for mention in _of_english(quantity, text)]
    return (*mentions, *_weak_english(text, found))


# --- both sides ----------------------------------------------------------------------------------------------------


def _n(value: Fraction | int | Decimal) -> Key:
    return ("n", abs(Fraction(value)))


def _mention(quantity: Quantity, sort: Sort, keys: Iterable[Key], *, weak: bool = False,
             parts: tuple[Key, ...] = ()) -> Mention:  # fmt: skip
    unique = tuple(dict.fromkeys(keys))
    return Mention(quantity.start, quantity.end, quantity.text, sort, unique, weak, parts, quantity)


def _dated(quantity: Quantity, date: Date, *, weak: bool = False) -> Iterator[Mention]:
    """The parts of a date, each by itself: texts say them in any order and leave out what is known."""
    if date.span == "decade" and date.year is not None:
        keys = [_n(date.year), _n(date.year % 100)]
        if date.year < 100:
            keys.append(_n(date.year + 1900))
        if 10 <= date.year < 100:
            keys += [_n(date.year + 9), _n(date.year + 10)]  # in their fifties
        if date.year % 100 == 0 and date.year >= 100:
            keys.append(_n(date.year // 100 + 1))
        yield _mention(quantity, Sort.YEAR, keys, weak=weak)
    elif date.span == "century" and date.year is not None:
        yield _mention(quantity, Sort.NUMBER, [_n(date.year), _n((abs(date.year) - 1) * 100)], weak=weak)
    elif date.year is not None:
        short = [_n(date.year % 100)] if quantity.text[:1] not in ascii_letters else []
        yield _mention(quantity, Sort.YEAR, [_n(date.year), *short], weak=weak)
    if date.month is not None:
        yield _mention(quantity, Sort.MONTH, [("m", Fraction(date.month)), _n(date.month)], weak=weak)
    if date.day is not None:
        yield _mention(quantity, Sort.DAY, [_n(date.day)], weak=weak)
    if date.weekday is not None:
        yield _mention(quantity, Sort.WEEKDAY, [("w", Fraction(date.weekday))], weak=weak)
    if date.anchor.endswith("century"):
        century = 21 if date.anchor.startswith("this") else 20
        yield _mention(quantity, Sort.NUMBER, [_n(century), _n(century * 100 - 100)], weak=True)
    elif date.anchor and not date.weekday:
        yield _mention(quantity, Sort.PERIOD, [("p", date.anchor)], weak=True)
    if date.part in ("first half", "second half"):
        yield _mention(quantity, Sort.PERIOD, [("p", date.part)], weak=True)
    elif rank := _PART.match(date.part):
        yield _mention(quantity, Sort.NUMBER, [_n(_RANKS[rank[1]])], weak=rank[1] == "first")
        if count := _RANKS.get((rank[2] or "").strip()):
            yield _mention(quantity, Sort.NUMBER, [_n(count)], weak=True)


_RANKS = {
    word: value
    for words in (
        "first second third fourth fifth sixth seventh eighth ninth tenth",
        "one two three four five six seven eight nine ten",
    )
    for value, word in enumerate(words.split(), start=1)
}
_PART = re.compile(r"(first|second|third|fourth)( \w+)?")


def _clock(quantity: Quantity, clock: Clock) -> Mention:
    minutes = clock.hour * 60 + clock.minute
    keys: list[Key] = [("t", Fraction(minutes % 720))]
    if clock.minute == 0:
        keys += [_n(clock.hour), _n(clock.hour % 12 or 12)]
    keys.append(_n(clock.hour * 100 + clock.minute))
    parts = () if clock.named else (_n(clock.hour), _n(clock.minute))
    return _mention(quantity, Sort.TIME, keys, parts=parts)


# A duration in months, in days, in minutes: what can be told in another unit (两年 is 24 months, 两周 14 days).
_MONTHS = {"year": 12, "decade": 120, "century": 1200, "quarter": 3, "month": 1, "semester": 6}
_DAYS = {"year": 365, "month": 30, "week": 7, "day": 1, "night": 1}
_MINUTES = {"week": 10080, "day": 1440, "hour": 60, "minute": 1}


def _durations(value: Fraction, unit: str) -> Iterator[Key]:
    for name, table in (("months", _MONTHS), ("days", _DAYS), ("minutes", _MINUTES)):
        if unit in table:
            yield (name, value * table[unit])
    if unit == "minute":
        yield ("seconds", value * 60)
    if unit == "second":
        yield ("seconds", value)


def _shares(value: Fraction) -> Iterator[Key]:
    yield _n(value * 100)
    if value and value.numerator == 1:
        yield _n(value.denominator)


# --- Chinese -------------------------------------------------------------------------------------------------------


def _of_chinese(quantity: Quantity, text: str, after_noun: Collection[int]) -> Iterator[Mention]:
    value = quantity.value
    if isinstance(value, Date):
        yield from _dated(quantity, value)
        if isinstance(quantity.upper, Date):
            high = quantity.upper
            shared = {
                name: None for name in ("year", "month") if getattr(high, name) == getattr(value, name)
            }  # said once
            yield from _dated(quantity, Date(
                year=None if "year" in shared else high.year, month=None if "month" in shared else high.month,
                day=high.day, weekday=high.weekday, span=high.span))  # fmt: skip
        return
    if isinstance(value, Clock):
        yield _clock(quantity, value)
        if isinstance(quantity.upper, Clock):
            yield _clock(quantity, quantity.upper)
        return
    if quantity.bound is Bound.SEVERAL:
        if value >= 10:
            yield _mention(quantity, Sort.SCALE, [("s", Fraction(value)), _n(value)], weak=True)
        return
    first = Fraction(value)
    keys = [_n(first), *_more_chinese(quantity, first, text)]
    weak = _is_weak(quantity, first) or _is_told_before(quantity, first, text, after_noun)
    if isinstance(quantity.upper, int | Decimal | Fraction):
        second = Fraction(quantity.upper)
        either = quantity.joint == " or "
        yield _mention(quantity, Sort.NUMBER, [*keys, *([_n(second), ("s", Fraction(1))] if either else [])],
                       weak=weak or either)  # fmt: skip
        upper = [_n(second), *_more_chinese(quantity, second, text)]
        yield _mention(quantity, Sort.NUMBER, upper, weak=either or _is_weak(quantity, second))
        return
    parts = (_n(first.numerator), _n(first.denominator)) if quantity.kind is Kind.FRACTION else ()
    yield _mention(quantity, Sort.NUMBER, keys, weak=weak, parts=parts)


def _more_chinese(quantity: Quantity, value: Fraction, text: str) -> Iterator[Key]:
    kind = quantity.kind
    if kind is Kind.PERCENT:
        yield _n(value / 100)
    elif kind is Kind.FRACTION:
        yield from _shares(value)
    elif kind is Kind.DISCOUNT:
        yield from (_n(100 - value), _n((100 - value) / 10))
    elif kind is Kind.MULTIPLE:
        yield from (_n(value + 1), _n(value * 100))
        if value > 1:
            yield _n(value - 1)
        yield _n((value - 1) * 100)
    elif kind is Kind.POINTS and quantity.unit == "basis point":
        yield _n(value / 100)
    elif kind in (Kind.DURATION, Kind.AGE):
        yield from _durations(value, quantity.unit)
        if quantity.unit == "year" and 10 < value < 100 and value.denominator == 1:
            yield from (_n(value + 1900), _n(value + 2000))
    elif kind is Kind.LABEL and quantity.unit == "generation":
        yield _n(value + 1900)
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


_LATIN_CODE = re.compile(r"[A-Za-z]+[-‑ ]?[A-Za-z]*[-‑]?\d[\w-]*|\d+[A-Z]\w*")
_RUN = re.compile("[零〇一二两三四五六七八九十百千万亿半壹贰叁肆伍陆柒捌玖拾佰仟]+")
_IN_WORDS: dict[str, tuple[Fraction, ...]] = {
    word: tuple(Fraction(value) for value in values.split())
    for word, values in {
        "双": "2 4", "对": "2", "俩": "2", "仨": "3", "首": "1", "头": "1", "初": "1", "次": "2", "单": "1", "独": "1",
        "亚军": "2", "季军": "3", "冠军": "1", "季": "1/4 4", "刻": "1/4", "周": "7 1", "星期": "7 1", "世纪": "100",
        "年代": "10", "廿": "20", "卅": "30", "元旦": "1", "国庆": "1 10", "每": "1", "各": "1", "另": "1", "唯": "1",
        "倍": "2", "翻番": "2", "孪": "2", "再": "2", "又": "2", "每年": "1 12", "全年": "1 12", "整天": "24", "全天": "24", "昼夜": "24", "半天": "12",
        "每小时": "1 60", "午夜": "12 0", "中午": "12", "正午": "12", "打": "12", "无": "0", "没": "0", "零": "0",
        "前者": "1", "后者": "2", "其中": "1", "个": "1", "金牌": "1", "银牌": "2", "铜牌": "3", "彼此": "2", "立体": "3", "千年": "1000", "双十一": "11",
    }.items()
}  # fmt: skip
_WORD = re.compile("|".join(sorted(_IN_WORDS, key=len, reverse=True)))


def _weak_chinese(text: str, found: Collection[Quantity]) -> Iterator[Mention]:
    """Numerals and words of number that are no quantity by themselves: 两国, 三大, 首次, 翻番."""
    covered = {position for quantity in found for position in range(quantity.start, quantity.end)}
    for match in _RUN.finditer(text):
        if match.start() in covered:
            continue
        keys = [_n(Fraction(1, 2)) if character == "半" else _n(single.value)
                for character in match.group()
                if (single := numbers.numeral(character)) is not None or character == "半"]  # fmt: skip
        whole = numbers.numeral(match.group())
        if whole is not None and len(match.group()) > 1:
            keys.insert(0, _n(whole.value))
        if keys:
            yield Mention(match.start(), match.end(), match.group(), Sort.NUMBER, tuple(dict.fromkeys(keys)), weak=True)
    for match in _LATIN_CODE.finditer(text):
        name = re.sub("[^A-Z0-9]", "", match.group().upper())
        yield Mention(match.start(), match.end(), match.group(), Sort.NAME, (("c", name),), weak=True)
    for match in re.finditer(r"\d{1,30}(?:\.\d{1,30})?", text):
        if match.start() not in covered:
            keys = [_n(Fraction(match.group()))]
            yield Mention(match.start(), match.end(), match.group(), Sort.NAME, tuple(keys), weak=True)
    for match in _WORD.finditer(text):
        keys = [_n(value) for value in _IN_WORDS[match.group()]]
        yield Mention(match.start(), match.end(), match.group(), Sort.NUMBER, tuple(keys), weak=True)


# --- English -------------------------------------------------------------------------------------------------------


def _of_english(quantity: Quantity, text: str) -> Iterator[Mention]:
    value = quantity.value
    if quantity.kind is Kind.DIGITS:
        digits = [_n(int(run)) for run in re.findall(r"\d+", quantity.text) if len(run) < 30]
        yield _mention(quantity, Sort.NAME, [("c", quantity.unit), *digits], weak=True)
        return
    if isinstance(value, Date):
        yield from _dated(quantity, value)
        if isinstance(quantity.upper, Date):
            high = quantity.upper
            yield from _dated(quantity, Date(
                year=high.year, month=None if high.month == value.month else high.month, day=high.day))  # fmt: skip
        return
    if isinstance(value, Clock):
        yield _clock(quantity, value)
        if isinstance(quantity.upper, Clock):
            yield _clock(quantity, quantity.upper)
        return
    if quantity.bound is Bound.SEVERAL:
        yield _mention(quantity, Sort.SCALE, [("s", Fraction(value)), _n(value)], weak=True)
        return
    first = Fraction(value)
    keys = [_n(first), *_more_english(quantity, first)]
    if quantity.text.lower().endswith("dozen"):  # people round to tens as they please
        keys += [_n(first - first % 10), _n(first + 10 - first % 10)]
    if re.fullmatch(r"\d{1,3}\.\d{3}", quantity.text):
        keys.append(_n(first * 1000))  # the separator of most of Europe
    weak = quantity.text.lower() in _WEAK_WORDS or quantity.kind is Kind.MULTIPLE and not quantity.unit
    parts = (_n(first.numerator), _n(first.denominator)) if first.denominator > 1 and "/" in quantity.text else ()
    yield _mention(quantity, Sort.NUMBER, keys, weak=weak, parts=parts)
    if isinstance(quantity.upper, int | Decimal | Fraction):
        second = Fraction(quantity.upper)
        upper = [_n(second), *_more_english(quantity, second)]
        if first >= 1_000 and second < 100:
            upper.append(_n(first - first % 100 + second))
        yield _mention(quantity, Sort.NUMBER, upper, weak=weak)


def _more_english(quantity: Quantity, value: Fraction) -> Iterator[Key]:
    if quantity.kind is Kind.PERCENT:
        yield _n(value / 100)
    elif value.denominator > 1:
        yield from _shares(value)
    if quantity.kind is Kind.MULTIPLE:
        yield from (_n(value - 1), _n(value * 100), _n((value - 1) * 100))
    if quantity.kind is Kind.POINTS and quantity.unit == "basis point":
        yield _n(value / 100)
    yield from _durations(value, quantity.unit)
    if quantity.unit in ("decade", "century"):
        yield _n(value * _MONTHS[quantity.unit] / 12)
    if quantity.kind is Kind.ORDINAL and 3 <= value <= 10:
        yield _n(1 / value)


_WEAK_WORDS = frozenset(
    "one first second once half the half a half a quarter quarter zero decade century decades one-time".split()
) | {"one of", "half a"}
_ENGLISH_WORDS: dict[str, tuple[Fraction, ...]] = {
    word: tuple(Fraction(value) for value in values.split())
    for word, values in {
        "both": "2", "pair": "2", "pairs": "2", "couple": "2", "couples": "2", "twin": "2", "twins": "2", "duo": "2",
        "dual": "2", "doubles": "2", "neither": "2", "either": "2", "other": "2", "another": "1 2", "again": "2",
        "bilateral": "2", "trilateral": "3", "two-way": "2", "bipartisan": "2", "trio": "3", "triplet": "3",
        "triangle": "3", "quartet": "4", "a": "1", "an": "1", "single": "1", "sole": "1", "only": "1", "solo": "1",
        "each": "1", "every": "1", "per": "1", "alone": "1", "once": "1", "unique": "1", "no": "0", "none": "0",
        "zero": "0", "nil": "0", "quarter": "1/4 3 15 25", "quarters": "1/4 3/4 4", "quarterly": "1/4 3", "half": "1/2 50 6 30",
        "annual": "1", "annually": "1", "yearly": "1", "daily": "1", "weekly": "1 7", "monthly": "1 30", 
        "decade": "10", "decades": "10", "century": "100", "centuries": "100", "million": "1000000",
        "billion": "1000000000", "hundred": "100", "thousand": "1000", "dozen": "12 10", "noon": "12",
        "midnight": "12 0", "semester": "1/2", "semi": "1/2", "next": "1 2", "latter": "2", "former": "1",
        "twenties": "20 1920", "thirties": "30 1930", "forties": "40 1940", "fifties": "50 1950", "sixties": "60 1960",
        "seventies": "70 1970", "eighties": "80 1980", "nineties": "90 1990", "teens": "10 13", "teenager": "10 13", "teenage": "10 13", "teenagers": "10 13",
        "gold": "1", "silver": "2", "bronze": "3", "champion": "1", "runner-up": "2",
        "double": "2 100 1", "twofold": "2", "bicentennial": "200", "centenary": "100", "centennial": "100",
        "quadruple": "4", "octagonal": "8", "last": "1", "primary": "1", "initial": "1", "maiden": "1", "secondary": "2", "tertiary": "3", "millennium": "1000", "millennia": "1000",
        "three-dimensional": "3",
    }.items()
}  # fmt: skip
_TOKEN = re.compile(r"[A-Za-z]+(?:-[a-z]+)?")
_ROMAN = {
    numeral: Fraction(value)
    for value, numeral in enumerate(
        "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI XXII XXIII XXIV XXV".split(), 1
    )
}
_MONTH_WORDS = {"may": 5, "march": 3, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
                "sept": 9, "oct": 10, "nov": 11, "dec": 12}  # fmt: skip
_A_UNIT = re.compile(
    r"\b(?:an?|per|each|every|one|whole|full|entire|the)[ -](week|day|month|year|hour|minute)\b", re.IGNORECASE
)
_AND_A_HALF = re.compile(r"\b(?:an?|one) (week|day|month|year|hour|minute)(?: and)? (?:a )?half\b", re.IGNORECASE)
_HALF_YEAR = re.compile(r"\b(first|second|former|latter) (?:half|six months)\b", re.IGNORECASE)


def _weak_english(text: str, found: Collection[Quantity]) -> Iterator[Mention]:
    """Words that say a number without being one: both, pair, Roman numerals, May without a day beside it."""
    covered = {position for quantity in found for position in range(quantity.start, quantity.end)}
    for match in _TOKEN.finditer(text):
        word = match.group()
        low = word.lower()
        keys = [_n(value) for value in _ENGLISH_WORDS.get(low, _ENGLISH_WORDS.get(low.partition("-")[0], ()))]
        if word in _ROMAN:
            keys.append(_n(_ROMAN[word]))
        if word[0].isupper() and low in _MONTH_WORDS and match.start() not in covered:
            keys.append(("m", Fraction(_MONTH_WORDS[low])))
        if keys:
            yield Mention(match.start(), match.end(), word, Sort.NUMBER, tuple(keys), weak=True)
    for match in _A_UNIT.finditer(text):
        keys = [_n(1), *_durations(Fraction(1), match[1].lower())]
        yield Mention(match.start(), match.end(), match.group(), Sort.NUMBER, tuple(keys), weak=True)
    for match in _AND_A_HALF.finditer(text):
        keys = [_n(Fraction(3, 2)), *_durations(Fraction(3, 2), match[1].lower())]
        yield Mention(match.start(), match.end(), match.group(), Sort.NUMBER, tuple(keys), weak=True)
    for match in _HALF_YEAR.finditer(text):
        half = "first half" if match[1].lower() in ("first", "former") else "second half"
        yield Mention(match.start(), match.end(), match.group(), Sort.PERIOD, (("p", half),), weak=True)
