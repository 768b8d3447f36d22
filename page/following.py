"""The rest of a list: a visitor has few articles in line at a time, so the others are sent as places become free."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from page import visit
from page.strings import Say
from pipelines.errors import ErrorCode, PipelineError
from pipelines.service.run import Request

PASSING = (ErrorCode.OWN_WAITING, ErrorCode.BUSY, ErrorCode.TOO_FAST, ErrorCode.MEMORY_LOW)


def passes(error: PipelineError | None) -> bool:
    """Whether what was refused for this reason may be accepted in a moment."""
    return error is not None and error.code in PASSING


def keep(requests: Sequence[Request]) -> None:
    """Send these, too, as soon as there is room."""
    st.session_state["following"] = tuple(requests)


def rest() -> tuple[Request, ...]:
    """What has not been sent yet."""
    following: tuple[Request, ...] = st.session_state.get("following", ())
    return following


def go_on() -> None:
    """Send what there is room for now."""
    while rest() and visit.has_room():
        if not visit.add(rest()[0]):
            break
        keep(rest()[1:])


def note(say: Say) -> None:
    """Say how many are still to be sent, and let the visitor drop them."""
    if rest():
        with st.container(horizontal=True, vertical_alignment="center", key="following"):
            st.text(say("following", n=len(rest())), width="content")
            st.button(say("following_drop"), key="following_drop", on_click=keep, args=((),), type="tertiary")
