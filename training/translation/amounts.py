"""Numbers, money, dates and measures for the gaps of the templates: drawn as Chinese, put into English by `lexicon`.

The gloss and the checks read numbers by the same rules, so a model trained on this agrees with them.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from pipelines.lexicon import numbers

Filled = tuple[str, str]
Slot = Callable[[Random], Filled]


def read(chinese: str) -> str:
    """The English of Chinese that is one quantity, whole. Raises ValueError if it is not."""
    found = numbers.find(chinese)
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(chinese)):
        raise ValueError(f"{chinese} is not one quantity")
    return found[0].english()


def _read(write: Callable[[Random], str]) -> Slot:
    def slot(draw: Random) -> Filled:
        while True:
            chinese = write(draw)
            try:
                return chinese, read(chinese)
            except ValueError:  # 4.5亿多元 is not read, by now: another one is drawn
                continue

    return slot


def figure(draw: Random) -> str:
    """A figure as the press writes one: 3, 48, 3.5, 12.86, 1,200."""
    match draw.randrange(8):
        case 0 | 1:
            return str(draw.randint(2, 9))
        case 2 | 3:
            return str(draw.randint(10, 999))
        case 4 | 5:
            return f"{draw.randint(1, 99)}.{draw.randint(1, 9)}"
        case 6:
            return f"{draw.randint(1, 999)}.{draw.randint(1, 99):02}".rstrip("0")
        case _:
            return str(draw.randint(1000, 9999))


def _scaled(draw: Random) -> str:
    return figure(draw) + draw.choice(("", "万", "万", "亿", "亿", "亿", "万亿"))


def _spoken(draw: Random) -> str:
    return numbers.chinese(draw.choice((draw.randint(11, 99), 10 * draw.randint(11, 99), 100 * draw.randint(11, 99))))


def _money(draw: Random) -> str:
    currency = draw.choice(("元", "元", "元", "元", "美元", "美元", "欧元", "港元", "日元", "英镑"))
    return draw.choice((_scaled, _scaled, _scaled, _spoken))(draw) + draw.choice(("", "", "", "多")) + currency


def _small_money(draw: Random) -> str:
    return f"{draw.choice((draw.randint(2, 999), draw.randint(1000, 99999)))}元"


def _money_range(draw: Random) -> str:
    low = draw.randint(2, 80)
    scale = draw.choice(("", "万", "亿"))
    return f"{low}{scale}{draw.choice('至到')}{low + draw.randint(1, 60)}{scale}元"


def _percent(draw: Random) -> str:
    whole, part = draw.randint(1, 99), draw.randint(1, 9)
    spoken = f"百分之{numbers.chinese(whole)}" if whole != 10 else "百分之十"
    return draw.choice((f"{whole}%", f"{whole}.{part}%", f"{whole}.{part}%", f"0.{part}%", f"{100 + whole}%", spoken))


def _percent_range(draw: Random) -> str:
    low = draw.randint(1, 60)
    return f"{low}%{draw.choice('至到')}{low + draw.randint(2, 35)}%"


def _points(draw: Random) -> str:
    return f"{draw.choice(('', '1', '2', '3')) or '0'}.{draw.randint(1, 9)}个百分点"


def _people(draw: Random) -> str:
    figure = draw.choice(
        (str(draw.randint(2, 999)), f"{draw.randint(2, 99)}万", f"{draw.randint(1, 9)}.{draw.randint(1, 9)}万")
    )
    return draw.choice((figure, figure, figure + "多", numbers.chinese(draw.randint(2, 60)))) + draw.choice("名人人")


def _measure(*units: str) -> Slot:
    return _read(lambda draw: figure(draw) + draw.choice(("", "", "万")) + draw.choice(units))


def _year(draw: Random) -> int:
    return draw.choice((draw.randint(1900, 2035), draw.randint(1990, 2030), draw.randint(2010, 2026)))


def _month_day(draw: Random) -> str:
    return f"{draw.randint(1, 12)}月{draw.randint(1, 28)}日"


def _date(draw: Random) -> str:
    return draw.choice(("", f"{_year(draw)}年")) + _month_day(draw)


def _date_range(draw: Random) -> str:
    first = draw.randint(1, 24)
    year = draw.choice(("", f"{_year(draw)}年"))
    return f"{year}{draw.randint(1, 12)}月{first}日{draw.choice('至到')}{first + draw.randint(1, 4)}日"


def _clock(draw: Random) -> str:
    half = draw.choice(("上午", "下午", "晚", ""))
    hour = {"上午": draw.randint(6, 11), "下午": draw.randint(1, 5), "晚": draw.randint(6, 10)}.get(
        half, draw.randint(0, 23)
    )
    return f"{half}{hour}" + draw.choice(("时", "点", f"时{draw.randint(10, 59)}分", f"点{draw.randint(10, 59)}分"))


def _period(draw: Random) -> str:
    year = f"{_year(draw)}年"
    months = f"{draw.randint(1, 12)}月"
    return draw.choice((year, year + "上半年", year + "第三季度", "今年第一季度", "去年", year + months, "去年下半年"))


def _number(draw: Random) -> Filled:
    chinese = _scaled(draw)
    return chinese, read(chinese)


AMOUNTS: dict[str, Slot] = {
    "money": _read(_money),
    "smallmoney": _read(_small_money),
    "moneyrange": _read(_money_range),
    "percent": _read(_percent),
    "percentrange": _read(_percent_range),
    "points": _read(_points),
    "people": _read(_people),
    "bignumber": _number,
    "fraction": _read(lambda draw: f"{numbers.chinese(draw.choice((3, 4, 5, 10)))}分之{draw.choice('一二')}"),
    "times": _read(
        lambda draw: f"{draw.choice((draw.randint(2, 20), f'{draw.randint(1, 9)}.{draw.randint(1, 9)}'))}倍"
    ),
    "area": _measure("平方公里", "公顷", "亩", "平方米"),
    "distance": _measure("公里", "千米", "米"),
    "speed": _read(lambda draw: f"{10 * draw.randint(8, 45)}公里"),
    "depth": _read(lambda draw: f"{draw.randint(5, 200)}公里"),
    "weight": _measure("吨", "公斤"),
    "temperature": _read(lambda draw: f"{draw.randint(1, 41)}摄氏度"),
    "years": _read(lambda draw: f"{draw.choice((str(draw.randint(2, 45)), numbers.chinese(draw.randint(2, 45))))}年"),
    "date": _read(_date),
    "monthday": _read(_month_day),
    "daterange": _read(_date_range),
    "month": _read(lambda draw: f"{draw.randint(1, 12)}月"),
    "year": _read(lambda draw: f"{_year(draw)}年"),
    "period": _read(_period),
    "clock": _read(_clock),
}
