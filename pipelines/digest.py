"""An article in, events out: the whole main job on one screen.

The page, the command line and the service all consume this one generator and only match on the types of its events.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.article.script import to_simplified
from pipelines.contracts import Cancel, Summarizer, Translator
from pipelines.corrections import Correction, Written, by_hand, written
from pipelines.document import (
    Article,
    Checked,
    Column,
    Digest,
    Event,
    Finding,
    Flag,
    Length,
    Pair,
    Progress,
    Repaired,
    Scope,
    Sentence,
    Stage,
    Summarized,
    Summary,
    Translated,
)
from pipelines.instead import passed_over
from pipelines.memory import Memory


@dataclass(frozen=True, slots=True)
class Options:
    """What a reader can choose about a run; without a summary, or without translations, that part of it is None."""

    length: Length = Length.MEDIUM
    translate: Scope = Scope.BOTH
    summarize: bool = True


def digest(
    article: Article,
    summarizer: Summarizer,
    translator: Translator,
    options: Options | None = None,
    cancel: Cancel | None = None,
    memory: Memory | None = None,
    corrections: Sequence[Correction] = (),
) -> Iterator[Event]:
    """Summarize and translate an article; the last event is the whole Digest.

    What a reader looks at first comes first: the summary, the title and byline, the summary's English, the article's
    English. A cancelled run ends without the last event; what there is by then is `Digest.of` its events. Whatever
    `memory` knows is not computed again; what a person wrote (`corrections`) is neither computed nor checked. Errors of
    the models are PipelineErrors.
    """
    told: list[Event] = []
    known = memory or Memory(), written(corrections)
    for event in _events(article, summarizer, translator, options or Options(), cancel or Cancel(), *known):
        told.append(event)
        yield event
    if cancel is None or not cancel.requested():
        whole = Digest.of(told)
        if whole is not None:
            yield whole


def _events(
    article: Article,
    summarizer: Summarizer,
    translator: Translator,
    options: Options,
    cancel: Cancel,
    memory: Memory,
    corrected: Written,
) -> Iterator[Event]:
    # Compiling the patterns of all checks takes longer than everything else that `import pipelines` does.
    from pipelines.checks import support

    said: set[Finding] = set()

    def of_models() -> Iterator[Event]:
        """What is new of models that others work in place of: a server may be lost in mid-run."""
        for finding in (*passed_over(summarizer), *passed_over(translator)):
            if finding not in said:
                said.add(finding)
                yield Checked(finding)

    yield Repaired(article)
    yield from of_models()
    summary = Summary("", (), (), summarizer.name)
    if options.summarize:
        summary = yield from _summarized(article, summarizer, options.length, cancel, memory)
        if cancel.requested():
            return
        yield Summarized(summary)
        yield from of_models()
        for finding in support.findings(summary, article):
            yield Checked(finding)
    if options.translate is Scope.NOTHING:
        return

    def translated(column: Column, texts: Sequence[Sentence], stage: Stage) -> Iterator[Event]:
        yield from _translated(column, texts, stage, translator, cancel, memory, corrected)
        yield from of_models()

    title = article.title or summary.headline
    if title:
        yield from translated(Column.TITLE, [_loose(title)], Stage.TRANSLATE_SUMMARY)
    byline = [_loose(aside.text) for aside in article.byline]
    if byline:
        yield from translated(Column.BYLINE, byline, Stage.TRANSLATE_SUMMARY)
    if options.summarize and options.translate is not Scope.ARTICLE:
        sentences = [_loose(sentence.text) for sentence in summary.sentences]
        yield from translated(Column.SUMMARY, sentences, Stage.TRANSLATE_SUMMARY)
    if options.translate is not Scope.SUMMARY:
        yield from translated(Column.ARTICLE, article.sentences, Stage.TRANSLATE_ARTICLE)


def _summarized(
    article: Article, summarizer: Summarizer, length: Length, cancel: Cancel, memory: Memory
) -> Generator[Event, None, Summary]:
    known = memory.summary(summarizer.signature, article, length)
    if known is not None:
        return known
    yield Progress(Stage.SUMMARIZE, 0, 1)
    steps = summarizer.summarize(article, length, cancel)
    while True:
        try:
            done, total = next(steps)
        except StopIteration as end:
            summary: Summary = end.value
            break
        yield Progress(Stage.SUMMARIZE, done, total)
    if not cancel.requested():
        memory.keep_summary(summarizer.signature, article, length, summary)
    return summary


def _translated(
    column: Column,
    sentences: Sequence[Sentence],
    stage: Stage,
    translator: Translator,
    cancel: Cancel,
    memory: Memory,
    corrected: Written,
) -> Iterator[Event]:
    """A pair for each sentence: those that are known at once, then the others as the translator makes them.

    What the checks find in a pair is told right after it, what only the whole column tells at its end.
    """
    from pipelines.checks import pairs as paired
    from pipelines.checks.coverage import uncovered

    done: dict[int, Pair] = {}
    unknown: dict[str, list[int]] = {}

    def told(pair: Pair) -> Iterator[Event]:
        done[pair.index] = pair
        yield Translated(column, pair, translator.name)
        if Flag.BY_HAND in pair.flags:
            return  # who wrote it has looked at it
        for finding in paired.of_pair(column, pair, sentences[pair.index].simplified.strip()):
            yield Checked(finding)

    memory.prepare([(translator.signature(text), text) for text in {one.simplified.strip() for one in sentences}])
    for index, sentence in enumerate(sentences):
        source, text = sentence.text.strip(), sentence.simplified.strip()
        target = corrected(column, source)
        known = by_hand(index, source, target) if target else memory.pair(translator.signature(text), text)
        if known is None:
            unknown.setdefault(text, []).append(index)
            continue
        yield from told(replace(known, index=index, source=source))
    yield Progress(stage, len(done), len(sentences))

    texts = list(unknown)
    pairs = translator.translate([sentences[unknown[text][0]] for text in texts], cancel)
    for pair in pairs:
        text = texts[pair.index]
        memory.keep_pair(translator.signature(text), text, pair)
        for index in unknown[text]:
            yield from told(replace(pair, index=index, source=sentences[index].text.strip()))
        yield Progress(stage, len(done), len(sentences))
    if not cancel.requested():
        translated = [done[index] for index in sorted(done) if Flag.BY_HAND not in done[index].flags]
        for finding in (*uncovered(column, sentences, done), *paired.of_column(column, translated)):
            yield Checked(finding)


def _loose(text: str) -> Sentence:
    """A sentence that stands outside the article's text: the title, a byline, a line of the summary."""
    return Sentence(text, to_simplified(text), paragraph=0, origin=(0, 0))
