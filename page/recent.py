"""The articles of this browser, behind one button: each can be opened again, and deleted."""

import streamlit as st

from page import visit
from page.runs import runs
from page.strings import Say
from pipelines.service.run import Run, State

LONGEST = 42  # characters of a title in the list
TICK = 2.0  # seconds between two looks while something is going on
MOST = 50  # lines; who reads more than that has the addresses


def button(say: Say) -> None:
    """Draw the button; the list is behind it, and follows what is going on."""
    drawn = visit.named(), tuple(visit.history())
    live = _live()
    with st.container(width="content", key="recent_place"):
        st.fragment(_button, run_every=TICK if live else None)(say, drawn, live)


def _live() -> bool:
    return any(run is not None and not run.state.finished for run in map(runs().get, visit.history()))


def _button(say: Say, drawn: tuple[str, tuple[str, ...]], live: bool) -> None:
    if (visit.named(), tuple(visit.history())) != drawn or (live and not _live()):
        st.rerun()  # the whole page: another article is on view, one is gone, or there is nothing to follow
    listed = [run for run_id in visit.history() if (run := runs().get(run_id)) is not None]
    with st.popover(f"{say('recent')} ({len(listed)})" if listed else say("recent"), key="recent"):
        if not listed:
            st.caption(say("recent_none"))
            return
        for run in reversed(listed[-MOST:]):
            _line(say, run)
        st.caption(say("recent_kept"))
        ids = visit.own()
        st.button(say("recent_delete_all"), key="forget_all", on_click=visit.forget, args=ids, type="tertiary")


def _line(say: Say, run: Run) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"recent_{run.id}"):
        st.text(label(say, run))  # a title is data: not in a button's label, which Streamlit reads as Markdown
        if run.id != visit.named():
            st.button(say("recent_open"), key=f"open_{run.id}", on_click=visit.show, args=(run.id,), type="tertiary")
        if run.id in visit.own():
            st.button(
                say("recent_delete"), key=f"forget_{run.id}", on_click=visit.forget, args=(run.id,), type="tertiary"
            )


def label(say: Say, run: Run) -> str:
    """What a run is called in the list: its title or how its text begins, and where it stands."""
    digest = run.digest()
    title = digest.title if digest else ""
    if not title:
        data = run.request.data
        title = run.request.name or (data.strip()[:LONGEST] if isinstance(data, str) else "")
    title = " ".join(title.split())
    name = (title if len(title) <= LONGEST else title[: LONGEST - 1] + "…") or say("untitled")
    if run.state in (State.WAITING, State.RUNNING, State.FAILED):
        return f"{name} · {say(f'state_{run.state}')}"
    return name
