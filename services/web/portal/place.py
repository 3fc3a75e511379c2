"""Where? Asked before a form whose collectivity answers for several communes."""

from starlette.responses import Response

from services.foundation.database import Public, Transaction
from services.jurisdiction import queries as jurisdiction
from services.jurisdiction.contracts import Resolution
from services.territory import queries as territory
from services.territory.contracts import FoundCommune
from services.web.portal.procedure import about, adopted_here
from services.web.shared.door import Doors
from services.web.shared.visit import Visit

doors = Doors("portal")
MOST_COMMUNES = 24


@doors.get("/c/{slug}/{level}/{name}/place", permission="public")
async def place(visit: Visit) -> Response:
    """The commune concerned; the form opens only where this collectivity must answer."""
    adopted = await adopted_here(visit)
    procedure = adopted.procedure
    searched, insee = visit.query("commune")[:80], visit.query("insee")
    found: tuple[FoundCommune, ...] = ()
    async with visit.house.db.transaction(Public()) as tx:
        if searched:
            found = await territory.search_communes(tx, searched, MOST_COMMUNES)
            insee = found[0].insee if len(found) == 1 else ""
        resolved = await _resolved(visit, tx, insee, procedure.id)
    competent = resolved.competent if resolved else None
    if competent and competent.tenant and competent.tenant.id == visit.tenant.id:
        return visit.go(f"{about(visit, procedure.id)}/start?insee={insee}")
    return visit.page(
        "portal/place.html",
        title=procedure.title,
        about=about(visit, procedure.id),
        searched=searched,
        found=found,
        elsewhere=resolved,
    )


async def _resolved(
    visit: Visit, tx: Transaction, insee: str, procedure_id: str
) -> Resolution | None:
    if not insee:
        return None
    answer = await jurisdiction.resolve(tx, insee, procedure_id, visit.today)
    return answer if isinstance(answer, Resolution) else None
