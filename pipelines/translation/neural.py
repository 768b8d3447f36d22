"""The neural translator: one input for each sentence, whatever comes back is looked at, and what is bad is tried again.

N sentences in, N pairs out, whichever outputs the engine forgets, repeats or reorders. A pair is told as soon as it is
final: at once where its first output is sound, else when the ladder below has been climbed for it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.article.chinese import han
from pipelines.checks.fluency import Defect, defects, without_kept
from pipelines.contracts import Cancel
from pipelines.document import Flag, Pair, Sentence, Translation
from pipelines.models.engine import Engine, Generation, Output
from pipelines.translation import prompts
from pipelines.translation.clauses import clauses, fitting, joined
from pipelines.translation.glossary import Glossary, replaced, signature, terms
from pipelines.translation.marks import english_marks

# How many faults a translation has: (simplified sentence, English) -> 0 for none. A candidate with fewer is better.
Scorer = Callable[[str, str], int]
Cut = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Rung:
    """One way to try again: how to search, into which parts a sentence is cut before, whether without its terms."""

    generation: Generation
    parts: Cut
    plain: bool = False


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A translation of a sentence; `score` is the mean log-probability of its tokens."""

    text: str
    score: float
    cut: bool
    faults: int = 0

    def better_than(self, other: _Candidate) -> bool:
        return (self.faults, -self.score) < (other.faults, -other.score)


class NeuralTranslator:
    """A `Translator` over an engine; `chat` says that the engine wants a prompt and wraps its answers.

    `scorers` are checks that a candidate should pass besides being fluent (its numbers, its names): a pair with faults
    is tried again, and of all candidates the one with the fewest faults, then the best score, is kept.

    The terms of the `glossary` are put into the text before it is translated, as these models copy what is English
    already, or told in the prompt; a term that the output lacks is a fault, and its pair says so.
    """

    def __init__(
        self,
        engine: Engine,
        name: str,
        generation: Generation,
        *,
        chat: bool = False,
        scorers: Sequence[Scorer] = (),
        glossary: Glossary | None = None,
        interactive: bool = True,
        revision: str = "",
    ) -> None:
        self._engine = engine
        self._name = name
        self._generation = generation
        self._chat = chat
        self._scorers = tuple(scorers)
        self._glossary = glossary or Glossary()
        self._interactive = interactive
        self._revision = revision

    @property
    def name(self) -> str:
        """The name of its row in the catalogue."""
        return self._name

    def signature(self, text: str) -> str:
        """What its translation of a simplified `text` depends on besides the text."""
        return signature(f"{self._name}@{self._revision} {self._generation}", self._glossary, text)

    def translate(self, sentences: Sequence[Sentence], cancel: Cancel) -> Generator[Pair, None, Translation]:
        """Yield a pair for each sentence, in the order they become final; see `Translator`.

        What holds no Chinese is not translated, only its marks are. Cancelled, the pairs that are not final by then
        are left out. Raises ModelError for what the engine cannot do.
        """
        texts = [" ".join(sentence.simplified.split()) for sentence in sentences]
        pairs: dict[int, Pair] = {}

        def final(index: int, target: str, score: float | None, *flags: Flag) -> Pair:
            found = terms(self._glossary.find(sentences[index].simplified.strip()), target)
            known = None if score is None or math.isnan(score) else score  # a server may not tell
            pairs[index] = Pair(index, sentences[index].text.strip(), target, known, flags, found)
            return pairs[index]

        for index, text in enumerate(texts):
            if not han.search(text):
                yield final(index, english_marks(text), None)

        best: dict[int, _Candidate] = {}
        work = {index: self._fitting(text) for index, text in enumerate(texts) if index not in pairs}
        split = {index for index, parts in work.items() if len(parts) > 1}
        for index, candidate in self._attempt(texts, work, self._generation, cancel):
            if candidate.faults:
                best[index] = candidate
            else:
                yield final(index, candidate.text, candidate.score, *_flags(candidate, index in split))

        for rung in (*ladder(self._generation, self._fitting), *self._without_terms()):
            if cancel.requested():
                break
            again = {index: rung.parts(texts[index]) for index in sorted(best)}
            if rung.plain:
                again = {index: parts for index, parts in again.items() if self._glossary.find(texts[index])}
            for index, candidate in self._attempt(texts, again, rung.generation, cancel, plain=rung.plain):
                if candidate.better_than(best[index]):
                    best[index] = candidate
                    (split.add if len(again[index]) > 1 else split.discard)(index)
                if not candidate.faults:
                    kept = best.pop(index)
                    yield final(index, kept.text, kept.score, *_flags(kept, index in split), Flag.RETRIED)

        if not cancel.requested():
            for index, kept in sorted(best.items()):
                flags = (*_flags(kept, index in split), Flag.RETRIED, Flag.SUSPECT)
                yield final(index, kept.text, kept.score, *flags)
        return Translation(tuple(pairs[index] for index in sorted(pairs)), self.name)

    def _fitting(self, text: str) -> tuple[str, ...]:
        return fitting(text, self._engine.budget, lambda part: self._engine.count(self._input(part)))

    def _input(self, text: str, *, plain: bool = False) -> str:
        hits = () if plain else self._glossary.find(text)
        if self._chat:
            return prompts.ask(text, [(hit.entry.source, hit.entry.target) for hit in hits])
        return replaced(text, hits) if hits else text

    def _without_terms(self) -> tuple[Rung, ...]:
        """The last rung: a model that stumbles over English in its input may find the term by itself."""
        return (Rung(self._generation, self._fitting, plain=True),) if self._glossary.entries else ()

    def _attempt(
        self,
        texts: Sequence[str],
        work: Mapping[int, tuple[str, ...]],
        generation: Generation,
        cancel: Cancel,
        *,
        plain: bool = False,
    ) -> Iterator[tuple[int, _Candidate]]:
        """A candidate for each sentence of `work`, as soon as all of its parts are there; what never comes is empty."""
        owners = [(index, place) for index, parts in work.items() for place in range(len(parts))]
        inputs = [self._input(work[index][place], plain=plain) for index, place in owners]
        open_: dict[int, dict[int, Output]] = {index: {} for index in work}
        outputs = self._engine.generate(inputs, generation, cancel, interactive=self._interactive) if inputs else ()
        for output in outputs:
            if not 0 <= output.index < len(owners):
                continue
            index, place = owners[output.index]
            if index in open_:
                open_[index].setdefault(place, output)
                if len(open_[index]) == len(work[index]):
                    yield index, self._candidate(texts[index], work[index], open_.pop(index))
        if not cancel.requested():
            for index in tuple(open_):
                yield index, self._candidate(texts[index], work[index], open_.pop(index))

    def _candidate(self, text: str, parts: tuple[str, ...], outputs: Mapping[int, Output]) -> _Candidate:
        english = [
            self._written(outputs[place].text, part) if place in outputs else "" for place, part in enumerate(parts)
        ]
        weights = [max(1, len(output.text)) for output in outputs.values()]
        total = sum(weight * output.score for weight, output in zip(weights, outputs.values(), strict=True))
        score = total / sum(weights) if weights else float("-inf")
        complete = len(outputs) == len(parts)
        candidate = _Candidate(joined(parts, english), score, any(output.cut for output in outputs.values()))
        used = terms(self._glossary.find(text), candidate.text)
        found = defects(text, without_kept(candidate.text, used), cut=candidate.cut)
        faults = sum(_WEIGHT.get(defect, 1) for defect in found) + (0 if complete else 1)
        faults += sum(not term.used for term in used)
        return replace(candidate, faults=faults + sum(scorer(text, candidate.text) for scorer in self._scorers))

    def _written(self, output: str, part: str) -> str:
        return english_marks(prompts.answered(output, part) if self._chat else output)


