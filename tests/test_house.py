"""The walls of the house: what importing the library loads, who may know Streamlit, and where the code points."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import time
from dataclasses import fields
from pathlib import Path

import pytest

import pipelines
from pipelines.errors import SENTENCES, ErrorCode
from pipelines.settings import Settings

ROOT = Path(__file__).parent.parent
HEAVY = ("torch", "transformers", "ctranslate2", "jieba", "streamlit", "pypinyin", "opencc", "trafilatura", "numpy")


def test_importing_the_library_loads_nothing_heavy() -> None:
    code = f"import sys, pipelines; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.slow  # a clock on a shared machine
def test_importing_the_library_takes_less_than_a_third_of_a_second() -> None:
    def best(code: str) -> float:
        times = []
        for _ in range(5):
            begin = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
            times.append(time.perf_counter() - begin)
        return min(times)

    assert best("import pipelines") - best("pass") < 0.3


def test_the_library_does_not_know_the_page() -> None:
    for path in (ROOT / "pipelines").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(name.split(".")[0] in ("streamlit", "page", "app") for name in names), path


def test_all_but_the_cluster_works_without_what_the_cluster_needs(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "sys.modules |= dict.fromkeys(['ray', 'ray.serve', 'ray.data', 'psycopg'])\n"
        "from pipelines.corpus import on_ray\n"
        "from pipelines.service.http.routes import routes\n"
        "from pipelines.service.jobs import Runs\n"
        "from pipelines.service.run import Request\n"
        "runs = Runs()\n"
        "run = runs.submit(Request('五月七日，市图书馆新馆正式开放。新馆位于人民路。'))\n"
        "print(run.wait(60), run.state, len(routes(runs)), on_ray.available())\n"
        "runs.close()\n"
    )
    own = os.environ | {"ZHAIYI_STORE": str(tmp_path), "ZHAIYI_SPARE_MEMORY": "0"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=own, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True done 4 False"


def test_every_error_has_its_sentence() -> None:
    assert set(SENTENCES) == set(ErrorCode)


def test_the_public_names_are_there() -> None:
    for name in pipelines.__all__:
        assert getattr(pipelines, name) is not None


def test_every_folder_of_the_library_is_on_its_map() -> None:
    for folder in (ROOT / "pipelines").iterdir():
        if folder.is_dir() and folder.name != "__pycache__":
            assert f"{folder.name}/" in (pipelines.__doc__ or ""), folder.name


def test_settings_are_read_from_the_environment(tmp_path: Path) -> None:
    assert Settings.read({}) == Settings()
    given = Settings.read({"ZHAIYI_MAX_CHARACTERS": "7", "ZHAIYI_CACHE": str(tmp_path), "OTHER": "1"})
    assert (given.max_characters, given.cache) == (7, tmp_path)


def test_every_setting_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for setting in fields(Settings):
        assert f"`ZHAIYI_{setting.name.upper()}`" in readme
        assert setting.metadata["about"] in readme


@pytest.mark.parametrize("value", ["0", "-1", "many", "1.5"])
def test_a_setting_that_makes_no_sense_is_refused_by_name(value: str) -> None:
    with pytest.raises(ValueError, match="ZHAIYI_MAX_BYTES"):
        Settings.read({"ZHAIYI_MAX_BYTES": value})


def test_app_py_can_be_read_on_a_few_screens() -> None:
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) <= 150
