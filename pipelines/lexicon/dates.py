"""Rules for dates, and for periods named from today or from the calendar."""

import re
from dataclasses import replace

from pipelines.lexicon.numerals import NUMERAL, D, read, whole
from pipelines.lexicon.quantities import Date, Kind, Quantity
from pipelines.lexicon.rules import JOIN, Rule, found, of_numeral

_YEARS = {
    "今年": "this year",
    "本年度": "this year",
    "去年": "last year",
    "上年": "last year",
    "明年": "next year",
    "前年": "the year before last",
    "后年": "the year after next",
    "当年": "that year",
    "同年": "the same year",
    "次年": "the following year",
    "翌年": "the following year",
}
_MONTHS = {"本": "this month", "上": "last month", "下": "next month"}
_WEEKS = {"上": "last", "本": "this", "这": "this", "下": "next", "每": "every"}
_DAYS = {
    "今天": "today",
    "今日": "today",
    "昨天": "yesterday",
    "昨日": "yesterday",
    "明天": "tomorrow",
    "明日": "tomorrow",
    "前天": "the day before yesterday",
    "后天": "the day after tomorrow",
}
_WEEKDAYS = {character: place for place, character in enumerate("一二三四五六日", 1)} | {"天": 7}
_PARTS = {
    **dict.fromkeys(("初", "上旬", "前期", "早期", "年初", "月初"), "early"),
    **dict.fromkeys(("中旬", "中期", "中叶"), "mid"),
    **dict.fromkeys(("下旬", "后期", "晚期", "末期"), "late"),
    **dict.fromkeys(("底", "末", "年底", "年末", "月底", "月末"), "end"),
    **dict.fromkeys(("上半年", "上半叶"), "first half"),
    **dict.fromkeys(("下半年", "下半叶"), "second half"),
}
_RANKS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "11th")
_SMALL = dict(enumerate(("", "", "two ", "three ", "four ", "five ", "six ", "seven ", "eight ", "nine ")))

# --- dates ---------------------------------------------------------------------------------------------------------

_YEAR_WORD = (
    "(?<![当如而现])今年(?!轻)|本年度|(?<!过)去年|(?<![比胜])上年(?!纪)|(?<![发说证声文清透光分])明年"
    "|(?<![年月日天期之以此目生])前年|(?<![年月日天期之以此今然战])后年|(?:当年|同年|次年|翌年)(?= ?\\d{1,2} ?月)"
)
_MONTH_WORD = "本月|(?<![以之早晚])[上下]个?月(?!球|亮)"
_YEAR = "[12]\\d{3}|[一二][零一二三四五六七八九]{3}"
_MONTH = "1[0-2]|0?[1-9](?!\\d)|十[一二]?|[一二三四五六七八九]"
_DAY = "3[01]|[12]\\d|0?[1-9](?!\\d)|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九]"
_NOT_DAY = "均线|元(?!旦)|圆|游|[之以]?内(?![塔瓦蒙政容外部])|报(?![道告名考价送出案])|本(?![报届次周月市省台网])"
_AFTER_DAY = "[上下中]午|[晚早]上|凌晨|当天|起|左右|前后|开始|举行|[、至到—-]\\d|[，。；）]|$"
# 5月7号 is a day, 21号 a number of a house unless what follows is said of days.
_DAY_END = f"(?:日(?!{_NOT_DAY})|号(?:(?<=月.号)|(?<=月..号)|(?<=月...号)|(?={_AFTER_DAY})))"
_PART = (
    "(?P<part>底(?![特层线部气蕴])|初(?![中级步始次审赛选评衷期])|末(?![端期])|年[底末初]|月[底末初]|[上中下]旬|[上下]半年"
    f"|(?:第?(?P<quarter>[一二三四1-4])|首)个?季度|[前头](?P<first>[{D}1-9]|1[01])个?(?P<unit>月|季度))"
)


