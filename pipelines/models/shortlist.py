"""The lossless shortlist: which pieces of a joint Marian vocabulary its decoder has any business to produce.

opus-mt joins the sentencepiece models of both languages in one vocabulary and shares one embedding. The decoder was
trained on text that the target model had segmented, so it never learnt to produce a piece that only the source model
has; leaving those out of the output layer, half of the work of a decoder step, takes nothing from it, and no Chinese
can be left over in the English. CTranslate2 reads such a list as a vocabulary map: lines of a source n-gram, a tab and
the target pieces it allows; the empty n-gram allows always.
"""

from __future__ import annotations

import json
from pathlib import Path

END, UNKNOWN = "</s>", "<unk>"


def target_pieces(snapshot: Path) -> tuple[str, ...]:
    """The pieces of `target.spm` that are in `vocab.json`, and the end token, in the vocabulary's order."""
    import sentencepiece

    processor = sentencepiece.SentencePieceProcessor(model_file=str(snapshot / "target.spm"))
    known = {processor.id_to_piece(number) for number in range(processor.get_piece_size())}
    vocabulary: dict[str, int] = json.loads((snapshot / "vocab.json").read_text(encoding="utf-8"))
    allowed = (known - {"<s>", UNKNOWN}) | {END}
    return tuple(piece for piece in sorted(vocabulary, key=vocabulary.__getitem__) if piece in allowed)


def vocabulary_map(snapshot: Path) -> str:
    """The text of `vmap.txt` for a Marian snapshot."""
    return "\t" + " ".join(target_pieces(snapshot)) + "\n"
