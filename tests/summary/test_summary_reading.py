"""An article, ranked: written text by what was learned, speech by centrality; cuts and headlines are of the article."""

from __future__ import annotations

import time

import pytest
from fakes import article

from pipelines.article.script import to_simplified
from pipelines.contracts import Cancel
from pipelines.document import Article, Length, Summary
from pipelines.lexicon import words
from pipelines.summary.extractive import Extractive, read
from pipelines.summary.ranker import MODEL

ABSTRACT = article(
    [
        "图书馆的借阅记录数量庞大，读者很难从中找到合适的图书。",
        "针对现有推荐方法忽略借阅时间的问题，提出一种基于借阅时间的图书推荐方法，并给出了算法的步骤。",
        "该方法先按时间对记录分组，再计算读者之间的相似度。",
        "实验结果表明，该方法的准确率比现有方法高百分之八。",
    ]
)
SPEECH = article(
    [
        "好，那我们现在开始吧，大家先坐，那个话筒能听见吗？",
        "对对对，就是这样，然后我觉得吧这个新馆其实挺好的啊，就是停车有点难。",
        "那我觉得新馆的停车问题其实就是公交没有跟上，然后公交公司说下个月加两条线路，这个事情就能解决。",
        "嗯，那个就是说，大家还有什么问题吗？",
        "那我们就这样，谢谢大家啊。",
    ]
)


def summarize(story: Article, length: Length) -> Summary:
    steps = Extractive().summarize(story, length, Cancel())
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def test_the_model_is_small_enough_for_the_repository() -> None:
    assert MODEL.stat().st_size <= 3_000_000


def test_a_short_summary_shows_what_it_leaves_out_and_keeps_its_evidence() -> None:
    (sentence,) = summarize(ABSTRACT, Length.SHORT).sentences
    assert sentence.text.startswith("…提出一种基于借阅时间的图书推荐方法")
    assert sentence.evidence[0].sentence == 1 and sentence.evidence[0].score == 1.0
    for piece in sentence.text.split("…"):
        assert piece in ABSTRACT.sentences[1].text


@pytest.mark.parametrize("length", [Length.MEDIUM, Length.LONG])
def test_a_longer_summary_is_word_for_word(length: Length) -> None:
    for sentence in summarize(ABSTRACT, length).sentences:
        assert sentence.text == ABSTRACT.sentences[sentence.evidence[0].sentence].text


@pytest.mark.parametrize("length", list(Length))
def test_an_article_of_two_sentences_is_its_own_summary(length: Length) -> None:
    two = article([ABSTRACT.sentences[0].text, ABSTRACT.sentences[1].text])
    assert [sentence.text for sentence in summarize(two, length).sentences] == [s.text for s in two.sentences]


def test_a_headline_is_what_the_article_is_about() -> None:
    assert "基于借阅时间的图书推荐方法" in summarize(ABSTRACT, Length.SHORT).headline


def test_a_headline_is_in_the_script_of_the_article() -> None:
    traditional = article(["濱江市圖書館新館五月七日正式開放，首日接待讀者一萬二千人。", "天氣很好。", "讀者很多。"])
    headline = summarize(traditional, Length.MEDIUM).headline
    assert headline in traditional.text and to_simplified(headline) != headline


def test_speech_is_not_ranked_by_what_was_learned_from_writing() -> None:
    assert read(SPEECH).shares.central > 0.9
    assert read(ABSTRACT).shares.known == 1.0


def test_speech_is_summarized_by_what_is_said_and_never_cut() -> None:
    (sentence,) = summarize(SPEECH, Length.SHORT).sentences
    assert sentence.text in [each.text for each in SPEECH.sentences]
    assert "停车" in sentence.text


def test_a_question_or_caption_is_no_summary() -> None:
    story = article(
        [
            "图书馆新馆为什么要建在滨江？",
            "图 1 图书馆新馆和滨江大道",
            "图书馆新馆建在滨江，因为多数读者住在那里。",
            "如下：",
        ]
    )
    (sentence,) = summarize(story, Length.SHORT).sentences
    assert sentence.evidence[0].sentence == 2


@pytest.mark.slow  # a clock on a shared machine
def test_a_hundred_sentences_are_ranked_in_a_twentieth_of_a_second() -> None:
    story = article([sentence.text for sentence in ABSTRACT.sentences] * 25)
    read(story).summary(3)

    def seconds() -> float:
        begin = time.process_time()
        found = read(story)
        found.summary(3)
        found.headline()
        ranked = time.process_time()
        for sentence in story.sentences:
            words.segment(sentence.simplified)
        return ranked - begin - (time.process_time() - ranked)

    assert min(seconds() for _ in range(9)) < 0.05
