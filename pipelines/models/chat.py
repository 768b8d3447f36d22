"""Chat models: a text is a user's message; on CTranslate2 where there is a conversion, else in transformers.

Both use the model's own chat template with thinking off. Sampling is seeded by the text, so that the same text gives
the same answer, whatever was asked before or is asked beside it.
"""

from __future__ import annotations

import copy
import threading
import zlib
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from pipelines.contracts import Cancel
from pipelines.models import machine
from pipelines.models.batching import Batcher, Stop
from pipelines.models.ctranslate import device, facts, guarded, mean, opened, search, threads, within
from pipelines.models.engine import Generation, Output
from pipelines.models.seq2seq import placed, plain, pretrained, stopping
from pipelines.models.tokenizers import ChatTokens

# The tokens kept free for an answer, and the most an answer has that no one bounded: a loop would fill all of them.
_ROOM = 2_048
_LONGEST, _LEAST = 3, 128
_SHORTEST = 1_024  # tokens; a prompt may have as many however little memory is free

# CTranslate2 has one seed for the process, which a thread reads once, when it first draws a number
# (github.com/OpenNMT/CTranslate2/issues/1757): between setting it and drawing, nobody else may set it.
_SEEDING = threading.Lock()


class Chat:
    """A chat model on CTranslate2. See `pipelines.models.engine.Engine`."""

    def __init__(self, folder: Path, place: str, processors: int, budget: int) -> None:
        noted = facts(folder)
        self._open = (folder, place, noted["quantization"])
        self._threads = processors
        self._ends = frozenset(noted["ends"])
        self._tokens = ChatTokens(folder)
        self._budget = budget
        # One answer after the other, each with all processors: prompts are long, so one already fills the machine.
        self._batcher = Batcher(1)
        self._generator = self._opened()

    @property
    def budget(self) -> int:
        """See `Engine`. What is kept for the answer is not part of it."""
        return self._budget

    def count(self, text: str) -> int:
        """See `Engine`. The template's own tokens are counted, too."""
        return len(self._tokens.encode(text))

    def generate(
        self, texts: Sequence[str], generation: Generation, cancel: Cancel, *, interactive: bool = True
    ) -> Iterator[Output]:
        """See `Engine`. Raises ValueError for a text over the budget."""
        inputs = [self._tokens.encode(text) for text in texts]
        lengths = [len(pieces) for pieces in inputs]
        within(lengths, self._budget)

        def answered(batch: list[tuple[str, list[str]]], stop: Stop) -> list[tuple[str, float, bool]]:
            results = []
            if generation.temperature:
                for text, pieces in batch:
                    if stop.requested():
                        break
                    results += self._sampled(text, pieces, generation, stop)
            else:
                results = self._asked([pieces for _, pieces in batch], generation, stop)
            return [self._output(result, generation) for result in results]

        items = list(zip(texts, inputs, strict=True))
        done = self._batcher.run(
            items, lengths, generation, answered, cancel, beams=generation.beams, interactive=interactive
        )
        yield from (Output(index, *answer) for index, answer in done)

    def _asked(self, inputs: list[list[str]], generation: Generation, stop: Stop, **sampling: Any) -> list[Any]:
        """The results of CTranslate2 in the order of `inputs`; none when cancelled."""
        # A long answer takes a minute, so it is ended at its next token; with several beams CTranslate2 cannot do that.
        heeding = {"callback": lambda _: stop.requested()} if generation.beams == 1 else {}
        results: list[Any] = guarded(
            self._generator.generate_batch,
            inputs,
            include_prompt_in_result=False,
            max_length=answer_bound(generation, max(map(len, inputs))),
            end_token=sorted(self._ends) or None,
            **search(generation),
            **sampling,
            **heeding,
        )
        return [] if stop.requested() else results

    def _sampled(self, text: str, tokens: list[str], generation: Generation, stop: Stop) -> list[Any]:
        import ctranslate2

        with _SEEDING:
            ctranslate2.set_random_seed(seed(text))
            # Threads that have not drawn yet come only with a new generator. The file is in the system's cache by now.
            del self._generator
            self._generator = self._opened()
            return self._asked(
                [tokens],
                generation,
                stop,
                sampling_temperature=generation.temperature,
                sampling_topp=generation.top_p,
                sampling_topk=generation.top_k,
            )

    def _output(self, result: Any, generation: Generation) -> tuple[str, float, bool]:
        """The text, its score, and whether it was cut."""
        pieces = result.sequences[0]
        score = mean(result.scores[0], len(pieces), len(pieces), generation)
        ended = bool(pieces) and pieces[-1] in self._ends
        return self._tokens.decode([p for p in pieces if p not in self._ends]), score, not ended

    def _opened(self) -> Any:
        folder, place, quantization = self._open
        return opened("Generator", folder, place, quantization, 1, self._threads)


