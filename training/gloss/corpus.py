"""The parallel text: which files, how much of each, and how much a sentence of it counts."""

from __future__ import annotations

import lzma
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.lexicon import words

LONGEST = 45  # words on either side
_ENGLISH = re.compile(r"(?:[A-Z]\.){2,}|[A-Za-z]+(?:['’-][A-Za-z]+)*|\d[\d.,:]*\d|\d|[^\sA-Za-z\d]")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Source:
    """A file, the most pairs taken from it, and the weight of a pair when renderings are counted.

    Laws and product documentation are four fifths of the data and nothing like an article, so they are cut short and
    count little: they teach the aligner, and they name what nothing else names.
    """

    name: str
    most: int
    weight: float


SOURCES = (
    Source("mlqepe_wiki", 10_000, 3.0),
    Source("xquad", 10_000, 3.0),
    Source("tatoeba_cmn", 30_000, 1.0),
    Source("tatoeba_extra_opusmt", 10_000, 1.0),
    Source("bilinguator_books", 10_000, 1.5),
    Source("xrisawoz_dialogue", 10_000, 0.5),
    Source("opensource_guide", 10_000, 2.0),
    Source("d2l_book", 10_000, 1.0),
    Source("cldr_names", 10_000, 3.0),
    Source("petci_idioms", 10_000, 1.0),
    Source("3am_multimodal", 20_000, 0.5),
    Source("taiwan_laws", 90_000, 0.25),
    Source("leetcode_doocs", 6_000, 0.25),
    Source("tldr_pages", 4_000, 0.2),
    Source("msdocs_biztalk", 25_000, 0.15),
    Source("msdocs_cpp", 15_000, 0.15),
    Source("msdocs_officeclient", 15_000, 0.15),
    Source("cedict_entries", 100_000, 0.0),  # for the aligner: the gloss has the dictionary itself
)


@dataclass(frozen=True, slots=True)
class SentencePair:
    """A sentence in both languages, as words; the English keeps its capitals."""

    chinese: tuple[str, ...]
    english: tuple[str, ...]
    weight: float
    source: str


def read(folder: Path, seed: int) -> Iterator[SentencePair]:
    """The sample, a file after the other, the same for the same seed."""
    for source in SOURCES:
        with lzma.open(folder / f"{source.name}.tsv.xz", "rt", encoding="utf-8") as file:
            lines = [line.rstrip("\n") for line in file]
        random.Random(seed).shuffle(lines)
        taken = 0
        for line in lines:
            chinese, _, english = line.partition("\t")
            if pair := _pair(chinese, english, source):
                yield pair
                taken += 1
                if taken == source.most:
                    break


def _pair(chinese: str, english: str, source: Source) -> SentencePair | None:
    if not _CHINESE.search(chinese) or _CHINESE.search(english) or len(chinese) > 3 * LONGEST:
        return None
    target = tuple(_ENGLISH.findall(english.replace("’", "'")))
    if not 0 < len(target) <= LONGEST:
        return None
    words_of = tuple(word.text for word in words.segment(chinese) if not word.text.isspace())
    if not 0 < len(words_of) <= LONGEST or not 0.3 < (len(target) + 2) / (len(words_of) + 2) < 4:
        return None
    return SentencePair(words_of, target, source.weight, source.name)
