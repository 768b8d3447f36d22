"""What a visitor does on the page, and what then stands there."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from visitor import Gate, Visitor

from page import inputs
from page.messages import ERRORS
from page.runs import runs
from page.strings import TABLE
from pipelines.errors import ErrorCode, LimitError
from pipelines.service.jobs import Runs
from pipelines.service.run import Request

Visit = Callable[..., Visitor]

ARTICLE = """山城开通新线路
5月7日，山城地铁三号线开通,,全长12.5公里。市长王建国出席(xí)了开通仪式，并乘坐了首班列车。
三号线投资3.5亿元，设18座车站。预计每天运送乘客20万人次。市民李秀兰说，上班的时间短了一半。
"""
SENTENCES = 5
GATED = 3  # of them have English when the gate is reached: the one that the summary took, and two more
LANGUAGES = {"en": 0, "zh": 1}


def test_an_empty_page_offers_everything_and_shows_no_result(visit: Visit) -> None:
    page = visit()
    assert page.app.text_area(key="text").label == "Chinese article"
    assert page.app.file_uploader
    assert all(page.has(f"example_{name}") for name in inputs.EXAMPLES)
    assert not page.rows and not page.texts


@pytest.mark.parametrize("name", inputs.EXAMPLES)
def test_one_click_on_an_example_fills_the_box_and_reads_it(visit: Visit, name: str) -> None:
    page = visit().click(f"example_{name}").settle()
    assert page.app.session_state["text"] == inputs.example(name)
    assert len(page.rows) > 8
    assert len(page.english) == len(page.rows), "no sentence is left without its English"
    source, target = page.component("reader")["title"]
    assert target and source == inputs.example(name).splitlines()[0]


def test_a_pasted_article_is_read(visit: Visit) -> None:
    page = visit().paste(ARTICLE).read()
    assert len(page.rows) == SENTENCES
    assert "".join(text for text, _, _ in page.rows).startswith("5月7日，山城地铁三号线开通，全长12.5公里。")
    assert [row for row in page.rows if row[2]] == [page.rows[2]], "the second paragraph opens with the third sentence"
    assert any("1 pinyin reading" in word for word in page.markup)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_an_uploaded_file_is_read(visit: Visit, encoding: str) -> None:
    page = visit().upload(("山城 新闻.txt", ARTICLE.encode(encoding))).read()
    assert len(page.rows) == SENTENCES


def test_whichever_of_text_and_file_came_last_is_read(visit: Visit) -> None:
    page = visit().paste("山城的春天来得很早。").upload(("a.txt", ARTICLE.encode())).read()
    assert len(page.rows) == SENTENCES
    page.paste("山城的冬天很冷。但是春天来得早。").read()
    assert [text for text, _, _ in page.rows] == ["山城的冬天很冷。", "但是春天来得早。"]


def test_a_summary_sentence_points_to_its_evidence_and_reads_the_same_in_both_places(visit: Visit) -> None:
    page = visit().paste(ARTICLE).read()
    items = page.component("reader")["items"]
    assert items
    for text, english, evidence in items:
        assert [text, english] == page.rows[evidence[0]][:2]


@pytest.mark.parametrize(
    ("scope", "rows", "items"), [("both", True, True), ("summary", False, True), ("article", True, False)]
)
def test_only_what_was_asked_for_is_translated(visit: Visit, scope: str, rows: bool, items: bool) -> None:
    page = visit().choose("scope", scope).paste(ARTICLE).read()
    data = page.component("reader")
    assert data["translated"] == {"rows": rows, "items": items}
    assert all((row[1] is not None) is rows for row in data["rows"])
    assert all((item[1] is not None) is items for item in data["items"])
    assert data["note"][0] == "word-for-word gloss"


def test_a_longer_summary_has_more_sentences(visit: Visit) -> None:
    text = inputs.example("news")
    counts = []
    for length in ("short", "medium", "long"):
        page = visit().choose("length", length).paste(text).read()
        counts.append(len(page.component("reader")["items"]))
    assert counts[0] < counts[1] < counts[2]


PLAIN = "山城地铁三号线五月七日正式开通，市长王建国出席了开通仪式，并乘坐了首班列车。"
BAD = [
    (ErrorCode.EMPTY, " \n\u200b"),
    (ErrorCode.NOT_CHINESE, "This article is written in English, and nothing in it is Chinese. " * 5),
    (ErrorCode.DESTROYED, "锟斤拷" * 80),
    (ErrorCode.TOO_LONG, "山城的春天来得很早。" * 20_001),
    (ErrorCode.BINARY, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10\x00\x00\x00\x10\x08\x06\x00\x00\x00" * 20),
    (ErrorCode.EMPTY, b""),
    (ErrorCode.MOJIBAKE, (PLAIN * 3).encode("gbk").decode("big5", errors="replace")),
    (ErrorCode.MIXED_ENCODINGS, (PLAIN * 5).encode() + (PLAIN * 5).encode("gb18030")),
    (ErrorCode.UNKNOWN_ENCODING, bytes(0x80 + n * n * 31 % 127 for n in range(3000))),
    (ErrorCode.NO_ARTICLE, "\n".join(["首页", "新闻", "体育", "财经", "娱乐", "登录", "注册", "更多"] * 6)),
    (ErrorCode.TOO_LARGE, b"a" * 10_000_001),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("code", "data"), BAD, ids=[f"{code}-{type(data).__name__}" for code, data in BAD])
def test_bad_input_is_told_in_the_language_of_the_page_and_stays_in_the_box(
    visit: Visit, language: str, code: ErrorCode, data: str | bytes
) -> None:
    page = visit(lang=language)
    page = page.paste(data).read() if isinstance(data, str) else page.upload(("坏.txt", data))
    sentence = re.escape(ERRORS[code][LANGUAGES[language]])
    sentence = re.sub(r"\\{\w+\\}", ".+", sentence)
    assert any(re.fullmatch(f"(坏.txt(: |：))?{sentence}", text) for text in page.texts), page.texts
    assert not page.rows
    if isinstance(data, str):
        assert page.app.text_area(key="text").value == data


def test_the_page_follows_the_language_switch_and_keeps_the_result(visit: Visit) -> None:
    page = visit().paste(ARTICLE).read()
    before, run = page.rows, page.run
    page.choose("language", "zh")
    assert page.app.text_area(key="text").label == TABLE["text"][1]
    assert page.app.query_params["lang"] in ("zh", ["zh"])
    assert page.rows == before and page.run == run
    assert page.component("reader")["words"]["summary"] == "摘要"
    assert page.app.segmented_control(key="length").value == "medium"


def test_a_run_shows_what_is_there_while_it_goes_on(visit: Visit, gate: Gate) -> None:
    page = visit().paste(ARTICLE).click("start").until_english(GATED)
    assert page.component("reader")["waiting"] and page.has("cancel")
    assert any(f"{GATED} of {SENTENCES}" in label for label in page.progress)
    gate.opened.set()
    page.settle()
    assert len(page.english) == SENTENCES and not page.component("reader")["waiting"]


def test_cancelling_keeps_what_is_done(visit: Visit, gate: Gate) -> None:
    page = visit().paste(ARTICLE).click("start").until_english(GATED)
    page.click("cancel").settle()
    assert len(page.english) == GATED and len(page.rows) == SENTENCES
    assert TABLE["cancelled"][0] in page.texts
    assert page.app.get("download_button"), "what is done can be taken away"


def test_changing_a_setting_or_clicking_again_during_a_run_loses_nothing(visit: Visit, gate: Gate) -> None:
    page = visit().paste(ARTICLE).click("start").until_english(GATED)
    run = page.run
    page.choose("length", "long")
    page.choose("length", "medium").click("start")
    assert page.run == run, "the same wish twice is one run"
    assert len(page.english) == GATED


def test_another_article_during_a_run_leaves_the_first_result_in_reach(visit: Visit, gate: Gate) -> None:
    page = visit().paste(ARTICLE).click("start").until_english(GATED)
    first = page.run
    page.paste("山城的春天来得很早。").click("start")
    assert page.run != first
    gate.opened.set()
    page.settle()
    assert len(page.rows) == 1
    page.click("older").settle()
    assert page.run == first and len(page.english) == SENTENCES
    page.click("newer")
    assert len(page.rows) == 1


def test_the_way_back_leads_to_results_and_past_what_failed(visit: Visit) -> None:
    page = visit().paste(ARTICLE).read()
    good = page.run
    page.paste("Nothing Chinese in this text at all, really nothing.").read()
    page.paste("山城的春天来得很早。").read()
    page.click("older")
    assert page.run == good and not page.can("older")


def test_a_reload_finds_the_run_its_text_and_its_settings(visit: Visit) -> None:
    page = visit().choose("length", "short").paste(ARTICLE).read()
    again = visit(run=page.run)
    assert again.rows == page.rows
    assert again.app.text_area(key="text").value == ARTICLE
    assert again.app.segmented_control(key="length").value == "short"


def test_several_files_become_a_list_that_is_read_through(visit: Visit) -> None:
    files = [
        ("第10章.txt", "山城的冬天很冷。".encode()),
        ("第2章.txt", ARTICLE.encode()),
        ("第99章.txt", b"\x89PNG\r\n\x1a\n" * 40),
    ]
    page = visit().upload(*files)
    shown = [text for text in page.texts if text[:1].isdigit()]
    assert [text.split()[1] for text in shown][:2] == ["第2章.txt", "第10章.txt"], "in their order"
    assert ERRORS[ErrorCode.BINARY][0].split("{")[0] in shown[2], "one bad file does not spoil the list"
    page.read()
    assert len(page.rows) == SENTENCES and "1 of 2" in page.words
    page.click("newer").settle()
    assert [text for text, _, _ in page.rows] == ["山城的冬天很冷。"] and "2 of 2" in page.words


def test_a_list_can_be_dropped(visit: Visit) -> None:
    page = visit().upload(("a.txt", ARTICLE.encode()), ("b.txt", ARTICLE.encode()))
    assert not page.app.text_area
    assert page.click("list_drop").app.text_area(key="text").value == ""


def test_what_a_file_holds_is_shown_first_and_can_be_changed(visit: Visit) -> None:
    page = visit().upload(("a.html", f"<html><body><article><p>{PLAIN * 4}</p></article></body></html>".encode()))
    assert any(text.startswith("From a.html (web page,") for text in page.texts)
    assert page.app.text_area(key="text").value.strip() == PLAIN * 4
    page.paste(ARTICLE)
    assert not any(text.startswith("From ") for text in page.texts), "it is no longer what the file holds"
    assert len(page.read().rows) == SENTENCES


def test_an_address_that_may_not_be_fetched_is_told_and_the_box_is_kept(visit: Visit) -> None:
    page = visit().paste(ARTICLE)
    page.app.text_input(key="address").set_value("http://127.0.0.1/page")
    page.click("fetch_button")
    assert any(text.startswith("127.0.0.1") for text in page.texts), page.texts
    assert page.app.text_area(key="text").value == ARTICLE


def test_the_articles_of_a_visit_are_listed_opened_and_deleted(visit: Visit) -> None:
    page = visit().paste(ARTICLE).read()
    first = page.run
    page.paste("山城的春天来得很早。").read()
    assert "山城开通新线路" in page.texts and "Articles (2)" in page.labels("popover")
    page.click(f"open_{first}")
    assert page.run == first and len(page.rows) == SENTENCES
    page.click(f"forget_{first}")
    assert not page.rows and not page.has(f"open_{first}")
    assert TABLE["gone"][0] in visit(run=first).texts, "nobody else finds it either"
    page.click("forget_all")
    assert "Articles" in page.labels("popover")


def test_a_correction_holds_in_later_runs_and_is_not_computed_again(visit: Visit) -> None:
    page = visit().paste(ARTICLE).read()
    source = page.rows[3][0]
    page.tell("edits", {"run": page.run, "id": "a", "edits": [["article", source, "By hand."]]})
    assert page.rows[3][1] == "By hand." and page.component("reader")["marks"]["rows"] == {"3": ["by_hand"]}
    page.choose("length", "long").read()
    assert page.rows[3][1] == "By hand."
    page.tell("edits", {"run": page.run, "id": "b", "edits": [["article", source, None]]}).settle()
    assert page.rows[3][1] not in ("By hand.", None)


def test_a_rule_can_be_switched_off_and_only_what_changes_runs_again(visit: Visit) -> None:
    page = visit().paste(ARTICLE).read()
    known = runs().store.translated
    page.app.session_state["repaired"] = True
    page.look()
    page.app.get("button_group")[-1].set_value(["broken_commas"])
    page.look().click("rules_again").settle()
    assert any("(xí)" in text or "（xí）" in text for text, _, _ in page.rows)
    assert "1 rule switched off" in page.words
    changed = sum("xí" in text for text, _, _ in page.rows)
    assert 0 < runs().store.translated - known <= changed + 2, "the sentence itself, and where the summary has it"


GLOSSARY = """source,target
地铁三号线,Metro Line Three
山城,Mountainville
山城,Shancheng City
线,line
王建国,
"""


def test_a_glossary_is_uploaded_and_its_faults_are_told_by_their_lines(visit: Visit) -> None:
    page = visit()
    page.app.file_uploader[-1].set_value(("词.csv", GLOSSARY.encode("gb18030"), "text/csv"))
    page.look()
    assert "Glossary (2)" in page.labels("popover")
    told = [text for text in page.texts if text.startswith("Line ")]
    assert [text.split(":")[0] for text in told] == ["Line 4", "Line 5", "Line 6"]
    assert "other English than in line 3; this line holds (山城)" in told[0]
    page.paste(ARTICLE).read()
    assert "Metro Line Three" in page.rows[0][1] and "Shancheng City" in page.rows[0][1]
    assert "terms used" in page.component("reader")["words"]["english_count"]
    page.click("glossary_clear").read()
    assert "Metro Line Three" not in page.rows[0][1]


def test_what_is_no_glossary_is_told(visit: Visit) -> None:
    page = visit()
    page.app.file_uploader[-1].set_value(("词.csv", b"\n\n", "text/csv"))
    page.look()
    assert any(text.startswith("词.csv: ") for text in page.texts)
    assert "Glossary" in page.labels("popover")


def test_a_word_from_the_reader_makes_only_its_sentences_anew(visit: Visit) -> None:
    page = visit().paste(ARTICLE).read()
    before, first, known = [row[1] for row in page.rows], page.run, runs().store.translated
    page.tell("terms", {"run": page.run, "id": "a", "terms": [["开通仪式", "ribbon cutting"]]}).settle()
    assert page.run != first
    changed = [index for index, row in enumerate(page.rows) if row[1] != before[index]]
    assert changed == [1] and "ribbon cutting" in page.rows[1][1]
    assert 0 < runs().store.translated - known <= 2, "the sentence itself, and where the summary has it"
    assert "Glossary (1)" in page.labels("popover")


def test_an_address_whose_run_is_gone_says_so(visit: Visit) -> None:
    page = visit(run="no-such-run")
    assert TABLE["gone"][0] in page.texts and not page.rows


def test_a_full_waiting_room_is_told_and_the_last_result_stays(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    page = visit().paste(ARTICLE).read()
    rows = page.rows

    def full(self: Runs, request: Request) -> None:
        raise LimitError(ErrorCode.BUSY, waiting=64)

    monkeypatch.setattr(Runs, "submit", full)
    page.paste("山城的春天来得很早。").click("start")
    assert any(text.startswith("64 articles are waiting") for text in page.texts)
    assert page.rows == rows


def test_the_expected_time_stands_there_before_the_button_is_pressed(visit: Visit) -> None:
    assert not any(word.startswith("Ready in about") for word in visit().markup)
    assert any(word.startswith("Ready in about") for word in visit().paste(ARTICLE).markup)


def test_two_visitors_see_only_their_own(visit: Visit) -> None:
    one, other = visit().paste(ARTICLE).read(), visit().paste("山城的春天来得很早。").read()
    assert len(one.look().rows) == SENTENCES and len(other.look().rows) == 1
    assert not visit().rows


HOSTILE = (
    "<img src=x onerror=alert(1)></script>$latex$:smile:**粗体**[链接](javascript:alert(1))山城的春天来得很早。\u202e"
)


def test_hostile_text_is_only_ever_data(visit: Visit) -> None:
    page = visit().paste(f"{HOSTILE}\n{HOSTILE}山城的冬天很冷。\n记者：<b>王建国</b>").read()
    assert page.rows
    for marked in ("onerror", "$latex$", "粗体", "王建国", "山城"):
        assert not any(marked in word for word in page.markup)


def test_the_example_files_are_articles_of_the_promised_length() -> None:
    for path in (Path(inputs.__file__).parent / "examples").glob("*.txt"):
        assert 400 <= len(path.read_text(encoding="utf-8")) <= 1100
