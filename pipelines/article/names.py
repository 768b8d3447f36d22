"""Names of files: decoded, made fit to be shown, and put in the order a reader expects."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Sequence

from pipelines.article.chinese import chinese_share, familiarity

_UTF8 = 0x800  # flag of a zip entry whose name is UTF-8
_LONGEST = 120
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
# Chinese numerals count where they number something, not in 一中 or 三国.
_number = re.compile(
    "(?P<digits>\\d+)|(?:(?<=[第卷部篇(])|\\A)(?P<numeral>[零〇一二两兩三四五六七八九十百千]+)(?=[、.)章节節回卷部篇集期讲講课課]|\\Z)"
)
_PARTS = str.maketrans({"上": "\x01", "中": "\x02", "下": "\x03"})
_part = re.compile("(?<=[(_\\s])[上中下](?=[)_\\s.]|\\Z)|[上中下](?=[)]?\\.\\w+\\Z)")


def of_entries(entries: Sequence[zipfile.ZipInfo]) -> list[str]:
    """The names of zip entries as whoever packed them wrote them.

    A zip file says whether a name is UTF-8, else it should be CP437 and on Chinese computers is GBK or Big5, on a Mac
    UTF-8 all the same.
    """
    raw = [None if entry.flag_bits & _UTF8 else entry.filename.encode("cp437", "replace") for entry in entries]
    encoding = _encoding(b"\n".join(name for name in raw if name))
    return [
        entry.filename if name is None else name.decode(encoding, "replace")
        for entry, name in zip(entries, raw, strict=True)
    ]


def _encoding(names: bytes) -> str:
    if names.isascii():
        return "ascii"
    try:
        names.decode("utf-8")
    except UnicodeDecodeError:
        return max(("gb18030", "big5hkscs", "cp437"), key=lambda encoding: _plausible(names, encoding))
    return "utf-8"


def _plausible(names: bytes, encoding: str) -> float:
    try:
        text = names.decode(encoding)
    except UnicodeDecodeError:
        return -1.0
    return familiarity(text) + chinese_share(text)


def shown(names: Sequence[str]) -> list[str]:
    """The last part of each path, with the folder before it where that is not enough to tell two apart."""
    parts = [_parts(name) or ["?"] for name in names]
    last = Counter(part[-1] for part in parts)
    return [part[-1] if last[part[-1]] == 1 or len(part) == 1 else f"{part[-2]} – {part[-1]}" for part in parts]


def _parts(path: str) -> list[str]:
    return [part for part in map(_clean, re.split(r"[\\/]+", path)) if part.strip(" .")]


def _clean(name: str) -> str:
    visible = "".join(character for character in name if character.isprintable()).strip()
    return visible if len(visible) <= _LONGEST else visible[: _LONGEST - 1] + "…"


def order(name: str) -> tuple[tuple[tuple[int, int, str], ...], str]:
    """A key that sorts names as a reader would: numbers by value, Chinese ones too, 上 before 中 before 下."""
    key: list[tuple[int, int, str]] = []
    text = unicodedata.normalize("NFKC", name).casefold()
    position = 0
    for match in _number.finditer(text):
        if match.start() > position:
            key.append((1, 0, _lettered(text[position : match.start()])))
        digits = match["digits"]
        key.append((0, int(digits[:300]) if digits else _value(match["numeral"]), ""))
        position = match.end()
    key.append((1, 0, _lettered(text[position:])))
    return tuple(key), name


def _lettered(text: str) -> str:
    return _part.sub(lambda match: match.group().translate(_PARTS), text)


def _value(numeral: str) -> int:
    """十 → 10, 二十三 → 23, 一百零五 → 105, 二〇二六 → 2026."""
    if not any(unit in numeral for unit in _UNITS):
        return int("".join(str(_DIGITS[digit]) for digit in numeral))
    total, digit = 0, 0
    for character in numeral:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit
