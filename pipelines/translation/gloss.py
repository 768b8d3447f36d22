"""The embedded translator: an honest word-for-word gloss, good for the gist and never inventing."""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from dataclasses import replace

from pipelines.contracts import Cancel
from pipelines.document import Flag, Pair, Sentence, Translation
from pipelines.lexicon import words
from pipelines.translation import fluency, senses
from pipelines.translation.choice import chosen
from pipelines.translation.glossary import Entry, Glossary, Hit, replaced, signature, terms
from pipelines.translation.grammar import arranged
from pipelines.translation.reading import read
from pipelines.translation.writing import written


class Gloss:
    """Word for word with a little grammar; needs no weights. Every pair carries `Flag.GLOSS`.

    The terms of its glossary stand in the output exactly as they are.
    """

    def __init__(self, glossary: Glossary | None = None) -> None:
        self._glossary = glossary or Glossary()

    @property
    def name(self) -> str:
        """The name of its row in the catalogue."""
        return "gloss"

    def signature(self, text: str) -> str:
        """What its translation of a simplified `text` depends on besides the text."""
        return signature(self.name, self._glossary, text)

    def translate(self, sentences: Sequence[Sentence], cancel: Cancel) -> Generator[Pair, None, Translation]:
        """Yield a pair for each sentence, read alone; see `Translator`."""
        pairs = []
        for index, sentence in enumerate(sentences):
            if cancel.requested():
                break
            simplified = sentence.simplified.strip()
            hits = self._glossary.find(simplified)
            english = _with_terms(simplified, hits)
            pair = Pair(index, sentence.text.strip(), english, None, (Flag.GLOSS,), terms(hits, english))
            pairs.append(pair)
            yield pair
        return Translation(tuple(pairs), self.name)


def warm() -> None:
    """Load every table now rather than at the first sentence; the server does so in the background as it starts."""
    words.warm()
    senses.warm()
    fluency.warm()


def _with_terms(text: str, hits: Sequence[Hit]) -> str:
    """The gloss with each hit's target in its place: a word of Latin letters stands for it while the rest is read."""
    if not hits:
        return gloss(text)
    english = gloss(replaced(text, [replace(hit, entry=Entry("", _STAND_IN.format(n))) for n, hit in enumerate(hits)]))
    english = _STOOD_IN.sub(lambda found: hits[int(found[1])].entry.target, english)
    return english[:1].upper() + english[1:]


_STAND_IN = "Qzterm{}q"  # no word of any language
_STOOD_IN = re.compile(r"qzterm(\d+)q", re.IGNORECASE)


def gloss(text: str) -> str:
    """The gloss of one sentence of simplified Chinese: no Chinese is left in it, nothing is dropped or made up."""
    return written(chosen(arranged(read(text))))
