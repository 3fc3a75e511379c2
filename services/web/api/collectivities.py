"""The collectivities on board and the authorities over a commune, as JSON."""

from datetime import date
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request

from services.foundation import clock
from services.foundation.database import Public
from services.jurisdiction.answers import resolve_json
from services.web.shared.house import House

router = APIRouter(tags=["collectivities"])
MOST_CODES = 200
METROPOLE = ZoneInfo("Europe/Paris")


@router.get("/collectivities")
async def collectivities(request: Request) -> list[dict[str, Any]]:
    """Those on board, by name."""
    house: House = request.app.state.house
    return [
        {"siren": each.siren, "level": each.level, "name": each.name, "slug": each.slug}
        for each in await house.tenants.all()
    ]


@router.get("/jurisdiction")
async def jurisdiction(
    request: Request,
    code: Annotated[list[str], Query(max_length=MOST_CODES, description="INSEE codes")],
    procedure: str | None = None,
    on: date | None = None,
) -> list[dict[str, Any]]:
    """Who answers at these places, why, and since which act; one object a code, in order."""
    house: House = request.app.state.house
    day = on or clock.now().astimezone(METROPOLE).date()
    async with house.db.transaction(Public()) as tx:
        return await resolve_json(tx, code, procedure_id=procedure, on=day)


for endpoint in (collectivities, jurisdiction):
    setattr(endpoint, "permission", "public")  # noqa: B010 - a function has no such field
