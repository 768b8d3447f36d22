"""What can be done with a finished result: take it away in a format, or set a second model beside it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from functools import partial

import streamlit as st

from page import door, visit
from page.reader import standalone
from page.strings import Say
from pipelines.document import Digest
from pipelines.export import FORMATS
from pipelines.models import catalog
from pipelines.models.spec import Task
from pipelines.service.run import Run, State

KINDS = ("docx", "html", "md", "txt", "tmx", "json")  # as they are offered


def draw(say: Say, run: Run, digest: Digest, second: Run | None) -> None:
    """Draw how long it took, and the buttons."""
    with st.container(horizontal=True, vertical_alignment="center", key="actions"):
        if run.state is State.DONE:
            st.caption(say("done", seconds=f"{max(run.seconds, 0.1):.1f}"), width="content")
        with st.popover(say("share"), key="share"):
            _share(say, run)
        with st.popover(say("compare"), key="compare"):
            _compare(say, run, second)
        with st.popover(say("download"), key="download"):
            _downloads(say, run, digest)


def _share(say: Say, run: Run) -> None:
    """The link, and what who has it can do."""
    if run.expires is not None:
        st.caption(say("share_about", date=f"{datetime.fromtimestamp(run.expires):%Y-%m-%d %H:%M}"))
    else:
        st.caption(say("share_memory"))
    if door.configured():
        st.caption(say("share_signed_in"))
    page = (st.context.url or "").partition("?")[0].rstrip("/")
    st.code(f"{page}/?run={run.id}", language=None, wrap_lines=True)


def _downloads(say: Say, run: Run, digest: Digest) -> None:
    name = file_name(digest.title)
    page = partial(standalone.render, say, digest, run.request.options.translate)
    kinds = {"html": (page, "text/html")} | {one.extension: (partial(one.render, digest), one.mime) for one in FORMATS}
    for kind in KINDS:
        render, mime = kinds[kind]
        st.download_button(
            say(f"download_{kind}"),
            render,
            f"{name}.{kind}",
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


def _compare(say: Say, run: Run, second: Run | None) -> None:
    """Choose another summarizer or translator for the same article."""
    st.caption(say("compare_about"))
    chosen: dict[Task, str] = {}
    for task, now in zip((Task.SUMMARIZE, Task.TRANSLATE), run.models, strict=True):
        names = [spec.name for spec in catalog.specs(task) if catalog.ready(spec) and spec.name != now.name]
        labels = {now.name: say("compare_same", name=now.name)} | {name: name for name in names}
        chosen[task] = st.selectbox(
            say(f"model_{task}"), list(labels), format_func=labels.__getitem__, key=f"compare_{task}_{run.id}"
        )
    same = all(chosen[task] == spec.name for task, spec in zip(chosen, run.models, strict=True))
    st.button(
        say("compare_start"),
        key="compare_start",
        on_click=_begin,
        args=(run, chosen[Task.SUMMARIZE], chosen[Task.TRANSLATE]),
        disabled=same,
        type="primary",
    )
    if same:
        st.caption(say("compare_none"))
    if second is not None:
        st.button(say("compare_stop"), key="compare_stop", on_click=visit.compare_no_more)


def _begin(run: Run, summarizer: str, translator: str) -> None:
    visit.compare(replace(run.request, summarizer=summarizer, translator=translator, corrections=()))
