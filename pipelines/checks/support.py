"""Support: a sentence of the summary that rests on nothing in the article."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.document import Column, Finding, FindingCode, Severity, Span, Summary


def unsupported(summary: Summary) -> Iterator[Finding]:
    """A finding for each sentence of a summary that has no evidence (`summary.evidence` says when one has)."""
    for index, sentence in enumerate(summary.sentences):
        if not sentence.evidence:
            span = Span(Column.SUMMARY, index, 0, len(sentence.text), target=False)
            yield Finding("support", Severity.WARNING, FindingCode.UNSUPPORTED, (str(index + 1),), (span,))
