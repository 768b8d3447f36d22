"""The same on the shared data: the seed article, the messy samples, and clean text in which nothing is to repair."""

import json
import os
import random
from collections import Counter
from pathlib import Path

import pytest

from pipelines.article import read_article
from pipelines.document import Script
from pipelines.errors import ErrorCode, InputError

DATA = Path(os.environ.get("ZHAIYI_DATA", ""))
pytestmark = pytest.mark.skipif("ZHAIYI_DATA" not in os.environ, reason="ZHAIYI_DATA does not name the shared data")

MESSY = DATA / "samples" / "messy"
CREDITS = {"byline", "dateline", "source", "date", "editor"}
# The only changes to clean text, by set and number or identifier, each with its reason.
CHANGED = {
    ("flores-dev", 25): "a half-width semicolon ends the Chinese sentence",
}


def sample(number):
    [path] = MESSY.glob(f"{number:02}_*")
    return read_article(path.read_bytes(), name=path.name)


def clean_texts():
    for name in ("cctv_xwlb", "cctv_xwlb_brief", "vcsum_segment", "vcsum_meeting"):
        for line in (DATA / "eval" / "summ" / f"{name}.dev.jsonl").read_text().splitlines():
            record = json.loads(line)
            yield name, record["id"], record["article"]
    for number, line in enumerate((DATA / "eval" / "zh-en" / "flores-dev.zh").read_text().splitlines()):
        yield "flores-dev", number, line


def changes(texts):
    """Set and identifier of each text that is not exactly as it was, credits set aside apart."""
    for name, identifier, text in texts:
        article = read_article(text)
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        kept = [line for line in (article.title, *article.paragraphs) if line]
        unsigned = {aside.rule for aside in article.set_aside} <= CREDITS
        same = len(kept) == len(lines) and all(new in old for new, old in zip(kept, lines, strict=True))
        if article.repairs or not unsigned or not same or (not article.set_aside and kept != lines):
            yield name, identifier


def test_a_sample_of_clean_text_is_not_changed():
    texts = random.Random(7).sample(list(clean_texts()), 150)
    assert set(changes(texts)) <= set(CHANGED)


@pytest.mark.slow
def test_clean_text_is_not_changed():
    assert set(changes(clean_texts())) == set(CHANGED)


def test_the_seed_article_is_repaired_exactly():
    article = read_article((DATA / "samples" / "seed-article.txt").read_bytes())
    counts = {repair.rule: repair.count for repair in article.repairs}
    assert counts == {"readings": 213, "broken_commas": 74, "halfwidth_punctuation": 17}
    assert [(aside.rule, len(aside.text)) for aside in article.set_aside] == [("byline", 7), ("editor", 5)]
    assert article.script is Script.TRADITIONAL
    assert len(article.paragraphs) == 6
    marks = Counter(article.text)
    original = Counter(article.original)
    broken = {"、": 34, "，": 30, "。": 10}
    assert marks[","] == marks["("] == 0
    assert marks["、"] == original["、"]
    assert marks["。"] == original["。"]
    assert marks["，"] == original["，"] + broken["，"] + 17


@pytest.mark.parametrize(
    ("number", "title", "first", "sentences"),
    [
        (1, "深圳地铁", "继推出日票后", 31),
        (2, "", "南山奶粉5批次", 42),
        (3, "", "南山奶粉5批次", 9),
        (5, "JCB", "唯一以亚洲为基地", None),
        (6, "苦勞網", "1226檔", None),
        (9, "", "随着今年暑期档", 17),
        (12, "", "随着今年暑期档", None),
        (13, "", "随着今年暑期档", 17),
        (16, "", "一次简单的伸出援手", 14),
        (17, '60万"12306账号"外泄', "今日（12月28日）", 3),
        (19, "他放弃百万年薪", "杭州市学军中学", 137),
        (20, "女儿出嫁", "父亲的教诲像一盏灯", 33),
        (27, "英国美女", "英国汉普郡", 29),
        (28, "", "各位代表：", None),
        (29, "", "各位代表：", None),
        (30, "", "各位代表：", None),
        (32, "長信怨王昌齡", "奉帚平明金殿開", 5),
        (34, "", "【明天，是个特殊的日子】", 31),
        (36, "", "中共中央政治局常委", 10),
        (37, "", "在9日举办的2021年", 10),
        (39, "", "大家好，我是 cloie", None),
        (40, "用 CrowPi", "CrowPi 是一个", None),
        (43, "", "今天北京天气晴", 1),
        (46, "", "指标\t2024", 5),
    ],
)
def test_each_messy_sample_gives_its_article(number, title, first, sentences):
    article = sample(number)
    assert article.title.startswith(title) and bool(article.title) == bool(title)
    assert article.sentences[0].text.startswith(first)
    assert sentences in (None, len(article.sentences))


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (8, ErrorCode.UNKNOWN_ENCODING),
        (11, ErrorCode.MIXED_ENCODINGS),
        (15, ErrorCode.DESTROYED),
        (44, ErrorCode.EMPTY),
    ],
)
def test_each_hopeless_sample_is_refused_with_its_reason(number, code):
    with pytest.raises(InputError) as caught:
        sample(number)
    assert caught.value.code is code


@pytest.mark.parametrize("number", [1, 2, 5, 6, 16, 17, 19, 20, 27, 28, 29, 30, 32, 34, 36, 37, 39, 40, 46])
def test_reading_what_was_read_changes_nothing(number):
    once = sample(number)
    text = "\n".join(filter(None, (once.title, once.text)))
    again = read_article(text)
    assert "\n".join(filter(None, (again.title, again.text))) == text


def test_what_lost_bytes_as_gbk_comes_back_but_for_few_marks():
    restored, whole = sample(12).text, sample(9).text
    same = sum(new == old for new, old in zip(restored, whole, strict=True))
    marks = restored.count("\ufffd")
    assert marks <= 0.05 * len(whole)
    assert len(whole) - same - marks <= 1


def test_pages_keep_their_date_and_source():
    for number, rules in ((17, {"date", "source", "dateline", "byline", "editor"}), (19, {"date", "source"})):
        assert rules <= {aside.rule for aside in sample(number).set_aside}
    assert {"date", "source", "editor"} <= {aside.rule for aside in sample(20).set_aside}


def test_no_junk_reaches_the_sentences():
    text = "\n".join(sample(number).text for number in (17, 19, 20, 27, 30, 34, 40))
    for junk in (
        "展开全文",
        "微博视频",
        "版权所有",
        "Copyright",
        "责任编辑",
        "Public domain",
        "function",
        "![",
        "```",
        "推荐阅读",
    ):
        assert junk not in text
