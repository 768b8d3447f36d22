"""Organisations: one that everybody knows stands in its translation under some name of its own."""

from __future__ import annotations

from pipelines.checks.trouble import Trouble
from pipelines.document import FindingCode, Severity
from pipelines.lexicon import organisations


def compare(source: str, target: str) -> tuple[Trouble, ...]:
    """The organisations of the simplified Chinese `source` that its English does not name in any known way."""
    troubles: dict[str, Trouble] = {}
    for start, end, organisation in organisations.found(source):
        if not organisation.is_named(target):
            facts = (source[start:end], organisation.english)
            trouble = Trouble(FindingCode.ORGANISATION_MISSING, Severity.WARNING, facts, (start, end), None)
            troubles.setdefault(organisation.english, trouble)
    return tuple(troubles.values())
