"""The three kinds of "no", for machines."""

from fastapi import Request
from fastapi.responses import JSONResponse

from services.foundation.errors import Outage, Refusal
from services.foundation.telemetry import OUTAGES, REFUSALS, log
from services.web.shared.errors import TooMany


async def refused(_request: Request, refusal: Refusal) -> JSONResponse:
    """4xx: a stable code, and the sentence in the caller's language."""
    REFUSALS.labels(refusal.code).inc()
    headers = {"Retry-After": str(refusal.seconds)} if isinstance(refusal, TooMany) else None
    return JSONResponse(
        {"code": refusal.code, "sentence": refusal.sentence()},
        status_code=refusal.status,
        headers=headers,
    )


async def unavailable(request: Request, outage: Outage) -> JSONResponse:
    """503: a neighbour is down; asking again later may work."""
    OUTAGES.labels(outage.part).inc()
    log.warning("http.outage", part=outage.part, request_id=request.scope["state"]["request_id"])
    return JSONResponse(
        {"code": "unavailable", "part": outage.part}, status_code=503, headers={"Retry-After": "30"}
    )
