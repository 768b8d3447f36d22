"""Rules for times of day."""

import re

from pipelines.lexicon.numerals import D, whole
from pipelines.lexicon.quantities import Bound, Clock, Kind, Quantity
from pipelines.lexicon.rules import JOIN, Rule, found, joint

_BEFORE_NOON = ("凌晨", "清晨", "早晨", "早上", "清早", "上午", "早")
_AFTER_NOON = ("下午", "午后", "傍晚", "晚上", "晚间", "夜间", "晚", "今晚", "当晚", "昨晚", "明晚")
_HALF_OF_DAY = "|".join((*_BEFORE_NOON, *_AFTER_NOON, "中午", "正午", "午夜", "深夜", "今晨"))


def _clock(match: re.Match[str], end: str, half: str) -> Clock | None:
    hour, minute = whole(match["hour" + end]), whole(match["minute" + end]) or 0
    if hour is None or hour > 24 or minute > 59:
        return None
    if match["quarters" + end]:
        minute = {"半": 30, "一刻": 15, "三刻": 45}[match["quarters" + end]]
    later = half in _AFTER_NOON or (half == "中午" and hour < 6) or (half == "深夜" and hour > 5)
    if half in ("晚上", "晚", "晚间", "夜间", "午夜", "深夜", "今晚", "当晚", "昨晚", "明晚") and hour == 12:
        hour = 0
    elif later and hour < 12:
        hour += 12
    return Clock(hour % 24 if half else hour, minute, whole(match["second" + end]), named=bool(half))


def _time(match: re.Match[str]) -> Quantity | None:
    clock = _clock(match, "", match["half"] or "")
    plain = not (match["half"] or match["minute"] or match["quarters"] or match["sure"])
    if clock is None or (plain and not _is_hour(match)):
        return None
    about = match["sure"] in ("许", "左右", "多")
    return found(match, Kind.TIME, clock, bound=Bound.ABOUT if about else Bound.EXACT)


def _is_hour(match: re.Match[str]) -> bool:
    """Whether a number with 时 or 点 alone is an hour: 18时, but 三点建议 are three points and 一时 is a while."""
    if match["hour"] == "零":
        return True
    before, after = match.string[max(0, match.start() - 1) : match.start()], match.string[match.end() : match.end() + 2]
    if match["word"] == "点":
        return bool(re.match("[刚前后至到]|之[前后]|过后", after) or before.endswith(tuple("刚早晚才就")))
    return match["hour"][0].isdigit() or before.endswith(("日", "号", "天"))


def _time_range(match: re.Match[str]) -> Quantity | None:
    half = match["half1"] or ""
    low, high = _clock(match, "1", half), _clock(match, "2", match["half2"] or half)
    if low is None or high is None:
        return None
    if not (half or match["half2"] or match["minute1"] or match["minute2"] or match["word2"] == "时"):
        return None
    return found(match, Kind.TIME, low, high, joint(match["join"]))


_HOUR = f"2[0-4]|1\\d|0?\\d|二?十[{D}]?|[零{D}]"
_MINUTE = f"[0-5]\\d|\\d(?= ?分)|[二三四五]?十[{D}]?|零?[{D}](?= ?分)"


def _spoken(end: str) -> str:
    return (
        f"(?:(?P<half{end}>{_HALF_OF_DAY}) ?)?(?<!\\d)(?P<hour{end}>{_HOUR}) ?"
        f"(?P<word{end}>点(?![名评击燃缀心滴])|时(?![期代候间速尚常刻机装节针局政事])){_QUARTERS.format(end=end)}"
        f"(?: ?(?P<minute{end}>{_MINUTE})(?: ?分(?![之钟])|(?![\\d{D}十个名]))(?: ?(?P<second{end}>[0-5]?\\d) ?秒)?)?"
    )


_QUARTERS = "(?P<quarters{end}>半|一刻|三刻)?"


def _digital(end: str) -> str:
    return (
        f"(?:(?P<half{end}>{_HALF_OF_DAY}) ?)?(?<![\\d:：.])(?P<hour{end}>2[0-4]|[01]?\\d)(?P<word{end}>[:：])"
        f"(?P<minute{end}>[0-5]\\d)(?:[:：](?P<second{end}>[0-5]\\d))?(?![\\d:：%]){_QUARTERS.format(end=end)}"
    )


_SURE = "(?P<sure>整|钟|许|左右|多(?=[，。、；]))?"
RULES: tuple[Rule, ...] = (
    (f"{_spoken('')}{_SURE}", _time),
    (f"{_digital('')}{_SURE}", _time),
    (f"{_spoken('1')}(?P<join>{JOIN}){_spoken('2')}", _time_range),
    (f"{_digital('1')}(?P<join>{JOIN}){_digital('2')}", _time_range),
)
