"""Repairs of punctuation: broken commas, doubled marks, half-width marks after Chinese."""

from __future__ import annotations

import re

from pipelines.article.chinese import HAN, address
from pipelines.article.traced import Edit, replacements

_CLOSE = "）】》〉」』”’％"
_broken = re.compile("(?<![,，])(?:,(?=[,，、。；：！？])|，(?=[,、。；：！？]))(?P<mark>[,，、。；：！？])")
_doubled = re.compile("([。，、；：])\\1+|([！？])\\2+")
_half = re.compile(
    f"(?<=[{HAN}{_CLOSE}]) ?(?P<mark>[,;:](?![,;:])|[?!]+)(?P<space> ?)"
    f'|(?<=[A-Za-z0-9%)\\]"])(?P<before>[,;])(?= ?[{HAN}“‘《「『【（])(?P<after> ?)'
)
_stop = re.compile(
    f"(?:(?<=[{HAN}{_CLOSE}])\\.(?![.A-Za-z0-9@/_-])|(?:(?<=[0-9]%)|(?<=[A-Za-z]{{2}}\\)))\\.(?=[{HAN}]))(?P<space> ?)"
)
_listed = re.compile("(?:^|\\n)\\s*(?:第?[一二三四五六七八九十百]{1,4}[章节節条條]?|[甲乙丙丁戊])$")
_TO_WIDE = str.maketrans(",;:?!", "，；：？！")


def broken_commas(text: str) -> list[Edit]:
    """,、 → 、   ,, → ，   ,。 → 。 in Chinese: the comma before another mark is left over from a conversion."""
    return replacements(_broken, text, lambda match: _mended(match, text))


def _mended(match: re.Match[str], text: str) -> str | None:
    mark = match["mark"]
    if mark != ",":
        return mark
    around = text[max(0, match.start() - 2) : match.start()] + text[match.end() : match.end() + 2]
    # Within Latin text and numbers two commas are an empty column of a table.
    return "，" if re.search(f"[{HAN}]", around) else None


def doubled_punctuation(text: str) -> list[Edit]:
    """。。 → 。   ，， → ，   ！！ → ！; three full stops or more are meant as …… ."""
    return replacements(_doubled, text, lambda match: "……" if match.group().startswith("。。。") else match.group()[0])


def halfwidth_punctuation(text: str) -> list[Edit]:
    """他说,好. → 他说，好。 after Chinese; within Latin text, numbers, times and addresses it stays."""
    addresses = [match.span() for match in address.finditer(text)]
    edits = replacements(_half, text, lambda match: (match["mark"] or match["before"]).translate(_TO_WIDE))
    edits += replacements(_stop, text, lambda match: _full_stop(match, text, "。" in text))
    return sorted(edit for edit in edits if not any(start < edit.end and edit.start < end for start, end in addresses))


def _full_stop(match: re.Match[str], text: str, has_full_stops: bool) -> str | None:
    """A stop between characters of a text that has 。 elsewhere stands in a name (约翰.史密斯) or after a number."""
    following = text[match.end() : match.end() + 1]
    closed = bool(match["space"]) or not following or following in "\n”’」』）)"
    if (has_full_stops and not closed) or _listed.search(text[max(0, match.start() - 8) : match.start()]):
        return None
    return "。"
