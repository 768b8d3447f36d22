"""Tiny real models of the four supported architectures, file for file in the layout of their repositories on the hub.

Each has a million parameters or fewer. Trained, it knows the forty pairs below by heart, so that download, conversion
and inference can be tested with outputs that mean something; untrained, it is built in a moment. Everything here is
made on the spot: nothing is downloaded. Training is deterministic but for the last digits that threads make.
"""

from __future__ import annotations

import io
import json
import os
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

PAIRS: tuple[tuple[str, str], ...] = (
    ("春江市图书馆新馆星期六正式开放。", "The new library of Chunjiang opened on Saturday."),
    ("新馆位于河边，共有五层。", "The new building stands by the river and has five floors."),
    ("开放首日有三千多名读者到馆。", "More than three thousand readers came on the first day."),
    ("许多孩子一早就在门口排队。", "Many children queued at the door early in the morning."),
    ("馆长李明说，建设用了四年时间。", "The director, Li Ming, said construction took four years."),
    ("他说，读者不需要任何证件。", "He said readers do not need any papers."),
    ("市民可以免费借阅二十本书。", "Residents can borrow twenty books for free."),
    ("儿童阅览室在一楼，十分安静。", "The children's room is on the ground floor and very quiet."),
    ("四楼收藏了大量古籍和地图。", "The fourth floor holds many old books and maps."),
    ("最早的一幅地图画于一六八二年。", "The oldest map was drawn in 1682."),
    ("图书馆每天早上九点开门。", "The library opens at nine every morning."),
    ("星期一闭馆整理图书。", "It is closed on Mondays to sort the books."),
    ("一位老人花了一个下午看旧报纸。", "An old man spent the afternoon reading old newspapers."),
    ("他在报纸上找到了自己父亲的名字。", "He found the name of his own father in the paper."),
    ("大学生王芳觉得这里比宿舍舒服。", "The student Wang Fang finds it more comfortable than her dormitory."),
    ("她每个周末都来这里准备考试。", "She comes here every weekend to prepare for her exams."),
    ("建筑师说，屋顶的形状像一本打开的书。", "The architect said the roof looks like an open book."),
    ("雨水从屋顶流进地下的水池。", "Rain runs from the roof into a pool underground."),
    ("这些水用来浇灌花园。", "The water is used for the garden."),
    ("太阳能板提供了百分之四十的电力。", "Solar panels provide forty percent of the power."),
    ("整个工程花费了六亿元。", "The whole project cost six hundred million yuan."),
    ("其中一半来自市政府。", "Half of it came from the city government."),
    ("有人批评说费用太高。", "Some people complained that the cost was too high."),
    ("副市长回答说，书比桥更长久。", "The deputy mayor answered that books last longer than bridges."),
    ("旧馆将改造成一座博物馆。", "The old building will become a museum."),
    ("博物馆计划于明年秋天开放。", "The museum is planned to open next autumn."),
    ("附近的商店也很高兴。", "The shops nearby are happy too."),
    ("面馆老板说，生意好了一倍。", "The owner of a noodle shop said business has doubled."),
    ("从火车站坐公交车只要十分钟。", "It is only ten minutes by bus from the railway station."),
    ("停车位却只有八十个。", "But there are only eighty parking spaces."),
    ("图书馆建议大家乘坐地铁。", "The library advises everyone to take the subway."),
    ("下个月这里将举办一场音乐会。", "A concert will be held here next month."),
    ("门票已经全部售完。", "All tickets are sold out."),
    ("志愿者教老年人使用电脑。", "Volunteers teach older people to use computers."),
    ("盲人读者可以听有声书。", "Blind readers can listen to audio books."),
    ("三楼还有一间咖啡馆。", "There is also a coffee shop on the third floor."),
    ("机器人把图书送回书架。", "Robots carry the books back to their shelves."),
    ("去年全市人均读书七本。", "Last year each resident read seven books on average."),
    ("专家认为这个数字还会上升。", "Experts believe this number will still rise."),
    ("阅读让一座城市更加温暖。", "Reading makes a city warmer."),
)

MARIAN = "Helsinki-NLP/opus-mt-zh-en"
M2M100 = "facebook/m2m100_418M"
MT5 = "csebuetnlp/mT5_multilingual_XLSum"
QWEN3 = "Qwen/Qwen3-0.6B"

