"""Whole corpora: a row out for each row in, whatever is in it and whatever happens on the way."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipelines.corpus import processes
from pipelines.corpus.parts import Parts
from pipelines.corpus.processes import Task
from pipelines.corpus.rows import FOUND, Asked, Reader
from pipelines.corpus.running import run
from pipelines.corpus.sources import Part, Row, Source, source
from pipelines.document import Length, Scope
from pipelines.errors import InputError, ModelError
from pipelines.settings import Settings

ROOT = Path(__file__).parents[2]


def news(number: int) -> str:
    return (
        f"市图书馆第{number}次开放\n五月{number % 30 + 1}日，新馆正式开放，当天有{number + 100}名读者参加。"
        f"新馆位于人民路{number}号，共有藏书{number * 3 + 10}万册。馆长李明说，欢迎前来阅读。"
    )


def corpus(path: Path, count: int) -> Path:
    """JSON lines with everything that goes wrong in them."""
    lines = []
    for number in range(count):
        match number % 10:
            case 3 if number % 20 == 3:
                lines.append("{not json")
            case 5 if number % 20 == 5:
                lines.append(json.dumps({"id": number, "text": "Only English here, nothing for us to read at all."}))
            case 7:
                lines.append(json.dumps(news(number)))
            case _:
                lines.append(json.dumps({"id": f"a{number}", "text": news(number)}, ensure_ascii=False))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def quiet(line: str, final: bool) -> None: ...


# --- what is in a source ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "row_id", "data", "wrong"),
    [
        ('{"text": "新馆。"}', None, "新馆。", ""),
        ('{"id": 7, "article": "新馆。", "more": [1]}', "7", "新馆。", ""),
        ('{"url": "https://a.b", "content": "新馆。"}', "https://a.b", "新馆。", ""),
        ('"新馆。"', None, "新馆。", ""),
        ('{"id": "x"}', "x", "", "no text in text or article"),
        ('{"text": null}', None, "", "no text"),
        ('{"text": 7}', None, "", "no text"),
        ("[1]", None, "", "neither an object nor a string"),
        ("{", None, "", "not JSON"),
        ("[" * 100_000, None, "", "not JSON"),
        ("\ufffd", None, "", "not JSON"),
    ],
)
def test_a_line_is_an_article_or_says_why_not(
    line: str, row_id: str | None, data: str, wrong: str, tmp_path: Path
) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(f"{line}\n\n", encoding="utf-8")
    lines = source(path)
    (part,) = lines.parts(10)
    (row,) = lines.rows(part)
    assert (row.id, row.data) == (row_id, data) and wrong in row.wrong
    assert (row.raw == line.strip()) is bool(wrong), "what cannot be read is kept"


def parquet(path: Path, rows: list[dict[str, Any]], group: int = 7) -> Path:
    import pyarrow as pa
    from pyarrow.parquet import write_table

    write_table(pa.Table.from_pylist(rows), path, row_group_size=group)
    return path


def folder(path: Path, count: int) -> Path:
    for number in range(count):
        place = path / f"{number % 3}" / f"{number:03}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(news(number), encoding="gb18030" if number % 2 else "utf-8")
    (path / ".hidden").write_text("x")
    return path


@pytest.mark.parametrize("kind", ["lines", "parquet", "folder"])
@pytest.mark.parametrize("size", [1, 3, 7, 100])
def test_the_parts_of_a_source_are_all_of_it_once(kind: str, size: int, tmp_path: Path) -> None:
    made: Source
    match kind:
        case "lines":
            made = source(corpus(tmp_path / "in.jsonl", 20))
        case "parquet":
            made = source(parquet(tmp_path / "in.parquet", [{"id": n, "text": news(n)} for n in range(20)]))
        case _:
            made = source(folder(tmp_path / "in", 20))
    parts = list(made.parts(size))
    rows = [row for part in parts for row in made.rows(part)]
    assert [row.number for row in rows] == list(range(20))
    assert [part.number for part in parts] == list(range(len(parts))) and max(part.count for part in parts) <= size
    assert sum(part.count for part in parts) == 20
    assert made.rows(parts[-1])[-1] == rows[-1], "any part is read without those before it"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("in.csv", b"a,b", r"\.jsonl or \.parquet"),
        ("none.jsonl", None, "no such file"),
        ("in.parquet", b"PAR1nonsense", "no Parquet file"),
    ],
)
def test_what_is_no_corpus_is_refused(name: str, content: bytes | None, said: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=said):
        source(tmp_path / name)


def test_a_column_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = parquet(tmp_path / "in.parquet", [{"words": "新馆。"}])
    with pytest.raises(InputError, match="no column text or article"):
        source(path)
    assert len(list(source(path, "words").parts(5))) == 1


# --- rows ------------------------------------------------------------------------------------------------------------


def test_a_row_has_all_that_the_digest_says_and_a_column_for_each_finding() -> None:
    made = Reader(Asked(length=Length.SHORT), Settings()).read([Row(4, "x", news(4)), Row(5, None, news(5))])
    row = made[0]
    assert (row["row"], row["id"], row["error"]) == (4, "x", None)
    assert row["title"] == "市图书馆第4次开放" and row["title_en"]
    assert len(row["article"]) == len(row["article_en"]) == row["sentences"] == 3
    assert len(row["summary"]) == len(row["summary_en"]) == 1 and row["translator"] == "gloss"
    assert set(FOUND) <= set(row) and row["errors"] + row["warnings"] == len(row["findings"])
    assert sum(row[name] for name in FOUND) == len(row["findings"])
    assert [one["row"] for one in made] == [4, 5]


def test_together_or_alone_an_article_makes_the_same_row() -> None:
    reader = Reader(Asked(), Settings())
    rows = [Row(number, None, news(number)) for number in range(5)]
    assert reader.read(rows) == [reader.read([row])[0] for row in rows]


@pytest.mark.parametrize("scope", list(Scope))
def test_only_what_is_wanted_is_translated(scope: Scope) -> None:
    (row,) = Reader(Asked(translate=scope), Settings()).read([Row(0, None, news(1))])
    assert bool(row["article_en"]) is (scope in (Scope.BOTH, Scope.ARTICLE))
    assert bool(row["summary_en"]) is (scope in (Scope.BOTH, Scope.SUMMARY))


def test_half_a_corpus_by_another_model_is_no_corpus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHAIYI_SERVE_URL", "http://127.0.0.1:9")
    monkeypatch.setattr("pipelines.load._failures", {})
    with pytest.raises(ModelError, match="cluster"):
        Reader(Asked(), Settings(serve_url="http://127.0.0.1:9", serve_seconds=1))


def test_models_that_do_not_work_end_the_run_and_make_no_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHAIYI_SERVE_URL", "http://127.0.0.1:9")
    path = corpus(tmp_path / "in.jsonl", 3)
    with pytest.raises(ModelError, match="cluster"):
        own = Settings(serve_url="http://127.0.0.1:9", serve_seconds=1)
        run(path, tmp_path / "out.jsonl", Asked(), workers=1, settings=own, say=quiet)
    assert not (tmp_path / "out.jsonl").exists()


# --- all of it -------------------------------------------------------------------------------------------------------


def test_a_corpus_comes_out_a_row_for_a_row_in_both_kinds(tmp_path: Path) -> None:
    path = corpus(tmp_path / "in.jsonl", 40)
    lines, table = tmp_path / "out.jsonl", tmp_path / "out.parquet"
    assert run(path, lines, Asked(), workers=1, say=quiet) == (40, 4)
    assert run(path, table, Asked(), workers=1, say=quiet) == (40, 4)
    made = read(lines)
    assert [row["row"] for row in made] == list(range(40))
    assert "图书馆" in lines.read_text(encoding="utf-8"), "Chinese is not escaped"
    wrong = {row["row"]: row for row in made if row["error"]}
    assert {row["error_code"] for row in wrong.values()} == {"bad_row", "not_chinese"}
    assert wrong[3]["raw"] == "{not json" and wrong[5]["id"] == "5"
    assert sorted(os.listdir(tmp_path)) == ["in.jsonl", "out.jsonl", "out.parquet"], "nothing is left lying about"

    import pyarrow.parquet as pq

    again = pq.read_table(table).to_pylist()
    assert again == made
    assert pq.read_table(table, filters=[("found_number_missing", ">", 0)]).num_rows == sum(
        row["found_number_missing"] > 0 for row in made
    )


def test_an_empty_corpus_is_an_empty_output(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text("\n\n")
    for name in ("out.jsonl", "out.parquet"):
        assert run(tmp_path / "in.jsonl", tmp_path / name, Asked(), workers=1, say=quiet) == (0, 0)
        assert (tmp_path / name).exists()


def test_an_output_that_is_there_or_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = corpus(tmp_path / "in.jsonl", 2)
    (tmp_path / "there.jsonl").write_text("mine")
    with pytest.raises(InputError, match="there already"):
        run(path, tmp_path / "there.jsonl", Asked(), say=quiet)
    with pytest.raises(InputError, match=r"end in \.jsonl"):
        run(path, tmp_path / "out.csv", Asked(), say=quiet)
    assert (tmp_path / "there.jsonl").read_text() == "mine"


def test_a_run_that_is_begun_again_must_be_the_same(tmp_path: Path) -> None:
    output, manifest = tmp_path / "out.jsonl", {"input": "a", "options": {"length": "medium"}}
    first = Parts(output, manifest)
    with pytest.raises(InputError, match="another run is writing it"):
        Parts(output, manifest)
    first.close()
    Parts(output, manifest).close()
    with pytest.raises(InputError, match="another input"):
        Parts(output, manifest | {"input": "b"})
    with pytest.raises(InputError, match="another options"):
        Parts(output, manifest | {"options": {"length": "short"}})


class Deadly(str):
    """A text that kills the process that reads it."""

    def __len__(self) -> int:
        os._exit(1)


class Poisoned:
    """Ten articles, two of which kill."""

    def parts(self, size: int) -> Iterator[Part]:
        for number in range(2):
            yield Part(number, 5 * number, 5, (0, 0))

    def rows(self, part: Part) -> list[Row]:
        return [
            Row(part.first + place, None, Deadly("新馆") if part.first + place in (2, 9) else news(place))
            for place in range(5)
        ]

    def identity(self) -> str:
        return "poison"


def test_an_article_that_kills_its_process_costs_only_itself(tmp_path: Path) -> None:
    poisoned = Poisoned()
    task = Task(poisoned, Asked(), Settings(), tmp_path)
    done = list(processes.work(task, poisoned.parts(5), 2))
    assert sorted((one.part.number, one.rows, one.errors) for one in done) == [(0, 5, 1), (1, 5, 1)]
    rows = [row for number in range(2) for row in read(tmp_path / f"{number:08}.jsonl")]
    assert [row["row"] for row in rows] == list(range(10))
    assert [row["row"] for row in rows if row["error_code"] == "worker_lost"] == [2, 9]


def command(*arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "pipelines", "corpus", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def children(group: int) -> list[int]:
    """The processes of a group that are there still."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.append(int(path.parent.name))
    return found


