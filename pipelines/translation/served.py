"""The translator of another server, and what goes on by itself where that is lost."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace

from pipelines import instead
from pipelines.contracts import Cancel, Translator
from pipelines.document import Finding, Pair, Sentence, Translation
from pipelines.errors import ModelError
from pipelines.models.served import Server
from pipelines.models.spec import Task
from pipelines.models.together import together
from pipelines.translation.glossary import Glossary, signature

_AT_ONCE = 4  # requests of one article: the server fills its batches with those of all articles
_SENTENCES, _CHARACTERS = 16, 800  # of one request: its pairs come together
_FIRST = 4  # sentences of the first one: somebody is looking at an empty column


class ServedTranslator:
    """A `Translator` that asks a server and, where that does not answer in time, goes on with `local`.

    From then on it is `local` by name and signature, and says so by a finding. The `terms` are told to the server.
    Raises ModelError if the server cannot be asked at all.
    """

    def __init__(self, server: Server, local: Translator, terms: Glossary) -> None:
        self._server = server
        self._local = local
        self._terms = terms
        self._model = server.automatic(Task.TRANSLATE)
        self._lost: ModelError | None = None

    @property
    def name(self) -> str:
        """The name of the model that works."""
        return self._local.name if self._lost else self._model.name

    @property
    def passed_over(self) -> tuple[Finding, ...]:
        """A finding for a server that was lost."""
        return (instead.lost(self._server.host, self._local.name, self._lost),) if self._lost else ()

    def signature(self, text: str) -> str:
        """See `Translator`."""
        if self._lost:
            return self._local.signature(text)
        return signature(f"{self._model.name}@{self._model.revision} served", self._terms, text)

    def translate(self, sentences: Sequence[Sentence], cancel: Cancel) -> Generator[Pair, None, Translation]:
        """See `Translator`."""
        pairs: dict[int, Pair] = {}
        if not self._lost:
            for pair in self._served(sentences, cancel):
                pairs[pair.index] = pair
                yield pair
        left = [index for index in range(len(sentences)) if index not in pairs]
        if left and not cancel.requested():
            for pair in self._local.translate([sentences[index] for index in left], cancel):
                pairs[left[pair.index]] = replace(pair, index=left[pair.index])
                yield pairs[left[pair.index]]
        return Translation(tuple(pairs[index] for index in sorted(pairs)), self.name)

    def _served(self, sentences: Sequence[Sentence], cancel: Cancel) -> Iterator[Pair]:
        """The pairs that the server gives; where it is lost in between, those that it gave before."""

        def ask(part: range, cancel: Cancel) -> list[Pair]:
            texts = [sentences[index].simplified.strip() for index in part]
            hits = {hit.entry for text in texts for hit in self._terms.find(text)}
            return self._server.translate(self._model, texts, [(one.source, one.target) for one in hits], cancel)

        try:
            for part, pairs in together(ask, parts(sentences), _AT_ONCE, cancel):
                for index, pair in zip(part, pairs, strict=True):
                    yield replace(pair, index=index, source=sentences[index].text.strip())
        except ModelError as error:
            self._lost = error


def parts(sentences: Sequence[Sentence]) -> list[range]:
    """The sentences of each request, in order."""
    made: list[range] = []
    start = characters = 0
    for index, sentence in enumerate(sentences):
        most = _SENTENCES if made else _FIRST
        if index > start and (index - start >= most or characters + len(sentence.text) > _CHARACTERS):
            made.append(range(start, index))
            start, characters = index, 0
        characters += len(sentence.text)
    return [*made, range(start, len(sentences))] if start < len(sentences) else made
