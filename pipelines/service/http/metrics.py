"""What is counted, for Prometheus: numbers and the names of models, nothing that anybody wrote."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from pipelines.service.jobs import Runs
from pipelines.service.log import JobRecord

_SECONDS = (0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600)


class Metrics:
    """The metrics of one server, from the moment on that this is made."""

    def __init__(self, runs: Runs) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(_Now(runs))
        ProcessCollector(registry=self._registry)  # memory, processor time, open files
        self._jobs = Counter("zhaiyi_jobs", "Jobs that ended", ("state", "code"), registry=self._registry)
        self._sentences = Counter("zhaiyi_sentences", "Sentences of jobs that ended well", registry=self._registry)
        models = ("summarizer", "translator")
        self._waited = Histogram("zhaiyi_wait_seconds", "Time in line", buckets=_SECONDS, registry=self._registry)
        self._ran = Histogram(
            "zhaiyi_run_seconds", "Time from beginning to end", models, buckets=_SECONDS, registry=self._registry
        )
        runs.observe(self.count)

    def count(self, record: JobRecord) -> None:
        """A job has ended."""
        self._jobs.labels(record.state, record.code).inc()
        self._waited.observe(record.waited)
        if record.state == "done":
            self._sentences.inc(record.sentences)
            self._ran.labels(record.summarizer, record.translator).observe(record.seconds)

    def written(self) -> bytes:
        """All of them in Prometheus' text format."""
        return generate_latest(self._registry)


class _Now(Collector):
    """What is so at the moment of asking."""

    def __init__(self, runs: Runs) -> None:
        self._runs = runs

    def collect(self) -> Iterator[GaugeMetricFamily]:
        counts, ready = self._runs.counts(), self._runs.ready()
        for name, about, value in (
            ("zhaiyi_jobs_waiting", "Jobs in line", counts.waiting),
            ("zhaiyi_jobs_running", "Jobs that are being worked on", counts.running),
            ("zhaiyi_store_bytes", "Bytes in use in the store", self._runs.store.size),
            ("zhaiyi_store_durable", "Whether jobs and results are kept on disk", self._runs.store.durable),
            ("zhaiyi_store_writable", "Whether the store can be written", ready.store_writable),
        ):
            yield GaugeMetricFamily(name, about, value=float(value))