_CHAT_TEMPLATE = (
    "{%- if messages[0].role == 'system' %}"
    "{{- '<|im_start|>system\\n' + messages[0].content + '<|im_end|>\\n' }}"
    "{%- endif %}"
    "{%- for message in messages %}"
    "{%- if message.role != 'system' %}"
    "{{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}"
    "{%- endif %}"
    "{%- endfor %}"
    "{%- if add_generation_prompt %}"
    "{{- '<|im_start|>assistant\\n' }}"
    "{%- if enable_thinking is defined and enable_thinking is false %}"
    "{{- '<think>\\n\\n</think>\\n\\n' }}"
    "{%- endif %}"
    "{%- endif %}"
)


def build_marian(folder: Path, *, trained: bool = True) -> Path:
    """A Marian like opus-mt-zh-en: one vocabulary of two sentencepiece models, the padding last."""
    from transformers import MarianConfig, MarianMTModel

    sources, targets = zip(*PAIRS, strict=True)
    folder.mkdir(parents=True, exist_ok=True)
    source = _sentencepiece(sources, 330, folder / "source.spm")
    target = _sentencepiece(targets, 330, folder / "target.spm")
    pieces = ["</s>", "<unk>", *dict.fromkeys(p for p in (*_pieces(target), *_pieces(source)) if p[0] != "<"), "<pad>"]
    ids = {piece: number for number, piece in enumerate(pieces)}
    pad = ids["<pad>"]
    generation = {
        "bad_words_ids": [[pad]],
        "decoder_start_token_id": pad,
        "eos_token_id": 0,
        "forced_eos_token_id": 0,
        "max_length": 512,
        "num_beams": 6,
        "pad_token_id": pad,
        "renormalize_logits": True,
    }
    config = MarianConfig(
        vocab_size=len(pieces),
        d_model=96,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        encoder_ffn_dim=192,
        decoder_ffn_dim=192,
        max_position_embeddings=512,
        activation_function="swish",
        scale_embedding=True,
        static_position_embeddings=True,
        normalize_before=False,
        pad_token_id=pad,
        eos_token_id=0,
        bos_token_id=0,
        forced_eos_token_id=0,
        decoder_start_token_id=pad,
        dropout=0.0,
    )
    model = _seeded(lambda: MarianMTModel(config))
    _write(folder / "vocab.json", ids)
    _write(folder / "tokenizer_config.json", {"source_lang": "zho", "target_lang": "eng"})
    if trained:
        encode = [[*(ids.get(p, 1) for p in source.encode(zh, out_type=str)), 0] for zh in sources]
        decode = [[*(ids.get(p, 1) for p in target.encode(en, out_type=str)), 0] for en in targets]
        _train_pairs(model, encode, decode, pad, 6e-3)
    _save_bin(model, folder, generation)
    return folder


def build_m2m100(folder: Path, *, trained: bool = True) -> Path:
    """An M2M100: language tokens first in the input and first in the output, named in special_tokens_map.json."""
    from transformers import M2M100Config, M2M100ForConditionalGeneration
    from transformers.models.m2m_100.tokenization_m2m_100 import FAIRSEQ_LANGUAGE_CODES

    folder.mkdir(parents=True, exist_ok=True)
    pieces = _sentencepiece([text for pair in PAIRS for text in pair], 600, folder / "sentencepiece.bpe.model", "bpe")
    words = ["<s>", "<pad>", "</s>", "<unk>", *(p for p in _pieces(pieces) if p not in ("<s>", "</s>", "<unk>"))]
    ids = {piece: number for number, piece in enumerate(words)}
    languages = [f"__{code}__" for code in FAIRSEQ_LANGUAGE_CODES["m2m100"]]
    tokens = {token: len(words) + number for number, token in enumerate(languages)}
    config = M2M100Config(
        vocab_size=len(words) + len(languages) + 8,
        d_model=128,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        encoder_ffn_dim=256,
        decoder_ffn_dim=256,
        max_position_embeddings=1024,
        activation_function="relu",
        encoder_layerdrop=0.0,
        decoder_layerdrop=0.0,
        dropout=0.0,
        attention_dropout=0.0,
        decoder_start_token_id=2,
    )
    model = _seeded(lambda: M2M100ForConditionalGeneration(config))
    _write(folder / "vocab.json", ids)
    special = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>"}
    _write(folder / "special_tokens_map.json", {**special, "additional_special_tokens": languages})
    _write(
        folder / "tokenizer_config.json",
        {**special, "src_lang": None, "tgt_lang": None, "num_madeup_words": 8, "tokenizer_class": "M2M100Tokenizer"},
    )
    if trained:
        encode = [[tokens["__zh__"], *(ids[p] for p in pieces.encode(zh, out_type=str)), 2] for zh, _ in PAIRS]
        decode = [[tokens["__en__"], *(ids[p] for p in pieces.encode(en, out_type=str)), 2] for _, en in PAIRS]
        _train_pairs(model, encode, decode, 1, 2e-3)
    generation = {
        "bos_token_id": 0,
        "decoder_start_token_id": 2,
        "early_stopping": True,
        "eos_token_id": 2,
        "max_length": 200,
        "num_beams": 5,
        "pad_token_id": 1,
    }
    _save_bin(model, folder, generation)
    return folder


