"""/health for who restarts and routes, /metrics for who watches."""

from __future__ import annotations

from dataclasses import asdict
from ipaddress import IPv6Address, ip_address

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from pipelines.service.http.keys import fits
from pipelines.service.http.metrics import Metrics
from pipelines.service.http.problems import problem
from pipelines.service.jobs import Runs

_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")
_PRIVATE = "Metrics are for this machine itself, or for who has the key that ZHAIYI_METRICS_KEY sets."


def probes(runs: Runs) -> list[BaseRoute]:
    """The routes."""
    counted = Metrics(runs)

    async def live(request: Request) -> Response:
        return JSONResponse({"live": True})

    async def ready(request: Request) -> Response:
        state = await run_in_threadpool(runs.ready)
        whole = asdict(state)
        return JSONResponse({"ready": all(whole.values()), **whole}, 200 if all(whole.values()) else 503)

    async def metrics(request: Request) -> Response:
        if not may_read(request, runs.settings.metrics_key):
            return problem(403, "private", _PRIVATE)
        return Response(await run_in_threadpool(counted.written), media_type=CONTENT_TYPE_LATEST)

    return [Route("/health/live", live), Route("/health/ready", ready), Route("/metrics", metrics)]


def may_read(request: Request, key: str) -> bool:
    """Whether somebody may read the metrics: with the key or, where there is none, from this machine.

    A proxy on this machine passes on what others ask, and says so.
    """
    if key:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        return scheme.lower() == "bearer" and fits(given.strip(), [key])
    direct = not any(name in request.headers for name in _FORWARDED)
    return direct and request.client is not None and _is_here(request.client.host)


def _is_here(host: str) -> bool:
    """Whether an address is this machine's own to itself, in either version of IP or in the one within the other."""
    try:
        address = ip_address(host)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback
