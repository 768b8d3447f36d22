"""The glossary of this browser: how its visitor wants some words translated. Uploaded, or grown word by word."""

from __future__ import annotations

import streamlit as st

from page import keeper, messages
from page.reader import told
from page.runs import runs
from page.strings import Say
from pipelines.errors import PipelineError
from pipelines.load import servers_own
from pipelines.translation.glossary import Glossary, builtin

MOST_BYTES = 2_000_000  # of a file: what a browser can keep
SHOWN = 20  # rows that have something wrong with them


def controls(say: Say) -> None:
    """Draw the glossary, folded away, and keep it in the browser."""
    own_ = own()
    label = say("glossary_own", n=len(own_.entries)) if own_.entries else say("glossary")
    with st.popover(label, key="glossary"):
        st.caption(say("glossary_about", n=len(builtin().entries)))
        st.file_uploader(say("glossary_file"), key=_file_key(), on_change=_take_file)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="glossary_add"):
            st.text_input(say("glossary_source"), key="term_source")
            st.text_input(say("glossary_target"), key="term_target")
            st.button(say("glossary_add"), key="term_add", on_click=_take_term)
        _told(say)
        if own_.entries:
            with st.container(horizontal=True, gap="medium", key="glossary_own"):
                st.download_button(
                    say("glossary_download"), own_.csv, "glossary.csv", "text/csv", on_click="ignore", type="tertiary"
                )
                st.button(say("glossary_clear"), key="glossary_clear", on_click=_clear, type="tertiary")
    known = st.session_state.get("glossary")
    with st.container(key="kept"):
        keeper.draw(None if known is None else own_.csv() if own_.entries else "", _restore)


def own() -> Glossary:
    """What the visitor has given; empty where that is nothing."""
    known: Glossary | None = st.session_state.get("glossary")
    return known or Glossary()


def grow(list_: told.Growing | None) -> bool:
    """Add the words that the reader has told since it was last asked; whether there were any."""
    new = told.news(list_)
    if new:
        _add(*((source, target) for source, target in new))
    return bool(new)


def _told(say: Say) -> None:
    problem: tuple[str, PipelineError] | None = st.session_state.get("glossary_problem")
    if problem is not None:
        with st.container(key="glossary_refused"):
            st.text(f"{problem[0]}{say('colon')}{messages.error(say, problem[1])}")
    issues = own().issues
    for issue in issues[:SHOWN]:
        text = say.pick(messages.PROBLEMS[issue.problem], other=issue.other)
        st.text(say("glossary_issue", line=issue.line, problem=text, text=issue.text[:40]))
    if len(issues) > SHOWN:
        st.text(say("glossary_more", n=len(issues) - SHOWN))
    try:
        servers = servers_own(runs().settings)
    except PipelineError as error:
        st.text(messages.error(say, error))
    else:
        if servers.entries:
            st.caption(say("glossary_servers", n=len(servers.entries)))


def _take_file() -> None:
    file = st.session_state.get(_file_key())
    if file is None:
        return
    st.session_state["dropped_glossaries"] = st.session_state.get("dropped_glossaries", 0) + 1
    st.session_state.pop("glossary_problem", None)
    try:
        st.session_state["glossary"] = Glossary.read(file.getvalue()[:MOST_BYTES], file.name).over(own())
    except PipelineError as error:
        st.session_state["glossary_problem"] = (file.name, error)


def _take_term() -> None:
    state = st.session_state
    _add((state.get("term_source", ""), state.get("term_target", "")))
    state["term_source"] = state["term_target"] = ""


def _add(*pairs: tuple[str, str]) -> None:
    st.session_state["glossary"] = Glossary.of(pairs).over(own())


def _clear() -> None:
    st.session_state["glossary"] = Glossary()
    st.session_state.pop("glossary_problem", None)


def _restore() -> None:
    if "glossary" not in st.session_state:
        try:
            st.session_state["glossary"] = Glossary.read(keeper.kept())
        except PipelineError:  # somebody has meddled with it; it is no worse than none
            st.session_state["glossary"] = Glossary()


def _file_key() -> str:
    return f"glossary_file_{st.session_state.get('dropped_glossaries', 0)}"
