"""JSON: a digest as text and back, the fields named as in `document.py`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipelines.document import Digest

if TYPE_CHECKING:
    from pydantic import TypeAdapter


def dumps(digest: Digest) -> str:
    """The digest as indented JSON, Chinese unescaped, a newline at the end."""
    return _adapter().dump_json(digest, indent=2).decode() + "\n"


def loads(text: str) -> Digest:
    """The digest that `dumps` wrote. Raises ValueError for anything else."""
    return _adapter().validate_json(text)


@cache
def _adapter() -> TypeAdapter[Digest]:
    from pydantic import TypeAdapter

    return TypeAdapter(Digest)
