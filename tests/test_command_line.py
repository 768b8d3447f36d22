"""The command line, as a script would use it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from files import FIRST, TITLE, word
from web import response, serving

from pipelines.__main__ import main
from pipelines.export import FORMATS, Format
from pipelines.export.json import loads

ROOT = Path(__file__).parent.parent
NEWS = """\
滨江市图书馆新馆开放
5月7日，滨江市图书馆新馆正式开放，藏書(shū)120万册。馆长李明说，欢迎市民前来阅读。
责任编辑：王芳
"""


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "新闻.txt"
    path.write_text(NEWS, encoding="gb18030")
    return path


def test_a_digest_is_json_that_can_be_read_back(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["digest", str(news)]) == 0
    out, err = capsys.readouterr()
    digest = loads(out)
    assert digest.article.title == "滨江市图书馆新馆开放"
    assert digest.article_translation is not None
    assert "May 7" in digest.article_translation.pairs[0].target
    assert "1.2 million" in digest.article_translation.pairs[0].target
    assert "translate article: 2 of 2" in err


def test_the_options_do_what_they_say(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["digest", str(news), "--translate", "summary", "--length", "short", "--format", "json"]) == 0
    digest = loads(capsys.readouterr().out)
    assert digest.article_translation is None and digest.summary_translation is not None
    assert digest.summary is not None and len(digest.summary.sentences) <= 2


def test_markdown_goes_to_a_file(news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "digest.md"
    assert main(["digest", str(news), "--format", "md", "--output", str(output)]) == 0
    assert output.read_text(encoding="utf-8").startswith("# ")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_every_format_can_be_written_to_a_file_and_to_a_pipe(
    form: Format, news: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    output = tmp_path / f"digest.{form.extension}"
    assert main(["digest", str(news), "--format", form.name, "--output", str(output)]) == 0
    assert main(["digest", str(news), "--format", form.name]) == 0
    assert capfdbinary.readouterr().out == output.read_bytes() != b""


def test_a_terminal_is_not_given_what_it_cannot_show(
    news: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["digest", str(news), "--format", "docx"]) == 2
    out, err = capsys.readouterr()
    assert out == "" and "a terminal cannot show docx; name a file with --output" in err


def test_repair_prints_the_text_and_with_json_what_was_done(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["repair", str(news)]) == 0
    text = capsys.readouterr().out
    assert "藏書120万册" in text and "shū" not in text and "责任编辑" not in text
    assert main(["repair", str(news), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(repair["rule"], repair["count"]) for repair in told["repairs"]] == [("readings", 1)]
    assert [(aside["rule"], aside["text"]) for aside in told["set_aside"]] == [("editor", "责任编辑：王芳")]


def test_a_rule_that_is_switched_off_does_nothing(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["repair", str(news), "--without", "readings"]) == 0
    assert "shū" in capsys.readouterr().out


def test_models_lists_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models"]) == 0
    out = capsys.readouterr().out
    assert "extractive" in out and "gloss" in out and "ready" in out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no text"),
        (b" \n\xe3\x80\x80\xe2\x80\x8b", "no text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not a text file"),
        (b"%PDF-1.7\n\x00\x01\x02\xff", "damaged"),
        (b"The quick brown fox jumps over the lazy dog. " * 5, "not look like Chinese"),
        (("锟斤拷" * 40).encode(), "destroyed"),
    ],
)
def test_bad_input_is_one_clear_line_and_exit_code_2(
    content: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(content)
    assert main(["digest", str(path)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error: ") and said in err and err.count("\n") == 1


def test_files_of_other_kinds_and_web_addresses_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHAIYI_FETCH_PRIVATE", "1")
    path = tmp_path / "新闻.txt"
    path.write_bytes(word())
    assert main(["repair", str(path)]) == 0
    assert capsys.readouterr().out.startswith(f"{TITLE}\n{FIRST}\n")
    page = f"<html><body><h1>{TITLE}</h1><p>{FIRST}</p></body></html>".encode()
    with serving({"/a.html": response(page, content_type="text/html")}) as server:
        assert main(["digest", f"http://127.0.0.1:{server.port}/a.html"]) == 0
        assert loads(capsys.readouterr().out).article.text.endswith(FIRST)
        assert main(["digest", f"HTTP://127.0.0.1:{server.port}/b.html"]) == 2
    assert "answered with status 404 (Not Found)" in capsys.readouterr().err
    monkeypatch.setenv("ZHAIYI_FETCH", "0")
    assert main(["digest", "https://example.com/a.html"]) == 2
    assert "does not fetch web addresses" in capsys.readouterr().err


def test_what_is_not_there_is_named(news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["digest", str(tmp_path / "none.txt")]) == 2
    assert "none.txt cannot be read: no such file" in capsys.readouterr().err
    assert main(["digest", str(news), "--translator", "babelfish"]) == 2
    assert "There are: auto, " in capsys.readouterr().err
    assert main(["repair", str(news), "--without", "magic"]) == 2
    assert "no repair rule named magic" in capsys.readouterr().err
    assert main(["repair", str(news), "--output", str(tmp_path / "no" / "where.txt")]) == 2
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "choices"),
    [
        ("length", ["short", "medium", "long"]),
        ("translate", ["summary", "article", "both", "nothing"]),
        ("format", ["json", "md", "docx", "tmx", "txt"]),
    ],
)
def test_a_choice_that_is_not_there_is_told_what_there_is(
    option: str, choices: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["digest", "-", f"--{option}", "huge"])
    told = capsys.readouterr().err.splitlines()[-1]
    assert re.findall(r"\w+", told.partition("choose from")[2]) == choices


def test_a_file_that_is_too_large_is_told_its_size(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes("山".encode() * 4_000_000)
    assert main(["repair", str(path)]) == 2
    assert "12000000 bytes, more than the limit of 10000000" in capsys.readouterr().err


def test_progress_is_one_line_a_stage(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["digest", str(news), "--length", "long"]) == 0
    *lines, tally = capsys.readouterr().err.splitlines()
    stages = [line.partition(":")[0] for line in lines]
    assert tally == "2 of 2 sentences translated · 2 of 2 numbers match · nothing to look at"
    assert stages == ["summarize", "translate summary", "translate article"]


COMMAND = f"{sys.executable} -m pipelines"


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        (f"(sleep 0.5; {COMMAND} models) | true; exit ${{PIPESTATUS[0]}}", 141, ""),
        (f"{COMMAND} models >&-", 2, "error: standard output cannot be written: it is closed.\n"),
        (f"{COMMAND} repair - <&-", 2, "error: standard input cannot be read: it is closed.\n"),
        (f"{COMMAND} models 2>&- >&-", 2, ""),
    ],
)
def test_a_stream_that_is_closed_is_no_traceback(command: str, code: int, said: str) -> None:
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (code, said)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_one_clear_line() -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "pipelines", "models"]
        done = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    said = "error: standard output cannot be written: no space left on device.\n"
    assert (done.returncode, done.stderr) == (2, said)


def test_a_setting_that_makes_no_sense_is_one_clear_line(
    news: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHAIYI_MAX_BYTES", "many")
    assert main(["repair", str(news)]) == 2
    assert capsys.readouterr().err == "error: ZHAIYI_MAX_BYTES must be a whole number, at least 1, not 'many'\n"


def test_the_text_may_come_from_stdin_whatever_the_locale() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipelines", "repair", "-"],
        cwd=ROOT,
        input=NEWS.encode(),
        capture_output=True,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "PYTHONIOENCODING": ""},
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert "滨江市图书馆新馆正式开放" in done.stdout.decode()


def test_check_compares_line_by_line_and_ends_with_one_where_there_are_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "原文.txt", tmp_path / "target.txt"
    source.write_text("投資90億元。\n\n5月7日開館。\n", encoding="utf-8")
    target.write_text("It cost 90 billion yuan.\n\nIt opened on May 7.\n", encoding="utf-8")
    files = ["check", "--source", str(source), "--target", str(target)]
    assert main(files) == 1
    out, err = capsys.readouterr()
    (line,) = out.splitlines()
    assert line.startswith(f"{target}:1: error: ") and "9 billion yuan" in line
    assert err == "3 lines: 1 errors, 0 warnings\n"
    assert main([*files, "--json"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)
    assert (finding["code"], finding["spans"][0]["index"]) == ("magnitude_wrong", 0)

    target.write_text("It cost 9 billion yuan.\n\nIt opened on May 7.\n", encoding="utf-8")
    assert main(files) == 0
    target.write_text("It cost 9 billion yuan.\n", encoding="utf-8")
    assert main(files) == 2
    assert "line" in capsys.readouterr().err


def test_a_glossary_is_used_and_its_bad_rows_are_told(
    news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    glossary = tmp_path / "terms.csv"
    glossary.write_text("馆长,chief curator\n新馆,\n", encoding="utf-8")
    assert main(["digest", str(news), "--glossary", str(glossary)]) == 0
    out, err = capsys.readouterr()
    assert "hief curator" in out
    assert f"{glossary}:2: no target: 新馆" in err
