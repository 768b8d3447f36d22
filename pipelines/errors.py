"""The error tree: what can go wrong for a user, each with a code, its facts, and one English sentence.

    PipelineError
    ├── InputError    the text or file cannot be used, and what to do about it
    ├── ModelError    a model is unknown, missing or broken
    └── LimitError    too much at once

`str(error)` is the sentence for the command line. The page has a sentence of its own for each code and language; it
fills in the same `facts`.
"""

from __future__ import annotations

from enum import StrEnum


class ErrorCode(StrEnum):
    """Every reason there is. The page has a sentence for each."""

    EMPTY = "empty"
    BINARY = "binary"
    DESTROYED = "destroyed"
    MOJIBAKE = "mojibake"
    MIXED_ENCODINGS = "mixed_encodings"
    UNKNOWN_ENCODING = "unknown_encoding"
    NOT_CHINESE = "not_chinese"
    NO_ARTICLE = "no_article"
    TOO_LONG = "too_long"
    TOO_LARGE = "too_large"
    UNREADABLE_FILE = "unreadable_file"
    UNWRITABLE_FILE = "unwritable_file"
    UNKNOWN_MODEL = "unknown_model"
    UNKNOWN_RULE = "unknown_rule"
    BUSY = "busy"
    FAILED = "failed"


SENTENCES: dict[ErrorCode, str] = {
    ErrorCode.EMPTY: "There is no text here. Paste a Chinese article or choose a file that contains one.",
    ErrorCode.BINARY: "This is not a text file ({kind}). Open it in its own program and copy the text out of it.",
    ErrorCode.DESTROYED: "This text was destroyed by an earlier conversion ({share} % of its characters are "
    "replacement marks such as {example}); it cannot be recovered. Copy it again from the original page.",
    ErrorCode.MOJIBAKE: "This text was decoded with the wrong encoding ({example}…) and cannot be restored without "
    "loss. Copy it again from the original page, or upload the original file.",
    ErrorCode.MIXED_ENCODINGS: "This file changes its encoding in the middle (after {kept} characters). Save both "
    "parts as UTF-8 and join them again.",
    ErrorCode.UNKNOWN_ENCODING: "The encoding of this file is not one that can be read (UTF-8, UTF-16, GB18030 or "
    "Big5). Open it where it reads well and save it as UTF-8.",
    ErrorCode.NOT_CHINESE: "This does not look like Chinese: {share} % of its letters are Chinese characters. Paste "
    "an article written in Chinese.",
    ErrorCode.NO_ARTICLE: "No article was found on this page, only navigation and links. Copy the article's own "
    "paragraphs.",
    ErrorCode.TOO_LONG: "The text has {length} characters, more than the limit of {limit}. Split it into parts.",
    ErrorCode.TOO_LARGE: "The file has {size} bytes, more than the limit of {limit}. Split it into parts.",
    ErrorCode.UNREADABLE_FILE: "{path} cannot be read: {reason}.",
    ErrorCode.UNWRITABLE_FILE: "{path} cannot be written: {reason}.",
    ErrorCode.UNKNOWN_MODEL: "There is no {task} model named {name}. There are: {names}.",
    ErrorCode.UNKNOWN_RULE: "There is no repair rule named {name}. There are: {names}.",
    ErrorCode.BUSY: "{waiting} articles are waiting already, the most that is allowed. Try again in a moment.",
    ErrorCode.FAILED: "The run failed: {reason}. Nothing you entered is lost; try again.",
}


class PipelineError(Exception):
    """Something a user can be told: `code` says what, `facts` fill the sentence."""

    def __init__(self, code: ErrorCode, **facts: str | int) -> None:
        self.code = code
        self.facts = facts
        super().__init__(SENTENCES[code].format(**facts))


class InputError(PipelineError):
    """The text or the file cannot be used as it is."""


class ModelError(PipelineError):
    """A model is not known, not there, or does not work."""


class LimitError(PipelineError):
    """Too many things were asked for at once."""
