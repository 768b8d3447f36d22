"""Subtitles in SRT and WebVTT: their text without numbers and times, cues joined to sentences."""

from __future__ import annotations

import html
import io
import re
from typing import NamedTuple

from pipelines.article.chinese import HAN
from pipelines.article.extracted import Extract, Kind, Stretch
from pipelines.errors import ErrorCode, InputError

_time = r"(?:\d{1,4}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_srt = re.compile(rf"\s*(?:\d+[ \t]*\n)?[ \t]*{_time}[ \t]*-->[ \t]*{_time}")
_vtt = re.compile(r"\s*WEBVTT(?:[ \t\n]|\Z)")
_cue = re.compile(rf"^[ \t]*{_time}[ \t]*-->", re.MULTILINE)
_styling = re.compile(r"\{\\[^{}\n]*\}")  # {\an8}, as in .ass files
_ended = re.compile("[。！？!?…；.][”’」』）)》】\"']*$")
_inside = re.compile("[，。、；：！？]")
_latin = re.compile("[A-Za-z0-9,.]$")
_letters = re.compile("[A-Za-z]{2}")
_han = re.compile(f"[{HAN}]")
_PAUSE = 3.0  # seconds; a longer one ends a paragraph where it also ends a sentence
_PUNCTUATED = 0.2  # share of cues with a mark; many subtitles have none, and then each cue stays a line


_BILINGUAL = 0.5  # share of cues with a Chinese line and another


class _Cue(NamedTuple):
    """`other` is what it says once more in another language."""

    start: float
    end: float
    text: str
    speaker: str
    other: str


def is_subtitles(text: str) -> bool:
    """Whether `text` is an SRT or WebVTT file."""
    return bool(_srt.match(text) or (_vtt.match(text) and _cue.search(text)))


def read(text: str) -> Extract:
    """What is said in it, a paragraph a line; below it, set aside, the other language of bilingual subtitles.

    Raises InputError DAMAGED.
    """
    cues = _cues(text)
    said = "\n".join(_paragraphs(cues))
    others = "\n".join(cue.other for cue in cues if cue.other)
    if not others:
        return Extract(Kind.SUBTITLES, said)
    aside = Stretch(len(said) + 1, len(said) + 1 + len(others), "other_language")
    return Extract(Kind.SUBTITLES, f"{said}\n{others}", asides=(aside,))


def _paragraphs(cues: list[_Cue]) -> list[str]:
    marked = sum(bool(_inside.search(cue.text)) for cue in cues)
    if marked < _PUNCTUATED * len(cues):
        return [_said(cue) for cue in cues]
    paragraphs: list[str] = []
    for before, cue in zip((None, *cues), cues, strict=False):
        ended = before is None or bool(_ended.search(before.text))
        pause = before is not None and cue.start - before.end > _PAUSE
        if before is None or (ended and pause) or (cue.speaker and cue.speaker != before.speaker):
            paragraphs.append(_said(cue))
        else:
            paragraphs[-1] += _glue(before.text, cue.text) + cue.text
    return paragraphs


def _cues(text: str) -> list[_Cue]:
    import webvtt
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    given = "vtt" if _vtt.match(text) else "srt"
    try:
        captions = webvtt.from_buffer(io.StringIO(text), format=given).captions
    except (MalformedFileError, MalformedCaptionError, ValueError) as error:
        raise InputError(ErrorCode.DAMAGED, kind="SRT or WebVTT") from error
    written = [html.unescape(_styling.sub("", caption.text)).split("\n") for caption in captions]
    bilingual = sum(_is_bilingual(lines) for lines in written) > _BILINGUAL * len(written)
    cues: list[_Cue] = []
    for caption, lines in zip(captions, written, strict=True):
        apart = bilingual and _is_bilingual(lines)
        line = _joined([line for line in lines if _han.search(line) or not apart])
        other = _joined([line for line in lines if not _han.search(line)]) if apart else ""
        # Rolling captions say every line twice.
        if line and not (cues and cues[-1].text == line):
            cues.append(_Cue(caption.start_in_seconds, caption.end_in_seconds, line, caption.voice or "", other))
    return cues


def _is_bilingual(lines: list[str]) -> bool:
    return any(_han.search(line) for line in lines) and any(
        _letters.search(line) and not _han.search(line) for line in lines
    )


def _joined(lines: list[str]) -> str:
    whole = ""
    for line in filter(None, (line.strip() for line in lines)):
        whole += _glue(whole, line) + line if whole else line
    return whole


def _said(cue: _Cue) -> str:
    return f"{cue.speaker}：{cue.text}" if cue.speaker else cue.text


def _glue(before: str, after: str) -> str:
    """A space between Latin words; nothing beside Chinese, except where the line end stood for a mark."""
    return " " if _latin.search(before) and not _han.match(after) else ""
