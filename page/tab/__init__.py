"""The browser's tab: the document's language, and its title, which tells how far a run is."""

from page.component import component
from page.progress import share
from page.strings import Language, Say
from pipelines.service.run import Run, State

NAME = "摘译 Zhaiyi"


def draw(say: Say, run: Run | None) -> None:
    """Draw nothing; what is told shows outside the page."""
    lang = "zh-Hans" if say.language is Language.ZH else "en"
    component("tab")(key="tab", data={"lang": lang, "title": title(say, run)})


def title(say: Say, run: Run | None) -> str:
    """The tab's title: how far the run on view is, else what it is about, else the name."""
    if run is None:
        return NAME
    if not run.state.finished:
        return f"{share(run.progress()):.0%} · {NAME}"
    if run.state is State.FAILED:
        return f"{say('failed')} · {NAME}"
    digest = run.digest()
    about = digest.title if digest else ""
    return f"{about[:40]} · {NAME}" if about else NAME
