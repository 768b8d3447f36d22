"""Places: a place of China stands in its translation in pinyin or under the name it is known by.

Other countries' places are left alone: their Chinese names are no pinyin, and English makes adjectives of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipelines.checks.trouble import Trouble
from pipelines.document import FindingCode, Severity
from pipelines.lexicon import gazetteer, names
from pipelines.lexicon.romanized import folded, readings
from pipelines.lexicon.words import Word

NAME = "names"

_LETTERS = re.compile("[^a-z]")
_DOT = re.compile("[·•・‧]")
_LEAST = 2  # characters


_SAID_OTHERWISE = frozenset("中国 中华 华夏 祖国 台湾 中山 老城区 大都 大都市 大庆 长寿".split())


def compare(source: str, target: str, segments: Sequence[Word]) -> tuple[Trouble, ...]:
    """The places among the words of the simplified Chinese `source` that its English does not name."""
    squeezed = _LETTERS.sub("", folded(target))
    troubles: dict[str, Trouble] = {}
    for word in _places(segments):
        if _DOT.search(source, max(0, word.start - 3), word.end + 3):
            continue  # a part of a foreign name
        forms = gazetteer.forms(word.text)
        if forms and not any(form in squeezed for form in forms) and not _is_cut_wrongly(source, word, squeezed):
            facts = (word.text, names.place(word.text))
            span = (word.start, word.end)
            troubles.setdefault(word.text, Trouble(FindingCode.PLACE_MISSING, Severity.WARNING, facts, span, None))
    return tuple(troubles.values())


def _is_cut_wrongly(source: str, word: Word, squeezed: str) -> bool:
    """Whether the English reads across an end of the word: 云河北站 is Yunhe North Station, and no 河北."""
    across = (source[max(0, word.start - 1) : word.start + 1], source[word.end - 1 : word.end + 1])
    return any(
        reading in squeezed
        for pair in across
        if len(pair) == 2 and all("\u4e00" <= character <= "\u9fff" for character in pair)
        for reading in readings(pair)
    )


def _places(segments: Sequence[Word]) -> Iterator[Word]:
    """Words that are tagged as places; 中国 and its like are said in too many ways."""
    for word in segments:
        if word.tag == "ns" and len(word.text) >= _LEAST and word.text not in _SAID_OTHERWISE:
            yield word
