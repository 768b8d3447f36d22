"""Names that the segmenter has cut, put together again: 刘 明, 陈 立 群, 普 列汉诺 夫."""

from __future__ import annotations

from pipelines.lexicon import names
from pipelines.translation import senses

Piece = tuple[str, str]  # a word and its part of speech

# What foreign names are mostly written with (Xinhua's tables of transliteration): such a word, if unknown, is a name.
_OF_FOREIGN_NAMES = frozenset(
    "阿埃艾爱安昂奥巴白班邦保贝本比彼别宾波伯博布查达戴丹德登迪蒂丁杜敦多厄恩尔法费芬丰夫弗福盖甘冈高戈哥格古圭哈海汉豪赫亨胡华怀"
    "霍基吉加贾杰金卡凯坎康考科克肯库夸齐拉莱赖兰朗劳勒雷里利莉丽列林琳龙卢鲁路伦罗洛马玛迈麦曼芒梅门蒙米密缅明莫默姆穆拿纳娜南瑙内尼"
    "涅宁纽努诺欧帕潘庞佩彭皮珀普奇恰乔切钦琼丘曲热日茹瑞若撒萨塞赛桑瑟森沙莎山尚绍舍申圣施史舒斯丝苏孙索塔泰坦汤唐陶特腾天廷图托"
    "瓦万旺威韦维魏温文沃乌武西希锡夏香肖谢辛欣休许雪雅亚延扬耶叶伊英尤约泽扎詹章珍朱兹祖佐"
)
# A given name ends before these, though people are given them too: they are oftener the next word.
_OFTENER_WORDS = frozenset("为以会向和与在将还可要已曾说称率任获现正成来去出从到后前上下中里不也都就")


def joined(pieces: list[Piece]) -> list[Piece]:
    """The pieces of a stretch of text, with the names of persons and foreign names whole."""
    return _foreign(_persons(pieces))


def is_foreign(word: str) -> bool:
    """Whether a word is written as foreign names are."""
    return all(character in _OF_FOREIGN_NAMES for character in word)


def _persons(pieces: list[Piece]) -> list[Piece]:
    """A family name that means nothing else takes the one or two lone characters after it that people are given."""
    whole: list[Piece] = []
    position = 0
    while position < len(pieces):
        family = pieces[position][0]
        end = position + 1
        if family in names.ONLY_SURNAMES or len(family) == 2 and names.is_surname(family):
            while end < min(position + 3, len(pieces)) and _is_given(pieces[end][0]):
                end += 1
        if end > position + 1:
            whole.append(("".join(word for word, _ in pieces[position:end]), "nr"))
        else:
            whole.append(pieces[position])
        position = end
    return whole


def _is_given(word: str) -> bool:
    return len(word) == 1 and word not in _OFTENER_WORDS and names.could_be_given(word)


def _foreign(pieces: list[Piece]) -> list[Piece]:
    whole: list[Piece] = []
    run: list[Piece] = []
    for word, tag in [*pieces, ("", "")]:
        if word and is_foreign(word) and (len(word) == 1 or tag != "nr" and not senses.known(word)):
            run.append((word, tag))
            continue
        name = "".join(piece for piece, _ in run)
        if len(run) > 1 and (len(name) > len(run) or len(run) > 2 and sum(map(names.is_foreign, name)) > 1):
            whole.append((name, "nrt"))
        else:
            whole += run
        run = []
        if word:
            whole.append((word, tag))
    return whole
