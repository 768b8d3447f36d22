"""The bench of damage: every kind damages what it should, and the checks see it; fast enough to be always on."""

from __future__ import annotations

import random
import time

import pytest

from benchmarks.checks import checked, names, plain_names
from benchmarks.corruption import KEPT_ASIDE, KINDS
from pipelines.lexicon import renderings, words

SOURCE = "5月7日，滨江市投资3.5万元，修建了长128公里的道路，周三有12个村庄的居民参加了开工仪式。"
TARGET = (
    "On May 7, Binjiang City invested 35 thousand yuan in a road of 128 kilometers, and on Wednesday, March 4, "
    "people of twelve villages, more than 3.5 million in 2015, attended it."
)


@pytest.mark.parametrize("kind", [*KINDS, *KEPT_ASIDE])
def test_each_kind_of_damage_changes_one_side_and_leaves_what_it_has_nothing_to_damage_in(kind: str) -> None:
    damage = (KINDS | KEPT_ASIDE)[kind]
    edited = damage(SOURCE, TARGET, random.Random(1))
    assert edited is not None
    assert (edited[0] != SOURCE) != (edited[1] != TARGET)
    if kind != "sentence_dropped":
        assert damage("好。", "Good.", random.Random(1)) is None


def test_the_sentences_with_persons_are_clean_and_every_third_person_replaced_is_seen() -> None:
    rows = names()
    assert sum(len(persons) for _, _, persons, _ in rows) >= 300
    assert len(checked(plain_names())) <= 2
    replaced = [(chinese, english.replace(persons[0], "Xu Beihong")) for chinese, english, _, persons in rows[::3]]
    marked = {finding.spans[0].index for finding in checked(replaced) if finding.check == "names"}
    assert len(marked) >= 0.9 * len(replaced)


@pytest.mark.slow  # a clock on a shared machine
def test_a_thousand_sentences_are_checked_in_under_two_seconds() -> None:
    words.warm()
    renderings.warm()
    rows = plain_names()
    checked(rows)
    thousand = [(chinese, f"{english} {number}") for number in range(5) for chinese, english in rows][:1_000]
    begin = time.process_time()
    checked(thousand)
    assert time.process_time() - begin < 2
