"""Coverage: a clause that nothing in the English answers is found; free translations are not."""

from __future__ import annotations

import pytest

from pipelines.checks.coverage import compare
from pipelines.document import FindingCode
from pipelines.lexicon.words import segment

SOURCE = "工程总投资九千万元，计划明年春天完工，将为附近的居民提供新的公园和图书馆。"


@pytest.mark.parametrize(
    "target",
    [
        "The project costs 90 million yuan, is to be finished next spring and will give a new park and a library to "
        "the people who live nearby.",
        "With a total investment of 90 million yuan, it should be completed in the spring of next year, providing "
        "nearby residents with a new park and library.",
    ],
)
def test_a_whole_translation_covers_every_clause(target: str) -> None:
    assert compare(SOURCE, target, segment(SOURCE)) == ()


def test_a_clause_that_is_left_out_is_pointed_at() -> None:
    target = "The project costs 90 million yuan and is to be finished next spring."
    (trouble,) = compare(SOURCE, target, segment(SOURCE))
    assert trouble.code is FindingCode.CLAUSE_MISSING
    assert trouble.source and SOURCE[slice(*trouble.source)] == "将为附近的居民提供新的公园和图书馆"


def test_a_sentence_of_one_clause_is_left_to_other_checks() -> None:
    source = "附近的居民将有新的公园和图书馆。"
    assert compare(source, "It rains.", segment(source)) == ()
