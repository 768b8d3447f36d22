"""What is written in Chinese from a value is read back as that value, and nothing that is read breaks."""

import time
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.lexicon.numbers import Bound, Date, Kind, chinese, english, find, numeral

WHOLE = st.integers(0, 10**16 - 1) | st.integers(0, 20_000)


@settings(deadline=None)  # the first call imports cn2an
@given(WHOLE)
def test_whole_numbers_survive_chinese_characters(value: int) -> None:
    parsed = numeral(chinese(value))
    assert parsed is not None
    assert (parsed.value, parsed.bound) == (value, Bound.EXACT)


@settings(deadline=None)
@given(st.decimals(0, 10**8, places=3))
def test_decimals_survive_chinese_characters(value: Decimal) -> None:
    parsed = numeral(chinese(value))
    assert parsed is not None
    assert parsed.value == value


@given(st.integers(0, 99_999), st.sampled_from([("万", 10**4), ("亿", 10**8), ("万亿", 10**12)]))
def test_digits_with_a_scale_are_exact(hundredths: int, scale: tuple[str, int]) -> None:
    parsed = numeral(f"{Decimal(hundredths) / 100}{scale[0]}")
    assert parsed is not None
    assert parsed.value == Fraction(hundredths, 100) * scale[1]


@given(st.integers(0, 10**15))
def test_separated_digits_are_read_and_written_alike(value: int) -> None:
    (quantity,) = find(f"{value:,}元")
    assert (quantity.value, quantity.english().split()[0]) == (value, f"{value:,}")


@given(st.integers(0, 10**12), st.sampled_from("万亿"))
def test_the_english_of_a_scaled_number_has_the_same_value(thousandths: int, scale: str) -> None:
    (quantity,) = find(f"{Decimal(thousandths) / 1000}{scale}元")
    words = quantity.english().replace(",", "").split()
    factor = {"million": 10**6, "billion": 10**9, "trillion": 10**12}.get(words[1], 1)
    assert Fraction(words[0]) * factor == Fraction(quantity.value)  # type: ignore[arg-type]


@given(st.integers(1, 10**6))
def test_ordinals_survive(value: int) -> None:
    (quantity,) = find(f"第{chinese(value)}，")
    assert (quantity.kind, quantity.value) == (Kind.ORDINAL, value)


@given(st.integers(1, 1000), st.integers(2, 1000))
def test_fractions_survive(up: int, down: int) -> None:
    (quantity,) = find(f"{chinese(down)}分之{chinese(up)}" if down not in (100, 1000) else "二分之一")
    assert quantity.value == (Fraction(up, down) if down not in (100, 1000) else Fraction(1, 2))


@given(st.decimals(0, 1000, places=2))
def test_percentages_survive(value: Decimal) -> None:
    for written in (f"{value}%", f"百分之{chinese(value)}"):
        (quantity,) = find(written)
        assert (quantity.kind, quantity.value) == (Kind.PERCENT, value)


DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31))


@given(DAYS)
def test_dates_survive_in_every_form(day: date) -> None:
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    forms = [f"{day.year}年{day.month}月{day.day}日", f"{day:%Y-%m-%d}", f"{day.year}/{day.month}/{day.day}"]
    if year[0] in "一二":
        forms.append(f"{year}年{chinese(day.month)}月{chinese(day.day)}日")
    for form in forms:
        (quantity,) = find(form)
        assert quantity.value == Date(day.year, day.month, day.day), form
        assert quantity.english() == f"{day:%B} {day.day}, {day.year}"


@given(DAYS, st.integers(1, 400))
def test_date_ranges_survive(first: date, days: int) -> None:
    last = min(first + timedelta(days), date(2999, 12, 31))
    (quantity,) = find("至".join(f"{day.year}年{day.month}月{day.day}日" for day in (first, last)))
    assert quantity.value == Date(first.year, first.month, first.day)
    assert quantity.upper == Date(last.year, last.month, last.day)


@given(st.times())
def test_times_survive(clock: object) -> None:
    (quantity,) = find(f"{clock:%H:%M}")
    assert quantity.english() == f"{clock:%H:%M}".removeprefix("0")


@given(st.text("一二两三十百千万亿零〇几多余第年月日时点分个名元%.,-—至 0123456789在的", max_size=40))
def test_any_text_gives_quantities_in_order_that_can_be_said(text: str) -> None:
    position = 0
    for quantity in find(text):
        assert position <= quantity.start < quantity.end <= len(text)
        assert english(quantity)
        position = quantity.end


def test_a_long_article_takes_seconds_at_most() -> None:
    hostile = "一" * 12_000 + "0" * 20_000 + "3至" * 5_000 + "2019年1" * 3_000
    began = time.perf_counter()
    find(hostile)
    assert time.perf_counter() - began < 5  # measured: 1.2 s
