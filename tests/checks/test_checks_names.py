"""Names: every accepted form passes, another name is found, and foreign names are let be."""

from __future__ import annotations

import pytest

from pipelines.checks import organisations
from pipelines.checks.names import compare
from pipelines.document import FindingCode as Code
from pipelines.lexicon.romanized import is_pinyin, is_spelled_in, readings
from pipelines.lexicon.words import segment

SAID = "市委书记王东群说，工程进展顺利。"


@pytest.mark.parametrize(
    "name",
    [
        "Wang Dongqun", "Dongqun Wang", "Wang Dong-qun", "WANG Dongqun", "Wang Dong Qun", "Wáng Dōngqún",
        "Mr. Wang", "Secretary Wang", "Dongqun", "Wong Tung-kwan",
    ],
)  # fmt: skip
def test_every_usual_form_of_a_name_passes(name: str) -> None:
    assert compare(SAID, f"{name} said that the project was going well.", segment(SAID)).troubles == ()


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("孙中山在南京就职。", "Sun Yat-sen took office in Nanjing."),
        ("董建华会见了代表团。", "Tung Chee-hwa met the delegation."),
        ("林郑月娥表示欢迎。", "Carrie Lam welcomed it."),
        ("外长李英浩表示，将继续谈判。", "Foreign minister Ri Yong Ho said talks would go on."),
        ("律师罗利特说，他很失望。", "Rowlett, a lawyer, said he was disappointed."),
        ("科斯特洛先生说，这是好事。", "That is good, Mr Costello said."),
        ("导演山田洋次获奖。", "Director Yoji Yamada won a prize."),
        ("吕晓燕主任说，没有问题。", "Director Lü Xiaoyan said there was no problem."),
        ("吕晓燕主任说，没有问题。", "Director Lyu Xiaoyan said there was no problem."),
        ("张峰团队报告了结果。", "The Feng Zhang group reported the results."),
        ("西安天和公司上市。", "Xi'an Tianhe was listed."),
        ("高峰时段，白云山上人多。", "At peak times there are many people on Baiyun Mountain."),
    ],
)
def test_names_known_otherwise_and_foreign_ones_pass(source: str, target: str) -> None:
    assert compare(source, target, segment(source)).troubles == ()


@pytest.mark.parametrize(
    ("source", "target", "code", "facts"),
    [
        (SAID, "Municipal Party Secretary Wang Dongjun spoke.", Code.NAME_WRONG,
         ("王东群", "Wang Dongqun", "Wang Dongjun")),
        (SAID, "Municipal Party Secretary Wang Dongqum spoke.", Code.NAME_WRONG,
         ("王东群", "Wang Dongqun", "Wang Dongqum")),
        (SAID, "Municipal Party Secretary Zhao Lihong spoke.", Code.NAME_WRONG,
         ("王东群", "Wang Dongqun", "Zhao Lihong")),
        (SAID, "The secretary said the project was going well.", Code.NAME_MISSING, ("王东群", "Wang Dongqun")),
        ("会议昨天结束。", "The meeting ended yesterday, Zhao Lihong said.", Code.NAME_ADDED, ("Zhao Lihong",)),
    ],
)  # fmt: skip
def test_another_name_is_found_with_the_right_one(source: str, target: str, code: Code, facts: tuple[str]) -> None:
    (trouble,) = compare(source, target, segment(source)).troubles
    assert (trouble.code, trouble.facts) == (code, facts)


def test_each_stranger_is_taken_for_one_person_only() -> None:
    source = "市长高明辉和书记邓玉兰出席。"
    troubles = compare(source, "Mayor Gao Minghua and Secretary Zhao Lihong were there.", segment(source)).troubles
    assert [trouble.facts[::2] for trouble in troubles] == [("高明辉", "Gao Minghua"), ("邓玉兰", "Zhao Lihong")]


def test_the_name_is_pointed_at_on_both_sides() -> None:
    target = "Secretary Wang Dongjun spoke."
    (trouble,) = compare(SAID, target, segment(SAID)).troubles
    assert trouble.source and SAID[slice(*trouble.source)] == "王东群"
    assert trouble.target and target[slice(*trouble.target)] == "Wang Dongjun"


def test_what_is_pinyin_and_what_is_not() -> None:
    assert all(map(is_pinyin, ("dongqun", "xian", "lyu", "ou")))
    assert not any(map(is_pinyin, ("smith", "maio", "costello")))
    assert "zeng" in readings("曾") and "ceng" in readings("曾")
    assert is_spelled_in("记者张峰报道", "zhang", "feng") and not is_spelled_in("记者张峰报道", "wang", "feng")


@pytest.mark.parametrize(
    ("source", "target", "missing"),
    [
        ("天津大学与清华大学签署协议。", "Tianjin University and Beijing University signed.", ["清华大学"]),
        ("天津大学与清华大学签署协议。", "Tianjin University and Tsinghua signed.", []),
        ("百度昨日宣布试运营。", "Yesterday 100 degrees announced a trial.", ["百度"]),
        ("国家发改委公布数据。", "The NDRC published figures.", []),
        ("联合国秘书长表示欢迎。", "The U.N. chief welcomed it.", []),
        ("商务部长表示遗憾。", "The Business Secretary regretted it.", []),
        ("中国科学院的报告。", "A report by the academy of sciences.", []),
    ],
)
def test_a_well_known_organisation_is_named_in_some_way(source: str, target: str, missing: list[str]) -> None:
    assert [trouble.facts[0] for trouble in organisations.compare(source, target)] == missing
