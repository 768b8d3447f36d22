"""The page, from top to bottom. `streamlit run app.py` serves it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from page import door, frame, inputs, keeping, results, tab, visit
from page.runs import runs
from pipelines.service import log
from pipelines.service.http.headers import SafeHeaders
from pipelines.service.http.routes import routes

PAGE = Path(__file__).parent / "page"


def main() -> None:
    """Draw the page once."""
    st.set_page_config("摘译 Zhaiyi", str(PAGE / "icon.svg"), layout="wide")
    st.html(PAGE / "style.css")

    say = frame.top()
    if not door.inside():
        door.draw(say)
        tab.draw(say, None)
        frame.foot(say)
        return
    run = visit.shown()
    if run is None:
        frame.tagline(say)
    inputs.composer(say, run)
    with st.container():
        results.notices(say, run)
    if run is None:
        tab.draw(say, None)
        frame.specimen(say)
    else:
        results.watch(say, run)
    frame.foot(say)
    keeping.keep()


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """From the server's start to its end: the dictionaries load before the first visitor comes."""
    log.set_up()
    runs().observe(log.write)
    runs().warm()
    yield
    runs().close()


if __name__ == "__main__":
    main()
else:
    app = st.App(__file__, lifespan=lifespan, routes=routes(runs()), middleware=[Middleware(SafeHeaders)])
