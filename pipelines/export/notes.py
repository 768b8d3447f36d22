"""Notes: in English words, what is known of a sentence, what the checks noticed, and what is missing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from pipelines.checks.sentences import said
from pipelines.checks.tally import Tally
from pipelines.columns import pairs, sources
from pipelines.document import Column, Digest, Finding, FindingCode, Flag, Span

FLAGS: dict[Flag, str] = {
    Flag.GLOSS: "word-for-word gloss",
    Flag.SPLIT: "translated in parts",
    Flag.RETRIED: "second try",
    Flag.SUSPECT: "doubtful, compare it with the original",
    Flag.CUT: "cut off at the model's length limit",
    Flag.BY_HAND: "written by hand",
}
# In fewer words than the check's own sentence, for a note that stands beside its sentence.
_FINDINGS: dict[FindingCode, str] = {
    FindingCode.SENTENCE_MISSING: "not translated",
    FindingCode.TRANSLATION_EMPTY: "the English is empty",
    FindingCode.SOURCE_ECHOED: "repeated instead of translated",
    FindingCode.CHINESE_LEFT: "Chinese is left in the English",
    FindingCode.WORDS_LOOP: "the English repeats itself",
    FindingCode.TRANSLATION_SHORT: "so short that something may be missing",
    FindingCode.TRANSLATION_LONG: "so long that something may be made up",
    FindingCode.TRANSLATION_CUT: "the English breaks off",
    FindingCode.UNSUPPORTED: "nothing in the article supports it",
}
_LONGEST_QUOTE = 60
_GLOSS = "The English is a word-for-word gloss from a dictionary, not a translation."


def finding(noticed: Finding, digest: Digest) -> str:
    """What a check noticed, with the stretches it is about where they are less than the sentence."""
    short = _FINDINGS.get(noticed.code)
    if short is None:
        return said(noticed).removeprefix(f"Sentence {noticed.facts[0]}: ").removesuffix(".")
    quotes = list(_quotes(noticed, digest))
    return f"{short}: {', '.join(quotes)}" if quotes else short


def places(noticed: Finding) -> tuple[tuple[Column, int], ...]:
    """The sentences that a finding is about: column and index, each once."""
    return tuple(dict.fromkeys((span.column, span.index) for span in noticed.spans))


def place(column: Column, index: int) -> str:
    """Where a sentence stands: "Article, sentence 3"."""
    return "Title" if column is Column.TITLE else f"{column.value.capitalize()}, sentence {index + 1}"


def sentences(numbers: Sequence[int]) -> str:
    """Which sentences, by their numbers, neighbours together: "sentences 3, 5–9"."""
    return f"sentence{'s' if len(numbers) > 1 else ''} {', '.join(_ranges(sorted(numbers)))}"


def general(digest: Digest) -> tuple[str, ...]:
    """What holds for all of the English."""
    glossed = any(Flag.GLOSS in pair.flags for column in Column for pair in pairs(digest, column))
    return (_GLOSS,) if glossed else ()


def checked(digest: Digest) -> tuple[str, ...]:
    """What the checks come to, in one line; nothing where there is no English to check."""
    return (str(Tally.of(digest)),) if pairs(digest, Column.ARTICLE) or pairs(digest, Column.SUMMARY) else ()


def of_flags(flags: Iterable[Flag]) -> tuple[str, ...]:
    """What the flags of one sentence say, without what `general` says."""
    return tuple(FLAGS[flag] for flag in flags if flag is not Flag.GLOSS)


def missing(digest: Digest) -> tuple[str, ...]:
    """What a whole digest has and this one has not, a sentence each; nothing for a whole one."""
    return tuple(_missing(digest))


def _missing(digest: Digest) -> Iterator[str]:
    if not digest.title:
        yield "The article has no title."
    if not digest.summary:
        yield "There is no summary."
    for column in Column:
        there = {pair.index for pair in pairs(digest, column) if pair.target.strip()}
        without = [index + 1 for index in range(len(sources(digest, column))) if index not in there]
        if without and not there:
            yield f"The {column.value} has no English."
        elif without:
            yield f"The {column.value} has no English of {sentences(without)}."


def _ranges(numbers: Iterable[int]) -> list[str]:
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return [f"{first}–{last}" if last > first else str(first) for first, last in runs]


def _quotes(noticed: Finding, digest: Digest) -> Iterator[str]:
    for span in noticed.spans:
        text = _target(digest, span) if span.target else _source(digest, span)
        if 0 < span.end - span.start < min(len(text.strip()), _LONGEST_QUOTE):
            yield f"“{text[span.start : span.end]}”"


def _target(digest: Digest, span: Span) -> str:
    made = pairs(digest, span.column)
    place = bisect_left(made, span.index, key=lambda pair: pair.index)
    return made[place].target if place < len(made) and made[place].index == span.index else ""


def _source(digest: Digest, span: Span) -> str:
    if span.column is Column.ARTICLE:  # of which there may be thousands, too many to strip for one of them
        return digest.article.sentences[span.index].text
    return sources(digest, span.column)[span.index]
