"""From articles to rows: all that a digest says, flat, with a column for each thing that a check can find."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.article import read_article
from pipelines.article.script import to_simplified
from pipelines.contracts import Cancel, Summarizer, Translator
from pipelines.corpus.sources import Row
from pipelines.digest import Options, digest
from pipelines.document import Article, Column, Digest, FindingCode, Length, Scope, Sentence, Severity, Translation
from pipelines.errors import ErrorCode, InputError, LimitError, ModelError, PipelineError
from pipelines.instead import passed_over
from pipelines.memory import Memory
from pipelines.models.catalog import AUTO
from pipelines.settings import Settings


@dataclass(frozen=True, slots=True)
class Asked:
    """How all articles of a corpus are read."""

    summarizer: str = AUTO
    translator: str = AUTO
    length: Length = Length.MEDIUM
    translate: Scope = Scope.BOTH
    without: tuple[str, ...] = ()
    glossary: str | None = None

    @property
    def options(self) -> Options:
        """The same for a digest."""
        return Options(self.length, self.translate)


# The columns and their kinds, in the order in which they are written.
TEXTS = ("title", "title_en", "byline_en", "headline")
LISTS = ("summary", "summary_en", "article", "article_en")
COUNTS = ("characters", "sentences", "repairs", "set_aside", "errors", "warnings")
FOUND = tuple(f"found_{code.value}" for code in FindingCode)


class Reader:
    """Makes rows of articles, with models that are loaded once. Raises ModelError for models that do not work."""

    def __init__(self, asked: Asked, settings: Settings) -> None:
        from pathlib import Path

        from pipelines.load import load_summarizer, load_translator
        from pipelines.models.catalog import Reach
        from pipelines.translation.glossary import Glossary

        self._asked = asked
        self._settings = settings
        glossary = Glossary.read(Path(asked.glossary).read_bytes(), asked.glossary) if asked.glossary else None
        self._summarizer: Summarizer = load_summarizer(asked.summarizer, Reach.DISK, settings)
        self._translator: Translator = load_translator(
            asked.translator, Reach.DISK, settings, glossary=glossary, interactive=False
        )
        self._none_lost()

    def read(self, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """A row out for each row in. Those that cannot be read say why; the fault of a model is raised.

        The sentences of all articles go through the translator together, so that batches are full, and always in the
        same batches for the same rows, so that the same rows come out.
        """
        memory, wanted = Memory(sentences=2**62, summaries=2**62), dict[str, Sentence]()
        articles = [self._article(row, memory, wanted) for row in rows]
        texts = list(wanted)
        for pair in self._translator.translate(list(wanted.values()), Cancel()):
            text = texts[pair.index]
            memory.keep_pair(self._translator.signature(text), text, pair)
        made = [self._made(row, article, memory) for row, article in zip(rows, articles, strict=True)]
        self._none_lost()
        return made

    def _none_lost(self) -> None:
        """A page goes on with another model; half a corpus by one model and half by another is of use to nobody."""
        for finding in (*passed_over(self._summarizer), *passed_over(self._translator)):
            name, _, reason = finding.facts
            raise ModelError(ErrorCode.NOT_LOADABLE, name=name, reason=reason)

    def _article(self, row: Row, memory: Memory, wanted: dict[str, Sentence]) -> Article | dict[str, Any]:
        """An article, its summary in `memory` and in `wanted` what must be translated; or a row that says why not."""
        if row.wrong:
            return failed(row, "bad_row", row.wrong)
        try:
            without = frozenset(self._asked.without)
            article = read_article(row.data, name=row.name, switched_off=without, settings=self._settings)
            for sentence in self._sentences(article, memory):
                wanted.setdefault(sentence.simplified.strip(), sentence)
            return article
        except (InputError, LimitError) as error:
            return failed(row, error.code.value, str(error))
        except PipelineError:
            raise
        except Exception as error:
            return _unforeseen(row, error)

    def _sentences(self, article: Article, memory: Memory) -> list[Sentence]:
        """Whatever the digest of an article will ask the translator for; the summarizer is asked here."""
        steps = self._summarizer.summarize(article, self._asked.length, Cancel())
        while True:
            try:
                next(steps)
            except StopIteration as end:
                summary = end.value
                break
        memory.keep_summary(self._summarizer.signature, article, self._asked.length, summary)
        loose = [article.title or summary.headline, *(aside.text for aside in article.byline)]
        if self._asked.translate is not Scope.ARTICLE:
            loose += [sentence.text for sentence in summary.sentences]
        sentences = [Sentence(text, to_simplified(text), 0, (0, 0)) for text in loose if text]
        return sentences if self._asked.translate is Scope.SUMMARY else [*sentences, *article.sentences]

    def _made(self, row: Row, article: Article | dict[str, Any], memory: Memory) -> dict[str, Any]:
        if isinstance(article, dict):
            return article
        whole: Any = None
        try:
            for event in digest(article, self._summarizer, self._translator, self._asked.options, memory=memory):
                whole = event
        except PipelineError:
            raise
        except Exception as error:
            return _unforeseen(row, error)
        return told(row, whole)


def told(row: Row, whole: Digest) -> dict[str, Any]:
    """The row of a digest."""
    article, summary = whole.article, whole.summary
    found = Counter(f"found_{finding.code.value}" for finding in whole.findings)
    severities = Counter(finding.severity for finding in whole.findings)
    scores = [pair.score for pair in (whole.article_translation.pairs if whole.article_translation else ())]
    known = [score for score in scores if score is not None]
    return {
        **_empty(row),
        "title": article.title,
        "title_en": whole.title_translation.target if whole.title_translation else "",
        "byline_en": " · ".join(_english(whole.byline_translation)),
        "headline": summary.headline if summary else "",
        "summary": [sentence.text for sentence in summary.sentences] if summary else [],
        "summary_en": _english(whole.summary_translation),
        "article": [sentence.text.strip() for sentence in article.sentences],
        "article_en": _english(whole.article_translation),
        "paragraphs": [sentence.paragraph for sentence in article.sentences],
        "script": article.script.value,
        "summarizer": summary.model if summary else "",
        "translator": (whole.article_translation or whole.summary_translation or Translation((), "")).model,
        "score": round(sum(known) / len(known), 3) if known else None,
        "characters": len(article.original),
        "sentences": len(article.sentences),
        "repairs": sum(repair.count for repair in article.repairs),
        "set_aside": len(article.set_aside),
        "errors": severities[Severity.ERROR],
        "warnings": severities[Severity.WARNING],
        **{name: found[name] for name in FOUND},
        "findings": [
            {
                "code": finding.code.value,
                "severity": finding.severity.value,
                "facts": list(finding.facts),
                "column": finding.spans[0].column.value if finding.spans else "",
                "sentence": _sentence(finding.spans),
            }
            for finding in whole.findings
        ],
    }


def failed(row: Row, code: str, why: str) -> dict[str, Any]:
    """The row of an article that could not be read: empty but for why, and for what stood there."""
    return {**_empty(row), "error_code": code, "error": why, "raw": row.raw}


def _empty(row: Row) -> dict[str, Any]:
    """All columns, without a word in them."""
    return {
        "row": row.number,
        "id": row.id,
        "error_code": None,
        "error": None,
        "raw": None,
        **dict.fromkeys(TEXTS, ""),
        **{name: [] for name in LISTS},
        "paragraphs": [],
        "script": "",
        "summarizer": "",
        "translator": "",
        "score": None,
        **dict.fromkeys(COUNTS, 0),
        **dict.fromkeys(FOUND, 0),
        "findings": [],
    }


def _english(translation: Translation | None) -> list[str]:
    return [pair.target for pair in translation.pairs] if translation else []


def _sentence(spans: Sequence[Any]) -> int | None:
    return next((span.index for span in spans if span.column in Column), None)


def _unforeseen(row: Row, error: Exception) -> dict[str, Any]:
    """A fault of ours costs this row, and says where it is."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return failed(row, "failed", f"{type(error).__name__} at {place.filename.rpartition('/')[2]}:{place.lineno}")
