"""The shared catalogue: what is published, and how many collectivities offer it."""

from starlette.responses import Response

from services.foundation.database import Operator
from services.procedures import queries as procedures
from services.web.administration.tenants import level_word
from services.web.shared.door import Doors
from services.web.shared.visit import Visit

doors = Doors("administration")


@doors.get("/administration/procedures", permission="platform")
async def catalogue(visit: Visit) -> Response:
    async with visit.house.db.transaction(Operator()) as tx:
        published = await procedures.published(tx)
        offers = await procedures.offers_counted(tx, on=visit.today)
    return visit.page(
        "administration/catalogue.html",
        lines=[
            {
                "procedure": each,
                "level": level_word(each.level),
                "offered": sum(procedure_id == each.id for _tenant, procedure_id in offers),
                "open": sum(
                    is_open for (_tenant, name), is_open in offers.items() if name == each.id
                ),
            }
            for each in published
        ],
    )
