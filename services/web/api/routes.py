"""The routes of machines, under one version."""

from fastapi import APIRouter

from services.web.api import collectivities

router = APIRouter(prefix="/api/v1")
router.include_router(collectivities.router)
