"""The English renderings of a Chinese word, and the table of them.

The sources, the first that has a word deciding: function words and officialese, written by hand
(`lexicon/data/function_words.tsv`, `phrases.tsv`); renderings counted in parallel text (`senses.tsv.xz`, made by
`training/gloss`); the places of `places.tsv`; and CC-CEDICT's senses, cut to a word or two.
"""

from __future__ import annotations

import hashlib
import lzma
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources

from pipelines.lexicon import dictionary
from pipelines.lexicon.compiled import compiled

_FORMAT = "3"
_TABLES = ("places.tsv", "senses.tsv.xz", "phrases.tsv", "function_words.tsv")  # later ones go before
_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_BRACKETS = re.compile(r"\s*\([^()]*\)|\s*\[[^\[\]]*\]")
_NOT_A_RENDERING = re.compile(
    r"CL:|(?:\w+ )?variant of|see |see also|abbr\. (?:for|of)|used in|surname |also written|also pr\.|"
    r"same as|Taiwan pr\.|particle|\w+ particle|\w+ suffix|prefix|suffix|classifier|radical|Kangxi|"
    r"equivalent (?:of|to)|until \d|formerly |short name|or |component of|\(?indicat|bound form|onom\.|"
    r"interjection|one of|name of|used |refers to|structural|pr\. |lit\. |expressing |non-syllabic|"
    r"two-character|(?:first|second|third|fourth) tone|sentence-final"
)
_LEADING = re.compile(r"^(?:fig\. )?(?:to be |to |a kind of |a type of |a |an |the )?(?=\w)", re.IGNORECASE)
_TRAILING = re.compile(r"\s*(?:sth|sb|one's|oneself|etc|e\.g\..*|i\.e\..*|(?<= )or .*)\.?$")
_SOMETHING = re.compile(r"\b(?:sth|sb) ")
# What was counted is sometimes a scrap: "s" (of "1990s"), "department ( si", "salons , hair salons".
_SCRAP = re.compile(r"[^aI]|.*(?:^| )(?:[b-z]|[^\w'$%]+)(?: |$).*")
_KINDS_OF_PLACE = {"市": "City", "省": "Province", "县": "County", "区": "District", "镇": "Town", "乡": "Township"}
_GOOD_LENGTH = 3  # words
# "Dingzhou county level city in Baoding, Hebei", "Heping or Peace district of Shenyang": the name is the beginning.
_GAZETTEER = re.compile(
    r"((?:[A-Z][\w'’-]* )*?[A-Z][\w'’-]*)(?: or .+?)?(?: \w+ level)?,? (?:\w+ )?"
    r"(?:city|county|district|town|township|prefecture|province|region|river|capital|autonomous|island|mountain|in)\b.*"
)


Option = tuple[str, float]  # English, "" for unsaid; and its cost in nats, the smaller the likelier


def known(word: str) -> bool:
    """Whether any source has this word."""
    return word in _table()


def counted(word: str) -> bool:
    """Whether this word is more than a dictionary entry: counted in text, or put in by hand."""
    return "=" in _table().get(word, "")


@cache
def options(word: str) -> tuple[Option, ...]:
    """The renderings of a known word, the likeliest first. KeyError for an unknown one."""
    found = []
    for option in _table()[word].split("\t"):
        english, _, cost = option.partition("=")
        found.append((english, int(cost or 0) / 10))
    return tuple(found)


def warm() -> None:
    """Load the table now rather than at the first sentence."""
    _table()


@cache
def _table() -> dict[str, str]:
    """Word -> "english=cost" for each option, tabs between; a plain "english" is a dictionary's."""
    files = [resources.files("pipelines.lexicon") / "data" / name for name in _TABLES]
    shipped = [file.read_bytes() for file in files]
    made_from = hashlib.blake2b(b"\0".join(shipped)).hexdigest()
    return compiled("renderings", (_FORMAT, dictionary.version(), made_from), lambda: _compile(shipped))


def _compile(shipped: Iterable[bytes]) -> dict[str, str]:
    senses: dict[str, list[str]] = {}
    for entry in dictionary.entries():
        # A reading with a capital is a name; where the word is also a plain word, that is what it mostly is.
        of_word = senses.setdefault(entry.simplified, [])
        if entry.pinyin[:1].isupper() and not entry.pinyin.isupper():
            of_word.extend(entry.senses)
        else:
            of_word[:0] = entry.senses
    table = {word: _with_kind(short, word) for word, of_word in senses.items() if (short := best_sense(of_word))}
    of_dictionary = dict(table)
    for content in shipped:
        for word, options_of_word in _rows(content):
            table[word] = _with_capital(options_of_word, of_dictionary.get(word, ""))
    return table


def _with_capital(options_of_word: str, sense: str) -> str:
    """Options counted in small letters, "wuhan" or "lebanese", with the capital that the dictionary's name has."""
    if not sense[:1].isupper():
        return options_of_word
    return "\t".join(
        option[:1].upper() + option[1:] if option[:3] == sense[:3].lower() else option
        for option in options_of_word.split("\t")
    )


def _rows(content: bytes) -> Iterator[tuple[str, str]]:
    text = lzma.decompress(content) if content.startswith(b"\xfd7zXZ") else content
    for line in text.decode("utf-8").splitlines():
        if line and not line.startswith("#"):
            word, *options_of_word = line.split("\t")
            if whole := [option for option in options_of_word if not _SCRAP.fullmatch(option.rpartition("=")[0])]:
                yield word, "\t".join(whole) if "=" in line else f"{whole[0]}=0"


def _with_kind(name: str, word: str) -> str:
    """The name of a city is told from that of the county around it: 定州市 "Dingzhou City"."""
    kind = _KINDS_OF_PLACE.get(word[-1], "") if len(word) > 2 and name[0].isupper() else ""
    return name if kind.lower() in name.lower() else f"{name} {kind}"


def best_sense(senses: Iterable[str]) -> str:
    """The first of a word's senses that can stand in a sentence, cut to what can; "" where none can."""
    fallback = ""
    for sense in senses:
        if named := _GAZETTEER.fullmatch(_BRACKETS.sub("", sense)):
            return named[1]
        for part in re.split(r"[;,](?![^(]*\))", sense):
            short = shortened(part).replace('"', "")
            if short and len(short.split()) <= _GOOD_LENGTH:
                return short
            fallback = fallback or short
    return fallback


def shortened(sense: str) -> str:
    """A sense without brackets, examples and "to"; "" for a remark about the word instead of its meaning."""
    bare = _BRACKETS.sub("", _BRACKETS.sub("", sense)).strip(" ;,.:")
    if not bare or _CHINESE.search(bare) or "=" in bare or _NOT_A_RENDERING.match(bare):
        return ""
    bare = _TRAILING.sub("", _SOMETHING.sub("", _LEADING.sub("", bare)))
    return bare.strip(" ;,.:!?")
