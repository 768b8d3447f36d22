"""What the places of lines on printed pages say: which are running heads, and which go on in the next line."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Set
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pipelines.article.lines import ended, item

# The part of a page, from above and below, in which running heads stand.
_MARGIN = 0.12
_EDGE = 0.06
_PLACE = 0.01  # of the page's height: at the same place
_RECURS = 1 / 3  # of the pages; left and right ones may differ
_LONGEST = 60  # characters of a running head
_GAP = 1.5  # of the usual distance between lines
_number = re.compile(
    "[-—–·•\\s]*(?:第\\s*)?\\d{1,4}(?:\\s*[/／]\\s*\\d{1,4})?(?:\\s*[页頁])?(?:[，,\\s]*共\\s*\\d{1,4}\\s*[页頁])?[-—–·•\\s]*"
)
# What browsers print above and below a page.
_printed = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? .{0,4}\d{1,2}:\d\d|(?:https?|file)://\S+.*\d+/\d+$")
_sentence = re.compile("[。！？]|[，、；：]$")
_digits = re.compile(r"\d+")
_first_word = re.compile(r"[A-Za-z0-9.,%/-]*")

# In ems, the width of a Chinese character.
_RAGGED = 2.2  # punctuation that may not begin a line takes a character or two along
_INDENT = 0.8
_INDENTED = 4.0  # an indented line is of the same column
_NARROWEST = 10.0
_LATIN = 0.6
_SPREAD = 1.25  # of the width its characters need; wider lines are rows of a table
_SIZE = 0.15  # of the size: another size is another text
_PITCH = 1.3  # of the distance usual between lines: further down another paragraph begins


class Line(NamedTuple):
    """A line of a page: `above` is its middle from the page's top, 0..1; left, right, size, height in points.

    A line whose place is not known has size 0.
    """

    text: str
    page: int
    above: float = 0.5
    left: float = 0.0
    right: float = 0.0
    size: float = 0.0
    height: float = 0.0


def running_heads(lines: list[Line], pages: int) -> set[int]:
    """Which lines are repeated at one place of the pages' margins, but for their digits, or are page numbers there.

    A repeated line must also be further from the text than the text's own lines from each other, and nothing but
    other running heads may stand between it and the edge of the page.
    """
    margin = [index for index, line in enumerate(lines) if _in_margin(line)]
    seen = Counter(_key(lines[index]) for index in margin)
    certain, repeated = set(), set()
    for index in margin:
        line = lines[index]
        shape, place = _key(line)
        edge = not _EDGE < line.above < 1 - _EDGE
        if _number.fullmatch(line.text) or (edge and _printed.match(line.text)):
            certain.add(index)
        elif sum(seen[shape, place + step] for step in (-1, 0, 1)) >= max(2, _RECURS * pages):
            repeated.add(index)
    by_page: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if index not in certain:
            by_page[line.page].append(index)
    for indices in by_page.values():
        downwards = sorted(indices, key=lambda index: lines[index].above)
        for outwards in (downwards, downwards[::-1]):
            certain |= _apart([(index, lines[index].above) for index in outwards], repeated)
    return certain


def _apart(places: list[tuple[int, float]], repeated: Set[int]) -> set[int]:
    """Of lines with their places, from the edge of the page inwards, those before the first gap that are repeated."""
    steps = [abs(inner - outer) for (_, outer), (_, inner) in pairwise(places)]
    usual = median([step for step in steps if step > _PLACE / 2] or [0.0])
    count = next((number for number, (index, _) in enumerate(places) if index not in repeated), len(places))
    while 0 < count < len(places) and steps[count - 1] < _GAP * usual:
        count -= 1
    return {index for index, _ in places[:count]}


def _in_margin(line: Line) -> bool:
    """Whether it may be a running head; never what has the form of prose, of which nothing may be lost."""
    prose = _sentence.search(line.text) or len(line.text) > _LONGEST
    return not _MARGIN < line.above < 1 - _MARGIN and (not prose or bool(_printed.match(line.text)))


def _key(line: Line) -> tuple[str, int]:
    return _digits.sub("#", line.text), round(line.above / _PLACE)


def wraps(lines: list[Line], heads: Set[int]) -> set[int]:
    """Which lines go on in the next one that is no running head: they fill their column, and that one begins at it.

    A column is what lines of about one size and left edge have in common on a page.
    """
    body = [index for index in range(len(lines)) if index not in heads and lines[index].size > 0]
    columns = _columns([lines[index] for index in body])
    rights: dict[int, list[float]] = defaultdict(list)
    for index in body:
        rights[lines[index].page].append(lines[index].right)
    return {
        upper
        for upper, lower in pairwise(body)
        if _fills(lines[upper], lines[lower], columns[lines[upper]], rights[lines[upper].page])
        and _begins(lines[upper], lines[lower], columns[lines[upper]], columns[lines[lower]])
    }


class _Column(NamedTuple):
    left: float
    right: float
    pitch: float  # points from line to line; 0 where there is only one
    filled: int  # lines that reach its right edge


def _columns(lines: list[Line]) -> dict[Line, _Column]:
    """The column each line belongs to: those of its page of about its size that begin at about its left edge."""
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    found: dict[Line, _Column] = {}
    for page in pages.values():
        # Justification may squeeze a line's type.
        for alike in _grouped(
            sorted(page, key=lambda line: line.size), lambda first, line: line.size * (1 - _SIZE) <= first.size
        ):
            alike.sort(key=lambda line: line.left)
            for group in _grouped(alike, lambda first, line: line.left - first.left <= _INDENTED * line.size):
                found.update(dict.fromkeys(group, _measured(group)))
    return found


def _grouped(lines: list[Line], belongs: Callable[[Line, Line], bool]) -> list[list[Line]]:
    """Groups of lines that belong to the first of their group."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and belongs(groups[-1][0], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _measured(lines: list[Line]) -> _Column:
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    places = sorted(line.above * line.height for line in lines)
    steps = [lower - upper for upper, lower in pairwise(places) if lower - upper > 1]
    filled = sum(line.right >= right - _RAGGED * line.size for line in lines)
    return _Column(left, right, median(steps) if steps else 0.0, filled)


