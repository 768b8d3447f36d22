"""Where a run stands, in a line: stage and count with a way to stop it, or how it ended."""

import math

import streamlit as st

from page import messages, visit
from page.runs import runs
from page.strings import Say
from pipelines.document import Progress, Stage
from pipelines.service.run import Run, State

# Where each stage begins on the bar, and where the last one ends.
MARKS = {
    Stage.REPAIR: 0.0,
    Stage.LOAD: 0.05,
    Stage.SUMMARIZE: 0.1,
    Stage.TRANSLATE_SUMMARY: 0.2,
    Stage.TRANSLATE_ARTICLE: 0.35,
}
ENDS = dict(zip(MARKS, [*list(MARKS.values())[1:], 1.0], strict=True))


def status(say: Say, run: Run, state: State) -> None:
    """Draw where the run stands: `state`, as it was when the drawing began.

    Text that came with the article is set as text, never as markup.
    """
    if state is State.FAILED and run.error:
        with st.container(key="failed"):
            st.markdown(f"**{say('failed')}**")
            st.text(messages.error(say, run.error))
    elif state is State.CANCELLED:
        with st.container(key="cancelled"):
            if run.error:
                st.markdown(f"**{say('stopped')}**")
                st.text(messages.error(say, run.error))
            else:
                st.text(say("cancelled" if run.digest() else "cancelled_early"))
            st.empty()  # in the place of the button, which would stay there, pressed and grey
    elif not state.finished:
        _running(say, run)


def beside(say: Say, run: Run, name: str) -> None:
    """Draw where the run that stands beside the first is, unless all is well with it."""
    if run.state is State.DONE:
        return
    with st.container(key="beside"):
        if run.error:
            st.text(f"{name}{say('colon')}{messages.error(say, run.error)}")
        elif run.state is State.CANCELLED:
            st.text(f"{name}{say('colon')}{say('cancelled_early')}")
        else:
            progress = run.progress()
            st.text(f"{name}{say('colon')}{_told(say, run, progress) if progress else say('waiting')}")


def _running(say: Say, run: Run) -> None:
    progress = run.progress()
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="running"):
        if run.asked.requested():
            label = say("cancelling")
        else:
            label = _told(say, run, progress) if progress else _waiting(say, run)
        st.progress(share(progress), label)
        if visit.is_own(run):  # who only has its link may look on
            st.button(say("cancel"), key="cancel", on_click=run.cancel, disabled=run.asked.requested())


def _waiting(say: Say, run: Run) -> str:
    """Its place in line, and when it will begin."""
    place, seconds = runs().position(run), math.ceil(runs().expected_wait(run))
    told = say("waiting_place", n=place - 1) if place > 1 else say("waiting")
    if seconds < 90:
        return say("waiting_left", place=told, n=max(1, seconds))
    return say("waiting_minutes", place=told, n=round(seconds / 60))


def _told(say: Say, run: Run, progress: Progress) -> str:
    """What is being done, how far it is, and how long it will still take where that can be told."""
    stage, left = messages.stage(say, progress), run.seconds_left
    if left is None or progress.stage is not Stage.TRANSLATE_ARTICLE:
        return stage
    seconds = math.ceil(left)
    if seconds <= 2:
        told = say("left_moment")
    elif seconds < 90:
        told = say("left_seconds", n=seconds)
    else:
        told = say("left_minutes", n=round(seconds / 60))
    return say("progress", stage=stage, left=told)


def share(progress: Progress | None) -> float:
    """How much of a run is done, in 0..1."""
    if progress is None:
        return 0.0
    start, end = MARKS[progress.stage], ENDS[progress.stage]
    return start + (end - start) * (progress.done / progress.total if progress.total else 0.0)
