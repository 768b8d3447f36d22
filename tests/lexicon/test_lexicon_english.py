"""What quantities are found in English, and that values survive the way into it and back."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.lexicon import numbers
from pipelines.lexicon.english_numbers import find
from pipelines.lexicon.quantities import Bound, Clock, Date, Kind
from pipelines.lexicon.wording import number

# --- each row: a text and the values in it ---------------------------------------------------------------------------

VALUES = """
    twenty-one                          21
    one hundred and five people         105
    two thousand five hundred           2500
    1,234,567.89                        1234567.89
    10 000 people                       10000
    1.5 million                         1500000
    half a million                      500000
    two and a half million              2500000
    a million and a half                1500000
    2½ hours                            2.5
    2 1/2 hours                         2.5
    90 billion yuan                     90000000000
    $5m                                 5000000
    US$1.5bn                            1500000000
    300+ billion                        300000000000
    three dozen eggs                    36
    3-5 million                         3000000 5000000
    two to three hundred                200 300
    between 14 and 22 million           14000000 22000000
    tenfold                             10
    10-fold                             10
    3 times                             3
    the 21st of them                    21
    twenty-first                        21
    5-year-old                          5
    in 1998, 98% of                     1998 98
    women&#39;s                         -
    the women of Xi'an                  -
    You may march. May I?               -
"""


@pytest.mark.parametrize("row", [line.strip() for line in VALUES.strip().splitlines()])
def test_numbers_have_their_values(row: str) -> None:
    text, _, expected = (part.strip() for part in row.partition("   "))
    found = [end for quantity in find(text) for end in (quantity.value, quantity.upper) if end is not None]
    wanted = [] if expected == "-" else [Decimal(value) for value in expected.split()]
    assert [Decimal(str(value)) for value in found] == wanted


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("two-thirds", Fraction(2, 3)),
        ("three quarters", Fraction(3, 4)),
        ("a fifth of them", Fraction(1, 5)),
        ("one in five", Fraction(1, 5)),
        ("nine out of ten", Fraction(9, 10)),
        ("1/3", Fraction(1, 3)),
        ("half", Fraction(1, 2)),
    ],
)
def test_fractions_are_exact(text: str, value: Fraction) -> None:
    (quantity,) = find(text)
    assert Fraction(quantity.value) == value  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on May 7, 2026", Date(2026, 5, 7)),
        ("on 7 May 2026", Date(2026, 5, 7)),
        ("the 7th of May", Date(None, 5, 7)),
        ("in May", Date(None, 5)),
        ("Sept. 3", Date(None, 9, 3)),
        ("on Monday", Date(weekday=1)),
        ("in the 1990s", Date(1990, span="decade")),
        ("the mid-1990s", Date(1990, span="decade")),
        ("the 19th century", Date(19, span="century")),
        ("last year", Date(anchor="last year")),
        ("at 8:30 a.m.", Clock(8, 30)),
        ("at 9.30pm", Clock(21, 30)),
        ("0230 UTC", Clock(2, 30)),
        ("11 o'clock", Clock(11)),
        ("half past eight", Clock(8, 30)),
        ("at noon", Clock(12)),
    ],
)
def test_dates_and_times_are_read(text: str, value: Date | Clock) -> None:
    assert [quantity.value for quantity in find(text)] == [value]


def test_a_range_of_days_has_two_ends() -> None:
    for text in ("May 7–9, 2026", "7-9 May 2026"):
        (quantity,) = find(text)
        assert (quantity.value, quantity.upper) == (Date(2026, 5, 7), Date(month=5, day=9))


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("20 sq km", "square kilometer"),
        ("2.2 million km2", "square kilometer"),
        ("30 mph", "mile per hour"),
        ("30 degrees Celsius", "degree Celsius"),
        ("30°C", "degree Celsius"),
        ("HK$20", "Hong Kong dollar"),
        ("RMB 500 million", "yuan"),
        ("5 metric tons", "tonne"),
        ("40 percentage points", "percentage point"),
    ],
)
def test_units_have_the_names_that_the_chinese_ones_have(text: str, unit: str) -> None:
    assert [quantity.unit for quantity in find(text)] == [unit]


def test_numbers_that_are_part_of_a_name_are_told_apart() -> None:
    found = find("COVID-19, H7N9, the G20, 5G, a MiG-29 and 5km in the mid-2010s")
    names = [quantity.unit for quantity in found if quantity.kind is Kind.DIGITS]
    assert names == ["COVID19", "H7N9", "G20", "5G", "MIG29"]


@settings(deadline=None)  # the first call compiles the patterns
@given(st.integers(0, 10**13), st.booleans())
def test_a_whole_number_survives_the_way_into_english_and_back(value: int, scaled: bool) -> None:
    (quantity,) = find(f"about {number(value, scaled=scaled)} of them")
    assert quantity.value == value


@settings(deadline=None)  # the first call compiles the patterns
@given(st.decimals(0, 10**6, places=2))
def test_a_decimal_survives_the_way_into_english_and_back(value: Decimal) -> None:
    (quantity,) = find(number(value))
    assert Decimal(str(quantity.value)) == value


ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
TENS = {2: "twenty", 3: "thirty", 4: "forty", 5: "fifty", 6: "sixty", 7: "seventy", 8: "eighty", 9: "ninety"}
TEENS = [*ONES, "seventeen", "eighteen", "nineteen"]


def spelled(value: int) -> str:
    """A number up to 999,999,999 in words, written here by another hand than the reader's."""
    for scale, word in ((10**6, "million"), (1_000, "thousand"), (100, "hundred")):
        if value >= scale:
            rest = value % scale
            link = "" if not rest else f" and {spelled(rest)}" if scale == 100 else f" {spelled(rest)}"
            return f"{spelled(value // scale)} {word}{link}"
    if value < 20:
        return TEENS[value]
    return TENS[value // 10] + (f"-{TEENS[value % 10]}" if value % 10 else "")


@settings(deadline=None)  # the first call compiles the patterns
@given(st.integers(2, 999_999_999))
def test_a_number_in_words_is_read(value: int) -> None:
    assert [quantity.value for quantity in find(spelled(value))] == [value]


@settings(deadline=None)  # the first call compiles the patterns
@given(st.integers(1, 9_999_999_999_999))
def test_a_value_survives_chinese_and_english_alike(value: int) -> None:
    """value → Chinese → value → English → value."""
    (there,) = numbers.find(f"共计{numbers.chinese(value)}元")
    assert (there.value, there.unit) == (value, "yuan")
    (back,) = find(there.english())
    assert (back.value, back.unit, back.bound) == (value, "yuan", Bound.EXACT)


@settings(deadline=None)  # the first call compiles the patterns
@given(st.text(st.sampled_from("one two half a of 1 2,0. %-–/th May s$:9 million hundred dozen °km'&;#"), max_size=60))
def test_whatever_stands_there_is_read_without_an_error(text: str) -> None:
    end = 0
    for quantity in find(text):
        assert end <= quantity.start < quantity.end <= len(text)
        end = quantity.end
