"""One run on the page, as it comes: status, title, repairs, the aligned columns, downloads."""

import re
from functools import partial
from time import monotonic

import streamlit as st

from page import changes, masthead, messages, progress, reader, visit
from page.strings import Say
from pipelines.document import Digest
from pipelines.export import json, markdown
from pipelines.service.jobs import Run, State

TICK = 0.5  # seconds between two looks at a run that is not finished
PAUSE = 0.002  # seconds for each sentence until the reader is sent again: all its rows travel each time


def notices(say: Say, run: Run | None) -> None:
    """What stands between the input and the result: a wish refused, a result gone, the way to the other results."""
    refused = visit.refused()
    if refused:
        with st.container(key="refused"):
            st.text(messages.error(say, refused))
    if run is None and visit.named():
        with st.container(key="gone"):
            st.text(say("gone"))
    older, newer = visit.neighbours()
    if older or newer:
        with st.container(horizontal=True, key="neighbours"):
            for key, run_id in (("older", older), ("newer", newer)):
                if run_id:
                    st.button(say(key), key=key, on_click=visit.show, args=(run_id,), type="tertiary")


def watch(say: Say, run: Run) -> None:
    """Draw a run and, while it is not finished, draw it again every `TICK` without touching the rest of the page."""
    live = not run.state.finished
    st.fragment(_result, run_every=TICK if live else None)(say, run, live)


def _result(say: Say, run: Run, live: bool) -> None:
    state = run.state  # read once, and before the digest: the worker goes on while this draws
    if live and state.finished:
        st.rerun()  # the whole page once more, and the ticking stops
    # Every part keeps its place whether or not there is something in it: what moves is built anew in the browser.
    with st.container(key="status"):
        progress.status(say, run, state)
    digest = _due(run, state)
    if digest is None:
        return
    with st.container(key="result", gap="small"):
        head, actions = st.columns([5, 2], gap="medium")
        with head:
            masthead.draw(say, digest)
        if state.finished:
            with actions, st.container(horizontal=True, vertical_alignment="center", key="actions"):
                _downloads(say, run, digest, state)
        _repaired(say, digest)
        with st.container(key="findings"):
            _noticed(say, digest)
        reader.draw(say, digest, run, waiting=not state.finished)


def _due(run: Run, state: State) -> Digest | None:
    """What is drawn now: the newest or, while a long article goes on, the last one drawn, which costs nothing again."""
    digest = run.digest()
    if digest is None or state.finished:
        return digest
    run_id, when, last = st.session_state.get("drawn", ("", 0.0, digest))
    rest = PAUSE * len(digest.article.sentences)
    if run_id == run.id and last.summary_translation == digest.summary_translation and monotonic() - when < rest:
        return last  # type: ignore[no-any-return]  # the session's state has no types
    st.session_state["drawn"] = (run.id, monotonic(), digest)
    return digest


def _repaired(say: Say, digest: Digest) -> None:
    article = digest.article
    parts = [messages.repairs(say, article.repairs)] if article.repairs else []
    if article.set_aside:
        parts.append(say("set_aside", n=len(article.set_aside)))
    if not parts:
        st.caption(say("repaired_nothing"))
        return
    label = say("repaired", what=say("list").join(parts))
    opened = st.expander(label, key="repaired", on_change="rerun")
    if opened.open:
        with opened:
            changes.draw(say, article)


def _downloads(say: Say, run: Run, digest: Digest, state: State) -> None:
    if state is State.DONE:
        st.caption(say("done", seconds=f"{max(run.seconds, 0.1):.1f}"), width="content")
    name = file_name(digest.title)
    kinds = (("markdown", markdown.render, "md", "text/markdown"), ("json", json.dumps, "json", "application/json"))
    for kind, export, ending, mime in kinds:
        st.download_button(
            say(f"download_{kind}"),
            partial(export, digest),
            f"{name}.{ending}",
            mime,
            key=f"download_{kind}",
            on_click="ignore",
            type="tertiary",
            icon=":material/download:",
        )


def file_name(title: str) -> str:
    """A file name, without its ending, that every system accepts: the title's first 60 characters."""
    safe = re.sub(r'[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\\/:*?"<>|]+', " ", title)
    return " ".join(safe.split())[:60].strip(". ") or "zhaiyi"


def _noticed(say: Say, digest: Digest) -> None:
    if digest.findings:
        with st.container(key="noticed", gap="xsmall"):
            st.markdown(f"**{say('noticed')}**")
            for finding in digest.findings:
                st.text(messages.finding(say, finding))
