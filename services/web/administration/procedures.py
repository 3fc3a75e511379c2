"""The shared catalogue: what is published, and who offers it."""

from collections import defaultdict
from uuid import UUID

from starlette.responses import Response

from services.foundation.database import Operator
from services.foundation.i18n import current_language
from services.procedures import queries as catalogue
from services.tenants import queries as tenants
from services.tenants.contracts import Tenant
from services.web.administration.words import level_name
from services.web.shared.closing import closed_note
from services.web.shared.door import Doors
from services.web.shared.visit import Visit

doors = Doors("administration")


@doors.get("/administration/procedures", permission="platform")
async def procedures(visit: Visit) -> Response:
    async with visit.house.db.transaction(Operator()) as tx:
        published = await catalogue.published(tx)
        faces: dict[UUID, Tenant] = {
            each.tenant.id: each.tenant for each in await tenants.records(tx)
        }
        adopted = await catalogue.adopted_by(tx, tenant_ids=faces, on=visit.today)
    offers = defaultdict(list)
    for each in adopted:
        offers[each.procedure.id].append(
            (faces[each.adoption.tenant_id], each.adoption.version, closed_note(each))
        )
    visit.wear(face.slug for face in faces.values())
    return visit.page(
        "administration/procedures.html",
        lines=[
            (
                each,
                each.title.in_(current_language()),
                level_name(each.level),
                offers.get(each.id, []),
            )
            for each in published
        ],
    )
