"""From linked words to counted renderings: which English stretch stands for which Chinese one, and how often.

Consistent phrase pairs after Koehn, Och and Marcu (2003), of at most four Chinese words, without widening them over
unlinked words: a rendering then begins and ends with words that something in the Chinese stands for.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from pipelines.translation.fluency import folded
from training.gloss.corpus import SentencePair

LONGEST = 4  # Chinese words in a stretch
# Words that English often does not say; every other word of a stretch must be linked to something in its rendering.
SILENT = frozenset("的 了 着 过 地 得 所 之 个 种 名 位 项 条 只 座 把 将 们 是 在 于 就 都 也 一".split())
_LETTER = re.compile(r"[A-Za-z]")
_CHINESE = re.compile(r"[\u3400-\u9fff]+")

_SENTENCE_STARTS = frozenset(". ? ! : \" “ ' * -".split())

Counts = dict[str, Counter[str]]


def renderings(
    pairs: Sequence[SentencePair], links: Sequence[Sequence[tuple[int, int]]]
) -> tuple[Counts, Counter[str]]:
    """For each Chinese stretch its renderings (lower case) and their weighted counts; and how often it occurred."""
    counts: Counts = defaultdict(Counter)
    seen: Counter[str] = Counter()
    for pair, linked in zip(pairs, links, strict=True):
        if not pair.weight:
            continue
        folds = [folded(word) for word in pair.english]
        of_chinese: list[list[int]] = [[] for _ in pair.chinese]
        of_english: list[list[int]] = [[] for _ in folds]
        for i, j in linked:
            of_chinese[i].append(j)
            of_english[j].append(i)
        for first in range(len(pair.chinese)):
            stretch = ""
            places: list[int] = []
            for last in range(first, min(first + LONGEST, len(pair.chinese))):
                if not _CHINESE.fullmatch(pair.chinese[last]):
                    break
                stretch += pair.chinese[last]
                places += of_chinese[last]
                seen[stretch] += pair.weight
                if not of_chinese[first] or not of_chinese[last]:
                    continue
                if not all(of_chinese[i] or pair.chinese[i] in SILENT for i in range(first, last + 1)):
                    continue
                low, high = min(places), max(places)
                if high - low > (last - first) + 3:
                    continue
                if any(not first <= i <= last for j in range(low, high + 1) for i in of_english[j]):
                    continue
                english = " ".join(folds[low : high + 1])
                if _LETTER.search(english):
                    counts[stretch][english] += pair.weight
    return counts, seen


def spellings(pairs: Sequence[SentencePair]) -> dict[str, str]:
    """How each English word is mostly written inside a sentence; where that was never seen, at the start of one.

    Laws, product documentation and headings capitalize freely, and count little.
    """
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for pair in pairs:
        capitals = sum(word[:1].isupper() for word in pair.english)
        free = capitals * 2 > len(pair.english) or pair.source.startswith(("taiwan", "msdocs"))
        before = "."
        for word in pair.english:
            weight = 1e-6 if before in _SENTENCE_STARTS else 0.01 if free else 1.0
            forms[folded(word)][word] += weight
            before = word
    return {fold: min(of_word, key=lambda word: (-of_word[word], word)) for fold, of_word in forms.items()}
