"""The gloss: every sentence has its English, nothing Chinese is left, numbers and names are right."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.contracts import Cancel
from pipelines.document import Flag, Sentence, Translation
from pipelines.translation import senses
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
        ("档案馆馆长叶文渊说", "Director Ye Wenyuan"),
        ("陈立群的学生", "Chen Liqun's"),
        ("刘明坦言", "Liu Ming"),
        ("欧阳顺认出了父亲", "Ouyang Shun"),
        ("陈校长从硬件着手", "Principal Chen"),
        ("从2019年起用了五年时间", "rom 2019 onward"),
        ("2023年夏天，她来了。", "Summer 2023"),
        ("今年以来，出口增长。", "Since this year"),
        ("先后7次调整线路", "7 times"),
        ("请37位老人辨认照片中的人物", "37 old people identify"),
        ("据介绍，三号线已经完成。", "It is understood"),
        ("照片中的地点和年代", "era"),
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
        ("开放到晚上10时。", "Open to 10 p.m."),
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


@pytest.mark.parametrize(
    ("chinese", "contained"),
    [
        ("青岚市档案馆向市民开放", "Qinglan City Archives"),
        ("青岚市举办“光影青岚”活动", 'shadow Qinglan"'),
        ("青岚师范学院教授杜维扬", "Qinglan Normal College Professor Du Weiyang"),
        ("云河市交通局局长陈立群", "Yunhe City"),
        ("云河大学的学生", "Yunhe University"),
        ("连接云河北站和机场", "Yunhe North Station"),
        ("在临江广场站开通", "station"),
        ("海拔4,870米的白石冰川边缘", "Baishi"),
        ("武汉的公园", "Wuhan"),
    ],
)
def test_a_place_that_no_table_knows_is_a_name(chinese: str, contained: str) -> None:
    assert contained in gloss(chinese)


@pytest.mark.parametrize("chinese", ["全县各乡镇", "该市的贫困县", "示范区和居民区", "他去了市区", "他站在门口"])
def test_what_only_ends_like_a_place_is_none(chinese: str) -> None:
    assert not re.search(r"City|County|District|Town(?!ship)|Station", gloss(chinese))


def test_the_nouns_of_a_list_have_no_articles() -> None:
    assert not re.search(r", (?:a|an|the) ", gloss("记录了街道、桥梁、学校、集市和节日。"))


@pytest.mark.parametrize(
    ("chinese", "contained", "absent"),
    [
        ("二号线于2022年9月开工。", "started", "starts"),
        ("2026年将开工。", "start", "started"),
        ("将照片逐张清洗", "one by one", "will"),
        ("他将举行会议", "will", "held"),
        ("市民在等车", "wait for", "such as"),
        ("参观、学习等活动", "other", "wait"),
        ("会议强调，", "stressed", "stress,"),
        ("并请他说明", "ask", "please"),
        ("边整理、边开放", "while open", "side"),
        ("苔藓被冰封的", "frozen", "by"),
        ("一种生长在高山上的苔藓", "moss that", "moss by"),
        ("这个结果很有意义", "result", "results"),
        ("第19天，31份长出了绿色的新芽", "grew green", "that"),
    ],
)
def test_a_word_is_read_as_its_neighbours_ask(chinese: str, contained: str, absent: str) -> None:
    english = gloss(chinese)
    assert contained in english
    assert not re.search(rf"\b{re.escape(absent)}", english)


def test_a_space_within_a_headline_is_a_pause() -> None:
    assert ", " in gloss("二号线正式开通 沿线新增图书馆")
    assert "," not in gloss("二 号 线 正 式 开 通")


@pytest.mark.parametrize(
    ("sense", "short"),
    [
        ("to attend", "attend"),
        ("fig. to improve sth", "improve"),
        ("school report or transcript", "school report"),
        ("to shift sth with a crowbar", "shift with a crowbar"),
        ("give for free", "give for free"),
        ("lit. to add flowers to brocade", ""),
        ("non-syllabic diminutive suffix", ""),
        ("two-character surname Ouyang", ""),
        ("CL:個|个[ge4]", ""),
    ],
)
def test_a_dictionary_sense_is_cut_to_what_can_stand_in_a_sentence(sense: str, short: str) -> None:
    assert senses.shortened(sense) == short


@pytest.mark.parametrize("chinese", ["三本书", "两名学生", "许多学校", "12座社区图书馆", "86份样品", "3个大型水库"])
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
