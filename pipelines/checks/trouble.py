"""What is wrong between two sentences, before it is known which sentences of which column they are."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.document import Column, Finding, FindingCode, Severity, Span


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing between a source and its target: half-open spans on either side, or None, and its facts."""

    code: FindingCode
    severity: Severity
    facts: tuple[str, ...]
    source: tuple[int, int] | None
    target: tuple[int, int] | None

    def finding(self, check: str, column: Column, index: int) -> Finding:
        """This as a finding about the pair `index` of a column; the first fact is the sentence's number."""
        spans = []
        if self.source is not None:
            spans.append(Span(column, index, *self.source, target=False))
        if self.target is not None:
            spans.append(Span(column, index, *self.target, target=True))
        return Finding(check, self.severity, self.code, (str(index + 1), *self.facts), tuple(spans))
