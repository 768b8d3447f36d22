"""What the speed benchmarks make of the times they take: figures, parts, and a plot."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import plot, profile, roofline, samples, summaries
from benchmarks.summaries import Case

TOLD = {
    "machine": {"processors": 2},
    "tokens_per_second": {way: {"1": 40.0 * (number + 1), "4": 20.0} for number, way in enumerate(plot.WAYS)},
}


def test_reading_and_writing_are_told_apart() -> None:
    figures = summaries._figures(Case(texts=2, tokens=500, summary=101), [(1.0, 11.0), (1.0, 11.0), (9.0, 99.0)])
    assert figures == {
        "seconds": 11.0,
        "tokens_per_second": pytest.approx(101 / 11),
        "first_token_seconds": 1.0,
        "further_tokens_per_second": 10.0,
    }


def test_a_decoder_step_has_as_many_rows_as_sentences_that_have_not_ended() -> None:
    works = [([2] * 20, 10), ([2] * 20, 5)]
    assert profile._rows(works, 1) == round(15 / 10)
    assert profile._rows(works, 4) == 4 * 15 / 10


def test_the_parts_of_the_time_are_what_each_reduction_saves_scaled_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roofline, "best_matmul", lambda *_: 1e12)
    seconds = {
        ("whole", 1): 10.0,
        ("1 encoder layer", 1): 9.0,
        ("1 decoder layer", 1): 5.0,
        ("decoder FFN 512", 1): 8.5,
        ("few words", 1): 6.9,
        ("lengths all the same", 1): 9.5,
        ("answers known", 1): 0.1,
    }
    parts = {part["part"]: part["share"] for part in profile._parts(seconds, [([2] * 20, 10)], 1)}
    assert parts == pytest.approx(
        {
            "encoder": 0.12,
            "decoder layers": 0.6,
            "output layer and choice": 0.32,
            "the rest": -0.04,
            "of all: decoder's feed-forward": 0.2,
            "of all: sentences of unlike length": 0.05,
            "of all: Python": 0.01,
        }
    )
    assert sum(share for name, share in parts.items() if not name.startswith("of all")) == pytest.approx(1.0)


def test_every_bar_of_the_plot_has_its_figure(tmp_path: Path) -> None:
    plot.draw(TOLD, tmp_path / "speed.svg")
    drawn = (tmp_path / "speed.svg").read_text(encoding="utf-8")
    for said in ("1 beam", "4 beams", "40", "80  (2×)", "200  (5×)", *plot.WAYS.values()):
        assert f">{said}<" in drawn, said


@pytest.mark.parametrize(
    ("sample", "kind"),
    [
        ("7f50a9d0f05e [unknown] (/tmp/perf-18248.map)", "matrix products"),
        (
            "7f1 dnnl::impl::cpu::x64::gemm_kernel<signed char, unsigned char, int> (libctranslate2.so)",
            "matrix products",
        ),
        ("7f1 ctranslate2::cpu::dequantize_gemm_output<(ctranslate2::cpu::CpuIsa)2> (x.so)", "int8 to float and back"),
        ("7f1 ctranslate2::ops::TopK::compute<(ctranslate2::Device)0, float, int> (x.so)", "choosing the best"),
        ("7f1 __memmove_avx512_unaligned_erms (/usr/lib/x86_64-linux-gnu/libc.so.6)", "copies"),
        ("ff1 exc_page_fault ([kernel.kallsyms])", "memory given and taken back"),
        (
            "7f1 ctranslate2::cpu::layer_norm<(ctranslate2::cpu::CpuIsa)2> (/lib/python3.11/x.so)",
            "norms, additions and the like",
        ),
        ("7f1 _PyEval_EvalFrameDefault (/usr/lib/libpython3.11.so.1.0)", "Python"),
        ("7f1 main (/usr/bin/true)", "others"),
    ],
)
def test_a_sample_says_what_the_processor_was_at(sample: str, kind: str) -> None:
    assert samples.kind(sample) == kind
    assert samples.shares([sample, "", sample]) == {kind: 1.0}
