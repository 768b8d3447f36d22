"""The clauses of a sentence, and what cutting some of them off would do to its meaning.

A cut never joins what stood apart: what is kept is one stretch of the sentence, from the beginning of a clause to the
end of one. It is allowed where what is kept says the same with less of it, as far as rules can tell; where a clause
that is lost could turn the meaning of the rest (a condition, a contrast, a negation, who said it), it is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipelines.article.chinese import HAN

_OPENING = "“‘「『（(《〈【〔［[｛{"
_CLOSING = "”’」』）)》〉】〕］]｝}"
_PARTNER = dict(zip(_OPENING, _CLOSING, strict=True))
_BREAKS = "，；：,;:"
_LONGEST_ENCLOSED = 120  # characters; what has not closed by then never closes
_LEAST = 8  # characters that say something

_chinese = re.compile(f"[{HAN}“”《》（）]")


class Clause(NamedTuple):
    """A half-open span of a sentence, with the mark that ends it and the spaces behind."""

    start: int
    end: int


def clauses(sentence: str) -> list[Clause]:
    """The clauses of a sentence: without a gap; nothing in brackets, quotes and titles of books is cut."""
    found = []
    start = 0
    closes: list[tuple[str, int]] = []
    for place, character in enumerate(sentence):
        while closes and place - closes[-1][1] > _LONGEST_ENCLOSED:
            closes.pop()
        if character in _PARTNER:
            closes.append((_PARTNER[character], place))
        elif closes and character == closes[-1][0]:
            closes.pop()
        elif not closes and character in _BREAKS and place + 1 < len(sentence):
            if character in ",;:" and not _between_chinese(sentence, place):
                continue
            end = place + 1
            while end < len(sentence) and sentence[end].isspace():
                end += 1
            if end < len(sentence):
                found.append(Clause(start, end))
                start = end
    found.append(Clause(start, len(sentence)))
    return found


def _between_chinese(sentence: str, place: int) -> bool:
    near = (sentence[max(0, place - 1)], sentence[place + 1 : place + 3].strip()[:1])
    return any(_chinese.match(character) for character in near if character)


# --- what may be cut -----------------------------------------------------------------------------------------------

# Who says so, or since when; what follows stands without it.
_frame = re.compile(
    f"(?:(?:据|根据|另据|综合)[{HAN}A-Za-z《》“”·\\d]{{0,24}}(?:报道|消息|介绍|通报|统计|了解|获悉|透露|显示|悉|称)"
    f"|(?:本报|本台|本网)?记者[{HAN}A-Za-z0-9（）()《》“”·月日]{{0,32}}(?:获悉|了解到|介绍|报道)"
    f"|(?:近日|日前|近来|最近|目前|如今|据悉|据了解|据介绍|据统计|另外|此外|同时|首先|其次|最后|总之|综上所述|综上|由此可见|可见"
    f"|不难看出|需要指出的是|值得一提的是|值得注意的是|众所周知|事实上|实际上|换句话说|也就是说|当然|其实|好|那么|是的|对)"
    f")[，,：:]\\s*$"
)
_done = re.compile(
    "(?:本文|文章|该文|文中|论文|本研究|我们|笔者|作者|本章|本书|该方法)?(?:首次|首先|系统地?|详细地?|重点|主要|进一步|深入|初步|简要|全面|还|着重)?"
    "(?:提出|给出|介绍|设计|建立|构建|研究|分析|探讨|讨论|阐述|论述|综述|开发|构造|研制|总结|描述|考察|比较|评述|回顾|引入|证明|推导|改进|归纳)"
)
# What needs what came before it.
_depends = re.compile(
    "(?:但|而|却|不过|然而|可是|只是|否则|反而|反之|除非|才|就|则|便|也|都|还|又|仍|尚|更|再|既|那么|所以|因此|因而|故|从而|进而|于是|致使|以致|导致|"
    "使|使得|令|让|并|并且|且|以及|及|和|与|或|其|它|他|她|这|此|该|两者|前者|后者|以便|以免|以|来|即|例如|如|包括|其中|不|没|未|无|非|"
    "甚至|尤其|特别是|同时|对此|之|的|等|说|道|称|是)"
)
# What turns the meaning of the clauses before it.
_turns = re.compile(
    "(?:但|却|而(?!且)|不过|然而|可是|只是|否则|反而|除非|不然|才|就|则|便|也不|都不|还不|仍|尚|不|没|未|无|如果|若|只要|只有|当|假如|前提|除|"
    "这是|那是|是|纯属|系|均|说|称|道|表示|据)"
)
# What asks for something after it.
_opens = re.compile(
    "(?:但是?|而|然而|不过|可是|并且|并|且|同时)?(?:虽然|虽|尽管|如果|若|若是|假如|倘若|只要|只有|即使|即便|哪怕|因为|由于|不仅|不但|不光|不只|既|一方面|除了|除|与其|无论|不论|不管|一旦|当|每当|"
    "之所以|为了?|针对|随着|鉴于|在|从|通过|利用|采用|基于|根据|对|把|将|自从|自|作为|结合|以|就|按照|围绕|面对|截至|应|依托|沿着|经过|经|本着|遵照|受|继|借助|立足|瞄准|聚焦|此外|同时|另外|首先|其次|近日|日前|目前|据|有人|首先|其实)"
)
# Where somebody goes, with whom, for what: the verb before it has not said all yet.
_completes = re.compile(
    "(?:赴|前往|来到|到|走进|深入|对|就|向|为|与|同|和|在|于|从|由|给|共同|一起|一同|进行|开展|参加|出席|用来|用于|以|来|去|至|是|有|即|的|之)"
)
# An occasion: what was said or done there is the news, not that it took place.
_occasion = re.compile(
    "(?:会议|会谈|会晤|仪式|发布会|记者会|座谈会|电话|声明|公告|通知|公报|采访|讲话|演讲|活动|记者|作出部署)时?$"
)
# What takes back, anywhere behind it, what was said.
_denies = re.compile(
    "谣言|不实|虚假|误解|误传|误以为|并不|并非|不成立|相反|事实上|实际上|其实|除外|不包括|仅限|失败|未能|不是"
)
_conditional = re.compile(
    "一是|其一|第一，|虽然|尽管|如果|倘若|假如|只要|只有|即使|哪怕|不仅|不但|一方面|与其|无论|不论|不管|除非|之所以|是否|能否|并非|不是|没有|未|不"
)
_says = re.compile(
    "(?:说|表示|认为|指出|发现|表明|了解到|获悉|介绍|强调|称|道|写道|宣布|看来|觉得|知道|证明|显示|透露|要求|提出|如下|包括|例如|比如|就是|即|是|为|有|到|在|对|和|与|及|的|说道|"
    "问|回答|相信|建议|希望|提到|谈到|感到|承诺|警告|预计|估计|据悉)$"
)
_unfinished = re.compile(
    "(?:时|后|前|中|下|上|以来|之际|期间|的情况|同时|方面|的话|过程中|基础上|为(?:指引|指导|契机|核心|目标|主题|主线|基础|抓手|导向|例|依据|背景|载体|引领|统领|重点)|实际|(?:作为|按照|根据|结合|围绕|经过)[^，；]*)$"
)
_only_when = re.compile(
    "(?:从|自|截至|截止|到)?(?:今[天日晚年]|昨[天日晚]|明天|近日|日前|目前|当地时间|上午|下午|凌晨|晚间?|左右|开始|起|至|到|[\\d年月日时分点—～~、，,:：\\s-]|[（(][^（）()]*[）)])+"
)
_strip = " \u3000，；：,;:。.！？!?…、"


def safe(sentence: str, parts: Sequence[Clause], first: int, last: int) -> bool:
    """Whether `sentence` may be cut to its clauses `first` to `last`, inclusive, without saying something else.

    `sentence` is simplified, `parts` its clauses. The whole sentence always may.
    """
    if first == 0 and last == len(parts) - 1:
        return True
    texts = [sentence[part.start : part.end] for part in parts]
    kept = "".join(texts[first : last + 1]).strip(_strip)
    if len(kept) < _LEAST or _only_when.fullmatch(kept) or sentence.rstrip().endswith(("？", "?", "吗", "呢")):
        return False
    return _may_begin(texts, first) and _may_end(texts, first, last)


def framed(sentence: str, parts: Sequence[Clause]) -> int:
    """The first clause after what only frames the sentence: a byline, 据…报道, 近日."""
    first = 0
    while first + 1 < len(parts) and _frame.match(sentence[parts[first].start : parts[first].end]):
        first += 1
    return first


def _may_begin(texts: Sequence[str], first: int) -> bool:
    if first == 0:
        return True
    if _depends.match(texts[first]):
        return False
    dropped = texts[:first]
    if all(_frame.match(text) for text in dropped):
        return True
    # A semicolon or colon before it: what follows is a sentence of its own, unless somebody said it.
    if texts[first - 1].rstrip().endswith(("；", ";")):
        return not any(_conditional.search(text) for text in dropped[-1:])
    done = _done.match(texts[first])
    if done is None:
        return False
    return not _says.search(texts[first - 1].strip(_strip)) and not re.match(
        "如果|若|只要|只有|除非|假如|倘若|当", dropped[-1]
    )


def _may_end(texts: Sequence[str], first: int, last: int) -> bool:
    if last == len(texts) - 1:
        return True
    dropped = texts[last + 1 :]
    if _turns.match(dropped[0]) or "说" in dropped[0][-4:] or texts[last].rstrip().endswith(("：", ":")):
        return False
    if any(_denies.search(text) for text in dropped):
        return False
    if _completes.match(dropped[0]) and not texts[last].rstrip().endswith(("；", ";")):
        return False
    if any(_conditional.search(text) for text in texts[first : last + 1]) and not texts[last].rstrip().endswith(
        ("；", ";")
    ):
        return False
    closing = texts[last].strip(_strip)
    if _occasion.search(closing) or _says.search(closing) or _unfinished.search(closing) or len(closing) < 4:
        return False
    # A clause that only opens needs the one that is dropped.
    return not (_opens.match(closing) and not _done.search(closing)) or (last > first and bool(_done.search(closing)))


# What stands in brackets behind a word and only adds to it; shorter ones would not become shorter with … for them.
_aside = re.compile(f"(?<=[{HAN}”》A-Za-z])[（(](?![^（）()]*[不除仅非未含])[^（）()]{{5,40}}[）)](?![A-Za-z0-9])")


def without_asides(text: str) -> str:
    """A sentence with … for what stands in brackets and only adds to it."""
    return re.sub("…{2,}", "…", re.sub("…[。.]$", "…", _aside.sub("…", text)))


def shown(text: str, start: int, end: int) -> str:
    """The stretch of a sentence with … for what is cut off before and after it."""
    kept = text[start:end].strip()
    if start > 0 and text[:start].strip():
        kept = "…" + kept
    if text[end:].strip():
        kept = kept.rstrip("，；：,;: ") + "…"
    return kept
