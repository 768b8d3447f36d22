"""The browser's own memory: what a visitor should find again tomorrow, without an account.

The glossary lives in the browser. When a visit begins it tells it once; from then on it is told what has become of it.
"""

from __future__ import annotations

import streamlit as st

from page.component import component

KEY = "keeper"


def draw(csv: str | None) -> None:
    """Have the browser keep this glossary; None asks it what it has, which `told` gives in the next drawing."""
    component("keeper")(key=KEY, data={"csv": csv}, on_kept_change=lambda: None)


def told() -> str | None:
    """The glossary that the browser has told last, as CSV; None before it has."""
    kept = st.session_state.get(KEY, {}).get("kept")
    csv = kept.get("csv") if isinstance(kept, dict) else None
    return csv if isinstance(csv, str) else None
