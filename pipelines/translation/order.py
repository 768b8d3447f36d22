"""Words moved to where English has them: only where the Chinese marks both ends, and never across a comma."""

from __future__ import annotations

from pipelines.translation import inflection
from pipelines.translation.forms import in_form
from pipelines.translation.units import Kind, Unit, breaks, is_nominal, said, with_neighbours
from pipelines.translation.verbs import AUXILIARIES

# What stands after the noun in Chinese, and the preposition that says it before the noun in English.
_PLACES = {
    "上": "on", "中": "in", "里": "in", "内": "in", "下": "under", "之下": "under", "间": "between",
    "之间": "between", "之中": "in", "期间": "during", "附近": "near", "周围": "around", "旁": "beside",
    "旁边": "beside", "后": "after", "之后": "after", "以后": "after", "前": "before", "之前": "before",
    "以前": "before", "时": "when", "时候": "when", "外": "outside", "以外": "outside", "方面": "in terms of",
    "里面": "inside", "上面": "on", "下面": "under", "过程中": "in the course of", "后面": "behind",
    "前面": "in front of", "以来": "since", "之际": "at the time of", "等方面": "in areas such as",
    "等地": "in places such as", "等": "in",
}  # fmt: skip
_TIMES = {
    "期间": "during", "后": "after", "之后": "after", "以后": "after", "前": "before", "之前": "before",
    "以前": "before", "时": "when", "时候": "when", "以来": "since",
}  # fmt: skip
_SPATIAL = frozenset("上 中 里 内 下 之下 间 之间 之中 期间 附近 周围 旁 旁边 里面 上面 下面".split())
_AT = frozenset({"在", "于", "介于", "从", "自", "当", "到", "自从"})
_DETERMINERS = frozenset(
    ("一种 一个 这种 那种 这个 那个 一些 一项 一位 一名 一家 一座 一次 一部 一场 该 某种 这些 那些 几个").split()
)
_SEASONS = {
    chinese + ending: english
    for chinese, english in (("春", "spring"), ("夏", "summer"), ("秋", "autumn"), ("冬", "winter"))
    for ending in ("", "天", "季")
}
_OPENING = frozenset("“‘《")
_LONGEST_MOVED = 9  # units


def places(units: list[Unit]) -> list[Unit]:
    """在桌子上 "on the table": what stands after the noun moves to the preposition before it."""
    arranged = list(units)
    for first, unit in enumerate(units):
        if unit.chinese not in _AT:
            continue
        for last in range(first + 1, min(first + _LONGEST_MOVED, len(units))):
            if breaks(units[last]) or units[last].chinese in _AT:
                break
            if units[last].chinese in _PLACES and last > first + 1:
                if last + 1 < len(units) and units[last + 1].chinese in _PLACES:
                    continue
                arranged[first] = said(unit.chinese + units[last].chinese, _place(unit, units[last]), Kind.WORD, "p")
                arranged[last] = said("", "", Kind.WORD, "u")
                break
    return arranged


def _place(preposition: Unit, place: Unit) -> str:
    english = _PLACES[place.chinese]
    if preposition.chinese in {"从", "自", "自从"} and english in {"in", "on"}:
        return "from"
    if preposition.chinese == "到" and english in {"in", "on"}:
        return "to"
    return english


def bare_places(units: list[Unit]) -> list[Unit]:
    """桌子上 "on the table" also without 在: before the noun it is after, as far as that noun surely goes."""
    arranged: list[Unit] = []
    for unit in units:
        arranged.append(unit)
        if unit.chinese in _SPATIAL and len(arranged) > 1:
            first = len(arranged) - 1
            while first and is_nominal(arranged[first - 1]):
                first -= 1
            if 0 < len(arranged) - 1 - first <= 4 and arranged[-2].kind is not Kind.NUMBER:
                arranged.insert(first, said(unit.chinese, _PLACES[unit.chinese], Kind.WORD, "p"))
                arranged.pop()
    return arranged


def times(units: list[Unit]) -> list[Unit]:
    """会议结束后， "after the meeting ended,": the word for the time moves to the front of its clause."""
    arranged: list[Unit] = []
    start = 0
    for unit, before, after in with_neighbours(units):
        arranged.append(unit)
        if breaks(unit):
            start = len(arranged)
        elif unit.chinese in _TIMES and (after is None or after.chinese == "，") and before and not breaks(before):
            if before.kind is Kind.NUMBER or before.tag in {"m", "q", "t"} or len(arranged) - start > _LONGEST_MOVED:
                continue
            arranged.pop()
            if before.chinese == "的":
                arranged.pop()
            quoted = arranged[start].chinese in _OPENING
            arranged.insert(start + quoted, said(unit.chinese, _TIMES[unit.chinese], Kind.WORD, "p"))
    return arranged


