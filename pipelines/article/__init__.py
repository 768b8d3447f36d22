"""From bytes to sentences: reading, repair, script, sentences.

read.py          a source in, an `Article` out
extraction.py    from a source of any kind to its plain text, an `Extract` (extracted.py)
kinds.py         what a file is                encoding.py   which encoding it is
docx.py  pdf.py  epub.py  subtitles.py  marked.py  mhtml.py   kinds of files   isolated.py  in a process of their own
layout.py        places on printed pages       archive.py  parts.py  zip files, and XML in them
uploads.py       several files or a zip, each `Listed` (listed.py)     names.py  their names, and their order
fetching.py      a web address                 addresses.py  which ones may be fetched    network.py  and how
mojibake.py      what was read with the wrong one before   gaps.py  and lost bytes in it
markup.py        HTML, XML, RSS                markdown.py  Markdown
rules.py         the rules by name             repair.py    one text through all of them
characters.py  readings.py  punctuation.py  lines.py        what is mended
page.py  boilerplate.py  phrases.py  title.py               what is set aside, and the headline
traced.py        text that knows where each character came from
script.py        traditional and simplified    chinese.py   what counts as Chinese
sentences.py     splitting, packing, cutting   given.py     sentences that are taken as they are
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pipelines.article.extracted import Extract, Kind
from pipelines.article.listed import Listed
from pipelines.article.rules import RULES, SET_ASIDE_RULES, Rule
from pipelines.document import Article
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.article.network import Network

__all__ = [
    "RULES",
    "SET_ASIDE_RULES",
    "Extract",
    "Kind",
    "Listed",
    "Rule",
    "extract",
    "fetch_article",
    "list_files",
    "of_sentences",
    "read_article",
]


def read_article(
    data: str | bytes | Extract,
    *,
    name: str = "",
    switched_off: frozenset[str] = frozenset(),
    settings: Settings | None = None,
) -> Article:
    """Read, repair and split an article.

    `data` is pasted text, a file of any `Kind` but ARCHIVE, or what `extract` gave with the same `switched_off`. `name`
    is the file's name, if there is one; its ending tells Markdown. `switched_off` are names of rules (`RULES`,
    `SET_ASIDE_RULES`) that do not act. `Article.original` is the decoded text; of a whole HTML page, an XML feed
    or a packed file it is the title and body text found in it.

    Raises InputError: what `extract` raises, DESTROYED, MOJIBAKE, NOT_CHINESE, UNKNOWN_RULE.
    """
    # Compiling all the patterns takes longer than everything else that `import pipelines` does.
    from pipelines.article.read import read

    return read(data, name, switched_off, settings or Settings())


def of_sentences(texts: Sequence[str], settings: Settings | None = None) -> Article:
    """An article of exactly these sentences, a paragraph each; nothing is repaired, split or set aside.

    Raises InputError: EMPTY where there is no text in any of them, TOO_LONG.
    """
    from pipelines.article.given import given

    return given(texts, settings or Settings())


def extract(
    data: str | bytes,
    *,
    name: str = "",
    address: str = "",
    switched_off: frozenset[str] = frozenset(),
    settings: Settings | None = None,
) -> Extract:
    """What is found in a source before any repair: to be shown before a run, and to read the article from.

    `address` is where it was fetched, if it was. Of the rules that may be `switched_off` only "markup" matters here.

    Raises InputError: EMPTY, BINARY, LEGACY_WORD, ENCRYPTED, DAMAGED, ARCHIVE, UNKNOWN_ENCODING, MIXED_ENCODINGS,
    NO_ARTICLE, NO_TEXT_LAYER, TOO_LARGE, TOO_LONG, TOO_MANY_PAGES, TOO_MANY_FILES, UNPACKED_TOO_LARGE, TOO_COMPLEX.
    """
    from pipelines.article.extraction import extracted

    return extracted(data, name, address, switched_off, settings or Settings())


def fetch_article(
    address: str,
    *,
    switched_off: frozenset[str] = frozenset(),
    settings: Settings | None = None,
    network: Network | None = None,
) -> Extract:
    """What `extract` finds at a web address: a page, or a file of any kind.

    Only http and https, ports 80 and 443, machines of the public internet; at most 5 redirects, 5 MB unpacked, 10 s in
    all. `Extract.address` is where the redirects ended. `network` is this machine's unless another is handed in.

    Raises InputError: FETCH_OFF, BAD_ADDRESS, BAD_PORT, NO_SUCH_HOST, PRIVATE_ADDRESS, UNREACHABLE, UNSAFE_CONNECTION,
    FETCH_TIMEOUT, PAGE_TOO_LARGE, HTTP_STATUS, WRONG_CONTENT, TOO_MANY_REDIRECTS, BROKEN_ANSWER, and what `extract`
    raises.
    """
    from pipelines.article.fetching import fetched
    from pipelines.article.network import Network

    settings = settings or Settings()
    found = fetched(address, settings, network or Network())
    return extract(found.data, name=found.name, address=found.address, switched_off=switched_off, settings=settings)


def list_files(files: Iterable[tuple[str, bytes]], *, settings: Settings | None = None) -> tuple[Listed, ...]:
    """A list to read through, made of several files, each a name and its bytes; zip files are opened.

    In the order of their names, numbers by value: 第2章 before 第十章 before 第11章. Nothing is raised: what cannot be
    read stands in the list with its own error.
    """
    from pipelines.article.uploads import listed

    return listed(files, settings or Settings())
