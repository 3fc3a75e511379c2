"""The page of one collectivity: what it answers to."""

from starlette.responses import Response

from services.foundation.database import Public
from services.procedures import queries as procedures
from services.web.portal.catalogue import by_theme, offered
from services.web.shared.door import Doors
from services.web.shared.visit import Visit

doors = Doors("portal")


@doors.get("/c/{slug}", permission="public")
async def tenant(visit: Visit) -> Response:
    face = visit.tenant
    async with visit.house.db.transaction(Public()) as tx:
        adopted = await procedures.adopted_by(tx, tenant_ids=[face.id], on=visit.today)
    insee = face.code if face.level == "commune" else ""
    return visit.page(
        "portal/tenant.html", themes=by_theme(offered(face, each, insee=insee) for each in adopted)
    )
