"""How a component is made of its three files, which stay plain html, css and js."""

from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer


@cache
def component(name: str) -> ComponentRenderer:
    """The component in the folder `name` beside this file; it is registered once a process."""
    stem = Path(__file__).parent / name / name
    html, css, js = (stem.with_suffix(f".{kind}").read_text(encoding="utf-8") for kind in ("html", "css", "js"))
    return st.components.v2.component(f"zhaiyi_{name}", html=html, css=css, js=js)
