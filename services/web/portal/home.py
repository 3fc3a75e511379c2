"""The square: say where you live, and see who answers."""

from starlette.responses import Response

from services.foundation.database import Public
from services.foundation.i18n import _
from services.territory.contracts import FoundCommune
from services.territory.queries import search_communes
from services.web.shared.door import Doors
from services.web.shared.visit import Visit

doors = Doors("portal")
MOST_COMMUNES = 24


@doors.get("/", permission="public", act="look_up")
async def home(visit: Visit) -> Response:
    """Where do you live? One commune is gone to, several are asked about."""
    searched = visit.query("commune")[:80]
    found: tuple[FoundCommune, ...] = ()
    if searched:
        async with visit.house.db.transaction(Public()) as tx:
            found = await search_communes(tx, searched, MOST_COMMUNES)
        if len(found) == 1:
            return visit.go(f"/communes/{found[0].insee}")
    faces = await visit.house.tenants.all()
    visit.wear(face.slug for face in faces)
    return visit.page(
        "portal/home.html", searched=searched, found=found, faces=faces, levels=level_names()
    )


def level_names() -> dict[str, str]:
    """What a level is called."""
    return {
        "commune": _("Commune"),
        "epci": _("Groupement de communes"),
        "departement": _("Département"),
    }
