"""The embedded translator: an honest word-for-word gloss, good for the gist and never inventing."""

from __future__ import annotations

from collections.abc import Generator, Sequence

from pipelines.contracts import Cancel
from pipelines.document import Flag, Pair, Sentence, Translation
from pipelines.lexicon import words
from pipelines.translation import fluency, senses
from pipelines.translation.choice import chosen
from pipelines.translation.grammar import arranged
from pipelines.translation.reading import read
from pipelines.translation.writing import written


class Gloss:
    """Word for word with a little grammar; needs no weights. Every pair carries `Flag.GLOSS`."""

    @property
    def name(self) -> str:
        """The name of its row in the catalogue."""
        return "gloss"

    @property
    def signature(self) -> str:
        """See `Translator`: it has no settings."""
        return self.name

    def translate(self, sentences: Sequence[Sentence], cancel: Cancel) -> Generator[Pair, None, Translation]:
        """Yield a pair for each sentence, read alone; see `Translator`."""
        pairs = []
        for index, sentence in enumerate(sentences):
            if cancel.requested():
                break
            pair = Pair(index, sentence.text.strip(), gloss(sentence.simplified), None, (Flag.GLOSS,))
            pairs.append(pair)
            yield pair
        return Translation(tuple(pairs), self.name)


def warm() -> None:
    """Load every table now rather than at the first sentence; the server does so in the background as it starts."""
    words.warm()
    senses.warm()
    fluency.warm()


def gloss(text: str) -> str:
    """The gloss of one sentence of simplified Chinese: no Chinese is left in it, nothing is dropped or made up."""
    return written(chosen(arranged(read(text))))
