"""What every format has in common: nothing is left out, everything is said, and text is only text."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from digests import BIRDS, HOSTILE, PARTIAL, TRAM, WHOLE, of_text
from reading import READERS

from pipelines.document import Column, Digest, FindingCode, Flag, Pair, Script, Translation
from pipelines.export import FORMATS, Format, notes
from pipelines.export.contents import Contents
from pipelines.export.credits import credits
from pipelines.export.literal import literal

ROOT = Path(__file__).parent.parent.parent
each_format = pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)


def read(form: Format, digest: Digest) -> str:
    """All of the text that a reader of this format finds in the file."""
    return READERS[form.name](form.render(digest))


def test_the_table_is_light_to_import() -> None:
    heavy = ("docx", "lxml", "pydantic", "xml.etree.ElementTree")
    code = f"import sys, pipelines.export; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_two_formats_are_called_the_same() -> None:
    for field in ("name", "extension", "mime"):
        assert len({getattr(form, field) for form in FORMATS}) == len(FORMATS)


@each_format
def test_the_english_is_all_there(form: Format) -> None:
    text = read(form, WHOLE)
    for column in (WHOLE.byline_translation, WHOLE.summary_translation, WHOLE.article_translation):
        assert column is not None
        for pair in column.pairs:
            assert pair.target in text
    assert "Spring in Binjiang" in text and "滨江的春天" in text


@each_format
def test_models_licences_and_attributions_are_named(form: Format) -> None:
    text = read(form, WHOLE)
    assert "CC-BY-NC-SA-4.0, non-commercial use only" in text
    assert "mT5_multilingual_XLSum by csebuetnlp" in text and "University of Helsinki" in text
    assert "https://huggingface.co/Helsinki-NLP/opus-mt-zh-en" in text


@each_format
def test_what_was_noticed_and_flagged_is_said(form: Format) -> None:
    text = read(form, WHOLE)
    assert "Article, sentence 2: Chinese is left in the English: “三成”" in text
    assert "Summary, sentence 1: nothing in the article supports it" in text
    if form.name != "json":  # which has the codes
        assert "doubtful, compare it with the original" in text and "translated in parts" in text
        assert "written by hand" in text


@each_format
@pytest.mark.parametrize("name", PARTIAL)
def test_what_is_not_finished_is_exported_whole_and_says_what_is_missing(form: Format, name: str) -> None:
    digest, missing = PARTIAL[name]
    text = read(form, digest)
    for sentence in missing:
        assert sentence in text
    if form.name != "tmx":  # which has no place for a sentence without English
        for sentence in digest.article.sentences:
            assert sentence.text in text or form.name == "txt"


@each_format
def test_a_whole_digest_misses_nothing(form: Format) -> None:
    assert "has no English" not in read(form, WHOLE) and "There is no" not in read(form, WHOLE)


@each_format
def test_a_gloss_is_called_one(form: Format) -> None:
    glossed = Translation((Pair(0, TRAM, "tram open", None, (Flag.GLOSS,)),), "gloss")
    text = read(form, replace(WHOLE, article_translation=glossed))
    assert "word-for-word gloss from a dictionary, not a translation" in text
    assert "CC-CEDICT (cc-cedict.org), CC BY-SA 4.0" in text


@each_format
@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_text_of_the_article_is_only_text(form: Format, hostile: str) -> None:
    text = read(form, of_text(hostile))
    said = (lambda it: it) if form.name == "json" else literal
    found = said(hostile) in text, said(f"x {hostile} y") in text  # apart: a failure would print the line
    assert found == (True, True)


@each_format
def test_the_same_digest_gives_the_same_bytes(form: Format, monkeypatch: pytest.MonkeyPatch) -> None:
    first = form.render(WHOLE)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert form.render(WHOLE) == first


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("花开了。", "花开了。"),
        (" 一\n二\u2028三 ", "一 二 三"),
        ("铃\x07\x00\x7f", "铃␇␀␡"),
        ("半\ud800\uffff", "半��"),
        ("ab\u202ecd\u202dx", "ab�cd�x"),
        ("ab\u202bcd", "ab\u202bcd\u202c"),
        ("a\u202bb\u202cc", "a\u202bb\u202cc"),
        ("a\u2067b\u202bc", "a\u2067b\u202bc\u202c\u2069"),
        ("a\u2067b\u202bc\u2069d", "a\u2067b\u202bc\u2069d"),
        ("a\u2067b\u202cc", "a\u2067b\u202cc\u2069"),
        ("\u3000全\u3000角", "全\u3000角"),
    ],
)
def test_literal_text_is_one_line_in_which_nothing_acts(text: str, said: str) -> None:
    assert literal(text) == said


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("opus-mt", "opus-mt-zh-en by the Language Technology Research Group"),
        ("m2m100", "Licence: MIT."),
        ("mt5-xlsum", "CC-BY-NC-SA-4.0, non-commercial use only"),
        ("someone/zh-en@v2", "Licence: see its page. https://huggingface.co/someone/zh-en"),
        ("/home/me/secret/zh-en", "English by zh-en (not in the catalogue). Licence: not known."),
    ],
)
def test_every_model_has_its_credit(model: str, said: str) -> None:
    digest = replace(WHOLE, byline_translation=None, summary_translation=None)
    digest = replace(digest, article_translation=replace(WHOLE.article_translation, model=model))  # type: ignore[type-var]
    told = str(credits(digest)[-1])
    assert said in told and "secret" not in told


def test_a_model_that_did_both_is_named_once() -> None:
    digest = replace(WHOLE, summary=replace(WHOLE.summary, model="opus-mt"))  # type: ignore[type-var]
    (credit,) = credits(digest)
    assert credit.did == ("summary", "English")


def test_a_title_that_was_glossed_before_the_run_was_cancelled_still_names_the_dictionary() -> None:
    digest = Digest(WHOLE.article, title_translation=Pair(0, "滨江的春天", "Binjiang spring", None, (Flag.GLOSS,)))
    assert [credit.model for credit in credits(digest)] == ["gloss"]


def test_every_flag_and_every_finding_has_words() -> None:
    assert set(notes.FLAGS) == set(Flag)
    for code in FindingCode:
        found = replace(WHOLE.findings[0], code=code, facts=("2", "3", "4", "5"), spans=())
        assert "_" not in notes.finding(found, WHOLE)


def test_contents_know_the_paragraphs_and_the_script() -> None:
    contents = Contents.of(replace(WHOLE, article=replace(WHOLE.article, script=Script.TRADITIONAL)))
    assert [[row.chinese for row in rows] for rows in contents.paragraphs][0] == [TRAM, BIRDS]
    assert (contents.language, len(contents.paragraphs)) == ("zh-Hant", 2)
    assert contents.summary[0].evidence == (1, 3)


@pytest.mark.parametrize("column", list(Column))
def test_every_column_has_a_name_for_the_place(column: Column) -> None:
    assert column.value in notes.place(column, 0).lower()
