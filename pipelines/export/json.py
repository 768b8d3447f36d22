"""JSON: a digest as text and back, the fields named as in `document.py`, and beside them what it says of itself."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING

from pipelines import __version__
from pipelines.document import Digest
from pipelines.export.contents import Contents

if TYPE_CHECKING:
    from pydantic import TypeAdapter


def dumps(digest: Digest) -> str:
    """The digest as indented JSON, Chinese unescaped, a newline at the end.

    Under "about" stands what other formats say in words: the languages, the models with their licences and
    attributions, what is missing, and what the checks noticed. It follows from the rest, and `loads` passes over it.
    """
    contents = Contents.of(digest)
    about = {
        "made_with": f"Zhaiyi {__version__}",
        "languages": {"source": contents.language, "target": "en"},
        "models": [asdict(credit) for credit in contents.credits],
        "general": contents.general,
        "missing": contents.missing,
        "noticed": contents.noticed,
    }
    whole = {**_adapter().dump_python(digest, mode="json"), "about": about}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def loads(text: str) -> Digest:
    """The digest that `dumps` wrote. Raises ValueError for anything else."""
    return _adapter().validate_json(text)


@cache
def _adapter() -> TypeAdapter[Digest]:
    from pydantic import TypeAdapter

    return TypeAdapter(Digest)
