"""Models of real size with made-up weights, for timing: they do the arithmetic of the real ones and say nothing.

The Marian counts down. Its output begins with a token for a number, and each token makes the next lower number likely,
until the end token is: so every sentence's output has the length it is told to have, in every engine, at any number of
beams and in any batch, where random weights would end anywhere or nowhere. Each number has five tokens of nearly the
same probability, so that all beams count down and end together.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

# opus-mt-zh-en: d 512, 6 + 6 layers, FFN 2048, 65,001 words, of which the target model has about half.
VOCABULARY, TARGET, PAD = 65_001, 32_000, 65_000
END = 0
NUMBERS, VARIANTS, FIRST = 160, 5, 100  # numbers, tokens for each, the id of the first


class Counting:
    """A `Tokenizer` of texts such as "37 4012 998": the length the output is to have, then the ids of the input."""

    def encode(self, text: str) -> list[str]:
        return [f"w{number}" for number in text.split()[1:]] + ["</s>"]

    def prefix(self, text: str) -> list[str]:
        return [f"w{start(int(text.split()[0]))}"]

    def decode(self, pieces: Sequence[str]) -> str:
        return " ".join(pieces)


def start(length: int) -> int:
    """The id of the token that an output of `length` tokens, end included and itself not, begins with."""
    return FIRST + length * VARIANTS


def marian() -> Any:
    """A transformers MarianMTModel of opus-mt-zh-en's size that counts down."""
    import torch
    from transformers import MarianConfig, MarianMTModel

    torch.manual_seed(0)
    model = MarianMTModel(
        MarianConfig(
            vocab_size=VOCABULARY,
            d_model=512,
            encoder_layers=6,
            decoder_layers=6,
            encoder_attention_heads=8,
            decoder_attention_heads=8,
            encoder_ffn_dim=2048,
            decoder_ffn_dim=2048,
            max_position_embeddings=512,
            activation_function="swish",
            scale_embedding=True,
            pad_token_id=PAD,
            eos_token_id=END,
            bos_token_id=END,
            forced_eos_token_id=None,
            decoder_start_token_id=PAD,
        )
    )
    with torch.no_grad():
        directions = torch.linalg.qr(torch.randn(512, NUMBERS + 1)).Q.T  # one for each number, at right angles
        words = model.model.shared.weight
        words.copy_(torch.randn(words.shape) * 0.5 / 512**0.5)
        words[END], words[PAD] = directions[0], 0
        noise = torch.randn(NUMBERS, VARIANTS, 512) * 0.1 / 512**0.5
        words[start(1) : start(NUMBERS + 1)] = (directions[1:, None] + noise).reshape(-1, 512)
        # A beam that strays from the countdown ends at its next step, as strayed translations soon do.
        model.final_logits_bias[0, END] = 8.0
        last = model.model.decoder.layers[-1]
        for number in range(1, NUMBERS + 1):
            # swish(x) - swish(-x) = x: two hidden units carry one number to the next
            for unit, sign in ((2 * number, 1), (2 * number + 1, -1)):
                last.fc1.weight[unit] = sign * directions[number]
                last.fc2.weight[:, unit] = sign * 5 * directions[number - 1]
    return model.train(False)


def mt5() -> Any:
    """A transformers mT5 of mT5-base's size."""
    import torch
    from transformers import MT5Config, MT5ForConditionalGeneration

    torch.manual_seed(0)
    config = MT5Config(
        vocab_size=250_112, d_model=768, d_kv=64, d_ff=2048, num_layers=12, num_heads=12, decoder_start_token_id=0
    )
    return MT5ForConditionalGeneration(config).train(False)


def qwen3() -> Any:
    """A transformers Qwen3 of Qwen3-0.6B's size, in bfloat16 as it is published."""
    import torch
    from transformers import Qwen3Config, Qwen3ForCausalLM

    torch.manual_seed(0)
    config = Qwen3Config(
        vocab_size=151_936,
        hidden_size=1024,
        intermediate_size=3072,
        num_hidden_layers=28,
        num_attention_heads=16,
        num_key_value_heads=8,
        head_dim=128,
        tie_word_embeddings=True,
    )
    model: Any = Qwen3ForCausalLM(config)
    return model.to(torch.bfloat16).train(False)


def convert(model: Any, folder: Path, quantization: str) -> Path:
    """The CTranslate2 folder of a model that is in memory, with the lossless shortlist where it is the Marian."""
    from ctranslate2.converters import TransformersConverter

    class Words:
        """As much of a tokenizer as the converter asks for."""

        eos_token, unk_token, bos_token, pad_token = "</s>", "<unk>", "<s>", "<pad>"

        def get_vocab(self) -> dict[str, int]:
            size = model.config.vocab_size
            pad = {"<pad>": PAD} if model.config.model_type == "marian" else {}
            return {"</s>": END, "<unk>": 1, **{f"w{n}": n for n in range(2, size - len(pad))}, **pad}

        def convert_ids_to_tokens(self, number: int) -> str:
            return "</s>" if number == END else f"w{number}"

    class InMemory(TransformersConverter):  # type: ignore[misc]
        def load_model(self, *_: Any, **__: Any) -> Any:
            import copy

            model.config.tie_word_embeddings = model.config.model_type != "mt5"
            return copy.deepcopy(model)  # converting takes some architectures apart

        def load_tokenizer(self, *_: Any, **__: Any) -> Words:
            return Words()

    described = folder.with_name("config-only")
    described.mkdir(parents=True, exist_ok=True)
    (described / "config.json").write_text(json.dumps(model.config.to_dict(), default=str), encoding="utf-8")
    InMemory(str(described)).convert(str(folder), quantization=quantization, force=True)
    if model.config.model_type == "marian":
        allowed = " ".join(["</s>", *(f"w{number}" for number in range(2, TARGET))])
        (folder / "vmap.txt").write_text(f"\t{allowed}\n", encoding="utf-8")
    return folder
