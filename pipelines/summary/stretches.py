"""Stretches of sentences that could stand for the whole: what a summary may cut, and what a headline may be made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.article.chinese import HAN, chinese_share
from pipelines.summary.clauses import Clause, framed, safe

_LONGEST = 5  # clauses of a stretch that is not the whole sentence
_MOST = 12  # clauses of a sentence that are looked at
_LEAST, _LONGEST_LINE = 6, 60  # characters of a headline
_CHINESE = 0.25  # of its letters

# What a headline leaves out at the beginning: who writes and that it is written, when it was, who reports it.
_says = re.compile(
    "(?:(?:在此基础上|因此|为此|鉴于此|最后|首先|其次|同时|此外|另外|其中|然后|接着|并且|并|从而|进而|且)[，,]?)?"
    "(?:本文|文章|该文|文中|全文|论文|本研究|本教程|本指南|本书|本章|我们|笔者|作者|这篇文章|这篇教程|这篇指南)?"
    "(?:将|会|还|则|就|从|对|已|已经)?"
    "(?:首次|首先|系统地?|系统性地?|详细地?|重点|主要|进一步|深入|初步|简要|全面|还|着重|分别|综合|成功|尝试|试图|旨在|创新性地)?(?:地)?"
    "(?:提出并?实现|设计并?实现|设计与实现|分析研究|研究分析|研究|提出|给出|介绍|探讨|讨论|阐述|论述|概述|综述|描述|总结|说明|建立|构建|构造|设计|实现|引入|推导|证明|分析|考察|展示|分享|解释|得到|得出|开发|研制|报道|讲解|演示)"
    "(?:出|了|过|并|与|和|的是|关于|如何)?(?:一种|一个|一类|一套|一组|一款|一些|几种|两种|三种|多种|几个|两个|若干)?(?:新的|新型的?|改进的|基于改进的|有效的|高效的)?"
)
_subject = re.compile("(?:本文|文章|该文|文中|全文|论文|本研究|我们|笔者|作者|本系列|本教程)(?:将|还|则)?")
_when = re.compile(
    "(?:(?:今天|今日|昨天|昨日|近日|日前|目前|当地时间|近年来|近来|最近|本报讯|截至目前)[，,]?)?(?:（[^（）]{2,14}）[，,]?)?(?:当地时间)?"
    "(?:(?:\\d{4}年)?\\d{1,2}月(?:\\d{1,2}日(?:[至到—–～-]{1,2}(?:\\d{1,2}月)?\\d{1,2}日)?)?|\\d{1,2}日(?:[至到—–～-]{1,2}\\d{1,2}日)?)?(?:上午|下午|晚间?|凌晨|中午)?[，,]?"
)
# 今天（6月17日）, and whatever else stands in brackets.
_aside = re.compile(
    f"(?:(?:今天|今日|昨天|昨日|明天)(?=[（(]))?(?<=[{HAN}”》A-Za-z0-9])[（(][^（）()]{{1,30}}[）)](?![A-Za-z0-9])"
)
_bad_beginning = re.compile(
    "[、，；：。！？,;:.!?）)》”’%的了着过等]|但|而|却|不过|然而|可是|且|并|也|就|则|便|才|又|还|都|使|以及|及|和|与|或|从而|进而|致使|否则|因为|由于|如果|所以|因此|"
    "\\d{1,2}日，|其中|其次|此外|另外|同时|例如|比如|如图|如表|见图|图\\d|表\\d|它|他|她|这|那|该|此|其|对此|之|说|称|表示|认为|指出|不仅|不但|方可|拟|特别是|尤其|结果表明|结果显示|研究表明|实验表明|随着|为了|有助于|以便|使得|即|是|"
    "实验结果|仿真结果|与此同时|据悉|综上|总之|针对[^，]*(?:问题|现状|不足|特点|缺点|情况|需求|缺陷)，|以[^，]*为[^，]{1,6}，|在[^，]*(?:基础上|中|下|上|时|后)，"
)
# Of a headline that is all of one clause: only on what ground, or when, something was done.
_adjunct = re.compile(
    "(?:针对[^，]*(?:问题|现状|不足|特点|缺点|情况|需求|缺陷)|以[^，]*为[^，]{1,6}|(?:在|从)[^，]*(?:基础上|中|下|上|时|后|角度|出发)|(?:根据|通过|利用|结合|由于|因|经)[^，]*|\\d+(?:日|年|月)[^，]{0,6})"
)
_bad_end = re.compile(
    "(?:[：:“‘（《、]|的|和|与|及|或|在|对|为|把|将|是|但|而|并|以|于|从|向|被|让|使|了解到|获悉|表示|认为|指出|说|称|介绍|如下|例如|包括|即)$"
)
# Somebody is led, and has still to arrive.
_goes_on = re.compile("赴|前往|来到|走进|深入|奔赴|抵达")
_strip = " \u3000，；：,;:。.!！、…—-*#"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Clauses `first` to `last`, inclusive, of a sentence; its characters from `start` to `end`.

    `safe` says that a summary may show it with … for the rest; a headline may also begin within a clause.
    """

    sentence: int
    first: int
    last: int
    start: int
    end: int
    safe: bool

    @property
    def place(self) -> tuple[int, int, int]:
        """What tells it from the other stretches of the article."""
        return self.sentence, self.start, self.end


