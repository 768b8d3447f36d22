"""Step 3, `python -m training.translation.vocabulary`: two sentencepiece models and the vocabulary they share.

WORK/vocabulary holds source.spm, target.spm, vocab.json and tokenizer_config.json, as transformers' MarianTokenizer
reads them. The order of vocab.json matters: the end, the unknown piece, then all that the target model has, then what
only the source model has, the padding last. So the outputs are the first rows of the one embedding (`train` computes no
others), and CTranslate2 finds the padding where it expects it.
"""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

from training.translation import sources
from training.translation.clean import WORK
from training.translation.sources import SOURCES, Edition, Pair

SEED = 1
END, UNKNOWN, PAD = "</s>", "<unk>", "<pad>"
_SOURCE, _TARGET = 11_000, 7_000  # pieces
_SENTENCES = 300_000
_ENGLISH_IN_SOURCE = 0.15  # so that Latin words in Chinese are not cut to letters
_WRITTEN = 0.08  # share of what `synthesize` wrote: templates repeat themselves, and would become pieces
_COVERAGE = 0.9998  # of the characters; the rest is spelled in bytes


@dataclass(frozen=True)
class Vocabulary:
    """A folder that this step wrote, opened: texts to numbers."""

    folder: Path

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Every piece and its number."""
        numbers: dict[str, int] = json.loads((self.folder / "vocab.json").read_text(encoding="utf-8"))
        return numbers

    @cached_property
    def outputs(self) -> int:
        """How many pieces the decoder may produce: the first ones."""
        pieces = _pieces(self._processors[1])
        return 2 + len(pieces)

    @property
    def end(self) -> int:
        """The number of the end."""
        return self.numbers[END]

    @property
    def pad(self) -> int:
        """The number of the padding: the last."""
        return self.numbers[PAD]

    def source(self, text: str) -> list[int]:
        """A Chinese text, with the end."""
        return self._encoded(self._processors[0], text)

    def target(self, text: str) -> list[int]:
        """An English text, with the end."""
        return self._encoded(self._processors[1], text)

    @cached_property
    def _processors(self) -> tuple[Any, Any]:
        import sentencepiece

        names = ("source.spm", "target.spm")
        source, target = (sentencepiece.SentencePieceProcessor(model_file=str(self.folder / name)) for name in names)
        return source, target

    def _encoded(self, processor: Any, text: str) -> list[int]:
        unknown = self.numbers[UNKNOWN]
        return [*(self.numbers.get(piece, unknown) for piece in processor.encode(text, out_type=str)), self.end]


def main(arguments: Sequence[str] | None = None) -> None:
    """Train both on a sample of what an edition may see."""
    parser = argparse.ArgumentParser(prog="python -m training.translation.vocabulary", description=__doc__)
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--edition", type=Edition, default=Edition.OPEN, choices=tuple(Edition), help="whose files")
    parser.add_argument("--source", type=int, default=_SOURCE, help="pieces of the Chinese side")
    parser.add_argument("--target", type=int, default=_TARGET, help="pieces of the English side")
    parser.add_argument("--sentences", type=int, default=_SENTENCES)
    given = parser.parse_args(arguments)
    run(given.work, given.edition, given.source, given.target, given.sentences)


def run(work: Path, edition: Edition, source: int, target: int, sentences: int = _SENTENCES) -> Vocabulary:
    """Train, and write WORK/vocabulary."""
    pairs = list(_sample(work, edition, sentences, Random(SEED)))
    folder = work / "vocabulary"
    folder.mkdir(parents=True, exist_ok=True)
    many = int(_ENGLISH_IN_SOURCE * len(pairs))
    chinese = [pair[0] for pair in pairs] + [pair[1] for pair in pairs[:many]]
    made = [
        _trained(chinese, source, folder / "source.spm"),
        _trained([p[1] for p in pairs], target, folder / "target.spm"),
    ]
    in_source, in_target = map(_pieces, made)
    ordered = [END, UNKNOWN, *in_target, *(piece for piece in in_source if piece not in set(in_target)), PAD]
    _write(folder / "vocab.json", {piece: number for number, piece in enumerate(ordered)})
    _write(folder / "tokenizer_config.json", _CONFIG)
    print(
        f"{len(pairs):,} pairs: {len(in_source):,} source pieces, {len(in_target):,} target pieces, "
        f"{len(ordered):,} together"
    )
    return Vocabulary(folder)


_CONFIG = {
    "tokenizer_class": "MarianTokenizer",
    "source_lang": "zho",
    "target_lang": "eng",
    "eos_token": END,
    "unk_token": UNKNOWN,
    "pad_token": PAD,
    "model_max_length": 160,
}


def _sample(work: Path, edition: Edition, many: int, draw: Random) -> Iterator[Pair]:
    """Pairs in the mixture that is trained on, shuffled."""
    rows: list[tuple[float, Pair]] = []
    for source in SOURCES:
        path = work / "clean" / f"{source.name}.tsv.xz"
        if source.may_train(edition) and path.is_file():
            # The smallest keys are taken: a weighted draw without replacement (Efraimidis and Spirakis 2006).
            rows += [(draw.expovariate(source.share), pair) for pair in sources.read(path)]
    path = work / "clean" / f"{sources.WRITTEN}.tsv.xz"
    if path.is_file():
        rows += [(draw.expovariate(_WRITTEN), pair) for pair in sources.read(path)]
    rows.sort(key=lambda row: row[0])
    for _, pair in rows[:many]:
        yield pair


def _trained(texts: list[str], size: int, path: Path) -> Any:
    import sentencepiece

    written = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts),
        model_writer=written,
        vocab_size=size,
        model_type="unigram",
        character_coverage=_COVERAGE,
        byte_fallback=True,
        split_digits=True,  # a number is copied digit by digit
        hard_vocab_limit=False,
        max_sentence_length=8192,
        shuffle_input_sentence=False,
        num_threads=1,  # more make another model each time
        minloglevel=1,
    )
    path.write_bytes(written.getvalue())
    return sentencepiece.SentencePieceProcessor(model_file=str(path))


def _pieces(processor: Any) -> list[str]:
    pieces = [processor.id_to_piece(number) for number in range(processor.get_piece_size())]
    return [piece for piece in pieces if piece not in (UNKNOWN, "<s>", END)]


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=0), encoding="utf-8")


if __name__ == "__main__":
    main()
