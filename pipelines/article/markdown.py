"""Markdown to its text, in place: marks go, code and metadata are set aside."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipelines.article.extracted import Stretch
from pipelines.article.traced import Edit

_evidence = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"^#{1,6} \S",
        r"^(?:={4,}|-{4,})[ \t]*$",
        r"^(?:```|~~~)",
        r"!?\[[^\]\n]{0,200}\](?:\([^()\s]{1,400}[^()\n]{0,100}\)|\[[^\]\n]{0,40}\])",
        r"^\[[^\]\n]{1,60}\]:[ \t]+\S",
        r"^[ \t]*[*+-] \S",
        r"\*\*[^*\n]{1,200}\*\*",
        r"^> ",
        r"`[^`\n]{1,100}`",
        r"\A---[ \t]*\n(?:[\w-]+:.*\n)+---[ \t]*$",
    )
)
_front_matter = re.compile(r"\A\s*---[ \t]*\n(?:[^\n]*\n){1,60}?---[ \t]*(?:\n|\Z)")
_fence = re.compile(
    r"^(?P<mark>`{3,}|~{3,})[^\n]*\n(?:.*?\n)??(?P=mark)[ \t]*$|^(?:`{3,}|~{3,})[^`\n]*$", re.MULTILINE | re.DOTALL
)
_definition = re.compile(r"^[ \t]{0,3}\[[^\]\n]{1,60}\]:[^\n]*$", re.MULTILINE)
_indented = re.compile(
    r"(?:(?<=\n\n)|\A)(?:(?: {4}|\t)(?![ \t]*(?:[*+-]|\d+[.)]) )[^\n]*\n?(?:[ \t]*\n(?= {4}|\t))*)+", re.MULTILINE
)
_table_rule = re.compile(r"^[ \t]*\|?[ \t]*:?-{3,}:?[ \t]*(?:\|[ \t:-]*)+$", re.MULTILINE)
_cell_end = re.compile(r"(?P<edge>^[ \t]*\|[ \t]*(?=\S)|[ \t]*\|[ \t]*$)|(?<=\S)[ \t]+\|[ \t]+(?=\S)", re.MULTILINE)
_link = re.compile(
    r"!?\[(?P<text>(?:[^\[\]\n]|\[[^\[\]\n]{0,100}\]){0,300})\](?:\([^()\n]{0,400}(?:\([^()\n]{0,100}\)[^()\n]{0,100})?\)|\[[^\]\n]{0,40}\])"
)
_mark = re.compile(
    r"^[ \t]{0,3}#{1,6}[ \t]+|[ \t]+#{1,6}[ \t]*$|^(?:={3,}|-{3,}|\*{3,}|_{3,})[ \t]*$"
    r"|^[ \t]*>[ \t]?|^[ \t]*[*+-][ \t]+(?=\S)"
    r"|\*\*\*?|__(?=\S)|(?<=\S)__|(?<![A-Za-z0-9*])\*(?=[^\s*][^*\n]{0,200}\*)|(?<=[^\s*])\*(?![A-Za-z0-9*])|(?<![A-Za-z0-9_])_(?=[^\s_])|(?<=[^\s_])_(?![A-Za-z0-9_])"
    r"|`+|~~|<(?=https?://)|(?<=[\w/])>(?=\s|$)",
    re.MULTILINE,
)


def is_markdown(text: str, name: str) -> bool:
    """Whether `text` is Markdown: by the file's name, or by at least two kinds of its marks."""
    kinds = sum(bool(pattern.search(text)) for pattern in _evidence)
    return kinds >= (1 if name.lower().endswith((".md", ".markdown")) else 2)


def asides(text: str) -> list[Stretch]:
    """The front matter, the reference definitions and the code blocks, in order."""
    found: list[Stretch] = []
    front = _front_matter.match(text)
    if front:
        found.append(Stretch(*front.span(), "metadata"))
    found += (Stretch(*match.span(), "metadata") for match in _definition.finditer(text))
    found += (Stretch(*match.span(), "code") for match in (*_fence.finditer(text), *_indented.finditer(text)))
    kept: list[Stretch] = []
    for stretch in sorted(found):
        if not kept or stretch.start >= kept[-1].end:
            kept.append(stretch)
    return kept


def marks(text: str) -> list[Edit]:
    """An edit for each mark: a link becomes its text, an image nothing, a heading, list item or quotation its line."""
    edits = []
    for match in _link.finditer(text):
        if match.group().startswith("!"):
            edits.append(Edit(*match.span()))
        else:
            # The text stays where it is: its characters keep their places.
            edits.append(Edit(match.start(), match.start("text")))
            edits.append(Edit(match.end("text"), match.end()))
    rules = [Edit(*match.span()) for match in _table_rule.finditer(text)]
    edits += rules
    if rules:
        edits += (Edit(*match.span(), "" if match["edge"] else "\t") for match in _cell_end.finditer(text))
    covered = sorted(edits)
    singles = (Edit(*match.span()) for match in _mark.finditer(text) if match.group())
    return sorted(covered + _outside(singles, covered))


def _outside(edits: Iterable[Edit], covered: list[Edit]) -> list[Edit]:
    """The `edits` that touch none of `covered`; both are in order."""
    kept: list[Edit] = []
    position = 0
    for edit in edits:
        while position < len(covered) and covered[position].end <= edit.start:
            position += 1
        if position == len(covered) or covered[position].start >= edit.end:
            kept.append(edit)
    return kept


_heading = re.compile(
    r"^[ \t]{0,3}#[ \t]+(?P<atx>[^\n]+?)[ \t#]*$|^(?P<setext>[^\n=#>-][^\n]*)\n={3,}[ \t]*$", re.MULTILINE
)


def heading(text: str) -> str:
    """The first heading of the first level, or nothing."""
    match = _heading.search(text)
    return (match["atx"] or match["setext"]).strip() if match else ""
