"""From counts to the two files that ship: the renderings of each word, and the English pairs that choose among them."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pipelines.lexicon import dictionary
from pipelines.lexicon.words import segment
from pipelines.translation.fluency import folded
from pipelines.translation.senses import shortened
from training.gloss.corpus import SentencePair
from training.gloss.extract import SILENT, Counts

MOST_OPTIONS = 4
FAINTEST = 2.5  # an option this much less likely (in nats) than the best is left out
_FAINT = 30  # tenths of a nat
_DICTIONARY_COUNT = 0.35  # what the dictionary's own first renderings count, seen or not
STOP = frozenset(
    "the a an of to in is are was were be been being by and or for on at with as that it its his her their this these "
    "from has have had not no will would can which who there".split()
)
_ALONE = 3.0  # what a single sentence can count at most: no ground to go against the dictionary
_LOOSE_ENDS = frozenset("of in the a an to for at on that is are was and with by as".split())
_KINDS_OF_PLACE = frozenset(
    "municipality city province prefecture county district river state republic island town".split()
)
_NEGATIVE = frozenset("不没無无未非别勿莫否")
_NEGATIVE_ENGLISH = frozenset("no not never without nothing nobody none neither nor cannot lack fail few".split())
_WORD = re.compile(r"[A-Za-z]+(?:['-][A-Za-z]+)*")
# How much the pairs of a source count for the English that readers of articles expect.
_FLUENT = {"taiwan_laws": 0.1, "cedict_entries": 0.0, "3am_multimodal": 0.3, "petci_idioms": 0.2, "tldr_pages": 0.1}


def dictionary_senses() -> dict[str, list[list[str]]]:
    """Each word's senses in CC-CEDICT, cut short as a gloss does, as lower-case words."""
    senses: dict[str, list[list[str]]] = defaultdict(list)
    for entry in dictionary.entries():
        for sense in entry.senses:
            for part in re.split(r"[;,](?![^(]*\))", sense):
                if words := list(map(folded, _WORD.findall(shortened(part)))):
                    senses[entry.simplified].append(words)
    return senses


def dictionary_names() -> dict[str, str]:
    """Senses of several words with a capital, as they are written, by their folded form: United Nations."""
    names = {}
    for entry in dictionary.entries():
        for sense in entry.senses:
            words = shortened(sense).split(" ")
            if len(words) > 1 and all(_WORD.fullmatch(word) for word in words) and words[-1][0].isupper():
                names[" ".join(map(folded, words))] = " ".join(words)
    return names


class Ranking:
    """Ranks what was counted for a word by how often it was, and by whether the dictionary bears it out."""

    def __init__(self, counts: Counts, seen: Counter[str], spelling: dict[str, str]) -> None:
        self._counts, self._seen, self._spelling = counts, seen, spelling
        self._senses = dictionary_senses()
        self._names = dictionary_names()

    def lines(self) -> Iterator[str]:
        """The file's lines, the words in order: word, then its options as "english=cost" (cost in tenths of a nat)."""
        for stretch in sorted(self._counts):
            options = self._phrase(stretch, words) if len(words := _pieces(stretch)) > 1 else self._word(stretch)
            if options:
                yield "\t".join([stretch, *(f"{self._spelled(english)}={cost}" for english, cost in options)])

    def _word(self, word: str) -> list[tuple[str, int]]:
        senses = self._senses.get(word, [])
        scores: dict[str, float] = defaultdict(float)
        for english, count in self._counts[word].items():
            if count / self._seen[word] < 0.01:
                continue
            if english.endswith("'s") or not _agree_on_negation(word, english, senses):
                continue  # a possessive is the work of 的, which is a word of its own
            if _truncated(english, senses):
                continue
            support = _support(english, senses)
            if support == 0 and senses and (count <= _ALONE or count / self._seen[word] < 0.1):
                continue
            if support == 0 and not senses and count < 0.5:
                continue
            scores[english] += count * (0.15 + 3 * support**2)
        if not senses and not self._adds_up(word, scores):
            scores = {english: score for english, score in scores.items() if self._counts[word][english] > _ALONE}
        for place, sense in enumerate(senses[:3]):
            if len(sense) <= 3:
                scores[" ".join(sense)] += _DICTIONARY_COUNT / (1 + place) ** 2
        if not any(english in self._counts[word] for english in scores):
            return []
        options = _best(scores)
        plain = [english for english in scores if english.split() in senses]
        if plain and not any(english in plain for english, _ in options):  # a verb's form without an ending is needed
            options.append((min(plain, key=lambda english: (-scores[english], english)), _FAINT))
        return options

    def _adds_up(self, word: str, scores: dict[str, float]) -> bool:
        """Whether a word that the dictionary lacks is made of words that bear its renderings out."""
        pieces = _known_pieces(word, self._senses)
        return bool(pieces) and any(self._borne_out(english.split(), pieces) for english in scores)

    def _phrase(self, phrase: str, words: Sequence[str]) -> list[tuple[str, int]]:
        scores: dict[str, float] = {}
        if words[0] in SILENT or words[-1] in SILENT:
            return []
        for english, count in self._counts[phrase].items():
            if count >= 1.0 and count / self._seen[phrase] >= 0.15 and self._borne_out(english.split(), words):
                scores[english] = count
        return _best(scores)[:2] if sum(scores.values()) >= 2.0 else []

    def _borne_out(self, english: Sequence[str], words: Sequence[str]) -> bool:
        """Whether each word of either side is said by some word of the other: nothing added, nothing lost."""
        said = {word: self._said(word) for word in words}
        if not _agree_on_negation("".join(words), " ".join(english), []) or english[-1] in _LOOSE_ENDS:
            return False
        content = [word for word in english if word not in STOP]
        if not all(any(token in of_word for of_word in said.values()) for token in content):
            return False
        return len(english) <= 2 * len(words) + 1 and all(
            word in SILENT or any(token in said[word] for token in english) for word in words
        )

    def _said(self, word: str) -> set[str]:
        counted = self._counts.get(word, Counter())
        likely = {
            token for english, count in counted.items() if count >= 0.05 * self._seen[word] for token in english.split()
        }
        return likely | {token for sense in self._senses.get(word, []) for token in sense}

    def _spelled(self, english: str) -> str:
        return self._names.get(english) or " ".join(self._spelled_word(word) for word in english.split())

    def _spelled_word(self, word: str) -> str:
        owner = word.removesuffix("'s")
        return self._spelling.get(owner, owner) + word[len(owner) :]


