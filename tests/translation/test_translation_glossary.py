"""Glossaries: what is read and refused, what is found in a text, and that it reaches every kind of translator."""

from __future__ import annotations

import pytest
from engines import Scripted
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.article.script import to_simplified
from pipelines.checks import pairs
from pipelines.contracts import Cancel
from pipelines.document import Column, FindingCode, Flag, Pair, Sentence, Term
from pipelines.errors import ErrorCode, InputError
from pipelines.load import load_translator, servers_own
from pipelines.models.engine import Generation
from pipelines.settings import Settings
from pipelines.translation.gloss import Gloss
from pipelines.translation.glossary import Entry, Glossary, Problem, builtin, is_used, replaced
from pipelines.translation.neural import NeuralTranslator

CSV = """\
source,target,tgt_lng
# institutions
人大常委会,Standing Committee of the People's Congress,en
自貿區,free trade zone

馆长,"director, of the museum"
摘译,摘译
无,
,nothing
会,meeting
自贸区,FTZ
"""


def test_a_glossary_is_read_and_bad_rows_are_told_by_their_line() -> None:
    glossary = Glossary.read(CSV)
    assert glossary.entries == (
        Entry("人大常委会", "Standing Committee of the People's Congress"),
        Entry("自贸区", "FTZ"),
        Entry("馆长", "director, of the museum"),
        Entry("摘译", "摘译", keep=True),
    )
    assert [(issue.line, issue.problem, issue.other) for issue in glossary.issues] == [
        (8, Problem.NO_TARGET, 0),
        (9, Problem.NO_SOURCE, 0),
        (10, Problem.TOO_SHORT, 0),
        (11, Problem.CONFLICT, 4),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_any_usual_encoding_and_either_delimiter_will_do(encoding: str, delimiter: str) -> None:
    rows = ["馆长,director", "自贸区,free trade zone", "人大常委会,standing committee", "图书馆新馆,new library"]
    data = "\n".join(row.replace(",", delimiter) for row in rows).encode(encoding)
    assert [entry.target for entry in Glossary.read(data).entries] == [row.partition(",")[2] for row in rows]


def test_a_glossary_without_a_term_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        Glossary.read("馆长\n图书馆\n", "terms.csv")
    assert caught.value.code is ErrorCode.GLOSSARY_EMPTY and "terms.csv" in str(caught.value)


def test_the_longest_term_wins_and_nothing_overlaps() -> None:
    glossary = Glossary.of([("自贸区", "FTZ"), ("自贸区管委会", "FTZ committee"), ("Go语言", "Go")])
    text = "自贸区管委会和自贸区用go语言。"
    assert [(hit.start, hit.end, hit.entry.target) for hit in glossary.find(text)] == [
        (0, 6, "FTZ committee"),
        (7, 10, "FTZ"),
        (11, 15, "Go"),
    ]
    assert replaced(text, glossary.find(text)) == "FTZ committee 和 FTZ 用 Go 。"


@settings(deadline=None)
@given(st.text(st.sampled_from("自贸区管委会A b。"), max_size=20))
def test_hits_are_where_they_say_in_any_text(text: str) -> None:
    end = 0
    for hit in Glossary.of([("自贸区", "x"), ("自贸", "y"), ("管委会", "z")]).find(text):
        assert end <= hit.start and text[hit.start : hit.end] == hit.entry.source
        end = hit.end


@pytest.mark.parametrize(
    ("term", "target", "used"),
    [
        ("free trade zone", "Two Free-Trade Zones opened.", True),
        ("the Palace Museum", "It is in the Palace Museum.", True),
        ("free trade zone", "The zone for free trade opened.", False),
        ("People's Congress", "the People’s Congress", True),
    ],
)
def test_a_term_is_used_in_any_case_number_and_hyphenation(term: str, target: str, used: bool) -> None:
    assert is_used(term, target) is used


def test_one_glossary_goes_before_another_and_its_fingerprint_tells() -> None:
    own, server = Glossary.of([("馆长", "curator")]), Glossary.of([("馆长", "director"), ("自贸区", "FTZ")])
    merged = own.over(server)
    assert {entry.source: entry.target for entry in merged.entries} == {"馆长": "curator", "自贸区": "FTZ"}
    assert len({glossary.signature for glossary in (own, server, merged, Glossary())}) == 4
    assert Glossary.read(merged.csv()).signature == merged.signature


def test_the_built_in_glossary_is_sound() -> None:
    glossary = builtin()
    assert len(glossary.entries) >= 300 and glossary.issues == ()
    assert {entry.source: entry.target for entry in glossary.entries}["自贸区"] == "free trade zone"


def one(text: str) -> list[Sentence]:
    return [Sentence(text, to_simplified(text), 0, (0, len(text)))]


def test_the_gloss_uses_terms_exactly() -> None:
    glossary = Glossary.of([("人大常委会", "Standing Committee (PC)"), ("摘譯", "摘译")])
    (pair,) = Gloss(glossary).translate(one("人大常委會昨天談到摘譯。"), Cancel())
    assert "Standing Committee (PC)" in pair.target and "摘译" in pair.target
    assert [(term.start, term.end, term.used) for term in pair.terms] == [(0, 5, True), (9, 11, True)]
    found = (*pairs.of_pair(Column.ARTICLE, pair, to_simplified(pair.source)), *pairs.of_column(Column.ARTICLE, [pair]))
    assert not [finding for finding in found if finding.code in (FindingCode.CHINESE_LEFT, FindingCode.TERM_UNUSED)]


TERMS = Glossary.of([("自贸区", "free trade zone")])
SOURCE = "省里新设的自贸区今天正式开放了。"
PLAIN = Generation(beams=1)


def translated(engine: Scripted, *, chat: bool = False) -> Pair:
    translator = NeuralTranslator(engine, "tiny", PLAIN, chat=chat, glossary=TERMS)
    return next(iter(translator.translate(one(SOURCE), Cancel())))


def test_a_translation_model_reads_the_term_in_english() -> None:
    engine = Scripted(lambda text, _: "The province's new free trade zone opened today.")
    pair = translated(engine)
    assert engine.asked == ["省里新设的 free trade zone 今天正式开放了。"]
    assert pair.terms == (Term(5, 8, "free trade zone", used=True),) and Flag.RETRIED not in pair.flags


def test_a_chat_model_is_told_of_the_term() -> None:
    engine = Scripted(lambda text, _: "The province's new free trade zone opened today.")
    translated(engine, chat=True)
    (prompt,) = engine.asked
    assert "自贸区 翻译成 free trade zone" in prompt and SOURCE in prompt


def test_a_term_that_is_lost_is_tried_again_at_last_without_it_and_then_told() -> None:
    def stubborn(text: str, _: Generation) -> str:
        return "The new zone of the province opened officially today."

    engine = Scripted(stubborn)
    pair = translated(engine)
    assert engine.asked[-1] == SOURCE
    assert pair.terms == (Term(5, 8, "free trade zone", used=False),) and Flag.SUSPECT in pair.flags

    def finds_it_alone(text: str, _: Generation) -> str:
        return "The new free trade zone of the province opened." if text == SOURCE else stubborn(text, _)

    pair = translated(Scripted(finds_it_alone))
    assert pair.terms[0].used and Flag.RETRIED in pair.flags and Flag.SUSPECT not in pair.flags


def test_the_servers_own_glossary_is_read_from_its_file(tmp_path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text("馆长,curator\n", encoding="utf-8")
    settings_ = Settings(glossary=str(path))
    assert servers_own(settings_).entries == (Entry("馆长", "curator"),)
    translator = load_translator("gloss", settings=settings_, glossary=Glossary.of([("自贸区", "FTZ")]))
    (pair,) = translator.translate(one("馆长谈到自贸区和全国人大。"), Cancel())
    assert all(word in pair.target for word in ("urator", "FTZ", "National People's Congress"))
    with pytest.raises(InputError) as caught:
        servers_own(Settings(glossary=str(tmp_path / "no.csv")))
    assert caught.value.code is ErrorCode.UNREADABLE_FILE
