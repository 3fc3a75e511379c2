"""What Temporal is told of a failure: a code or a class, never a message.

A database's error quotes the row it refused; histories must hold no personal data.

Refusal    not retried, named by its code
Outage     retried, named by the part that does not answer
others     our bugs: retried with growing pauses until a release mends them
"""

import traceback
from pathlib import Path
from typing import Any

from temporalio import activity
from temporalio.exceptions import ApplicationError
from temporalio.worker import (
    ActivityInboundInterceptor,
    ExecuteActivityInput,
    Interceptor,
)

from services.foundation.errors import Outage, Refusal
from services.foundation.telemetry import OUTAGES, REFUSALS, log


class NamedFailures(Interceptor):
    """Every activity of every worker goes through it."""

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002 - the SDK's name
        return _Named(next)


class _Named(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002 - the SDK's name
        try:
            return await super().execute_activity(input)
        except Exception as failed:  # noqa: BLE001 - whatever it is, only its name leaves
            raise _named(failed) from None


def _named(failed: Exception) -> ApplicationError:
    info = activity.info()
    told = log.bind(job=info.activity_type, attempt=info.attempt, workflow_id=info.workflow_id)
    if isinstance(failed, ApplicationError):
        return failed
    if isinstance(failed, Refusal):
        REFUSALS.labels(failed.code).inc()
        told.info("activity_refused", code=failed.code)
        return ApplicationError(failed.code, type=failed.code, non_retryable=True)
    if isinstance(failed, Outage):
        OUTAGES.labels(failed.part).inc()
        told.warning("activity_outage", part=failed.part, reason=failed.reason)
        return ApplicationError(f"{failed.part} does not answer", type="outage")
    told.error("activity_broken", error=_where(failed))
    return ApplicationError(type(failed).__name__, type=type(failed).__name__)


def _where(failed: Exception) -> str:
    """The class of the error and the line that raised it."""
    frames = traceback.extract_tb(failed.__traceback__)
    if not frames:
        return type(failed).__name__
    return f"{type(failed).__name__} at {Path(frames[-1].filename).name}:{frames[-1].lineno}"
