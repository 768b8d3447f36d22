"""Nouns and numbers in the form their neighbours ask for, and particles that English says otherwise or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from pipelines.translation import fluency, inflection
from pipelines.translation.units import Kind, Unit, breaks, said, with_neighbours

_POSSESSIVES = {
    "我": "my", "你": "your", "您": "your", "他": "his", "她": "her", "它": "its", "我们": "our",
    "你们": "your", "他们": "their", "她们": "their", "它们": "their", "自己": "his own", "人们": "people's",
    "其": "its", "谁": "whose",
}  # fmt: skip
_CLOSING = frozenset("）)")
_MANY = frozenset(
    (
        "许多 很多 多 一些 这些 那些 这批 那批 几 几个 数 各 多个 不少 大量 其他 其它 各种 多种 所有 大多数 若干 "
        "某些 两"
    ).split()
)
_ONE = frozenset("这 那 这个 那个 这位 这种 那种 该 此 每 每个 某".split())
# Whatever a measure word may be otherwise (条 "item"), between one of these and a noun it only counts.
_COUNTING = frozenset("这那该每各某几哪数此两首")
_MEASURES = frozenset("个条项件座届首张名位本支份场所家款辆架艘棵片间幅封套道门台颗根把笔则篇副桩起例块只头匹部")
_COUNT = re.compile(
    r"(?:(?:more than|about|nearly) )?(?!\d{4}$)[\d.,]+(?: [mbtr]+illion)?|two|three|four|five|six|seven|eight|nine|ten"
)


def measure_words(units: list[Unit]) -> list[Unit]:
    """A measure word between a determiner or a number and its noun is not said."""
    kept: list[Unit] = []
    for unit, before, after in with_neighbours(units):
        counts = before is not None and (before.kind is Kind.NUMBER or before.chinese in _COUNTING)
        measure = unit.chinese in _MEASURES or unit.tag == "q" and len(unit.chinese) == 1
        if not (counts and measure and after and after.tag[:1] in {"n", "a", "v", "b", "x", "l", "m"}):
            kept.append(unit)
    return kept


def possessives(units: list[Unit]) -> list[Unit]:
    """他的书 "his book", 中国的首都 "China's capital"."""
    arranged: list[Unit] = []
    for unit, before, after in with_neighbours(units):
        if unit.chinese == "的" and before and after and after.kind is not Kind.MARK:
            if before.chinese in _POSSESSIVES:
                arranged[-1] = said(before.chinese + "的", _POSSESSIVES[before.chinese], Kind.WORD, "r")
                continue
            if before.kind is Kind.NAME or before.tag in {"ns", "nr", "nrt"} and before.english[:1].isupper():
                ending = "'" if before.english.endswith("s") else "'s"
                arranged[-1] = said(before.chinese + "的", before.english + ending, Kind.WORD, "r")
                continue
        arranged.append(unit)
    return arranged


def ages_and_spans(units: list[Unit]) -> list[Unit]:
    """30岁的 "30-year-old"; 7次 before a verb "7 times"; "in the past 30 years" has no second "in" after it."""
    arranged: list[Unit] = []
    for unit, before, after in with_neighbours(units):
        if unit.kind is Kind.NUMBER and unit.english.endswith(" years old") and after and after.chinese == "的":
            unit = said(unit.chinese, unit.english.removesuffix(" years old") + "-year-old", Kind.NUMBER, "b")
        elif unit.kind is Kind.NUMBER and unit.chinese.endswith("次") and after and after.tag.startswith("v"):
            if unit.english[-1:].isdigit():
                unit = said(unit.chinese, unit.english + " times", Kind.NUMBER, "d")
        elif before and before.kind is Kind.NUMBER and before.english.startswith("in "):
            if unit.chinese in {"里", "内", "中", "间"}:
                continue
        arranged.append(unit)
    return arranged


def lists(units: list[Unit]) -> list[Unit]:
    """等 after a list: "and other" before a noun, "and others" after persons, else "and so on".

    Where no list can have been, it is "wait for".
    """
    arranged: list[Unit] = []
    for unit, before, after in with_neighbours(units):
        if unit.chinese == "等":
            if before is None or breaks(before) and before.chinese not in _CLOSING or before.tag in {"p", "d"}:
                unit = said("等", "wait for", Kind.WORD, "v")
            elif after and (after.tag[:1] in {"n", "a", "b"} or after.tag == "vn"):
                unit = said("等", "and other", Kind.WORD, "u")
            elif before.kind is Kind.NAME:
                unit = said("等", "and others", Kind.WORD, "u")
        arranged.append(unit)
    return arranged


def plurals(units: list[Unit]) -> list[Unit]:
    """The noun that a number above one or "many" counts stands in the plural, and so does one with 们; not one with 一.

    It is the last of the nouns and adjectives that follow: 12座社区图书馆 "12 community libraries".
    """
    arranged: list[Unit] = []
    many = one = False
    for unit, _, after in with_neighbours(units):
        common = unit.tag[:1] == "n" and unit.kind is Kind.WORD and unit.english[:1].islower()
        last = common and not (after and after.tag[:1] == "n")
        if unit.chinese in _MANY | _ONE or unit.kind is Kind.NUMBER or unit.tag == "m":
            many, one = unit.chinese in _MANY or _is_count(unit), unit.chinese in _ONE or unit.english == "a"
        elif unit.tag[:1] not in {"n", "a", "b", "q"}:
            many = one = False
        elif many and last or after and after.chinese == "们":
            unit = in_form(unit, _is_plural, inflection.plural)
        elif one and last:
            unit = in_form(unit, lambda noun: not _is_plural(noun), lambda noun: noun)
        arranged.append(unit)
    return arranged


def _is_plural(noun: str) -> bool:
    return inflection.plural(noun) == noun


def _is_count(number: Unit) -> bool:
    dated = number.chinese.endswith(("年", "月", "日", "号", "季度"))
    return not dated and number.english != "1" and _COUNT.fullmatch(number.english) is not None


def taken_objects(units: list[Unit]) -> list[Unit]:
    """将 before a noun only says that the verb's object comes first, as 把 does; before a verb it is "will"."""
    return [
        said("将", "", Kind.WORD, "p")
        if unit.chinese == "将" and after and (after.tag in {"n", "r"} or after.kind is Kind.NUMBER)
        else unit
        for unit, _, after in with_neighbours(units)
    ]


def in_form(unit: Unit, has_form: Callable[[str], bool], form: Callable[[str], str]) -> Unit:
    """The unit with those of its options that have a form or, where none has, all of them put into it."""
    fitting = tuple(option for option in unit.options if has_form(option[0]))
    # A form that is not a word shows that this was not such a word.
    formed = tuple((new, cost) for english, cost in unit.options if _is_english(new := form(english)))
    return replace(unit, options=fitting or formed or unit.options)


def _is_english(phrase: str) -> bool:
    return all(fluency.knows(fluency.folded(word)) for word in phrase.split())
