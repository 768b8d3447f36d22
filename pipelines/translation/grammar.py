"""The little grammar of the gloss: local rules that a reader is not misled by, in the order they are applied."""

from __future__ import annotations

from collections.abc import Callable

from pipelines.translation.forms import ages_and_spans, lists, measure_words, plurals, possessives, taken_objects
from pipelines.translation.order import bare_places, one_of, places, relative_clauses, seasons, taking_as, times
from pipelines.translation.proper import originals, titles
from pipelines.translation.toponyms import toponyms
from pipelines.translation.units import Unit
from pipelines.translation.verbs import asking, dated, meanwhile, passing, passives, speaking, tenses

RULES: tuple[Callable[[list[Unit]], list[Unit]], ...] = (
    originals,
    toponyms,
    titles,
    lists,
    taken_objects,
    taking_as,
    measure_words,
    ages_and_spans,
    seasons,
    possessives,
    relative_clauses,
    places,
    bare_places,
    one_of,
    times,
    passives,
    passing,
    meanwhile,
    asking,
    speaking,
    tenses,
    dated,
    plurals,
)


def arranged(units: list[Unit]) -> list[Unit]:
    """The units in the order and the forms that the rules give them."""
    for rule in RULES:
        units = rule(units)
    return units
