"""Glossaries: how a reader, or the server, wants some words to be translated; found in a text, longest match first.

A glossary is CSV or TSV with two columns, `source,target` (BabelDOC's; further columns are ignored), UTF-8 or GB18030,
with or without a heading; `#` begins a remark. A term whose target is its own source is not to be translated. Sources
are matched in either script. Of two rows for one source the later one holds, and both are reported.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise

from pipelines.article.encoding import decode
from pipelines.article.script import to_simplified
from pipelines.document import Term
from pipelines.errors import ErrorCode, InputError

_LONGEST = 100  # characters of a source; of a target four times as many
_MOST = 50_000  # rows
_HEADINGS = frozenset(("source", "src", "chinese", "zh", "原文", "中文", "源语言", "术语"))
_EDGE = re.compile(r"^(?:the|a|an) +", re.IGNORECASE)
_SPACES = re.compile(r"[\s\-‐‑–]+")


class Problem(StrEnum):
    """What is wrong with a row."""

    NO_TARGET = "no_target"  # a source without its English
    NO_SOURCE = "no_source"
    TOO_LONG = "too_long"
    TOO_SHORT = "too_short"  # one Chinese character would be found inside every other word
    CONFLICT = "conflict"  # another target for the same source further up; this one holds
    TOO_MANY = "too_many"  # this row and all after it are left out


@dataclass(frozen=True, slots=True)
class Issue:
    """A row that is not used as it stands; `other` is the line it is in conflict with, else 0. Lines count from 1."""

    line: int
    problem: Problem
    text: str
    other: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A source in simplified characters and its target; `keep` says that it is not to be translated."""

    source: str
    target: str
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found at `start`..`end` of a text."""

    start: int
    end: int
    entry: Entry


@dataclass(frozen=True)
class Glossary:
    """Entries by their source, and what was wrong with the rows they were read from."""

    entries: tuple[Entry, ...] = ()
    issues: tuple[Issue, ...] = ()

    @classmethod
    def read(cls, data: bytes | str, name: str = "glossary") -> Glossary:
        """Read CSV or TSV. Raises InputError GLOSSARY_EMPTY where no row can be used, else as `decode` does."""
        text = decode(data)
        rows: dict[str, tuple[Entry, int]] = {}
        issues: list[Issue] = []
        for line, row in _rows(text):
            if line > _MOST:
                issues.append(Issue(line, Problem.TOO_MANY, row[0]))
                break
            made = entry(row)
            if isinstance(made, Problem):
                issues.append(Issue(line, made, " ".join(row).strip()))
                continue
            before = rows.get(made.source)
            if before is not None and before[0].target != made.target:
                issues.append(Issue(line, Problem.CONFLICT, made.source, before[1]))
            rows[made.source] = (made, line)
        if not rows:
            raise InputError(ErrorCode.GLOSSARY_EMPTY, name=name)
        return cls(tuple(one for one, _ in rows.values()), tuple(issues))

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Glossary:
        """Of (source, target) pairs, as they are added one by one in the reader; what cannot be used is left out."""
        made = [one for pair in pairs if isinstance(one := entry(pair), Entry)]
        return cls(tuple({one.source: one for one in made}.values()))

    def over(self, other: Glossary) -> Glossary:
        """This glossary, with the entries of `other` for what it does not have."""
        merged = {entry.source: entry for entry in (*other.entries, *self.entries)}
        return Glossary(tuple(merged.values()), self.issues)

    @property
    def signature(self) -> str:
        """A fingerprint of the entries: what a translation made with them depends on; "" without entries."""
        if not self.entries:
            return ""
        lines = "\n".join(sorted(f"{entry.source}\t{entry.target}" for entry in self.entries))
        return hashlib.blake2b(lines.encode(), digest_size=8).hexdigest()

    def find(self, text: str) -> tuple[Hit, ...]:
        """The entries in a text in simplified characters, from left to right, the longest first, without overlap."""
        if not self.entries:
            return ()
        by_source, pattern = _compiled(self)
        return tuple(Hit(m.start(), m.end(), by_source[m.group().lower()]) for m in pattern.finditer(text))

    def csv(self) -> str:
        """The entries as CSV with a heading, to be kept in a browser or downloaded."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("source", "target"))
        writer.writerows((entry.source, entry.target) for entry in self.entries)
        return out.getvalue()


