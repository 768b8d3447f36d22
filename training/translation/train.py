"""Step 5, `python -m training.translation.train`: from packed shards to averaged weights within a budget of minutes.

This file needs no other of the repository and no network, and is as long as that makes it: only torch, transformers,
numpy and safetensors, as they are on a rented GPU machine (tried with torch 2.11 and 2.13, transformers 5.17 and 5.23).
It writes into OUTPUT, over and over:

    weights.json               what the weights are: configuration, steps, losses, sha256 of the pieces
    weights.1of3, …            the average of the last checkpoints, a half-precision safetensors file in pieces
    log.txt                    tokens per second, losses, greedy translations of a few sentences

Only the rows of the embedding that the decoder may produce take part in the output layer; the others have a bias that
rules them out. The padding, the last row, is the zero embedding that the decoder starts from, and stays zero.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import lzma
import math
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load as read_safetensors
from safetensors.torch import save as to_safetensors
from torch.nn import functional

PIECE_BYTES = 15 * 2**20
NEVER = -1e4  # the bias of what is never produced: large in half precision, too
Arrays = dict[str, np.ndarray]
Model = Any  # a MarianMTModel; transformers is imported where one is built


@dataclass(frozen=True)
class Options:
    """What a run is asked for."""

    edition: str = "nc"  # "open" leaves non-commercial text alone
    minutes: float = 20.0
    steps: int = 0  # ends a run, too, unless it is 0
    width: int = 384
    inner: int = 1024
    heads: int = 6
    encoder_layers: int = 6
    decoder_layers: int = 2
    batch_tokens: int = 32_768  # padded, of one side
    rate: float = 8e-4
    warm_up: int = 1_000  # steps
    dropout: float = 0.1
    smoothing: float = 0.1
    checkpoint_seconds: float = 45.0
    average: int = 8  # checkpoints
    compile: str = "none"  # "layers", "whole"
    log_steps: int = 50
    seed: int = 1


# --- data ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pairs:
    """Padded pairs of one length: `source` and `target` (n, length), `origin` (n,)."""

    source: torch.Tensor
    target: torch.Tensor
    origin: torch.Tensor


def read_arrays(path: Path) -> Arrays:
    """The arrays of a .npz.xz file."""
    with np.load(io.BytesIO(lzma.decompress(path.read_bytes()))) as arrays:
        return {name: arrays[name] for name in arrays.files}


def padded(shards: Sequence[Arrays], length: int, pad: int, device: str) -> Pairs:
    """The pairs of some shards, on the device."""
    sides = []
    for side in ("source", "target"):
        lengths = np.concatenate([shard[f"{side}_lengths"] for shard in shards])
        rows = np.full((len(lengths), length), pad, dtype=np.int32)
        rows[np.arange(length) < lengths[:, None]] = np.concatenate([shard[side] for shard in shards])
        sides.append(torch.from_numpy(rows).to(device))
    origin = torch.from_numpy(np.concatenate([shard["origin"] for shard in shards]).astype(np.int64))
    return Pairs(sides[0], sides[1], origin)


def read_packed(folders: Sequence[Path], device: str) -> tuple[dict[str, Any], dict[int, Pairs], Pairs]:
    """meta.json, the pairs by length, and the held ones. Raises FileNotFoundError where there are none."""
    files = sorted(path for folder in folders for path in folder.rglob("*.npz.xz"))
    meta_path = next((path for folder in folders for path in folder.rglob("meta.json")), None)
    if meta_path is None:
        raise FileNotFoundError(f"no meta.json under {', '.join(map(str, folders))}")
    meta = json.loads(meta_path.read_text(encoding="utf-8"))
    by_length: dict[int, list[Arrays]] = {}
    for path in files:
        if path.name[0].isdigit():
            by_length.setdefault(int(path.name[:3]), []).append(read_arrays(path))
    held = [read_arrays(path) for path in files if path.name.startswith("held")]
    pairs = {length: padded(shards, length, meta["pad"], device) for length, shards in sorted(by_length.items())}
    return meta, pairs, padded(held, max(meta["buckets"]), meta["pad"], device)


def batches(
    pairs: dict[int, Pairs], shares: torch.Tensor, tokens: int, seed: int
) -> Iterator[tuple[int, torch.Tensor]]:
    """Lengths and row numbers, without end; every batch of a length has the same shape.

    In an epoch a pair is drawn as often as its origin's share says: 0.5 is a coin, 2.5 two times and a coin.
    """
    draw = torch.Generator().manual_seed(seed)
    while True:
        epoch = []
        for length, some in pairs.items():
            share = shares[some.origin]
            often = share.floor() + (torch.rand(len(share), generator=draw) < share - share.floor())
            rows = torch.repeat_interleave(torch.arange(len(share)), often.long())
            rows = rows[torch.randperm(len(rows), generator=draw)]
            size = max(1, tokens // length)
            if len(rows) < size:
                rows = rows.repeat(size // max(1, len(rows)) + 1) if len(rows) else rows
            epoch += [(length, rows[start : start + size]) for start in range(0, len(rows) - size + 1, size)]
        for number in torch.randperm(len(epoch), generator=draw).tolist():
            yield epoch[number]


# --- model ---------------------------------------------------------------------------------------------------------


def configuration(meta: dict[str, Any], options: Options) -> dict[str, Any]:
    """The MarianConfig of a run."""
    return {
        "vocab_size": meta["vocabulary"],
        "d_model": options.width,
        "encoder_layers": options.encoder_layers,
        "decoder_layers": options.decoder_layers,
        "encoder_attention_heads": options.heads,
        "decoder_attention_heads": options.heads,
        "encoder_ffn_dim": options.inner,
        "decoder_ffn_dim": options.inner,
        "max_position_embeddings": max(meta["buckets"]),
        "activation_function": "swish",
        "scale_embedding": True,
        "share_encoder_decoder_embeddings": True,
        "tie_word_embeddings": True,
        "dropout": options.dropout,
        "attention_dropout": 0.0,
        "activation_dropout": 0.0,
        "pad_token_id": meta["pad"],
        "eos_token_id": meta["end"],
        "bos_token_id": meta["end"],
        "forced_eos_token_id": meta["end"],
        "decoder_start_token_id": meta["pad"],
    }


def build(config: dict[str, Any], outputs: int) -> Model:
    """A MarianMTModel with fresh weights: Xavier's for matrices, unit scale for what the embedding puts in."""
    from transformers import MarianConfig, MarianMTModel

    model = MarianMTModel(MarianConfig(**config))
    for name, parameter in learnt(model).items():
        if "shared" in name:
            torch.nn.init.normal_(parameter, std=config["d_model"] ** -0.5)
        elif parameter.dim() == 2:
            torch.nn.init.xavier_uniform_(parameter)
    with torch.no_grad():
        model.get_input_embeddings().weight[config["pad_token_id"]] = 0
        model.final_logits_bias[:, outputs:] = NEVER
    return model