@pytest.mark.slow
def test_2000_articles_killed_twice_come_out_as_those_of_an_unbroken_run(tmp_path: Path) -> None:
    path = corpus(tmp_path / "in.jsonl", 2_000)
    whole = tmp_path / "whole.jsonl"
    with command(str(path), str(whole)) as process:
        assert process.wait(300) == 0
    broken = tmp_path / "broken.jsonl"
    parts = tmp_path / "broken.jsonl.parts"
    seen = 0
    for _ in range(2):
        with command(str(path), str(broken)) as process:
            end = time.monotonic() + 120
            while len(list(parts.glob("0*.jsonl"))) < seen + 10:
                assert process.poll() is None and time.monotonic() < end
                time.sleep(0.02)
            process.kill()
        while time.monotonic() < end and children(process.pid):
            time.sleep(0.02)
        assert not children(process.pid), "those who worked for it end with it"
        assert not broken.exists()
        done = {one: one.stat().st_mtime_ns for one in parts.glob("0*.jsonl")}
        assert len(done) > seen
        seen = len(done)
    with command(str(path), str(broken)) as process:
        told = process.communicate(timeout=300)[1].decode()
    assert process.returncode == 0 and "done already" in told
    assert hashlib.sha256(broken.read_bytes()).digest() == hashlib.sha256(whole.read_bytes()).digest()
    rows = read(broken)
    assert [row["row"] for row in rows] == list(range(2_000)) and sum(bool(row["error"]) for row in rows) == 200


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_on_ray_the_same_comes_out(tmp_path: Path) -> None:
    pytest.importorskip("ray.data")
    path = corpus(tmp_path / "in.jsonl", 120)
    here, there = tmp_path / "here.jsonl", tmp_path / "there.jsonl"
    run(path, here, Asked(), workers=1, say=quiet)
    quiet_ray = {"RAY_AUTH_MODE": "disabled", "RAY_USAGE_STATS_ENABLED": "0", "PYTHONPATH": str(ROOT)}
    with command(str(path), str(there), "--with", "ray", "--workers", "2", **quiet_ray) as process:
        told = process.communicate(timeout=240)[1].decode()
    assert process.returncode == 0, told
    assert there.read_bytes() == here.read_bytes()
