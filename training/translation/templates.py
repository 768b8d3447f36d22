"""Sentences with gaps, and how they are filled: `{slot}`, a digit for a second value, `^` a capital, `~` an article."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from random import Random

from training.translation.amounts import Filled, Slot

_GAP = re.compile(r"\{([a-z]+)(\d?)([\^~]?)\}")
_TRIES = 20


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence in both languages with the same gaps."""

    chinese: str
    english: str

    def fill(self, slots: Mapping[str, Slot], draw: Random) -> Filled:
        """A pair of sentences. Two gaps of one slot get different values."""
        values: dict[str, Filled] = {}
        for name, number, _ in _GAP.findall(self.chinese):
            for _ in range(_TRIES):
                value = slots[name](draw)
                if value not in values.values():
                    break
            values[name + number] = value
        chinese = _GAP.sub(lambda gap: values[gap[1] + gap[2]][0], self.chinese)
        english = _GAP.sub(lambda gap: _formed(values[gap[1] + gap[2]][1], gap[3]), self.english)
        return chinese, _ended(english)


@cache
def templates() -> Sequence[Template]:
    """The templates of `data/templates.tsv`. Raises ValueError for one whose gaps differ between the languages."""
    text = (resources.files("training.translation") / "data" / "templates.tsv").read_text(encoding="utf-8")
    made = []
    for line in text.splitlines():
        if line and not line.startswith("#"):
            chinese, english = line.split("\t")
            gaps = [{name + number for name, number, _ in _GAP.findall(side)} for side in (chinese, english)]
            if not gaps[1] <= gaps[0]:
                raise ValueError(f"{sorted(gaps[1] - gaps[0])} is only in the English of {chinese}")
            made.append(Template(chinese, english))
    return tuple(made)


def _formed(english: str, form: str) -> str:
    if form == "^":
        return english[:1].upper() + english[1:]
    if form == "~":
        return f"{'an' if english[:1].lower() in 'aeio' else 'a'} {english}"
    return english


def _ended(english: str) -> str:
    """Without what gaps bring in: "at 5 p.m..", "in last year"."""
    english = re.sub(r"\.\.(?=\s|$)", ".", english)
    return re.sub(r"\b([Ii])n last", lambda found: "Last" if found[1] == "I" else "last", english)
