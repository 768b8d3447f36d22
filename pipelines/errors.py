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
    WRONG_TASK = "wrong_task"
    NOT_ALLOWED = "not_allowed"
    NOT_DOWNLOADED = "not_downloaded"
    OFFLINE = "offline"
    NO_NETWORK = "no_network"
    HUB_FAILED = "hub_failed"
    UNAUTHORIZED = "unauthorized"
    FORBIDDEN = "forbidden"
    GATED = "gated"
    UNKNOWN_REPOSITORY = "unknown_repository"
    UNKNOWN_REVISION = "unknown_revision"
    INCOMPLETE_REPOSITORY = "incomplete_repository"
    INCOMPLETE_FOLDER = "incomplete_folder"
    WRONG_ARCHITECTURE = "wrong_architecture"
    CHECKSUM = "checksum"
    DISK_FULL = "disk_full"
    OUT_OF_MEMORY = "out_of_memory"
    UNWRITABLE_CACHE = "unwritable_cache"
    CONVERSION_FAILED = "conversion_failed"
    NOT_LOADABLE = "not_loadable"
    UNKNOWN_RULE = "unknown_rule"
    UNALIGNED = "unaligned"
    GLOSSARY_EMPTY = "glossary_empty"
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
    ErrorCode.WRONG_TASK: "{name} is not a {task} model.",
    ErrorCode.NOT_ALLOWED: "{name} is not in the catalogue, and other models are not allowed here. There are: {names}.",
    ErrorCode.NOT_DOWNLOADED: "{name} is not on this machine yet. Fetch it first (`python -m pipelines models "
    "download {name}`).",
    ErrorCode.OFFLINE: "{name} is not complete on this machine, and HF_HUB_OFFLINE forbids fetching it.",
    ErrorCode.NO_NETWORK: "{name} cannot be fetched: {host} does not answer ({reason}). What has arrived is kept; try "
    "again when the connection is back.",
    ErrorCode.HUB_FAILED: "{name} cannot be fetched: {host} answered with an error ({status}). Try again later.",
    ErrorCode.UNAUTHORIZED: "{name} cannot be fetched: {host} does not accept the access token. Check HF_TOKEN.",
    ErrorCode.FORBIDDEN: "{name} cannot be fetched: {host} refuses access. Check what the access token allows.",
    ErrorCode.GATED: "{name} is only given to those who accept its terms. Accept them on {url} and set HF_TOKEN.",
    ErrorCode.UNKNOWN_REPOSITORY: "There is no public model {repository} on {host}. If it is private, set HF_TOKEN.",
    ErrorCode.UNKNOWN_REVISION: "{repository} has no revision {revision}.",
    ErrorCode.INCOMPLETE_REPOSITORY: "{repository} is not a whole model: it has no {missing}.",
    ErrorCode.INCOMPLETE_FOLDER: "{path} is not a whole model: it has no {missing}.",
    ErrorCode.WRONG_ARCHITECTURE: "{name} has the architecture {architecture}, which cannot be run. Supported: "
    "{supported}.",
    ErrorCode.CHECKSUM: "{file} of {name} arrived damaged, twice. Try again later, or another mirror (HF_ENDPOINT).",
    ErrorCode.DISK_FULL: "{name} needs {needed} on the disk of {path}, where {free} are free.",
    ErrorCode.OUT_OF_MEMORY: "{name} needs about {needed} of memory, and {free} are free. Choose a smaller model.",
    ErrorCode.UNWRITABLE_CACHE: "{name} cannot be kept in {path}: {reason}.",
    ErrorCode.CONVERSION_FAILED: "{name} could not be prepared for this machine: {reason}.",
    ErrorCode.NOT_LOADABLE: "{name} cannot be loaded: {reason}.",
    ErrorCode.UNKNOWN_RULE: "There is no repair rule named {name}. There are: {names}.",
    ErrorCode.UNALIGNED: "The source has {source} lines and the target {target}: line by line they must be a sentence "
    "and its translation.",
    ErrorCode.GLOSSARY_EMPTY: "{name} holds no term. A glossary has two columns, the Chinese and its English, a term a "
    "line, with commas or tabs between.",
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
