"""What is mended is mended once, counted, and traced; what is right stays as it is."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipelines.article import RULES, SET_ASIDE_RULES, read_article
from pipelines.article.repair import repair
from pipelines.errors import InputError

BODY = "图书馆新馆昨天开放，读者很多。"


def repaired(text):
    return repair(text).text.text


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ("他来了,、她也来了。", "他来了、她也来了。", "broken_commas"),
        ("他来了,,她也来了。", "他来了，她也来了。", "broken_commas"),
        ("他来了,。她也来了。", "他来了。她也来了。", "broken_commas"),
        ("5月9日,,他来了。", "5月9日，他来了。", "broken_commas"),
        ("他来了。。她也来了！！真好，，真的。", "他来了。她也来了！真好，真的。", "doubled_punctuation"),
        ("他来了。。。她没有。", "他来了……她没有。", "doubled_punctuation"),
        (
            "他来了,她也来了;真的吗?真的!他说:好。",
            "他来了，她也来了；真的吗？真的！他说：好。",
            "halfwidth_punctuation",
        ),
        ("提出了一种方法.该方法很好.", "提出了一种方法。该方法很好。", "halfwidth_punctuation"),
        ("增长了5%,其中出口最快。", "增长了5%，其中出口最快。", "halfwidth_punctuation"),
        ("２０１２年的ＶＩＰ占９７．８１％。", "2012年的VIP占97.81%。", "fullwidth"),
        ("在 9 日 举 办 的 会 议 上 ， 大 家 都 来 了 。", "在9日举办的会议上，大家都来了。", "spaced_characters"),
        ("他\u200b来\ufeff了\x07。", "他来了。", "invisible"),
        ("&#20182;&amp;#26469;&amp;amp;#20102;。", "他来了。", "entities"),
        ("<p>他<b>来</b>了。</p><script>x()</script>", "\n他来了。\n", "markup"),
        ("也是#图书馆日#的一天。", "也是图书馆日的一天。", "hash_marks"),
        ('他说:"很好",然后走了。', '他说："很好"，然后走了。', "halfwidth_punctuation"),
        ("准确率达95.3%.结果很好.", "准确率达95.3%。结果很好。", "halfwidth_punctuation"),
        ("采用网络(Network).结果很好.", "采用网络(Network)。结果很好。", "halfwidth_punctuation"),
        ("他来了， 她来了， 大家都来了， 很高兴。", "他来了，她来了，大家都来了，很高兴。", "stray_spaces"),
        (
            "图书馆新馆\n昨天开放\n，读者很多；\n（其中\n三千人）",
            "图书馆新馆\n昨天开放，读者很多；\n（其中三千人）",
            "hard_wraps",
        ),
    ],
)
def test_each_rule_mends_its_kind_of_damage_and_can_be_switched_off(before, after, rule):
    result = repair(before)
    assert result.text.text == after
    assert rule in [mended.rule for mended in result.repairs]
    assert rule not in [mended.rule for mended in repair(before, switched_off=frozenset({rule})).repairs]


@pytest.mark.parametrize(
    "text",
    [
        "会议10:30开始，比分是3:2，增长了3.5%，共1,234人。",
        "详见http://example.com/a,b?c=d,e;f 或写信给li.ming@example.com。",
        "他说：“It was 3.5 miles, he said.”",
        "使用Python, Java, C++等语言。",
        "他说……算了——真的？！好吧。",
        "约翰.史密斯来了。",
        "90％的人说“好”。",
        "《八仙！》上映了。",
        "一.总则",
        "GDP(国内生产总值)、他(她)。",
        "张三 李四 王五",
        "a < b，而且 c > d。",
        "A&B公司的R&D投入，AT&T。",
        "第1,2章",
        "𠀀是一个字。",
        "他提了issue #123和#456，还用了#define宏。",
        "真好😀👍🏻，👨\u200d👩\u200d👧一家人去公园❤\ufe0f玩。",
        "(1).概述和3.研究",
        "请看https://example.com/a?b=c，然后注册。",
        "他问：“你知道‘天行健’吗？”她答：“「知道」。”",
        "①调查；②分析。二〇二四年，气温-5℃~12℃。",
    ],
)
def test_what_is_right_stays_as_it_is(text):
    result = repair(text)
    assert (result.text.text, result.repairs, result.set_aside) == (text, (), ())


def test_lines_filled_to_a_width_are_joined_and_headings_are_not():
    text = (
        "第一章\n"
        "昨天上午，市图书馆新馆正式向读者开放，新馆共有\n"
        "四层，藏书约六十万册，设有儿童阅览室和自习室，\n"
        "还有一间很大的报告厅。开放第一天，有三千多人走\n"
        "进新馆。\n"
    )
    assert repaired(text) == (
        "第一章\n昨天上午，市图书馆新馆正式向读者开放，新馆共有四层，藏书约六十万册，"
        "设有儿童阅览室和自习室，还有一间很大的报告厅。开放第一天，有三千多人走进新馆。\n"
    )


def test_counts_and_examples_say_what_was_done():
    article = read_article("他來了,、她會(huì)來,,大家都來,。很好,真的。")
    assert [(mended.rule, mended.count) for mended in article.repairs] == [
        ("readings", 1),
        ("broken_commas", 3),
        ("halfwidth_punctuation", 1),
    ]
    assert article.repairs[0].example == "、她會(huì)來,, → 、她會來,,"


def test_rule_names_are_stable_and_unique():
    names = [rule.name for rule in (*RULES, *SET_ASIDE_RULES)]
    assert len(set(names)) == len(names)
    assert all(
        re.fullmatch("[a-z_]+", name) and rule.about
        for name, rule in zip(names, (*RULES, *SET_ASIDE_RULES), strict=True)
    )


PIECES = [
    BODY,
    "会(huì)",
    "，",
    "。",
    ",",
    ",,",
    ",、",
    "\n",
    " ",
    "\u200b",
    "１２",
    "GDP",
    "3.5",
    "“",
    "”",
    "（记者张三）",
    "责任编辑：李四",
    "\n2019年5月1日 10:00\n",
    "&#20013;",
    "&amp;",
    "<p>",
    "**",
    "# ",
    "#话题#",
    "中 国 人 民 大 会",
    "…",
    "！",
    ".",
    "𠀀",
    "http://a.cn/?b,c",
    "\t",
    "来源：新华网\n",
]
messy = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=24).map("".join)


@given(messy)
@example("会(huì)(huì)")
@settings(max_examples=150, deadline=None)
def test_repairing_twice_changes_nothing(text):
    try:
        once = repaired(text)
        again = repair(once)
    except InputError:
        return
    assert (again.text.text, again.repairs, again.set_aside) == (once, (), ())


clean_sentence = st.tuples(
    st.text(st.sampled_from("图书馆新昨天开放读者很多他们说大家都来看了"), min_size=4, max_size=20),
    st.sampled_from(["，", "、", "；", "：“", "（"]),
    st.text(st.sampled_from("图书馆新昨天开放读者很多他们说大家都来看了"), min_size=2, max_size=20),
    st.sampled_from(["。", "！", "？", "……"]),
).map(lambda parts: "".join(parts[:3]) + parts[3] + {"：“": "”", "（": "）"}.get(parts[1], ""))


@given(st.lists(st.lists(clean_sentence, min_size=1, max_size=4).map("".join), min_size=1, max_size=4).map("\n".join))
@settings(max_examples=150, deadline=None)
def test_repairing_clean_text_changes_nothing(text):
    article = read_article(text)
    assert (article.text, article.title, article.repairs, article.set_aside) == (text, "", (), ())


@given(messy)
@settings(max_examples=200, deadline=None)
def test_every_sentence_knows_where_it_came_from_and_nothing_visible_is_lost(text):
    try:
        article = read_article(text)
    except InputError:
        return
    spans = [sentence.origin for sentence in article.sentences] + [aside.origin for aside in article.set_aside]
    assert all(0 <= start < end <= len(article.original) for start, end in spans)
    assert [s.origin for s in article.sentences] == sorted(s.origin for s in article.sentences)
    assert all(len(sentence.text) == len(sentence.simplified) for sentence in article.sentences)
    # No repair removes a Chinese character: each is in a sentence, the title or something set aside.
    kept = "".join((article.title, article.text, *(aside.text for aside in article.set_aside)))
    for character in "图书馆新昨天开放读者很多责任编辑记者话题":
        assert kept.count(character) == article.original.count(character)


@given(st.one_of(st.binary(max_size=300), st.text(max_size=200)))
@settings(max_examples=200, deadline=None)
def test_garbage_is_read_or_refused_but_never_breaks(data):
    try:
        read_article(data)
    except InputError as error:
        assert str(error)


@pytest.mark.parametrize(
    "unit", ["中", "1", "a", "中(", "“中。”", "A.中", "<a ", "<!--", "[中](", "&amp;", "中\n", "#中", "。", "（"]
)
def test_long_monotonous_text_is_read_in_seconds(unit):
    import time

    start = time.perf_counter()
    try:
        read_article(unit * (40_000 // len(unit)))
    except InputError:
        pass
    assert time.perf_counter() - start < 5


def test_the_items_of_a_list_are_not_joined_to_the_line_above():
    line = "新馆位于人民路北侧，共有四层，藏书约六十万册，设有"
    first = ["一、儿童阅览室位于一层，面积约三百平方米，有座位三", "百个。"]
    article = read_article("\n".join([*[line] * 6, *first, *[line] * 6, "第二章 自习室。"]))
    assert article.paragraphs == (line * 6, "".join(first), line * 6, "第二章 自习室。")
