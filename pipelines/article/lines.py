"""Lines that were broken in the middle of a sentence, by a mail program or around each link, are joined again."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipelines.article.boilerplate import is_boilerplate
from pipelines.article.extracted import Stretch
from pipelines.article.traced import Edit, line_spans

# U+FFFD was a mark more often than not where it ends a line.
ended = re.compile(r"[。！？!?…：:；;.\ufffd][”’」』）)》】\"']*$")
_begins_inside = re.compile(r"[，。、；：！？”’」』）》】,;:!?)\]]")
_ends_inside = re.compile(r"[，、,（《“‘「『【(]$")
item = re.compile(
    "(?:[（(]?[一二三四五六七八九十\\d]{1,3}[)）、.．](?!\\d)|第[一二三四五六七八九十百\\d]{1,4}[章节節条條部]|[-*•·●■◆▶>#|—]|[A-Za-z]\\.\\s)"
)
_latin_word = re.compile("[A-Za-z0-9]")


class _Line(NamedTuple):
    start: int
    end: int
    text: str


def hard_wraps(text: str) -> list[Edit]:
    """An edit for each line end that stands within a sentence.

    Two kinds of text have them. Where a page set each link on a line of its own, lines begin or end with marks that
    cannot stand there, and nearly no line within a block ends a sentence. Where lines were filled to a width, most
    lines that end no sentence are about equally long, and no line is longer.
    """
    lines = [_stripped(text, start, end) for start, end in line_spans(text)]
    pairs = [(upper, lower) for upper, lower in pairwise(lines) if upper.text and lower.text]
    wrapped = _around_links(pairs) or _filled(pairs)
    if not wrapped:
        single = [pair for block in _blocks(pairs) for pair in _around_links(block)]
        wrapped = sorted({*single, *(pair for pair in pairs if _torn(*pair))})
    return [Edit(upper.end, lower.start, _glue(upper, lower)) for upper, lower in wrapped]


def joined(text: str, ends: Sequence[int], asides: Sequence[Stretch]) -> list[Edit]:
    """An edit for each of the line ends `ends`; the line that goes on is the next one not in `asides`."""
    over = {aside.start: aside.end for aside in asides}
    edits = []
    for end in ends:
        following = end + 1
        while following in over:
            following = over[following]
        latin = _latin_word.match(text[end - 1 : end]) and _latin_word.match(text[following : following + 1])
        edits.append(Edit(end, end + 1, " " if latin else ""))
    return edits


def _stripped(text: str, start: int, end: int) -> _Line:
    line = text[start:end]
    return _Line(start + len(line) - len(line.lstrip()), start + len(line.rstrip()), line.strip())


def _blocks(pairs: list[tuple[_Line, _Line]]) -> Iterator[list[tuple[_Line, _Line]]]:
    """The pairs of each block of lines between empty ones."""
    block: list[tuple[_Line, _Line]] = []
    for pair in pairs:
        if block and block[-1][1] != pair[0]:
            yield block
            block = []
        block.append(pair)
    if block:
        yield block


def _torn(upper: _Line, lower: _Line) -> bool:
    """Whether the two are one line whatever the rest is like: a mark stands where none can, or a bracket is open."""
    if not _goes_on(upper, lower):
        return False
    open_bracket = max(upper.text.rfind(bracket) for bracket in "（《「【") > max(map(upper.text.rfind, "）》」】"))
    closes = any(bracket in lower.text[:80] for bracket in "）》」】")
    return bool(_begins_inside.match(lower.text)) or (open_bracket and closes)


def _around_links(pairs: list[tuple[_Line, _Line]]) -> list[tuple[_Line, _Line]]:
    """The line ends within the blocks of a text whose links stand on lines of their own."""
    within = [pair for pair in pairs if _goes_on(*pair)]
    telling = [pair for pair in within if _begins_inside.match(pair[1].text) or _ends_inside.search(pair[0].text)]
    finished = sum(bool(ended.search(upper.text)) for upper, _ in pairs)
    if len(telling) < 2 or finished > 0.1 * len(within) or 4 * len(telling) < len(within):
        return []
    return within


def _filled(pairs: list[tuple[_Line, _Line]]) -> list[tuple[_Line, _Line]]:
    """The line ends of a text whose lines were broken at a width."""
    widths = Counter(_width(upper.text) for upper, _ in pairs)
    if len(pairs) < 3 or not widths:
        return []
    widest = max(widths)
    within = [pair for pair in pairs if _goes_on(*pair) and _width(pair[0].text) >= 0.85 * widest - 4]
    middle = sum(not ended.search(upper.text) for upper, _ in pairs)
    marked = sum(bool(re.search("[，。、]", upper.text)) for upper, _ in pairs)
    if not 16 <= widest <= 160 or len(within) < 3 or len(within) < 0.6 * middle or marked < 0.5 * len(pairs):
        return []
    return within


def _goes_on(upper: _Line, lower: _Line) -> bool:
    """Whether the sentence of `upper` may go on in `lower`."""
    if _begins_inside.match(lower.text):
        return not ended.search(upper.text) or bool(re.match("[”’」』）》】)]", lower.text))
    return not (
        ended.search(upper.text)
        or item.match(lower.text)
        or is_boilerplate(upper.text)
        or is_boilerplate(lower.text)
        or "\t" in upper.text
        or "\t" in lower.text
    )


def _width(line: str) -> int:
    """The width of a line in the columns of a fixed-width font."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)


def _glue(upper: _Line, lower: _Line) -> str:
    """A space between two Latin words, nothing beside a Chinese character."""
    return " " if _latin_word.match(upper.text[-1]) and _latin_word.match(lower.text) else ""
