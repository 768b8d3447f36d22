"""Dates and times of day in English: what begins at a token, read into the values that Chinese ones are read into."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pipelines.lexicon.english_numerals import ORDINALS, Numeral, Reader
from pipelines.lexicon.english_tokens import Token, is_digits
from pipelines.lexicon.quantities import Clock, Date

_NAMES = "january february march april may june july august september october november december".split()
MONTHS = {name: place for place, name in enumerate(_NAMES, start=1)}
SHORT_MONTHS = {name[:3]: place for name, place in MONTHS.items()} | {"sept": 9}
WEEKDAYS = {
    name: place
    for place, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split(), start=1)
}
SHORT_WEEKDAYS = {"mon": 1, "tue": 2, "tues": 2, "wed": 3, "thu": 4, "thur": 4, "thurs": 4, "fri": 5, "sat": 6}
# May and March are words of their own; they are months beside a number or after one of these.
_BEFORE_MONTH = frozenset(
    "in of on since until till by last next this early late mid from to between through before after during and or "
    "for every each around".split()
)
_ERAS = frozenset("bc bce ad ce b.c. a.d.".split())
_HALVES = {"am": False, "pm": True, "a": False, "p": True}
_HOURS_NAMED = {"noon": Clock(12, named=True), "midday": Clock(12, named=True), "midnight": Clock(0, named=True)}
_RELATIVE = frozenset(("last", "next", "this"))
_RELATIVES = {
    "yesterday": "yesterday", "today": "today", "tomorrow": "tomorrow", "tonight": "today",
}  # fmt: skip


class Calendar:
    """Reads dates and times in one list of tokens; each method gives values and the place of the token after them."""

    def __init__(self, found: Sequence[Token], reader: Reader) -> None:
        self._tokens = found
        self._reader = reader

    def date(self, place: int) -> tuple[Date, Date | None, int] | None:
        """The date, or the range of dates, that begins at `place`."""
        return self._month_first(place) or self._day_first(place) or self._weekday(place) or self._relative(place)

    def time(self, place: int) -> tuple[Clock, int] | None:
        """The time of day that begins at `place`."""
        low = self._reader.low
        if low(place) in _HOURS_NAMED:
            return _HOURS_NAMED[low(place)], place + 1
        if low(place) in ("half", "quarter") and low(place + 1) in ("past", "to"):
            hour = self._reader.numeral(place + 2)
            if hour and 1 <= hour.value <= 12 and hour.value.denominator == 1:
                minute = 30 if low(place) == "half" else 15
                at = int(hour.value) * 60 + (minute if low(place + 1) == "past" else -minute)
                half = self._half(hour.end)
                return self._clock(at // 60, at % 60, None, half), half[1]
        if not is_digits(self._tokens[place]):
            if low(place) in ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
                              "twelve"):  # fmt: skip
                hour = self._reader.numeral(place)
                if hour and hour.end == place + 1:
                    return self._on_the_hour(int(hour.value), place + 1)
            return None
        return self._digital(place) or self._military(place)

    def _digital(self, place: int) -> tuple[Clock, int] | None:
        text = self._tokens[place].text
        low, adjoins = self._reader.low, self._reader.adjoins
        if text.isdigit() and int(text) < 25 and low(place + 1) == ":" and adjoins(place + 1) and adjoins(place + 2):
            minute = self._tokens[place + 2].text if place + 2 < len(self._tokens) else ""
            if len(minute) != 2 or not minute.isdigit() or int(minute) > 59:
                return None
            end, second = place + 3, None
            if low(end) == ":" and adjoins(end) and adjoins(end + 1) and low(end + 1).isdigit():
                second, end = int(low(end + 1)), end + 2
                if second > 59:
                    return None
            half = self._half(end)
            return self._clock(int(text), int(minute), second, half), half[1]
        hour, _, minute = text.partition(".")
        half = self._half(place + 1)
        if half[0] is not None and hour.isdigit() and int(hour) < 25 and (not minute or len(minute) == 2):
            return self._clock(int(hour), int(minute or 0), None, half), half[1]
        return self._on_the_hour(int(hour), place + 1) if not minute and hour.isdigit() else None

    def _on_the_hour(self, hour: int, end: int) -> tuple[Clock, int] | None:
        low = self._reader.low
        half = self._half(end)
        if half[0] is not None and hour <= 12:
            return self._clock(hour, 0, None, half), half[1]
        if low(end) in ("o'clock", "o’clock") and hour <= 24:
            half = self._half(end + 1)
            return self._clock(hour, 0, None, half), half[1]
        return None

    def _military(self, place: int) -> tuple[Clock, int] | None:
        """0230 UTC, 1900 hours."""
        text = self._tokens[place].text
        after = self._reader.low(place + 1)
        if len(text) == 4 and text.isdigit() and int(text[:2]) < 25 and int(text[2:]) < 60:
            before = self._reader.low(place - 1)
            timed = after in ("utc", "gmt", "hours", "hrs") or before in ("utc", "gmt")
            if timed or (text[0] == "0" and before in ("at", "by", "until", "from", "around", "about")):
                return Clock(int(text[:2]), int(text[2:]), named=True), place + 1
        return None

    def _half(self, place: int) -> tuple[bool | None, int]:
        """a.m., pm, "in the evening": whether it is after noon, and the place after it."""
        low = self._reader.low
        if low(place) in ("am", "pm"):
            if low(place) == "am" and self._tokens[place].text == "am" and not self._reader.adjoins(place):
                return False, place + 1
            return _HALVES[low(place)], place + 1
        if low(place) in ("a", "p") and low(place + 1) == "." and low(place + 2) == "m":
            return _HALVES[low(place)], place + 4 if low(place + 3) == "." else place + 3
        return None, place

    @staticmethod
    def _clock(hour: int, minute: int, second: int | None, half: tuple[bool | None, int]) -> Clock:
        if half[0] is not None and hour <= 12:
            hour = hour % 12 + (12 if half[0] else 0)
        return Clock(hour % 24, minute, second, named=half[0] is not None or hour > 12)

    # --- dates --------------------------------------------------------------------------------------------------------

    def month(self, place: int) -> int | None:
        """The month that a token names; May and March only where they are one."""
        if not 0 <= place < len(self._tokens):
            return None
        token = self._tokens[place]
        name = token.low.removesuffix("'s").removesuffix("’s")
        if name in MONTHS and token.text[0].isupper():
            if name in ("may", "march"):
                before, after = self._reader.low(place - 1), self._reader.low(place + 1)
                if before in ("-", "–", "/"):
                    before = self._reader.low(place - 2)
                beside = (
                    before[:1].isdigit()
                    or before in MONTHS
                    or after[:1].isdigit()
                    or before in _BEFORE_MONTH
                    or before in ORDINALS
                )
                if not beside and before not in ("st", "nd", "rd", "th"):
                    return None
                if name == "may" and place == 0 and not after[:1].isdigit():
                    return None
            return MONTHS[name]
        short = SHORT_MONTHS.get(name)
        if short and token.text[0].isupper() and name != "may":
            before, after = self._reader.low(place - 1), self._reader.low(place + 1)
            dotted = self._reader.low(place + 2) if after == "." else after
            if before[:1].isdigit() or before in ("st", "nd", "rd", "th") or dotted[:1].isdigit():
                return short
        return None

    def _day(self, place: int) -> tuple[int, int] | None:
        """A day of the month, 7, 7th, the seventh, and the place after it."""
        start = place + 1 if self._reader.low(place) == "the" else place
        if start >= len(self._tokens):
            return None
        numeral = self._plain(start)
        if numeral is None or not 1 <= numeral.value <= 31 or numeral.value.denominator > 1 or numeral.scaled:
            return None
        return (int(numeral.value), numeral.end) if numeral.digits or numeral.ordinal else None

    def _plain(self, place: int) -> Numeral | None:
        token = self._tokens[place]
        if is_digits(token) and token.text.isdigit():
            low = self._reader.low(place + 1)
            suffixed = low in ("st", "nd", "rd", "th") and self._reader.adjoins(place + 1)
            return Numeral(Fraction(int(token.text)), place + 2 if suffixed else place + 1, digits=True)
        return self._reader.numeral(place) if token.low in ORDINALS or token.low in ("twenty", "thirty") else None

    def _year(self, place: int) -> tuple[int, int] | None:
        at = place
        while self._reader.low(at) in (",", "of", "in", "("):
            at += 1
        if at - place > 1 or at >= len(self._tokens):
            return None
        text = self._tokens[at].text
        if len(text) == 4 and text.isdigit() and text[0] in "12" and self._reader.low(at + 1) not in ("s", "%"):
            return int(text), at + 1
        return None

    def _joined_day(self, place: int) -> tuple[int, int] | None:
        """The other end: -9, to 9th, and 8."""
        if self._reader.low(place) in ("-", "–", "—", "−", "to", "and", "or", "through", "until", ",", "/"):
            day = self._day(place + 1)
            # May 7, 8 and 9; but neither May 7, 2026 nor May 7, 120 people
            if day and (self._reader.low(place) != "," or self._reader.low(day[1]) in ("and", "or", "-", "–")):
                return day
        return None

    def _month_first(self, place: int) -> tuple[Date, Date | None, int] | None:
        month = self.month(place)
        if month is None:
            return None
        end = place + 2 if self._reader.low(place + 1) == "." else place + 1
        day = self._day(end)
        upper: Date | None = None
        if day and self._reader.low(day[1]) in ("people", "%", "percent"):
            day = None
        if day:
            end = day[1]
            if (high := self._joined_day(end)) and high[0] > day[0] and self.month(high[1]) is None:
                upper, end = Date(month=month, day=high[0]), high[1]
        year = self._year(end)
        return Date(year[0] if year else None, month, day[0] if day else None), upper, year[1] if year else end

    def _day_first(self, place: int) -> tuple[Date, Date | None, int] | None:
        day = self._day(place)
        if day is None:
            return None
        high = self._joined_day(day[1])
        end = high[1] if high else day[1]
        at = end + 1 if self._reader.low(end) in ("of", ",", "-") else end
        month = self.month(at)
        if month is None:
            return None
        end = at + 2 if self._reader.low(at + 1) == "." and self._tokens[at].low not in MONTHS else at + 1
        year = self._year(end)
        upper = Date(month=month, day=high[0]) if high else None
        return Date(year[0] if year else None, month, day[0]), upper, year[1] if year else end

    def _weekday(self, place: int) -> tuple[Date, Date | None, int] | None:
        token = self._tokens[place]
        name = token.low.removesuffix("'s").removesuffix("’s").removesuffix("s")
        if token.text[0].isupper() and name in WEEKDAYS:
            return Date(weekday=WEEKDAYS[name]), None, place + 1
        short = SHORT_WEEKDAYS.get(token.low)
        if short and token.text[0].isupper() and self._reader.low(place + 1) in (".", ","):
            return Date(weekday=short), None, place + 1
        return None

    def _relative(self, place: int) -> tuple[Date, Date | None, int] | None:
        low = self._reader.low
        if low(place) in _RELATIVES:
            return Date(anchor=_RELATIVES[low(place)]), None, place + 1
        if low(place) in _RELATIVE and low(place + 1).removesuffix("'s").removesuffix("’s") in (
            "year",
            "month",
            "week",
        ):
            unit = low(place + 1).removesuffix("'s").removesuffix("’s")
            return Date(anchor=f"{low(place)} {unit}"), None, place + 2
        return None


def is_era(low: str) -> bool:
    """Whether a word after a number says that it is a year."""
    return low in _ERAS
