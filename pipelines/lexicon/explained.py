"""A word explained: its reading with tone marks, and what the dictionary says it means, fit to be shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipelines.document import Script
from pipelines.lexicon.dictionary import Entry, lookup

_MOST_SENSES = 4
# Remarks about the word instead of its meaning.
_noise = re.compile(
    r"CL:|(?:\w+ )*variant of |also (?:written|pr\.)|Taiwan pr\.|\(?(?:see|see also|also) .*\[|abbr\. to ",
    re.IGNORECASE,
)
_reference = re.compile(r"(?:([^\s|\[\]()/,;]+)\|)?([^\s|\[\]()/,;]+)\[([^\]]*)\]")


@dataclass(frozen=True, slots=True)
class Explained:
    """A word: in simplified characters, its pinyin with a syllable for each character, up to four senses.

    `name` is the English of a person's or a place's name, "" for other words.
    """

    word: str
    pinyin: str
    senses: tuple[str, ...]
    name: str = ""

    def as_json(self) -> dict[str, object]:
        """The fields, without those that are empty."""
        fields = {"word": self.word, "pinyin": self.pinyin, "senses": self.senses, "name": self.name}
        return {name: value for name, value in fields.items() if value}


def explain(own: str, simplified: str, reading: str, name: str, script: Script) -> Explained | None:
    """What there is to say of a word, None if nothing.

    `own` is the word in the article's script, `simplified` the same in simplified characters; `reading` how it is read
    where it stands, syllables with tone marks; `name` its English where it is a name that the lexicon can write.
    """
    entries = _entries(own, simplified)
    if not entries:
        return Explained(simplified, _as_named(simplified, reading, name), (), name) if name else None
    chosen = _best_read(entries, reading)
    of_reading = [entry for entry in entries if _plain(entry) == _plain(chosen)]
    # Family names and the like after the plain word; of two words that are written the same now (于, 於), the one with
    # more senses, for it is more often meant.
    of_reading.sort(key=lambda entry: (entry.pinyin[:1].isupper(), -len(entry.senses)))
    senses = _clean([sense for entry in of_reading for sense in entry.senses], script)
    return Explained(simplified, toned(of_reading[0].pinyin), senses, name)


@lru_cache(maxsize=50_000)
def toned(pinyin: str) -> str:
    """The dictionary's pinyin with tone marks: "dang4 an4" is "dàng àn", "nu:3" is "nǚ"."""
    from pypinyin.contrib.tone_convert import to_tone

    return " ".join(to_tone(syllable.replace("u:", "ü")) for syllable in pinyin.split())


def _as_named(word: str, reading: str, name: str) -> str:
    """The reading of a name that its English has: 曾 is zēng in "Zeng Qinghong", and céng elsewhere."""
    from pypinyin import Style, pinyin

    letters = "".join(filter(str.isalpha, name.lower()))
    syllables = []
    for character, usual in zip(word, reading.split(), strict=False):
        others = pinyin(character, style=Style.TONE, heteronym=True)[0]
        fitting = (syllable for syllable in (usual, *others) if letters.startswith(_toneless(syllable)))
        syllable = next(fitting, usual)
        syllables.append(syllable)
        letters = letters.removeprefix(_toneless(syllable))
    return " ".join(syllables) if len(syllables) == len(word) else reading


def _toneless(syllable: str) -> str:
    """A syllable as names are written: lǚ is "lyu"."""
    from pypinyin.contrib.tone_convert import to_normal

    plain: str = to_normal(syllable)
    return plain.replace("ve", "ue").replace("v", "yu")


def _entries(own: str, simplified: str) -> Sequence[Entry]:
    """The entries of the word in the article's own characters where there are some: 髮 is not 發."""
    entries = [entry for entry in lookup(simplified) if entry.simplified == simplified]
    if own != simplified:
        entries = [entry for entry in entries if entry.traditional == own] or entries
    return entries or lookup(own)


def _best_read(entries: Sequence[Entry], reading: str) -> Entry:
    """The entry that is read like this or, for the dictionary's tones may be neutral, most like it."""
    wanted = reading.lower().split()

    def likeness(entry: Entry) -> tuple[bool, int, bool]:
        syllables = toned(entry.pinyin.lower()).split()
        agreeing = sum(one == other for one, other in zip(wanted, syllables, strict=False))
        return agreeing == len(syllables), agreeing, not entry.pinyin[:1].isupper()

    return max(entries, key=likeness)


def _plain(entry: Entry) -> str:
    return entry.pinyin.lower()


def _clean(senses: Iterable[str], script: Script) -> tuple[str, ...]:
    """The senses without remarks, where there are any others; what they refer to is in one script, with tone marks."""
    every = list(dict.fromkeys(senses))
    meanings = [sense for sense in every if not _noise.match(sense)] or every

    def referred(found: re.Match[str]) -> str:
        traditional, simplified, pinyin = found.groups()
        return f"{traditional if traditional and script is Script.TRADITIONAL else simplified} ({toned(pinyin)})"

    return tuple(_reference.sub(referred, sense) for sense in meanings[:_MOST_SENSES])
