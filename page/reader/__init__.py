"""The reader: title, summary, original and English in aligned columns, sentence beside sentence."""

import streamlit as st

from page.component import component
from page.reader.payload import payload
from page.reader.second import Second
from page.reader.told import KEY
from page.strings import Say
from pipelines.document import Digest, Scope
from pipelines.lexicon.aids import Aids

LAYOUTS = ("columns", "pairs", "english")


def draw(
    say: Say,
    digest: Digest,
    run_id: str,
    scope: Scope,
    *,
    waiting: bool,
    aids: Aids | None = None,
    compared: Second | None = None,
) -> None:
    """Draw what there is of a digest; rows that wait for their English say so while the run goes on.

    `aids` comes once the article is finished: it is as large as the article and is not sent with every tick.
    """
    data = payload(say, digest, scope, waiting=waiting, aids=aids, compared=compared)
    component("reader")(
        key=KEY,
        data={"run": run_id, "layout": layout(), "editable": True, **data},
        on_edits_change=_no_matter,
        on_terms_change=_no_matter,
        on_reports_change=_no_matter,
        on_layout_change=_keep_layout,
    )


def layout() -> str:
    """The layout that the address names, else three columns."""
    named: str = st.query_params.get("view", LAYOUTS[0])
    return named if named in LAYOUTS else LAYOUTS[0]


def _no_matter() -> None:
    """What is told is looked at in every drawing: see `told`."""


def _keep_layout() -> None:
    named = st.session_state[KEY].get("layout")
    if named in LAYOUTS:
        st.query_params["view"] = named
