"""What machines ask of this process: is it alive, is it ready, what has it counted."""

import json

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import Response

from services.web.shared.door import Doors
from services.web.shared.readiness import readiness
from services.web.shared.visit import Visit

doors = Doors("portal")


@doors.get("/health/live", permission="public")
async def live(visit: Visit) -> Response:
    """The process answers."""
    return _json({"status": "ok"}, 200)


@doors.get("/health/ready", permission="public")
async def ready(visit: Visit) -> Response:
    """Which parts answer. Only the book decides whether this process can serve: with the others
    down, residents still file and agents still decide, and what is owed waits."""
    parts = await readiness(visit.house.db, visit.house.store, at=visit.at)
    serves = parts.get("postgresql") == "ok"
    status = "ok" if all(state == "ok" for state in parts.values()) else "degraded"
    return _json({"status": status if serves else "down", "parts": parts}, 200 if serves else 503)


@doors.get("/metrics", permission="public")
async def metrics(visit: Visit) -> Response:
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _json(value: dict[str, object], status: int) -> Response:
    return Response(json.dumps(value), status, media_type="application/json")
