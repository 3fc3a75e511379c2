"""Asking for the reasons of a tacit refusal, once what it brings has been read (CRPA L232-4)."""

from starlette.responses import Response

from services.cases.actions.ask_reasons import ask_reasons
from services.cases.queries import requests as cases
from services.law.motivation import reasons_of_silence
from services.web.portal.request import CASE, read
from services.web.portal.request_view import title_of
from services.web.shared.door import Doors
from services.web.shared.visit import Visit

doors = Doors("portal")


@doors.get(CASE + "/reasons", permission="person")
async def before_asking(visit: Visit) -> Response:
    """What the request for reasons brings, before it is made."""
    view, _face = await read(visit)
    tacit = view.timeline.tacit
    if "ask_reasons" not in view.can or tacit is None or tacit.appeal is None:
        return visit.go(f"/requests/{view.case_id}")
    until = tacit.appeal.last_day
    owed = reasons_of_silence(asked_on=view.today, appeal_last_day=until)
    return visit.page(
        "portal/ask_reasons.html",
        title=title_of(view),
        number=view.number,
        address=f"/requests/{view.case_id}",
        until=until,
        due=owed.due_on,
        article=owed.article,
    )


@doors.post(CASE + "/reasons", permission="person")
async def ask(visit: Visit) -> Response:
    person_id, case_id = visit.person.id, visit.path("case_id")
    await ask_reasons(
        visit.house.db,
        person_id=person_id,
        tenant_id=await cases.tenant_of(visit.house.db, person_id=person_id, case_id=case_id),
        case_id=case_id,
        version=None,  # asked twice, the process says so itself
        at=visit.at,
    )
    return visit.go(f"/requests/{case_id}?done=reasons")
