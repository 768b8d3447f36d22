"""A whole web page, copied as text, is reduced to its article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipelines.article.boilerplate import credit, is_boilerplate
from pipelines.article.chinese import han
from pipelines.article.extracted import Stretch
from pipelines.article.title import without_site
from pipelines.article.traced import line_spans

# Words that stand on a page around an article; a text with several of them on lines of their own is such a page.
_furniture = re.compile(
    "(?:网站)?首\\s*页|登\\s*录|注\\s*册|退出|导航|更多(?:>+|»)?|返回(?:顶部|首页)|分享(?:到)?[:：]?|收藏|微博|微信|订阅|搜索|专题|视频|图片|直播|财经|体育|娱乐|科技|军事|历史|时政|国际|社会|汽车|房产|教育|健康|旅游|文化"
    "|(?:我的)?(?:博客|邮箱|收藏)|客户端|手机版|移动客户端|(?:热门|精彩|相关|为您|编辑|猜你|好书|最新|最热)(?:推荐|新闻|评论|阅读|文章|视频|图集|精选|喜欢|专题)|推荐(?:阅读)?\\d*|热点(?:推荐|排行)|网友评论|条?评论[|]?|人?参与"
    "|(?:广告|联系|关于|招聘|版权|免责|隐私|网站|意见)\\S{0,6}|返回|上一页|下一页|打印|字号|首頁|登入|註冊|會員|更多新聞|相關新聞|熱門|返回頂部|訂閱|廣告"
)
# 首页 > 新闻中心 > 正文
_trail = re.compile("[^，。！？>›»]{1,16}(?:\\s*[>›»]+\\s*[^，。！？>›»]{1,16}){1,5}")
_between_links = re.compile("[\\s|｜/·]+")
_rights = re.compile("Copyright|©|All Rights Reserved|版\\s*权\\s*所\\s*有|版權所有", re.IGNORECASE)
_prose = re.compile("[。！？…；!?][”’」』）)》】\"']*$|[，。].*[，。：；]|：$|[，、；]$")
_signed = re.compile("[（(\\[【]?(?:责任编辑|責任編輯|责编|責編|编辑[:：]|編輯[:：])")
# The article ends before a line that begins with one of these.
_after = re.compile(
    "[（(\\[【]?(?:责任编辑|責任編輯|责编|責編|编辑[:：]|編輯[:：])|(?:相关|热门|推荐|精彩|延伸|更多|最新|为您|猜你|编辑)(?:新闻|阅读|推荐|链接|文章|评论|视频|图集|喜欢|精彩)|文章关键词|网友评论|发表评论|条评论|我要(?:反馈|评论)|推荐\\d*$|上一篇|下一篇|【\\d】$|返回(?:顶部|首页)"
    "|相關(?:新聞|閱讀|文章)|延伸閱讀|熱門(?:新聞|文章)|推薦閱讀|Copyright|版权所有"
)
_date = re.compile(r"(?:19|20)\d\d\s*[年/.-]\s*\d{1,2}\s*[月/.-]\s*\d{1,2}")
_call = re.compile("点击(?:进入|投票|查看|下方|购买|领取|报名)|扫描二维码|扫码|【点击|火热进行中")
_outlet = re.compile("\\S{1,14}(?:报|報|网|網|社|频道|电视台|周刊|杂志|客户端|新闻|在线|号)(?:[-—]\\S{1,10})?")
_source = re.compile("(?:来源|來源|稿源|作者)\\s*[:：]")


# What a line scores that has the form of a button, and one that has the form of a link or heading.
_BUTTON, _UNFINISHED = -25.0, -12.0


class _Line(NamedTuple):
    start: int
    end: int
    text: str
    gap: bool  # whether an empty line stands before it


class Reduced(NamedTuple):
    """What of a page is not its article, and the headline as the page itself repeats it."""

    stretches: list[Stretch]
    title: str


def reduce(text: str) -> Reduced | None:
    """What to set aside of a whole page: everything where it has no article; None where `text` is no page.

    Lines score by whether they read as prose; the article is the stretch with the greatest sum (Pasternack and Roth,
    "Extracting Article Text from the Web with Maximum Subsequence Segmentation", 2009), from the headline on where the
    page repeats the one in its window's title.
    """
    lines = _lines(text)
    if not _is_page(lines):
        return None
    headline, first = _headline(lines)
    scores = [_score(line.text) for line in lines]
    if headline:
        _spare_tables(scores, lines, first)
    begin, end = _body(scores, lines, first)
    kept = _kept(lines, first if headline else begin, begin, end)
    stretches = [
        Stretch(line.start, line.end, rule)
        for index, line in enumerate(lines)
        if index not in kept and (rule := _rule(lines, index, first if headline else begin, begin, end))
    ]
    return Reduced(stretches, headline)


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    gap = True
    for start, end in line_spans(text):
        stripped = text[start:end].strip()
        if stripped:
            lines.append(_Line(start, end, stripped, gap))
        gap = not stripped
    return lines


def _is_page(lines: Sequence[_Line]) -> bool:
    if len(lines) < 12:
        return False
    furniture = {word for line in lines for word in _links(line.text)}
    rights = any(_rights.search(line.text) for line in lines)
    trail = any(_trail.fullmatch(line.text) for line in lines)
    window = without_site(lines[0].text)
    repeated = window != lines[0].text and any(line.text == window for line in lines[1:])
    short = sum(len(line.text) <= 24 and not _prose.search(line.text) for line in lines)
    return len(furniture) + 2 * (rights + trail + repeated) >= 4 and short >= 0.4 * len(lines)


def _links(line: str) -> list[str]:
    """The words of the furniture that the line consists of: one, or most of a row of links; else nothing."""
    if _furniture.fullmatch(line):
        return [line]
    words = [word for word in _between_links.split(line) if word]
    known = [word for word in words if _furniture.fullmatch(word)]
    return known if len(known) > 1 and 2 * len(known) >= len(words) else []


def _score(line: str) -> float:
    """Positive for prose, by length; negative for what has the form of a link, a button or a heading."""
    if is_boilerplate(line) or _links(line) or _trail.fullmatch(line) or _rights.search(line):
        return _BUTTON
    if _prose.search(line) and (len(line) >= 8 or line.endswith(("。", "。”", "。」"))) and not _call.search(line):
        return min(len(line), 120) * 1.0
    return _UNFINISHED


def _headline(lines: Sequence[_Line]) -> tuple[str, int]:
    """The headline and the line it stands on above the body; nothing where no line is one."""
    candidates: list[tuple[float, int]] = []
    window = lines[0].text
    least = max(6, 0.5 * len(without_site(window)))
    for index, line in enumerate(lines[1:], 1):
        if len(line.text) >= least and window.startswith(line.text) and not _furniture.fullmatch(line.text):
            below = lines[index + 1 : index + 12]
            dated = any(_date.search(other.text) for other in below[:4])
            prose = sum(_score(other.text) > 0 for other in below)
            candidates.append((10.0 * dated + prose + 0.001 * index, index))
    if candidates:
        index = max(candidates)[1]
        return lines[index].text, index
    # A headline stands right above its date, and is followed by prose.
    for index, line in enumerate(lines[:-2]):
        below = lines[index + 1 : index + 4]
        if (
            8 <= len(line.text) <= 48
            and _score(line.text) == _UNFINISHED
            and han.search(line.text)
            and any(_date.match(other.text) or (_date.search(other.text) and credit(other.text)) for other in below[:2])
            and any(_score(other.text) > 0 for other in lines[index + 1 : index + 15])
        ):
            return without_site(line.text), index
    return "", 0


def _spare_tables(scores: list[float], lines: Sequence[_Line], first: int) -> None:
    """Between a headline and the line that says who edited the article, short lines are its tables and lists.

    They take nothing from the sum, so that the article does not end at them.
    """
    signed = next((index for index in range(first + 1, len(lines)) if _signed.match(lines[index].text)), first)
    scores[first:signed] = [max(score, 0.0) for score in scores[first:signed]]


def _body(scores: Sequence[float], lines: Sequence[_Line], first: int) -> tuple[int, int]:
    """The half-open range of lines with the greatest sum of scores, in one run without an end mark."""
    best, best_range = 0.0, (0, 0)
    total, begin = 0.0, first
    for index in range(first, len(lines)):
        if _after.match(lines[index].text):
            # Below a known headline the first article is the one it names.
            if first and best > 40:
                break
            total, begin = 0.0, index + 1
            continue
        if total <= 0:
            total, begin = 0.0, index
        total += scores[index]
        if total > best:
            best, best_range = total, (begin, index + 1)
    return best_range


def _kept(lines: Sequence[_Line], headline: int, begin: int, end: int) -> set[int]:
    """The lines that stay: headline and body, without blocks that call for a click."""
    kept = {headline} if end else set()
    block: list[int] = []
    for index in range(begin, end):
        if lines[index].gap:
            kept.update(_without_calls(lines, block))
            block = []
        block.append(index)
    kept.update(_without_calls(lines, block))
    return kept


def _without_calls(lines: Sequence[_Line], block: list[int]) -> list[int]:
    return [] if len(block) <= 4 and any(_call.search(lines[index].text) for index in block) else block


def _rule(lines: Sequence[_Line], index: int, headline: int, begin: int, end: int) -> str:
    """The rule for a line that goes; nothing where it is a credit of the article, which has rules of its own."""
    line = lines[index].text
    if headline < index < begin or (end and end <= index < end + 8):
        labelled = bool(_source.fullmatch(lines[index - 1].text))
        if labelled or credit(line):
            return ""
        if _date.match(lines[index - 1].text) and _outlet.fullmatch(line):
            return "source"
    return "navigation"
