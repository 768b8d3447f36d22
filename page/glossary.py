"""The glossary of this browser: how its visitor wants some words translated. Uploaded, or grown word by word."""

from __future__ import annotations

import streamlit as st

from page import messages
from page.reader import told
from page.runs import runs
from page.strings import Say
from pipelines.errors import ErrorCode, InputError, PipelineError
from pipelines.load import servers_own
from pipelines.translation.glossary import Glossary, Problem, builtin, entry

MOST_BYTES = 2_000_000  # of a file: what a browser can keep
SHOWN = 20  # rows that have something wrong with them


def controls(say: Say) -> None:
    """Draw the glossary, folded away."""
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


def own() -> Glossary:
    """What the visitor has given; empty where that is nothing."""
    known: Glossary = st.session_state.get("glossary", Glossary())
    return known


def csv() -> str:
    """The same, as the browser keeps it."""
    return own().csv() if own().entries else ""


def join(kept: str) -> None:
    """Add what the browser has kept to what this visit has, which goes before it."""
    if not kept:
        return
    try:
        st.session_state["glossary"] = own().over(Glossary.read(kept))
    except PipelineError:
        return  # somebody has meddled with it; it is no worse than none


def grow(list_: told.Growing | None) -> bool:
    """Add the words that the reader has told since it was last asked; whether the glossary is another one now."""
    before = own()
    for source, target in told.news(list_):
        _add(source, target)
    return own().entries != before.entries


def _told(say: Say) -> None:
    refused: tuple[str, PipelineError] | None = st.session_state.get("glossary_problem")
    if refused is not None:
        with st.container(key="glossary_refused"):
            st.text(f"{refused[0]}{say('colon')}{messages.error(say, refused[1])}")
    problem: Problem | None = st.session_state.get("term_problem")
    if problem is not None:
        with st.container(key="term_refused"):
            st.text(say("glossary_term", problem=say.pick(messages.PROBLEMS[problem], other=0)))
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
        if file.size > MOST_BYTES:
            raise InputError(ErrorCode.TOO_LARGE, size=file.size, limit=MOST_BYTES)
        st.session_state["glossary"] = Glossary.read(file.getvalue(), file.name).over(own())
    except PipelineError as error:
        st.session_state["glossary_problem"] = (file.name, error)


def _take_term() -> None:
    state = st.session_state
    if _add(state.get("term_source", ""), state.get("term_target", "")):
        state["term_source"] = state["term_target"] = ""


def _add(source: str, target: str) -> bool:
    """Add one term, or remember what is wrong with it."""
    made = entry((source, target))
    if isinstance(made, Problem):
        st.session_state["term_problem"] = made
        return False
    st.session_state.pop("term_problem", None)
    st.session_state["glossary"] = Glossary((made,)).over(own())
    return True


def _clear() -> None:
    st.session_state["glossary"] = Glossary()
    st.session_state.pop("glossary_problem", None)


def _file_key() -> str:
    return f"glossary_file_{st.session_state.get('dropped_glossaries', 0)}"