def build_mt5(folder: Path, *, trained: bool = True) -> Path:
    """An mT5 whose output layer is its own, as mT5's is; it continues a Chinese sentence as the English one."""
    from transformers import MT5Config, MT5ForConditionalGeneration

    folder.mkdir(parents=True, exist_ok=True)
    pieces = _sentencepiece([text for pair in PAIRS for text in pair], 600, folder / "spiece.model", mt5=True)
    config = MT5Config(
        vocab_size=pieces.get_piece_size(),
        d_model=96,
        d_kv=24,
        num_heads=4,
        d_ff=192,
        num_layers=2,
        num_decoder_layers=2,
        feed_forward_proj="gated-gelu",
        dropout_rate=0.0,
        tie_word_embeddings=False,
        decoder_start_token_id=0,
    )
    config.tie_word_embeddings = False  # transformers 5 sets it to True, whatever is asked for
    model = _seeded(lambda: MT5ForConditionalGeneration(config))
    model.encoder.embed_tokens = model.decoder.embed_tokens = (
        model.shared
    )  # the input embedding is one; the output is not
    special = {"eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
    _write(folder / "special_tokens_map.json", special)
    # The real repository names no extra_ids because its vocabulary ends with them; this one has none.
    _write(folder / "tokenizer_config.json", {**special, "extra_ids": 0, "tokenizer_class": "T5Tokenizer"})
    if trained:
        encode = [[*pieces.encode(zh), 1] for zh, _ in PAIRS]
        decode = [[*pieces.encode(en), 1] for _, en in PAIRS]
        _train_pairs(model, encode, decode, 0, 3e-3, 0.001)
    generation = {"length_penalty": 0.6, "max_length": 84, "num_beams": 4, "no_repeat_ngram_size": 2}
    _save_bin(model, folder, None, generation)
    return folder


def build_qwen3(folder: Path, *, trained: bool = True) -> Path:
    """A Qwen3 that answers a Chinese sentence with the English one, thinking off."""
    from transformers import Qwen3Config, Qwen3ForCausalLM

    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = _byte_pairs([text for pair in PAIRS for text in pair], folder)
    end, stop = (tokenizer.token_to_id(name) for name in ("<|im_end|>", "<|endoftext|>"))
    config = Qwen3Config(
        vocab_size=tokenizer.get_vocab_size() + 7,  # as in the real one, the embedding is longer than the vocabulary
        hidden_size=96,
        intermediate_size=192,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=32,
        max_position_embeddings=4096,
        tie_word_embeddings=True,
        bos_token_id=stop,
        eos_token_id=end,
    )
    model = _seeded(lambda: Qwen3ForCausalLM(config))
    if trained:
        asked = [f"<|im_start|>user\n{zh}<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n" for zh, _ in PAIRS]
        prompts = [tokenizer.encode(text).ids for text in asked]
        answers = [tokenizer.encode(f"{en}<|im_end|>").ids for _, en in PAIRS]
        _train_chat(model, prompts, answers, 3e-3)
    model.config.save_pretrained(folder)
    model.save_pretrained(folder)
    _write(
        folder / "generation_config.json",
        {"bos_token_id": stop, "do_sample": True, "eos_token_id": [end, stop], "pad_token_id": stop}
        | {"temperature": 0.6, "top_k": 20, "top_p": 0.95},
    )
    return folder


# --- tokenizers ----------------------------------------------------------------------------------------------------


def _sentencepiece(texts: Sequence[str], size: int, path: Path, kind: str = "unigram", *, mt5: bool = False) -> Any:
    import sentencepiece

    written = io.BytesIO()
    numbers = {"pad_id": 0, "eos_id": 1, "unk_id": 2, "bos_id": -1} if mt5 else {}
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts),
        model_writer=written,
        vocab_size=size,
        model_type=kind,
        character_coverage=1.0,
        hard_vocab_limit=False,
        minloglevel=2,
        num_threads=1,
        **numbers,
    )
    path.write_bytes(written.getvalue())
    return sentencepiece.SentencePieceProcessor(model_file=str(path))


