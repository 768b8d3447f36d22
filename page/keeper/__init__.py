"""The browser's own memory: what a visitor should find again tomorrow, without an account.

The glossary and the ids of the articles read here live in the browser. When a visit begins it tells them once; from
then on it is told what they have become.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from page.component import component

KEY = "keeper"
MOST = 200  # ids of articles


@dataclass(frozen=True, slots=True)
class Kept:
    """What a browser has: its glossary as CSV, and the ids of its articles, oldest first."""

    csv: str
    runs: tuple[str, ...]


def draw(kept: Kept | None) -> None:
    """Have the browser keep this; None asks it what it has, which `told` gives in the next drawing."""
    data = {"csv": kept.csv if kept else None, "runs": list(kept.runs[-MOST:]) if kept else []}
    component("keeper")(key=KEY, data=data, on_kept_change=lambda: None)


def told() -> Kept | None:
    """What the browser has told last; None before it has."""
    kept = st.session_state.get(KEY, {}).get("kept")
    if not isinstance(kept, dict):
        return None
    csv, runs = kept.get("csv"), kept.get("runs")
    ids = tuple(one for one in runs if isinstance(one, str)) if isinstance(runs, list) else ()
    return Kept(csv if isinstance(csv, str) else "", ids[-MOST:])
