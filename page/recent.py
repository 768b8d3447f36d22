"""The articles of this visitor, behind one button: each can be opened again, and deleted."""

import streamlit as st

from page import following, visit
from page.strings import Say
from pipelines.service.run import State
from pipelines.service.told import Listed

LONGEST = 42  # characters of a title in the list
TICK = 2.0  # seconds between two looks while something is going on
MOST = 50  # lines; who reads more than that has the addresses


def button(say: Say) -> None:
    """Draw the button; the list is behind it, and follows what is going on."""
    known = visit.history()
    live = _live(known) or bool(following.rest())
    with st.container(width="content", key="recent_place"):
        st.fragment(_button, run_every=TICK if live else None)(say, (visit.named(), _ids(known)), live)


def _live(known: tuple[Listed, ...]) -> bool:
    return any(not line.state.finished for line in known)


def _ids(known: tuple[Listed, ...]) -> tuple[str, ...]:
    return tuple(line.id for line in known)


def _button(say: Say, drawn: tuple[str, tuple[str, ...]], live: bool) -> None:
    following.go_on()
    known = visit.history()
    if (visit.named(), _ids(known)) != drawn or (live and not following.rest() and not _live(known)):
        st.rerun()  # the whole page: another article is on view, one is gone, or there is nothing to follow
    with st.popover(f"{say('recent')} ({len(known)})" if known else say("recent"), key="recent"):
        if not known:
            st.caption(say("recent_none"))
            return
        own = _ids(visit.listed())
        for line in reversed(known[-MOST:]):
            _line(say, line, line.id in own)
        st.caption(visit.kept(say, "recent_kept"))
        st.button(say("recent_delete_all"), key="forget_all", on_click=visit.forget, args=own, type="tertiary")


def _line(say: Say, line: Listed, own: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"recent_{line.id}"):
        st.text(label(say, line))  # a title is data: not in a button's label, which Streamlit reads as Markdown
        if line.id != visit.named():
            st.button(say("recent_open"), key=f"open_{line.id}", on_click=visit.show, args=(line.id,), type="tertiary")
        if own:
            st.button(
                say("recent_delete"), key=f"forget_{line.id}", on_click=visit.forget, args=(line.id,), type="tertiary"
            )


def label(say: Say, line: Listed) -> str:
    """What a run is called in the list, and where it stands."""
    title = line.title
    name = (title if len(title) <= LONGEST else title[: LONGEST - 1] + "…") or say("untitled")
    if line.state in (State.WAITING, State.RUNNING, State.FAILED):
        return f"{name} · {say(f'state_{line.state}')}"
    return name
