"""The abstractive summarizer: a model reads the article window by window and shortens it until it is short enough.

Every sentence of the article is in a window, so that nothing is cut off in silence. A window for which the model writes
nothing usable, after two more tries, is answered by its own most central sentences, and the summary's `model` says so:
"qwen3-0.6b + extractive".
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace

from pipelines.article.chinese import han
from pipelines.article.script import to_simplified, to_traditional
from pipelines.checks.repetition import loop
from pipelines.contracts import Cancel
from pipelines.document import Article, Evidence, Length, Script, Sentence, Summary, SummarySentence
from pipelines.models.engine import Engine, Generation, Output
from pipelines.summary import drafts, extractive, prompts
from pipelines.summary.evidence import Witnesses
from pipelines.summary.windows import Window, windows

_MOST = {Length.SHORT: 2, Length.MEDIUM: 5, Length.LONG: 15}
_WORTH_A_WINDOW = 2  # sentences; a model that writes one sentence a window is not given less to read
_TOKENS_PER_SENTENCE = 80  # room for a sentence that is asked for; three times what one usually has
_TITLE_TOKENS = 48
_LONGEST_TITLE = 40  # characters

_Steps = Generator[tuple[int, int], None, list["_Line"]]


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence of the summary to be, in simplified characters; `place` is where in the article it is copied from."""

    text: str
    place: int | None = None


class _Counter:
    """How many windows have been read, of how many that are known of."""

    def __init__(self) -> None:
        self.done = 0
        self.total = 0

    def step(self) -> tuple[int, int]:
        self.done += 1
        return self.done, self.total


