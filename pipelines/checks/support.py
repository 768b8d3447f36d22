"""Support: what a summary says and its article does not: sentences without evidence, numbers, names, quotations.

Also a negation that only one of the two has: 将通过 where the evidence says 未通过.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from pipelines.article.script import to_simplified
from pipelines.checks import mentions
from pipelines.checks.mention import Key, Mention, Sort
from pipelines.document import Article, Column, Finding, FindingCode, Severity, Span, Summary
from pipelines.lexicon import names, words
from pipelines.lexicon.words import Word

NAME = "support"

_QUOTED = re.compile('[“「『"]([^”」』"]{4,})[”」』"]')
_MARKS = re.compile(r"[\W_]+")
_ROUGHLY = re.compile("[约近超过逾达多余来几]")
_ROUNDED = 0.15  # how far a number that is told roughly may be from the article's
_DATES = (Sort.YEAR, Sort.MONTH, Sort.DAY, Sort.WEEKDAY, Sort.TIME)


def unsupported(summary: Summary) -> Iterator[Finding]:
    """A finding for each sentence of a summary that has no evidence (`summary.evidence` says when one has)."""
    for index, sentence in enumerate(summary.sentences):
        if not sentence.evidence:
            span = Span(Column.SUMMARY, index, 0, len(sentence.text), target=False)
            yield Finding(NAME, Severity.WARNING, FindingCode.UNSUPPORTED, (str(index + 1),), (span,))


def findings(summary: Summary, article: Article) -> tuple[Finding, ...]:
    """Everything in a summary that the article does not bear out, in the order of its sentences.

    A summary of sentences that stand in the article word for word has none. O(characters of both).
    """
    found = list(unsupported(summary))
    loose = [index for index, sentence in enumerate(summary.sentences) if not _is_verbatim(sentence.text, article)]
    if loose:
        witness = _Witness(article)
        for index in loose:
            sentence = summary.sentences[index]
            evidence = [evidence.sentence for evidence in sentence.evidence]
            found += witness.findings(index, to_simplified(sentence.text), evidence)
    return tuple(sorted(found, key=lambda finding: finding.spans[0].index))


def _is_verbatim(text: str, article: Article) -> bool:
    return text.strip() in article.text or text.strip() == article.title


class _Witness:
    """The numbers, names and words of one article, read once."""

    def __init__(self, article: Article) -> None:
        self._sentences = [sentence.simplified for sentence in article.sentences]
        texts = [to_simplified(article.title), *self._sentences]
        said = [mention for text in texts for mention in mentions.chinese(text)]
        self._keys: set[Key] = {key for mention in said for key in mention.keys}
        self._values = sorted({mention.value for mention in said if mention.value is not None})
        aside = [to_simplified(aside.text) for aside in article.set_aside]
        self._plain = _MARKS.sub("", "".join((*texts, *aside)))

    def findings(self, index: int, text: str, evidence: Sequence[int]) -> Iterator[Finding]:
        """What of a summary sentence, in simplified Chinese, the article does not have."""
        segments = words.segment(text)
        for mention in mentions.chinese(text, segments):
            if not mention.weak and not self._has(mention, text):
                code = FindingCode.DATE_UNSUPPORTED if mention.sort in _DATES else FindingCode.NUMBER_UNSUPPORTED
                severity = Severity.WARNING if _counts_itself(mention) else Severity.ERROR
                yield _finding(index, severity, code, mention.text, mention.start, mention.end)
        for person in names.find_persons(text):
            if person.name not in self._plain:
                code = FindingCode.NAME_UNSUPPORTED
                yield _finding(index, Severity.ERROR, code, person.name, person.start, person.end)
        for quoted in _QUOTED.finditer(text):
            if _MARKS.sub("", quoted[1]) not in self._plain:
                yield _finding(
                    index, Severity.WARNING, FindingCode.QUOTE_UNSUPPORTED, quoted[1], quoted.start(1), quoted.end(1)
                )
        for word in flipped(text, segments, [self._sentences[place] for place in evidence]):
            yield _finding(index, Severity.WARNING, FindingCode.NEGATION_FLIPPED, word.text, word.start, word.end)

    def _has(self, mention: Mention, text: str) -> bool:
        if not self._keys.isdisjoint(mention.keys):
            return True
        roughly = _ROUGHLY.search(text, max(0, mention.start - 2), mention.end + 1)
        return mention.value is not None and roughly is not None and self._nearly(mention.value)

    def _nearly(self, value: Fraction) -> bool:
        return any(abs(value - other) <= Fraction(_ROUNDED) * other for other in self._values)


def _counts_itself(mention: Mention) -> bool:
    """Whether a summary may well have counted by itself: 四个原因, 第三."""
    small = mention.value is not None and mention.value <= 10
    return small and not any(character.isdigit() for character in mention.text)


def _finding(index: int, severity: Severity, code: FindingCode, fact: str, start: int, end: int) -> Finding:
    span = Span(Column.SUMMARY, index, start, end, target=False)
    return Finding(NAME, severity, code, (str(index + 1), fact), (span,))


# --- negation ------------------------------------------------------------------------------------------------------

_NEGATION = re.compile(
    "(?:不|未|没|没有|并非|无法|尚未|从未|不再|未能|不能|不会|不得|不可|不应|不要)(?:被|再|有|能|会|予|在|将|曾)?$"
)
_DOUBTFUL = re.compile("[是能可会]否|[吗？?]|不仅|不但|不只|不断|不少|不同|不久|不过|不管|不论|没错|[^不]不[^不]$")
_DENIED = re.compile("[vadnp]")  # 通过 is a preposition, too


def flipped(text: str, segments: Sequence[Word], evidence: Iterable[str]) -> Iterator[Word]:
    """The words of `text` that are denied where all of the evidence affirms them, or the other way round."""
    sentences = list(evidence)
    if not sentences or _DOUBTFUL.search(text):
        return
    for word in segments:
        if len(word.text) < 2 or not _DENIED.match(word.tag):
            continue
        told = [
            (_is_denied(sentence, match.start()), _DOUBTFUL.search(sentence) is not None)
            for sentence in sentences
            for match in re.finditer(re.escape(word.text), sentence)
        ]
        if not told or any(doubtful for _, doubtful in told):
            continue
        denied = _is_denied(text, word.start)
        if all(other != denied for other, _ in told):
            yield word


def _is_denied(text: str, start: int) -> bool:
    return _NEGATION.search(text[max(0, start - 4) : start]) is not None
