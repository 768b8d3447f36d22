"""Corrections: what a person wrote stands everywhere, outlives every run, and can be taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import FirstSentences, Numbering, article

from pipelines.columns import pairs
from pipelines.contracts import Cancel
from pipelines.corrections import Correction, corrected, outdated
from pipelines.digest import Options, digest
from pipelines.document import (
    Checked,
    Column,
    Digest,
    Finding,
    FindingCode,
    Flag,
    Length,
    Pair,
    Scope,
    SetAside,
    Severity,
    Span,
)
from pipelines.export import json
from pipelines.memory import Memory

ARTICLE = replace(
    article(["春天来了。", "花开了。"], ["鸟在唱歌。", "花开了。"], title="春天"),
    set_aside=(SetAside("记者王小明", "byline", (0, 0)),),
)
SPRING = Correction(Column.ARTICLE, "春天来了。", "Spring has come.")
FLOWERS = Correction(Column.ARTICLE, "花开了。", "Flowers bloom.")


def run(
    corrections: tuple[Correction, ...] = (), translator: Numbering | None = None, **given: object
) -> tuple[Digest, Numbering]:
    translator = translator or Numbering()
    events = list(digest(ARTICLE, FirstSentences(), translator, corrections=corrections, **given))  # type: ignore[arg-type]
    whole = Digest.of(events)
    assert whole is not None
    return whole, translator


def english(whole: Digest, column: Column) -> list[str]:
    return [pair.target for pair in pairs(whole, column)]


@pytest.mark.parametrize(
    ("column", "source"),
    [
        (Column.TITLE, "春天"),
        (Column.BYLINE, "记者王小明"),
        (Column.SUMMARY, "春天来了。"),
        (Column.ARTICLE, "鸟在唱歌。"),
    ],
)
def test_any_column_can_be_corrected_and_the_pair_keeps_its_place(column: Column, source: str) -> None:
    whole, _ = run()
    read = corrected(whole, [Correction(column, source, "By a person.")])
    before = {pair.source: pair for pair in pairs(whole, column)}[source]
    after = {pair.source: pair for pair in pairs(read, column)}[source]
    assert after == Pair(before.index, source, "By a person.", None, (Flag.BY_HAND,))
    assert [pair.source for pair in pairs(read, column)] == [pair.source for pair in pairs(whole, column)]


def test_the_same_sentence_reads_the_same_everywhere_unless_it_was_corrected_there() -> None:
    whole, _ = run()
    read = corrected(whole, [FLOWERS])
    assert english(read, Column.ARTICLE)[1] == english(read, Column.ARTICLE)[3] == "Flowers bloom."
    assert english(read, Column.SUMMARY)[1] == "Flowers bloom."
    read = corrected(whole, [Correction(Column.SUMMARY, "花开了。", "In bloom."), FLOWERS])
    assert (english(read, Column.SUMMARY)[1], english(read, Column.ARTICLE)[1]) == ("In bloom.", "Flowers bloom.")


def test_undoing_is_leaving_the_last_one_out_and_gives_back_what_was_there() -> None:
    whole, _ = run()
    log = [SPRING, replace(SPRING, target="Spring!"), FLOWERS]
    assert english(corrected(whole, log), Column.ARTICLE)[0] == "Spring!"
    assert english(corrected(whole, log[:1]), Column.ARTICLE)[:2] == ["Spring has come.", "4 characters"]
    assert corrected(whole, []) == whole


def test_a_blank_takes_back_what_was_written() -> None:
    whole, _ = run()
    assert corrected(whole, [SPRING, replace(SPRING, target="  ")]) == whole
    read = corrected(whole, [FLOWERS, Correction(Column.SUMMARY, "花开了。", "")])
    assert (english(read, Column.SUMMARY)[1], english(read, Column.ARTICLE)[1]) == ("4 characters", "Flowers bloom.")


def test_laying_corrections_over_twice_changes_nothing_more() -> None:
    whole, _ = run()
    once = corrected(whole, [SPRING, FLOWERS])
    assert corrected(once, [SPRING, FLOWERS]) == once


def test_what_a_person_wrote_is_never_computed_in_any_column() -> None:
    whole, translator = run((FLOWERS,))
    assert "花开了。" not in translator.asked
    assert english(whole, Column.SUMMARY)[1] == english(whole, Column.ARTICLE)[3] == "Flowers bloom."
    assert whole == corrected(run()[0], [FLOWERS])


@pytest.mark.parametrize("length", list(Length))
def test_no_run_overwrites_it_whatever_the_model_or_the_length(length: Length) -> None:
    class Other(Numbering):
        name = "other"

    memory = Memory()
    run(memory=memory)  # which remembers the machine's own
    for translator in (Numbering(), Other()):
        whole, _ = run((FLOWERS,), translator, options=Options(length=length), memory=memory)
        assert english(whole, Column.ARTICLE)[1] == "Flowers bloom."


def test_nobody_elses_run_reads_what_a_person_wrote() -> None:
    memory = Memory()
    run((FLOWERS,), memory=memory)
    assert english(run(memory=memory)[0], Column.ARTICLE)[1] == "4 characters"


def test_taken_back_after_a_run_that_left_it_out_the_sentence_needs_another_run() -> None:
    memory = Memory()
    whole, _ = run((FLOWERS,), memory=memory)
    assert not outdated(whole, [FLOWERS]) and outdated(whole, [])
    assert [pair.source for pair in pairs(corrected(whole, []), Column.ARTICLE)] == ["春天来了。", "鸟在唱歌。"]
    again, translator = run(memory=memory)
    assert translator.asked == ["花开了。"] and not outdated(again, [])


def test_a_sentence_the_translator_lost_can_be_written_by_hand() -> None:
    whole, _ = run(translator=Numbering(loses="唱歌"))
    assert FindingCode.SENTENCE_MISSING in [finding.code for finding in whole.findings]
    read = corrected(whole, [Correction(Column.ARTICLE, "鸟在唱歌。", "Birds sing.")])
    assert english(read, Column.ARTICLE)[2] == "Birds sing."
    assert FindingCode.SENTENCE_MISSING not in [finding.code for finding in read.findings]


def test_a_column_that_was_not_translated_stays_so() -> None:
    whole, _ = run(options=Options(translate=Scope.SUMMARY))
    assert corrected(whole, [SPRING]).article_translation is None


def test_findings_go_with_the_english_they_are_about_and_no_others_do() -> None:
    def finding(code: FindingCode, column: Column, index: int, *, target: bool) -> Finding:
        return Finding("test", Severity.ERROR, code, (str(index + 1),), (Span(column, index, 0, 2, target=target),))

    gone = finding(FindingCode.WORDS_LOOP, Column.ARTICLE, 0, target=True)
    stays = (
        finding(FindingCode.WORDS_LOOP, Column.ARTICLE, 2, target=True),
        finding(FindingCode.UNSUPPORTED, Column.SUMMARY, 0, target=False),
    )
    whole = replace(run()[0], findings=(gone, *stays))
    assert corrected(whole, [SPRING]).findings == stays


def test_what_a_person_wrote_is_not_checked() -> None:
    class Looping(Numbering):
        def translate(self, sentences, cancel):  # type: ignore[no-untyped-def]
            for pair in super().translate(sentences, cancel):
                yield replace(pair, target="birds " * 40)

    loops = Correction(Column.ARTICLE, "鸟在唱歌。", "birds " * 40)
    events = list(digest(ARTICLE, FirstSentences(), Looping(), corrections=[loops]))
    told = {(span.column, span.index) for event in events if isinstance(event, Checked) for span in event.finding.spans}
    assert told and (Column.ARTICLE, 2) not in told


def test_a_cancelled_run_keeps_them_too() -> None:
    cancel = Cancel()
    events = list(digest(ARTICLE, FirstSentences(), Numbering(stop_after=2), cancel=cancel, corrections=[SPRING]))
    kept = Digest.of(events)
    assert kept is not None and english(kept, Column.SUMMARY)[0] == "Spring has come."


def test_a_corrected_digest_survives_json() -> None:
    read = corrected(run()[0], [SPRING, FLOWERS])
    assert json.loads(json.dumps(read)) == read
