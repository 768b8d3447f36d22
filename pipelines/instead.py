"""Instead: a model that works in place of better ones that would not load, and what a run has to say about them."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass

from pipelines.contracts import Cancel, Summarizer, Translator
from pipelines.document import (
    Article,
    Finding,
    FindingCode,
    Length,
    Pair,
    Sentence,
    Severity,
    Summary,
    Translation,
)
from pipelines.errors import ModelError

CHECK = "models"  # under which name all of this is told


@dataclass(frozen=True, slots=True)
class SummarizerInstead:
    """A `Summarizer` that is not the best there is, with a finding for each better one."""

    summarizer: Summarizer
    better: tuple[Finding, ...]

    @property
    def passed_over(self) -> tuple[Finding, ...]:
        """What is said of the better ones, and of what became of this one."""
        return (*self.better, *passed_over(self.summarizer))

    @property
    def name(self) -> str:
        """See `Summarizer`: of the one that works."""
        return self.summarizer.name

    @property
    def signature(self) -> str:
        """See `Summarizer`."""
        return self.summarizer.signature

    def summarize(self, article: Article, length: Length, cancel: Cancel) -> Generator[tuple[int, int], None, Summary]:
        """See `Summarizer`."""
        return self.summarizer.summarize(article, length, cancel)


@dataclass(frozen=True, slots=True)
class TranslatorInstead:
    """A `Translator` that is not the best there is, with a finding for each better one."""

    translator: Translator
    better: tuple[Finding, ...]

    @property
    def passed_over(self) -> tuple[Finding, ...]:
        """What is said of the better ones, and of what became of this one."""
        return (*self.better, *passed_over(self.translator))

    @property
    def name(self) -> str:
        """See `Translator`: of the one that works."""
        return self.translator.name

    def signature(self, text: str) -> str:
        """See `Translator`."""
        return self.translator.signature(text)

    def translate(self, sentences: Sequence[Sentence], cancel: Cancel) -> Generator[Pair, None, Translation]:
        """See `Translator`."""
        return self.translator.translate(sentences, cancel)


def passed_over(model: Summarizer | Translator) -> tuple[Finding, ...]:
    """A finding for each model that `model` works in place of; mostly none. One may be lost while it works."""
    said: tuple[Finding, ...] = getattr(model, "passed_over", ())
    return said


def finding(name: str, used: str, error: ModelError) -> Finding:
    """What is said of the model `name`, which `error` kept from working, and of the one that is used instead."""
    facts = (name, used, str(error).rstrip("."))
    return Finding(CHECK, Severity.WARNING, FindingCode.MODEL_PASSED_OVER, facts, ())


def lost(host: str, used: str, error: ModelError) -> Finding:
    """What is said of a server that `error` kept from going on, and of the model that did the rest."""
    facts = (host, used, str(error).rstrip("."))
    return Finding(CHECK, Severity.WARNING, FindingCode.SERVER_LOST, facts, ())