def encoded(model: Model, source: torch.Tensor, pad: int) -> torch.Tensor:
    """The encoder's last layer for a source (n, length).

    Masks are made here, whole: what transformers makes of short ones asks the GPU, each time, whether all are set.
    """
    return model.model.encoder(input_ids=source, attention_mask=_seen(source, source, pad)).last_hidden_state


def hidden(model: Model, states: torch.Tensor, source: torch.Tensor, target: torch.Tensor, pad: int) -> torch.Tensor:
    """The decoder's last layer at each place of `target` (n, length), having read what is before that place."""
    rows, length = target.shape
    before = torch.cat([torch.full_like(target[:, :1], pad), target[:, :-1]], dim=1)
    causal = torch.ones(length, length, dtype=torch.bool, device=target.device).tril().expand(rows, 1, length, length)
    return model.model.decoder(
        input_ids=before,
        attention_mask=causal,
        encoder_hidden_states=states,
        encoder_attention_mask=_seen(target, source, pad),
        use_cache=False,
    ).last_hidden_state


def _seen(reader: torch.Tensor, source: torch.Tensor, pad: int) -> torch.Tensor:
    """(n, 1, length of reader, length of source): what of the source is text."""
    return (source != pad)[:, None, None, :].expand(-1, 1, reader.shape[1], -1)


