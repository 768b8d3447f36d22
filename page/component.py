"""How a component is made of its files, which stay plain html, css and js."""

from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

FOLDER = Path(__file__).parent


def source(name: str, kind: str) -> str:
    """The html, css or js of a component: the file named like its folder `name`, then its other parts by name."""
    folder = FOLDER / name
    main = folder / f"{name}.{kind}"
    parts = [main, *sorted(path for path in folder.glob(f"*.{kind}") if path != main)]
    return "\n".join(part.read_text(encoding="utf-8") for part in parts)


@cache
def component(name: str) -> ComponentRenderer:
    """The component in the folder `name` beside this file; it is registered once a process."""
    html, css, js = (source(name, kind) for kind in ("html", "css", "js"))
    return st.components.v2.component(f"zhaiyi_{name}", html=html, css=css, js=js)
