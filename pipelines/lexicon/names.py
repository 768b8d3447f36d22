"""Chinese persons and places in English: pinyin as the press writes it, and the names known otherwise."""

import re
from dataclasses import dataclass
from functools import cache

from pipelines.lexicon.pinyin import capitalized, syllables, table
from pipelines.lexicon.places import known_places, place
from pipelines.lexicon.surnames import (
    COMPOUND,
    FOREIGN,
    GIVEN,
    NEVER_GIVEN,
    NOT_NAMES,
    ONLY_SURNAMES,
    READINGS,
    SINGLE,
    SURNAMES,
    WEAK,
)

__all__ = [
    "ONLY_SURNAMES",
    "SURNAMES",
    "Person",
    "could_be_given",
    "find_persons",
    "follows_title",
    "known_places",
    "is_foreign",
    "is_surname",
    "person",
    "place",
]

# Readings usual in given names where the dictionary's first is another.
_GIVEN_READINGS = {
    "长": "chang",
    "茜": "qian",
    "晟": "sheng",
    "行": "xing",
    "朝": "chao",
    "还": "huan",
    "重": "chong",
    "乐": "le",
    "曾": "zeng",
    "柏": "bo",
}


@dataclass(frozen=True, slots=True)
class Person:
    """A person's name found in a text."""

    start: int
    end: int
    name: str


def is_surname(text: str) -> bool:
    """Whether `text` is a Chinese family name: 王, 欧阳."""
    return text in SURNAMES


def could_be_given(text: str) -> bool:
    """Whether every character of `text` is one that people are given as a name."""
    return GIVEN >= set(text)


def is_foreign(character: str) -> bool:
    """Whether foreign names are spelled with this character and hardly anything else is."""
    return character in FOREIGN


def person(name: str) -> str:
    """The English of a person's name: 王东群 "Wang Dongqun", 欧阳修 "Ouyang Xiu", 孙中山 "Sun Yat-sen".

    The family name comes first, the given name is one word, with an apostrophe where its syllables could be read
    otherwise (李彦昂 "Li Yan'ang"). ü after l and n is yu, as in passports and the Chinese press (吕 "Lyu"). The parts
    of a name with · are a word each; a name without a known family name is one word.
    """
    name = name.strip()
    if known := _people().get(name):
        return known
    if parts := [part for part in re.split("[·•・‧]", name) if part][1:]:
        return " ".join(capitalized(syllables(part)) for part in [name[: re.search("[·•・‧]", name).start()], *parts])  # type: ignore[union-attr]
    family = _family(name)
    given = name[len(family) :]
    words = [word.capitalize() for word in READINGS.get(family, "".join(syllables(family))).split()]
    if given:
        words.append(capitalized(_given_syllables(given) if family else syllables(given)))
    return " ".join(words)


def _family(name: str) -> str:
    """The family name that `name` begins with, or ""."""
    for length in (4, 2):
        if name[:length] in COMPOUND:
            return name[:length]
    return name[:1] if name[:1] in SINGLE else ""


def _given_syllables(given: str) -> list[str]:
    return [
        _GIVEN_READINGS.get(character, syllable) for character, syllable in zip(given, syllables(given), strict=True)
    ]


@cache
def _people() -> dict[str, str]:
    return table("people.tsv")


# --- finding persons -----------------------------------------------------------------------------------------------

_TITLES = (
    "总书记 书记 主任 主席 部长 局长 市长 省长 县长 区长 镇长 乡长 村长 厅长 处长 科长 所长 院长 校长 会长 社长 "
    "行长 署长 司长 组长 队长 团长 师长 旅长 司令 司令员 政委 参谋长 秘书长 理事长 董事长 总经理 经理 总裁 总监 "
    "大使 发言人 代表 委员 常委 教授 研究员 院士 博士 医生 医师 护士 老师 教师 工程师 设计师 律师 法官 检察官 "
    "检察长 警官 记者 编辑 主编 作者 作家 诗人 导演 演员 歌手 画家 艺术家 教练 学者 专家 分析师 领导 负责人 "
    "创始人 村民 农民 同学 同志 烈士 馆长 台长 站长 店长 厂长 船长 机长 航天员 宇航员 师傅 民警 "
    "司机 志愿者 通讯员 责编 人员 干事 党员 董事 监事 监事长 干警 外交官 外交部长 副总理 国务委员 "
    "首席科学家 科学家 经济师 会计师 总工程师 冠军 队员 球员 选手 运动员 得主 传承人 主持人 调研员 巡视员 支书 "
    "主管 园长 班长 排长 连长 营长 军长"
).split()
_SPEECH = (
    "说 表示 指出 强调 认为 介绍 告诉 透露 坦言 回忆 分析 解释 呼吁 要求 称 主持 出席 会见 宣布 补充 感叹 感慨 "
    "直言 建议 提出 写道 带领 率 率领 一行 参加 陪同 当选 荣获 致辞 讲话 发言 作了 作报告 主讲 接受 同志 先生 "
    "女士 代表 担任 等人 等"
).split()
_NAME = r"[\u4e00-\u9fff]"
_TITLED = re.compile(
    f"(?:(?:{'|'.join(sorted(_TITLES, key=len, reverse=True))})[：: ]?|(?:摄影|撰文|校对)[：:/ ])(?={_NAME})"
)
# A title that a foreign state has given is followed by a foreign name, unless it is its envoy's.
_ABROAD = re.compile(
    "(?<!驻)(?:美国|英国|法国|德国|日本|韩国|朝鲜|泰国|越南|印度|印尼|俄罗斯|澳大利亚|加拿大|新西兰|新加坡|马来西亚|菲律宾|缅甸"
    "|柬埔寨|老挝|巴基斯坦|伊朗|以色列|土耳其|意大利|西班牙|希腊|巴西|阿根廷|乌克兰|波兰|欧盟|联合国|世卫|世界卫生)[^，。；、]{0,12}$"
)
_AFTER = re.compile("[^\u4e00-\u9fff·•‧]|$|[在对和与及也还就为向率将从以等是]|" + "|".join((*_SPEECH, *_TITLES)))
_SAYING = re.compile("|".join(sorted((*_SPEECH, *_TITLES), key=len, reverse=True)))
_LISTED = re.compile("[、和与 ]|以及")
_CLAUSE = re.compile("(?:^|(?<=[^\u4e00-\u9fffA-Za-z0-9·、]))(?=" + _NAME + "{3})")


