"""Several files, or a zip of them, become a list in a reader's order; one bad file does not spoil it."""

from __future__ import annotations

import random

import pytest
from files import FIRST, TITLE, locked_zip, pdf, word, zipped, zipped_as

from pipelines.article import list_files, read_article
from pipelines.errors import ErrorCode
from pipelines.settings import Settings

TEXT = f"{TITLE}\n{FIRST}\n".encode()


def names(files, **options):
    return [one.name for one in list_files(files, **options)]


def codes(files, settings=None):
    return [one.error.code if one.error else None for one in list_files(files, settings=settings)]


@pytest.mark.parametrize(
    "ordered",
    [
        ["第2章.txt", "第10章.txt", "第11章.txt"],
        ["第一章 开端.txt", "第二章 发展.txt", "第十章.txt", "第十一章.txt", "第二十章.txt", "第一百零二章.txt"],
        ["第２章.txt", "第３章.txt", "第１０章.txt"],
        ["一、总论.docx", "二、分论.docx", "十、结论.docx"],
        ["新闻（一）.txt", "新闻（二）.txt", "新闻（三）.txt"],
        ["三体（上）.txt", "三体（中）.txt", "三体（下）.txt"],
        ["红楼梦上.txt", "红楼梦下.txt"],
        ["2025-9-30.txt", "2025-10-1.txt", "2026-1-1.txt"],
        ["a1.txt", "A2.txt", "a10.txt"],
        ["1.txt", "a.txt", "一中新闻.txt"],
    ],
)
def test_the_list_is_in_the_order_a_reader_expects(ordered):
    shuffled = [(name, TEXT) for name in ordered]
    random.Random(1).shuffle(shuffled)
    assert names(shuffled) == ordered
    assert names([("书.zip", zipped(shuffled))]) == ordered


def test_each_file_of_a_zip_can_be_read_and_a_bad_one_has_its_own_error():
    packed = zipped(
        {
            "书/第1章.txt": TEXT,
            "书/第2章.docx": word(),
            "书/第3章.pdf": pdf([[FIRST]]),
            "书/第4章.txt": b"",
            "书/封面.png": b"\x89PNG\r\n\x1a\n\x00\x00",
            "书/旧.zip": zipped({"a.txt": TEXT}),
            "书/.DS_Store": b"x",
            "__MACOSX/书/._第1章.txt": b"x",
            "书/空/": b"",
        }
    )
    found = list_files([("书.zip", packed), ("前言.txt", TEXT)])
    told = {one.name: one.error.code if one.error else None for one in found}
    assert told == {
        "第1章.txt": None,
        "第2章.docx": None,
        "第3章.pdf": None,
        "第4章.txt": ErrorCode.EMPTY,
        "封面.png": ErrorCode.BINARY,
        "旧.zip": ErrorCode.NESTED_ARCHIVE,
        "前言.txt": None,
    }
    assert all((one.data is None) == (one.error is not None) for one in found)
    assert all(FIRST in read_article(one.data, name=one.name).text for one in found if one.data is not None)


@pytest.mark.parametrize(
    ("encoding", "stored"),
    [
        ("gbk", ["市图书馆新馆开放.txt", "馆长的讲话.txt"]),
        ("big5", ["市圖書館新館開放.txt", "館長的講話.txt"]),
        ("utf-8", ["市图书馆新馆开放.txt", "馆长的讲话.txt"]),
        ("gbk", ["1.txt", "新闻.txt"]),
        ("ascii", ["a.txt", "b.txt"]),
    ],
)
def test_names_in_a_zip_are_read_as_whoever_packed_it_wrote_them(encoding, stored):
    assert sorted(names([("a.zip", zipped_as(stored, encoding, TEXT))])) == sorted(stored)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("/etc/shadow", "shadow"),
        ("C:\\windows\\新闻.txt", "新闻.txt"),
        ("a/../新闻.txt", "新闻.txt"),
        ("新\x07闻\u202e.txt", "新闻.txt"),
        ("长" * 300 + ".txt", "长" * 119 + "…"),
    ],
)
def test_paths_in_a_zip_are_names_to_be_shown_and_nothing_else(stored, shown):
    assert names([("a.zip", zipped({stored: TEXT}))]) == [shown]


def test_files_of_one_name_are_told_apart_by_their_folders():
    assert names([("a.zip", zipped({"第1章/index.html": TEXT, "第2章/index.html": TEXT, "b.txt": TEXT}))]) == [
        "b.txt",
        "第1章 – index.html",
        "第2章 – index.html",
    ]


def test_limits_hold_for_the_files_together():
    files = [(f"{number}.txt", TEXT) for number in range(1, 5)]
    few = Settings(max_files=2)
    assert codes(files, few) == [None, None, ErrorCode.TOO_MANY_FILES, ErrorCode.TOO_MANY_FILES]
    assert codes([("a.zip", zipped(files)), ("b.txt", TEXT)], few) == [ErrorCode.TOO_MANY_FILES, None]
    small = Settings(max_total_bytes=2 * len(TEXT))
    assert codes(files, small) == [None, None, ErrorCode.TOO_MANY_BYTES, ErrorCode.TOO_MANY_BYTES]
    assert codes([("a.zip", zipped(files))], small)[-2:] == [ErrorCode.UNPACKED_TOO_LARGE] * 2
    assert codes(files, Settings(max_bytes=20)) == [ErrorCode.TOO_LARGE] * 4
    assert codes([("a.zip", zipped({"a.txt": TEXT * 50}))], Settings(max_bytes=2000)) == [ErrorCode.TOO_LARGE]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (zipped({"a.txt": b"0" * 5_000_000}), ErrorCode.UNPACKED_TOO_LARGE),
        (zipped({f"{number}.txt": b"" for number in range(10_001)}), ErrorCode.TOO_MANY_FILES),
        (zipped({}), ErrorCode.EMPTY),
        (zipped({"__MACOSX/a.txt": b"x"}), ErrorCode.EMPTY),
        (zipped({"a.txt": TEXT})[:-10], ErrorCode.DAMAGED),
        (locked_zip("a.txt", TEXT), ErrorCode.ENCRYPTED),
    ],
)
def test_a_zip_that_cannot_be_opened_is_one_entry_with_its_reason(data, code):
    assert codes([("坏.zip", data), ("好.txt", TEXT)]) == [code, None]


def test_no_files_are_no_list():
    assert list_files([]) == ()
