"""The speed benchmark's own parts: what it works off and what it counts."""

from __future__ import annotations

import os

import pytest

from benchmarks import speed, standins
from benchmarks.roofline import marian_operations


def test_the_lengths_that_are_shipped_are_those_of_the_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZHAIYI_DATA", raising=False)
    shipped = speed.lengths(120)
    assert len(shipped) == 120
    assert all(0 < source < 512 and 0 < target < standins.NUMBERS for source, target in shipped)
    assert speed.lengths(30) == shipped[::4]


@pytest.mark.skipif("ZHAIYI_DATA" not in os.environ, reason="ZHAIYI_DATA does not name the folder with the data")
def test_the_lengths_of_the_data_are_those_that_are_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    found = speed.lengths(120)
    monkeypatch.delenv("ZHAIYI_DATA")
    assert found == speed.lengths(120)


def test_operations_grow_with_outputs_and_beams_and_not_with_padding() -> None:
    once = marian_operations([10], [10], 1)
    assert marian_operations([10, 10], [10, 10], 1) == 2 * once
    assert marian_operations([10], [10], 4) < 4 * once
    # One output token more: six layers of the decoder and a shortlisted output layer, an addition for each product.
    step = 6 * (3 + 3) * 512 * 512 + 6 * 2 * 512 * 2048 + 512 * 32_000
    assert marian_operations([10], [11], 1) - once == 2 * step


def test_a_text_carries_its_length_and_its_tokens() -> None:
    counting = standins.Counting()
    text = speed.text(([40_000, 50_000], 7))
    assert counting.encode(text) == ["w40000", "w50000", "</s>"]
    assert counting.prefix(text) == [f"w{standins.start(7)}"]
