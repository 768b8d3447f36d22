"""Which line is the headline."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.article.chinese import HAN, han

_LONGEST = 48
# A site's or channel's name behind a headline: _新浪财经_新浪网, --文化--人民网, - 知乎, |辟谣.
_site = re.compile(
    f"\\s*(?:_|\\||｜|--+|—+|\\s[-–·]\\s|-(?=[{HAN}]{{1,8}}(?:网|網|报|報)$))\\s*"
    f"(?=[^_|｜—]{{1,24}}$)(?:[{HAN}A-Za-z0-9.]{{0,16}}(?:网|網|网站|資訊|资讯|频道|頻道|新闻|新聞|日报|晚报|时报|日報|晚報|時報|报业|客户端|门户|在线|博客|论坛|知乎|豆瓣|搜狐|腾讯|百度|百家号|公众号|澎湃|BBC|News|news|\\.com|\\.cn))\\s*$"
)
_section = re.compile(f"\\s*(?:_|\\||｜|--+)\\s*[{HAN}A-Za-z0-9]{{1,8}}$")
_label = re.compile(
    f"(?:[{HAN}0-9A-Za-z（） \u3000]{{0,30}}[电電]?[ \u3000]*[题題]|标题|標題|题目|題目)[：:]\\s*(?=\\S)"
)
# A speaker's name with a time, as in transcripts, is none either.
_unfinished = re.compile(r"[。；;，,、：:]$|[。；\t]|\d[:：]\d\d$")
_numbered = re.compile("[（(]?[一二三四五六七八九十\\d]{1,3}[)）、.．]|第[一二三四五六七八九十百\\d]{1,4}[章节節条條]")
_sentence_end = re.compile("[。！？!?…；.][”’」』）)》\"']*$")


def without_site(headline: str) -> str:
    """`headline` without the names of section and site behind it."""
    shorter = _site.sub("", headline)
    if shorter == headline or not han.search(shorter):
        return headline
    # What stands between the headline and the site is a section of it.
    while (again := _section.sub("", _site.sub("", shorter))) != shorter and han.search(again):
        shorter = again
    return shorter


def label(line: str) -> int:
    """The length of 题：, 标题： and the like at the beginning of `line`; 0 without one."""
    match = _label.match(line)
    return match.end() if match else 0


def is_headline(lines: Sequence[str], *, marked: bool = False) -> bool:
    """Whether the first of `lines`, the text's paragraphs, is its headline.

    A headline is short, does not end like a sentence, and stands before a body that does. `marked` says that something
    else speaks for it, such as a date or a byline below it: it may then end in a question or exclamation mark.
    """
    first, body = lines[0], lines[1:]
    if (
        not body
        or not han.search(first)
        or len(first) > _LONGEST
        or _unfinished.search(first)
        or _numbered.match(first)
    ):
        return False
    if _sentence_end.search(first) and not (marked and not first.endswith(".")):
        return False
    finished = [line for line in body if _sentence_end.search(line)]
    if not finished:
        return False
    return max(map(len, finished)) > min(20, len(first)) and len(finished) >= 0.3 * min(len(body), 10)
