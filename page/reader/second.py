"""A second model beside the first: what differs, sentence by sentence."""

from __future__ import annotations

from dataclasses import dataclass

from page.strings import Say
from pipelines.columns import pairs, sources
from pipelines.comparison import compared, compared_summaries
from pipelines.document import Column, Digest, Translation


@dataclass(frozen=True, slots=True)
class Second:
    """What another run has made of the same article, and the name of the models that differ."""

    digest: Digest
    name: str


def payload(say: Say, first: Digest, second: Second) -> dict[str, object]:
    """By sentence of each column what the second translator made of it: [text, differences here, differences there].

    Where it has another summary, `summary` lists that one: [text, English, whether the first has the sentence, too].
    """
    other = second.digest
    rows = _sides(first.article_translation, other.article_translation)
    summary: list[list[object]] = []
    items: dict[str, list[object]] = {}
    if first.summary and other.summary and sources(first, Column.SUMMARY) != sources(other, Column.SUMMARY):
        english = {pair.index: pair.target for pair in pairs(other, Column.SUMMARY)}
        lines = compared_summaries(first.summary, other.summary)
        shared = {line.second for line in lines if line.first is not None}
        summary = [
            [text, english.get(index), index in shared] for index, text in enumerate(sources(other, Column.SUMMARY))
        ]
    else:
        items = _sides(first.summary_translation, other.summary_translation)
    differing = sum(bool(side[1] or side[2]) for side in rows.values())
    label = say("compare_shared", name=second.name, n=differing) if rows else say("compare_label", name=second.name)
    return {"label": label, "rows": rows, "items": items, "summary": summary}


def _sides(first: Translation | None, second: Translation | None) -> dict[str, list[object]]:
    if first is None or second is None:
        return {}
    return {
        str(pair.index): [
            pair.second,
            [list(one.first) for one in pair.differences if one.first[0] < one.first[1]],
            [list(one.second) for one in pair.differences if one.second[0] < one.second[1]],
        ]
        for pair in compared(first, second)
        if pair.first is not None and pair.second is not None
    }
