"""The error tree: what can go wrong for a user, each with a code, its facts, and one English sentence.

    PipelineError
    ├── InputError    the text or file cannot be used, and what to do about it
    ├── ModelError    a model is unknown, missing or broken
    └── LimitError    too much at once

`str(error)` is the sentence for the command line. The page has a sentence of its own for each code and language; it
fills in the same `facts`.
"""

from __future__ import annotations

from collections.abc import Callable
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
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    LEGACY_WORD = "legacy_word"
    NO_TEXT_LAYER = "no_text_layer"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_COMPLEX = "too_complex"
    ARCHIVE = "archive"
    NESTED_ARCHIVE = "nested_archive"
    UNPACKED_TOO_LARGE = "unpacked_too_large"
    TOO_MANY_FILES = "too_many_files"
    TOO_MANY_BYTES = "too_many_bytes"
    BAD_ADDRESS = "bad_address"
    BAD_PORT = "bad_port"
    FETCH_OFF = "fetch_off"
    NO_SUCH_HOST = "no_such_host"
    PRIVATE_ADDRESS = "private_address"
    UNREACHABLE = "unreachable"
    UNSAFE_CONNECTION = "unsafe_connection"
    FETCH_TIMEOUT = "fetch_timeout"
    PAGE_TOO_LARGE = "page_too_large"
    HTTP_STATUS = "http_status"
    WRONG_CONTENT = "wrong_content"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    BROKEN_ANSWER = "broken_answer"
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
    SERVER_SILENT = "server_silent"
    SERVER_BUSY = "server_busy"
    SERVER_KEY = "server_key"
    SERVER_BROKEN = "server_broken"
    UNKNOWN_RULE = "unknown_rule"
    UNALIGNED = "unaligned"
    GLOSSARY_EMPTY = "glossary_empty"
    BUSY = "busy"
    OWN_WAITING = "own_waiting"
    TOO_FAST = "too_fast"
    MEMORY_LOW = "memory_low"
    NOT_KEPT = "not_kept"
    TOO_SLOW = "too_slow"
    UNWATCHED = "unwatched"
    WORKER_LOST = "worker_lost"
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
    ErrorCode.ENCRYPTED: "This {kind} file is protected. Open it where you have the password or the right to it, "
    "and save a copy without protection, or copy the text out of it.",
    ErrorCode.DAMAGED: "This {kind} file is damaged or cut off. Fetch it again, or open it in its own program "
    "and save it anew.",
    ErrorCode.LEGACY_WORD: "This is a Word file of the format before 2007 (.doc). Open it in Word, WPS or "
    "LibreOffice and save it as .docx.",
    ErrorCode.NO_TEXT_LAYER: "This PDF ({pages} pages) has no text that can be read, only pictures of it: it was "
    "scanned. Run a text recognition (OCR) over it first, or paste the text.",
    ErrorCode.TOO_MANY_PAGES: "This PDF has {pages} pages, more than the limit of {limit}. Print the pages you need to "
    "a PDF of their own.",
    ErrorCode.TOO_COMPLEX: "Reading this {kind} file takes more time or memory than is allowed. Open it in its own "
    "program and copy the text out of it.",
    ErrorCode.ARCHIVE: "This is a zip file, not an article. Unpack it, and choose one of the files in it.",
    ErrorCode.NESTED_ARCHIVE: "This is a zip file within a zip file, which is not opened. Unpack it and choose its "
    "files.",
    ErrorCode.UNPACKED_TOO_LARGE: "Unpacked, this file is larger than the limit of {limit} bytes allows, or packed too "
    "densely to be safe. Unpack it yourself and choose what you need.",
    ErrorCode.TOO_MANY_FILES: "This brings {count} files, more than the limit of {limit} at once. Choose fewer.",
    ErrorCode.TOO_MANY_BYTES: "With this file they are {size} bytes together, more than the limit of {limit} at once. "
    "Choose fewer files.",
    ErrorCode.BAD_ADDRESS: "{address} is not an address that can be fetched. Give one that begins with http:// or "
    "https://, without a password, as the browser shows it.",
    ErrorCode.BAD_PORT: "{address} asks for port {port}. Only the usual ports of web pages, 80 and 443, are fetched.",
    ErrorCode.FETCH_OFF: "This server does not fetch web addresses. Copy the article from the page and paste it.",
    ErrorCode.NO_SUCH_HOST: "There is no server named {host}. Check the address for typing errors.",
    ErrorCode.PRIVATE_ADDRESS: "{host} is within a private network, which is not fetched from. Copy the article from "
    "the page and paste it.",
    ErrorCode.UNREACHABLE: "{host} cannot be reached ({reason}). Try again later, or paste the article.",
    ErrorCode.UNSAFE_CONNECTION: "{host} does not prove that it is who it says ({reason}). Open the page in a browser "
    "and paste the article.",
    ErrorCode.FETCH_TIMEOUT: "{host} did not deliver the page within {seconds} seconds. Try again later, or paste the "
    "article.",
    ErrorCode.PAGE_TOO_LARGE: "The page at {host} is larger than {limit} bytes. Paste the article instead.",
    ErrorCode.HTTP_STATUS: "{host} answered with status {status}{meaning}. Open the address in a browser; if the "
    "article is there, paste it.",
    ErrorCode.WRONG_CONTENT: "What is at this address is not an article ({kind}). Give the address of a page with "
    "text.",
    ErrorCode.TOO_MANY_REDIRECTS: "{host} sends from one address to the next, more than {limit} times. Open it in a "
    "browser and paste the article.",
    ErrorCode.BROKEN_ANSWER: "{host} gave an answer that is not proper HTTP or breaks off. Try again later, or paste "
    "the article.",
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
    ErrorCode.SERVER_SILENT: "The server of models {host} does not answer ({reason}). Try again later, or choose a "
    "model of this machine.",
    ErrorCode.SERVER_BUSY: "The server of models {host} has too much to do. Try again in a moment, or choose a model "
    "of this machine.",
    ErrorCode.SERVER_KEY: "The server of models {host} does not accept the key. Whoever runs this server can mend "
    "it (ZHAIYI_SERVE_KEY, ZHAIYI_CHAT_KEY).",
    ErrorCode.SERVER_BROKEN: "The server of models {host} gave an answer that is of no use ({reason}). Try again "
    "later, or choose a model of this machine.",
    ErrorCode.UNKNOWN_RULE: "There is no repair rule named {name}. There are: {names}.",
    ErrorCode.UNALIGNED: "The source has {source} lines and the target {target}: line by line they must be a sentence "
    "and its translation.",
    ErrorCode.GLOSSARY_EMPTY: "{name} holds no term. A glossary has two columns, the Chinese and its English, a term a "
    "line, with commas or tabs between.",
    ErrorCode.BUSY: "{waiting} articles are waiting already, the most that is allowed. Try again in a moment.",
    ErrorCode.OWN_WAITING: "{waiting} of your articles are waiting already, the most that one visitor may have. This "
    "one can be sent when one of them is finished.",
    ErrorCode.TOO_FAST: "That was more than {limit} requests within a minute. Try again in {seconds} seconds.",
    ErrorCode.MEMORY_LOW: "The server has too little memory free for another article. Try again in a moment.",
    ErrorCode.NOT_KEPT: "The server cannot write this article down ({reason}), so it was not accepted. Try again "
    "later, or tell whoever runs the server.",
    ErrorCode.TOO_SLOW: "This article was stopped after {minutes} minutes of work, the most that is allowed. What is "
    "done by then is kept. Split it into parts, or choose a faster model.",
    ErrorCode.UNWATCHED: "This article was stopped because nobody had looked at it for {minutes} minutes. What is done "
    "by then is kept; start it again for the rest.",
    ErrorCode.WORKER_LOST: "The server broke down twice while it worked on this article, so it is not tried again. "
    "Split it into parts, or choose another model.",
    ErrorCode.FAILED: "The run failed: {reason}. Nothing you entered is lost; try again.",
}


class PipelineError(Exception):
    """Something a user can be told: `code` says what, `facts` fill the sentence."""

    def __init__(self, code: ErrorCode, **facts: str | int) -> None:
        self.code = code
        self.facts = facts
        super().__init__(SENTENCES[code].format(**facts))

    def __reduce__(self) -> tuple[Callable[..., PipelineError], tuple[object, ...]]:
        """Errors cross from one process into another; what `Exception` does by itself knows nothing of the facts."""
        return _again, (type(self), self.code, self.facts)


class InputError(PipelineError):
    """The text or the file cannot be used as it is."""


class ModelError(PipelineError):
    """A model is not known, not there, or does not work."""


class LimitError(PipelineError):
    """Too many things were asked for at once."""


def _again(kind: type[PipelineError], code: ErrorCode, facts: dict[str, str | int]) -> PipelineError:
    return kind(code, **facts)
