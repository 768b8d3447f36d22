"""TMX: what a translator's tool finds when it imports the file."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from digests import BIRDS, FAIR, PARTIAL, TRAM, WHOLE
from translate.storage.tmx import tmxfile, tmxunit

from pipelines.columns import pairs
from pipelines.document import Column, Digest, Script
from pipelines.export import tmx


def memory(digest: Digest = WHOLE) -> tmxfile:
    return tmxfile(io.BytesIO(tmx.render(digest)))


def properties(unit: tmxunit) -> dict[str, str]:
    return {each.get("type"): each.text for each in unit.xmlelement.iterchildren("prop")}


def notes(unit: tmxunit) -> list[str]:
    return [each.text for each in unit.xmlelement.iterchildren("note")]


def test_there_is_a_unit_for_each_pair_in_the_order_of_reading() -> None:
    expected = [pair for column in Column for pair in pairs(WHOLE, column)]
    assert [(unit.source, unit.target) for unit in memory().units] == [(pair.source, pair.target) for pair in expected]


def test_a_tool_finds_the_translation_of_a_sentence() -> None:
    assert memory().translate(FAIR) == "The flower show goes on."


@pytest.mark.parametrize(("script", "tag"), [(Script.SIMPLIFIED, "zh-Hans"), (Script.TRADITIONAL, "zh-Hant")])
def test_languages_are_tagged(script: Script, tag: str) -> None:
    found = memory(replace(WHOLE, article=replace(WHOLE.article, script=script)))
    xml = "{http://www.w3.org/XML/1998/namespace}lang"
    assert found.document.getroot().find("header").get("srclang") == tag
    for unit in found.units:
        assert [each.get(xml) for each in unit.xmlelement.iterchildren("tuv")] == [tag, "en"]


def test_the_header_has_all_that_version_1_4_asks_for() -> None:
    root = memory().document.getroot()
    header = root.find("header")
    assert (root.tag, root.get("version"), header.get("creationtool")) == ("tmx", "1.4", "Zhaiyi")
    for name in ("creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"):
        assert header.get(name), name
    assert root.getroottree().docinfo.system_url == "tmx14.dtd"


def test_a_unit_says_where_it_stands_and_who_made_it() -> None:
    tram = next(unit for unit in memory().units if unit.source == TRAM and "x-paragraph" in properties(unit))
    assert properties(tram) == {
        "x-column": "article",
        "x-sentence": "1",
        "x-paragraph": "1",
        "x-model": "opus-mt",
        "x-flag": "split",
    }
    assert notes(tram) == ["translated in parts"]


def test_what_a_person_wrote_is_marked_and_no_models() -> None:
    fair = next(unit for unit in memory().units if unit.source == FAIR)
    assert properties(fair)["x-by-hand"] == "yes" and "x-model" not in properties(fair)
    assert notes(fair) == ["written by hand"]
    birds = next(unit for unit in memory().units if unit.source == BIRDS)
    assert "x-by-hand" not in properties(birds)


@pytest.mark.parametrize("name", PARTIAL)
def test_a_sentence_without_english_has_no_unit(name: str) -> None:
    digest, _ = PARTIAL[name]
    found = memory(digest).units
    assert len(found) == sum(bool(pair.target.strip()) for column in Column for pair in pairs(digest, column))
    assert all(unit.target for unit in found)
