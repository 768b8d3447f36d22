"""What is trained on: which files, which pairs of them, and what is written beside them."""

from __future__ import annotations

import lzma
import unicodedata
from pathlib import Path
from random import Random

import pytest

from pipelines.article import script
from training.translation import clean, figures, filters, meaning, noise, slots, sources, synthesize, varied
from training.translation.sources import SOURCES, Edition, Terms
from training.translation.templates import Template, templates
from training.translation.withheld import Withheld


def test_licences_decide_what_an_edition_sees() -> None:
    for source in SOURCES:
        assert source.may_train(Edition.OPEN) == (source.terms is Terms.OPEN)
        assert source.may_train(Edition.NONCOMMERCIAL) == (source.terms is not Terms.NOTHING)
        if source.folder == "noncommercial":
            assert not source.may_train(Edition.OPEN), source.name
        if "none stated" in source.licence or "research" in source.licence:
            assert source.terms is Terms.NOTHING, source.name


PAIR = ("图书馆每天早上九点开门。", "The library opens at nine every morning.")


@pytest.mark.parametrize(
    ("chinese", "english", "reason"),
    [
        (*PAIR, ""),
        ("我知道。", "I know.", ""),
        ("2024", "In 2024 he left.", "empty"),
        ("图书馆" * 60, "The library", "too long"),
        (PAIR[0], "The library 图书馆 opens.", "wrong script"),
        ("Click the button to open the file 打开", "Click the button to open the file", "wrong script"),
        ("図書館は毎日朝九時に開きます。", PAIR[1], "wrong script"),
        ("请等等等等等等等等等等等。", "Please wait for me.", "junk"),
        ("退出当前的程序。", "QUIT THE CURRENT PROGRAM NOW", "copy or capitals"),
        ("使用 `foo()` 和 `bar()` 函数。", "Use the `foo()` and `bar()` functions.", "code"),
        ("图书馆每天早上九点开门，星期一闭馆整理图书。", "Opens.", "length ratio"),
        (
            "我知道。",
            "I know that the library will open at nine tomorrow and close at five in the afternoon.",
            "length ratio",
        ),
    ],
)
def test_a_pair_is_refused_for_its_form(chinese: str, english: str, reason: str) -> None:
    assert filters.reason(chinese, english) == reason


@pytest.mark.parametrize(
    ("chinese", "english", "agree"),
    [
        ("投资3.5亿元。", "An investment of 350 million yuan.", True),
        ("他二十岁。", "He is 20 years old.", True),
        ("5月7日", "May 7", True),
        ("共有15人。", "There are fifteen people.", False),  # rather a good pair lost than a bad one kept
        ("40年来一直如此。", "It has always been so.", False),
        ("他在1970年离开。", "He left in 1971.", False),
        ("有三个人。", "There are three people.", True),
    ],
)
def test_numbers_of_a_pair_agree_or_not(chinese: str, english: str, agree: bool) -> None:
    assert figures.agree(chinese, english) is agree


def test_what_belongs_together_means_more_alike_than_what_does_not() -> None:
    library = (
        "市民可以在图书馆免费借阅图书和报纸。",
        "Residents can borrow books and newspapers in the library for free.",
    )
    weather = ("科学家认为气候变化影响了农业生产。", "Scientists believe climate change has affected agriculture.")
    together = [meaning.score(*library), meaning.score(*weather)]
    apart = [meaning.score(library[0], weather[1]), meaning.score(weather[0], library[1])]
    assert min(score or 0 for score in together) > 0.5
    assert max(1 if score is None else score for score in apart) < clean.LEAST_MEANING
    assert meaning.score("我知道。", "I know.") is None  # too little to tell


def test_what_is_measured_on_is_known_again_nearly_too() -> None:
    known = Withheld(
        ["研究人员在周一宣布，他们发明了一种新的诊断工具。"], ["Researchers announced a new diagnostic tool on Monday."]
    )
    assert known.holds("研究人员在周一宣布,他们发明了一种新的诊断工具", "Something else.")
    assert known.holds("他们说研究人员在周一宣布，他们发明了一种新的诊断工具。", "Something else.")
    assert known.holds("别的什么。", "researchers announced a NEW diagnostic tool on Monday")
    assert not known.holds("研究人员在周二开会。", "Researchers met on Tuesday.")


