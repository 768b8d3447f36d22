"""Sentences that are given as such: they become an article without being repaired or split."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.article import script
from pipelines.document import Article, Sentence
from pipelines.errors import ErrorCode, InputError
from pipelines.settings import Settings


def given(texts: Sequence[str], settings: Settings) -> Article:
    """What `pipelines.article.of_sentences` says."""
    original = "\n".join(texts)
    if not original.strip():
        raise InputError(ErrorCode.EMPTY)
    if len(original) > settings.max_characters:
        raise InputError(ErrorCode.TOO_LONG, length=len(original), limit=settings.max_characters)
    sentences, start = [], 0
    for number, text in enumerate(texts):
        sentences.append(Sentence(text, script.to_simplified(text), number, (start, start + len(text))))
        start += len(text) + 1
    return Article(original, "", tuple(sentences), (), (), script.detect(original))
