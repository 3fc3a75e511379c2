"""What the site owes its readers: accessibility, terms of use, data."""

from starlette.responses import Response

from services.foundation.errors import NotFound
from services.web.shared.door import Doors
from services.web.shared.visit import Visit

doors = Doors("portal")
SUBJECTS = ("accessibility", "terms", "data")


@doors.get("/about/{subject}", permission="public")
async def about(visit: Visit) -> Response:
    subject = visit.path("subject")
    if subject not in SUBJECTS:
        raise NotFound
    faces = await visit.house.tenants.all()
    return visit.page("portal/about.html", subject=subject, faces=faces)
