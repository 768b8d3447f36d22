"""The door to quantities: find them in Chinese, say them in English. Strings in, exact values out.

    quantities    the values                    rules     what the rules share
    numerals      Chinese numerals to values    amounts   money, measures, durations, counted things
    units         the tables                    counts    percentages, fractions, ordinals, bare numbers
    wording       values to English             dates     dates and named periods
                  (calendar_words for dates)    clocks    times of day

What is a quantity: digits, unless they are part of a Latin word (A380, COVID-19); a Chinese numeral of two characters
or more; and a Chinese numeral of one character only with something that makes it one: a unit, a measure word, 第, or
no Chinese on either side. So 一定, 万一, 十分 and 四川 are none. A few words that would pass are listed in `_WORDS`; a
caller that has a segmentation can name more.
"""

import re
from collections.abc import Collection, Iterable
from functools import cache

from pipelines.lexicon import amounts, clocks, counts, dates
from pipelines.lexicon.numerals import WRITTEN_ALIKE, D, Numeral, chinese, numeral
from pipelines.lexicon.quantities import Bound, Clock, Date, Kind, Number, Quantity
from pipelines.lexicon.rules import Build, Rule
from pipelines.lexicon.wording import english

__all__ = [
    "Bound",
    "Clock",
    "Date",
    "Kind",
    "Number",
    "Numeral",
    "Quantity",
    "chinese",
    "english",
    "find",
    "numeral",
]

# Words that count nothing, though a numeral in them meets what could be its unit, or could meet it in a text.
_WORDS = (
    "进一步 下一步 成千上万 两样 二十国集团 七国集团 十一黄金周 十一假期 十一长假 十一国庆 十分 一样 一起 一道 "
    "一面 一口气 一点 一代 一代人 一层 一群 一批 一股 一股脑 一片 一头 一团糟 一部分 一把手 一把抓 一块儿 一家人 "
    "一条龙 一句话 一个劲 一场空 一次性 一对一 一期一会 一家三口 一级 第一线 统一 唯一 单一 同一 之一 其一 万一 "
    "万分 万元户 万岁 万科 万达 万豪 百度 百货 百姓 百家 百年 百分百 百万富翁 千层 三门峡 三轮车 三级片 四周 "
    "四处 四面 五道口 五台山 八面 九台 十字 两面 两级 两头 两口子 半天 半年报 二代 二人转 九一八 数字 万千 万圣节"
).split()

# The longest match wins; of two equally long ones the earlier: 三年级 is a grade, 第一季度 a date.
_RULES: tuple[Rule, ...] = (*dates.RULES, *clocks.RULES, *counts.RULES, *amounts.RULES)
_KEPT = re.compile(
    "(?P<latin>[A-Za-z]+(?:[-_./+:@&#?=%]*[A-Za-z0-9]+)*(?<=[0-9A-Za-z]))|"
    + "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True))
)
_START = re.compile(
    f'[\\d{D}零十百千万亿第数几半上下头前首本这今去明昨后当同次翌每公西周星礼年月早凌清中正晚傍夜深午翻负摄华$￥¥€£HU“"「−-]'
)
_NUMBER = re.compile(r"\d[\d.,]*")
_Span = tuple[int, int]


def find(text: str, words: Collection[_Span] = ()) -> tuple[Quantity, ...]:
    """The quantities of a text in simplified Chinese, from left to right, without overlap, each as long as it can be.

    `words` are spans that the caller knows to be words of a dictionary: nothing strictly inside one is found (the 三 of
    三心二意). `Quantity.text` has half-width digits.
    """
    plain = text.translate(WRITTEN_ALIKE)
    kept = _by_position(match.span() for match in _KEPT.finditer(plain) if _counts_nothing(match))
    inside = _by_position(words)
    quantities: list[Quantity] = []
    position = 0
    while start := _START.search(plain, position):
        quantity = _longest(plain, start.start(), kept)
        if quantity and not _is_inside(quantity, inside.get(quantity.start)):
            quantities.append(quantity)
            position = quantity.end
        else:
            digits = _NUMBER.match(plain, start.start())
            position = digits.end() if digits else start.end()
    return tuple(quantities)


def _counts_nothing(kept: re.Match[str]) -> bool:
    return not kept["latin"] or any(character.isdigit() for character in kept["latin"])


def _by_position(spans: Iterable[_Span]) -> dict[int, _Span]:
    return {position: span for span in spans for position in range(*span)}


def _is_inside(quantity: Quantity, word: _Span | None) -> bool:
    span = (quantity.start, quantity.end)
    return word is not None and word[0] <= span[0] and span[1] <= word[1] and word != span


def _longest(text: str, start: int, kept: dict[int, _Span]) -> Quantity | None:
    """The longest quantity that begins at `start` and does not cut a word that is kept, or is one."""
    end = len(text)
    while True:
        matches = ((pattern.match(text, start, end), build) for pattern, build in _compiled())
        built = (build(match) for match, build in matches if match and match.end() > start)
        best = max(filter(None, built), key=lambda quantity: quantity.end, default=None)
        if best is None:
            return None
        span = (best.start, best.end)
        word = next((kept[p] for p in range(*span) if p in kept and not _covers(span, kept[p])), None)
        if word is None:
            return best
        if word[0] <= start:
            return None
        end = word[0]


@cache
def _compiled() -> tuple[tuple[re.Pattern[str], Build], ...]:
    """The rules, compiled at the first use: that takes a third of a second."""
    return tuple((re.compile(pattern), build) for pattern, build in _RULES)


def _covers(span: _Span, word: _Span) -> bool:
    return span != word and span[0] <= word[0] and word[1] <= span[1]
