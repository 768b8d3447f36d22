"""Text to the pieces a converted model reads, and back; without transformers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

END = "</s>"
_SPACE = "▁"  # sentencepiece's mark for the space before a word


class Tokenizer(Protocol):
    """Pieces of a text as the model reads them, and the text of pieces it wrote. Safe to use from several threads."""

    def encode(self, text: str) -> list[str]:
        """The input for a text, special tokens included."""
        ...

    def prefix(self, text: str) -> list[str]:
        """What the output has to begin with; it is no part of its text."""
        ...

    def decode(self, pieces: Sequence[str]) -> str:
        """The text of an output without its special tokens."""
        ...


class SentencePieces:
    """Marian, M2M100 and mT5: a sentencepiece model for each side, an end token, and what a family puts in front."""

    def __init__(
        self, source: Path, target: Path, source_prefix: Sequence[str] = (), target_prefix: Sequence[str] = ()
    ) -> None:
        import sentencepiece

        self._source = sentencepiece.SentencePieceProcessor(model_file=str(source))
        self._target = (
            self._source if target == source else sentencepiece.SentencePieceProcessor(model_file=str(target))
        )
        self._source_prefix, self._target_prefix = list(source_prefix), list(target_prefix)
        self._special = {"<s>", END, "<unk>", "<pad>", *source_prefix, *target_prefix}

    def encode(self, text: str) -> list[str]:
        """See `Tokenizer`."""
        return [*self._source_prefix, *self._source.encode(text, out_type=str), END]

    def prefix(self, text: str) -> list[str]:
        """See `Tokenizer`."""
        return self._target_prefix

    def decode(self, pieces: Sequence[str]) -> str:
        """See `Tokenizer`."""
        joined = self._target.decode_pieces([piece for piece in pieces if piece not in self._special])
        return str(joined).replace(_SPACE, " ").strip()


class ChatTokens:
    """A chat model: the text is a user's message, put in the model's own template, thinking off."""

    def __init__(self, folder: Path) -> None:
        import tokenizers

        self._tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        # Both are kept in the object, for all threads; nobody sets them again.
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._template = chat_template(folder)
        self._marks = tuple(token.content for token in self._tokenizer.get_added_tokens_decoder().values())

    def encode(self, text: str) -> list[str]:
        """See `Tokenizer`."""
        return list(self._encoded(text).tokens)

    def ids(self, text: str) -> list[int]:
        """The same as numbers."""
        return list(self._encoded(text).ids)

    def prefix(self, text: str) -> list[str]:
        """See `Tokenizer`."""
        return []

    def decode(self, pieces: Sequence[str]) -> str:
        """See `Tokenizer`."""
        return self.text([number for piece in pieces if (number := self._tokenizer.token_to_id(piece)) is not None])

    def text(self, ids: Sequence[int]) -> str:
        """The text of an output, of which the special tokens are no part."""
        return str(self._tokenizer.decode(list(ids), skip_special_tokens=True)).strip()

    def _encoded(self, text: str) -> Any:
        written = self._template.render(
            messages=[{"role": "user", "content": defused(text, self._marks)}],
            add_generation_prompt=True,
            enable_thinking=False,
        )
        return self._tokenizer.encode(written, add_special_tokens=False)


def defused(text: str, marks: Sequence[str]) -> str:
    """`text` with its copies of the model's own marks broken by a space, so that an article cannot end its own turn."""
    for mark in marks:
        if mark in text:
            text = text.replace(mark, f"{mark[0]} {mark[1:]}")
    return text


def chat_template(folder: Path) -> Any:
    """The chat template a model brings, compiled as transformers compiles it: in a sandbox, lines trimmed."""
    from jinja2.exceptions import TemplateError
    from jinja2.ext import loopcontrols
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    def raise_exception(message: str) -> None:
        raise TemplateError(message)

    def tojson(value: Any, ensure_ascii: bool = False, indent: int | None = None) -> str:
        return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent)

    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols])
    environment.filters["tojson"] = tojson
    environment.globals["raise_exception"] = raise_exception
    return environment.from_string(_template_text(folder))


def _template_text(folder: Path) -> str:
    own = folder / "chat_template.jinja"
    if own.is_file():
        return own.read_text(encoding="utf-8")
    config = json.loads((folder / "tokenizer_config.json").read_text(encoding="utf-8"))
    template = config["chat_template"]
    if isinstance(template, list):  # several, by name
        template = next(one["template"] for one in template if one["name"] == "default")
    return str(template)


def open_tokenizer(
    folder: Path, architecture: str, source_prefix: Sequence[str] = (), target_prefix: Sequence[str] = ()
) -> Tokenizer:
    """The tokenizer of a converted model. A missing prefix of M2M100 is Chinese to English."""
    if architecture == "marian":
        return SentencePieces(folder / "source.spm", folder / "target.spm", source_prefix, target_prefix)
    if architecture == "m2m_100":
        pieces = folder / "sentencepiece.bpe.model"
        return SentencePieces(pieces, pieces, source_prefix or ("__zh__",), target_prefix or ("__en__",))
    if architecture in ("mt5", "t5"):
        return SentencePieces(folder / "spiece.model", folder / "spiece.model", source_prefix, target_prefix)
    return ChatTokens(folder)