class ChatTransformers:
    """A chat model in transformers: the reference, and for architectures CTranslate2 has no loader for."""

    def __init__(self, model: Any, tokenizer: ChatTokens, budget: int) -> None:
        self._model = model
        self._tokens = tokenizer
        self._budget = budget
        ends = model.generation_config.eos_token_id
        self._ends = frozenset(ends if isinstance(ends, list) else [ends])
        self._batcher = Batcher(1)

    @property
    def budget(self) -> int:
        """See `Engine`. What is kept for the answer is not part of it."""
        return self._budget

    def count(self, text: str) -> int:
        """See `Engine`. The template's own tokens are counted, too."""
        return len(self._tokens.encode(text))

    def generate(
        self, texts: Sequence[str], generation: Generation, cancel: Cancel, *, interactive: bool = True
    ) -> Iterator[Output]:
        """See `Engine`. Raises ValueError for a text over the budget."""
        lengths = [self.count(text) for text in texts]
        within(lengths, self._budget)

        def answered(batch: list[str], stop: Stop) -> list[tuple[str, float, bool]]:
            outputs = []
            for text in batch:
                if not stop.requested():
                    outputs += guarded(self._one, text, generation, stop)
            return outputs

        done = self._batcher.run(
            texts, lengths, generation, answered, cancel, beams=generation.beams, interactive=interactive
        )
        yield from (Output(index, *answer) for index, answer in done)

    def _one(self, text: str, generation: Generation, stop: Stop) -> list[tuple[str, float, bool]]:
        """The answer to one text, its score and whether it was cut; nothing when cancelled."""
        import torch

        prompt = torch.tensor([self._tokens.ids(text)], device=self._model.device)
        # The seed is the process's in torch, too: it is set for this answer only and put back.
        alone = _SEEDING if generation.temperature else nullcontext()
        with alone, torch.inference_mode(), torch.random.fork_rng():
            torch.manual_seed(seed(text))
            ids = self._model.generate(
                prompt,
                attention_mask=torch.ones_like(prompt),
                generation_config=self._config(generation, prompt.shape[1]),
                stopping_criteria=[stopping(stop)],
            )
            if stop.requested():
                return []
            logits = self._model(ids[:, :-1]).logits[0, prompt.shape[1] - 1 :].float()
        answer = ids[0, prompt.shape[1] :]
        score = torch.log_softmax(logits, -1).gather(-1, answer[:, None]).mean().item()
        ended = int(answer[-1]) in self._ends
        return [(self._tokens.text([int(i) for i in answer if int(i) not in self._ends]), score, not ended)]

    def _config(self, generation: Generation, length: int) -> Any:
        config = copy.deepcopy(self._model.generation_config)
        sampling = {"temperature": generation.temperature, "top_p": generation.top_p, "top_k": generation.top_k}
        config.update(
            max_length=None,
            max_new_tokens=answer_bound(generation, length),
            num_beams=generation.beams,
            do_sample=bool(generation.temperature),
            length_penalty=generation.length_penalty,
            repetition_penalty=generation.repetition_penalty,
            no_repeat_ngram_size=generation.no_repeat_ngram,
            **(sampling if generation.temperature else {}),
        )
        return config


def seed(text: str) -> int:
    """The seed of a text: the same in every process and on every machine."""
    return zlib.crc32(text.encode())


def answer_bound(generation: Generation, longest: int) -> int:
    """The most tokens of an answer to a prompt of `longest` tokens."""
    return min(generation.max_tokens or _LONGEST * longest + _LEAST, _ROOM)


def answer_room(positions: int) -> int:
    """How many of a model's positions prompts may take."""
    return positions - min(_ROOM, positions // 2)


def load(folder: Path, *, budget: int | None = None, gpu: bool = True, processors: int | None = None) -> Chat:
    """The engine for a converted chat model. Raises ModelError if it cannot be loaded."""
    place, noted = device(gpu), facts(folder)
    prompt = answer_room(min(budget or noted["positions"], noted["positions"]))
    if place == "cpu" and (token := noted.get("prompt_token_bytes")):
        # An article that is too long for the memory is read in several parts, like one that is too long for the model.
        prompt = min(prompt, max(_SHORTEST, machine.prompt_room(token)))
    return Chat(folder, place, threads(processors) if place == "cpu" else 0, prompt)


def load_transformers(
    folder: Path, *, budget: int | None = None, gpu: bool = True, exact: bool = False
) -> ChatTransformers:
    """The engine for hub files in `folder`: bfloat16 on a CPU, float32 where `exact`. Raises ModelError."""
    place, dtype = placed(gpu)
    dtype = dtype if exact or place == "cuda" else "bfloat16"
    model = plain(pretrained("AutoModelForCausalLM", folder, dtype=dtype).to(place).eval())
    positions = min(budget or model.config.max_position_embeddings, model.config.max_position_embeddings)
    return ChatTransformers(model, ChatTokens(folder), answer_room(positions))
