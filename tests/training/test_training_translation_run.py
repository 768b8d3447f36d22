"""The whole sequence on forty sentences: from text to a folder that CTranslate2 translates with."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import numpy as np
import pytest
from tiny import PAIRS

from training.translation import assemble, clean, convert, evaluate, pack, sources, synthesize, train, vocabulary
from training.translation.sources import Edition

TINY = train.Options(
    edition="open",
    minutes=5.0,
    steps=200,
    width=96,
    inner=192,
    heads=4,
    encoder_layers=2,
    decoder_layers=2,
    batch_tokens=512,
    rate=5e-3,
    warm_up=20,
    dropout=0.0,
    smoothing=0.0,
    average=1,
    checkpoint_seconds=1000.0,
)


def _prepared(folder: Path) -> Path:
    """Clean, synthesize, vocabulary and pack, on the pairs that the other tiny models know, too."""
    path = sources.named("tatoeba_cmn").path(folder)
    path.parent.mkdir(parents=True)
    path.write_bytes(lzma.compress("".join(f"{zh}\t{en}\n" for zh, en in PAIRS).encode()))
    work = folder / "work"
    clean.run(folder, work)
    synthesize.run(work, 12)
    # What is too long for any bucket is left out, of what is watched, too.
    sources.write(work / "held" / "tatoeba_cmn.tsv.xz", [PAIRS[0], ("图书馆开门。" * 90, "It opens. " * 90)])
    vocabulary.run(work, Edition.OPEN, 800, 600)
    pack.run(work, Edition.OPEN)
    return work


@pytest.mark.slow
def test_from_text_to_translations(tmp_path: Path) -> None:
    import torch

    torch.set_num_threads(1)
    work = _prepared(tmp_path)
    run = tmp_path / "run"
    train.run([work / "packed-open"], run, TINY, device="cpu")
    facts, weights = train.read_pieces(run)
    assert facts["step"] == TINY.steps
    assert weights["model.shared.weight"][-1].abs().max() == 0  # CTranslate2 starts from zero
    assert "tokens/s" in (run / "log.txt").read_text(encoding="utf-8")

    assembled = assemble.run(work, run, tmp_path / "assembled")
    shipped = tmp_path / "zhaiyi-mini"
    size = convert.run(work, assembled, shipped)
    assert size == sum(path.stat().st_size for path in shipped.iterdir())
    assert "tatoeba_cmn" in (shipped / "README.md").read_text(encoding="utf-8")
    assert "CC BY-SA 4.0" in (shipped / "LICENSE").read_text(encoding="utf-8")

    from pipelines.models import ctranslate

    outputs = evaluate.translate(ctranslate.load(shipped, gpu=False), [zh for zh, _ in PAIRS], beams=2)
    right = sum(output == english for output, (_, english) in zip(outputs, PAIRS, strict=True))
    assert right >= 30, outputs
    assert list(evaluate.findings([zh for zh, _ in PAIRS], [en for _, en in PAIRS])) == []

    # A later run goes on from these weights, not from the beginning.
    train.run([work / "packed-open"], tmp_path / "again", train.Options(**{**_asdict(TINY), "steps": 1}), run, "cpu")
    assert train.read_pieces(tmp_path / "again")[0]["step"] == 1
    again = train.read_pieces(tmp_path / "again")[1]["model.shared.weight"].float()
    assert (again - weights["model.shared.weight"].float()).abs().mean() < 0.01


@pytest.mark.slow
def test_the_assembled_folder_is_what_transformers_reads(tmp_path: Path) -> None:
    import torch
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

    torch.set_num_threads(1)
    work = _prepared(tmp_path)
    train.run([work / "packed-open"], tmp_path / "run", train.Options(**{**_asdict(TINY), "steps": 3}), device="cpu")
    folder = assemble.run(work, tmp_path / "run", tmp_path / "assembled")
    with pytest.warns(UserWarning, match="sacremoses"):
        tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSeq2SeqLM.from_pretrained(folder, dtype=torch.float32).eval()
    opened = vocabulary.Vocabulary(work / "vocabulary")
    chinese, english = PAIRS[4]
    assert tokenizer(chinese)["input_ids"] == opened.source(chinese)
    assert tokenizer(text_target=english)["input_ids"] == opened.target(english)

    # What is trained is what transformers computes, for everything that may be produced; nothing else can be.
    meta = json.loads((work / "packed-open/part-1/meta.json").read_text(encoding="utf-8"))
    source, target = torch.tensor([opened.source(chinese)]), torch.tensor([opened.target(english)])
    before = torch.cat([torch.tensor([[opened.pad]]), target[:, :-1]], dim=1)
    with torch.inference_mode():
        theirs = model(input_ids=source, decoder_input_ids=before).logits[0]
        states = train.hidden(model, train.encoded(model, source, opened.pad), source, target, opened.pad)
        ours = states[0] @ model.model.shared.weight[: meta["outputs"]].T
    assert np.allclose(theirs[:, : opened.outputs].numpy(), ours.numpy(), atol=1e-3)
    assert theirs[:, opened.outputs :].max() < theirs[:, : opened.outputs].min() - 1000


def test_a_damaged_piece_is_refused(tmp_path: Path) -> None:
    import torch

    train.write_pieces(tmp_path, {"weight": torch.ones(40, 40)}, {"step": 1})
    facts, weights = train.read_pieces(tmp_path)
    assert facts["step"] == 1 and weights["weight"].sum() == 1600
    piece = tmp_path / "weights.1of1"
    piece.write_bytes(piece.read_bytes()[:-1] + b"!")
    with pytest.raises(ValueError, match=r"weights\.1of1"):
        train.read_pieces(tmp_path)


def test_weights_come_out_in_pieces_that_can_travel(tmp_path: Path) -> None:
    import torch

    weights = {"weight": torch.arange(9_000_000, dtype=torch.float32).remainder(1000)}
    train.write_pieces(tmp_path, weights, {})
    pieces = sorted(tmp_path.glob("weights.*of*"))
    assert len(pieces) == 2 and all(piece.stat().st_size <= 16 * 2**20 for piece in pieces)
    assert torch.equal(train.read_pieces(tmp_path)[1]["weight"].float(), weights["weight"])


def test_an_epoch_draws_every_pair_as_often_as_its_share_says() -> None:
    import torch

    rows = torch.zeros(400, 16, dtype=torch.int32)
    pairs = {16: train.Pairs(rows, rows, torch.tensor([0, 1]).repeat(200))}
    drawn = train.batches(pairs, torch.tensor([2.0, 0.5]), 16, seed=1)
    numbers = torch.cat([next(drawn)[1] for _ in range(5000)])
    first, second = ((numbers % 2 == origin).sum().item() for origin in (0, 1))
    assert 3.4 < first / second < 4.6


def test_the_learning_rate_rises_then_falls_with_the_time_that_is_left() -> None:
    options = train.Options(minutes=10, warm_up=100, rate=1.0)
    assert train.rate(options, 9, 0.0) == pytest.approx(0.1)
    assert train.rate(options, 200, 1.0) == pytest.approx(1.0, abs=0.01)
    assert train.rate(options, 5000, 300.0) == pytest.approx(0.51, abs=0.01)
    assert train.rate(options, 9000, 600.0) == pytest.approx(0.02)


def _asdict(options: train.Options) -> dict[str, object]:
    from dataclasses import asdict

    return asdict(options)
