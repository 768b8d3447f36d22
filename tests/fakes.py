"""Fakes of the two protocols: small, real, and telling what they were asked."""

from __future__ import annotations

from collections.abc import Generator, Sequence

from pipelines.contracts import Cancel
from pipelines.document import (
    Article,
    Evidence,
    Length,
    Pair,
    Script,
    Sentence,
    Summary,
    SummarySentence,
    Translation,
)


class FirstSentences:
    """A summarizer that takes the first sentences, and remembers how often it was asked."""

    name = signature = "first"

    def __init__(self) -> None:
        self.asked = 0

    def summarize(self, article: Article, length: Length, cancel: Cancel) -> Generator[tuple[int, int], None, Summary]:
        self.asked += 1
        count = {Length.SHORT: 1, Length.MEDIUM: 2, Length.LONG: 3}[length]
        yield 1, 1
        chosen = tuple(
            SummarySentence(sentence.text.strip(), (Evidence(index, 1.0),))
            for index, sentence in enumerate(article.sentences[:count])
        )
        return Summary("第一行", chosen, tuple(1.0 for _ in article.sentences), self.name)


class Numbering:
    """A translator whose English is the number of characters, and which remembers what it was asked for.

    It cancels itself after `stop_after` sentences, and passes over the sentences that contain `loses`.
    """

    name = "numbering"
    revision = ""

    def __init__(self, stop_after: int | None = None, loses: str | None = None) -> None:
        self.asked: list[str] = []
        self._stop_after = stop_after
        self._loses = loses

    def signature(self, text: str) -> str:
        return self.name + self.revision

    def translate(self, sentences: Sequence[Sentence], cancel: Cancel) -> Generator[Pair, None, Translation]:
        pairs = []
        for index, sentence in enumerate(sentences):
            if cancel.requested():
                break
            self.asked.append(sentence.simplified)
            if self._loses is None or self._loses not in sentence.text:
                pairs.append(Pair(index, sentence.text.strip(), f"{len(sentence.text)} characters"))
                yield pairs[-1]
            if len(self.asked) == self._stop_after:
                cancel.request()
        return Translation(tuple(pairs), self.name)


def article(*paragraphs: Sequence[str], title: str = "") -> Article:
    """An article of paragraphs of sentences, nothing repaired."""
    sentences, at = [], 0
    for number, paragraph in enumerate(paragraphs):
        for text in paragraph:
            sentences.append(Sentence(text, text, number, (at, at + len(text))))
            at += len(text)
        at += 1
    original = "\n".join("".join(paragraph) for paragraph in paragraphs)
    return Article(original, title, tuple(sentences), (), (), Script.SIMPLIFIED)
