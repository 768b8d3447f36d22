"""From a paragraph to its sentences, and from sentences to groups that fit a model; nothing is ever dropped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from pipelines.article.chinese import HAN

_OPENING = "“‘「『（(《〈【〔［[｛{"
_CLOSING = "”’」』）)》〉】〕］]｝}"
_PARTNER = dict(zip(_OPENING, _CLOSING, strict=True))
_QUOTES = "“‘「『"
_CLOSERS = re.escape(_CLOSING + "\"'")

# A cluster of marks that may end a sentence, the brackets and quotes that close after it, and the spaces behind.
_end = re.compile(
    f"(?P<mark>[。！？｡]+[。！？!?…｡]*|…+[。！？!?…]*|(?<=[{HAN}）」”》])\\.(?!\\.)|(?:\\.{{3,}}|[!?]+[！？!?]*|\\.))"
    f"(?P<closers>[{_CLOSERS}]*)(?P<space>\\s*)"
)
# What cannot begin a sentence: after it the sentence goes on.
_continues = re.compile(r"[，、；：,;:。！？…—～·）」』”’》】的]")
# “…？”he asked: the attribution belongs to what is said.
_attribution = re.compile(f"[{HAN}]{{0,6}}(?:说|說|问|問|道|答|喊|叫|表示|强调|強調|笑)(?:道|着|著)?[。！？]")
_abbreviation = re.compile(
    r"(?:^|[^A-Za-z])(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|No|Nos|Vol|Fig|Figs|Eq|Inc|Ltd|Co|Corp|vs|etc|al|cf|pp|ed|e\.g|i\.e"
    r"|[ap]\.m|U\.S|Ph\.D)$"
)
_enumerator = re.compile(f"^\\s*(?:[（(]?(?:\\d{{1,3}}|[一二三四五六七八九十]{{1,3}}|[a-zA-Z])|第[{HAN}]{{1,3}})$")
_headline_in_brackets = re.compile(r"\s*【[^【】\n]{2,60}】\s*(?=\S)")

# A stretch this long without any mark is no sentence a model or a reader can use.
_BREATHLESS = 100
_BREATH = 60
# Words that begin a clause more often than not: where a text has no punctuation, a cut before one of them reads best.
_clause = re.compile(
    "(?:他|她|它|他们|我们)?(?:表示|指出|强调|強調|认为|認為|要求|介绍|介紹)|并|並|其中|此外|同时|同時|目前|今年|截至|由于|由於|因为|因為|如果|虽然|雖然|所以|因此"
    "|在|对|對|让|讓|使|把|将|將|不断|不斷|进一步|進一步|推进|推進|加强|加強|坚持|堅持|巩固|鞏固|展现|展現|结合|結合|深化"
)
_marks = re.compile(r"[，、；：。！？,;:!?…]|\s")


def split(text: str) -> list[str]:
    """The sentences of `text`: joined again they are `text`; each keeps the space, or line end, that follows it.

    A sentence ends at 。！？…… (also half-width, where that is no decimal, abbreviation or address) outside of book
    title marks and brackets; quotes and brackets that close there stay with it. Lines are never joined.
    """
    return [sentence for line in re.findall(r"[^\n]*\n|[^\n]+", text) for sentence in _line_sentences(line)]


def _line_sentences(line: str) -> Iterator[str]:
    headline = _headline_in_brackets.match(line)
    start = 0
    if headline and headline.end() < len(line):
        start = headline.end()
        yield line[:start]
    enclosures = _enclosures(line)
    inside: list[tuple[int, int]] = []
    for match in _end.finditer(line, start):
        end = match.end()
        while enclosures and enclosures[-1][0] < match.start():
            inside.append(enclosures.pop())
        inside = [span for span in inside if span[1] > match.start()]
        if end < len(line) and match.start() >= start and _ends_sentence(line, start, match, inside):
            yield from _breathed(line[start:end])
            start = end
    # What is left may be only marks and spaces, which belong to what they follow, or a last sentence without an end.
    yield from _breathed(line[start:]) if start < len(line) else ()


def _enclosures(line: str) -> list[tuple[int, int]]:
    """The half-open spans in brackets, book title marks and quotes, last first; what never closes encloses nothing."""
    spans = []
    open_: list[int] = []
    for position, character in enumerate(line):
        if character in _PARTNER:
            open_.append(position)
        elif character in _CLOSING:
            for depth in range(len(open_) - 1, max(-1, len(open_) - 4), -1):
                if _PARTNER[line[open_[depth]]] == character:
                    spans.append((open_[depth], position + 1))
                    del open_[depth:]
                    break
    return sorted(spans, reverse=True)


def _ends_sentence(line: str, start: int, match: re.Match[str], inside: list[tuple[int, int]]) -> bool:
    mark, end = match["mark"], match.end()
    following = line[end]
    if mark[0] in ".!?" and not _ends_latin(line, start, match):
        return False
    if _continues.match(following) and not (match["space"] and following in "的"):
        return False
    if mark[0] in "….." and len(mark) > 1 and match.start() - start < 3 and not match["closers"]:
        return False
    for opening, closing in inside:
        if line[opening] not in _QUOTES:
            # Within brackets or a title the sentence goes on, unless the brackets hold whole sentences of their own.
            if closing > end or opening > start:
                return False
        elif closing <= end and opening > start and line[opening - 1] not in "：:，,。！？… \u3000—":
            # “大事化小！”: a word in quotes, part of the sentence around it.
            return False
    return not (match["closers"] and _attribution.match(line, end))


def _ends_latin(line: str, start: int, match: re.Match[str]) -> bool:
    """Whether a half-width mark ends a sentence."""
    # As much as an abbreviation or a number in a list may have, so that a long line is not read again at every mark.
    before = line[max(start, match.start() - 24) : match.start()]
    mark, end = match["mark"], match.end()
    chinese_before = bool(re.search(f"[{HAN}）」”》]$", before))
    chinese_after = bool(re.match(f"[{HAN}{_OPENING}]", line[end]))
    if mark == ".":
        if _enumerator.search(before) or _abbreviation.search(before):
            return False
        if chinese_before:
            return chinese_after or bool(match["space"])
        if not re.search(r"[A-Za-z0-9)%\"'”]$", before):
            return False
        if chinese_after:
            return bool(match["space"]) or bool(re.search(r"[A-Za-z)%\"'”]$", before))
        return bool(match["space"]) and (line[end].isupper() or line[end] in "\"'“")
    return chinese_before or chinese_after or bool(match["space"])


def _breathed(sentence: str) -> Iterator[str]:
    """`sentence`, cut before words that begin a clause where it goes on and on without any mark."""
    start = 0
    length = len(sentence.rstrip())
    while length - start > _BREATHLESS and not _marks.search(sentence, start, start + _BREATHLESS):
        cut = start + _BREATH
        candidates = [match.start() for match in _clause.finditer(sentence, start + _BREATH // 2, start + _BREATHLESS)]
        if candidates:
            cut = min(candidates, key=lambda position: abs(position - start - _BREATH))
        yield sentence[start:cut]
        start = cut
    yield sentence[start:]


class Piece(NamedTuple):
    """A sentence, or a part of one that is too long: `sentence` is its place among the sentences."""

    sentence: int
    text: str


def pack(sentences: Sequence[str], budget: int, count: Callable[[str], int]) -> list[list[Piece]]:
    """Groups of neighbours, each of at most `budget` as `count` counts; all pieces joined are all sentences joined.

    A sentence over the budget is cut (`cut`) and its pieces are packed like sentences.
    """
    groups: list[list[Piece]] = []
    room = 0
    for index, sentence in enumerate(sentences):
        for part in cut(sentence, budget, count):
            size = count(part)
            if not groups or size > room:
                groups.append([])
                room = budget
            groups[-1].append(Piece(index, part))
            room -= size
    return groups


def cut(sentence: str, budget: int, count: Callable[[str], int]) -> list[str]:
    """`sentence` in pieces of at most `budget`: at ；, else at ，、：, else at spaces, and last by length.

    Joined again they are the sentence. Only a single character that alone is over the budget stays over it.
    """
    return _cut(sentence, budget, count, _LEVELS)


_LEVELS = tuple(
    re.compile(pattern) for pattern in (r"(?<=[。！？；;!?…])", r"(?<=[，、：,:])", r"(?<=\s)", r"(?s)(?<=.)")
)


def _cut(text: str, budget: int, count: Callable[[str], int], levels: tuple[re.Pattern[str], ...]) -> list[str]:
    if count(text) <= budget or len(text) <= 1:
        return [text] if text else []
    if len(levels) == 1:
        return _by_length(text, budget, count)
    atoms = [atom for atom in levels[0].split(text) if atom]
    pieces: list[str] = []
    for atom in atoms:
        if pieces and count(pieces[-1] + atom) <= budget:
            pieces[-1] += atom
        else:
            pieces += _cut(atom, budget, count, levels[1:])
    return pieces


def _by_length(text: str, budget: int, count: Callable[[str], int]) -> list[str]:
    pieces = []
    while text:
        low, high = 1, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if count(text[:middle]) <= budget else (low, middle - 1)
        pieces.append(text[:low])
        text = text[low:]
    return pieces


def offsets(sentences: Sequence[str]) -> list[tuple[int, int]]:
    """The half-open span of each sentence in all of them joined."""
    ends = list(accumulate(map(len, sentences), initial=0))
    return list(zip(ends, ends[1:], strict=False))
