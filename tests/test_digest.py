"""The main job: what a reader is shown, in which order, and what is never computed twice."""

from __future__ import annotations

from dataclasses import replace

from fakes import FirstSentences, Numbering, article

from pipelines.contracts import Cancel
from pipelines.digest import Options, digest
from pipelines.document import Checked, Column, Digest, FindingCode, Length, Scope, SetAside, Summarized, Translated
from pipelines.memory import Memory
from pipelines.translation.gloss import Gloss
from pipelines.translation.glossary import Glossary

ARTICLE = article(["春天来了。", "花开了。"], ["鸟在唱歌。", "花开了。"], title="春天")


def run(translator: Numbering | None = None, **options: object) -> tuple[list[object], Numbering]:
    translator = translator or Numbering()
    return list(digest(ARTICLE, FirstSentences(), translator, Options(**options))), translator  # type: ignore[arg-type]


def columns(events: list[object]) -> list[Column]:
    """The columns in the order in which their first sentence came."""
    return list(dict.fromkeys(event.column for event in events if isinstance(event, Translated)))


def test_the_last_event_is_the_whole_digest_and_equals_the_fold_of_the_others() -> None:
    events, _ = run()
    assert isinstance(events[-1], Digest)
    assert events[-1] == Digest.of(events[:-1])


def test_what_a_reader_looks_at_first_comes_first() -> None:
    events, _ = run()
    kinds = [type(event).__name__ for event in events]
    assert kinds[0] == "Repaired"
    assert kinds.index("Summarized") < kinds.index("Translated")
    assert columns(events) == [Column.TITLE, Column.SUMMARY, Column.ARTICLE]


def test_every_sentence_has_its_pair_in_order() -> None:
    events, _ = run()
    translation = events[-1].article_translation
    assert [pair.source for pair in translation.pairs] == [sentence.text for sentence in ARTICLE.sentences]
    assert [pair.index for pair in translation.pairs] == [0, 1, 2, 3]


def test_the_same_sentence_is_translated_once_and_reads_the_same_everywhere() -> None:
    events, translator = run()
    assert len(translator.asked) == len(set(translator.asked)) == 4  # the title and three different sentences
    whole = events[-1]
    assert whole.summary_translation.pairs[1].target == whole.article_translation.pairs[3].target


def test_the_scope_says_what_is_translated() -> None:
    assert columns(run(translate=Scope.SUMMARY)[0]) == [Column.TITLE, Column.SUMMARY]
    assert columns(run(translate=Scope.ARTICLE)[0]) == [Column.TITLE, Column.ARTICLE]


def test_another_length_does_not_translate_anything_again_and_another_scope_does_not_summarize_again() -> None:
    memory, summarizer, translator = Memory(), FirstSentences(), Numbering()
    for options in (Options(), Options(length=Length.LONG), Options(translate=Scope.SUMMARY)):
        list(digest(ARTICLE, summarizer, translator, options, memory=memory))
    assert summarizer.asked == 2
    assert len(translator.asked) == 4


def test_another_revision_or_setting_of_the_same_model_computes_anew() -> None:
    memory = Memory()
    summarizers, translators = (FirstSentences(), FirstSentences()), (Numbering(), Numbering())
    summarizers[1].signature = translators[1].revision = "another"
    for summarizer, translator in zip(summarizers, translators, strict=True):
        *_, whole = digest(ARTICLE, summarizer, translator, memory=memory)
        assert isinstance(whole, Digest) and whole.summary is not None and whole.article_translation is not None
        assert (whole.summary.model, whole.article_translation.model) == ("first", "numbering")
    assert [summarizer.asked for summarizer in summarizers] == [1, 1]
    assert translators[0].asked == translators[1].asked != []


def test_a_cancelled_run_keeps_what_is_done_and_says_it_is_not_whole() -> None:
    cancel = Cancel()
    events = list(digest(ARTICLE, FirstSentences(), Numbering(stop_after=2), cancel=cancel))
    assert not isinstance(events[-1], Digest)
    kept = Digest.of(events)
    assert kept is not None and kept.summary is not None and kept.title_translation is not None
    assert kept.summary_translation is not None and len(kept.summary_translation.pairs) == 1
    missing = [finding for finding in kept.findings if finding.code is FindingCode.SENTENCE_MISSING]
    assert not missing  # what was not reached is not missing


def test_closing_the_generator_ends_the_run() -> None:
    translator = Numbering()
    events = digest(ARTICLE, FirstSentences(), translator)
    for event in events:
        if isinstance(event, Summarized):
            break
    events.close()
    assert translator.asked == []


def test_a_sentence_that_the_translator_loses_is_marked() -> None:
    events, _ = run(Numbering(loses="唱歌"))
    (finding,) = [one for one in events[-1].findings if one.code is FindingCode.SENTENCE_MISSING]
    assert (finding.spans[0].column, finding.spans[0].index) == (Column.ARTICLE, 2)


def test_what_the_checks_find_in_a_pair_is_told_right_after_it() -> None:
    events = list(digest(ARTICLE, FirstSentences(), Numbering(), Options(translate=Scope.ARTICLE)))
    place = next(i for i, event in enumerate(events) if isinstance(event, Checked))
    assert events[place].finding.code is FindingCode.NUMBER_ADDED  # "5 characters", of a text without a number
    before = events[place - 1]
    assert isinstance(before, Translated) and before.pair.index == events[place].finding.spans[0].index
    assert events[place].finding in events[-1].findings


def test_without_a_title_of_its_own_the_headline_is_translated() -> None:
    whole = list(digest(article(["春天来了。"]), FirstSentences(), Numbering()))[-1]
    assert whole.title == "第一行"
    assert whole.title_translation.source == "第一行"


def test_bylines_dates_and_sources_are_translated_and_share_buttons_are_not() -> None:
    lines = (("记者王小明", "byline"), ("分享到微信", "share"), ("2026年5月7日", "date"), ("来源：本报", "source"))
    aside = tuple(SetAside(text, rule, (0, 0)) for text, rule in lines)
    whole = list(digest(replace(ARTICLE, set_aside=aside), FirstSentences(), Numbering()))[-1]
    assert [pair.source for pair in whole.byline_translation.pairs] == ["记者王小明", "2026年5月7日", "来源：本报"]


def test_a_new_term_translates_the_sentences_that_have_it_anew_and_no_others() -> None:
    memory = Memory()

    def english(*terms: tuple[str, str]) -> str:
        translator = Gloss(Glossary.of(terms))
        whole = list(digest(article(["新馆开放。", "鸟在唱歌。"]), FirstSentences(), translator, memory=memory))[-1]
        return whole.article_translation.pairs[0].target

    assert "Hall One" in english(("新馆", "Hall One"))
    known = memory.sentences
    assert "Hall Two" in english(("新馆", "Hall Two"), ("唱", "x"), ("跳舞", "dance"))
    assert memory.sentences == known + 1
    assert "Hall One" in english(("新馆", "Hall One"))
    assert memory.sentences == known + 1
