"""Support: what the article does not say is pointed out."""

from __future__ import annotations

from pipelines.checks.support import unsupported
from pipelines.document import Evidence, FindingCode, Summary, SummarySentence


def test_only_sentences_without_evidence_are_found() -> None:
    sentences = (SummarySentence("新馆开放。", (Evidence(0, 0.8),)), SummarySentence("股市大涨。", ()))
    found = list(unsupported(Summary("新馆开放", sentences, (), "tiny")))
    assert [(finding.code, finding.facts, finding.spans[0].index) for finding in found] == [
        (FindingCode.UNSUPPORTED, ("2",), 1)
    ]
