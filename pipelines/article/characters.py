"""Repairs of single characters: entities, invisible ones, full-width letters and digits, spaces that do not belong."""

from __future__ import annotations

import html
import re

from pipelines.article.chinese import HAN
from pipelines.article.traced import Edit, line_spans, replacements

WIDE = "，、。；：！？…—～·（）《》〈〉「」『』【】〔〕“”‘’％"

_entity = re.compile(r"&(?:amp;)*(?:#\d{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{1,31};)")
_unprintable = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ue000-\uf8ff\xa0\u2002-\u200a\u202f\u205f"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff]+"
)
_EMOJI = "\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u27bf\u2900-\u2bff\u3030\u3297\u3299\U0001f000-\U0001faff"
# What joins the parts of an emoji or asks for its coloured form is no more to be seen, but belongs to it.
_emoji_part = re.compile(f"(?<=[{_EMOJI}])\ufe0f?\u200d(?=[{_EMOJI}])|(?<=[{_EMOJI}0-9#*])\ufe0f")
_LINE_ENDS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\ue40c"
_SPACES = "\xa0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
_wide_run = re.compile("[０-９Ａ-Ｚａ-ｚ]+(?:(?:[．－：／＿＋＠＆]|，(?=[０-９]{3}(?![０-９])))[０-９Ａ-Ｚａ-ｚ]+)*％?")
_TO_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_pair = re.compile(f"(?<=[{HAN}])(?P<gap>[ \u3000]?)(?=[{HAN}])")
_stray = re.compile(
    f"(?<=[，、；：。！？（《“‘「『【])[ ]+(?=[{HAN}“‘「『《（【])|(?<=[{HAN}])[ ]+(?=[，、；：。！？）》”’」』】])"
)
# Not issue #12和#34, where both marks begin a number.
_topic = re.compile(f"#(?![0-9A-Za-z]+[^#\\n]{{0,40}}#[0-9A-Za-z])[^#\\n]{{0,40}}[{HAN}][^#\\n]{{0,40}}#")
_single_gap = re.compile("(?<=\\S)[ \u3000](?=\\S)")
_latin = re.compile("[A-Za-z0-9]")
# So large a share of the places between two Chinese characters is spaced in a text that was taken apart.
_SPACED = 0.6
_HABIT = 3


def entities(text: str) -> list[Edit]:
    """&#19968; and &amp;#19968; → 一, however often they were escaped."""
    return replacements(_entity, text, _unescaped)


def _unescaped(match: re.Match[str]) -> str:
    before, after = "", match.group()
    while before != after:
        before, after = after, html.unescape(after)
    # Numbers of no character, such as &#0; and halves of surrogate pairs, come back as U+FFFD.
    return "" if after == "\ufffd" else after


def invisible(text: str) -> list[Edit]:
    """Zero-width, control and private-use characters go; what ends a line or is a space becomes a plain one.

    U+E40C, left by a conversion of GBK 0xFDA3, is how the Sogou news corpora mark a paragraph. A U+FFFD at the very
    end is the half of a character that a cut-off file ends in; any other says that something is missing and stays.
    """
    parts = {match.span() for match in _emoji_part.finditer(text)}
    end = len(text.rstrip())
    return replacements(_unprintable, text, lambda match: None if match.span() in parts else _visible(match, end))


def _visible(match: re.Match[str], end: int) -> str:
    run = match.group()
    if match.end() == end:
        run = run.rstrip("\ufffd")
    return "".join(
        "\n" if character in _LINE_ENDS else " " if character in _SPACES else character if character == "\ufffd" else ""
        for character in run
    )


def fullwidth(text: str) -> list[Edit]:
    """２０１２ → 2012, ＶＩＰ → VIP, ９７．８１％ → 97.81%."""
    return replacements(_wide_run, text, lambda match: match.group().translate(_TO_NARROW))


def spaced_characters(text: str) -> list[Edit]:
    """在 9 日 举 办 → 在9日举办, in lines where nearly every character is followed by a space."""
    edits: list[Edit] = []
    whole = _is_spaced(text, least=8)
    for start, end in line_spans(text):
        line = text[start:end]
        # A short line says too little on its own.
        if _is_spaced(line, least=5) or (whole and _is_spaced(line, least=1)):
            single = all(len(token) == 1 for token in re.findall("[A-Za-z0-9]+", line))
            edits += (
                Edit(start + gap.start(), start + gap.end())
                for gap in _single_gap.finditer(line)
                if _drops(gap, single)
            )
    return edits


def _is_spaced(line: str, least: int) -> bool:
    gaps = [match["gap"] for match in _pair.finditer(line)]
    spaced = sum(map(bool, gaps))
    return spaced >= least and spaced >= _SPACED * len(gaps)


def _drops(gap: re.Match[str], single: bool) -> bool:
    """Whether the space goes: between two Latin words it stays, unless their letters were taken apart as well."""
    before, after = gap.string[gap.start() - 1], gap.string[gap.end()]
    return single or not (_latin.match(before) and _latin.match(after))


def stray_spaces(text: str) -> list[Edit]:
    """要退休了， 作为 → 要退休了，作为: full-width punctuation has its space within.

    Where a text has only one or two of these spaces they are no habit of it, and stay.
    """
    edits = replacements(_stray, text, "")
    return edits if len(edits) >= _HABIT else []


def hash_marks(text: str) -> list[Edit]:
    """也是#读书日# → 也是读书日: a topic that is part of a sentence."""
    return [
        Edit(position, position + 1) for match in _topic.finditer(text) for position in (match.start(), match.end() - 1)
    ]