def _date(end: str, suffixed: str = "") -> str:
    """The pattern of a date of any precision; `end` ends its groups' names, "?" as `suffixed` makes 年 optional."""
    return (
        f"(?:(?:(?P<era{end}>公元前|公元|西元) ?(?P<old{end}>\\d{{1,4}}) ?年"
        f"|(?P<year{end}>{_YEAR}) ?年{suffixed}(?:度(?![假过]))?"
        f"|(?P<yearword{end}>{_YEAR_WORD}))(?![级轻龄]) ?)?"
        f"(?:(?:(?P<month{end}>{_MONTH}) ?月份?|(?P<monthword{end}>{_MONTH_WORD})份?) ?)?"
        f"(?:(?P<day{end}>{_DAY}) ?{_DAY_END})?"
    )


def _parts(match: re.Match[str], end: str) -> Date:
    year = whole(match["year" + end] or match["old" + end])
    if year and match["era" + end] == "公元前":
        year = -year
    anchor = _YEARS.get(match["yearword" + end] or "") or _MONTHS.get((match["monthword" + end] or " ")[0], "")
    return Date(year, whole(match["month" + end]), whole(match["day" + end]), anchor=anchor)


def _is_one(date: Date) -> bool:
    """Whether the parts fit: no day of a year without its month, no month within a month."""
    within_year = date.year is not None or date.anchor.endswith("year")
    return date != Date() and not (date.day and within_year and date.month is None)


_LONG_AGO = re.compile(" ?(?:多?的?历史|之?前|来|以前|间)")


def _one_date(match: re.Match[str]) -> Quantity | None:
    date = _parts(match, "")
    if date == Date(date.year) and date.year and date.year % 100 == 0 and _LONG_AGO.match(match.string, match.end()):
        return None  # 2000年历史: that many years
    return found(match, Kind.DATE, date) if _is_one(date) else None


def _part_of_date(match: re.Match[str]) -> Quantity | None:
    date, part = _parts(match, ""), match["part"]
    in_month = date.month is not None or date.anchor.endswith("month")
    in_year = not in_month and (date.year is not None or date.anchor != "")
    alone = date == Date()
    if (
        alone
        and match.string[match.start() - 1 : match.start()] in tuple("年月日天周期时之以目此提")
        and part[0] in "前头"
    ):
        return None
    if date.day or not _fits(part, in_year, in_month, alone):
        return None
    if alone and part[-1] in "初末底":
        date = replace(date, anchor=f"the {'year' if part[0] == '年' else 'month'}")
    return found(match, Kind.DATE, replace(date, part=_part_in_english(match)))


def _fits(part: str, in_year: bool, in_month: bool, alone: bool) -> bool:
    if part in ("底", "初", "末"):
        return in_year or in_month
    if part.endswith("旬"):
        return in_month
    return not in_month and (alone or part[0] != "月")


def _part_in_english(match: re.Match[str]) -> str:
    if match["first"]:
        count = whole(match["first"]) or 0
        unit = "month" if match["unit"] == "月" else "quarter"
        return f"first {_SMALL.get(count, f'{count} ')}{unit}{'s' if count > 1 else ''}"
    if match["part"].endswith("季度"):
        return f"{_RANKS[(whole(match['quarter']) or 1) - 1]} quarter"
    return _PARTS[match["part"]]


def _separated(match: re.Match[str]) -> Quantity:
    return found(match, Kind.DATE, Date(int(match["year"]), int(match["month"]), int(match["day"])))


def _date_range(match: re.Match[str]) -> Quantity | None:
    low, high = _parts(match, "1"), _parts(match, "2")
    if high == Date():
        return None
    if bare := whole(match["bare"]):
        if high.day and not low.day:
            low = replace(low, day=bare)
        elif high.month and not high.day and not low.month and bare <= 12:
            low = replace(low, month=bare)
        elif high == Date(high.year) and low == Date() and bare > 999:
            low = replace(low, year=bare)
        else:
            return None
    listed = match["join"].strip() in ("、", "和", "与", "及")
    if listed and not (bare or (low.month and low.day and high == Date(day=high.day))):
        return None  # two dates, each whole
    if high.year is None and not high.anchor:
        high = replace(high, year=low.year, anchor=low.anchor)
    if high.month is None and high.day:
        high = replace(high, month=low.month)
    if low.year is None and not low.anchor and low.month and not low.day:
        low = replace(low, year=high.year)
    if not (_is_one(low) and _is_one(high)) or (low.day is None) != (high.day is None):
        return None
    return found(match, Kind.DATE, low, high, " and " if listed else "–")