def _pieces(stretch: str) -> list[str]:
    return [word.text for word in segment(stretch)]


def _agree_on_negation(stretch: str, english: str, senses: Iterable[Sequence[str]]) -> bool:
    """Whether neither side says "not" alone: the one slip of an aligner that turns a sentence round."""
    tokens = english.split()
    if not _NEGATIVE.intersection(stretch):
        return not any(token in {"no", "not", "never"} or token.endswith("n't") for token in tokens)
    return any(_is_negative(token) for token in tokens) or tokens in senses


def _is_negative(token: str) -> bool:
    return (
        token
        in {
            "no",
            "not",
            "never",
            "without",
            "nothing",
            "nobody",
            "none",
            "neither",
            "nor",
            "cannot",
            "lack",
            "fail",
            "few",
        }
        or token.startswith(("un", "in", "im", "dis", "ir", "non", "il", "mis", "anti"))
        or token.endswith(("n't", "less"))
    )


def _known_pieces(word: str, senses: dict[str, list[list[str]]]) -> list[str]:
    """A word cut, longest piece first, into words of the dictionary; empty if that fails."""
    pieces = []
    start = 0
    while start < len(word):
        ends = (end for end in range(len(word), start, -1) if word[start:end] in senses)
        end = next(ends, start)
        if end == start:
            return []
        pieces.append(word[start:end])
        start = end
    return pieces


def _support(english: str, senses: Iterable[Sequence[str]]) -> float:
    """0..1: how much of the rendering, and of the best fitting sense, is in the other (F1), inflection aside."""
    tokens = [token for token in english.split() if token not in STOP] or english.split()
    best = 0.0
    for sense in senses:
        meant = [token for token in sense if token not in STOP] or list(sense)
        shared = sum(any(_same_word(token, other) for other in meant) for token in tokens)
        best = max(best, 2 * shared / (len(tokens) + len(meant)))
    return best


def _truncated(english: str, senses: Iterable[Sequence[str]]) -> bool:
    """Whether this is only a part of a short sense: the aligner's "breast" for breast cancer."""
    tokens = set(english.split())
    parts = [sense for sense in senses if len(sense) <= 3]
    return any(tokens < set(sense) and not set(sense) - tokens <= _KINDS_OF_PLACE for sense in parts) and not any(
        len(tokens) == len(sense) and _support(english, [sense]) == 1 for sense in parts
    )


def _same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    shorter = min(len(one), len(other))
    stem = max(min(4, shorter), shorter - 2)
    return shorter > 2 and one[:stem] == other[:stem] and abs(len(one) - len(other)) <= 4


def _best(scores: dict[str, float]) -> list[tuple[str, int]]:
    if not scores:
        return []
    ordered = sorted(scores, key=lambda english: (-scores[english], english))[:MOST_OPTIONS]
    total = sum(scores.values())
    costs = [(english, -math.log(scores[english] / total)) for english in ordered]
    return [(english, round(10 * cost)) for english, cost in costs if cost <= costs[0][1] + FAINTEST]


def bigram_lines(pairs: Sequence[SentencePair], least: float) -> Iterator[str]:
    """The file's lines: an English word, how often it was seen, then "next=count" for what follows it often enough."""
    single: Counter[str] = Counter()
    double: dict[str, Counter[str]] = defaultdict(Counter)
    for pair in pairs:
        weight = 0.1 if pair.source.startswith(("msdocs", "leetcode")) else _FLUENT.get(pair.source, pair.weight)
        words = ["<s>", *map(folded, pair.english), "</s>"]
        for word, following in zip(words, words[1:], strict=False):
            single[word] += weight
            double[word][following] += weight
    for word in sorted(single):
        kept = sorted((following, count) for following, count in double[word].items() if count >= least)
        if kept or single[word] >= 1:
            following = [f"{word_after}={round(count)}" for word_after, count in kept]
            yield "\t".join([word, str(round(single[word])), *following])
