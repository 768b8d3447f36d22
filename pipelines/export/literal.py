"""Text of the article, made safe to stand in any document: in one line, with nothing in it that acts."""

from __future__ import annotations

import re

_breaks = re.compile("[\t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
# What XML has no place for; the controls among it have pictures of their own in Unicode, U+2400 and on.
# Overrides write a text backwards, which neither Chinese nor English ever needs.
_forbidden = re.compile("[\x00-\x1f\x7f\u202d\u202e\ud800-\udfff\ufffe\uffff]")
_embeddings, _isolates = frozenset("\u202a\u202b"), frozenset("\u2066\u2067\u2068")
_POP_EMBEDDING, _POP_ISOLATE = "\u202c", "\u2069"


def literal(text: str) -> str:
    """`text` in one line, stripped, its control characters as pictures (␇), its changes of direction ended.

    A right-to-left embedding that is left open would turn round whatever stands behind it in the same line. Overrides
    of the direction, and half a surrogate pair, become the replacement mark.
    """
    flat = _breaks.sub(" ", text).strip()
    return _closed(_forbidden.sub(lambda found: _picture(found[0]), flat))


def _picture(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def _closed(text: str) -> str:
    """With an end to every embedding and isolate that has none (Unicode's bidirectional algorithm, X1-X8)."""
    open_: list[str] = []
    for character in text:
        if character in _embeddings:
            open_.append(_POP_EMBEDDING)
        elif character in _isolates:
            open_.append(_POP_ISOLATE)
        elif character == _POP_ISOLATE and character in open_:
            while open_.pop() != _POP_ISOLATE:  # which ends what was opened inside it, too
                pass
        elif character == _POP_EMBEDDING and open_[-1:] == [_POP_EMBEDDING]:
            open_.pop()
    return text + "".join(reversed(open_))
