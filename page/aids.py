"""Reading aids in the background: for a long article they take seconds, and nobody should wait for them."""

from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from threading import Lock

from pipelines.document import Article
from pipelines.lexicon.aids import Aids, aids

KEPT = 32  # articles whose aids are remembered
MOMENT = 0.3  # seconds that are waited for them, so that a short article is not drawn twice


def ready(article: Article) -> Aids | None:
    """The aids of an article; None while they are being made, which the first call begins."""
    future = _shelf().get(article)
    return future.result() if future.done() else None


def begin(article: Article) -> bool:
    """Begin to make them, and whether they are there within a moment."""
    try:
        _shelf().get(article).result(MOMENT)
    except TimeoutError:
        return False
    return True


def forget(article: Article) -> None:
    """Keep nothing of an article."""
    _shelf().drop(article)


class _Shelf:
    """The aids of the articles used last, each made once."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="zhaiyi-aids")
        self._lock = Lock()
        self._made: OrderedDict[Article, Future[Aids]] = OrderedDict()

    def get(self, article: Article) -> Future[Aids]:
        with self._lock:
            if article not in self._made:
                self._made[article] = self._pool.submit(aids, article)
            self._made.move_to_end(article)
            while len(self._made) > KEPT:
                self._made.popitem(last=False)
            return self._made[article]

    def drop(self, article: Article) -> None:
        with self._lock:
            self._made.pop(article, None)


@cache
def _shelf() -> _Shelf:
    return _Shelf()
