"""Sentences are found where they end, nothing is lost, and everything fits."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.article.sentences import cut, pack, split


@pytest.mark.parametrize(
    "sentences",
    [
        ["他来了。", "她走了！", "真的吗？", "是的"],
        ["“我来了。”", "他说完就走。"],
        ["他说：“好！”", "然后走了。"],
        ["“你好吗？”他问。", "“好。”"],
        ["意图“大事化小！”的做法不对。", "好。"],
        ["电影《八仙！》上映了。", "好看。"],
        ["（今天很好。明天也好。）再说。", "好。"],
        ["真的？！", "不会吧……", "算了。"],
        ["他停了一下——然后走了。", "好。"],
        ["增长3.5%，约1.2万人。", "好。"],
        ["详见www.a.com/?q=1。", "好。"],
        ["第No. 5号由U.S. Army使用。", "J. Smith来了。"],
        ["一是加快建设；二是改善民生；三是保护环境。", "好。"],
        ["本文提出了方法.", "该方法很好.", "完"],
        ["他用了Python.", "结果很好。"],
        ["It works. ", "It is good. ", "好。"],
        ["第一句。 ", "第二句。"],
        ["第一行\n", "第二行。\n", "第三行"],
        ["【新馆开放】", "昨天新馆开放。"],
        ["「你好。」", "他走了。"],
        ["1.总则"],
        ["……"],
    ],
)
def test_sentences_end_where_a_reader_would_end_them(sentences):
    assert split("".join(sentences)) == sentences


def test_text_without_any_punctuation_becomes_units_of_a_usable_length():
    text = "中共中央在北京召开会议研究经济工作并且讨论了明年的计划同时部署了重点任务" * 12
    units = split(text)
    assert "".join(units) == text
    assert 20 <= min(map(len, units)) and max(map(len, units)) <= 100


@given(
    st.text(st.sampled_from("中文字。！？…“”‘’（）《》「」，、；：.!? \n\tAb12—【】\u3000\x85\u2028𠀀"), max_size=120)
)
@settings(max_examples=150, deadline=None)
def test_joined_sentences_are_the_text(text):
    assert "".join(split(text)) == text
    assert all(split(text)) or not text


@given(st.lists(st.text(st.sampled_from("中文字。，；、： A1𠀀"), max_size=60), max_size=8), st.integers(1, 40))
@settings(max_examples=200, deadline=None)
def test_packing_loses_nothing_and_keeps_the_budget(sentences, budget):
    groups = pack(sentences, budget, len)
    pieces = [piece for group in groups for piece in group]
    for index, sentence in enumerate(sentences):
        assert "".join(piece.text for piece in pieces if piece.sentence == index) == sentence
    assert [piece.sentence for piece in pieces] == sorted(piece.sentence for piece in pieces)
    assert all(sum(len(piece.text) for piece in group) <= budget for group in groups)


def test_neighbours_share_a_group_as_long_as_they_fit():
    assert [[piece.sentence for piece in group] for group in pack(["一二三。", "四五。", "六七八九。"], 8, len)] == [
        [0, 1],
        [2],
    ]


@pytest.mark.parametrize(
    ("sentence", "budget", "pieces"),
    [
        ("一是好，真的；二是坏，假的。", 10, ["一是好，真的；", "二是坏，假的。"]),
        ("红、黄、蓝、绿", 4, ["红、黄、", "蓝、绿"]),
        ("中文字中文字", 4, ["中文字中", "文字"]),
        ("短句。", 10, ["短句。"]),
    ],
)
def test_a_sentence_over_the_budget_is_cut_at_its_marks_and_last_by_length(sentence, budget, pieces):
    assert cut(sentence, budget, len) == pieces
