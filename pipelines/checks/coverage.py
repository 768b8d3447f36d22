"""Coverage: every sentence has its pair."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from pipelines.document import Column, Finding, FindingCode, Sentence, Severity, Span


def uncovered(column: Column, sentences: Sequence[Sentence], translated: Collection[int]) -> Iterator[Finding]:
    """A finding for each sentence of a finished column that no pair answers."""
    for index, sentence in enumerate(sentences):
        if index not in translated:
            span = Span(column, index, 0, len(sentence.text), target=False)
            yield Finding("coverage", Severity.ERROR, FindingCode.SENTENCE_MISSING, (str(index + 1),), (span,))
