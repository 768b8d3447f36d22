"""Units onto the line: English punctuation, spaces, capitals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from pipelines.article.chinese import han
from pipelines.translation.units import Kind, Unit

# How each mark is written, with the spaces it has around it.
_MARKS = {
    "，": ", ", "、": ", ", "。": ". ", "．": ". ", "；": "; ", "：": ": ", "？": "? ", "！": "! ",
    "（": " (", "）": ") ", "【": " [", "】": "] ", "〔": " [", "〕": "] ", "［": " [", "］": "] ",
    "“": ' "', "”": '" ', "「": ' "', "」": '" ', "『": " '", "』": "' ", "‘": " '", "’": "' ",
    "《": ' "', "》": '" ', "〈": " '", "〉": "' ", "—": " – ", "…": "... ", "～": "–", "〜": "–",
    "·": " ", "・": " ", "•": " ",
    ",": ", ", ".": ". ", ";": "; ", ":": ": ", "?": "? ", "!": "! ", "(": " (", ")": ") ", "[": " [", "]": "] ",
    "–": " – ", "~": "–", "　": " ",
}  # fmt: skip
_ENDS = frozenset("。？！")
_NO_SPACE_BEFORE = re.compile(r" +(?=[,.;:?!)\]%])")
_ARTICLE = re.compile(r"([Aa])n? (?=\w)")
_PILED_UP = re.compile(r"[,;:] *(?=[,;:.?!])")


def written(units: Sequence[Unit]) -> str:
    """The sentence as English is written: one line, a capital at its start, no space before a comma."""
    line = ""
    quoted = False
    begins = True
    for place, unit in enumerate(units):
        before = units[place - 1] if place else None
        begins = begins or before is not None and before.chinese in _ENDS
        if unit.kind is not Kind.MARK:
            english = _capitalized(unit.english) if begins else unit.english
            piece = f" {_with_article(english, units[place + 1 :])} " if english else ""
            begins = begins and not english
        elif before and before.chinese == unit.chinese and unit.chinese in "—…":
            continue
        elif unit.chinese == '"':
            piece = '" ' if quoted else ' "'
            quoted = not quoted
        else:
            piece = _mark(unit.chinese)
            if piece.startswith(".") and line.rstrip().endswith(".") and before and before.kind is not Kind.MARK:
                piece = piece[1:]  # 10 p.m. has its full stop
        line = _joined(line, piece)
    return _PILED_UP.sub("", _NO_SPACE_BEFORE.sub("", line)).strip()


def _joined(line: str, piece: str) -> str:
    """A space where both sides want one or a word meets a word; none after an opening and before a closing mark."""
    if not piece:
        return line
    if (
        piece.startswith(" ")
        and not line.endswith(" ")
        and line
        and not line[-1].isalnum()
        and line[-1] not in ",;:.?!%"
    ):
        piece = piece[1:]
    if not piece.startswith(" ") and line.endswith(" "):
        line = line[:-1]
    elif piece.startswith(" ") and line.endswith(" "):
        piece = piece[1:]
    return line + piece


def _with_article(english: str, following: Sequence[Unit]) -> str:
    """ "a" or "an", as the next sound wants; by its letter, which is right nearly always."""
    if english.lower() in {"a", "an"}:
        after = next((unit.english for unit in following if unit.english), "")
        return english[0] + ("n" if after[:1].lower() in set("aeiou") else "")
    if article := _ARTICLE.match(english):
        return article[1] + ("n " if english[article.end()].lower() in "aeiou" else " ") + english[article.end() :]
    return english


def _mark(character: str) -> str:
    known = _MARKS.get(character)
    return plain(character) if known is None else known


def plain(text: str) -> str:
    """`text` in its plain form (NFKC), unless that is Chinese: ㊀ stays a mark."""
    normal = unicodedata.normalize("NFKC", text)
    return text if han.search(normal) else normal


def _capitalized(line: str) -> str:
    for position, character in enumerate(line):
        if character.isalnum():
            return line[:position] + character.upper() + line[position + 1 :]
    return line