def signature(name: str, glossary: Glossary, text: str) -> str:
    """Under which name a translator's version of a simplified `text` is remembered: its own, and the terms in the text.

    So a word that is added to a glossary makes only those sentences anew that have it.
    """
    found = {hit.entry.source: hit.entry for hit in glossary.find(text)}
    return f"{name} {Glossary(tuple(found.values())).signature}".strip()


def builtin() -> Glossary:
    """The glossary of institutions, offices and laws that ships with the program."""
    return _builtin()


def replaced(text: str, hits: Sequence[Hit]) -> str:
    """`text` with each hit's target in its place, set off by spaces as Latin words are."""
    ends = [0, *(end for hit in hits for end in (hit.start, hit.end)), len(text)]
    parts = [text[start:end] for start, end in pairwise(ends)]
    parts[1::2] = [f" {hit.entry.target} " for hit in hits]
    return " ".join("".join(parts).split())


def terms(hits: Sequence[Hit], target: str) -> tuple[Term, ...]:
    """The hits of a source as terms of its pair: each with whether it stands in `target`."""
    return tuple(Term(hit.start, hit.end, hit.entry.target, is_used(hit.entry.target, target)) for hit in hits)


def is_used(term: str, target: str) -> bool:
    """Whether a translation uses a term: in any case, with or without an article, hyphens or a plural s."""
    return _folded(_EDGE.sub("", term)) in _folded(target)


def _folded(text: str) -> str:
    return _SPACES.sub(" ", text.replace("’", "'")).casefold().strip()


def _rows(text: str) -> Iterable[tuple[int, Sequence[str]]]:
    """The rows with their line numbers; no remarks, no heading, no empty lines."""
    lines = text.splitlines()
    first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    delimiter = "\t" if "\t" in first else ";" if ";" in first and "," not in first else ","
    if delimiter == "," and "," not in first and "，" in first:
        lines = [line.replace("，", ",", 1) for line in lines]
    reader = csv.reader(lines, delimiter=delimiter)
    for number, row in enumerate(_parsed(reader)):
        cells = [cell.strip() for cell in row]
        if not any(cells) or cells[0].startswith("#"):
            continue
        if number == lines.index(first) and cells[0].lower() in _HEADINGS:
            continue
        yield reader.line_num, cells


def _parsed(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    """The rows; a stray quotation mark can make one field of all that follows, which the module refuses."""
    try:
        yield from reader
    except csv.Error as error:
        raise InputError(ErrorCode.UNREADABLE_FILE, path="CSV", reason=str(error)) from error


def entry(row: Sequence[str]) -> Entry | Problem:
    """The entry of a row (source, target, …), or why there is none."""
    source = to_simplified(row[0].strip())
    target = " ".join(row[1].split()) if len(row) > 1 else ""
    if not source:
        return Problem.NO_SOURCE
    if not target:
        return Problem.NO_TARGET
    if len(source) > _LONGEST or len(target) > 4 * _LONGEST:
        return Problem.TOO_LONG
    if len(source) < 2:
        return Problem.TOO_SHORT
    return Entry(source, target, keep=to_simplified(target) == source)


@lru_cache(maxsize=64)
def _compiled(glossary: Glossary) -> tuple[dict[str, Entry], re.Pattern[str]]:
    by_source = {entry.source.lower(): entry for entry in glossary.entries}
    longest = sorted(by_source, key=len, reverse=True)
    bounded = [_bounded(re.escape(source), source) for source in longest]
    return by_source, re.compile("|".join(bounded), re.IGNORECASE)


def _bounded(pattern: str, source: str) -> str:
    """Latin sources are whole words."""
    before = r"(?<![A-Za-z0-9])" if source[0].isascii() and source[0].isalnum() else ""
    after = r"(?![A-Za-z0-9])" if source[-1].isascii() and source[-1].isalnum() else ""
    return f"{before}{pattern}{after}"


@cache
def _builtin() -> Glossary:
    data = (resources.files("pipelines.translation") / "data" / "institutions.tsv").read_bytes()
    return Glossary.read(data, "institutions.tsv")
