"""What a reader can choose about a run: how long the summary is, and what is translated."""

import streamlit as st

from page.strings import Say
from pipelines import Options
from pipelines.document import Length, Scope

SCOPES = (Scope.BOTH, Scope.SUMMARY, Scope.ARTICLE)


def controls(say: Say) -> None:
    """Draw the two choices."""
    st.session_state.setdefault("length", Length.MEDIUM.value)
    st.session_state.setdefault("scope", Scope.BOTH.value)
    st.segmented_control(
        say("length"),
        [length.value for length in Length],
        format_func=lambda length: say(f"length_{length}"),
        key="length",
        required=True,
        persist_state="session",
    )
    st.segmented_control(
        say("scope"),
        [scope.value for scope in SCOPES],
        format_func=lambda scope: say(f"scope_{scope}"),
        key="scope",
        required=True,
        persist_state="session",
    )


def chosen() -> Options:
    """What is chosen now."""
    state = st.session_state
    return Options(Length(state.get("length", Length.MEDIUM)), Scope(state.get("scope", Scope.BOTH)))


def restore(options: Options) -> None:
    """Choose what a run was made with, where nothing is chosen yet."""
    st.session_state.setdefault("length", options.length.value)
    st.session_state.setdefault("scope", options.translate.value)
