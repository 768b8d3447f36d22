"""All doors beside the page, for the server that serves it."""

from __future__ import annotations

from starlette.routing import BaseRoute, Mount

from pipelines.service.http.api import api
from pipelines.service.http.probes import probes
from pipelines.service.jobs import Runs


def routes(runs: Runs) -> list[BaseRoute]:
    """/v1, /health and /metrics."""
    return [*probes(runs), Mount("/v1", api(runs))]
