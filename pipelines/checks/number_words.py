"""Words that say a number without being one: 两国, 首次, 翻番; both, pair, Roman numerals, May without a day beside it.

Their mentions are weak: each may answer a number of the other side, and nobody misses them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from fractions import Fraction

from pipelines.checks.mention import Mention, Sort, durations, n
from pipelines.lexicon import numbers
from pipelines.lexicon.english_codes import bare
from pipelines.lexicon.quantities import Quantity


def _values(table: dict[str, str]) -> dict[str, tuple[Fraction, ...]]:
    """What each word may say."""
    return {word: tuple(map(Fraction, values.split())) for word, values in table.items()}


_LATIN_CODE = re.compile(r"(?<![A-Za-z])[A-Za-z]+(?:[-‑ ][A-Za-z]+)?[-‑]?\d[\w-]*|(?<!\d)\d+[A-Z]\w*")
_RUN = re.compile("[零〇一二两三四五六七八九十百千万亿半壹贰叁肆伍陆柒捌玖拾佰仟]+")
_IN_WORDS: dict[str, tuple[Fraction, ...]] = _values({
    "双": "2 4", "对": "2", "俩": "2", "仨": "3", "首": "1", "头": "1", "初": "1", "次": "2", "单": "1", "独": "1",
    "亚军": "2", "季军": "3", "冠军": "1", "季": "1/4 4", "刻": "1/4", "周": "7 1", "星期": "7 1", "世纪": "100",
    "年代": "10", "廿": "20", "卅": "30", "元旦": "1", "国庆": "1 10", "每": "1", "各": "1", "另": "1", "唯": "1",
    "倍": "2", "翻番": "2", "孪": "2", "再": "2", "又": "2", "每年": "1 12", "全年": "1 12", "整天": "24",
    "全天": "24", "昼夜": "24", "半天": "12", "每小时": "1 60", "午夜": "12 0", "中午": "12", "正午": "12",
    "打": "12", "无": "0", "没": "0", "零": "0", "前者": "1", "后者": "2", "其中": "1", "个": "1", "金牌": "1",
    "银牌": "2", "铜牌": "3", "彼此": "2", "立体": "3", "千年": "1000", "双十一": "11",
})  # fmt: skip
_WORD = re.compile("|".join(sorted(_IN_WORDS, key=len, reverse=True)))


def weak_chinese(text: str, found: Collection[Quantity]) -> Iterator[Mention]:
    """Numerals and words of number that are no quantity by themselves: 两国, 三大, 首次, 翻番."""
    covered = {position for quantity in found for position in range(quantity.start, quantity.end)}
    for match in _RUN.finditer(text):
        if match.start() in covered:
            continue
        singles = [numbers.numeral(character) for character in match.group()]
        keys = [n(single.value) for single in singles if single is not None]
        if "半" in match.group():
            keys.append(n(Fraction(1, 2)))
        whole = numbers.numeral(match.group())
        if whole is not None and len(match.group()) > 1:
            keys.insert(0, n(whole.value))
        if keys:
            yield Mention(match.start(), match.end(), match.group(), Sort.NUMBER, tuple(dict.fromkeys(keys)), weak=True)
    for match in _LATIN_CODE.finditer(text):
        if match.start() in covered:
            continue  # the 26E of 第26E条
        key = ("c", bare(match.group()))
        yield Mention(match.start(), match.end(), match.group(), Sort.NAME, (key,), weak=True)
    for match in re.finditer(r"\d{1,30}(?:\.\d{1,30})?", text):
        if match.start() not in covered:
            keys = [n(Fraction(match.group()))]
            yield Mention(match.start(), match.end(), match.group(), Sort.NAME, tuple(keys), weak=True)
    for match in _WORD.finditer(text):
        keys = [n(value) for value in _IN_WORDS[match.group()]]
        yield Mention(match.start(), match.end(), match.group(), Sort.NUMBER, tuple(keys), weak=True)


_ENGLISH_WORDS: dict[str, tuple[Fraction, ...]] = _values({
    "both": "2", "pair": "2", "pairs": "2", "couple": "2", "couples": "2", "twin": "2", "twins": "2", "duo": "2",
    "dual": "2", "doubles": "2", "neither": "2", "either": "2", "other": "2", "another": "1 2", "again": "2",
    "bilateral": "2", "trilateral": "3", "two-way": "2", "bipartisan": "2", "trio": "3", "triplet": "3",
    "triangle": "3", "quartet": "4", "a": "1", "an": "1", "single": "1", "sole": "1", "only": "1", "solo": "1",
    "each": "1", "every": "1", "per": "1", "alone": "1", "once": "1", "unique": "1", "no": "0", "none": "0",
    "zero": "0", "nil": "0", "quarter": "1/4 3 15 25", "quarters": "1/4 3/4 4", "quarterly": "1/4 3",
    "half": "1/2 50 6 30", "annual": "1", "annually": "1", "yearly": "1", "daily": "1", "weekly": "1 7",
    "monthly": "1 30", "decade": "10", "decades": "10", "century": "100", "centuries": "100", "million": "1000000",
    "billion": "1000000000", "hundred": "100", "thousand": "1000", "dozen": "12 10", "noon": "12",
    "midnight": "12 0", "semester": "1/2", "semi": "1/2", "next": "1 2", "latter": "2", "former": "1",
    "twenties": "20 1920", "thirties": "30 1930", "forties": "40 1940", "fifties": "50 1950", "sixties": "60 1960",
    "seventies": "70 1970", "eighties": "80 1980", "nineties": "90 1990", "teens": "10 13", "teenager": "10 13",
    "teenage": "10 13", "teenagers": "10 13", "gold": "1", "silver": "2", "bronze": "3", "champion": "1",
    "runner-up": "2", "double": "2 100 1", "twofold": "2", "bicentennial": "200", "centenary": "100",
    "centennial": "100", "quadruple": "4", "octagonal": "8", "last": "1", "primary": "1", "initial": "1",
    "maiden": "1", "secondary": "2", "tertiary": "3", "millennium": "1000", "millennia": "1000",
    "three-dimensional": "3",
})  # fmt: skip
_TOKEN = re.compile(r"[A-Za-z]+(?:-[a-z]+)?")
_ROMAN = {
    numeral: Fraction(value)
    for value, numeral in enumerate(
        "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI XXII XXIII XXIV XXV".split(), 1
    )
}
_MONTH_WORDS = {"may": 5, "march": 3, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
                "sept": 9, "oct": 10, "nov": 11, "dec": 12}  # fmt: skip
_UNIT = "(week|day|month|year|hour|minute)"
_A_UNIT = re.compile(rf"\b(?:an?|per|each|every|one|whole|full|entire|the)[ -]{_UNIT}\b", re.IGNORECASE)
_AND_A_HALF = re.compile(rf"\b(?:an?|one) {_UNIT}(?: and)? (?:a )?half\b", re.IGNORECASE)
_HALF_YEAR = re.compile(r"\b(first|second|former|latter) (?:half|six months)\b", re.IGNORECASE)


def weak_english(text: str, found: Collection[Quantity]) -> Iterator[Mention]:
    """Words that say a number without being one: both, pair, Roman numerals, May without a day beside it."""
    covered = {position for quantity in found for position in range(quantity.start, quantity.end)}
    for match in _TOKEN.finditer(text):
        word = match.group()
        low = word.lower()
        keys = [n(value) for value in _ENGLISH_WORDS.get(low, _ENGLISH_WORDS.get(low.partition("-")[0], ()))]
        if word in _ROMAN:
            keys.append(n(_ROMAN[word]))
        if word[0].isupper() and low in _MONTH_WORDS and match.start() not in covered:
            keys.append(("m", Fraction(_MONTH_WORDS[low])))
        if keys:
            yield Mention(match.start(), match.end(), word, Sort.NUMBER, tuple(keys), weak=True)
    for match in _A_UNIT.finditer(text):
        keys = [n(1), *durations(Fraction(1), match[1].lower())]
        yield Mention(match.start(), match.end(), match.group(), Sort.NUMBER, tuple(keys), weak=True)
    for match in _AND_A_HALF.finditer(text):
        keys = [n(Fraction(3, 2)), *durations(Fraction(3, 2), match[1].lower())]
        yield Mention(match.start(), match.end(), match.group(), Sort.NUMBER, tuple(keys), weak=True)
    for match in _HALF_YEAR.finditer(text):
        half = "first half" if match[1].lower() in ("first", "former") else "second half"
        yield Mention(match.start(), match.end(), match.group(), Sort.PERIOD, (("p", half),), weak=True)
