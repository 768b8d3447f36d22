"""Marks: Chinese punctuation and full-width letters as English has them."""

from __future__ import annotations

import re

_TABLE = {
    "，": ", ", "、": ", ", "。": ". ", "．": ".", "；": "; ", "：": ": ", "？": "? ", "！": "! ",
    "（": " (", "）": ") ", "【": " [", "】": "] ", "〔": " [", "〕": "] ",
    "「": ' "', "」": '" ', "『": " '", "』": "' ", "《": ' "', "》": '" ', "〈": " '", "〉": "' ",
    "～": "~", "　": " ", "……": "...",
}  # fmt: skip
_TABLE |= {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in _TABLE}
_foreign = re.compile("……|[" + "".join(mark for mark in _TABLE if len(mark) == 1) + "]")
_decimal = re.compile(r"(?<=\d)[，：](?=\d)")  # １０，０００ and １２：３０
_space_before = re.compile(r" +(?=[,.;:?!)\]])")
_space_inside = re.compile(r"(?<=[(\[]) +")


def english_marks(text: str) -> str:
    """`text` on one line, with English marks and half-width letters; whatever is English already stays as it is."""
    line = " ".join(text.split())
    if not _foreign.search(line):
        return line
    line = _decimal.sub(lambda match: chr(ord(match.group()) - 0xFEE0), line)
    line = " ".join(_foreign.sub(lambda match: _TABLE[match.group()], line).split())
    return _space_inside.sub("", _space_before.sub("", line))
