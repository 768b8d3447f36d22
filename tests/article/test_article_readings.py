"""Readings in brackets go where they are readings, and only there."""

import pytest

from pipelines.article.readings import readings
from pipelines.article.traced import Traced


def without(text):
    return Traced.whole(text).edited(readings(text)).text


@pytest.mark.parametrize(
    ("annotated", "plain"),
    [
        ("委員會(huì)主任", "委員會主任"),
        ("委員會（huì）主任", "委員會主任"),
        ("學(xué)習(xí)", "學習"),
        ("花( huā) 開(kāi)", "花 開"),
        ("花 (huā)", "花"),
        ("会(hui4)议", "会议"),
        ("会(hui)议", "会议"),
        ("银行(háng)", "银行"),
        ("行(xíng)走", "行走"),
        ("女(nǚ)绿(lǜ)", "女绿"),
        ("女(nv3)", "女"),
        ("略(lüè)", "略"),
        ("好了(le)", "好了"),
        ("一(yí)定不(bú)会", "一定不会"),
        ("饕餮(tāo tiè)", "饕餮"),
        ("龟兹（qiūcí）", "龟兹"),
        ("西安(xī'ān)", "西安"),
        ("花儿(huār)", "花儿"),
        ("阿(ē)弥陀佛", "阿弥陀佛"),
        ("重[chóng]庆", "重庆"),
        ("𠀀(hē)", "𠀀"),
    ],
)
def test_readings_are_removed(annotated, plain):
    assert without(annotated) == plain


@pytest.mark.parametrize(
    "text",
    [
        "GDP(国内生产总值)",
        "他(她)",
        "很好(good)",
        "北京(Beijing)",
        "李(Li)先生",
        "小米(xiaomi)",
        "好(huài)",
        "书(shǔ)",
        "元(a)",
        "第一(i)条",
        "苹果(Apple)",
        "温度(C)",
        "他(he)说",
        "方案(an option)",
        "向量(x)",
        "会(hui",
        "(huì)会",
    ],
)
def test_what_is_no_reading_stays(text):
    assert without(text) == text


def test_words_without_tones_are_readings_only_in_a_text_that_is_annotated_throughout():
    assert without("小米(xiaomi)手机") == "小米(xiaomi)手机"
    assert without("学(xué)生(shēng)们(men)去北京(beijing)，李(Li)先生也去") == "学生们去北京，李(Li)先生也去"
