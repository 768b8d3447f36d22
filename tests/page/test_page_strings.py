"""Every word of the page exists in both languages."""

import re
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from string import Formatter

import pytest

from page import inputs, messages
from page.actions import KINDS
from page.options import SCOPES
from page.reader.payload import READERS_OWN
from page.strings import TABLE, Both, Language, Say
from pipelines.article import RULES, SET_ASIDE_RULES, Kind
from pipelines.document import Column, FindingCode, Flag, Length, Progress, Repair, Stage
from pipelines.errors import SENTENCES, ErrorCode, InputError
from pipelines.models.catalog import CATALOG
from pipelines.models.spec import Task

PAGE = Path(inputs.__file__).parent
CHINESE = re.compile("[\u4e00-\u9fff]")


def fields(text: str) -> set[str]:
    """The facts that a string needs."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (messages.ERRORS, ErrorCode),
        (messages.STAGES, Stage),
        (messages.FLAGS, Flag),
        (messages.FINDINGS, FindingCode),
        (messages.MODELS, [spec.name for spec in CATALOG]),
        (messages.KINDS, Kind),
        (messages.REPAIRS, [rule.name for rule in RULES]),
        (messages.ASIDES, [rule.name for rule in SET_ASIDE_RULES]),
    ],
    ids=["errors", "stages", "flags", "findings", "models", "kinds of sources", "repair rules", "set-aside rules"],
)
def test_every_code_of_the_library_has_its_words(table: dict[str, Both], codes: Iterable[StrEnum | str]) -> None:
    assert set(table) == set(codes)


def every_row() -> list[tuple[str, Both]]:
    flags = [(flag, row) for flag, rows in messages.FLAGS.items() for row in rows]
    tables: tuple[dict[str, Both], ...] = (
        messages.ERRORS, messages.STAGES, messages.FINDINGS, messages.REPAIRS, messages.ASIDES, messages.MODELS,
        messages.KINDS,
    )  # fmt: skip
    return [*TABLE.items(), *flags, *((str(key), row) for table in tables for key, row in table.items())]


@pytest.mark.parametrize(("key", "row"), every_row())
def test_both_languages_say_the_same_facts(key: str, row: Both) -> None:
    english, chinese = row
    assert english and chinese
    assert fields(english) == fields(chinese)
    assert not CHINESE.search(english.replace("摘译", ""))
    assert "|" not in chinese, "Chinese does not count"


def test_chinese_is_chinese() -> None:
    latin_only = {key for key, (_, chinese) in every_row() if not CHINESE.search(chinese)}
    assert latin_only == {
        "counted",
        "list",
        "count_done",
        "place",
        "progress",
        "download_md",
        "model_ready",
        "model_arriving",
        "colon",
    }


def test_every_key_the_page_asks_for_is_in_the_table_and_none_is_left_over() -> None:
    tables = {"strings.py", "messages.py"}
    source = "\n".join(path.read_text(encoding="utf-8") for path in PAGE.rglob("*.py") if path.name not in tables)
    asked = set(re.findall(r"""\bsay\(\s*["'](\w+)["']""", source + (PAGE / "messages.py").read_text(encoding="utf-8")))
    built = {f"length_{length}" for length in Length} | {f"scope_{scope}" for scope in SCOPES}
    built |= {f"example_{name}" for name in inputs.EXAMPLES} | {f"download_{kind}" for kind in KINDS}
    built |= {f"how_{name}{note}" for name in ("paste", "summary", "english") for note in ("", "_note")}
    built |= {f"changes_{part}" for part in ("before", "after", "aside", "none")}
    built |= {f"model_{task}" for task in Task}
    built |= {f"reader_{key}" for key in READERS_OWN}
    built |= {f"in_{column}" for column in Column if column is not Column.ARTICLE}
    built |= {f"state_{state}" for state in ("waiting", "running", "failed")}
    built |= {f"{key}{how}" for key in ("kept", "recent_kept") for how in ("_hours", "_memory")}
    chosen = {"older", "newer"}  # one of two, by a condition
    assert asked <= set(TABLE)
    assert set(TABLE) - asked == (built | chosen)


@pytest.mark.parametrize(
    ("language", "count", "expected"),
    [
        (Language.EN, 1, "1 pinyin reading, 2 broken commas"),
        (Language.EN, 213, "213 pinyin readings, 2 broken commas"),
        (Language.ZH, 213, "213 处拼音注音、2 处错乱的逗号"),
    ],
)
def test_repairs_are_counted(language: Language, count: int, expected: str) -> None:
    repairs = (Repair("readings", count, "會(huì) → 會"), Repair("broken_commas", 2, ",, → ，"))
    said = messages.repairs(Say(language), repairs)
    assert sorted(re.split(", |、", said)) == sorted(re.split(", |、", expected))


def test_an_error_is_told_with_its_facts_in_the_language_of_the_page() -> None:
    error = InputError(ErrorCode.NOT_CHINESE, share=3)
    assert messages.error(Say(Language.EN), error) == SENTENCES[ErrorCode.NOT_CHINESE].format(share=3)
    assert "3%" in messages.error(Say(Language.ZH), error)


def test_a_stage_counts_where_there_is_something_to_count() -> None:
    say = Say(Language.EN)
    assert messages.stage(say, Progress(Stage.REPAIR, 0, 1)) == "Reading and repairing"
    assert messages.stage(say, Progress(Stage.TRANSLATE_ARTICLE, 3, 25)) == "Translating the article · 3 of 25"
