"""JSON: a digest as text and back, the fields named as in `document.py`, and the credits of the models beside them."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING

from pipelines.document import Digest
from pipelines.export.credits import credits

if TYPE_CHECKING:
    from pydantic import TypeAdapter


def dumps(digest: Digest) -> str:
    """The digest and its `credits` as indented JSON, Chinese unescaped, a newline at the end."""
    told = _adapter().dump_python(digest, mode="json")
    told["credits"] = [asdict(credit) for credit in credits(digest)]
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def loads(text: str) -> Digest:
    """The digest that `dumps` wrote; its credits follow from it. Raises ValueError for anything else."""
    return _adapter().validate_json(text)


@cache
def _adapter() -> TypeAdapter[Digest]:
    from pydantic import TypeAdapter

    return TypeAdapter(Digest)
