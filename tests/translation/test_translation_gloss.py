"""The gloss: every sentence has its English, nothing Chinese is left, numbers and names are right."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.contracts import Cancel
from pipelines.document import Flag, Sentence, Translation
from pipelines.translation.gloss import Gloss, gloss

CHINESE_LEFT = re.compile(r"[\u2e80-\u2fdf\u3001-\u3030\u3400-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff]")
TEXT = st.text(
    st.one_of(
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
        st.sampled_from(
            "的了在上中里不没有被把和是他们年月日一二三十百万第个，。、！？；：“”《》（）—… \n𠀀〇々aZ09.%"
        ),
    ),
    max_size=40,
)


def sentence(text: str) -> Sentence:
    return Sentence(text, text, 0, (0, len(text)))


def run(*texts: str, cancel: Cancel | None = None) -> tuple[list, Translation]:
    steps, pairs = Gloss().translate([sentence(text) for text in texts], cancel or Cancel()), []
    while True:
        try:
            pairs.append(next(steps))
        except StopIteration as end:
            return pairs, end.value


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("他们都是学生。", "They are students."),
        ("这是我的书。", "This is my book."),
        ("我们不知道。", "We don't know."),
        ("我们喜欢中国菜。", "We like Chinese food."),
        ("她昨天去了北京。", "She yesterday went Beijing."),
        ("桌子上有一本书。", "On the table is a book."),
        ("世界上最大的城市之一", "In the world one of the largest cities"),
        ("一种可以分类细胞的工具", "A tool that can classification cell"),
    ],
)
def test_a_plain_sentence_reads_plainly(chinese: str, english: str) -> None:
    assert gloss(chinese) == english


@pytest.mark.parametrize(
    ("chinese", "contained"),
    [
        ("会议于5月7日—9日举行。", "May 7–9"),
        ("产量达到3.5万吨。", "35,000 tonnes"),
        ("失业率下降到4.5%。", "4.5%"),
        ("市委书记王东群说", "Municipal Party Secretary Wang Dongqun"),
        ("郑伟铭主任说", "Director Zheng Weiming"),
        ("王东群与郑伟铭进行座谈。", "Wang Dongqun and Zheng Weiming"),
        ("代表团到定州市参观。", "Dingzhou City"),
        ("他在美国发表讲话。", "United States"),
        ("政府将进一步加强招商引资。", "further strengthen attract investment"),
        ("使用GPT-4和Python编程", "GPT-4"),
    ],
)
def test_numbers_names_and_officialese_are_right(chinese: str, contained: str) -> None:
    assert contained in gloss(chinese)


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("他说：“好。”", 'He said: "good."'),
        ("《人民日报》", '"People\'s Daily"'),
        ("北京、上海，广州", "Beijing, Shanghai, Guangzhou"),
        ("谁？他！", "Who? He!"),
        ("中国（China）", "China (China)"),
        ("北京——上海", "Beijing – Shanghai"),
        ("达克斯伯里（Duxbury）", "Duxbury"),
        ("王东群（CEO）", "Wang Dongqun (CEO)"),
        ("hello World", "Hello World"),
        ("。。。", "..."),
    ],
)
def test_punctuation_becomes_english(chinese: str, english: str) -> None:
    assert gloss(chinese) == english


@pytest.mark.parametrize(
    ("rule", "chinese", "before", "after"),
    [
        ("what stands after the noun goes before it", "他在学校里学习。", "in", "school"),
        ("a time goes to the front of its clause", "会议结束后，他离开了。", "after", "meeting"),
        ("a marked clause follows its noun", "一种可以分类细胞的工具", "tool", "that"),
        ("a title goes before the name", "王东群书记", "Secretary", "Wang Dongqun"),
        ("one of stands first", "他们之一", "one of", ""),
    ],
)
def test_words_are_moved_where_the_chinese_marks_both_ends(rule: str, chinese: str, before: str, after: str) -> None:
    english = gloss(chinese)
    assert before.lower() in english.lower()
    assert english.lower().index(before.lower()) <= english.lower().rindex(after.lower()), rule


@pytest.mark.parametrize(
    "chinese", ["他不再工作。", "这不好。", "我没有去。", "无法完成", "他从来没有来过。", "不能使用"]
)
def test_a_negation_is_never_lost(chinese: str) -> None:
    assert re.search(r"\b(?:no|not|never|un\w+|cannot|without|in\w+)\b|n't\b", gloss(chinese), re.IGNORECASE)


@pytest.mark.parametrize("chinese", ["三本书", "两名学生", "许多学校"])
def test_a_noun_after_a_number_stands_in_the_plural(chinese: str) -> None:
    assert gloss(chinese).endswith("s")


@pytest.mark.parametrize("chinese", ["个", "着", "张三李四", "麻将馆", "葛优躺"])
def test_no_dictionary_remark_reaches_the_reader(chinese: str) -> None:
    assert not re.search(r"CL:|variant of|\bsee\b|classifier|abbr|[()\[\]]", gloss(chinese))


def test_an_unknown_word_is_spelled_and_not_dropped() -> None:
    assert gloss("氼") != ""
    assert gloss("\U0003ffff") == "[?]"


@given(st.lists(TEXT, max_size=4))
@settings(max_examples=60, deadline=None)
def test_as_many_pairs_as_sentences_each_marked_as_a_gloss(texts: list[str]) -> None:
    pairs, translation = run(*texts)
    assert [pair.index for pair in pairs] == list(range(len(texts)))
    assert [pair.source for pair in pairs] == [text.strip() for text in texts]
    assert all(pair.flags == (Flag.GLOSS,) for pair in pairs)
    assert translation == Translation(tuple(pairs), "gloss")


@given(st.one_of(TEXT, st.text(max_size=40)))
@settings(max_examples=300, deadline=None)
def test_no_chinese_is_left_whatever_comes_in(text: str) -> None:
    assert not CHINESE_LEFT.search(gloss(text))


@given(
    st.lists(st.sampled_from(["第", "公司", "增长", "发布", "有", "产品", "，"]), max_size=8), st.integers(11, 99_999)
)
@settings(max_examples=60, deadline=None)
def test_digits_between_words_survive(words: list[str], number: int) -> None:
    digits = re.sub(r"\D", "", gloss("".join([*words, "编号", str(number), "。"])))
    assert str(number) in digits


def test_a_sentence_is_glossed_alike_wherever_it_stands() -> None:
    pairs, _ = run("他在北京工作。", "天气很好。", "他在北京工作。")
    assert pairs[0].target == pairs[2].target


def test_a_cancelled_run_keeps_what_it_has() -> None:
    cancel = Cancel()
    steps = Gloss().translate([sentence("你好。"), sentence("再见。")], cancel)
    first = next(steps)
    cancel.request()
    with pytest.raises(StopIteration) as end:
        next(steps)
    assert end.value.value == Translation((first,), "gloss")


def test_a_long_article_takes_seconds() -> None:
    gloss("你好")
    text = "代表团一行先后到天津经济技术开发区、自贸区等地参观，并考察海河亮化工程，感受天津的改革力度。"
    start = time.perf_counter()
    run(*[text] * 500)
    assert time.perf_counter() - start < 8
