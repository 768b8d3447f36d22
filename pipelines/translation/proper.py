"""Persons as a reader expects them: the original where the article gives it, titles in front."""

from __future__ import annotations

from pipelines.translation.units import Kind, Unit, said

_TITLES = frozenset(
    (
        "主任 书记 市委书记 省委书记 县委书记 党委书记 总书记 副书记 市长 副市长 县长 副县长 区长 副区长 省长 "
        "副省长 镇长 乡长 村长 部长 副部长 局长 副局长 处长 科长 司长 厅长 行长 署长 主席 副主席 总统 副总统 "
        "总理 副总理 首相 委员长 秘书长 院长 副院长 校长 副校长 所长 会长 理事长 董事长 总经理 总裁 教授 "
        "副教授 博士 医生 大夫 老师 院士 研究员 工程师 律师 法官 大使 将军 上将 司令 队长 教练 先生 女士 "
        "小姐 同志 副主任 馆长 副馆长 台长 站长 厂长 团长 组长 主编 总监 经理 首席执行官 记者 发言人 外长 防长"
    ).split()
)
_OPENING, _CLOSING = frozenset("（("), frozenset("）)")


def originals(units: list[Unit]) -> list[Unit]:
    """A foreign name that the article itself gives in Latin letters: 帕塔维 (Pattavee) is just "Pattavee"."""
    arranged: list[Unit] = []
    position = 0
    while position < len(units):
        end = _bracketed_latin(units, position)
        name = _name_before(arranged)
        if end and name < len(arranged) and _is_original(units[position + 1 : end], arranged[name:]):
            arranged[name:] = units[position + 1 : end]
            position = end + 1
        else:
            arranged.append(units[position])
            position += 1
    return arranged


def _is_original(latin: list[Unit], name: list[Unit]) -> bool:
    """Whether this can be the name itself: 李明 (CEO) and other remarks about Chinese persons are not."""
    foreign = any(unit.chinese == "·" for unit in name) or all(unit.tag != "nr" for unit in name)
    return foreign and not any(unit.chinese.isupper() for unit in latin)


def _bracketed_latin(units: list[Unit], start: int) -> int:
    """The place of the bracket that closes nothing but Latin letters opened at `start`; 0 if there is none."""
    if units[start].chinese not in _OPENING:
        return 0
    for place in range(start + 1, min(start + 8, len(units))):
        if units[place].chinese in _CLOSING:
            return place if place > start + 1 else 0
        if units[place].kind is not Kind.FOREIGN and units[place].chinese not in "·-.' ":
            return 0
    return 0


def _name_before(units: list[Unit]) -> int:
    """Where the name at the end of the units begins: spelled words, with any words joined to them by "·"."""
    start = len(units)
    while start and (
        units[start - 1].kind is Kind.NAME or units[start - 1].chinese == "·" or _joined(units, start - 1)
    ):
        start -= 1
    return start


def _joined(units: list[Unit], place: int) -> bool:
    """Whether a known word has "·" on one of its sides: the 汤姆 of 汤姆·达克斯伯里."""
    beside = units[max(place - 1, 0) : place] + units[place + 1 : place + 2]
    return units[place].kind is Kind.WORD and any(unit.chinese == "·" for unit in beside)


def titles(units: list[Unit]) -> list[Unit]:
    """A title stands before the name, and has capitals there: 王东群书记 "Secretary Wang Dongqun"."""
    arranged = list(units)
    for place in range(len(arranged) - 1):
        one, other = arranged[place], arranged[place + 1]
        if one.kind is Kind.NAME and one.tag == "nr" and other.chinese in _TITLES:
            arranged[place : place + 2] = one, other = other, one
        if one.chinese in _TITLES and other.kind is Kind.NAME:
            arranged[place] = said(one.chinese, _with_capitals(one.english), Kind.NAME, one.tag)
    return arranged


def _with_capitals(title: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in title.split(" "))
