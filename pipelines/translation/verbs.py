"""Verbs put into the form their neighbours ask for: past, passive, plain; and verbs that are something else."""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.translation import inflection
from pipelines.translation.forms import in_form
from pipelines.translation.units import Kind, Unit, breaks, said, with_neighbours

# A verb after one of these stands in its plain form.
AUXILIARIES = frozenset(
    (
        "将 会 能 能够 可以 可 要 应 应该 须 必须 需要 无法 不能 不会 想 愿意 希望 可能 将会 让 使 来 "
        "以便 不要 帮助 旨在 开始"
    ).split()
)
_PERFECT = frozenset("已 已经 曾 曾经 早已 均已".split())
# A date in one of these years has passed, and so mostly has a day that is told of without a year and without "will".
_PASSED = re.compile(
    r"\b(?:1\d{3}|20[01]\d|202[0-5])\b|^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|yesterday|last"
)
# Where one of these follows the date, it may well not have.
_UNPAST = AUXILIARIES | frozenset("计划 预计 拟 有望 到 至 截至 力争 起 的 即将 之前 前 是 有 为".split())
_CLAUSE_ENDS = frozenset("。；？！")
_WITHOUT_PAST = frozenset("是 有 为 在 到 起 据 没有 进行 来 去 等".split())
_SAYING = frozenset(
    (
        "强调 要求 提出 介绍 透露 坦言 回应 分析 解释 建议 呼吁 宣布 补充 披露 重申 承诺 警告 感叹 感慨 回忆 提醒 证实 "
        "反映 通报"
    ).split()
)
_BEFORE_SPEECH = frozenset("， ： 说".split())


def passives(units: list[Unit]) -> list[Unit]:
    """被 before a verb is "was" and the verb a participle; before a noun it is "by".

    Where nothing else could be the verb, what follows 被 is it, whatever it is tagged as: 被冰封的 "was frozen".
    """
    arranged: list[Unit] = []
    by = False
    for place, (unit, before, after) in enumerate(with_neighbours(units)):
        if unit.chinese == "被" and after:
            behind = units[place + 2] if place + 2 < len(units) else None
            alone = behind is None or behind.chinese == "的" or breaks(behind)
            by = not alone and not after.tag.startswith("v") and after.tag != "d"
            unit = said("被", "by", Kind.WORD, "p") if by else replace(unit, tag="v")
        elif before and before.chinese == "被" and not by and unit.kind is Kind.WORD and unit.tag != "d":
            unit = in_form(replace(unit, tag="v"), inflection.is_past, inflection.participle)
        arranged.append(unit)
    return arranged


def meanwhile(units: list[Unit]) -> list[Unit]:
    """边整理边开放 "while sorting while opening": 边 before a verb, or what can be one, is no side."""
    return [
        said("边", "while", Kind.WORD, "d")
        if unit.chinese == "边"
        and after
        and after.tag.startswith("v")
        and not (before and before.tag[:1] in {"n", "r", "m", "s"})
        else unit
        for unit, before, after in with_neighbours(units)
    ]


def passing(units: list[Unit]) -> list[Unit]:
    """通过 is "through" before a noun, and "passed" where nothing follows that one could go through."""
    return [
        said("通过", "passed", Kind.WORD, "v")
        if unit.chinese == "通过" and (after is None or breaks(after) or after.chinese in {"了", "后", "的"})
        else unit
        for unit, _, after in with_neighbours(units)
    ]


def asking(units: list[Unit]) -> list[Unit]:
    """请 is "please" where a clause begins and "ask" within one."""
    return [
        said("请", "please" if before is None or before.kind is Kind.MARK else "ask", Kind.WORD, "v")
        if unit.chinese == "请"
        else unit
        for unit, before, _ in with_neighbours(units)
    ]


def speaking(units: list[Unit]) -> list[Unit]:
    """A verb of saying before what is said stands in the past: 陈立群介绍， "Chen Liqun explained,"."""
    arranged: list[Unit] = []
    for unit, _, after in with_neighbours(units):
        if unit.chinese in _SAYING and after and after.chinese in _BEFORE_SPEECH:
            unit = in_form(unit, inflection.is_past, inflection.past)
            if unit.chinese == "介绍":  # nobody is introduced
                unit = said("介绍", "explained", Kind.WORD, "v")
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


def dated(units: list[Unit]) -> list[Unit]:
    """The first verb after a date that has passed stands in the past: 2022年9月开工 "in September 2022 started"."""
    arranged: list[Unit] = []
    past = False
    for unit in units:
        if unit.kind is Kind.NUMBER and unit.tag == "m":
            past = past or _PASSED.search(unit.english) is not None
        elif unit.chinese in _UNPAST or unit.chinese in _CLAUSE_ENDS:
            past = False
        elif past and unit.tag == "v" and unit.kind is Kind.WORD and unit.chinese not in _WITHOUT_PAST:
            unit = in_form(unit, inflection.is_past, inflection.past)
            past = False
        arranged.append(unit)
    return arranged
