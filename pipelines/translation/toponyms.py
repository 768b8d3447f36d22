"""Places that no table knows, told by what their names end in: 青岚市, 朝阳里社区, 云河北站."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.lexicon import names
from pipelines.lexicon.pinyin import capitalized, syllables
from pipelines.translation import senses
from pipelines.translation.units import Kind, Unit, said, with_neighbours

# What names of quarters and villages end in, and what stands behind such a name.
_QUARTERS = frozenset("里堡庄营屯寨坊巷店沟口湾岭坡塘坝桥楼")
_BEFORE_QUARTERS = frozenset("社区 小区 村 镇 乡 街道 高铁站 火车站 车站 站 地铁站 胡同 路 大街 广场".split())
_KINDS = frozenset("省 市 县 区 镇 乡 村 州 旗".split())
_LANDSCAPE = frozenset("冰川 湿地 草原 森林 山脉 瀑布 海湾 峡谷 盆地 高原".split())
# What is named after the place it is in: written with a capital after one.
_INSTITUTIONS = frozenset(
    (
        "大学 学院 师范 师范学院 师范大学 医院 中学 小学 图书馆 博物馆 档案馆 美术馆 科技馆 体育馆 文化馆 日报 晚报 "
        "电视台 广播电视台 机场 国际机场 火车站 高铁站 车站 站 广场 公园 大桥 水库 湿地 路 大道 大街"
    ).split()
)
_IN_NAMES = frozenset("n a b j x z g".split())  # first letters of the tags of what such names are made of
_NOT_IN_NAMES = frozenset("全各本该外老新")
_SIDES = {"东": "East", "南": "South", "西": "West", "北": "North"}


def toponyms(units: list[Unit]) -> list[Unit]:
    """The units with each of these places as one name, also where it stands again without its ending."""
    units = _institutions(_stations(_quarters(units)))
    stems: set[str] = set()
    arranged: list[Unit] = []
    for unit in units:
        first = _stem(arranged) if unit.chinese in _KINDS | _LANDSCAPE | _INSTITUTIONS else len(arranged)
        if stem := _chinese(arranged[first:]):
            stems.add(stem)
            arranged[first:] = [_named(stem)]
        arranged.append(unit)
    arranged = _again(arranged, stems)
    return _institutions(_with_kinds(arranged))


def _stem(units: Sequence[Unit]) -> int:
    """Where an unknown name of two or three characters at the end of the units begins; their number if none does."""
    for first in range(len(units) - 1, max(len(units) - 4, -1), -1):
        if not _may_be_named(units[first]):
            break
        if len(_chinese(units[first:])) in {2, 3} and _is_bounded(units[first - 1] if first else None):
            return first
    return len(units)


def _may_be_named(unit: Unit) -> bool:
    if unit.kind is Kind.NAME:  # which the segmenter took for a person's: 白石 冰川
        return unit.tag == "nr" and len(unit.chinese) == 2
    if unit.kind is not Kind.WORD or unit.tag[:1] not in _IN_NAMES:
        return False
    if len(unit.chinese) == 1:
        return unit.chinese not in _NOT_IN_NAMES
    return unit.tag in {"nr", "nz"} and not senses.counted(unit.chinese)


def _is_bounded(before: Unit | None) -> bool:
    """Whether a name can begin after this: not in the middle of a noun."""
    return before is None or before.kind is not Kind.WORD or before.tag[:1] not in _IN_NAMES or before.tag == "ns"


def _again(units: list[Unit], stems: set[str]) -> list[Unit]:
    arranged: list[Unit] = []
    for unit in units:
        arranged.append(unit)
        for first in range(max(len(arranged) - 3, 0), len(arranged)):
            if (stem := _chinese(arranged[first:])) in stems:
                arranged[first:] = [_named(stem)]
                break
    return arranged


def _with_kinds(units: list[Unit]) -> list[Unit]:
    """The city or county goes into the name of it: 云河 市 "Yunhe City", though 云河 alone is a river."""
    arranged: list[Unit] = []
    for unit, before, _ in with_neighbours(units):
        if unit.chinese in _KINDS and before and before.kind is Kind.NAME and before.tag == "ns":
            arranged[-1] = _place(before.chinese + unit.chinese)
        else:
            arranged.append(unit)
    return arranged


def _institutions(units: list[Unit]) -> list[Unit]:
    arranged: list[Unit] = []
    for unit, before, _ in with_neighbours(units):
        if unit.chinese in _INSTITUTIONS and before and before.tag == "ns" and before.english[:1].isupper():
            if before.kind is Kind.NAME and len(before.chinese) == 2:
                arranged[-1] = _named(before.chinese)
            unit = said(unit.chinese, " ".join(map(str.capitalize, unit.english.split(" "))), Kind.NAME, "nt")
        arranged.append(unit)
    return arranged


def _stations(units: list[Unit]) -> list[Unit]:
    """站 after a noun is a station; in 云 河北 站 the segmenter has found a province inside 云河北站."""
    arranged: list[Unit] = []
    for unit in units:
        before = arranged[-1] if arranged else None
        if unit.chinese != "站" or before is None or before.tag[:1] not in {"n", "s", "z"}:
            arranged.append(unit)
        elif (
            len(arranged) > 1
            and before.tag == "ns"
            and before.chinese[-1] in _SIDES
            and len(arranged[-2].chinese) == 1
            and _may_be_named(arranged[-2])
        ):
            stem = _chinese(arranged[-2:])
            english = f"{_named(stem[:-1]).english} {_SIDES[stem[-1]]} Station"
            arranged[-2:] = [said(stem + "站", english, Kind.NAME, "nt")]
        else:
            arranged.append(said("站", "station", Kind.WORD, "n"))
    return arranged


def _quarters(units: list[Unit]) -> list[Unit]:
    """朝阳里社区 "Chaoyangli community": what ends like the name of a quarter, before such a word, is one."""
    arranged: list[Unit] = []
    for unit, _, after in with_neighbours(units):
        arranged.append(unit)
        if unit.chinese in _QUARTERS and after and (after.chinese in _BEFORE_QUARTERS or after.chinese.endswith("号")):
            first = len(arranged) - 1
            while first and len(_chinese(arranged[first - 1 :])) <= 3 and arranged[first - 1].kind is Kind.WORD:
                first -= 1
            if len(name := _chinese(arranged[first:])) > 1:
                arranged[first:] = [_place(name)]
    return arranged


def _named(stem: str) -> Unit:
    """What a city, a university or a station is called: the 云河 of 云河大学 is no river."""
    return said(stem, capitalized(syllables(stem)), Kind.NAME, "ns")


def _place(chinese: str) -> Unit:
    return said(chinese, names.place(chinese), Kind.NAME, "ns")


def _chinese(units: Sequence[Unit]) -> str:
    return "".join(unit.chinese for unit in units)
