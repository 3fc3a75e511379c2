"""Every agent of the platform and her rights, by name, by keyset."""

from urllib.parse import urlencode
from uuid import UUID

from starlette.responses import Response

from services.foundation.database import Operator
from services.identity.people import agents_page
from services.web.administration.tenants import role_word
from services.web.shared.door import Doors
from services.web.shared.form import as_uuid
from services.web.shared.visit import Visit

doors = Doors("administration")
PAGE = 100


@doors.get("/administration/agents", permission="platform")
async def agents(visit: Visit) -> Response:
    async with visit.house.db.transaction(Operator()) as tx:
        found = await agents_page(tx, after=_after(visit), limit=PAGE + 1)
    names = {face.id: face for face in await visit.house.tenants.all()}
    shown = found[:PAGE]
    last = shown[-1] if len(found) > PAGE else None
    end = (
        {"family": last.family_name, "given": last.given_name, "after": str(last.membership_id)}
        if last
        else {}
    )
    return visit.page(
        "administration/agents.html",
        lines=[
            {"agent": each, "face": names.get(each.tenant_id), "role": role_word(each.role)}
            for each in shown
        ],
        begun=bool(visit.query("after")),
        more=f"/administration/agents?{urlencode(end)}" if end else "",
    )


def _after(visit: Visit) -> tuple[str, str, UUID] | None:
    last = as_uuid(visit.query("after"))
    return (visit.query("family"), visit.query("given"), last) if last else None
