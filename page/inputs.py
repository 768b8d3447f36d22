"""The input: a text, a file or an example, and the one button."""

import math
from pathlib import Path

import streamlit as st

from page import models, options, visit
from page.runs import runs
from page.strings import Say
from pipelines.errors import ModelError
from pipelines.service.jobs import Request, Run

EXAMPLES = ("news", "science", "traditional")
BYTES_A_CHARACTER = 2.6  # of a Chinese file: 2 in GB18030, 3 in UTF-8, fewer for Latin letters and markup


def composer(say: Say, run: Run | None) -> None:
    """Draw the input. A finished result needs the room more: the input then folds into a line above it."""
    if run:
        _restore(run)
    folded = run is not None and run.error is None and visit.refused() is None
    with st.container(key="composer"):
        # Under a name of its own for each run, so that a new result finds it folded.
        place = st.expander(say("composer"), key=f"composer_{run.id}") if run and folded else st.container()
    with place:
        text, aside = st.columns([5, 2], gap="medium")
        with text:
            st.text_area(
                say("text"),
                height=250,
                key="text",
                placeholder=say("text_hint"),
                on_change=_drop_file,
                persist_state="session",
            )
        with aside:
            st.file_uploader(say("file"), key=_file_key())
            _examples(say)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="controls"):
            options.controls(say)
            models.controls(say)
            # A callback runs before anything can interrupt the script; a click told to the script itself may be lost.
            st.button(say("run"), type="primary", shortcut="Ctrl+Enter", key="start", on_click=_run)
            st.caption(_expected(say), width="content")
        st.caption(say("privacy"))


def _run() -> None:
    visit.start(_request())


def _examples(say: Say) -> None:
    with st.container(key="examples", gap="xsmall"):
        st.caption(say("examples"))
        for name in EXAMPLES:
            key = f"example_{name}"
            st.button(say(key), key=key, on_click=_run_example, args=(name,), type="tertiary")


def example(name: str) -> str:
    """The text of an example article."""
    return (Path(__file__).parent / "examples" / f"{name}.txt").read_text(encoding="utf-8").rstrip("\n")


def _run_example(name: str) -> None:
    st.session_state["text"] = example(name)
    _drop_file()
    visit.start(_request())


def _request() -> Request:
    """What the page asks for as it stands: the file if one is chosen, else the text."""
    file = st.session_state.get(_file_key())
    if file is not None:
        return _asked(file.getvalue(), file.name)
    return _asked(st.session_state.get("text", ""))


def _asked(data: str | bytes, name: str = "") -> Request:
    summarizer, translator = models.chosen()
    return Request(data, name, summarizer=summarizer, translator=translator, options=options.chosen())


def _file_key() -> str:
    return f"file_{st.session_state.get('dropped_files', 0)}"


def _drop_file() -> None:
    """Empty the uploader: a widget under a new key. Whichever of text and file came last is read."""
    if st.session_state.get(_file_key()) is not None:
        st.session_state["dropped_files"] = st.session_state.get("dropped_files", 0) + 1


def _restore(run: Run) -> None:
    """Fill an empty page, after a reload, with what its run was asked."""
    options.restore(run.request.options)
    models.restore(run.request.summarizer, run.request.translator)
    if "text" not in st.session_state and isinstance(run.request.data, str):
        st.session_state["text"] = run.request.data


def _expected(say: Say) -> str:
    file = st.session_state.get(_file_key())
    characters = file.size / BYTES_A_CHARACTER if file is not None else len(st.session_state.get("text", ""))
    if not characters:
        return ""
    try:
        seconds = math.ceil(runs().expected_seconds(round(characters), *models.chosen()))
    except ModelError:  # said where the model is chosen
        return ""
    if seconds <= 1:
        expected = say("expected_moment")
    elif seconds <= 90:
        expected = say("expected_seconds", n=seconds)
    else:
        expected = say("expected_minutes", n=round(seconds / 60))
    return say("file_chosen", expected=expected) if file is not None else expected
