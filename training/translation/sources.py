"""The parallel text by file: what its licence lets it train, which kind of text it is, and how much of it is wanted."""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Edition(StrEnum):
    """The two sets of weights: one for every use, one for non-commercial use only."""

    OPEN = "open"  # zhaiyi-mini
    NONCOMMERCIAL = "nc"  # zhaiyi-mini-nc


class Terms(StrEnum):
    """What a file's licence, as stated, lets weights be used for that are shipped."""

    OPEN = "open"
    NONCOMMERCIAL = "noncommercial"
    NOTHING = "nothing"  # none stated, or for research: such a file trains nothing that ships


class Kind(StrEnum):
    """Kinds of text, which are balanced against one another."""

    LAW = "law"
    SOFTWARE = "software"
    SPEECH = "speech"
    WIKI = "wiki"
    WEB = "web"
    FINANCE = "finance"
    SCRIPTURE = "scripture"
    CAPTION = "caption"
    WORD = "word"
    GAME = "game"
    WRITTEN = "written"  # what `synthesize` writes


@dataclass(frozen=True, slots=True)
class Source:
    """A file of parallel text.

    `share` is how many times a pair of it is seen in an epoch, on average; `most` the most pairs that are packed.
    """

    name: str
    folder: str
    licence: str
    terms: Terms
    kind: Kind
    share: float
    most: int = 1_000_000

    def path(self, data: Path) -> Path:
        """Where the file is under the folder that ZHAIYI_DATA names."""
        return data / "train" / "zh-en" / self.folder / f"{self.name}.tsv.xz"

    def may_train(self, edition: Edition) -> bool:
        """Whether weights of this edition may have seen this file."""
        if self.terms is Terms.NOTHING:
            return False
        return self.terms is Terms.OPEN or edition is Edition.NONCOMMERCIAL


def _open(name: str, licence: str, kind: Kind, share: float, most: int = 1_000_000) -> Source:
    return Source(name, "open", licence, Terms.OPEN, kind, share, most)


def _closed(name: str, licence: str, terms: Terms, kind: Kind, share: float, most: int = 1_000_000) -> Source:
    return Source(name, "noncommercial", licence, terms, kind, share, most)


# In the order in which duplicates are kept: what reads best comes first.
SOURCES = (
    _open("mlqepe_wiki", "CC0-1.0", Kind.WIKI, 4.0),
    _open("xquad", "CC-BY-SA-4.0", Kind.WIKI, 4.0),
    _open("bilinguator_books", "MIT", Kind.SPEECH, 3.0),
    _open("opensource_guide", "CC-BY-4.0", Kind.WEB, 3.0),
    _open("d2l_book", "CC-BY-SA-4.0", Kind.WEB, 2.0),
    _open("tatoeba_cmn", "CC-BY-2.0-FR", Kind.SPEECH, 2.0),
    _open("tatoeba_extra_opusmt", "CC-BY-2.0-FR", Kind.SPEECH, 2.0),
    _open("xrisawoz_dialogue", "BSD-3-Clause", Kind.SPEECH, 2.0),
    _open("3am_multimodal", "MIT", Kind.CAPTION, 1.0),
    _open("taiwan_laws", "statutes, open data", Kind.LAW, 0.25, 160_000),
    _open("petci_idioms", "Apache-2.0", Kind.WORD, 1.0),
    _open("cldr_names", "Unicode-3.0", Kind.WORD, 2.0),
    _open("cedict_entries", "CC-BY-SA-4.0", Kind.WORD, 0.7),
    _open("quran_verses", "CC-BY-SA", Kind.SCRIPTURE, 0.5),
    _open("bible_cuv_kjv", "public domain", Kind.SCRIPTURE, 0.15),
    _open("leetcode_doocs", "CC-BY-SA-4.0", Kind.SOFTWARE, 0.5),
    _open("tldr_pages", "CC-BY-4.0", Kind.SOFTWARE, 0.5),
    _open("msdocs_officeclient", "CC-BY-4.0", Kind.SOFTWARE, 0.4),
    _open("msdocs_biztalk", "CC-BY-4.0", Kind.SOFTWARE, 0.25),
    _open("msdocs_cpp", "CC-BY-4.0", Kind.SOFTWARE, 0.2),
    _closed("hkma_annual_reports", "CC-BY-NC", Terms.NONCOMMERCIAL, Kind.FINANCE, 3.0),
    _closed("hackernews2024_mt", "CC-BY-NC-SA-4.0", Terms.NONCOMMERCIAL, Kind.WEB, 1.0),
    _closed("finance_blogs_mt", "CC-BY-NC-SA-4.0", Terms.NONCOMMERCIAL, Kind.FINANCE, 0.7),
    _closed("cfpa_minecraft_mods", "CC-BY-NC-SA-4.0", Terms.NONCOMMERCIAL, Kind.GAME, 0.2, 40_000),
    _closed("newscommentary_10k", "none stated, research", Terms.NOTHING, Kind.WEB, 0.0),
    # Stated for these four together, not for each: taken for the stricter.
    _closed("quantdocs_mt", "CC-BY-NC-SA or none stated", Terms.NOTHING, Kind.SOFTWARE, 0.0),
    _closed("3b1b_captions", "CC-BY-NC-SA or none stated", Terms.NOTHING, Kind.SPEECH, 0.0),
    _closed("crashcourse_cs_subs", "CC-BY-NC-SA or none stated", Terms.NOTHING, Kind.SPEECH, 0.0),
    _closed("aichallenger_valid", "CC-BY-NC-SA or none stated", Terms.NOTHING, Kind.SPEECH, 0.0),
)

WRITTEN = "written"  # the name of what `synthesize` writes, which is ours
WRITTEN_SHARE = 0.5


def named(name: str) -> Source:
    """The source with this name. Raises KeyError."""
    return {source.name: source for source in SOURCES}[name]


Pair = tuple[str, str]


def read(path: Path) -> Iterator[Pair]:
    """The (Chinese, English) pairs of a .tsv.xz file."""
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as file:
        for line in file:
            chinese, _, english = line.rstrip("\n").partition("\t")
            yield chinese, english


def write(path: Path, pairs: list[Pair]) -> None:
    """Write pairs as .tsv.xz, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(f"{chinese}\t{english}\n" for chinese, english in pairs)
    partial = path.with_name(path.name + ".part")
    partial.write_bytes(lzma.compress(text.encode("utf-8"), preset=3))
    partial.replace(path)
