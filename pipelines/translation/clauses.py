"""Clauses: a sentence that is too much for a model in parts, and the parts' English as one sentence again."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pipelines.article.sentences import cut

_STOPS = re.compile(r"(?<=[。！？；;!?])(?![”’」』）)])")
_COMMAS = re.compile(r"(?<=[，：])(?![“‘「『])")
_SHORTEST = 6  # characters; anything shorter stays with its neighbour

# The first words of a sentence that are no names: they lose their capital where they no longer begin one.
_COMMON = frozenset(
    "The A An It He She They We You This That These Those There Its His Her Their Our In On At By For From With To And "
    "But Or As If When While Although Because Since After Before So Then Also However Therefore Meanwhile Which Who "
    "Where Not No All Some Many Most".split()
)
_word = re.compile(r"[A-Za-z]+")
_ENDS = {"，": ",", ",": ",", "、": ",", "；": ";", ";": ";", "：": ":", ":": ":"}


def fitting(sentence: str, budget: int, count: Callable[[str], int]) -> tuple[str, ...]:
    """`sentence` in parts of at most `budget`, cut at ； before ， before anything else; one part where it fits."""
    return (sentence,) if count(sentence) <= budget else tuple(cut(sentence, budget, count))


def clauses(sentence: str) -> tuple[str, ...]:
    """`sentence` in its clauses: at 。；, or where there are none at ，; joined again they are the sentence."""
    for marks in (_STOPS, _COMMAS):
        parts: list[str] = []
        for piece in marks.split(sentence):
            if parts and (len(piece.strip()) < _SHORTEST or len(parts[-1].strip()) < _SHORTEST):
                parts[-1] += piece
            elif piece:
                parts.append(piece)
        if len(parts) > 1:
            return tuple(parts)
    return (sentence,)


def joined(parts: Sequence[str], english: Sequence[str]) -> str:
    """The English of `parts` as one sentence: what ended a part in Chinese ends it in English too.

    A model writes each part as a sentence of its own; a part that ended in ， loses its full stop, and the next its
    capital, where its first word is known to be no name.
    """
    line = ""
    for part_before, text in zip(("", *parts[:-1]), map(str.strip, english), strict=True):
        if not text:
            continue
        mark = _mark(part_before)
        if line and mark:
            line = line.rstrip(".,;: ") + mark
            first = _word.match(text)
            if first and first.group() in _COMMON:
                text = text[0].lower() + text[1:]
        line = f"{line} {text}" if line else text
    return line


def _mark(part: str) -> str:
    """The English mark a part that is not the end of a sentence ends with; none where it is one."""
    last = part.rstrip()[-1:]
    return "" if last in "。！？!?…." else _ENDS.get(last, "")