def loss_of(
    model: Model, source: torch.Tensor, target: torch.Tensor, meta: dict[str, Any], smoothing: float
) -> torch.Tensor:
    """Cross-entropy for each token of the target that is none of the padding."""
    pad, outputs = meta["pad"], meta["outputs"]
    states = hidden(model, encoded(model, source, pad), source, target, pad)
    logits = functional.linear(states, model.model.shared.weight[:outputs])
    labels = target.masked_fill(target == pad, -100).long().flatten()
    return functional.cross_entropy(logits.float().flatten(0, 1), labels, label_smoothing=smoothing)


def translated(model: Model, meta: dict[str, Any], device: str, longest: int = 48) -> list[str]:
    """Greedy translations of the samples, all at once."""
    sources = [sample["source"] for sample in meta["samples"]]
    width = max(map(len, sources))
    source = torch.tensor([one + [meta["pad"]] * (width - len(one)) for one in sources], device=device)
    states = encoded(model, source, meta["pad"])
    said = torch.zeros(len(sources), 0, dtype=torch.long, device=device)
    for _ in range(longest):
        asked = functional.pad(said, (0, 1), value=meta["end"])  # the last one is not read
        last = hidden(model, states, source, asked, meta["pad"])[:, -1]
        best = functional.linear(last, model.model.shared.weight[: meta["outputs"]]).argmax(-1, keepdim=True)
        said = torch.cat([said, best], dim=1)
    texts = []
    for row in said.tolist():
        row = row[: row.index(meta["end"])] if meta["end"] in row else row
        texts.append("".join(meta["pieces"][number] for number in row).replace("▁", " ").strip())
    return texts


# --- weights -------------------------------------------------------------------------------------------------------


def learnt(model: Model) -> dict[str, torch.nn.Parameter]:
    """The weights that are learnt, each once: the one embedding is tied, the positions are computed."""
    return {name: weight for name, weight in model.named_parameters() if "embed_positions" not in name}


def write_pieces(folder: Path, weights: dict[str, torch.Tensor], facts: dict[str, Any]) -> None:
    """Write weights.json and the pieces; json last, so that it never speaks of pieces that are not there."""
    content = to_safetensors({name: tensor.half().contiguous() for name, tensor in weights.items()})
    many = math.ceil(len(content) / PIECE_BYTES)
    listed = []
    for number in range(many):
        piece = content[number * PIECE_BYTES : (number + 1) * PIECE_BYTES]
        name = f"weights.{number + 1}of{many}"
        partial = folder / f".{name}"
        partial.write_bytes(piece)
        partial.replace(folder / name)
        listed.append({"name": name, "bytes": len(piece), "sha256": hashlib.sha256(piece).hexdigest()})
    (folder / "weights.json").write_text(json.dumps({**facts, "pieces": listed}, indent=1, ensure_ascii=False))


def read_pieces(folder: Path) -> tuple[dict[str, Any], dict[str, torch.Tensor]]:
    """What `write_pieces` wrote: facts and weights. Raises ValueError where a piece is not what it was."""
    facts = json.loads((folder / "weights.json").read_text(encoding="utf-8"))
    content = b""
    for piece in facts["pieces"]:
        part = (folder / piece["name"]).read_bytes()
        if hashlib.sha256(part).hexdigest() != piece["sha256"]:
            raise ValueError(f"{folder / piece['name']} is not the piece that weights.json describes")
        content += part
    return facts, read_safetensors(content)


def put(model: Model, weights: dict[str, torch.Tensor]) -> None:
    """Set what `learnt` names to weights that were read or averaged. Raises ValueError where shapes differ."""
    own = learnt(model)
    if {name: tuple(t.shape) for name, t in weights.items()} != {name: tuple(t.shape) for name, t in own.items()}:
        raise ValueError("these weights are of another configuration")
    with torch.no_grad():
        for name, parameter in own.items():
            parameter.copy_(weights[name])


