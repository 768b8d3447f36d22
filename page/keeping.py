"""What outlives a visit: the glossary and the list of articles, kept by the browser itself."""

import streamlit as st

from page import glossary, keeper, visit


def keep() -> None:
    """Take over what the browser had, once it has told, and have it keep what has become of it."""
    told = keeper.told()
    if told is not None and told != st.session_state.get("taken_over"):
        st.session_state["taken_over"] = told
        glossary.join(told.csv)
        if "asked_browser" not in st.session_state:
            visit.join(told.runs)
        st.session_state["asked_browser"] = True
        if told.csv or told.runs:
            st.rerun()  # the glossary and the list stand above this
    known = "asked_browser" in st.session_state
    with st.container(key="kept"):
        keeper.draw(keeper.Kept(glossary.csv(), tuple(visit.own())) if known else None)
