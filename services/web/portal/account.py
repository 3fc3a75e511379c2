"""Who one is here."""

from starlette.responses import Response

from services.web.shared.door import Doors
from services.web.shared.visit import Visit

doors = Doors("portal")


@doors.get("/account", permission="resident")
async def account(visit: Visit) -> Response:
    return visit.page("portal/account.html", person=visit.person)
