"""Places: pinyin or the name a place is known by; words that only look like places are let be."""

from __future__ import annotations

import pytest

from pipelines.checks.places import compare
from pipelines.lexicon.gazetteer import forms
from pipelines.lexicon.words import segment


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("他从陕西去了哈尔滨。", "He went from Shaanxi to Harbin."),
        ("北京大学在北京。", "Peking University is in Beijing."),
        ("澳门特别行政区政府", "the government of the Macau SAR"),
        ("内蒙古自治区呼和浩特市", "Hohhot in Inner Mongolia"),
        ("定州市位于河北省。", "Dingzhou lies in Hebei."),
        ("中国是大国。", "It is a large country."),
        ("人人都想长寿。", "Everybody wants to live long."),
        ("布雷特·莱西说，他很高兴。", "Brett Lacy said he was glad."),
        ("他从巴黎回来。", "He is back."),
        ("三号线连接云河北站和机场。", "Line 3 connects Yunhe North Station and the airport."),
    ],
)
def test_places_in_any_accepted_form_pass(source: str, target: str) -> None:
    assert compare(source, target, segment(source)) == ()


@pytest.mark.parametrize(
    ("source", "target", "facts"),
    [
        ("会议在陕西省举行。", "The meeting was held in Shanxi Province.", ("陕西省", "Shaanxi Province")),
        ("她住在株洲市。", "She lives in Changzhou.", ("株洲市", "Zhuzhou City")),
    ],
)
def test_a_place_that_is_not_named_is_pointed_at(source: str, target: str, facts: tuple[str, str]) -> None:
    (trouble,) = compare(source, target, segment(source))
    assert trouble.facts == facts
    assert trouble.source and source[slice(*trouble.source)] == facts[0]


def test_what_places_may_be_called() -> None:
    assert "shaanxi" in forms("陕西") and "wuhan" in forms("武汉市") and "peking" in forms("北京")
    assert forms("巴黎") == forms("长寿") == forms("图书馆") == ()
