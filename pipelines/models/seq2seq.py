"""Encoder-decoder models in transformers: the reference the fast engine is held to, and for what has no conversion."""

from __future__ import annotations

import copy
import pickle
import threading
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipelines.contracts import Cancel
from pipelines.errors import ErrorCode, ModelError
from pipelines.models.batching import Batcher, Stop
from pipelines.models.convert import NEEDLESS
from pipelines.models.ctranslate import bound, guarded, searches, within
from pipelines.models.engine import Generation, Output
from pipelines.models.shortlist import target_pieces


class Seq2Seq:
    """See `pipelines.models.engine.Engine`."""

    def __init__(
        self,
        model: Any,
        tokenizer: Any,
        budget: int,
        forced: int | None,
        banned: Sequence[int] = (),
        *,
        shared: bool = True,
    ) -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._budget = budget
        self._forced = forced  # the id every output begins with: M2M100's language
        self._banned = list(banned)  # ids that no output may have: see `shortlist`
        # Fast tokenizers keep their truncation and padding between calls: two threads would read each other's.
        self._lock = threading.Lock()
        self._batcher = Batcher(1, shared=shared)

    @property
    def budget(self) -> int:
        """See `Engine`."""
        return self._budget

    def count(self, text: str) -> int:
        """See `Engine`."""
        with self._lock:
            return len(self._tokenizer(text, truncation=False)["input_ids"])

    def generate(
        self, texts: Sequence[str], generation: Generation, cancel: Cancel, *, interactive: bool = True
    ) -> Iterator[Output]:
        """See `Engine`. Raises ValueError for a text over the budget, and for a temperature: it searches, only."""
        searches(generation)
        lengths = [self.count(text) for text in texts]
        within(lengths, self._budget)

        def translated(batch: list[str], stop: Stop) -> list[tuple[str, float, bool]]:
            longest = max(map(self.count, batch))
            return guarded(self._batch, batch, longest, generation, stop)  # type: ignore[no-any-return]

        done = self._batcher.run(
            texts, lengths, generation, translated, cancel, beams=generation.beams, interactive=interactive
        )
        yield from (Output(index, *row) for index, row in done)

    def _batch(
        self, texts: list[str], longest: int, generation: Generation, stop: Stop
    ) -> list[tuple[str, float, bool]]:
        """The text, score and cut of each, or nothing when nobody wants them any more."""
        import torch

        with self._lock:
            encoded = self._tokenizer(texts, return_tensors="pt", padding=True, truncation=False)
        inputs = {name: encoded[name].to(self._model.device) for name in ("input_ids", "attention_mask")}
        with torch.inference_mode():
            ids = self._model.generate(
                **inputs,
                generation_config=self._config(generation, bound(generation, longest, self._budget)),
                stopping_criteria=[stopping(stop)],
            )
            if stop.requested():
                return []
            scores, ended = self._scored(inputs, ids)
        with self._lock:
            written = self._tokenizer.batch_decode(ids, skip_special_tokens=True)
        return [(text.strip(), score, not end) for text, score, end in zip(written, scores, ended, strict=True)]

    def _config(self, generation: Generation, most: int) -> Any:
        config = copy.deepcopy(self._model.generation_config)
        config.update(
            max_length=None,
            max_new_tokens=most,
            num_beams=generation.beams,
            do_sample=False,
            early_stopping=False,
            length_penalty=generation.length_penalty,
            repetition_penalty=generation.repetition_penalty,
            no_repeat_ngram_size=generation.no_repeat_ngram,
            forced_bos_token_id=self._forced,
            suppress_tokens=self._banned or None,
            renormalize_logits=bool(self._banned),
        )
        return config

    def _scored(self, inputs: dict[str, Any], ids: Any) -> tuple[list[float], list[bool]]:
        """The mean log-probability of each row's tokens, the end included, and whether it has an end.

        One more pass over the finished outputs: the step-by-step scores of a beam search would take gigabytes.
        """
        import torch

        logits = self._model(**inputs, decoder_input_ids=ids[:, :-1]).logits.float()
        logits[..., self._banned] = float("-inf")
        chosen = torch.log_softmax(logits, -1).gather(-1, ids[:, 1:, None]).squeeze(-1)
        end = self._model.generation_config.eos_token_id
        is_end = ids[:, 1:] == end
        kept = (is_end.cumsum(-1) - is_end.int()) == 0  # up to the first end, and with it
        if self._forced is not None:
            kept[:, 0] = False
        total = torch.where(kept, chosen, torch.zeros_like(chosen)).sum(-1)
        return (total / kept.sum(-1).clamp(min=1)).tolist(), is_end.any(-1).tolist()


def stopping(stop: Stop) -> Any:
    """Ends a generation of transformers at its next token once somebody has asked for it."""
    import torch
    from transformers import StoppingCriteria

    class Asked(StoppingCriteria):
        def __call__(self, input_ids: Any, scores: Any, **_: Any) -> Any:
            return torch.full((input_ids.shape[0],), stop.requested(), device=input_ids.device)

    return Asked()


def pretrained(auto: str, folder: Path, **options: Any) -> Any:
    """`transformers.<auto>.from_pretrained(folder)`: local, no code of the model's own. Raises ModelError."""
    import transformers

    transformers.utils.logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", NEEDLESS)
            return getattr(transformers, auto).from_pretrained(str(folder), local_files_only=True, **options)
    except (OSError, ValueError, KeyError, RuntimeError, MemoryError, pickle.UnpicklingError) as error:
        reason = str(error).strip().splitlines() or [type(error).__name__]
        raise ModelError(ErrorCode.NOT_LOADABLE, name=folder.name, reason=reason[0]) from error


def plain(model: Any) -> Any:
    """`model` without its repository's own way to search: a `Generation` says all, and transformers fills gaps from it.

    Not even the end it would force at the length limit: what that stopped could not be told from what ended.
    """
    from transformers import GenerationConfig

    given = model.generation_config
    ids = ("bos_token_id", "decoder_start_token_id", "eos_token_id", "pad_token_id")
    model.generation_config = GenerationConfig(  # type: ignore[no-untyped-call]
        **{name: getattr(given, name, None) for name in ids}
    )
    return model


def placed(gpu: bool) -> tuple[str, str]:
    """The device to use and its number format."""
    import torch

    return ("cuda", "float16") if gpu and torch.cuda.is_available() else ("cpu", "float32")


def load(
    folder: Path,
    *,
    source_prefix: Sequence[str] = (),
    target_prefix: Sequence[str] = (),
    budget: int | None = None,
    gpu: bool = True,
    shared: bool = True,
) -> Seq2Seq:
    """The engine for hub files in `folder`. Raises ModelError if they cannot be loaded."""
    device, dtype = placed(gpu)
    tokenizer = pretrained("AutoTokenizer", folder)
    model = plain(pretrained("AutoModelForSeq2SeqLM", folder, dtype=dtype).to(device).eval())
    positions = int(getattr(model.config, "max_position_embeddings", None) or 512)
    forced, banned = None, []
    if model.config.model_type == "marian":
        allowed = set(target_pieces(folder))
        banned = [number for piece, number in tokenizer.get_vocab().items() if piece not in allowed]
    if model.config.model_type == "m2m_100":
        tokenizer.src_lang = (source_prefix or ("__zh__",))[0].strip("_")
        forced = tokenizer.convert_tokens_to_ids((target_prefix or ("__en__",))[0])
    return Seq2Seq(model, tokenizer, min(budget or positions, positions), forced, banned, shared=shared)
