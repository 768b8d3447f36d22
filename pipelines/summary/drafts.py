"""Drafts: a model's output as the sentences of a summary, and what shows that it is none."""

from __future__ import annotations

import re
from enum import StrEnum

from pipelines.article.chinese import chinese_share, han
from pipelines.article.sentences import split
from pipelines.checks.repetition import loop
from pipelines.summary.evidence import Witnesses
from pipelines.summary.prompts import REQUESTS

_finished = re.compile(r"[。！？!?…][”’」』）)】》\"]*$|[A-Za-z0-9%]\.$")
_refusal = re.compile(
    r"(?:抱歉|对不起|很遗憾)[，,]?(?:我|作为)|作为(?:一个|一名)?(?:AI|人工智能|语言模型)|我(?:无法|不能)(?:为您|为你|提供|完成|回答|访问|直接)"
    r"|请提供(?:更多|具体|需要|要)|As an AI|I(?:'m| am) sorry|I can(?:'t|not)"
)
_ECHO = 10  # characters of the prompt in a row that nobody writes by chance
_CHINESE = 0.5  # of the article's share of Chinese letters
_COPY = 0.9  # of a longer text is no summary of it


class Fault(StrEnum):
    """Why a draft is not taken."""

    EMPTY = "empty"
    FOREIGN = "foreign"
    LOOPED = "looped"
    PROMPT = "prompt"
    REFUSAL = "refusal"
    COPY = "copy"
    UNSUPPORTED = "unsupported"


def sentences(text: str, *, cut: bool = False) -> tuple[str, ...]:
    """The full sentences of an output, none twice; a last one that was `cut` is left out, or ended where it was not."""
    found = [sentence.strip() for sentence in split(" ".join(text.split())) if han.search(sentence)]
    if found and not _finished.search(found[-1]):
        if cut:
            found.pop()
        else:
            found[-1] = found[-1].rstrip("，、；：,;:- ") + "。"
    return tuple(dict.fromkeys(found))


def fault(lines: tuple[str, ...], raw: str, source: str, witnesses: Witnesses) -> Fault | None:
    """The first thing that is wrong with `lines`, the sentences of the answer `raw`, as a summary of `source`."""
    text = "".join(lines)
    if chinese_share(raw) < _CHINESE * chinese_share(source) and han.search(source):
        return Fault.FOREIGN if raw.strip() else Fault.EMPTY
    if not text:
        return Fault.EMPTY
    if loop(text, source):
        return Fault.LOOPED
    if any(text[start : start + _ECHO] in _requests() for start in range(len(text) - _ECHO + 1)):
        return Fault.PROMPT
    if _refusal.search(text) and not _refusal.search(source):
        return Fault.REFUSAL
    if len(text) > _COPY * len("".join(source.split())) and len(split(source)) > 2:
        return Fault.COPY
    if not any(witnesses.support(line) for line in lines):
        return Fault.UNSUPPORTED
    return None


def _requests() -> str:
    return "\n".join(REQUESTS.values())
