"""Plain text: the English alone, in the paragraphs of the article, for those who only want to read it."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines import __version__
from pipelines.document import Digest
from pipelines.export import notes
from pipelines.export.contents import Contents, Row


def render(digest: Digest) -> str:
    """The English as plain text, a line for each paragraph and a blank one between two, ending in a newline.

    A sentence without English stands in Chinese, and says so. At the end: what was noticed, and the credits.
    """
    return "\n\n".join(_blocks(Contents.of(digest))) + "\n"


def _blocks(contents: Contents) -> Iterator[str]:
    yield contents.heading
    byline = [row.english or _untranslated(row) for row in contents.byline]
    if byline:
        yield "\n".join(byline)
    for line in (*contents.general, *contents.missing):
        yield f"[{line}]"
    if contents.summary:
        yield "SUMMARY"
        yield "\n".join(f"{row.number}. {row.english or _untranslated(row)}" for row in contents.summary)
    yield "ARTICLE"
    for paragraph in contents.paragraphs:
        yield " ".join(row.english or _untranslated(row) for row in paragraph)
    yield "ABOUT THIS TEXT"
    yield "\n".join(_about(contents))


def _about(contents: Contents) -> Iterator[str]:
    if contents.title and contents.title.chinese:
        yield f"Original title: {contents.title.chinese}"
    for column, rows in contents.columns:
        for row in rows:
            if said := notes.of_flags(row.flags):
                yield f"{notes.place(column, row.number - 1)}: {'; '.join(said)}"
    yield from contents.noticed
    yield from map(str, contents.credits)
    yield f"Made with Zhaiyi {__version__}."


def _untranslated(row: Row) -> str:
    return f"[not translated: {row.chinese}]"
