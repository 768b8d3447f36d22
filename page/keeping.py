"""What outlives a visit: the glossary, kept by the browser itself."""

import streamlit as st

from page import glossary, keeper


def keep() -> None:
    """Take over what the browser had, once it has told, and have it keep what has become of it."""
    told = keeper.told()
    if told is not None and told != st.session_state.get("taken_over"):
        st.session_state["taken_over"] = told
        glossary.join(told)
        st.session_state["asked_browser"] = True
        if told:
            st.rerun()  # the glossary stands above this
    known = "asked_browser" in st.session_state
    with st.container(key="kept"):
        keeper.draw(glossary.csv() if known else None)
