"""Agents and their rights, collectivity by collectivity."""

from starlette.responses import Response

from services.foundation.database import Operator
from services.identity.people import all_agents
from services.tenants import queries as tenants
from services.web.administration.words import in_force, role_name
from services.web.shared.door import Doors
from services.web.shared.visit import Visit

doors = Doors("administration")


@doors.get("/administration/agents", permission="platform")
async def agents(visit: Visit) -> Response:
    async with visit.house.db.transaction(Operator()) as tx:
        faces = {each.tenant.id: each.tenant for each in await tenants.records(tx)}
        people = await all_agents(tx)
    visit.wear(face.slug for face in faces.values())
    return visit.page(
        "administration/agents.html",
        lines=[
            (each, faces[each.tenant_id], role_name(each.role), in_force(each, visit.today))
            for each in people
        ],
    )