# --- weekdays, decades, centuries, days told from today ------------------------------------------------------------


def _weekday(match: re.Match[str]) -> Quantity:
    anchor = _WEEKS.get((match["which"] or "")[:1], "")
    upper = Date(weekday=_WEEKDAYS[match["last"]], anchor=anchor) if match["last"] else None
    joined = "" if upper is None else " and " if match["join"] == "、" else " to "
    return found(match, Kind.DATE, Date(weekday=_WEEKDAYS[match["day"]], anchor=anchor), upper, joined)


def _decade(match: re.Match[str]) -> Quantity | None:
    decade = whole(match["decade"])
    if decade is None or decade % 10:
        return None
    if decade < 100:
        century = whole(match["century"]) if match["century"] else 21 if match["which"] == "本" else 20
        decade += ((century or 20) - 1) * 100
    part = _PARTS.get(match["part"] or "", "")
    return found(match, Kind.DATE, Date(decade, part="late" if part == "end" else part, span="decade"))


def _century(match: re.Match[str]) -> Quantity | None:
    part = _PARTS.get(match["part"] or "", "")
    part = "late" if part == "end" else part
    if match["which"]:
        return found(
            match, Kind.DATE, Date(anchor="last century" if match["which"][0] == "上" else "this century", part=part)
        )
    number = whole(match["number"])
    if number is None or not 0 < number < 100:
        return None
    return found(match, Kind.DATE, Date(-number if match["era"] else number, part=part, span="century"))


def _day(match: re.Match[str]) -> Quantity:
    return found(match, Kind.DATE, Date(anchor=_DAYS[match.group()]))


def _plan(match: re.Match[str]) -> Quantity | None:
    number = whole(match["number"])
    return None if number is None else found(match, Kind.ORDINAL, number, unit="Five-Year Plan")


def _days(match: re.Match[str]) -> Quantity | None:
    number = read(match["number"] or match["vague"])
    return None if number is None else of_numeral(match, Kind.DURATION, number, "day")


_WEEK = "(?:周|星期|礼拜)"
_WEEKDAY = "(?P<{}>[一二三四五六日天])(?![次个节场期刊年岁天旬边周步])"
_DECADES = f"(?P<decade>[12]\\d\\d0|\\d0|[{D}]?十|[一二][零{D}]{{3}}) ?年代"
_PERIOD = "(?P<part>[初末底](?!期)|[初末前中后早晚]期|中叶|[上下]半叶)?"
_SEPARATED = (
    "(?<![\\d.])(?P<year>[12]\\d{3})(?P<mark>[-/.])(?P<month>1[0-2]|0?[1-9])(?P=mark)"
    "(?P<day>3[01]|[12]\\d|0?[1-9])(?!\\d)"
)
RULES: tuple[Rule, ...] = (
    (_date(""), _one_date),
    (f"{_date('')}{_PART}", _part_of_date),
    (_SEPARATED, _separated),
    (f"{_date('1', '?')}(?P<bare>\\d{{1,4}}|[{D}十]{{1,3}})?(?P<join>{JOIN}|[、和与及]){_date('2')}", _date_range),
    (
        f"(?P<which>[上下]{{1,2}}个?|[本这每])?{_WEEK}{_WEEKDAY.format('day')}"
        f"(?:(?P<join>{JOIN}|、)(?:{_WEEK})?{_WEEKDAY.format('last')})?",
        _weekday,
    ),
    (f"(?:(?P<which>[上本])个?世纪|(?P<century>\\d\\d?|二?十[{D}]?) ?世纪)? ?{_DECADES}{_PERIOD}", _decade),
    (
        f"(?:(?P<which>[上本]个?)|(?P<era>公元前)?(?P<number>\\d\\d?|二?十[{D}]?|[{D}])) ?世纪{_PERIOD}",
        _century,
    ),
    ("|".join(_DAYS), _day),
    (f'[“"「]?(?P<number>十[{D}])五(?:[”"」])?(?:规划|计划)?(?![{D}十百千万亿个年岁])', _plan),
    (f"(?P<number>{NUMERAL}) ?日(?=[内游]|之内|以内|之久)|(?P<vague>数|十[余几]|[{D}]十[余几多])日", _days),
)