def _data(folder: Path, name: str, pairs: list[tuple[str, str]]) -> None:
    path = sources.named(name).path(folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(lzma.compress("".join(f"{zh}\t{en}\n" for zh, en in pairs).encode()))


def test_cleaning_says_what_it_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _data(tmp_path, "tatoeba_cmn", [PAIR, PAIR, ("他在1970年离开。", "He left in 1971."), ("我知道。", "I know.")])
    _data(
        tmp_path, "newscommentary_10k", [("专家认为这个数字还会上升。", "Experts believe this number will still rise.")]
    )
    (tmp_path / "eval" / "zh-en").mkdir(parents=True)
    (tmp_path / "eval" / "zh-en" / "flores-dev.zh").write_text("面馆老板说，生意好了一倍。\n", encoding="utf-8")
    clean.run(tmp_path, tmp_path / "work")
    said = capsys.readouterr()
    assert "duplicate 1" in said.out and "numbers 1" in said.out
    assert "taiwan_laws: not there" in said.err
    assert list(sources.read(tmp_path / "work/clean/tatoeba_cmn.tsv.xz")) == [PAIR, ("我知道。", "I know.")]
    assert list(sources.read(tmp_path / "work/clean/newscommentary_10k.tsv.xz")) == []  # it may be measured on only
    assert len(list(sources.read(tmp_path / "work/held/newscommentary_10k.tsv.xz"))) == 1


def test_every_template_can_be_filled_and_its_numbers_agree() -> None:
    draw = Random(0)
    filling = slots.slots()
    for template in templates():
        chinese, english = template.fill(filling, draw)
        assert "{" not in chinese + english
        assert chinese and english[0] != " "
        assert figures.agree(chinese, english), (chinese, english)


def test_a_full_stop_of_a_gap_ends_the_sentence_and_others_stay() -> None:
    filling = {"clock": lambda draw: ("上午9时", "9 a.m."), "period": lambda draw: ("去年", "last year")}
    draw = Random(0)
    assert Template("{clock}开门。", "It opens at {clock}.").fill(filling, draw)[1] == "It opens at 9 a.m."
    assert Template("{clock}，{period}。", "At {clock}, in {period}.").fill(filling, draw)[1] == "At 9 a.m., last year."


def test_the_same_seed_writes_the_same_and_another_seed_something_else() -> None:
    first, again, other = (synthesize.written(200, Random(seed)) for seed in (1, 1, 2))
    assert first == again
    assert len({*first} & {*other}) < len(first) / 2


@pytest.mark.parametrize(
    ("chinese", "english"),
    [("money", "yuan|\\$|euros|yen|pounds|Hong Kong dollars"), ("person", "[A-Z]"), ("date", "[A-Z][a-z]+ \\d")],
)
def test_gaps_are_filled_with_what_they_are_named(chinese: str, english: str) -> None:
    import re

    for seed in range(50):
        made = slots.slots()[chinese](Random(seed))
        assert re.search(english, made[1]), made


def test_noise_changes_marks_and_script_but_no_words() -> None:
    text = "会议强调，要统筹推进乡村振兴、生态保护，2024年投资3.5亿元。"
    changed = {noise.noisy(text, Random(seed)) for seed in range(60)}
    assert len(changed) > 20
    assert {_said(made) for made in changed} == {_said(text)}


def _said(text: str) -> str:
    return "".join(filter(str.isalnum, script.to_simplified(unicodedata.normalize("NFKC", text))))


def test_a_term_that_stands_in_the_chinese_is_the_one_of_the_english() -> None:
    pairs = [("市民可以在图书馆免费借阅图书。", "Residents can borrow books in the library for free.")] * 20
    made = list(varied.mixed(pairs, 20, Random(1)))
    assert made
    for chinese, english in made:
        term = "".join(character for character in chinese if character.isascii()).strip()
        assert term and term in english


def test_joined_sentences_are_whole_on_both_sides() -> None:
    pairs = [(f"这是第{n}句。", f"This is sentence {n}.") for n in range(9)]
    for chinese, english in varied.joined(pairs, 10, Random(1)):
        assert chinese.count("。") == english.count(".") > 1
