"""Reading aids in the background: for a long article they take seconds, and nobody should wait for them."""

from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache

from pipelines.document import Article
from pipelines.lexicon.aids import Aids, aids

KEPT = 32  # articles whose aids are remembered
MOMENT = 0.3  # seconds that are waited for them, so that a short article is not drawn twice


def ready(article: Article) -> Aids | None:
    """The aids of an article; None while they are being made, which the first call begins."""
    future = _made(article)
    return future.result() if future.done() else None


def begin(article: Article) -> bool:
    """Begin to make them, and whether they are there within a moment."""
    try:
        _made(article).result(MOMENT)
    except TimeoutError:
        return False
    return True


@lru_cache(maxsize=KEPT)
def _made(article: Article) -> Future[Aids]:
    return _pool().submit(aids, article)


@lru_cache(maxsize=1)
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="zhaiyi-aids")
