"""One run on the page, as it comes: status, what was mended, the reader."""

from __future__ import annotations

from time import monotonic

import streamlit as st

from page import actions, aids, changes, glossary, messages, progress, reader, tab, visit
from page.reader import told
from page.reader.second import Second
from page.strings import Say
from pipelines import instead
from pipelines.corrections import corrected
from pipelines.document import Digest
from pipelines.service.run import Run, State

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
    known = visit.readable()
    if len(known) > 1 and visit.named() in known:
        _neighbours(say, known, known.index(visit.named()))


def _neighbours(say: Say, known: list[str], place: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="neighbours"):
        for key, index in (("older", place - 1), ("newer", place + 1)):
            if key == "newer":
                st.caption(say("place", n=place + 1, total=len(known)), width="content")
            there = 0 <= index < len(known)
            st.button(
                say(key),
                key=key,
                on_click=visit.show,
                args=(known[index] if there else "",),
                type="tertiary",
                disabled=not there,
            )


def watch(say: Say, run: Run) -> None:
    """Draw a run and, while it is not finished, draw it again every `TICK` without touching the rest of the page."""
    second = visit.compared()
    live = not _settled(run, second)
    st.fragment(_result, run_every=TICK if live else None)(say, run, second, live)


def _settled(run: Run, second: Run | None) -> bool:
    """Whether nothing more will come: both runs are over, and the reading aids are there."""
    if not run.state.finished or (second is not None and not second.state.finished):
        return False
    digest = run.digest()
    return digest is None or aids.begin(digest.article)


def _result(say: Say, run: Run, second: Run | None, live: bool) -> None:
    state = run.state  # read once, and before the digest: the worker goes on while this draws
    visit.correct(told.edits())
    visit.report(told.reports())
    if glossary.grow(told.terms()):
        visit.start(run.request)
    visit.renew()
    if visit.shown() is not run or visit.compared() is not second:
        st.rerun()  # what was clicked here has put another result on view
    if live and _settled(run, second):
        st.rerun()  # the whole page once more, and the ticking stops
    tab.draw(say, run)
    # Every part keeps its place whether or not there is something in it: what moves is built anew in the browser.
    with st.container(key="status"):
        progress.status(say, run, state)
        if second is not None:
            progress.beside(say, second, _names(say, run, second))
    digest = _due(run, state)
    if digest is None:
        return
    digest = corrected(digest, visit.corrections(run))
    with st.container(key="result", gap="small"):
        with st.container(key="about_result"):
            _repaired(say, digest, run)
            if state.finished:
                actions.draw(say, run, digest, second)
        with st.container(key="instead"):  # a reader must not take a gloss for the translation of a model
            for told_of in (one for one in digest.findings if one.check == instead.CHECK):
                st.text(messages.finding(say, told_of))
        reader.draw(
            say,
            digest,
            run.id,
            run.request.options.translate,
            waiting=not state.finished,
            aids=aids.ready(digest.article) if state.finished else None,
            compared=_second(say, run, second),
        )


def _second(say: Say, run: Run, second: Run | None) -> Second | None:
    digest = second.digest() if second else None
    if second is None or digest is None:
        return None
    return Second(digest, _names(say, run, second))


def _names(say: Say, run: Run, second: Run) -> str:
    """The models of the second run that are not those of the first."""
    names = [theirs.name for ours, theirs in zip(run.models, second.models, strict=True) if ours != theirs]
    return say("list").join(names)


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


def _repaired(say: Say, digest: Digest, run: Run) -> None:
    article = digest.article
    parts = [messages.repairs(say, article.repairs)] if article.repairs else []
    if article.set_aside:
        parts.append(say("set_aside", n=len(article.set_aside)))
    off = run.request.switched_off
    if off:
        parts.append(say("switched_off", n=len(off)))
    if not parts:
        st.caption(say("repaired_nothing"))
        return
    label = say("repaired", what=say("list").join(parts))
    opened = st.expander(label, key="repaired", on_change="rerun")
    if opened.open:
        with opened:
            changes.rules(say, article, run)
            changes.draw(say, article)
