"""The browser's own memory: what a visitor should find again tomorrow, without an account."""

from collections.abc import Callable

import streamlit as st

from page.component import component

KEY = "keeper"


def draw(csv: str | None, on_kept: Callable[[], None]) -> None:
    """Keep `csv`; where it is None nothing is known yet, and `on_kept` is called if the browser has something."""
    component("keeper")(key=KEY, data={"csv": csv}, on_kept_change=on_kept)


def kept() -> str:
    """What the browser had when the visit began."""
    told = st.session_state.get(KEY, {}).get("kept")
    return told if isinstance(told, str) else ""
