"""What fills the gaps of the templates: Chinese with its English, drawn at random. Names are spelled by `lexicon`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources
from random import Random

from pipelines.lexicon import dictionary, names, numbers
from pipelines.lexicon.surnames import GIVEN
from training.translation.amounts import AMOUNTS, Filled, Slot, figure, read

_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马胡朱郭何林罗高郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪"
    "陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严"
)
_COMPOUND = "欧阳 司马 上官 诸葛 司徒 皇甫 慕容 令狐".split()
_PLACES_END = "省 市 区 县 镇 乡 村 州".split()
_TABLES = ("officialese.tsv", "lists.tsv")
_PHRASES = (("pipelines.lexicon", "phrases.tsv"), ("pipelines.translation", "institutions.tsv"))


def slots() -> dict[str, Slot]:
    """Every slot by its name: amounts, those computed here, and the lists of `data/`."""
    return {**{name: _chosen(rows) for name, rows in _lists().items()}, **AMOUNTS, **_COMPUTED}


def _chosen(rows: Sequence[Filled]) -> Slot:
    return lambda draw: draw.choice(rows)


@cache
def _lists() -> dict[str, list[Filled]]:
    lists: dict[str, list[Filled]] = defaultdict(list)
    for table in _TABLES:
        for slot, chinese, english in _rows("training.translation", table, 3):
            lists[slot].append((chinese, english))
    for package, table in _PHRASES:
        for chinese, english in _rows(package, table, 2):
            if len(chinese) > 2 and "=" not in english and english:
                lists["phrase"].append((chinese, english))
    return dict(lists)


def _rows(package: str, table: str, columns: int) -> list[list[str]]:
    path = resources.files(package) / "data" / table
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return [row[:columns] for row in rows if len(row) >= columns]


# --- names and the rest --------------------------------------------------------------------------------------------


def _person(draw: Random) -> Filled:
    family = draw.choice(_COMPOUND) if draw.random() < 0.02 else draw.choice(_surnames())
    given = "".join(draw.choice(_given()) for _ in range(draw.choice((1, 2, 2, 2))))
    return family + given, names.person(family + given)


@cache
def _surnames() -> tuple[str, ...]:
    return tuple(filter(names.is_surname, _SURNAMES))


@cache
def _given() -> tuple[str, ...]:
    return tuple(sorted(GIVEN))


def _place(draw: Random) -> Filled:
    return draw.choice(_places())


@cache
def _places() -> tuple[Filled, ...]:
    """Places of China in the dictionary, with and without their kind: 定州市 Dingzhou City, 定州 Dingzhou."""
    found: dict[str, str] = {}
    for entry in dictionary.entries():
        word = entry.simplified
        said = " ".join(entry.senses)
        if not (2 < len(word) < 6 and word[-1] in _PLACES_END and (" in " in said or "province" in said.lower())):
            continue
        if any(kind in said for kind in ("city", "county", "district", "province", "town", "prefecture")):
            found[word] = names.place(word)
            if found[word].startswith("Mount"):  # 衡山县, of a famous mountain
                del found[word]
                continue
            if word[-1] in "市省" and len(word) < 5:
                found[word[:-1]] = names.place(word[:-1])
    return tuple(sorted(found.items()))


def _things(draw: Random) -> Filled:
    measure, noun, plural = draw.choice(_lists_of_things())
    many = draw.choice((str(draw.randint(2, 999)), numbers.chinese(draw.randint(2, 99)), figure(draw) + "万"))
    return f"{many}{measure}{noun}", f"{read(many + '吨').split(' ton')[0]} {plural}"


@cache
def _lists_of_things() -> tuple[tuple[str, str, str], ...]:
    return tuple((chinese[:1], chinese[1:], english) for chinese, english in _lists()["thing"])


def _small(draw: Random) -> Filled:
    value = draw.randint(1, 120)
    return draw.choice((str(value), numbers.chinese(value))), str(value)


def _nth(draw: Random) -> Filled:
    value = draw.randint(1, 30)
    chinese = "第" + draw.choice((str(value), numbers.chinese(value)))
    return chinese, read(chinese + "届").split(" session")[0]


def _plan(draw: Random) -> Filled:
    value = draw.randint(11, 16)
    return f"“{numbers.chinese(value)}五”规划", f"{value}th Five-Year Plan"


def _alike(write: Callable[[Random], str]) -> Slot:
    """What is the same in both languages."""

    def slot(draw: Random) -> Filled:
        text = write(draw)
        return text, text

    return slot


def _latin(draw: Random) -> str:
    syllables = "an ber cor da el fi gen hub in jo kla lin mo nex or pix qua ro sys ta ul vi wo xen yo zen".split()
    word = "".join(draw.choice(syllables) for _ in range(draw.randint(2, 3)))
    known = (
        "GitHub Linux Windows Android iPhone ChatGPT Python Java USB 5G AI PDF Excel Bluetooth WiFi GPS VR Kubernetes"
    )
    return draw.choice(
        (word.capitalize(), word.upper()[:4], f"{word.capitalize()} {draw.randint(2, 15)}", draw.choice(known.split()))
    )


def _email(draw: Random) -> str:
    name = _latin(draw).lower().replace(" ", "")
    return f"{name}{draw.randint(1, 99)}@{draw.choice(('mail', 'post', 'office'))}.example.com"


def _url(draw: Random) -> str:
    return f"www.{_latin(draw).lower().replace(' ', '')}.example.{draw.choice(('com', 'cn', 'org'))}"


def _phone(draw: Random) -> str:
    return draw.choice(
        (f"0{draw.randint(10, 999)}-{draw.randint(10**6, 10**8)}", str(draw.randint(13 * 10**9, 19 * 10**9)))
    )


_COMPUTED: dict[str, Slot] = {
    "quake": _alike(lambda draw: f"{draw.randint(3, 7)}.{draw.randint(0, 9)}"),
    "age": _alike(lambda draw: str(draw.randint(18, 92))),
    "countries": _alike(lambda draw: str(draw.randint(13, 120))),
    "housenumber": _alike(lambda draw: str(draw.randint(1, 999))),
    "flight": _alike(lambda draw: f"{draw.choice(('CA', 'MU', 'CZ', 'HU', 'BA'))}{draw.randint(100, 9999)}"),
    "small": _small,
    "nth": _nth,
    "plan": _plan,
    "person": _person,
    "place": _place,
    "things": _things,
    "latin": _alike(_latin),
    "email": _alike(_email),
    "url": _alike(_url),
    "phone": _alike(_phone),
}
