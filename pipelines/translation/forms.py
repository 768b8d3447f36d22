"""Words put into the form their neighbours ask for: number, tense, possession, and words that English does not say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pipelines.translation import fluency, inflection
from pipelines.translation.units import Kind, Unit, breaks, said, with_neighbours

_POSSESSIVES = {
    "我": "my", "你": "your", "您": "your", "他": "his", "她": "her", "它": "its", "我们": "our",
    "你们": "your", "他们": "their", "她们": "their", "它们": "their", "自己": "his own", "人们": "people's",
    "其": "its", "谁": "whose",
}  # fmt: skip
# A verb after one of these stands in its plain form.
AUXILIARIES = frozenset(
    (
        "将 会 能 能够 可以 可 要 应 应该 须 必须 需要 无法 不能 不会 想 愿意 希望 可能 将会 让 使 来 "
        "以便 不要 帮助 旨在 开始"
    ).split()
)
_PERFECT = frozenset("已 已经 曾 曾经 早已 均已".split())
_MANY = frozenset(
    ("许多 很多 多 一些 这些 那些 几 几个 数 各 多个 不少 大量 其他 其它 各种 多种 所有 大多数 若干 某些 两").split()
)


_COUNTS = frozenset("two three four five six seven eight nine ten".split())


def measure_words(units: list[Unit]) -> list[Unit]:
    """A measure word between a determiner or a number and its noun is not said."""
    kept: list[Unit] = []
    for unit, before, after in with_neighbours(units):
        counts = before is not None and (before.kind is Kind.NUMBER or before.chinese in "这那该每各某几哪数此两")
        if (
            counts
            and unit.tag == "q"
            and len(unit.chinese) == 1
            and after
            and after.tag[:1] in {"n", "a", "v", "b", "x"}
        ):
            continue
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
            if before.kind is Kind.NAME or before.tag in {"ns", "nr", "nrt"}:
                arranged[-1] = said(before.chinese + "的", before.english + "'s", Kind.WORD, "r")
                continue
        arranged.append(unit)
    return arranged


def ages_and_spans(units: list[Unit]) -> list[Unit]:
    """30岁的 "30-year-old"; "in the past 30 years" has no second "in" after it."""
    arranged: list[Unit] = []
    for unit, before, after in with_neighbours(units):
        if unit.kind is Kind.NUMBER and unit.english.endswith(" years old") and after and after.chinese == "的":
            unit = said(unit.chinese, unit.english.removesuffix(" years old") + "-year-old", Kind.NUMBER, "b")
        elif before and before.kind is Kind.NUMBER and before.english.startswith("in "):
            if unit.chinese in {"里", "内", "中", "间"}:
                continue
        arranged.append(unit)
    return arranged


def lists(units: list[Unit]) -> list[Unit]:
    """等 after a list: "and other" before a noun, "and others" after persons, else "and so on"."""
    arranged: list[Unit] = []
    for unit, before, after in with_neighbours(units):
        if unit.chinese == "等" and before:
            if after and after.tag[:1] in {"n", "a", "b"}:
                unit = said("等", "and other", Kind.WORD, "u")
            elif before.kind is Kind.NAME:
                unit = said("等", "and others", Kind.WORD, "u")
        arranged.append(unit)
    return arranged


def passives(units: list[Unit]) -> list[Unit]:
    """被 before a verb is "was" and the verb a participle; before a noun it is "by"."""
    arranged: list[Unit] = []
    for unit, before, after in with_neighbours(units):
        if unit.chinese == "被" and after and not after.tag.startswith("v") and after.tag != "d":
            unit = said("被", "by", Kind.WORD, "p")
        elif before and before.chinese == "被" and unit.tag.startswith("v"):
            unit = in_form(unit, inflection.is_past, inflection.participle)
        arranged.append(unit)
    return arranged


def tenses(units: list[Unit]) -> list[Unit]:
    """A verb with 了 or 过 stands in the past, one after an auxiliary in its plain form."""
    arranged: list[Unit] = []
    for unit, before, after in with_neighbours(units):
        if unit.tag.startswith("v") and unit.kind is Kind.WORD and unit.chinese not in AUXILIARIES:
            if after and after.chinese in {"了", "过"} or before and before.chinese in {"曾", "曾经"}:
                unit = in_form(unit, inflection.is_past, inflection.past)
            elif before and before.chinese in _PERFECT:
                unit = in_form(unit, inflection.is_past, inflection.participle)
            elif before and before.chinese in AUXILIARIES:
                unit = in_form(unit, inflection.is_plain, lambda verb: verb)
        arranged.append(unit)
    return arranged


def passing(units: list[Unit]) -> list[Unit]:
    """通过 is "through" before a noun, and "passed" where nothing follows that one could go through."""
    return [
        said("通过", "passed", Kind.WORD, "v")
        if unit.chinese == "通过" and (after is None or breaks(after) or after.chinese in {"了", "后", "的"})
        else unit
        for unit, _, after in with_neighbours(units)
    ]


def plurals(units: list[Unit]) -> list[Unit]:
    """A noun right after a number above one, or after "many", stands in the plural."""
    arranged: list[Unit] = []
    for unit, before, after in with_neighbours(units):
        many = before and (before.chinese in _MANY or before.kind is Kind.NUMBER and _is_count(before.english))
        if many and unit.tag == "n" and not (after and after.tag[:1] == "n"):
            unit = in_form(unit, lambda noun: inflection.plural(noun) == noun, inflection.plural)
        arranged.append(unit)
    return arranged


def _is_count(english: str) -> bool:
    return (
        english[-1:].isdigit()
        and english not in {"1"}
        or english in {"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
    )


def in_form(unit: Unit, has_form: Callable[[str], bool], form: Callable[[str], str]) -> Unit:
    """The unit with those of its options that have a form or, where none has, all of them put into it."""
    fitting = tuple(option for option in unit.options if has_form(option[0]))
    formed = ((form(english), english, cost) for english, cost in unit.options)
    # A form that is not a word shows that this was not such a word.
    return replace(
        unit, options=fitting or tuple((new if _is_english(new) else old, cost) for new, old, cost in formed)
    )


def _is_english(phrase: str) -> bool:
    return all(fluency.knows(fluency.folded(word)) for word in phrase.split())
