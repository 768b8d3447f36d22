"""The script is told, and conversion never moves a character."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.article import read_article
from pipelines.article.script import detect, to_simplified, to_taiwan, to_traditional
from pipelines.document import Script


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("圖書館新館昨天開放。", Script.TRADITIONAL),
        ("图书馆新馆昨天开放。", Script.SIMPLIFIED),
        ("我們第一届全國人民代表大會，能够", Script.TRADITIONAL),
        ("他引用了“學而時習之”，然后说图书馆里发现了这句话，认为应该这样读。", Script.SIMPLIFIED),
        ("人人山水", Script.SIMPLIFIED),
        ("GDP 3.5", Script.SIMPLIFIED),
        ("", Script.SIMPLIFIED),
    ],
)
def test_the_script_is_that_of_the_characters_that_tell(text, script):
    assert detect(text) is script


def test_mainland_words_of_a_traditional_text_are_kept():
    assert to_simplified("檔案館的後面有乾隆的畫") == "档案馆的后面有乾隆的画"
    assert to_traditional("图书馆开放") == "圖書館開放"


def test_taiwan_prints_some_characters_otherwise():
    assert (to_traditional("一群人在里面"), to_taiwan("一群人在里面")) == ("一羣人在裏面", "一群人在裡面")


@given(
    st.text(
        st.one_of(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), st.characters(exclude_categories=("Cs",)))
    )
)
@settings(max_examples=200, deadline=None)
def test_conversion_keeps_the_length(text):
    assert len(to_simplified(text)) == len(to_traditional(text)) == len(to_taiwan(text)) == len(text)


def test_models_read_simplified_while_the_article_keeps_its_script():
    article = read_article("圖書館新館昨天開放，讀者很多。")
    assert article.script is Script.TRADITIONAL
    assert article.sentences[0].text == "圖書館新館昨天開放，讀者很多。"
    assert article.sentences[0].simplified == "图书馆新馆昨天开放，读者很多。"


def test_threads_convert_at_once():
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(to_simplified, ["圖書館" * 50] * 200)) == {"图书馆" * 50}
