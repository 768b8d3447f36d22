"""Bytes in any encoding become text, and what cannot be read is refused with a reason."""

import pytest

from pipelines.article import RULES, SET_ASIDE_RULES, read_article
from pipelines.errors import ErrorCode, InputError
from pipelines.settings import Settings

SIMPLIFIED = (
    "昨天上午，市图书馆新馆正式向读者开放。新馆共有四层，藏书约六十万册，设有儿童阅览室和自习室。\n"
    "馆长说：“我们希望每一位市民都能在这里找到自己想看的书。”开放第一天，有三千多人走进新馆。\n"
)
TRADITIONAL = (
    "昨天上午，市立圖書館的新館正式向讀者開放。新館共有四層，藏書約六十萬冊，設有兒童閱覽室和自習室。\n"
    "館長說：「我們希望每一位市民都能在這裡找到自己想看的書。」開放第一天，有三千多人走進新館。\n"
)


def refusal(data, **options):
    with pytest.raises(InputError) as caught:
        read_article(data, **options)
    return caught.value.code


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "utf-8"),
        (SIMPLIFIED, "utf-8-sig"),
        (SIMPLIFIED, "utf-16"),
        (SIMPLIFIED, "utf-16-le"),
        (SIMPLIFIED, "utf-16-be"),
        (SIMPLIFIED, "utf-32"),
        (SIMPLIFIED, "gb2312"),
        (SIMPLIFIED, "gbk"),
        (SIMPLIFIED, "gb18030"),
        (TRADITIONAL, "gbk"),
        (TRADITIONAL, "big5"),
        (TRADITIONAL, "big5hkscs"),
        (TRADITIONAL, "cp950"),
        (TRADITIONAL, "utf-16-le"),
    ],
)
def test_an_article_reads_the_same_in_every_encoding(text, encoding):
    assert read_article(text.encode(encoding)).text == text.rstrip()


def test_hong_kong_characters_of_big5_are_read():
    text = TRADITIONAL + "佢哋話呢間圖書館好靚，啲細路仔都鍾意嚟睇書。\n"
    assert "佢哋話呢間" in read_article(text.encode("big5hkscs")).text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_a_file_cut_within_a_character_loses_that_character_only(encoding):
    data = TRADITIONAL.rstrip("\n。」").encode(encoding)
    article = read_article(data[:-1])
    assert article.original.count("\ufffd") == 1
    assert article.text == TRADITIONAL.rstrip("\n。」")[:-1]


def test_the_pieces_of_a_broken_character_are_one_mark():
    data = (SIMPLIFIED * 2).encode()
    cut = data.index("四".encode()) + 1
    assert "有\ufffd层" in read_article(data[:cut] + b"\xff\xfe" + data[cut:]).text


@pytest.mark.parametrize("encoding", ["gb18030", "big5"])
def test_a_little_chinese_among_latin_text_is_read(encoding):
    text = "Apache-2.0, Copyright 2021; www.example.com. 這是一個很好的例子，大家都可以在這裡看到。" * 2
    assert read_article(text.encode(encoding)).text == text


def test_the_mail_encoding_hz_is_read():
    assert read_article("今天天气很好，我们去公园玩。".encode("hz")).text == "今天天气很好，我们去公园玩。"


def test_addresses_do_not_make_a_text_less_chinese():
    text = "请看http://www.example.com/zhengce/2023-10/20/content_512345678.htm，然后注册。"
    assert read_article(text).text == text


def test_one_stray_byte_does_not_change_the_encoding():
    data = SIMPLIFIED.encode().replace("四层".encode(), "四".encode() + b"\xff" + "层".encode())
    assert "四\ufffd层" in read_article(data).text


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_separate_paragraphs(line_end):
    assert len(read_article(SIMPLIFIED.replace("\n", line_end)).paragraphs) == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("", ErrorCode.EMPTY),
        (b"", ErrorCode.EMPTY),
        ("\u200b\ufeff \n\t\u3000\x00\x0c\n", ErrorCode.EMPTY),
        ("……！？", ErrorCode.EMPTY),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", ErrorCode.DAMAGED),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00" + bytes(range(256)), ErrorCode.DAMAGED),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200), ErrorCode.BINARY),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)), ErrorCode.BINARY),
        (bytes(range(256)) * 4, ErrorCode.BINARY),
        ("锟斤拷锟斤拷一锟斤拷锟斤拷锟斤拷小学锟斤拷锟斤拷\n锟斤拷锟斤拷锟斤拷", ErrorCode.DESTROYED),
        ("这是\ufffd\ufffd\ufffd\ufffd的\ufffd\ufffd\ufffd一\ufffd\ufffd\ufffd", ErrorCode.DESTROYED),
        ("??????，??????????。???????，中国。", ErrorCode.DESTROYED),
        ("The library opened yesterday; three thousand readers came.", ErrorCode.NOT_CHINESE),
        ("昨日、市立図書館の新館がオープンしました。たくさんのひとがあつまりました。", ErrorCode.NOT_CHINESE),
        ("어제 시립 도서관 신관이 문을 열었습니다.", ErrorCode.NOT_CHINESE),
        ("1234 5678 90", ErrorCode.NOT_CHINESE),
        (SIMPLIFIED.encode() * 2 + SIMPLIFIED.encode("gbk") * 2, ErrorCode.MIXED_ENCODINGS),
        (SIMPLIFIED.encode("gbk") * 2 + SIMPLIFIED.encode() * 2, ErrorCode.MIXED_ENCODINGS),
        (TRADITIONAL.encode() * 2 + TRADITIONAL.encode("big5") * 2, ErrorCode.MIXED_ENCODINGS),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_reason(data, code):
    assert refusal(data) is code


