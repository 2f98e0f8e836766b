"""Numbers for those who run the board, in the form that Prometheus reads: requests and their times by route."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import Response

SECONDS = (0.01, 0.025, 0.05, 0.08, 0.15, 0.3, 1.0, 3.0)


class Metrics:
    """The numbers of one running application."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "resecta_requests", "Requests answered.", ("method", "route", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "resecta_request_seconds",
            "How long an answer took.",
            ("method", "route"),
            buckets=SECONDS,
            registry=self._registry,
        )

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request under the pattern of its route."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    async def serve(self, _request: Request) -> Response:
        """Every number as text."""
        return Response(generate_latest(self._registry), media_type=CONTENT_TYPE_LATEST)
