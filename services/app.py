"""The application: the doors, put together."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from services.documents.store import ObjectStore, store_for
from services.foundation.counts import keep_in_step
from services.foundation.database import Database
from services.foundation.errors import NotFound, Outage, Refusal
from services.foundation.settings import Settings
from services.foundation.settings import settings as settings_of_this_process
from services.foundation.telemetry import configure_logs, configure_traces
from services.identity.directory import Directory
from services.identity.oidc import IdentityProvider
from services.web.administration import routes as administration
from services.web.api import errors
from services.web.api import routes as api
from services.web.backoffice import routes as backoffice
from services.web.portal import routes as portal
from services.web.shared import answers
from services.web.shared import routes as shared
from services.web.shared.assets import Assets
from services.web.shared.collectivities import Collectivities
from services.web.shared.cookies import cookies_for
from services.web.shared.envelope import Bounded, Guarded, Named, Spoken
from services.web.shared.house import House
from services.web.shared.limits import limits_for
from services.web.shared.pages import Pages
from services.web.shared.stages import Stages
from services.web.shared.visit import Visit


def create_app(
    settings: Settings,
    database: Database,
    *,
    store: ObjectStore | None = None,
    identity: IdentityProvider | None = None,
) -> FastAPI:
    """The doors over these parts. Raises `UnsafeAddress` or `WeakSecret` for settings that would
    let a session travel in clear."""
    house = _house(settings, database, store, identity)

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        sharing = asyncio.create_task(keep_in_step(house.limits.counts, database))
        gc.freeze()  # the parts live as long as the process: collections need not visit them
        yield
        sharing.cancel()
        await house.identity.close()
        await database.close()

    app = FastAPI(
        title="Parvis",
        lifespan=life,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        middleware=[
            *_proxies(settings),
            Middleware(Named),
            Middleware(Guarded, settings=settings),
            Middleware(Spoken),
            Middleware(Bounded),
        ],
        exception_handlers={
            404: _nowhere,
            405: _nowhere,
            Refusal: errors.refused,
            Outage: errors.unavailable,
        },
    )
    app.state.house = house
    for doors in (*shared.DOORS, *portal.DOORS, *backoffice.DOORS, *administration.DOORS):
        app.router.routes.extend(doors.routes)
    app.include_router(api.router)
    return app


def _proxies(settings: Settings) -> list[Middleware]:
    """Whose word on the client's address is believed: that of the proxies named, nobody else's."""
    if not settings.trusted_proxies:
        return []
    return [Middleware(ProxyHeadersMiddleware, trusted_hosts=settings.trusted_proxies)]


def _house(
    settings: Settings,
    database: Database,
    store: ObjectStore | None,
    identity: IdentityProvider | None,
) -> House:
    """The parts that doors use, those not given made from the settings."""
    assets = Assets(settings.vendor_dir)
    cookies = cookies_for(settings)
    return House(
        settings=settings,
        db=database,
        store=store or store_for(settings),
        identity=identity or IdentityProvider.from_settings(settings),
        directory=Directory.from_settings(settings),
        tenants=Collectivities(database),
        stages=Stages(database),
        cookies=cookies,
        limits=limits_for(settings, cookies),
        assets=assets,
        pages=Pages(assets),
    )


def from_settings() -> FastAPI:
    """The doors of this process, over the parts that its settings name."""
    configure_logs()
    given = settings_of_this_process()
    configure_traces(given, "web")
    return create_app(given, Database(given.database_url, pool_size=given.database_pool))


async def _nowhere(request: Request, _error: Exception) -> Response:
    """An address that no door has."""
    if request.url.path.startswith("/api/"):
        return await errors.refused(request, NotFound())
    visit = Visit(request, request.app.state.house, "portal")
    return visit.finish(await answers.refused(visit, NotFound()))
