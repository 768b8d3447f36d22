"""The training sets: articles, as the app reads them, and what people wrote above them."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.article import read_article
from pipelines.document import Article
from pipelines.errors import InputError

# The only sets whose licence lets what is learned from them be given away: Apache-2.0, MIT.
TECHNICAL, SCHOLARLY = "lctt", "csl_clge_cs"
SHIPPED = (TECHNICAL, SCHOLARLY)
_LEAST, _MOST = 2, 400  # sentences: of one there is nothing to choose


@dataclass(frozen=True, slots=True)
class Example:
    """An article and its reference."""

    article: Article
    reference: str
    source: str


def read(folder: Path, names: tuple[str, ...] = SHIPPED) -> Iterator[Example]:
    """The examples of the sets in `folder` (NAME.train.jsonl.xz or NAME.train.jsonl), in order."""
    for name in names:
        path = folder / f"{name}.train.jsonl.xz"
        content = lzma.decompress(path.read_bytes()) if path.exists() else path.with_suffix("").read_bytes()
        for line in content.decode("utf-8").splitlines():
            row = json.loads(line)
            try:
                article = read_article(row["article"])
            except InputError:
                continue
            if row["summary"].strip() and _LEAST <= len(article.sentences) <= _MOST:
                yield Example(article, row["summary"], name)
