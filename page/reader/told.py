"""What the reader in the browser tells the page: corrections, words for the glossary, and what is wrong."""

from dataclasses import dataclass

import streamlit as st

KEY = "reader"


@dataclass(frozen=True, slots=True)
class Growing:
    """A list that a reader keeps for one run, under a name of its own, and tells whole each time it has grown."""

    run_id: str
    name: str
    made: tuple[tuple[str, ...], ...]


def edits() -> Growing | None:
    """Corrections: (column, source, English or "")."""
    return _growing("edits")


def terms() -> Growing | None:
    """Words for the glossary: (source, English)."""
    return _growing("terms")


def reports() -> Growing | None:
    """Sentences that are wrong: (column, source, English)."""
    return _growing("reports")


def news(told: Growing | None) -> tuple[tuple[str, ...], ...]:
    """What a list has more than when this was last asked of it."""
    if told is None:
        return ()
    taken: dict[str, int] = st.session_state.setdefault("taken", {})
    new = told.made[taken.get(told.name, 0) :]
    taken[told.name] = len(told.made)
    return new


def _growing(what: str) -> Growing | None:
    told = st.session_state.get(KEY, {}).get(what)
    if not told:
        return None
    return Growing(told["run"], told["id"], tuple(tuple(part or "" for part in one) for one in told[what]))
