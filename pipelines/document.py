"""The values: what an article, a summary, a translation and a digest are, and the events a run tells of them.

Everything here is frozen, holds tuples, and says nothing twice. A digest of a run that is not finished is the fold of
the events so far (`Digest.of`), so a page that shows a running, a cancelled and a finished run needs one code path.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Script(StrEnum):
    """Which of the two standard sets of characters the article is written in."""

    SIMPLIFIED = "simplified"
    TRADITIONAL = "traditional"


class Length(StrEnum):
    """How long a summary is wanted: 1-2 sentences, about 15 % (at most 5), about 30 % (at most 15)."""

    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"


class Scope(StrEnum):
    """What is translated. The title and the byline are, too, unless nothing is."""

    SUMMARY = "summary"
    ARTICLE = "article"
    BOTH = "both"
    NOTHING = "nothing"


class Column(StrEnum):
    """A list of sentences that has a translation of its own."""

    TITLE = "title"
    BYLINE = "byline"
    SUMMARY = "summary"
    ARTICLE = "article"


class Stage(StrEnum):
    """What a run is doing."""

    REPAIR = "repair"
    LOAD = "load"
    SUMMARIZE = "summarize"
    TRANSLATE_SUMMARY = "translate_summary"
    TRANSLATE_ARTICLE = "translate_article"


class Flag(StrEnum):
    """What the translator itself knows of a pair."""

    GLOSS = "gloss"  # word for word from a dictionary
    SPLIT = "split"  # too long for the model: cut at clauses and translated in parts
    RETRIED = "retried"  # the first output was degenerate, this is the best of several
    SUSPECT = "suspect"  # the best of several is still degenerate
    CUT = "cut"  # stopped by the model's length limit
    BY_HAND = "by_hand"  # written by a person, in the place of the translator's


class Severity(StrEnum):
    """How sure a check is that a reader is misled."""

    ERROR = "error"
    WARNING = "warning"


class FindingCode(StrEnum):
    """What a check noticed; the page has one sentence for each, in each language."""

    SENTENCE_MISSING = "sentence_missing"
    TRANSLATION_EMPTY = "translation_empty"
    SOURCE_ECHOED = "source_echoed"
    CHINESE_LEFT = "chinese_left"
    WORDS_LOOP = "words_loop"
    TRANSLATION_SHORT = "translation_short"
    TRANSLATION_LONG = "translation_long"
    TRANSLATION_CUT = "translation_cut"
    QUOTES_UNBALANCED = "quotes_unbalanced"
    UNKNOWN_MARKS = "unknown_marks"
    SCORE_LOW = "score_low"
    NUMBER_MISSING = "number_missing"
    NUMBER_ADDED = "number_added"
    NUMBER_WRONG = "number_wrong"
    MAGNITUDE_WRONG = "magnitude_wrong"
    DATE_MISSING = "date_missing"
    DATE_WRONG = "date_wrong"
    TIME_WRONG = "time_wrong"
    UNIT_WRONG = "unit_wrong"
    CURRENCY_WRONG = "currency_wrong"
    NAME_MISSING = "name_missing"
    NAME_WRONG = "name_wrong"
    NAME_ADDED = "name_added"
    PLACE_MISSING = "place_missing"
    ORGANISATION_MISSING = "organisation_missing"
    CLAUSE_MISSING = "clause_missing"
    TERM_UNUSED = "term_unused"
    UNSUPPORTED = "unsupported"
    NUMBER_UNSUPPORTED = "number_unsupported"
    DATE_UNSUPPORTED = "date_unsupported"
    NAME_UNSUPPORTED = "name_unsupported"
    QUOTE_UNSUPPORTED = "quote_unsupported"
    NEGATION_FLIPPED = "negation_flipped"
    MODEL_PASSED_OVER = "model_passed_over"
    SERVER_LOST = "server_lost"


# --- the article ---------------------------------------------------------------------------------------------------

BYLINE_RULES = ("byline", "date", "source")  # of what is set aside, the lines that stand on top, in English too


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the repaired article, the unit everything else counts in.

    `text` is repaired and in the article's own script, with the space that follows it, if one does, so that a
    paragraph is the plain concatenation of its sentences. `simplified` is what models read; it has the same length, so
    a span fits both. `paragraph` counts from 0. `origin` is the half-open span in `Article.original` it came from.
    """

    text: str
    simplified: str
    paragraph: int
    origin: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Repair:
    """One rule that mended something: how often, and the first place as "before → after"."""

    rule: str
    count: int
    example: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """A stretch that is kept but not read by models: a byline, a share button, a copyright line, and by which rule."""

    text: str
    rule: str
    origin: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Article:
    """An article as read and repaired. `original` is the decoded text before any repair; `title` may be empty."""

    original: str
    title: str
    sentences: tuple[Sentence, ...]
    repairs: tuple[Repair, ...]
    set_aside: tuple[SetAside, ...]
    script: Script

    @property
    def byline(self) -> tuple[SetAside, ...]:
        """Who wrote it, when and where, of what was set aside, in its order."""
        return tuple(aside for aside in self.set_aside if aside.rule in BYLINE_RULES)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The repaired text, a string for each paragraph."""
        joined: dict[int, str] = {}
        for sentence in self.sentences:
            joined[sentence.paragraph] = joined.get(sentence.paragraph, "") + sentence.text
        return tuple(joined.values())

    @property
    def text(self) -> str:
        """The repaired text, a line for each paragraph, without title and what was set aside."""
        return "\n".join(self.paragraphs)


# --- the summary ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Evidence:
    """An article sentence that supports a summary sentence; `score` in 0..1, 1 for a verbatim sentence."""

    sentence: int
    score: float


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """One sentence of a summary, in the article's script, with its evidence, best first."""

    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """A summary: `headline` is one line for the article; `salience` is 0..1 for each article sentence, or empty."""

    headline: str
    sentences: tuple[SummarySentence, ...]
    salience: tuple[float, ...]
    model: str


