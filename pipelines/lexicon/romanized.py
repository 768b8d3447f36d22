"""How a Chinese person's name may stand in English: every accepted romanization, and what looks like one.

Pinyin in either order, with or without hyphens and tone marks, is the rule; family names of Hong Kong, Taiwan,
Singapore, Korea and Vietnam are written by other tables, where the given name follows rules of its own and cannot be
told from the characters.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from pipelines.lexicon.names import person
from pipelines.lexicon.surnames import COMPOUND, GIVEN, READINGS, SINGLE

_OTHER_FAMILIES = {
    "陈": "chan tan chin tran jin", "王": "wong ong wang vuong", "张": "cheung chang teo jang zhang truong", "李": "lee li ly ri yi rhee lie",
    "黄": "wong huang ng hwang hoang ooi oei", "林": "lam lim lin im rim", "刘": "lau liu low liew yoo luu yu", "吴": "ng wu goh oh ngo",
    "周": "chow chou chau joo chu zhou", "郑": "cheng tay chung jeong jung jong trinh chang", "赵": "chiu chao cho jo trieu", "杨": "yeung yang yeo duong young",
    "郭": "kwok kuo quek kwak quach koay", "何": "ho ha hoh", "罗": "law lo loh la", "梁": "leung liang neo luong yang leong", "谢": "tse hsieh chia xie ta",
    "许": "hui hsu koh heo hur hua khaw", "邓": "tang teng dang", "曾": "tsang tseng chan tang zeng", "蔡": "choi tsai chua chae thai cai", "蒋": "cheung chiang jiang",
    "叶": "yip yeh yap diep", "徐": "tsui hsu seo suh tu xu", "朱": "chu choo joo ju", "高": "ko kao ko koh go cao", "江": "kong chiang kang giang jiang",
    "孙": "suen sun son ton", "马": "ma mah", "胡": "wu hu ho oh", "余": "yu yee er du", "潘": "poon pan phua ban phan", "萧": "siu hsiao xiao siew so sio tieu", "冯": "fung feng phung",
    "程": "ching cheng", "袁": "yuen yuan won vien", "沈": "shum shen sim shim", "唐": "tong tang dang duong", "韩": "hon han", "曹": "tso tsao cho tao",
    "彭": "pang peng phang", "苏": "so su soh to", "卢": "lo lu loh roh noh", "石": "shek shih seok", "钟": "chung jong chong zhong", "姜": "keung chiang kang gang",
    "崔": "tsui choi choe", "范": "fan pham", "金": "kam chin kim gim", "夏": "ha hsia xia", "方": "fong fang bang phuong", "任": "yam jen im lim nham ren",
    "邹": "chau tsou zou", "汪": "wong wang", "田": "tin tien jeon", "丁": "ting jung dinh", "董": "tung dong", "宋": "sung song soong", "魏": "ngai wei wee",
    "贾": "chia jia", "谭": "tam tan", "阮": "yuen nguyen ruan", "武": "vo vu mo wu", "杜": "do to tu", "索": "so", "朴": "park pak bak", "尹": "wan yoon yun", "申": "shin", "权": "kwon", "安": "an ahn on",
    "柳": "lau ryu yoo", "洪": "hung hong", "全": "jeon chun", "文": "man moon", "裴": "bae", "白": "pak baek paik bai", "南": "nam", "河": "ha", "成": "sung", "车": "cha",
    "具": "koo", "辛": "shin", "闵": "min", "严": "yim yen eom", "元": "won", "孔": "hung kong", "康": "hong kang", "玄": "hyun", "卞": "byun", "施": "sze shih",
    "古": "koo ku", "关": "kwan kuan", "温": "wan wen", "简": "kan chien", "欧": "au ou", "欧阳": "au-yeung ouyang", "司徒": "szeto", "岑": "sham shum", "霍": "fok", "伍": "ng",
    "区": "au", "黎": "lai le", "廖": "liu liao", "邝": "kwong fong", "麦": "mak", "庄": "chong chuang", "颜": "ngan gan yen", "童": "tung", "戴": "tai dai", "詹": "chim chan",
    "翁": "yung weng ong", "龚": "kung", "陆": "luk lu yook", "姚": "yiu yao", "连": "lien", "游": "yu", "侯": "hau hou", "傅": "fu foo", "邱": "yau chiu khoo qiu", "丘": "yau chiu",
    "章": "cheung chang", "秦": "chun chin", "顾": "koo ku", "史": "sze shih", "毛": "mo mao", "易": "yik yi", "常": "sheung chang", "倪": "ngai ni", "俞": "yu", "尤": "yau yu",
    "凌": "ling", "鲍": "pau bao", "龙": "lung long", "万": "man wan", "段": "tuen", "雷": "lui lei loi", "熊": "hung", "孟": "mang maeng", "薛": "sit hsueh", "甘": "kam", "莫": "mok mo",
}  # fmt: skip
# Family names of Japan that begin like one of China.
_JAPANESE = frozenset(
    (
        "山田 山本 山口 山下 山崎 山中 山内 高桥 高田 高木 高野 石川 石原 石田 石井 石桥 安倍 安藤 安田 林田 金子 金田 松本 松井 松下 "
        "松田 松尾 田中 田村 田边 田口 原田 马场 江口 池田 柴田 武田 武藤 熊谷 成田 平野 平田 平井 上野 上田 上原 宫崎 宫本 宫泽 关口 "
        "竹内 竹下 白石 白川 水野 水谷 齐藤 斋藤 若林 荒木 藤田 藤原 藤井 伊藤 河野 黑田 本田 和田 吉田 吉川 千叶 古田 古川 谷口 "
        "向井 花田 鹤田 樱井 渡边 佐藤 佐佐 加藤 森田 森本 中村 中岛 大谷 大野 小林 小泉 冈田 岸田 村上 木村 清水 足立 手塚 菊池 "
        "菅野 菅原 长谷 永井 野田 福田 西村 西田 南野 前田 岩田 酒井 阿部 桥本 黄川 庄司 杉山 东条 北野 柳田 石破 谷垣 麻生 茂木"
    ).split()
)
_CAPITALIZED = re.compile(r"[A-ZÀ-Þ][^\W\d_]*(?:[-'’‐‑][^\W\d_]+)*")
_MARKS = re.compile(r"[-'’‐‑.]")


@dataclass(frozen=True, slots=True)
class Word:
    """A capitalized English word, folded, and its half-open span."""

    folded: str
    start: int
    end: int


def folded(text: str) -> str:
    """Lower case without marks, hyphens and apostrophes: Dong-qún is dongqun."""
    plain = unicodedata.normalize("NFKD", text)
    return _MARKS.sub("", "".join(c for c in plain if not unicodedata.combining(c))).lower()


def capitalized_words(text: str) -> tuple[Word, ...]:
    """The capitalized words of an English text, in order."""
    return tuple(Word(folded(m.group()), m.start(), m.end()) for m in _CAPITALIZED.finditer(text))


def family_of(name: str) -> str:
    """The family name a Chinese full name begins with, or ""."""
    for length in (4, 2):
        if name[:length] in COMPOUND and len(name) > length:
            return name[:length]
    return name[:1] if name[:1] in SINGLE else ""


@lru_cache(maxsize=20_000)
def readings(text: str) -> frozenset[str]:
    """Every pinyin of these characters as one folded word; ü also as u, v and yu. At most 64."""
    from pypinyin import Style, pinyin

    syllables = [set(column) for column in pinyin(text, style=Style.NORMAL, heteronym=True, v_to_u=False)]
    columns = [{spelled for syllable in column for spelled in _spelled(syllable)} for column in syllables]
    size = 1
    for column in columns:
        size *= len(column)
    if size > 64:
        columns = [{spelled for spelled in _spelled(sorted(column)[0])} for column in syllables]
    return frozenset("".join(parts) for parts in product(*columns))


def _spelled(syllable: str) -> set[str]:
    plain = syllable.lower()
    if "v" in plain or "ü" in plain:
        bare = plain.replace("ü", "v")
        return {bare, bare.replace("v", "u"), bare.replace("v", "yu"), bare.replace("ve", "ue")}
    return {plain}


@lru_cache(maxsize=5_000)
def families(family: str) -> tuple[frozenset[str], frozenset[str]]:
    """The pinyin of a family name, and what it is written as elsewhere; both folded."""
    pinyin = set(readings(family))
    if family in READINGS:
        pinyin.add(folded(READINGS[family]).replace(" ", ""))
    return frozenset(pinyin), frozenset(folded(word) for word in _OTHER_FAMILIES.get(family, "").split()) - pinyin


def known(name: str) -> str:
    """The English a person is known by where it is no plain pinyin, or ""."""
    written = person(name)
    family, given = family_of(name), name[len(family_of(name)) :]
    plain = folded(written).replace(" ", "")
    if family and any(plain == f + g for f in families(family)[0] for g in readings(given)):
        return ""
    return written if family else ""


def is_japanese(name: str) -> bool:
    """Whether a name begins with a family name of Japan: 山田洋次 is no 山."""
    return name[:2] in _JAPANESE


def is_spelled_in(text: str, family: str, given: str) -> bool:
    """Whether somewhere in the Chinese `text` characters stand that are read so, one after the other."""
    for place, character in enumerate(text):
        for size in (1, 2):
            first = text[place : place + size]
            if first not in (SINGLE if size == 1 else COMPOUND) or family not in families(first)[0]:
                continue
            for length in (1, 2, 3):
                following = text[place + size : place + size + length]
                if len(following) == length and _is_read(following, given):
                    return True
    return False


def _is_read(text: str, given: str) -> bool:
    """Whether some Chinese can be read so, or begins so: the given name of a longer one, Zhi Hong."""
    return all("\u4e00" <= character <= "\u9fff" for character in text) and given in readings(text)


@cache
def _syllables() -> re.Pattern[str]:
    """Any syllable that a family name or a given name is read with."""
    from pypinyin import lazy_pinyin

    some = {syllable.replace("v", "u") for syllable in lazy_pinyin("".join(sorted(SINGLE | GIVEN)))}
    return re.compile(f"(?:{'|'.join(sorted(some, key=len, reverse=True))})")


@lru_cache(maxsize=20_000)
def is_pinyin(word: str, most: int = 3) -> bool:
    """Whether a folded word could be one to `most` syllables of pinyin: dongqun, not smith."""
    if not word:
        return True
    if most == 0 or len(word) > 6 * most:
        return False
    one = _syllables()
    return any(
        one.fullmatch(word, 0, end) is not None and is_pinyin(word[end:], most - 1)
        for end in range(1, min(6, len(word)) + 1)
    )


@cache
def other_families() -> frozenset[str]:
    """What family names are written as outside the mainland, folded."""
    return frozenset(word for words in _OTHER_FAMILIES.values() for word in words.split())


@cache
def all_families() -> frozenset[str]:
    """The pinyin of every family name, folded."""
    return frozenset(reading for family in SINGLE | COMPOUND for reading in families(family)[0])
