"""The one `Runs` of the process: the server starts it, every page uses it."""

from functools import cache

from pipelines.service.downloads import Downloads
from pipelines.service.jobs import Runs
from pipelines.settings import Settings


@cache
def runs() -> Runs:
    """The runs of this process. The server's lifespan asks first, before any page can."""
    return Runs(Settings.read())


@cache
def downloads() -> Downloads:
    """The models that are on their way to this process's machine."""
    return Downloads()
