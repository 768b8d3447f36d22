"""One visit: what it has asked for so far, which result is on view, and that result's place in the address."""

import streamlit as st

from page.runs import runs
from pipelines.errors import LimitError, ModelError, PipelineError
from pipelines.service.jobs import Request, Run, State

MOMENT = 0.4  # seconds to wait for a run that is over at once, so that the page does not flash its progress


def shown() -> Run | None:
    """The run that the address names, or None: there is none, or it is no longer kept."""
    return runs().get(named()) if named() else None


def named() -> str:
    """The run id in the address, or nothing."""
    return st.query_params.get("run", "")


def start(request: Request) -> None:
    """Ask for a run and put it on view. What was on view stays in reach; the same wish twice is one run."""
    current = shown()
    st.session_state.pop("refused", None)
    if current and not current.state.finished and current.request == request:
        return
    try:
        run = runs().submit(request)
    except (LimitError, ModelError) as error:
        st.session_state["refused"] = error
        return
    st.session_state["history"] = [*_history(), run.id]
    st.query_params["run"] = run.id
    run.wait(MOMENT)


def refused() -> PipelineError | None:
    """Why the last wish was not accepted, if it was not."""
    error: PipelineError | None = st.session_state.get("refused")
    return error


def neighbours() -> tuple[str, str]:
    """The ids of the results before and after the one on view; empty where there is none."""
    history = _history()
    if named() not in history:
        return "", ""
    place = history.index(named())
    return "".join(history[place - 1 : place]), "".join(history[place + 1 : place + 2])


def show(run_id: str) -> None:
    """Put another result of this visit on view."""
    st.query_params["run"] = run_id


def _history() -> list[str]:
    """The results of this visit that are still kept, oldest first; one that came by its address counts."""
    known: list[str] = st.session_state.get("history", [])
    if named() and named() not in known:
        known = [named(), *known]
    return [run_id for run_id in known if _worth_returning_to(run_id)]


def _worth_returning_to(run_id: str) -> bool:
    run = runs().get(run_id)
    return run is not None and (run.state is not State.FAILED or run_id == named())
