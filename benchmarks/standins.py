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

from pipelines.models.convert import FACTS

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


class Words:
    """A `Tokenizer` of texts such as "w4012 w998": the pieces of a model whose outputs have no length of their own."""

    def encode(self, text: str) -> list[str]:
        return [*text.split(), "</s>"]

    def prefix(self, text: str) -> list[str]:
        return []

    def decode(self, pieces: Sequence[str]) -> str:
        return " ".join(pieces)


class Vocabulary:
    """As much of a tokenizer as CTranslate2's converter asks for: </s>, <unk>, w2, w3, and so on."""

    eos_token, unk_token, bos_token, pad_token = "</s>", "<unk>", "<s>", "<pad>"

    def __init__(self, size: int, *, padded: bool) -> None:
        pad = {"<pad>": size - 1} if padded else {}
        self._words = {"</s>": END, "<unk>": 1, **{f"w{n}": n for n in range(2, size - len(pad))}, **pad}

    def get_vocab(self) -> dict[str, int]:
        return self._words

    def convert_ids_to_tokens(self, number: int) -> str:
        return "</s>" if number == END else f"w{number}"


def start(length: int) -> int:
    """The id of the token that an output of `length` tokens, end included and itself not, begins with."""
    return FIRST + length * VARIANTS


def marian(*, encoder_layers: int = 6, decoder_layers: int = 6, decoder_ffn: int = 2048) -> Any:
    """A transformers MarianMTModel of opus-mt-zh-en's size that counts down, or one with parts of it left out."""
    import torch
    from transformers import MarianConfig, MarianMTModel

    torch.manual_seed(0)
    model = MarianMTModel(
        MarianConfig(
            vocab_size=VOCABULARY,
            d_model=512,
            encoder_layers=encoder_layers,
            decoder_layers=decoder_layers,
            encoder_attention_heads=8,
            decoder_attention_heads=8,
            encoder_ffn_dim=2048,
            decoder_ffn_dim=decoder_ffn,
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

    class InMemory(TransformersConverter):  # type: ignore[misc]
        def load_model(self, *_: Any, **__: Any) -> Any:
            import copy

            model.config.tie_word_embeddings = model.config.model_type != "mt5"
            return copy.deepcopy(model)  # converting takes some architectures apart

        def load_tokenizer(self, *_: Any, **__: Any) -> Vocabulary:
            return Vocabulary(model.config.vocab_size, padded=model.config.model_type == "marian")

    described = folder.with_name("config-only")
    described.mkdir(parents=True, exist_ok=True)
    (described / "config.json").write_text(json.dumps(model.config.to_dict(), default=str), encoding="utf-8")
    InMemory(str(described)).convert(str(folder), quantization=quantization, force=True)
    if model.config.model_type == "marian":
        shortlist(folder, TARGET)
    if model.config.model_type == "qwen3":
        describe_chat(folder, quantization, model.config.vocab_size)
    return folder


def shortlist(folder: Path, size: int) -> None:
    """Let a converted Marian produce the first `size` words only."""
    (folder / "vmap.txt").write_text(allowed(size), encoding="utf-8")


def allowed(size: int) -> str:
    """The vocabulary map that allows the first `size` words."""
    return "\t" + " ".join(["</s>", *(f"w{number}" for number in range(2, size))]) + "\n"


def describe_chat(folder: Path, quantization: str, size: int) -> None:
    """What `chat.load` reads beside the weights: words between spaces for a tokenizer, the bare text for a template."""
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import WhitespaceSplit

    words = {"</s>": END, "<unk>": 1, **{f"w{number}": number for number in range(2, size)}}
    tokenizer = Tokenizer(WordLevel(words, unk_token="<unk>"))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "chat_template.jinja").write_text("{{ messages[0].content }}", encoding="utf-8")
    facts = {"architecture": "qwen3", "quantization": quantization, "positions": 32_768, "ends": ["</s>"]}
    (folder / FACTS).write_text(json.dumps(facts), encoding="utf-8")