# Nothing at all and Chinese again are worse than any English, whatever else is wrong with it; a quotation mark without
# its partner is no reason to try again.
_WEIGHT = {Defect.EMPTY: 5, Defect.ECHOED: 4, Defect.UNQUOTED: 0}
_REPETITION_PENALTY = 1.2
_NO_REPEAT = 3  # tokens
_MORE_BEAMS = 4


def ladder(generation: Generation, fitting: Cut) -> tuple[Rung, ...]:
    """What is tried for a bad output, cheapest first: repetition controls, more beams, and its clauses one by one."""
    controlled = replace(
        generation,
        temperature=0.0,
        repetition_penalty=max(_REPETITION_PENALTY, generation.repetition_penalty),
        no_repeat_ngram=_NO_REPEAT,
    )
    wider = replace(generation, temperature=0.0, beams=generation.beams + _MORE_BEAMS)

    def in_clauses(text: str) -> tuple[str, ...]:
        return tuple(part for clause in clauses(text) for part in fitting(clause))

    return (
        Rung(controlled, fitting),
        Rung(wider, fitting),
        Rung(replace(controlled, beams=max(generation.beams, _MORE_BEAMS)), in_clauses),
    )


def _flags(candidate: _Candidate, split: bool) -> tuple[Flag, ...]:
    return (*((Flag.SPLIT,) if split else ()), *((Flag.CUT,) if candidate.cut else ()))
