"""The routes of machines, under one version."""

from fastapi import APIRouter, Depends, Request

from services.foundation import clock
from services.web.api import collectivities
from services.web.shared.house import House


async def not_too_often(request: Request) -> None:
    """Raises `TooMany`."""
    house: House = request.app.state.house
    house.limits.let_in(request, "call", at=clock.now())


router = APIRouter(prefix="/api/v1", dependencies=[Depends(not_too_often)])
router.include_router(collectivities.router)
