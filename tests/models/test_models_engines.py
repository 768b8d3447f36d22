"""The engines on a tiny Marian that knows forty sentences: what comes out, in which order, and what is refused."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import tiny
from sacrebleu.metrics import CHRF

from pipelines.contracts import Cancel
from pipelines.errors import ModelError
from pipelines.models import ctranslate
from pipelines.models.engine import Engine, Generation, Output

ROOT = Path(__file__).parents[2]
CHINESE, ENGLISH = zip(*tiny.PAIRS, strict=True)

# Trained: the tests below need a model that says something. It takes ten seconds, once.


@pytest.fixture(scope="module")
def marian(conversion: Callable[[str, str], Path]) -> ctranslate.CTranslate:
    return ctranslate.load(conversion("marian", "int8"), gpu=False)


def answers(engine: Engine, texts: tuple[str, ...] = CHINESE, beams: int = 1, **options: bool) -> list[Output]:
    outputs = engine.generate(texts, Generation(beams=beams), Cancel(), **options)
    return sorted(outputs, key=lambda output: output.index)


@pytest.mark.parametrize("beams", [1, 4])
@pytest.mark.parametrize("interactive", [True, False])
def test_it_translates_what_it_knows(marian: ctranslate.CTranslate, beams: int, interactive: bool) -> None:
    outputs = answers(marian, beams=beams, interactive=interactive)
    assert [output.index for output in outputs] == list(range(40))
    assert CHRF().corpus_score([output.text for output in outputs], [list(ENGLISH)]).score > 99
    assert all(-0.2 < output.score <= 0 and not output.cut for output in outputs)


def test_what_it_does_not_know_scores_worse(marian: ctranslate.CTranslate) -> None:
    (output,) = answers(marian, ("报纸去年坐雨水闭馆。",))
    assert output.score < 2 * min(known.score for known in answers(marian))


def test_no_chinese_is_ever_left_over(marian: ctranslate.CTranslate) -> None:
    outputs = answers(marian, tuple(zh[::-1] for zh in CHINESE), beams=4)
    assert not any("\u4e00" <= char <= "\u9fff" for output in outputs for char in output.text)


def test_an_output_that_its_limit_stopped_says_so(marian: ctranslate.CTranslate) -> None:
    (output,) = marian.generate(CHINESE[:1], Generation(max_tokens=3), Cancel())
    assert output.cut
    assert 0 < len(output.text) < len(ENGLISH[0])


def test_a_text_over_the_budget_is_refused_and_not_cut(marian: ctranslate.CTranslate) -> None:
    long = CHINESE[0] * 60
    assert marian.count(long) > marian.budget == 512
    with pytest.raises(ValueError, match="more than the model's 512"):
        list(marian.generate((CHINESE[0], long), Generation(), Cancel()))


def test_a_temperature_is_refused(marian: ctranslate.CTranslate) -> None:
    with pytest.raises(ValueError, match="temperature"):
        list(marian.generate(CHINESE[:1], Generation(temperature=0.7), Cancel()))


def test_nothing_in_nothing_out(marian: ctranslate.CTranslate) -> None:
    assert answers(marian, ()) == []


def test_an_empty_text_and_one_of_unknown_characters_still_count(marian: ctranslate.CTranslate) -> None:
    assert [output.index for output in answers(marian, ("", "🙂", CHINESE[3]))] == [0, 1, 2]


def test_cancelled_before_it_began_it_says_nothing(marian: ctranslate.CTranslate) -> None:
    cancel = Cancel()
    cancel.request()
    assert list(marian.generate(CHINESE, Generation(), cancel)) == []


def test_several_articles_at_once_get_what_each_would_get_alone(marian: ctranslate.CTranslate) -> None:
    shares = [CHINESE[begin::4] for begin in range(4)]
    alone = [[output.text for output in answers(marian, share)] for share in shares]
    together: list[list[str]] = [[] for _ in shares]

    def run(number: int) -> None:
        together[number] = [output.text for output in answers(marian, shares[number])]

    crew = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join()
    assert together == alone


def test_counting_from_many_threads_gives_what_it_gives_alone(marian: ctranslate.CTranslate) -> None:
    count_together(marian)


def test_what_is_no_conversion_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        ctranslate.load(tmp_path, gpu=False)


def test_a_damaged_conversion_is_one_clear_error(conversion: Callable[[str, str], Path], tmp_path: Path) -> None:
    for file in conversion("marian", "int8").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "model.bin").write_bytes((tmp_path / "model.bin").read_bytes()[:1000])
    with pytest.raises(ModelError, match="cannot be loaded"):
        ctranslate.load(tmp_path, gpu=False)


def test_it_runs_without_torch_and_transformers(conversion: Callable[[str, str], Path]) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from pipelines.contracts import Cancel\n"
        "from pipelines.models import ctranslate\n"
        "from pipelines.models.engine import Generation\n"
        f"engine = ctranslate.load(Path({str(conversion('marian', 'int8'))!r}))\n"
        f"print([output.text for output in engine.generate([{CHINESE[0]!r}], Generation(), Cancel())])\n"
        "print([name for name in ('torch', 'transformers') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [str([ENGLISH[0]]), "[]"]


def count_together(engine: Engine) -> None:
    """Assert that counts from eight threads, with generation beside them, are those of one thread."""
    texts = [zh * times for zh in CHINESE[:8] for times in (1, 3, 9)]
    alone = [engine.count(text) for text in texts]
    wrong: list[int] = []

    def run(number: int) -> None:
        if number == 0:
            answers(engine, CHINESE[:12])
        for _ in range(20):
            wrong.extend(n for n, text in enumerate(texts) if engine.count(text) != alone[n])

    crew = [threading.Thread(target=run, args=(number,)) for number in range(8)]
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join()
    assert wrong == []
