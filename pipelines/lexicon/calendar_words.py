"""Dates and times of day in English."""

from pipelines.lexicon.quantities import Clock, Date

_RANKS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_MONTHS = (
    *("", "January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_WEEKDAYS = ("", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def ordinal(value: int, *, spelled: bool) -> str:
    """first, or 1st."""
    if spelled and 0 < value <= 10:
        return _RANKS[value]
    suffix = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{suffix}"


def date(value: Date) -> str:
    """May 7, 2026; May 7; the 7th; the end of last year; the early 1980s; this Friday."""
    if value.weekday:
        return f"{value.anchor} {_WEEKDAYS[value.weekday]}".strip()
    whole = _calendar(value)
    if not value.part:
        return f"the {whole}" if value.span else whole
    if value.part in ("early", "mid", "late"):
        sep = "-" if value.part == "mid" else " "
        if value.span:
            return f"the {value.part}{sep}{whole}"
        if value.part == "mid" and value.anchor and not value.month:
            return f"the middle of {value.anchor}"
        if value.anchor in ("the year", "the month"):
            return f"the beginning of {value.anchor}"
        return f"{value.part}{sep}{whole}"
    if not whole and not value.part.endswith("half"):
        return f"the {value.part}"
    return f"the {value.part} of {('the ' + whole if value.span else whole) or 'the year'}"


def _calendar(value: Date) -> str:
    """The date without the part of it."""
    if value.span == "decade":
        return f"{value.year}s"
    if value.span == "century":
        number_ = value.year or 0
        return f"{ordinal(abs(number_), spelled=False)} century{' BC' if number_ < 0 else ''}"
    year = "" if value.year is None else f"{-value.year} BC" if value.year < 0 else str(value.year)
    if value.month is None and value.day:
        day = f"the {ordinal(value.day, spelled=False)}"
        return f"{day} of {value.anchor}" if value.anchor else day
    if value.month is None:
        return year or value.anchor
    month = _MONTHS[value.month] + (f" {value.day}" if value.day else "")
    if year:
        return f"{month}, {year}" if value.day else f"{month} {year}"
    return f"{month} {'of ' if value.anchor.startswith('the ') else ''}{value.anchor}".rstrip()


def dates(low: Date, high: Date, joint: str) -> str:
    """From `low` to `high`, what they share said once: May 7–9, 2026; January–May; September 29 to October 10."""
    if low.weekday or high.weekday:
        return f"{date(low)}{joint}{_WEEKDAYS[high.weekday or 0]}"
    same_month = low.month == high.month and low.year == high.year and low.anchor == high.anchor
    if low.day and high.day and same_month:
        if low.month is None:
            joint = joint.replace("–", " to ")
            return f"the {ordinal(low.day, spelled=False)}{joint}{ordinal(high.day, spelled=False)}"
        tail = _calendar(high).removeprefix(f"{_MONTHS[low.month]} {high.day}")
        return f"{_MONTHS[low.month]} {low.day}{joint}{high.day}{tail}"
    if low.month is None and high.month is None and low.year and high.year:
        return f"{date(low)}{joint}{date(high)}"
    if low.month and high.month and not low.day and low.year == high.year:
        return f"{_MONTHS[low.month]}{joint}{date(high)}"
    joint = joint.replace("–", " to ")
    if low.year == high.year and low.anchor == high.anchor:
        return f"{_calendar(Date(month=low.month, day=low.day))}{joint}{date(high)}"
    return f"{date(low)}{joint}{date(high)}"


def clock(value: Clock) -> str:
    """19:55; with the half of the day named 7:55 p.m., 9 a.m., noon."""
    if not value.named:
        second = "" if value.second is None else f":{value.second:02}"
        return f"{value.hour}:{value.minute:02}{second}"
    if value.minute == 0 and value.second is None and value.hour in (0, 12):
        return "midnight" if value.hour == 0 else "noon"
    minute = f":{value.minute:02}" if value.minute or value.second is not None else ""
    second = "" if value.second is None else f":{value.second:02}"
    return f"{value.hour % 12 or 12}{minute}{second} {'a.m.' if value.hour < 12 else 'p.m.'}"