def test_an_encoding_that_is_not_known_is_refused_and_not_shown_as_rare_characters():
    # Two bytes a character, as EUC-TW has them, that are no frequent character of GB18030 or Big5.
    assert refusal(bytes(0xE1 + i * 7 % 13 + (i % 2) * 3 for i in range(600))) is ErrorCode.UNKNOWN_ENCODING


def test_limits_of_the_settings_are_kept():
    assert refusal(SIMPLIFIED, settings=Settings(max_characters=20)) is ErrorCode.TOO_LONG
    assert refusal(SIMPLIFIED.encode(), settings=Settings(max_bytes=20)) is ErrorCode.TOO_LARGE


def test_an_unknown_rule_is_refused_with_the_names_there_are():
    with pytest.raises(InputError) as caught:
        read_article(SIMPLIFIED, switched_off=frozenset({"spelling"}))
    assert caught.value.code is ErrorCode.UNKNOWN_RULE
    assert all(rule.name in str(caught.value) for rule in (*RULES, *SET_ASIDE_RULES))


@pytest.mark.parametrize(
    ("read", "meant", "text"),
    [
        ("latin-1", "utf-8", SIMPLIFIED),
        ("latin-1", "utf-8", TRADITIONAL),
        ("sloppy-windows-1252", "utf-8", SIMPLIFIED),
        ("latin-1", "gbk", SIMPLIFIED),
        ("sloppy-windows-1252", "gbk", SIMPLIFIED),
        ("latin-1", "big5", TRADITIONAL),
        ("gb18030", "utf-8", "图书馆新馆开放了，大家都来看书，大家都很高兴"),
    ],
)
def test_text_read_with_the_wrong_encoding_is_restored(read, meant, text):
    import ftfy.bad_codecs

    ftfy.bad_codecs.ok()
    garbled = text.encode(meant).decode(read)
    article = read_article(garbled)
    assert article.text == text.rstrip()
    assert [repair.rule for repair in article.repairs] == ["mojibake"]
    for sentence in article.sentences:
        start, end = sentence.origin
        assert (
            article.original[start:end].encode(read, "ignore").decode(meant, "ignore").strip() == sentence.text.strip()
        )


def lossy(text, mark="\ufffd"):
    """UTF-8 as a program showed it that took it for GBK; `mark` stands for what that has no character for."""
    return text.encode().decode("gbk", "replace").replace("\ufffd", mark)


@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL])
@pytest.mark.parametrize("mark", ["\ufffd", "?", ""])
def test_characters_that_lost_a_byte_are_found_again_or_marked_but_never_wrong(text, mark):
    text = text * 2
    garbled = lossy(text, mark)
    article = read_article(garbled)
    assert [repair.rule for repair in article.repairs if repair.rule != "invisible"] == ["mojibake"]
    assert len(article.paragraphs) == 4
    marks = article.text.count("\ufffd")
    assert 0 < marks <= 0.05 * len(text)
    assert all(new in (old, "\ufffd") for new, old in zip(article.text, text, strict=False))
    # Most of what was damaged is whole again, and still knows its place.
    assert marks < 0.5 * text.encode().decode("gbk", "replace").count("\ufffd")
    for sentence in article.sentences:
        start, end = sentence.origin
        assert sentence.text[0] in garbled[start:end].encode("gbk", "ignore").decode("utf-8", "ignore")


def test_dates_and_ends_of_lines_are_found_again_by_what_stands_before_them():
    tail = "3月4日开放，读者很多。\n大家都很高兴，都说明天还要来看书。"
    assert read_article(lossy(SIMPLIFIED + "新馆" + tail)).text.endswith(tail)


def test_text_that_was_misread_twice_is_restored():
    twice = SIMPLIFIED.encode().decode("latin-1").encode().decode("latin-1")
    assert read_article(twice).text == SIMPLIFIED.rstrip()


def test_text_read_with_the_wrong_encoding_that_lost_too_much_is_refused():
    assert refusal(SIMPLIFIED.encode("gbk").decode("big5", "replace")) is ErrorCode.MOJIBAKE


def test_good_text_with_accents_and_rare_characters_is_not_taken_for_misread():
    text = (
        "法国作家加缪（Albert Camus）与萨特（Jean-Paul Sartre）在café里相遇。饕餮、貔貅、麒麟、鸑鷟都是神兽。\n魑魅魍魉"
    )
    article = read_article(text)
    assert (article.text, article.repairs) == (text, ())
