"""Text that was decoded with the wrong encoding before it came to us: undone where nothing is lost, else refused."""

from __future__ import annotations

import re
from collections.abc import Collection

from pipelines.article.chinese import chinese_share, familiarity, han
from pipelines.article.encoding import PLAUSIBLE
from pipelines.article.traced import Edit, line_spans
from pipelines.errors import ErrorCode, InputError

# (the encoding it was read with, the one it is in)
_MISREADINGS = (
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
)
_destroyed = re.compile("锟斤拷|锟|斤拷|(?:烫烫|屯屯)+|\ufffd")
_questions = re.compile(r"[?？]{2,}")
_western = re.compile("[\x80-\u024f\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")
_TOLERABLE = 0.01
# With so many characters a line shows on its own that it was misread.
_TELLING = 16


def undone(text: str) -> list[Edit]:
    """Edits that restore each line which was read with the wrong encoding.

    Raises InputError DESTROYED where much of the text is replacement marks (锟斤拷, U+FFFD, ????), and MOJIBAKE where
    it was read with the wrong encoding and characters are lost.
    """
    lines = [(start, text[start:end]) for start, end in line_spans(text)]
    found = {start: _restored(line, _MISREADINGS) for start, line in lines if _suspicious(line) >= _TELLING}
    ways = {(read, meant) for restored in found.values() if restored for _, read, meant in [restored]}
    if not ways:
        refuse_destroyed(text)
        return []
    # A short line says too little by itself; in a text that was misread it was misread in the same way.
    found |= {start: _restored(line, ways) for start, line in lines if 0 < _suspicious(line) < _TELLING}
    edits: list[Edit] = []
    for start, line in lines:
        restored = found.get(start)
        if restored:
            edits += _aligned(start, line, *restored)
    whole = "".join(edit.text for edit in edits)
    if whole.count("\ufffd") > _TOLERABLE * len(whole):
        raise InputError(ErrorCode.MOJIBAKE, example=text.strip()[:12])
    return edits


def _aligned(start: int, line: str, restored: str, read: str, meant: str) -> list[Edit]:
    """Edits as small as can be: wherever a character ends both in the bytes as read and in the bytes as meant."""
    if "\ufffd" in restored or "\ufffd" in line:
        return [Edit(start, start + len(line), restored)]
    edits: list[Edit] = []
    before = after = 0  # the beginning of the next edit in both texts
    size = 0  # bytes of `line` not yet matched by `restored`
    position = 0
    for end, character in enumerate(restored, 1):
        size -= len(character.encode(meant))
        while size < 0 and position < len(line):
            size += len(line[position].encode(read))
            position += 1
        if size == 0:
            edits.append(Edit(start + before, start + position, restored[after:end]))
            before, after = position, end
    if after < len(restored):
        edits.append(Edit(start + before, start + len(line), restored[after:]))
    return edits


def refuse_destroyed(text: str) -> None:
    """Raise InputError DESTROYED where much of `text` is replacement marks."""
    marks = _destroyed.findall(text)
    questions = _questions.findall(text)
    letters = len(re.findall(r"\S", text)) or 1
    for found, example in ((marks, "锟斤拷 or \ufffd"), (questions, "????")):
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


def _restored(line: str, ways: Collection[tuple[str, str]]) -> tuple[str, str, str] | None:
    """The line as it was meant, if another reading of its bytes is clearly the better Chinese, and both encodings."""
    readings = [(reading, *way) for way in ways if (reading := _again(line, *way)) is not None]
    best = max(readings, key=lambda reading: _quality(reading[0]), default=None)
    return best if best and _quality(best[0]) > max(PLAUSIBLE, 2 * _quality(line)) else None


def _quality(text: str) -> float:
    """0..1: how much like Chinese it reads, less what is lost."""
    if not text:
        return 0.0
    return (
        familiarity(text) * min(1.0, 1.5 * chinese_share(text)) * (1 - min(1.0, 2 * text.count("\ufffd") / len(text)))
    )


def _again(line: str, read: str, meant: str) -> str | None:
    """`line` back to the bytes it was read from, and read again, U+FFFD where one is gone; None where it cannot be."""
    import ftfy.bad_codecs

    ftfy.bad_codecs.ok()
    data = bytearray()
    for part in re.split("(\ufffd|[\x00-\x7f]+)", line):
        try:
            # One byte or more was replaced by the mark; 0xFF is in none of these encodings.
            data += b"\xff" if part == "\ufffd" else part.encode(read)
        except UnicodeEncodeError:
            return None
    # What is left of a character that lost a byte may be read as several marks.
    text = re.sub("\ufffd+", "\ufffd", bytes(data).decode(meant, "replace"))
    return text if text.count("\ufffd") <= 0.25 * len(text) else None