def averaged(several: Sequence[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The mean of checkpoints (Junczys-Dowmunt et al. 2016)."""
    return {name: torch.stack([one[name] for one in several]).mean(0) for name in several[0]}


# --- the run -------------------------------------------------------------------------------------------------------


def compiled(model: Model, how: str) -> Callable[..., torch.Tensor]:
    """`loss_of`, as fast as is asked for: one graph for each length, of a layer or of the whole step."""
    if how == "none":
        return loss_of
    torch._dynamo.config.recompile_limit = 128  # one for each length and layer
    if how == "whole":
        return torch.compile(loss_of, dynamic=False)
    for layer in [*model.model.encoder.layers, *model.model.decoder.layers]:
        layer.compile(dynamic=False)
    return loss_of


def rate(options: Options, step: int, elapsed: float) -> float:
    """The learning rate: a linear warm-up in steps, then a cosine over what there is of time or steps."""
    done = elapsed / (60 * options.minutes)
    if options.steps:
        done = max(done, step / options.steps)
    cosine = 0.5 * (1 + math.cos(math.pi * min(1.0, done)))
    return options.rate * min(1.0, (step + 1) / options.warm_up) * (0.02 + 0.98 * cosine)


def run(folders: Sequence[Path], output: Path, options: Options, start: Path | None = None, device: str = "") -> None:
    """Train and leave the weights in OUTPUT; `start` is the output of an earlier run, to go on from its weights."""
    output.mkdir(parents=True, exist_ok=True)
    this = Run(folders, output, options, start, device or ("cuda" if torch.cuda.is_available() else "cpu"))
    this.go()


class Run:
    """The state of a run: data, the model that learns, a plain one that holds the average, and the log."""

    def __init__(
        self, folders: Sequence[Path], output: Path, options: Options, start: Path | None, device: str
    ) -> None:
        self.begin = time.monotonic()
        self.options, self.output, self.device = options, output, device
        torch.manual_seed(options.seed)
        torch.set_float32_matmul_precision("high")
        self.meta, self.pairs, self.held = read_packed(folders, device)
        allowed = {"open": ("open",), "nc": ("open", "noncommercial")}[options.edition]
        self.shares = torch.tensor([o["share"] if o["terms"] in allowed else 0.0 for o in self.meta["origins"]])
        self.config = configuration(self.meta, options)
        self.model, self.plain = (build(self.config, self.meta["outputs"]).to(device) for _ in range(2))
        if start is not None:
            put(self.model, read_pieces(start)[1])
        self.model.train()
        self.plain.eval()
        self.lossy = compiled(self.model, options.compile)
        self.optimizer = torch.optim.AdamW(
            learnt(self.model).values(), options.rate, (0.9, 0.98), weight_decay=0.01, fused=device == "cuda"
        )
        self.kept: deque[dict[str, torch.Tensor]] = deque(maxlen=options.average)
        self.step = 0
        self._log = output / "log.txt"
        self._log.write_text("", encoding="utf-8")
        parameters = sum(weight.numel() for weight in learnt(self.model).values())
        self.say(
            f"{parameters:,} parameters, {sum(len(some.origin) for some in self.pairs.values()):,} pairs, {device}"
        )
        self.say(f"read in {self.elapsed:.0f} s: {json.dumps(asdict(options))}")

    @property
    def elapsed(self) -> float:
        """Seconds since the run began, reading included."""
        return time.monotonic() - self.begin

    def go(self) -> None:
        """Train until the time or the steps are used up."""
        options = self.options
        pace = _Pace()
        noted = saved = time.monotonic()
        total = torch.zeros((), device=self.device)
        for length, rows in batches(self.pairs, self.shares, options.batch_tokens, options.seed):
            if self.elapsed > 60 * options.minutes or (options.steps and self.step == options.steps):
                break
            source, target = self._batch(length, rows)
            total += self._learn(source, target)
            pace.add(source, target, self.meta["pad"])
            if self.step % options.log_steps == 0:
                mean = total.item() / options.log_steps  # waits for the GPU: only here is the time right
                real, whole = pace.since(time.monotonic() - noted)
                self.say(
                    f"{self.elapsed:6.0f} s  step {self.step:6}  loss {mean:.3f}  "
                    f"rate {rate(options, self.step, self.elapsed):.1e}  {real:,.0f} tokens/s ({whole:,.0f} padded)"
                )
                noted = time.monotonic()
                total.zero_()
            if time.monotonic() - saved > options.checkpoint_seconds:
                self.checkpoint()
                saved = time.monotonic()
                noted += saved - noted
                pace.since(1.0)
        self.checkpoint()
        self.say(f"done: {self.step} steps in {self.elapsed:.0f} s")

    def _batch(self, length: int, rows: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        pairs, rows = self.pairs[length], rows.to(self.device)
        return pairs.source[rows].long(), pairs.target[rows].long()

    def _learn(self, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        for group in self.optimizer.param_groups:
            group["lr"] = rate(self.options, self.step, self.elapsed)
        with self._cast():
            loss = self.lossy(self.model, source, target, self.meta, self.options.smoothing)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.step += 1
        return loss.detach()

    def checkpoint(self) -> None:
        """Keep the weights as they are; write the average of those kept, and what it is worth."""
        self.kept.append({name: weight.detach().float().cpu().clone() for name, weight in learnt(self.model).items()})
        average = averaged(self.kept)
        put(self.plain, average)
        with torch.inference_mode(), self._cast():
            losses = held_losses(self.plain, self.held, self.meta)
            texts = translated(self.plain, self.meta, self.device)
        facts = {
            "step": self.step,
            "minutes": round(self.elapsed / 60, 2),
            "edition": self.options.edition,
            "outputs": self.meta["outputs"],
            "config": self.config,
            "options": asdict(self.options),
            "held": losses,
        }
        write_pieces(self.output, average, facts)
        said = "  ".join(f"{name} {loss:.2f}" for name, loss in losses.items())
        self.say("\n    ".join((f"checkpoint at step {self.step}, average of {len(self.kept)}: {said}", *texts)))

    def _cast(self) -> torch.autocast:
        return torch.autocast(self.device, torch.bfloat16, enabled=self.device == "cuda")

    def say(self, line: str) -> None:
        """Print a line, and add it to the log."""
        print(line, flush=True)
        with self._log.open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def held_losses(model: Model, held: Pairs, meta: dict[str, Any]) -> dict[str, float]:
    """The mean loss for each origin on its held pairs, and for all, every origin counting the same."""
    losses = {}
    for number, origin in enumerate(meta["origins"]):
        rows = (held.origin == number).nonzero().flatten().to(held.source.device)
        if len(rows):
            loss = loss_of(model, held.source[rows].long(), held.target[rows].long(), meta, 0.0)
            losses[origin["name"]] = round(float(loss), 3)
    return {"mean": round(sum(losses.values()) / max(1, len(losses)), 3), **losses}


class _Pace:
    """Tokens of both sides since it was last asked, real and padded ones; counted on the device, without a wait."""

    def __init__(self) -> None:
        self._real: torch.Tensor | None = None
        self._padded = 0

    def add(self, source: torch.Tensor, target: torch.Tensor, pad: int) -> None:
        real = (source != pad).sum() + (target != pad).sum()
        self._real = real if self._real is None else self._real + real
        self._padded += source.numel() + target.numel()

    def since(self, seconds: float) -> tuple[float, float]:
        real = 0.0 if self._real is None else float(self._real)
        paces = real / seconds, self._padded / seconds
        self._real, self._padded = None, 0
        return paces


def main(arguments: Sequence[str] | None = None) -> None:
    """Every field of Options is an option."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="folders with what `pack` wrote")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="the output of an earlier run, to go on from its weights")
    parser.add_argument("--device", default="", help="default: cuda where there is one")
    for name, value in asdict(Options()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value, help=f"default: {value}")
    given = vars(parser.parse_args(arguments))
    places = {name: given.pop(name) for name in ("data", "output", "start", "device")}
    run(places["data"], places["output"], Options(**given), places["start"], places["device"])


if __name__ == "__main__":
    main()
