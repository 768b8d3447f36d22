"""Windows: an article in stretches of whole sentences that a model can read at once; nothing is left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from pipelines.article.sentences import pack
from pipelines.document import Sentence


class Window(NamedTuple):
    """A stretch of the article: its text as the model reads it, and the places of the sentences that are in it."""

    text: str
    sentences: tuple[int, ...]


def windows(sentences: Sequence[Sentence], budget: int, count: Callable[[str], int], least: int = 1) -> list[Window]:
    """The article in as few windows as fit, or `least`, of about the same size, in order.

    Each is at most `budget` as `count` counts its text, prompt included. A sentence that alone is over the budget is
    cut at its clauses. All windows joined are the `simplified` of all sentences, with a line end after each paragraph.
    """
    texts = _with_line_ends(sentences)
    if not any(text.strip() for text in texts):
        return []
    frame = count("")

    @cache
    def size(text: str) -> int:
        return max(1, count(text) - frame)

    room = max(1, budget - frame)
    while True:
        groups = pack(texts, room, size)
        found = [Window("".join(text for _, text in group), _places(group)) for group in groups]
        # What the pieces count one by one is nearly, not exactly, what they count together.
        if room == 1 or all(count(window.text) <= budget for window in found):
            break
        room = max(1, room * 9 // 10)
    wanted = max(len(groups), min(least, len(sentences)))
    low, high = min(room, max(max(map(size, texts)), sum(map(size, texts)) // wanted)), room
    while low < high:  # the smallest room that needs no more windows: the last one is no crumb then
        middle = (low + high) // 2
        low, high = (low, middle) if len(pack(texts, middle, size)) <= wanted else (middle + 1, high)
    return [Window("".join(text for _, text in group), _places(group)) for group in pack(texts, low, size)]


def _places(group: Sequence[tuple[int, str]]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(place for place, _ in group))


def _with_line_ends(sentences: Sequence[Sentence]) -> list[str]:
    """What the model reads of each sentence, with a line end after the last one of a paragraph."""
    texts = [sentence.simplified for sentence in sentences]
    for place, (sentence, follower) in enumerate(zip(sentences, sentences[1:], strict=False)):
        if sentence.paragraph != follower.paragraph:
            texts[place] = texts[place].rstrip() + "\n"
    return texts