class AbstractiveSummarizer:
    """A `Summarizer` over an engine.

    `chat` says how the engine is asked: with a prompt for as many sentences as are wanted, or with the bare text, which
    a model trained for headlines answers with a sentence or two; it is then given about as many windows as sentences
    are wanted.
    """

    def __init__(
        self, engine: Engine, name: str, generation: Generation, *, chat: bool = False, revision: str = ""
    ) -> None:
        self._engine = engine
        self._name = name
        self._generation = generation
        self._chat = chat
        self._revision = revision

    @property
    def name(self) -> str:
        """The name of its row in the catalogue."""
        return self._name

    @property
    def signature(self) -> str:
        """See `Summarizer`."""
        return f"{self._name}@{self._revision} {self._generation}"

    def summarize(self, article: Article, length: Length, cancel: Cancel) -> Generator[tuple[int, int], None, Summary]:
        """Yield (windows read, windows known of); return the summary, each sentence with its evidence.

        An article of one or two sentences is its own summary. Cancelled, what was read so far is summarized. `salience`
        is empty: the model does not tell. Raises ModelError for what the engine cannot do.
        """
        places = [place for place, sentence in enumerate(article.sentences) if sentence.text.strip()]
        witnesses = Witnesses([sentence.simplified for sentence in article.sentences])
        if len(places) <= 2:
            yield 1, 1
            lines = [_Line(article.sentences[place].simplified, place) for place in places]
            return self._summary(article, lines, witnesses, "")
        wanted = extractive.size(length, len(places))
        limit = min(_MOST[length], max(wanted + 1, wanted * 3 // 2))
        steps = _Counter()
        lines = yield from self._read(article.sentences, length, wanted, witnesses, steps, cancel)
        while len(lines) > limit and not cancel.requested():
            told = [_as_sentence(line) for line in lines]
            again = yield from self._read(told, length, wanted, witnesses, steps, cancel)
            if cancel.requested():
                break
            shorter = [lines[line.place] if line.place is not None else line for line in again]
            lines = shorter if len(shorter) < len(lines) else [lines[place] for place in _central(told, limit)]
        headline = "" if cancel.requested() or not lines else self._headline(article, lines, witnesses, cancel)
        return self._summary(article, lines, witnesses, headline)

    def _read(
        self,
        sentences: Sequence[Sentence],
        length: Length,
        wanted: int,
        witnesses: Witnesses,
        steps: _Counter,
        cancel: Cancel,
    ) -> _Steps:
        """One pass over `sentences`: the lines of every window, in order, copied ones with their place among them."""
        least = 1 if self._chat else min(wanted, max(1, len(sentences) // _WORTH_A_WINDOW))
        asked = wanted  # the most it can be, while the prompt is measured

        def prompt(text: str) -> str:
            return prompts.summary(text, length, asked) if self._chat else " ".join(text.split())

        parts = windows(sentences, self._engine.budget, lambda text: self._engine.count(prompt(text)), least)
        asked = math.ceil(wanted / max(1, len(parts)))
        steps.total += len(parts)
        found: dict[int, list[_Line]] = {}
        for generation in _ladder(self._limited(asked)):
            left = [number for number in range(len(parts)) if number not in found]
            if not left or cancel.requested():
                break
            inputs = [prompt(parts[number].text) for number in left]
            for output in self._engine.generate(inputs, generation, cancel):
                if not 0 <= output.index < len(left):
                    continue
                number = left[output.index]
                lines = self._lines(output, parts[number], witnesses)
                if lines and number not in found:
                    found[number] = lines
                    yield steps.step()
        if not cancel.requested():
            for number in range(len(parts)):
                if number not in found:
                    found[number] = _copied(sentences, parts[number], asked)
                    yield steps.step()
        return list(dict.fromkeys(line for number in sorted(found) for line in found[number]))

    def _limited(self, sentences: int) -> Generation:
        if not self._chat:
            return self._generation
        room = _TOKENS_PER_SENTENCE * (sentences + 1)
        return replace(self._generation, max_tokens=min(self._generation.max_tokens or room, room))

    def _lines(self, output: Output, window: Window, witnesses: Witnesses) -> list[_Line]:
        """What the model wrote, if it is a summary."""
        text = prompts.answered(output.text) if self._chat else output.text
        lines = drafts.sentences(to_simplified(text), cut=output.cut)
        return [] if drafts.fault(lines, text, window.text, witnesses) else [_Line(line) for line in lines]

    def _headline(self, article: Article, lines: Sequence[_Line], witnesses: Witnesses, cancel: Cancel) -> str:
        """A title by the model where the article has none and the model can be asked, else the first line."""
        first = extractive.headline(lines[0].text)
        text = "".join(line.text for line in lines)
        if article.title or not self._chat or self._engine.count(prompts.title(text)) > self._engine.budget:
            return first
        generation = replace(self._generation, max_tokens=_TITLE_TOKENS)
        for output in self._engine.generate([prompts.title(text)], generation, cancel):
            title = to_simplified(prompts.titled(output.text))
            if len(title) <= _LONGEST_TITLE and han.search(title) and not loop(title) and witnesses.support(title):
                return title
        return first

    def _summary(self, article: Article, lines: Sequence[_Line], witnesses: Witnesses, headline: str) -> Summary:
        """The lines in the article's script, with their evidence."""
        written: Callable[[str], str] = to_traditional if article.script is Script.TRADITIONAL else str
        sentences = []
        for line in lines:
            if line.place is not None:
                text = article.sentences[line.place].text.strip()
                sentences.append(SummarySentence(text, (Evidence(line.place, 1.0),)))
            else:
                sentences.append(SummarySentence(written(line.text), witnesses.support(line.text)))
        if not headline and lines:
            headline = extractive.headline(lines[0].text.strip())
        return Summary(written(headline), tuple(sentences), (), self._made_by(lines))

    def _made_by(self, lines: Sequence[_Line]) -> str:
        """Who wrote the lines: the model, the extractive one where that had to stand in, or both."""
        names = dict.fromkeys(self._name if line.place is None else extractive.NAME for line in lines)
        return " + ".join(sorted(names, key=[self._name, extractive.NAME].index)) or self._name


def _ladder(generation: Generation) -> tuple[Generation, ...]:
    """How to ask: as the model's authors advise, then against repetition, then with more beams and room as well."""
    controlled = replace(
        generation, temperature=0.0, repetition_penalty=max(1.15, generation.repetition_penalty), no_repeat_ngram=4
    )
    room = generation.max_tokens * 2 if generation.max_tokens else None
    return generation, controlled, replace(controlled, beams=generation.beams + 3, max_tokens=room)


def _copied(sentences: Sequence[Sentence], window: Window, count: int) -> list[_Line]:
    """The most central sentences of a window."""
    inside = [sentences[place] for place in window.sentences]
    chosen = [window.sentences[place] for place in _central(inside, count)]
    return [_Line(sentences[place].simplified, place) for place in chosen]


def _central(sentences: Sequence[Sentence], count: int) -> list[int]:
    """The places of the `count` most central sentences, in order."""
    from pipelines.summary.centrality import Vectors, rank

    vectors = Vectors(sentences)
    return extractive.select(vectors, rank(vectors), count)


def _as_sentence(line: _Line) -> Sentence:
    return Sentence(line.text, line.text, paragraph=0, origin=(0, 0))
