"""Lines: two texts, line by line a sentence and its translation, whoever made it."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.article.chinese import han
from pipelines.article.script import to_simplified
from pipelines.checks import pairs
from pipelines.document import Column, Finding, Pair
from pipelines.errors import ErrorCode, InputError


def findings(sources: Sequence[str], targets: Sequence[str]) -> tuple[Finding, ...]:
    """Every finding between lines of Chinese, in either script, and their English; spans are within the bare lines.

    Lines without Chinese are passed over. Raises InputError where the two have not as many lines.
    """
    if len(sources) != len(targets):
        raise InputError(ErrorCode.UNALIGNED, source=len(sources), target=len(targets))
    column = [
        Pair(index, source.strip(), target.strip())
        for index, (source, target) in enumerate(zip(sources, targets, strict=True))
        if han.search(source)
    ]
    return pairs.findings(Column.ARTICLE, column, {pair.index: to_simplified(pair.source) for pair in column})