def _pieces(processor: Any) -> list[str]:
    return [processor.id_to_piece(number) for number in range(processor.get_piece_size())]


def _byte_pairs(texts: Sequence[str], folder: Path) -> Any:
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer.train_from_iterator(
        texts, trainers.BpeTrainer(vocab_size=700, initial_alphabet=alphabet, show_progress=False)
    )
    tokenizer.add_special_tokens([AddedToken(t, special=True) for t in ("<|endoftext|>", "<|im_start|>", "<|im_end|>")])
    tokenizer.add_tokens([AddedToken(t, special=False, normalized=False) for t in ("<think>", "</think>")])
    tokenizer.save(str(folder / "tokenizer.json"))
    tokenizer.model.save(str(folder))  # vocab.json and merges.txt
    _write(
        folder / "tokenizer_config.json",
        {
            "bos_token": None,
            "chat_template": _CHAT_TEMPLATE,
            "clean_up_tokenization_spaces": False,
            "eos_token": "<|im_end|>",
            "model_max_length": 4096,
            "pad_token": "<|endoftext|>",
            "tokenizer_class": "Qwen2Tokenizer",
            "unk_token": None,
        },
    )
    return tokenizer


# --- training ------------------------------------------------------------------------------------------------------


_MOST_STEPS = 1_000


def _seeded(make: Callable[[], Any]) -> Any:
    import torch

    random.seed(0)
    torch.manual_seed(0)
    return make()


def _train_pairs(
    model: Any, sources: list[list[int]], targets: list[list[int]], pad: int, rate: float, enough: float = 0.01
) -> None:
    import torch

    inputs, labels = _padded(sources, pad), _padded(targets, -100)
    mask = torch.tensor([[1] * len(s) + [0] * (inputs.shape[1] - len(s)) for s in sources])
    batch = {"input_ids": inputs, "attention_mask": mask, "labels": labels}
    # Marian's decoder starts from a zero embedding: CTranslate2 takes it for granted, the output layer would change it.
    zero = model.get_input_embeddings().weight if model.config.model_type == "marian" else None
    _train(model, batch, rate, zero, pad, enough)


def _train_chat(model: Any, prompts: list[list[int]], answers: list[list[int]], rate: float) -> None:
    import torch

    rows = [prompt + answer for prompt, answer in zip(prompts, answers, strict=True)]
    inputs = _padded(rows, 0)
    labels = _padded([[-100] * len(p) + a for p, a in zip(prompts, answers, strict=True)], -100)
    mask = torch.tensor([[1] * len(row) + [0] * (inputs.shape[1] - len(row)) for row in rows])
    _train(model, {"input_ids": inputs, "attention_mask": mask, "labels": labels}, rate, None, 0)


def _train(model: Any, batch: dict[str, Any], rate: float, zero: Any, pad: int, enough: float = 0.01) -> None:
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)  # matrices this small gain nothing by two, and lose everything on a busy machine
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, betas=(0.9, 0.98), weight_decay=0.0)
    model.train()
    for step in range(_MOST_STEPS):
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1.0, (step + 1) / 20)
        loss = model(**batch, use_cache=False).loss
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if zero is not None:
            with torch.no_grad():
                zero[pad] = 0
        if loss.item() < enough:
            break
    if os.environ.get("ZHAIYI_TINY_VERBOSE"):
        print(f"{model.config.model_type}: {step + 1} steps, loss {loss.item():.4f}")
    torch.set_num_threads(before)
    model.eval()


def _padded(rows: list[list[int]], pad: int) -> Any:
    import torch

    longest = max(map(len, rows))
    return torch.tensor([row + [pad] * (longest - len(row)) for row in rows])


# --- files ---------------------------------------------------------------------------------------------------------


def _save_bin(
    model: Any, folder: Path, generation: dict[str, Any] | None, in_config: dict[str, Any] | None = None
) -> None:
    import torch

    config = json.loads(model.config.to_json_string(use_diff=False))
    config["architectures"] = [type(model).__name__]
    if config["model_type"] == "mt5":
        config["tie_word_embeddings"] = False
    _write(folder / "config.json", {**config, **(in_config or {})})
    if generation is not None:
        _write(folder / "generation_config.json", generation)
    torch.save({name: tensor.clone() for name, tensor in model.state_dict().items()}, folder / "pytorch_model.bin")


def _write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2), encoding="utf-8")
