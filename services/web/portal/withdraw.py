"""Taking a request back, once what it means has been read."""

from starlette.responses import Response

from services.cases.actions.withdraw_case import withdraw_case
from services.cases.queries import requests as cases
from services.web.portal.request import CASE, read
from services.web.portal.request_view import title_of
from services.web.shared.door import Doors
from services.web.shared.visit import Visit

doors = Doors("portal")


@doors.get(CASE + "/withdraw", permission="person")
async def ask_withdrawal(visit: Visit) -> Response:
    """What withdrawing means, before it is done."""
    view, _face = await read(visit)
    if "withdraw" not in view.can:
        return visit.go(f"/requests/{view.case_id}")
    return visit.page(
        "portal/withdraw.html",
        title=title_of(view),
        number=view.number,
        version=view.version,
        address=f"/requests/{view.case_id}",
    )


@doors.post(CASE + "/withdraw", permission="person")
async def withdraw(visit: Visit) -> Response:
    person_id, case_id = visit.person.id, visit.path("case_id")
    await withdraw_case(
        visit.house.db,
        person_id=person_id,
        tenant_id=await cases.tenant_of(visit.house.db, person_id=person_id, case_id=case_id),
        case_id=case_id,
        version=visit.form.version(),
        at=visit.at,
    )
    return visit.go(f"/requests/{case_id}?done=withdrawn")
