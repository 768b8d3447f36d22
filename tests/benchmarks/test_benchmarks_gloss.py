"""The gloss's benchmark: its table, and on the outside data the figures that the README gives."""

from pathlib import Path

import pytest

from benchmarks import gloss

CHINESE = ["他们是学生。", "会议于5月7日举行。"]
ENGLISH = ["They are students.", "The meeting was held on May 7."]


def row(table: list[str], name: str) -> tuple[float, float]:
    bleu, chrf = next(line for line in table if line.startswith(name)).split()[-2:]
    return float(bleu), float(chrf)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    folder = tmp_path / "eval" / "zh-en"
    folder.mkdir(parents=True)
    (folder / "flores-dev.zh").write_text("\n".join(CHINESE), encoding="utf-8")
    for name in ("en", *(f"{system}.en" for system in gloss.SYSTEMS)):
        (folder / f"flores-dev.{name}").write_text("\n".join(ENGLISH), encoding="utf-8")
    return tmp_path


def test_the_table_sets_the_gloss_beside_every_published_system(small: Path) -> None:
    table = list(gloss.run(small))
    assert all(row(table, system) == (100.0, 100.0) for system in gloss.SYSTEMS)
    assert 0 < row(table, "zhaiyi gloss")[1] < 100
    assert any(line.startswith("BLEU: nrefs:1|case:mixed") for line in table)


@pytest.mark.slow
def test_the_figures_on_flores_are_those_of_the_readme(data: Path) -> None:
    bleu, chrf = row(list(gloss.run(data)), "zhaiyi gloss")
    assert bleu >= 7.0
    assert chrf >= 41.5
