"""Logs that are events with ids, metrics, traces. Never personal data."""

import logging
import sys
from typing import Any

import structlog
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ParentBasedTraceIdRatio
from prometheus_client import Counter, Gauge, Histogram

from services.foundation.settings import Settings

log: structlog.stdlib.BoundLogger = structlog.get_logger("parvis")

REQUESTS = Counter("parvis_requests_total", "Requests answered", ["route", "status"])
LATENCY = Histogram("parvis_request_seconds", "Time to answer", ["route"])
REFUSALS = Counter("parvis_refusals_total", "Refusals by code", ["code"])
OUTAGES = Counter("parvis_outages_total", "Neighbours that did not answer", ["part"])
EFFECTS = Counter("parvis_effects_total", "Effects done or failed", ["kind", "result"])
RELAYED = Counter("parvis_outbox_relayed_total", "Facts handed to the clock", ["result"])
CHORES_DONE = Counter("parvis_chore_items_total", "What housekeeping did", ["chore"])
CHORES_LAST = Gauge(
    "parvis_chore_last_done_timestamp_seconds", "When a chore was last done to its end", ["chore"]
)

# What may be a key of a log event; anything else is refused, so that no name or answer slips in.
_ALLOWED = frozenset(
    "event level timestamp request_id route status code part case_id tenant_id effect_id kind "
    "attempt seconds count port path signal queue fact exc_info exception error version reason "
    "method instance job workflow_id".split()
)


def _only_ids(_logger: Any, _name: str, event: dict[str, Any]) -> dict[str, Any]:
    for key in set(event) - _ALLOWED:
        event[key] = "[withheld]"
    return event


def configure_logs(level: int = logging.INFO) -> None:
    """JSON lines on standard error: standard output belongs to answers."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _only_ids,  # type: ignore[list-item]
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )


def configure_traces(settings: Settings, service: str) -> None:
    """Sampled traces, sent only where a collector is named."""
    if not settings.otlp_endpoint:
        return
    provider = TracerProvider(
        resource=Resource.create({"service.name": service}),
        sampler=ParentBasedTraceIdRatio(settings.traces_ratio),
    )
    provider.add_span_processor(
        BatchSpanProcessor(OTLPSpanExporter(endpoint=settings.otlp_endpoint))
    )
    trace.set_tracer_provider(provider)
