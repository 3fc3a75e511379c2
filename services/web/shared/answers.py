"""The pages of the three kinds of "no"."""

import traceback

from starlette.responses import Response

from services.foundation.errors import Outage, Refusal
from services.foundation.telemetry import OUTAGES, REFUSALS, log
from services.identity.errors import FormExpired
from services.web.shared.again import typed_in
from services.web.shared.visit import Visit

# Refusals that are over once she has signed in, or waited: what she typed goes with the page.
PASSING = frozenset({401, 429})


async def refused(visit: Visit, refusal: Refusal) -> Response:
    """4xx: what the law or the person does not allow, in a sentence, with its code."""
    REFUSALS.labels(refusal.code).inc()
    passes = refusal.status in PASSING or isinstance(refusal, FormExpired)
    typed = await typed_in(visit) if passes else []
    return visit.page("shared/refused.html", status=refusal.status, refusal=refusal, typed=typed)


async def unavailable(visit: Visit, outage: Outage) -> Response:
    """503: a neighbour is down. Nothing is lost, and the page says so."""
    OUTAGES.labels(outage.part).inc()
    log.warning("http.outage", part=outage.part, request_id=_reference(visit))
    typed = await typed_in(visit)
    response = visit.page(
        "shared/unavailable.html", status=503, reference=_short(visit), typed=typed
    )
    response.headers["Retry-After"] = "30"
    return response


async def broken(visit: Visit, bug: Exception) -> Response:
    """500: our bug. The log gets where it happened, never what was in it."""
    frames = traceback.extract_tb(bug.__traceback__)
    log.error(
        "http.bug",
        request_id=_reference(visit),
        kind=type(bug).__name__,
        error=" ".join(f"{frame.filename}:{frame.lineno}" for frame in frames[-6:]),
    )
    typed = await typed_in(visit)
    return visit.page("shared/broken.html", status=500, reference=_short(visit), typed=typed)


def _reference(visit: Visit) -> str:
    return str(visit.request.scope["state"]["request_id"])


def _short(visit: Visit) -> str:
    """A reference that can be read aloud."""
    name = _reference(visit)[:9].upper()
    return f"{name[:2]}-{name[2:6]}-{name[6:]}"
