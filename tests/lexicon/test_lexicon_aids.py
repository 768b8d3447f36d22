"""Reading aids: every word with its pinyin and senses where it stands, in both scripts."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.article import read_article
from pipelines.article.script import to_simplified, to_taiwan
from pipelines.document import Article, Script, Sentence
from pipelines.lexicon.aids import Aids, aids, aids_of
from pipelines.lexicon.explained import Explained, toned

EXAMPLES = Path(__file__).parent.parent.parent / "page" / "examples"


def read(*texts: str, script: Script = Script.SIMPLIFIED) -> Aids:
    return aids_of([Sentence(text, to_simplified(text), 0, (0, 0)) for text in texts], script)


def words(text: str, script: Script = Script.SIMPLIFIED) -> list[tuple[str, Explained]]:
    """The words of one sentence as they stand in it, with their entries."""
    found = read(text, script=script)
    return [(text[start:end], found.entries[number]) for start, end, number in found.words[0]]


def entry(text: str, word: str, script: Script = Script.SIMPLIFIED) -> Explained:
    return dict(words(text, script))[word]


def test_each_word_has_its_pinyin_and_senses_in_its_place() -> None:
    found = read("图书馆昨天开放。")
    assert found.words == (((0, 3, 0), (3, 5, 1), (5, 7, 2)),)
    assert [each.pinyin for each in found.entries] == ["tú shū guǎn", "zuó tiān", "kāi fàng"]
    assert found.entries[1].senses == ("yesterday",)
    assert found.entries[0].senses == ("library",)


def test_digits_marks_and_latin_letters_are_left_out() -> None:
    assert [word for word, _ in words("GDP增长3.5%，达12万元！")] == ["增长", "达", "万", "元"]
    assert read("3.5%, OK!").words == ((),)
    assert read("").words == ((),)


def test_a_word_is_there_once_however_often_it_stands() -> None:
    found = read("图书馆。", "图书馆，图书馆。")
    assert len(found.entries) == 1
    assert found.words == (((0, 3, 0),), ((0, 3, 0), (4, 7, 0)))


@pytest.mark.parametrize(
    ("text", "word", "pinyin", "sense"),
    [
        ("他长大了。", "长大", "zhǎng dà", "to grow up"),
        ("头发很长。", "长", "cháng", "length"),
        ("他去了银行。", "银行", "yín háng", "bank"),
        ("还没来。", "还", "hái", "still"),
        ("王说得好。", "得", "de", "structural particle"),
        ("慢慢地走。", "地", "de", "-ly"),
        ("地很大。", "地", "dì", "earth"),
        ("他坐在门前。", "在", "zài", "at"),
        ("建于山上。", "于", "yú", "in"),
        ("女人", "女人", "nǚ rén", "woman"),
    ],
)
def test_a_word_is_read_as_its_context_asks(text: str, word: str, pinyin: str, sense: str) -> None:
    found = entry(text, word)
    assert found.pinyin == pinyin
    assert sense in found.senses[0]


def test_a_word_that_is_read_in_two_ways_has_two_entries() -> None:
    found = [each for word, each in words("头发很长，他是市长的长子。") if word == "长"]
    assert {each.pinyin for each in found} <= {"cháng", "zhǎng"}
    assert len(set(read("很长。", "长大", "长很高。").entries)) == len(read("很长。", "长大", "长很高。").entries)


@pytest.mark.parametrize("word", ["个", "和", "为", "里", "着", "台", "只", "张", "发", "面", "干", "王"])
def test_senses_are_meanings_and_no_more_than_four(word: str) -> None:
    found = entry(word, word)
    assert 0 < len(found.senses) <= 4
    assert not any("variant of" in sense or sense.startswith("CL:") for sense in found.senses)
    assert not any("|" in sense or "[" in sense for sense in found.senses)


def test_a_word_of_which_only_a_remark_is_known_keeps_it() -> None:
    found = entry("劄", "劄")
    assert found.senses


@pytest.mark.parametrize(
    ("text", "name", "english"),
    [
        ("市长王东群说，图书馆开放了。", "王东群", "Wang Dongqun"),
        ("记者赵珍珍报道。", "赵珍珍", "Zhao Zhenzhen"),
        ("陈立群表示满意。", "陈立群", "Chen Liqun"),
        ("他住在青岚市。", "青岚市", "Qinglan City"),
    ],
)
def test_persons_and_places_are_marked_with_their_english(text: str, name: str, english: str) -> None:
    assert entry(text, name).name == english


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("曾庆明", "zēng qìng míng"),
        ("单东群", "shàn dōng qún"),
        ("吕珍珍", "lǚ zhēn zhēn"),
        ("王东群", "wáng dōng qún"),
    ],
)
def test_a_name_is_read_as_its_english_is_written(name: str, pinyin: str) -> None:
    assert entry(f"市长{name}说，今天开放。", name).pinyin == pinyin


def test_a_place_by_itself_is_called_as_with_its_kind() -> None:
    found = dict(words("青岚市开放了图书馆，青岚很大。"))
    assert (found["青岚市"].name, found["青岚"].name) == ("Qinglan City", "Qinglan")


def test_a_plain_word_is_no_name() -> None:
    assert all(not each.name for _, each in words("图书馆昨天向市民开放。"))


def test_what_the_dictionary_lacks_is_read_in_pieces() -> None:
    assert [word for word, _ in words("开放日")] == ["开放", "日"]


def test_spans_of_a_traditional_text_are_over_its_own_characters() -> None:
    text = "檔案館昨天向市民開放。"
    found = words(text, Script.TRADITIONAL)
    assert [word for word, _ in found] == ["檔案館", "昨天", "向", "市民", "開放"]
    assert found[0][1].word == "档案馆"


def test_characters_that_only_simplified_has_in_common_are_told_apart() -> None:
    assert "hair" in entry("頭髮很長，髮色很深。", "髮", Script.TRADITIONAL).senses[0]
    assert not any("hair" in sense for sense in entry("他發出信號，發光。", "發出", Script.TRADITIONAL).senses)


@pytest.mark.parametrize(
    ("text", "script", "other"),
    [
        ("图书馆开放，一群人。", Script.SIMPLIFIED, "圖書館開放，一群人。"),
        ("圖書館開放。", Script.TRADITIONAL, "图书馆开放。"),
        ("OK 3.5", Script.SIMPLIFIED, "OK 3.5"),
    ],
)
def test_every_sentence_has_its_other_script(text: str, script: Script, other: str) -> None:
    assert read(text, script=script).other_script == (other,)


@pytest.mark.parametrize(
    ("pinyin", "marked"),
    [
        ("dang4 an4", "dàng àn"),
        ("nu:3", "nǚ"),
        ("lu:e4", "lüè"),
        ("de5", "de"),
        ("Xi1 an1", "Xī ān"),
        ("r5", "r"),
        ("", ""),
    ],
)
def test_tone_numbers_become_marks(pinyin: str, marked: str) -> None:
    assert toned(pinyin) == marked


MIXED = st.text(
    st.one_of(
        st.sampled_from("的了长得地王东群说市青岚在行3 ，A。\u202e\n〇々"), st.characters(exclude_categories=("Cs",))
    )
)


@given(st.lists(MIXED, max_size=3), st.sampled_from(list(Script)))
@settings(max_examples=150, deadline=None)
def test_spans_are_in_order_within_the_text_and_every_entry_says_something(texts: list[str], script: Script) -> None:
    found = read(*texts, script=script)
    assert len(found.words) == len(found.other_script) == len(texts)
    for text, spans, other in zip(texts, found.words, found.other_script, strict=True):
        assert len(other) == len(text)
        last = 0
        for start, end, number in spans:
            assert last <= start < end <= len(text)
            assert to_simplified(text)[start:end] == found.entries[number].word
            last = end
    assert all(each.pinyin and (each.senses or each.name) for each in found.entries)
    assert len(set(found.entries)) == len(found.entries)
    assert {number for spans in found.words for _, _, number in spans} == set(range(len(found.entries)))


def test_it_is_json() -> None:
    found = read("市长王东群说，图书馆开放了。")
    told = json.loads(json.dumps(found.as_json(), ensure_ascii=False))
    assert told["words"][0][0] == [0, 2, 0]
    assert {"word": "王东群", "pinyin": "wáng dōng qún", "name": "Wang Dongqun"} in told["entries"]
    assert told["other"] == [to_taiwan("市长王东群说，图书馆开放了。")]


def test_an_article_is_read_whole() -> None:
    article = read_article((EXAMPLES / "traditional.txt").read_bytes())
    found = aids(article)
    assert len(found.words) == len(article.sentences)
    covered = sum(end - start for spans in found.words for start, end, _ in spans)
    han = sum("\u4e00" <= character <= "\u9fff" for sentence in article.sentences for character in sentence.text)
    assert covered > 0.97 * han


def thousand() -> Article:
    """A thousand sentences: those of the examples, each time with other years and other words in them."""
    base = [s for name in ("news", "science") for s in read_article((EXAMPLES / f"{name}.txt").read_bytes()).sentences]
    nouns = "学校 医院 公园 工厂 农田 森林 河流 山谷 书店 邮局 市场 车站 码头 机场 剧院 广场 村庄 城市".split()
    sentences = []
    for number in range(1000):
        text = f"{nouns[number % 18]}和{nouns[number // 18 % 18]}，{1000 + number}年：{base[number % len(base)].text}"
        sentences.append(Sentence(text, text, number // 4, (0, 0)))
    return Article("", "", tuple(sentences), (), (), Script.SIMPLIFIED)


@pytest.mark.slow  # a clock on a shared machine
def test_a_thousand_sentences_take_a_second_and_a_half_at_most() -> None:
    article = thousand()
    times = []
    for _ in range(4):  # the first loads the dictionary
        began = time.process_time()
        aids(article)
        times.append(time.process_time() - began)
    assert min(times[1:]) < 1.5