def relative_clauses(units: list[Unit]) -> list[Unit]:
    """一种可以分类细胞的工具 "a tool that can sort cells": only after a determiner, where a noun surely begins."""
    arranged = list(units)
    position = 0
    while position < len(arranged):
        if _begins_clause(arranged, position):
            particle = _particle_after(arranged, position)
            end = _noun_end(arranged, particle + 1) if particle else 0
            if particle and end > particle + 1:
                clause, noun = arranged[position + 1 : particle], arranged[particle + 1 : end]
                arranged[position + 1 : end] = [*noun, said("的", "that", Kind.WORD, "u"), *clause]
                position = end
        position += 1
    return arranged


def _begins_clause(units: list[Unit], determiner: int) -> bool:
    """Whether a clause can follow: 37位老人 counts the noun right after it, not one behind a clause."""
    if units[determiner].chinese not in _DETERMINERS and units[determiner].kind is not Kind.NUMBER:
        return False
    after = units[determiner + 1 : determiner + 2]
    return not after or after[0].tag != "n" or _is_located(units, determiner + 1)


def _is_located(units: list[Unit], place: int) -> bool:
    """Whether a word tagged as a noun is a verb by the place after it: 生长在高山上."""
    return units[place].tag in {"n", "vn"} and place + 1 < len(units) and units[place + 1].chinese in _AT


def _particle_after(units: list[Unit], determiner: int) -> int:
    """The place of the 的 that ends a clause with a verb begun at a determiner; 0 if there is none."""
    verb = False
    for place in range(determiner + 1, min(determiner + 14, len(units))):
        unit = units[place]
        if breaks(unit) or unit.chinese in _DETERMINERS or unit.chinese == "了":  # 了 ends a main verb
            return 0
        if unit.chinese == "的":
            return place if verb and place > determiner + 2 else 0
        verb = verb or _is_located(units, place) or unit.tag == "v" or unit.chinese in AUXILIARIES
    return 0


def _noun_end(units: list[Unit], start: int) -> int:
    end = start
    while end < len(units) and (
        units[end].tag[:1] in {"n", "b", "j", "l"} or units[end].tag in {"a", "vn", "an", "eng"}
    ):
        end += 1
    while end > start and units[end - 1].tag[:1] in {"a", "b"}:
        end -= 1
    return end


def seasons(units: list[Unit]) -> list[Unit]:
    """2023年夏天 "summer 2023", 今年以来 "since this year"."""
    arranged: list[Unit] = []
    for unit, before, _ in with_neighbours(units):
        arranged.append(unit)
        if before and before.kind is Kind.NUMBER and before.chinese.endswith("年"):
            if unit.chinese in _SEASONS:
                arranged[-2:] = said(unit.chinese, _SEASONS[unit.chinese], Kind.WORD, "t"), before
            elif unit.chinese == "以来" and (
                before.english[-1:].isdigit() or before.english in {"this year", "last year"}
            ):
                arranged[-2:] = said("以来", "since", Kind.WORD, "p"), before
    return arranged


def one_of(units: list[Unit]) -> list[Unit]:
    """最大的城市之一 "one of the largest cities": before the noun and what describes it."""
    arranged: list[Unit] = []
    for unit in units:
        arranged.append(unit)
        if unit.chinese == "之一" and len(arranged) > 1:
            first = len(arranged) - 1
            while first and (is_nominal(arranged[first - 1]) or arranged[first - 1].tag[:1] in {"a", "d", "u"}):
                first -= 1
            noun = arranged[-2]
            if first < len(arranged) - 1:
                if noun.tag[:1] == "n" and noun.kind is Kind.WORD:
                    arranged[-2] = in_form(noun, lambda word: inflection.plural(word) == word, inflection.plural)
                arranged.insert(first, arranged.pop())
    return arranged


def taking_as(units: list[Unit]) -> list[Unit]:
    """以…为… "taking … as …"."""
    arranged = list(units)
    start = None
    for place, unit in enumerate(units):
        if breaks(unit):
            start = None
        elif unit.chinese == "以":
            start = place
        elif unit.chinese == "为" and start is not None:
            after_modal = start > 0 and units[start - 1].chinese in AUXILIARIES
            arranged[start] = said("以", "take" if after_modal else "taking", Kind.WORD, "p")
            arranged[place] = said("为", "as", Kind.WORD, "p")
            start = None
    return arranged
