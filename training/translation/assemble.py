"""Step 6, `python -m training.translation.assemble`: pieces and vocabulary to a folder in transformers' format.

The folder loads with AutoModelForSeq2SeqLM and AutoTokenizer, and is what `convert` and the app's own conversion read.
It has half-precision weights and stays out of git.
"""

from __future__ import annotations

import argparse
import json
import shutil
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from training.translation.clean import WORK
from training.translation.vocabulary import Vocabulary

_TOKENIZER = ("source.spm", "target.spm", "vocab.json", "tokenizer_config.json")


def main(arguments: Sequence[str] | None = None) -> None:
    """Assemble what a run left."""
    parser = argparse.ArgumentParser(prog="python -m training.translation.assemble", description=__doc__)
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--pieces", type=Path, required=True, help="the output of `train`")
    parser.add_argument("--output", type=Path, required=True)
    given = parser.parse_args(arguments)
    run(given.work, given.pieces, given.output)


def run(work: Path, pieces: Path, output: Path) -> Path:
    """Write the folder. Raises ValueError for a damaged piece, or a vocabulary of another size."""
    from training.translation import train

    facts, weights = train.read_pieces(pieces)
    config: dict[str, Any] = facts["config"]
    vocabulary = Vocabulary(work / "vocabulary")
    if (len(vocabulary.numbers), vocabulary.outputs) != (config["vocab_size"], facts["outputs"]):
        raise ValueError(f"{vocabulary.folder} is not the vocabulary that {pieces} was trained with")
    model: Any = train.build(config, vocabulary.outputs)
    train.put(model, weights)
    output.mkdir(parents=True, exist_ok=True)
    generation = model.generation_config
    generation.bad_words_ids = [[vocabulary.pad]]
    generation.max_length = config["max_position_embeddings"]
    generation.num_beams = 2
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.half().save_pretrained(output)
    for name in _TOKENIZER:
        shutil.copyfile(vocabulary.folder / name, output / name)
    (output / "training.json").write_text(json.dumps({k: v for k, v in facts.items() if k != "pieces"}, indent=1))
    print(f"{output}: step {facts['step']}, {sum(path.stat().st_size for path in output.iterdir()) / 2**20:.1f} MiB")
    return output


if __name__ == "__main__":
    main()
