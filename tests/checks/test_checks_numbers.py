"""Numbers: whatever is the same is left alone, whatever differs is found, with what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.checks.numbers import compare
from pipelines.document import FindingCode as Code
from pipelines.document import Severity
from pipelines.lexicon import words

SAME = """
    投资90亿元。                        | An investment of 9 billion yuan.
    投资90亿元。                        | An investment of 9,000 million yuan.
    投资90亿元。                        | RMB 9bn was invested.
    三成居民反对。                      | 30% of residents are against it.
    三成居民反对。                      | Three-tenths of the residents are against it.
    销量为1.5万辆。                     | Sales were 15,000 cars.
    两人获救。                          | Both were rescued.
    双方签署协议。                      | The two sides signed an agreement.
    这是一个好消息。                    | This is good news.
    来了三十多人。                      | Over thirty people came.
    一带一路倡议惠及四川。              | The Belt and Road Initiative benefits Sichuan.
    他千方百计要去三亚。                | He tried everything to get to Sanya.
    二战期间，他在上海。                | During World War II he was in Shanghai.
    第二次世界大战爆发。                | World War II broke out.
    上世纪90年代，他下海了。            | He went into business in the 1990s.
    20 世纪 30 年代                     | In the 30s of the 20th century
    半年后，工程完工。                  | The project was finished six months later.
    他两周后回来。                      | He came back a fortnight later.
    十年过去了。                        | A decade has passed.
    两年前                              | 24 months ago
    产量翻了一番。                      | Output doubled.
    增长了两倍。                        | It tripled.
    三分之二的人同意。                  | Two thirds of the people agree.
    五分之一的人反对。                  | One in five is against it.
    打九折。                            | 10% off.
    会议于5月7日至9日举行。             | The meeting was held on May 7–9.
    会议于5月7日至9日举行。             | The meeting took place from 7 to 9 May.
    下午3点半开会。                     | The meeting is at 3:30 p.m.
    19时55分起火。                      | The fire broke out at 7:55 pm.
    气温达到37摄氏度。                  | The temperature reached 98.6 degrees Fahrenheit.
    距此160公里。                       | It is 100 miles from here.
    第三季度增长5%。                    | It grew 5 percent in the third quarter.
    去年上半年利润下降。                | Profits fell in the first half of last year.
    二十国集团峰会                      | The G20 summit
    “十四五”规划                        | the 14th Five-Year Plan
    新冠肺炎疫情                        | the COVID-19 epidemic
    数十万人参加。                      | Hundreds of thousands took part.
    十多个专家组                        | more than a dozen groups of experts
    盐度为5‰。                          | The salinity is 5 per thousand.
    一年半以来                          | for a year and a half
    比分为3比1。                        | The score was 3-1.
    “十一”黄金周                        | the National Day holiday week
    这两个词意思不同。                  | The words differ in meaning.
    第二天，他走了。                    | The following day he left.
    三维立体模型                        | a three-dimensional model
"""

WRONG = [
    ("投资90亿元。", "An investment of 90 billion yuan.", Code.MAGNITUDE_WRONG, "9 billion yuan"),
    ("销量为1.5万辆。", "Sales were 1,500 cars.", Code.MAGNITUDE_WRONG, "15,000 vehicles"),
    ("数十亿美元", "hundreds of thousands of dollars", Code.MAGNITUDE_WRONG, "billions of US dollars"),
    ("共有128人获救。", "A total of 182 people were rescued.", Code.NUMBER_WRONG, "128 people"),
    ("共有128人获救。", "People were rescued.", Code.NUMBER_MISSING, "128 people"),
    ("居民获救。", "128 residents were rescued.", Code.NUMBER_ADDED, "128"),
    ("会议于5月7日举行。", "The meeting was held on May 8.", Code.DATE_WRONG, "May 7"),
    ("会议于5月7日举行。", "The meeting was held on June 7.", Code.DATE_WRONG, "May 7"),
    ("周三开会。", "The meeting is on Thursday.", Code.DATE_WRONG, "Wednesday"),
    ("2015年成立。", "Founded in 2016.", Code.DATE_WRONG, "2015"),
    ("去年盈利。", "It will be profitable next year.", Code.DATE_WRONG, "last year"),
    ("上半年盈利。", "It made a profit in the second half.", Code.DATE_WRONG, "the first half of the year"),
    ("下午3点半开会。", "The meeting is at 3:30 a.m.", Code.TIME_WRONG, "3:30 p.m."),
    ("下午3点半开会。", "The meeting is at 4:30 p.m.", Code.TIME_WRONG, "3:30 p.m."),
    ("投资5亿元。", "An investment of $500 million.", Code.CURRENCY_WRONG, "500 million yuan"),
    ("长50公里。", "It is 50 miles long.", Code.UNIT_WRONG, "50 kilometers"),
    ("占地80亩。", "It covers 80 acres.", Code.UNIT_WRONG, "80 mu"),
    ("历时三年。", "It took three months.", Code.UNIT_WRONG, "three years"),
    ("三成居民反对。", "13% of residents are against it.", Code.NUMBER_WRONG, "30%"),
]


@pytest.mark.parametrize("row", [line.strip() for line in SAME.strip().splitlines()])
def test_legal_rewordings_are_no_findings(row: str) -> None:
    source, target = (part.strip() for part in row.split("|"))
    assert compare(source, target, words.segment(source)).troubles == ()


@pytest.mark.parametrize(("source", "target", "code", "fact"), WRONG)
def test_what_is_wrong_is_found_with_what_was_meant(source: str, target: str, code: Code, fact: str) -> None:
    (trouble,) = compare(source, target, words.segment(source)).troubles
    assert (trouble.code, trouble.facts[-1]) == (code, fact)


def test_both_sides_are_pointed_at() -> None:
    source, target = "工程投资90亿元。", "The project cost 90 billion yuan."
    (trouble,) = compare(source, target).troubles
    assert trouble.severity is Severity.ERROR
    assert trouble.source and source[slice(*trouble.source)] == "90亿元"
    assert trouble.target and target[slice(*trouble.target)] == "90 billion yuan"


def test_numbers_and_those_that_match_are_counted() -> None:
    compared = compare("5月7日，共投资90亿元，128人参加。", "On May 7, 90 billion yuan was invested; 128 took part.")
    assert (compared.numbers, compared.matching) == (3, 2)


# --- on the outside data ---------------------------------------------------------------------------------------------


def test_human_translations_give_few_false_alarms(data: Path) -> None:
    folder = data / "eval" / "zh-en"
    lines = {name: (folder / name).read_text("utf-8").splitlines() for name in ("flores-dev.zh", "flores-dev.en")}
    pairs = list(zip(*lines.values(), strict=True))
    pairs += [tuple(line.split("\t")) for line in (folder / "tico19-ntrex.dev.tsv").read_text("utf-8").splitlines()]
    alarms = sum(len(compare(source, target, words.segment(source)).troubles) for source, target in pairs)
    assert alarms <= 0.015 * len(pairs)
