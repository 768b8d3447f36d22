"""Text that was decoded with the wrong encoding before it came to us: undone where little is lost, else refused."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from pipelines.article import gaps, script
from pipelines.article.chinese import chinese_share, familiarity, han
from pipelines.article.encoding import PLAUSIBLE
from pipelines.article.traced import Edit, line_spans
from pipelines.document import Script
from pipelines.errors import ErrorCode, InputError

# (the encoding it was read with, the one it is in); some texts went through this twice
_MISREADINGS: tuple[tuple[str, ...], ...] = (
    ("latin-1", "utf-8"),
    ("sloppy-windows-1252", "utf-8"),
    ("latin-1", "gb18030"),
    ("sloppy-windows-1252", "gb18030"),
    ("latin-1", "big5hkscs"),
    ("sloppy-windows-1252", "big5hkscs"),
    ("gb18030", "utf-8"),
    ("gbk", "utf-8"),
    ("big5hkscs", "utf-8"),
    ("gb18030", "big5hkscs"),
    ("big5hkscs", "gb18030"),
    ("latin-1", "utf-8", "latin-1", "utf-8"),
    ("sloppy-windows-1252", "utf-8", "sloppy-windows-1252", "utf-8"),
)
_destroyed = re.compile("锟斤拷|锟|斤拷|(?:烫烫|屯屯)+|\ufffd")
_questions = re.compile(r"[?？]{2,}")
_western = re.compile("[\x80-\u024f\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")
# So large a share of the characters may be lost. UTF-8 goes on after a lost byte with the next character; in the other
# encodings what follows is read out of step.
_TOLERABLE = 0.05
_TOLERABLE_OUT_OF_STEP = 0.01
# With so many characters a line shows on its own that it was misread.
_TELLING = 16


class _Restored(NamedTuple):
    """A line as it was meant: from which bytes, in which way, and how many of them each character takes, if known."""

    text: str
    way: tuple[str, ...]
    data: bytes
    sizes: tuple[int, ...]


def undone(text: str) -> list[Edit]:
    """Edits that restore each line which was read with the wrong encoding.

    Characters that were lost are found again by the words around them (`gaps`) or become U+FFFD.

    Raises InputError DESTROYED where much of the text is replacement marks (锟斤拷, U+FFFD, ????), and MOJIBAKE where
    it was read with the wrong encoding and too many characters are lost.
    """
    lines = [(start, text[start:end]) for start, end in line_spans(text)]
    found = {start: _restored(line, _MISREADINGS) for start, line in lines if _suspicious(line) >= _TELLING}
    ways = {restored.way for restored in found.values() if restored}
    if not ways:
        refuse_destroyed(text)
        return []
    kind = script.detect("".join(restored.text for restored in found.values() if restored))
    # A line that is short or lost much says too little by itself; in this text it was misread in the same way.
    found |= {start: _restored(line, ways, kind) for start, line in lines if _suspicious(line) and not found.get(start)}
    edits: list[Edit] = []
    for start, line in lines:
        restored = found.get(start)
        if restored:
            edits += _aligned(start, line, _filled(restored, kind))
    whole = "".join(edit.text for edit in edits)
    tolerable = _TOLERABLE if any(way[-1] == "utf-8" for way in ways) else _TOLERABLE_OUT_OF_STEP
    if whole.count(gaps.MARK) > tolerable * len(whole):
        raise InputError(ErrorCode.MOJIBAKE, example=text.strip()[:12])
    return edits


def _filled(restored: _Restored, kind: Script) -> _Restored:
    """`restored` with the characters that were lost, as far as they are certain."""
    if gaps.MARK not in restored.text or restored.way[-1] != "utf-8":
        return restored
    units = gaps.filled(gaps.units(restored.data, restored.way[-2]), kind)
    return restored._replace(text="".join(unit.text for unit in units), sizes=tuple(unit.size for unit in units))


def _aligned(start: int, line: str, restored: _Restored) -> list[Edit]:
    """Edits as small as can be: wherever a character ends both in the bytes as read and in the bytes as meant."""
    text, read = restored.text, restored.way[-2]
    if len(restored.way) > 2 or not restored.sizes:
        return [Edit(start, start + len(line), text)]
    edits: list[Edit] = []
    before = after = 0  # the beginning of the next edit in both texts
    size = 0  # bytes of `line` not yet matched by `text`
    position = 0
    for end, taken in enumerate(restored.sizes, 1):
        size -= taken
        while size < 0 and position < len(line):
            size += 1 if line[position] == gaps.MARK else len(line[position].encode(read))
            position += 1
        if size == 0:
            edits.append(Edit(start + before, start + position, text[after:end]))
            before, after = position, end
    if after < len(text):
        edits.append(Edit(start + before, start + len(line), text[after:]))
    return edits


def refuse_destroyed(text: str) -> None:
    """Raise InputError DESTROYED where much of `text` is replacement marks."""
    marks = _destroyed.findall(text)
    questions = _questions.findall(text)
    letters = len(re.findall(r"\S", text)) or 1
    for found, example in ((marks, "锟斤拷 \ufffd"), (questions, "????")):
        share = sum(map(len, found)) / letters
        if share > 0.05 and len(found) > 1:
            raise InputError(ErrorCode.DESTROYED, share=max(1, round(100 * share)), example=example)


def _suspicious(line: str) -> int:
    """How many characters of `line` may come from misread bytes; 0 where it reads like Chinese as it is."""
    western = len(_western.findall(line))
    characters = len(han.findall(line))
    if western <= 0.3 * len(line) and (not characters or familiarity(line) >= PLAUSIBLE):
        return 0
    return western + characters


def _restored(line: str, ways: Collection[tuple[str, ...]], kind: Script | None = None) -> _Restored | None:
    """The line as it was meant, if another reading of its bytes is clearly the better Chinese.

    With `kind`, the script of the text, what was lost is filled in before that is judged.
    """
    readings = [reading for way in ways if (reading := _again(line, way, 0.25 if kind is None else 0.75)) is not None]
    if kind is not None:
        readings = [_filled(reading, kind) for reading in readings]
    best = max(readings, key=lambda reading: _quality(reading.text), default=None)
    return best if best and _quality(best.text) > max(PLAUSIBLE, 2 * _quality(line)) else None


def _quality(text: str) -> float:
    """0..1: how much like Chinese it reads, less what is lost."""
    if not text:
        return 0.0
    lost = min(1.0, 2 * text.count(gaps.MARK) / len(text))
    return familiarity(text) * min(1.0, 1.5 * chinese_share(text)) * (1 - lost)


def _again(line: str, way: tuple[str, ...], most: float) -> _Restored | None:
    """`line` back to the bytes it was read from, and read again, U+FFFD where one is gone.

    None where it cannot be, or a greater share than `most` is gone.
    """
    import ftfy.bad_codecs

    ftfy.bad_codecs.ok()
    read, meant = way[:2]
    data = bytearray()
    for part in re.split("(\ufffd|[\x00-\x7f]+)", line):
        try:
            # One byte or more was replaced by the mark.
            data += bytes([gaps.GAP]) if part == gaps.MARK else part.encode(read)
        except UnicodeEncodeError:
            return None
    text = bytes(data).decode(meant, "replace")
    sizes = () if gaps.MARK in text else tuple(len(character.encode(meant)) for character in text)
    # What is left of a character that lost a byte may be read as several marks.
    text = re.sub("\ufffd+", gaps.MARK, text)
    if text.count(gaps.MARK) > most * len(text):
        return None
    if len(way) > 2:
        once_more = _again(text, way[2:], most)
        return once_more and once_more._replace(way=way)
    return _Restored(text, way, bytes(data), sizes)
