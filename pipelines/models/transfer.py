"""One file from the hub into a part file: goes on where an earlier attempt ended, and stops when it is asked to.

The hub's own client starts from zero after a kill (its part files have random names), accepts a damaged file of the
right size, and with Xet, its default transfer, reports and stops in large steps. So the bytes are asked for here with
plain ranged GETs; the client's session, headers and addresses are used as they are.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from pipelines.contracts import Cancel
from pipelines.models import hub

CHUNK = 1 << 18  # bytes: small enough that slow lines show progress and a cancel is heard
PATIENCE = (0.5, 1.0, 2.0, 4.0)  # seconds before each further attempt that follows one without a new byte
TRANSIENT = (408, 429, 500, 502, 503, 504)


def receive(url: str, file: hub.RemoteFile, part: Path, cancel: Cancel, tick: Callable[[], None]) -> bool:
    """Add to `part` what it lacks of `file`; False if cancelled. `tick` is called after every chunk.

    A cut or stalled connection is taken up again, without end as long as bytes arrive. Whether the content is right
    remains to be checked. Raises what the hub's client raises, and OSError for the disk.
    """
    import httpx2
    from huggingface_hub.errors import HfHubHTTPError

    failures = 0
    while not cancel.requested():
        before = size(part)
        if before >= file.size > 0:
            return True
        try:
            if not _stream(url, file.size, part, cancel, tick):
                return not cancel.requested()
        except HfHubHTTPError as error:
            if error.response.status_code not in TRANSIENT or failures == len(PATIENCE):
                raise
        except httpx2.TransportError:
            if failures == len(PATIENCE):
                raise
        failures = 0 if size(part) > before else failures + 1
        if failures > len(PATIENCE):
            return True  # the hub has no more of it, whatever size it announced
        _wait(PATIENCE[failures - 1] if failures else 0.0, cancel)
    return False


def _stream(url: str, whole: int, part: Path, cancel: Cancel, tick: Callable[[], None]) -> bool:
    """One request; whether another may bring more: False at the end of the file and after a cancel."""
    from huggingface_hub import constants, get_session, hf_raise_for_status

    have = size(part)
    headers = hub.headers() | {"Accept-Encoding": "identity"}  # a range of compressed bytes would be no use
    if have:
        headers["Range"] = f"bytes={have}-"
    with get_session().stream("GET", url, headers=headers, timeout=constants.HF_HUB_DOWNLOAD_TIMEOUT) as response:
        if response.status_code == 416:  # the file ends before the size that was announced: let the checksum decide
            return False
        if response.is_error:
            response.read()
            hf_raise_for_status(response)
        if response.status_code != 206:
            have = 0  # this server sends everything again
        with part.open("ab" if have else "wb", buffering=0) as out:
            for chunk in response.iter_bytes(CHUNK):
                out.write(chunk)
                have += len(chunk)
                tick()
                if have > whole or cancel.requested():
                    return False
    return have < whole


def size(path: Path) -> int:
    """Bytes that are there, now: another process may finish or delete the file at any moment."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _wait(seconds: float, cancel: Cancel) -> None:
    end = time.monotonic() + seconds
    while not cancel.requested() and (left := end - time.monotonic()) > 0:
        time.sleep(min(left, 0.1))