def cuts(sentence: int, text: str, parts: Sequence[Clause]) -> Iterator[Stretch]:
    """The whole sentence, then what a summary may show of it instead."""
    last = len(parts) - 1
    yield Stretch(sentence, 0, last, 0, len(text), True)
    if last >= _MOST:
        return
    for begin in range(last + 1):
        for end in range(begin, last + 1):
            if (begin, end) != (0, last) and safe(text, parts, begin, end):
                yield Stretch(sentence, begin, end, parts[begin].start, parts[end].end, True)


def headlines(sentence: int, text: str, parts: Sequence[Clause]) -> Iterator[Stretch]:
    """What of a sentence could be a headline."""
    seen = set()
    count = min(len(parts), _MOST)
    for begin in range(count):
        for end in range(begin, min(count, begin + _LONGEST)):
            start, stop = parts[begin].start, parts[end].end
            for trimmed in _trims(text, start, stop):
                if (trimmed, stop) not in seen and _readable(text, trimmed, stop):
                    seen.add((trimmed, stop))
                    yield Stretch(sentence, begin, end, trimmed, stop, False)


def line(text: str, start: int, end: int) -> str:
    """A stretch as a headline: without brackets and closing marks."""
    kept = text[start:end]
    if "《" not in kept or len(kept) > _LEAST + 4:
        shorter = _aside.sub("", kept)
        kept = shorter if len(shorter.strip(_strip)) >= _LEAST else kept
    return " ".join(kept.split()).strip(_strip)


def _trims(text: str, start: int, stop: int) -> Iterator[int]:
    yield start
    for pattern in (_subject, _says, _when):
        match = pattern.match(text, start, stop)
        if match and match.end() > start and stop - match.end() >= _LEAST:
            yield match.end()


def _readable(text: str, start: int, stop: int) -> bool:
    kept = text[start:stop].strip(_strip)
    if (
        not _LEAST <= len(kept) <= _LONGEST_LINE
        or chinese_share(kept) < _CHINESE
        or text[start:stop].rstrip().endswith(("：", ":"))
    ):
        return False
    if any(kept.count(a) != kept.count(b) for a, b in ("“”", "《》", "（）", "()")):
        return False
    if _adjunct.fullmatch(kept) or _goes_on.match(text, stop):
        return False
    return not _bad_beginning.match(text, start) and not _bad_end.search(kept)


def without_frame(sentence: int, text: str, parts: Sequence[Clause]) -> Stretch:
    """The sentence without a byline, 据…报道 and the like at its beginning."""
    first = framed(text, parts)
    return Stretch(sentence, first, len(parts) - 1, parts[first].start, len(text), True)
