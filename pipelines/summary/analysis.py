"""An article in numbers: its words, its clauses, and what any stretch of clauses has of everything that is counted.

All that is counted of a clause adds up, so a stretch of clauses, and a sentence, is the difference of two rows of the
running sums: candidates cost nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipelines.document import Sentence
from pipelines.lexicon import words
from pipelines.summary import cues
from pipelines.summary.centrality import CONTENT_TAGS, EMPTY_WORDS, Vectors, rank
from pipelines.summary.clauses import Clause, clauses

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

_TAGS = ("n", "nr", "ns", "nt", "nz", "v", "a", "d", "r", "p", "c", "u", "m", "q", "t", "x", "eng", "w", "i", "l", "j")
_MARKS = ("，", "、", "；", "：", "？", "！", "“", "《", "（", "—", "%")
_KEYWORDS = 12

COUNTED = (
    *("characters", "words", "content", "content characters", "digits", "latin", "known elsewhere"),
    *("rarity", "weight", "square", "elsewhere", "like article", "like first", "like last", "like title", "like head"),
    *("keywords", "keyword mass", "new", "pairs", "pairs elsewhere", "pair mass", "learned"),
    *(f"tag {tag}" for tag in _TAGS),
    *(f"mark {mark}" for mark in _MARKS),
    *(f"cue {name}" for name in cues.CLASSES),
)
COLUMN = {name: column for column, name in enumerate(COUNTED)}


class Analysis:
    """The sentences of an article, at least one, its title or "", and how much each word speaks for its sentence.

    `sums[k]` is what the first k clauses have together of each of `COUNTED`; `first[i]` the first clause of sentence i.
    """

    def __init__(
        self,
        sentences: Sequence[Sentence],
        title: str,
        learned: Mapping[str, float],
    ) -> None:
        self.sentences = sentences
        self.texts = [sentence.simplified for sentence in sentences]
        self.segmented = [words.segment(text) for text in self.texts]
        self.clauses = [clauses(text) for text in self.texts]
        self.vectors = Vectors(sentences, self.segmented)
        self.central = rank(self.vectors, lead=False)
        self.led = rank(self.vectors)
        self.first: Places = np.array([0, *itertools.accumulate(map(len, self.clauses))], dtype=np.intp)
        self.sums = self._sums(title, learned)

    def totals(self, begin: Places, end: Places) -> Floats:
        """What the stretches from clause `begin` up to and without `end` have: a row each, a column of `COUNTED`."""
        return np.asarray(self.sums[end] - self.sums[begin], dtype=np.float64)

    def _sums(self, title: str, learned: Mapping[str, float]) -> Floats:
        number = int(self.first[-1])
        counted = np.zeros((number, len(COUNTED)))
        self._count_words(counted, title, learned)
        self._count_characters(counted)
        return np.concatenate([np.zeros((1, len(COUNTED))), counted.cumsum(axis=0)])

    def _count_words(
        self,
        counted: Floats,
        title: str,
        learned: Mapping[str, float],
    ) -> None:
        cue_classes, tag_columns = _cues(), _tag_columns()
        ids: dict[str, int] = {}
        where: list[int] = []  # of each content word: its clause
        inside: list[int] = []  # its sentence
        which: list[int] = []  # what word it is
        cells: list[tuple[int, int]] = []
        gains: list[tuple[int, float]] = []
        for row, found in enumerate(self.segmented):
            clause = int(self.first[row])
            ends = iter(part.end for part in self.clauses[row])
            end = next(ends)
            for word in found:
                while word.start >= end:
                    end = next(ends)
                    clause += 1
                text, tag = word.text, word.tag
                if tag == "w" or tag == "x" and text.isspace():
                    continue
                cells.append((clause, COLUMN["words"]))
                for column in tag_columns.get(tag) or tag_columns.get(tag[:1], ()):
                    cells.append((clause, column))
                for column in cue_classes.get(text, ()):
                    cells.append((clause, column))
                gain = learned.get(text)
                if gain:
                    gains.append((clause, gain))
                if tag.startswith(CONTENT_TAGS) and text not in EMPTY_WORDS:
                    where.append(clause)
                    inside.append(row)
                    which.append(ids.setdefault(text.lower(), len(ids)))
        if cells:
            rows, columns = np.array(cells, dtype=np.intp).T
            np.add.at(counted, (rows, columns), 1.0)
        for clause, gain in gains:
            counted[clause, COLUMN["learned"]] += gain
        if ids:
            self._weigh(counted, np.array(where), np.array(inside), np.array(which), ids, title)

    def _weigh(
        self,
        counted: Floats,
        where: Places,
        inside: Places,
        which: Places,
        ids: Mapping[str, int],
        title: str,
    ) -> None:
        """What content words add: their weight, and what they share with the article, its beginning and its title."""
        number, count = len(ids), len(self.texts)
        rare = np.array([words.rarity(word) for word in ids])
        long = np.array([len(word) for word in ids], dtype=np.float64)
        often = np.bincount(which, minlength=number).astype(np.float64)
        cells, cell, repeats = np.unique(inside * number + which, return_inverse=True, return_counts=True)
        here = repeats[cell]  # how often the word stands in its own sentence
        sentences_with = np.bincount(cells % number, minlength=number)
        in_first, in_last, in_head = (
            np.bincount(which[chosen], minlength=number)[which]
            for chosen in (inside == 0, inside == count - 1, inside < 3)
        )
        mass = often * rare
        keyword = np.zeros(number)
        keyword[np.argsort(-mass, kind="stable")[:_KEYWORDS]] = 1.0
        titled = np.zeros(number)
        for word in words.segment(title) if title else ():
            place = ids.get(word.text.lower())
            if place is not None:
                titled[place] = 1.0
        others = often[which] - here
        firsts = np.unique(which, return_index=True)[1]
        new = np.zeros(len(which))
        new[firsts] = 1.0
        norm = max(1e-9, float(np.sqrt((mass**2).sum())))
        for name, values in {
            "content": np.ones(len(which)),
            "content characters": long[which],
            "known elsewhere": (sentences_with[which] > 1).astype(np.float64),
            "rarity": rare[which],
            "weight": mass[which] / norm,
            "square": rare[which] ** 2,
            "elsewhere": np.log1p(others),
            "like article": rare[which] ** 2 * others / norm,
            "like first": rare[which] ** 2 * (in_first > 0) * (inside > 0),
            "like last": rare[which] ** 2 * (in_last > 0) * (inside < count - 1),
            "like title": rare[which] ** 2 * titled[which],
            "like head": rare[which] ** 2 * (in_head - (inside < 3) * here > 0),
            "keywords": keyword[which],
            "keyword mass": keyword[which] * mass[which] / norm,
            "new": new,
        }.items():
            counted[:, COLUMN[name]] += np.bincount(where, values, minlength=len(counted))

    def _count_characters(self, counted: Floats) -> None:
        """Lengths, marks, and pairs of neighbouring characters that stand elsewhere in the article, too."""
        pieces = [
            text[part.start : part.end] for text, parts in zip(self.texts, self.clauses, strict=True) for part in parts
        ]
        for row, piece in enumerate(pieces):
            counted[row, COLUMN["characters"]] = len(piece.strip())
            counted[row, COLUMN["digits"]] = sum(map(str.isdigit, piece))
            counted[row, COLUMN["latin"]] = sum(character.isascii() and character.isalpha() for character in piece)
            for mark in _MARKS:
                if mark in piece:
                    counted[row, COLUMN[f"mark {mark}"]] = piece.count(mark)
        points = np.frombuffer("".join(pieces).encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
        rows = np.repeat(np.arange(len(pieces)), [len(piece) for piece in pieces])
        if len(points) < 2:
            return
        inside = (points[:-1] > 0x2FFF) & (points[1:] > 0x2FFF) & (rows[:-1] == rows[1:])
        inside &= (points[:-1] < 0xFF00) & (points[1:] < 0xFF00)
        _, which, often = np.unique((points[:-1] << 21 | points[1:])[inside], return_inverse=True, return_counts=True)
        of = rows[:-1][inside]
        repeats = (often[which] - 1).astype(np.float64)
        for name, values in {
            "pairs": np.ones(len(of)),
            "pairs elsewhere": (repeats > 0).astype(np.float64),
            "pair mass": np.log1p(repeats),
        }.items():
            counted[:, COLUMN[name]] += np.bincount(of, values, minlength=len(pieces))


@cache
def _cues() -> dict[str, tuple[int, ...]]:
    base = COLUMN[f"cue {cues.CLASSES[0]}"]
    return {word: tuple(base + place for place in places) for word, places in cues.classes().items()}


@cache
def _tag_columns() -> dict[str, tuple[int, ...]]:
    """For each tag its own column and that of its first letter, which is the part of speech."""
    found = {}
    for tag in _TAGS:
        own = COLUMN[f"tag {tag}"]
        found[tag] = tuple(dict.fromkeys((COLUMN.get(f"tag {tag[:1]}", own), own)))
    return found


def span(analysis: Analysis, sentence: int, begin: int, end: int) -> Clause:
    """The characters of a sentence that its clauses from `begin` up to and without `end` (of the article) take."""
    parts = analysis.clauses[sentence]
    offset = int(analysis.first[sentence])
    return Clause(parts[begin - offset].start, parts[end - offset - 1].end)
