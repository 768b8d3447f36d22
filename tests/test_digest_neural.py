"""The main job with neural models: every sentence has its pair, every summary sentence its evidence."""

from __future__ import annotations

import random
import re

from engines import Scripted
from fakes import article

from pipelines.checks.fluency import findings
from pipelines.checks.support import unsupported
from pipelines.digest import digest
from pipelines.document import Article, Column, Digest, Flag, Script, Sentence
from pipelines.models.engine import Generation
from pipelines.summary.abstractive import AbstractiveSummarizer
from pipelines.translation.neural import NeuralTranslator

TRADITIONAL = ["濱江市圖書館昨日正式開放。", "市長出席了儀式。", "首日接待讀者一萬二千人。", "門票全部免費。"]
SIMPLIFIED = ["滨江市图书馆昨日正式开放。", "市长出席了仪式。", "首日接待读者一万二千人。", "门票全部免费。"]


def english(text: str, generation: Generation) -> str:
    dice = random.Random(text)
    words = ("".join(dice.choices("abdefgiklmnoprstu", k=5)) for _ in range(len(text) // 2 + 1))
    return " ".join(words).capitalize() + "."


def first_sentences(text: str, generation: Generation) -> str:
    return "".join(re.findall(r"滨[^。]*。|首[^。]*。", text)[:1])


def test_a_traditional_article_is_read_summarized_and_translated_without_a_loss() -> None:
    pairs = zip(TRADITIONAL, SIMPLIFIED, strict=True)
    read = tuple(Sentence(text, simple, 0, (0, 0)) for text, simple in pairs)
    translating = Scripted(english, order=lambda count: list(reversed(range(count))))
    events = digest(
        Article("".join(TRADITIONAL), "", read, (), (), Script.TRADITIONAL),
        AbstractiveSummarizer(Scripted(first_sentences, budget=4000), "tiny", Generation(), chat=True),
        NeuralTranslator(translating, "tiny", Generation()),
    )
    whole = list(events)[-1]
    assert isinstance(whole, Digest) and whole.summary and whole.article_translation and whole.summary_translation
    assert [pair.source for pair in whole.article_translation.pairs] == TRADITIONAL
    assert [sentence.text for sentence in whole.summary.sentences] == TRADITIONAL[:1]
    assert whole.summary.sentences[0].evidence[0].sentence == 0
    assert whole.summary.headline == "濱江市圖書館昨日正式開放"
    assert all(text in "".join(SIMPLIFIED) for text in translating.asked)
    assert len(translating.asked) == len(SIMPLIFIED) + 1, "the headline; the summary is one of the four"
    assert not list(findings(Column.ARTICLE, whole.article_translation.pairs))
    assert not list(unsupported(whole.summary))


def test_a_model_that_fails_everywhere_still_gives_every_sentence_its_pair() -> None:
    made = article(SIMPLIFIED)
    silent = Scripted(lambda text, generation: None)
    events = digest(
        made, AbstractiveSummarizer(silent, "tiny", Generation()), NeuralTranslator(silent, "tiny", Generation())
    )
    whole = list(events)[-1]
    assert isinstance(whole, Digest) and whole.summary and whole.article_translation
    assert whole.summary.model == "extractive" and whole.summary.sentences
    assert [pair.target for pair in whole.article_translation.pairs] == [""] * len(SIMPLIFIED)
    assert all(Flag.SUSPECT in pair.flags for pair in whole.article_translation.pairs)
    assert len(list(findings(Column.ARTICLE, whole.article_translation.pairs))) == len(SIMPLIFIED)
