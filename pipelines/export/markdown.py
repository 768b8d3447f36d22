"""Markdown: the digest as a page to read, to mail or to keep: summary on top, the article in aligned pairs below."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines import __version__
from pipelines.document import Digest
from pipelines.export.contents import Contents, Row

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&])|^(\s*)([-+]|\d+[.)])(?=\s)", re.MULTILINE)


def render(digest: Digest) -> str:
    """The digest as CommonMark with one GitHub table, ending in a newline; all of the article's text is escaped."""
    return "\n".join(_lines(Contents.of(digest))) + "\n"


def _lines(contents: Contents) -> Iterator[str]:
    title = contents.title
    yield f"# {_text(contents.heading)}"
    if title and title.english:
        yield f"\n**{_text(title.chinese)}**{_notes(title)}"
    for row in contents.byline:
        yield f"\n{_text(row.english) + ' · ' if row.english else ''}{_text(row.chinese)}{_notes(row)}"
    for line in (*contents.general, *contents.missing):
        yield f"\n> {line}"
    if contents.summary:
        yield "\n## Summary"
        for row in contents.summary:
            yield f"\n{row.number}. {_text(row.chinese)}{_evidence(row)}"
            if row.english:
                yield f"\n   {_text(row.english)}{_notes(row)}"
            elif row.notes:
                yield f"\n  {_notes(row)}"
    yield "\n## Article"
    yield "\n|  | Original | English |\n|--:|---|---|"
    for number, paragraph in enumerate(contents.paragraphs):
        if number:
            yield "| | | |"
        for row in paragraph:
            yield f"| {row.number} | {_text(row.chinese)} | {_text(row.english or '')}{_notes(row)} |"
    yield from _made_how(contents)


def _made_how(contents: Contents) -> Iterator[str]:
    yield "\n## How this was made"
    yield f"\n- Repaired: {_text(', '.join(contents.repaired)) or 'nothing'}"
    for aside in contents.set_aside:
        yield f"- Set aside, {_text(aside)}"
    for line in contents.noticed:
        yield f"- Noticed: {_text(line)}"
    for credit in contents.credits:
        yield f"- {_text(str(credit))}"
    yield f"- Made with Zhaiyi {__version__}"


def _evidence(row: Row) -> str:
    return f" \\[{', '.join(map(str, row.evidence))}\\]" if row.evidence else ""


def _notes(row: Row) -> str:
    return f" *({_text('; '.join(row.notes))})*" if row.notes else ""


def _text(text: str) -> str:
    """One line of text as literal Markdown: nothing in it may act as markup."""
    return _SPECIAL.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}{m[3][:-1]}\\{m[3][-1]}", text)
