"""How often somebody may ask: so many requests within any minute."""

from __future__ import annotations

import math
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from pipelines.errors import ErrorCode, LimitError
from pipelines.settings import Settings


class Rate:
    """The requests of the last minute, by who asked. Safe to use from any thread."""

    def __init__(self, settings: Settings) -> None:
        self._most = settings.requests_per_minute
        self._limiter = MovingWindowRateLimiter(MemoryStorage())  # forgets by itself who has not asked for a minute
        self._limit = RateLimitItemPerMinute(max(1, self._most))

    def check(self, who: str) -> None:
        """Count a request. Raises LimitError TOO_FAST, with the seconds until the next one is allowed."""
        if not self._most or self._limiter.hit(self._limit, who):
            return
        free = self._limiter.get_window_stats(self._limit, who).reset_time
        raise LimitError(ErrorCode.TOO_FAST, limit=self._most, seconds=max(1, math.ceil(free - time.time())))