def _fills(upper: Line, lower: Line, column: _Column, rights: list[float]) -> bool:
    """Whether `upper` goes to the right edge of its column, or of the page where it is alone, as a headline may be."""
    em, width = upper.size, upper.right - upper.left
    if width < _NARROWEST * em or width > _SPREAD * _needed(upper):
        return False
    # A Latin word that has no room left goes to the next line as a whole.
    word = _first_word.match(lower.text)
    ragged = em * max(_RAGGED, _LATIN * len(word.group()) if word else 0.0)
    if column.filled >= 2:
        return upper.right >= column.right - ragged
    return sum(abs(right - upper.right) <= ragged for right in rights) > 2


def _begins(upper: Line, lower: Line, column: _Column, below: _Column) -> bool:
    """Whether `lower` stands where the paragraph of `upper` would go on: same type, no indentation, no gap."""
    em = upper.size
    if abs(lower.size - em) > _SIZE * em or lower.left > below.left + _INDENT * em:
        return False
    # A list may have neither.
    if ended.search(upper.text) and item.match(lower.text):
        return False
    step = (lower.above - upper.above) * upper.height
    if upper.page == lower.page and step > 0:
        return step <= _PITCH * column.pitch
    # On the next page or in the next column nothing but the text itself can tell.
    return not ended.search(upper.text)


def _needed(line: Line) -> float:
    """The width the characters of a line need, in points."""
    wide = sum(unicodedata.east_asian_width(character) in "WFA" for character in line.text)
    return line.size * (wide + _LATIN * (len(line.text) - wide))