# --- the translation -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary term at `start`..`end` of a source, how it was to be translated, and whether it was."""

    start: int
    end: int
    target: str
    used: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence and its translation; `score` is the mean log-probability of an output token, or None.

    `terms` are the glossary's terms that were found in the source.
    """

    index: int
    source: str
    target: str
    score: float | None = None
    flags: tuple[Flag, ...] = ()
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Translation:
    """Pairs in the order of their sources, as many as there are sources once it is finished."""

    pairs: tuple[Pair, ...]
    model: str


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of characters in one sentence of one column; `target` says the English side is meant."""

    column: Column
    index: int
    start: int
    end: int
    target: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check noticed, on both sides. `facts` are the words its sentence on the page needs."""

    check: str
    severity: Severity
    code: FindingCode
    facts: tuple[str, ...]
    spans: tuple[Span, ...]


# --- events, and the digest that is their sum ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` units of a stage are finished."""

    stage: Stage
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Repaired:
    """The article is read."""

    article: Article


@dataclass(frozen=True, slots=True)
class Summarized:
    """The summary is there."""

    summary: Summary


@dataclass(frozen=True, slots=True)
class Translated:
    """One more sentence of a column is translated, by `model`."""

    column: Column
    pair: Pair
    model: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A check noticed something."""

    finding: Finding


@dataclass(frozen=True, slots=True)
class Digest:
    """An article, its summary and their translations. A part that was not asked for, or is not there yet, is None.

    The title that is translated is the article's or, where it has none, the summary's headline. `byline_translation`
    has a pair for each byline, date and source that was set aside, in their order.
    """

    article: Article
    title_translation: Pair | None = None
    byline_translation: Translation | None = None
    summary: Summary | None = None
    summary_translation: Translation | None = None
    article_translation: Translation | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def title(self) -> str:
        """The article's own title, else the summary's headline, else nothing."""
        return self.article.title or (self.summary.headline if self.summary else "")

    @staticmethod
    def of(events: Iterable[Event]) -> Digest | None:
        """What is known after `events`: None before the article is read, the whole digest at the end."""
        digest: Digest | None = None
        for event in events:
            digest = event if isinstance(event, Digest) else _folded(digest, event)
        return digest


Event = Progress | Repaired | Summarized | Translated | Checked | Digest


def _folded(digest: Digest | None, event: Progress | Repaired | Summarized | Translated | Checked) -> Digest | None:
    if isinstance(event, Repaired):
        return Digest(event.article)
    if digest is None or isinstance(event, Progress):
        return digest
    if isinstance(event, Summarized):
        return replace(digest, summary=event.summary)
    if isinstance(event, Checked):
        return replace(digest, findings=(*digest.findings, event.finding))
    if event.column is Column.TITLE:
        return replace(digest, title_translation=event.pair)
    if event.column is Column.BYLINE:
        return replace(digest, byline_translation=_longer(digest.byline_translation, event))
    if event.column is Column.SUMMARY:
        return replace(digest, summary_translation=_longer(digest.summary_translation, event))
    return replace(digest, article_translation=_longer(digest.article_translation, event))


def _longer(translation: Translation | None, event: Translated) -> Translation:
    pairs = list(translation.pairs) if translation else []
    insort(pairs, event.pair, key=lambda pair: pair.index)  # models finish sentences in any order
    return Translation(tuple(pairs), event.model)
