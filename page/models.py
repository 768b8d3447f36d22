"""Which models do the work: what there is, what each is good at, and fetching one that is not here yet."""

import streamlit as st

from page import messages
from page.runs import downloads, runs
from page.strings import Say
from pipelines.errors import ModelError, PipelineError
from pipelines.models import catalog, machine
from pipelines.models.catalog import AUTO
from pipelines.models.download import Received
from pipelines.models.spec import ModelSpec, Task
from pipelines.service.downloads import Download
from pipelines.service.run import State

TASKS = (Task.SUMMARIZE, Task.TRANSLATE)
TICK = 0.5  # seconds between two looks at a download


def controls(say: Say) -> None:
    """Draw the choice of models, folded away: the best that is ready does for most."""
    with st.popover(say("models"), key="models"):
        for task, column in zip(TASKS, st.columns(len(TASKS), gap="medium"), strict=True):
            with column, st.container(key=f"model_{task}", gap="xsmall"):
                _choice(say, task)


def chosen() -> tuple[str, str]:
    """The names of the summarizer and of the translator that are chosen now."""
    summarizer, translator = (_name(task) for task in TASKS)
    return summarizer, translator


def restore(summarizer: str, translator: str) -> None:
    """Choose what a run was made with, where nothing is chosen yet."""
    for task, name in zip(TASKS, (summarizer, translator), strict=True):
        listed = name == AUTO or name in (spec.name for spec in catalog.specs(task))
        st.session_state.setdefault(task.value if listed else f"{task}_repository", name)


def _choice(say: Say, task: Task) -> None:
    names = [AUTO, *(spec.name for spec in catalog.specs(task))]
    labels = {name: _label(say, task, name) for name in names}
    name = st.session_state.setdefault(task.value, AUTO)
    # A browser sends the label of what is chosen; under new labels (another language, a model that has arrived) an old
    # one would mean nothing. So the name is kept apart from the widget, and other labels make another widget.
    key = f"{task}_{hash(tuple(labels.values()))}"
    st.selectbox(
        say(f"model_{task}"),
        names,
        index=names.index(name) if name in names else 0,
        format_func=labels.__getitem__,
        key=key,
        on_change=_choose,
        args=(task, key),
    )
    if runs().settings.any_repository:
        st.text_input(
            say("model_repository"), key=f"{task}_repository", placeholder="owner/name", persist_state="session"
        )
    try:
        spec = runs().names.model(task, _name(task))
    except ModelError as error:
        _refusal(say, task, error)
        return
    _facts(say, spec)
    if not catalog.ready(spec):
        _fetching(say, task, spec)


def _choose(task: Task, key: str) -> None:
    st.session_state[task.value] = st.session_state[key]


def _name(task: Task) -> str:
    repository: str = st.session_state.get(f"{task}_repository", "") if runs().settings.any_repository else ""
    name: str = st.session_state.get(task.value, AUTO)
    return repository.strip() or name


def _label(say: Say, task: Task, name: str) -> str:
    if name == AUTO:
        try:
            return say("model_auto", name=runs().names.model(task).name)
        except ModelError:  # what the operator has set does not exist; it is told below the choice
            return say("model_auto", name="?")
    spec = catalog.find(task, name)
    licence = spec.licence if spec.commercial_use else say("model_noncommercial")
    if catalog.ready(spec):
        return say("model_ready", name=name, licence=licence)
    return say("model_remote", name=name, licence=licence, size=machine.written(spec.download_bytes))


def _facts(say: Say, spec: ModelSpec) -> None:
    if spec.name not in messages.MODELS:
        st.text(say("model_other", name=spec.name))  # not Markdown, in which a name may mean something
        return
    licence = spec.licence if spec.commercial_use else f"{spec.licence}{say('colon')}{say('model_noncommercial')}"
    about = say.pick(messages.MODELS[spec.name])
    st.caption(say("model_facts", about=about[0].upper() + about[1:], licence=licence, seconds=f"{spec.pace:g}"))


def _fetching(say: Say, task: Task, spec: ModelSpec) -> None:
    """A button that fetches the model or, while it arrives, how far it is."""
    download = downloads().get(spec.name)
    running = download is not None and download.state is State.RUNNING
    st.fragment(_arriving, run_every=TICK if running else None)(say, task, spec, running)


def _arriving(say: Say, task: Task, spec: ModelSpec, running: bool) -> None:
    download = downloads().get(spec.name)
    if (download is not None and download.state is State.RUNNING) is not running:
        st.rerun()  # the whole page once more: it has begun or ended, and so has the ticking
    if download is not None and running:
        _progress(say, task, download)
        return
    if download is not None and download.error is not None:
        _refusal(say, task, download.error)
    size = machine.written(spec.download_bytes) if spec.download_bytes else "?"
    st.button(
        say("model_download", name=spec.name, size=size),
        key=f"{task}_download",
        on_click=_start,
        args=(spec,),
    )


def _start(spec: ModelSpec) -> None:
    downloads().start(spec)


def _progress(say: Say, task: Task, download: Download) -> None:
    received = download.received
    if download.stopping:
        label = say("model_stopping")
    elif received is None or not received.total:
        label = say("model_asking")
    else:
        label = _told(say, received)
    done = received.done / received.total if received is not None and received.total else 0.0
    st.progress(min(done, 1.0), label)
    st.button(
        say("model_stop"),
        key=f"{task}_stop",
        on_click=download.cancel,
        disabled=download.stopping,
    )


def _told(say: Say, received: Received) -> str:
    done, total = machine.written(received.done), machine.written(received.total)
    if received.seconds_left is None:
        return say("model_arriving", done=done, total=total)
    minutes, seconds = divmod(round(received.seconds_left), 60)
    left = f"{minutes}:{seconds:02}"
    return say("model_arriving_left", done=done, total=total, rate=machine.written(received.rate), left=left)


def _refusal(say: Say, task: Task, error: PipelineError) -> None:
    with st.container(key=f"{task}_refused"):
        st.text(messages.error(say, error))
