"""From bytes to text: which encoding it is, told by what comes out."""

from __future__ import annotations

import codecs
import re

from pipelines.article.chinese import chinese_share, familiarity, han
from pipelines.errors import ErrorCode, InputError

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CANDIDATES = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_CHINESE_ENCODINGS = frozenset(
    {"gb2312", "gbk", "gb18030", "hz", "big5", "big5hkscs", "cp950", "utf_8", "utf_16_le", "utf_16_be", "utf_7"}
)
_declaration = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_hz = re.compile(rb"~\{(?:[!-w][!-~]){2,}~\}")
_controls = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")

# Below this, the most frequent characters of Chinese are too rare for the encoding to be the right one.
PLAUSIBLE = 0.25
_SAMPLE = 40_000


def decode(data: str | bytes) -> str:
    """The text in `data`, with "\\n" at its line ends.

    Raises InputError BINARY, UNKNOWN_ENCODING or MIXED_ENCODINGS. Bytes that a cut-off file ends in, or a stray one in
    the middle, become U+FFFD.
    """
    text = data if isinstance(data, str) else _decoded(data)
    # Half of a surrogate pair cannot be written out again.
    text = re.sub("[\ud800-\udfff]", "\ufffd", text.removeprefix("\ufeff"))
    if len(_controls.findall(text)) > 0.1 * len(text.strip()) and re.search(r"[^\W_]", text):
        raise InputError(ErrorCode.BINARY, kind="unknown")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    # In UTF-16 every line end and every digit has a zero byte.
    text = _best(data) if data.count(0) > 0.01 * len(data) else None
    if text is not None:
        return text
    try:
        return _complete(data, "hz" if data.isascii() and _hz.search(data) else "utf-8")
    except UnicodeDecodeError as error:
        if b"\0" not in data:
            _refuse_mixture(data, error.start)
    text = _best(data)
    if text is not None:
        return text
    if len(re.findall(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", data)) > 0.02 * len(data):
        raise InputError(ErrorCode.BINARY, kind="unknown")
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    if lost <= max(1, 0.01 * len(text)) or (lost <= 0.05 * len(text) and familiarity(text) >= PLAUSIBLE):
        return re.sub("\ufffd+", "\ufffd", text)
    raise InputError(ErrorCode.UNKNOWN_ENCODING)


def _complete(data: bytes, encoding: str) -> str:
    """`data` decoded strictly, except that it may end in the middle of a character (U+FFFD)."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    text = decoder.decode(data)
    rest = decoder.getstate()[0]
    return text + "\ufffd" if rest else text


def _lenient(data: bytes, encoding: str) -> str | None:
    """`data` decoded with U+FFFD for stray bytes, or None where there are too many for this encoding to be right."""
    text = data.decode(encoding, "replace")
    return text if text.count("\ufffd") <= max(1, 0.005 * len(text)) else None


def _best(data: bytes) -> str | None:
    """The most familiar reading of `data`, or None where no encoding gives text that reads like Chinese."""
    declared = _declared(data)
    found: list[tuple[float, str]] = []
    for encoding in dict.fromkeys((*declared, *_CANDIDATES)):
        text = _lenient(data, encoding)
        # Private use: what a wrong guess of Big5 or GB18030 is full of.
        if text is not None and len(re.findall("[\ue000-\uf8ff]", text)) <= 0.05 * len(text):
            score = familiarity(text[:_SAMPLE]) * min(1.0, 2 * chinese_share(text[:_SAMPLE]))
            found.append((score, text))
    score, text = max(found, default=(0.0, ""), key=lambda pair: pair[0])
    # A text that is mostly Latin may hold little Chinese; then all of it has to be right.
    if score >= PLAUSIBLE or ("\ufffd" not in text and familiarity(text[:_SAMPLE]) >= PLAUSIBLE):
        return text
    return _guessed(data)


def _declared(data: bytes) -> tuple[str, ...]:
    """The encoding an HTML or XML head names, if Python has it; GB2312 and GBK mean GB18030, as in browsers."""
    match = _declaration.search(data[:2048])
    try:
        name = codecs.lookup(match.group(1).decode("ascii")).name if match else ""
    except LookupError:
        return ()
    return {"": (), "gb2312": ("gb18030",), "gbk": ("gb18030",), "big5": ("big5hkscs",)}.get(name, (name,))


def _guessed(data: bytes) -> str | None:
    """What charset-normalizer says, for the encodings not tried yet; None where that is not a text with letters."""
    import charset_normalizer

    best = charset_normalizer.from_bytes(data[:_SAMPLE]).best()
    if best is None or best.encoding in _CHINESE_ENCODINGS:
        return None
    text = _lenient(data, best.encoding)
    # Chinese in an encoding that is not read here comes out as rare characters, or as none.
    if text is None or not re.search(r"[^\W\d_]", text):
        return None
    return text if not han.search(text) or familiarity(text) >= PLAUSIBLE or chinese_share(text) == 0.0 else None


def _refuse_mixture(data: bytes, start: int) -> None:
    """Raise where a good part of the lines reads as UTF-8 and another good part only as GB18030 or Big5."""
    utf8: list[bytes] = []
    other: list[bytes] = []
    # The break may stand within a line.
    head, tail = data[:start], data[start:]
    for line in (*head.split(b"\n"), *tail.split(b"\n")):
        if not line.isascii():
            (utf8 if _is_utf8(line) else other).append(line)
    kept, changed = b"\n".join(utf8), b"\n".join(other)
    if min(len(kept), len(changed)) < 60:
        return
    if familiarity(kept.decode("utf-8", "replace")) < PLAUSIBLE:
        return
    if any(familiarity(changed.decode(encoding, "ignore")) >= PLAUSIBLE for encoding in ("gb18030", "big5hkscs")):
        raise InputError(ErrorCode.MIXED_ENCODINGS, kept=len(data[:start].decode("utf-8", "replace")))


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as error:
        # A character cut at the end of the part that is UTF-8.
        return error.start >= len(line) - 3 and error.start > 0
    return True