def find_persons(text: str) -> tuple[Person, ...]:
    """Persons in a text in simplified Chinese, from left to right, without overlap; better none than a wrong one.

    Found are names after a title or a profession (市委书记王东群, 记者赵珍珍), at the beginning of a clause before a
    title or a verb of saying (王东群说, 郑伟铭主任), in a list with such a name (田军、李克明), again where they have
    been found once, and the names in the table of persons. Foreign names are left to the dictionary.
    """
    spans: dict[int, int] = {}
    for known in _known_persons().finditer(text):
        spans[known.start()] = known.end()
    for title in _TITLED.finditer(text):
        if not _ABROAD.search(text, max(0, title.start() - 16), title.start()) and (end := _named(text, title.end())):
            spans.setdefault(title.end(), end)
    for clause in _CLAUSE.finditer(text):
        if end := _speaking(text, clause.start()):
            spans.setdefault(clause.start(), end)
    for end in list(spans.values()):
        while (listed := _LISTED.match(text, end)) and (following := _named(text, listed.end(), certain=True)):
            spans.setdefault(listed.end(), following)
            end = following
    for again in sorted({text[start:end] for start, end in spans.items() if end - start > 2}, key=len, reverse=True):
        for match in re.finditer(re.escape(again), text):
            spans.setdefault(match.start(), match.end())
    persons: list[Person] = []
    for start, end in sorted(spans.items()):
        if not persons or start >= persons[-1].end:
            persons.append(Person(start, end, text[start:end]))
    return tuple(persons)


def follows_title(text: str, start: int) -> bool:
    """Whether a title or a profession ends right before `start`."""
    return any(title.end() == start for title in _TITLED.finditer(text, max(0, start - 6), start + 1))


def _named(text: str, start: int, *, certain: bool = False) -> int | None:
    """The end of a name that begins at `start`, where one is expected; `certain` asks for an end that is plain."""
    family = _family(text[start : start + 4])
    if not family or family in WEAK or text[start : start + 2] in NOT_NAMES:
        return None
    longest = start + len(family) + 2
    ends = [end for end in (longest, longest - 1) if end <= len(text) and _is_given(text[start + len(family) : end])]
    for end in ends:
        if _AFTER.match(text, end):
            return end
    if ends and ends[0] == longest and not certain and GIVEN >= set(text[start + len(family) : longest]):
        return longest
    return None


def _speaking(text: str, start: int) -> int | None:
    """The end of a full name at the beginning of a clause that a title or a verb of saying follows."""
    family = _family(text[start : start + 4])
    end = start + len(family) + 2
    given = text[start + len(family) : end]
    if not family or family in WEAK or text[start : start + 2] in NOT_NAMES:
        return None
    if not (_is_given(given) and GIVEN >= set(given)):
        return None
    return end if text[start:end] not in known_places() and _SAYING.match(text, end) else None


def _is_given(text: str) -> bool:
    """Whether `text` could be a given name: Chinese characters, not those of a foreign name."""
    chinese = all("\u4e00" <= character <= "\u9fff" for character in text)
    return chinese and not NEVER_GIVEN & set(text) and not (len(text) > 1 and FOREIGN >= set(text))


@cache
def _known_persons() -> re.Pattern[str]:
    """Any person of the table whose name is no common word: 孙子 is more often a grandson."""
    long = [name for name in _people() if len(name) > 2]
    return re.compile("|".join(map(re.escape, sorted(long, key=len, reverse=True))))
