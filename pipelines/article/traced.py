"""Text that remembers where each of its characters came from, so that repairs never lose the original's positions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Edit(NamedTuple):
    """Put `text` in the place of the half-open span `start`..`end`."""

    start: int
    end: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Traced:
    """A text; its character `i` stands for the half-open span `starts[i]`..`ends[i]` of the original.

    Edits keep the order, so the stretch `i`..`j` stands for `starts[i]`..`ends[j - 1]`. Untouched text keeps `range`s,
    which cost nothing.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def whole(cls, text: str) -> Traced:
        """The original itself."""
        return cls(text, range(len(text)), range(1, len(text) + 1))

    def slice(self, start: int, end: int) -> Traced:
        """The stretch `start`..`end`, still traced to the same original."""
        return Traced(self.text[start:end], self.starts[start:end], self.ends[start:end])

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of the original that the stretch `start`..`end`, which must not be empty, stands for."""
        return self.starts[start], self.ends[end - 1]

    def edited(self, edits: Iterable[Edit]) -> Traced:
        """The text after `edits`, which are in order, do not overlap and may only insert where they also remove.

        A replacement of the same length keeps each character's place; any other stands as a whole for all it replaces.
        """
        texts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        position = 0
        for start, end, text in edits:
            texts += self.text[position:start], text
            starts += self.starts[position:start]
            ends += self.ends[position:start]
            if len(text) == end - start:
                starts += self.starts[start:end]
                ends += self.ends[start:end]
            elif text:
                starts += [self.starts[start]] * len(text)
                ends += [self.ends[end - 1]] * len(text)
            position = end
        if not position:
            return self
        texts.append(self.text[position:])
        starts += self.starts[position:]
        ends += self.ends[position:]
        return Traced("".join(texts), starts, ends)


def replacements(
    pattern: re.Pattern[str], text: str, replacement: str | Callable[[re.Match[str]], str | None]
) -> list[Edit]:
    """An edit for each match; a function that returns None leaves its match as it is."""
    edits = []
    for match in pattern.finditer(text):
        new = replacement if isinstance(replacement, str) else replacement(match)
        if new is not None and new != match.group() and match.end() > match.start():
            edits.append(Edit(match.start(), match.end(), new))
    return edits


def line_spans(text: str) -> Iterator[tuple[int, int]]:
    """The half-open span of each line, without its "\\n"; no other character ends a line here."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield start, end
        start = end + 1
    yield start, len(text)
