"""What the web does to Chinese: each kind of damage a function, so that a model has seen what repair leaves over."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from pipelines.article import script

_HALF = str.maketrans("，。！？：；（）“”", ',.!?:;()""')
_FULL = str.maketrans("0123456789%", "０１２３４５６７８９％")
_MARK = re.compile(r"[，。、；：！？]")
_CHINESE = re.compile(r"[\u3400-\u9fff]")

Damage = Callable[[str, Random], str]


def noisy(text: str, draw: Random) -> str:
    """The text with one kind of damage, or two."""
    for damage in draw.sample(_KINDS, draw.choice((1, 1, 2))):
        text = damage(text, draw)
    return text


def _without_marks(text: str, draw: Random) -> str:
    return _MARK.sub(lambda mark: draw.choice(("", " ", mark[0])), text)


def _without_end(text: str, draw: Random) -> str:
    return text.rstrip("。！？.")


def _doubled_marks(text: str, draw: Random) -> str:
    return _MARK.sub(lambda mark: draw.choice((mark[0], mark[0] * 2, "," + mark[0], ",," + mark[0])), text)


def _half_width(text: str, draw: Random) -> str:
    return text.translate(_HALF)


def _full_width(text: str, draw: Random) -> str:
    return text.translate(_FULL)


def _traditional(text: str, draw: Random) -> str:
    """Half of the time the whole text, else one character in ten."""
    written = script.to_traditional(text)
    if draw.random() < 0.5 or len(written) != len(text):
        return written
    return "".join(there if draw.random() < 0.1 else here for here, there in zip(text, written, strict=True))


def _spaced(text: str, draw: Random) -> str:
    """A space here and there between characters, or after each."""
    often = draw.choice((0.05, 0.15, 1.0))
    return _CHINESE.sub(lambda character: character[0] + (" " if draw.random() < often else ""), text).strip()


def _enumeration(text: str, draw: Random) -> str:
    """The enumeration comma and the comma taken for each other."""
    return text.replace("、", "，") if draw.random() < 0.5 else text.replace("，", "、")


_KINDS: tuple[Damage, ...] = (
    _without_marks,
    _without_end,
    _doubled_marks,
    _half_width,
    _full_width,
    _traditional,
    _spaced,
    _enumeration,
)
