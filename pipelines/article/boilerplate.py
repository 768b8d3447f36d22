"""What stands around an article without being part of it: bylines, dates, sources, buttons, copyright lines.

A stretch is set aside by the name of its rule: a whole line, a lead such as 新华社北京5月7日电 at the beginning of a
paragraph, or a tail such as （记者张三） at its end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from pipelines.article.extracted import Stretch
from pipelines.article.phrases import DATED_SOURCE, LABEL, LEAD, LINES, NOTICE, SOURCE, TAILS, TOPICS
from pipelines.article.traced import line_spans

# Longer lines are paragraphs.
_LONGEST_LINE = 180
_LONGEST_TAIL = 160
_SEPARATORS = " \t\u3000|｜"


def is_boilerplate(line: str) -> bool:
    """Whether the whole line is one of those that are set aside wherever they stand."""
    return bool(_whole_line(line.strip()))


def credit(line: str) -> bool:
    """Whether the line says who wrote the article, when, where it is from or who edited it."""
    return any(stretch.rule in ("date", "source", "byline", "editor") for stretch in _of_line(line.strip(), ""))


def boilerplate(text: str, switched_off: frozenset[str]) -> list[Stretch]:
    """What to set aside, in order and without overlap."""
    return list(_stretches(text, switched_off))


@lru_cache(maxsize=8192)
def _whole_line(line: str) -> str:
    """The rule by which the whole line is set aside, or nothing."""
    if not line or len(line) > _LONGEST_LINE:
        return ""
    return next((rule for rule, pattern in LINES if pattern.fullmatch(line)), "")


def _stretches(text: str, switched_off: frozenset[str]) -> Iterator[Stretch]:
    expected = ""
    closing = _closing_notice(text) if "copyright" not in switched_off else len(text)
    for start, end in line_spans(text):
        line = text[start:end]
        if not line.strip():
            continue
        if start >= closing:
            yield Stretch(start, end, "copyright")
            continue
        for stretch in _of_line(line.strip(), expected):
            if stretch.rule not in switched_off:
                indent = start + len(line) - len(line.lstrip())
                yield Stretch(indent + stretch.start, indent + stretch.end, stretch.rule)
        # 来源： on one line, its name on the next.
        expected = "source" if re.fullmatch(f"{SOURCE}\\s*[:：]", line.strip()) else ""


def _of_line(line: str, expected: str) -> Iterator[Stretch]:
    length = len(line)
    credits = _credits(line) if length <= _LONGEST_LINE else []
    if len(credits) > 1:
        yield from credits
        return
    if expected and length <= 20:
        yield Stretch(0, length, expected)
        return
    rule = _whole_line(line)
    if rule:
        # 作者：张三（来源：广州日报）
        tails = [tail for tail in _of_tail(line, 0) if tail.rule != rule and tail.rule in ("source", "editor")]
        yield Stretch(0, tails[-1].start if tails else length, rule)
        yield from reversed(tails)
        return
    start = 0
    tags = TOPICS.match(line)
    if tags and tags.end() < length:
        yield Stretch(0, tags.end(), "hashtags")
        start = tags.end()
    lead = LEAD.match(line, start)
    for rule in ("dateline", "byline"):
        if lead and lead[rule] and lead.end() < length:
            yield Stretch(*lead.span(rule), rule)
            start = lead.end()
    yield from reversed(list(_of_tail(line, start)))


def _credits(line: str) -> list[Stretch]:
    """Each credit of a line that holds nothing else; empty where it holds anything else."""
    found: list[Stretch] = []
    for start, end in pairwise((0, *(label.start() for label in LABEL.finditer(line)), len(line))):
        part = line[start:end].strip(_SEPARATORS)
        both = DATED_SOURCE.fullmatch(part)
        rule = "date" if both else _whole_line(part)
        if not rule:
            return []
        middle = line.index(part) + both.end("date") if both else end
        found.append(Stretch(start, middle, rule))
        if both:
            found.append(Stretch(middle, end, "source"))
    return found


def _of_tail(line: str, start: int) -> Iterator[Stretch]:
    """From the end backwards, one tail before the other."""
    end = len(line)
    again = True
    while again:
        again = False
        for rule, pattern in TAILS:
            # A tail is short: a long line is not searched from its beginning.
            match = pattern.search(line[:end], max(start + 1, end - _LONGEST_TAIL))
            if match and match.group().strip():
                yield Stretch(match.start(), end, rule)
                end = match.start()
                again = True
                break


def _closing_notice(text: str) -> int:
    """Where a notice of rights begins that closes the text: what follows it is short beside what comes before."""
    for match in NOTICE.finditer(text, int(0.5 * len(text))):
        start = text.rfind("\n", 0, match.start()) + 1
        if start and len(text) - start < max(600, 0.1 * len(text)) and start > 0.6 * len(text.rstrip()):
            return start
    return len(text)
