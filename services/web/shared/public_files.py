"""What every page loads besides itself: files, and the colours of the collectivities it shows."""

import re

from starlette.responses import Response

from services.foundation.errors import NotFound
from services.web.shared.door import Doors
from services.web.shared.visit import Visit

doors = Doors("portal")
MOST_BRANDS = 60
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@doors.get("/assets/{name:path}", permission="public")
async def asset(visit: Visit) -> Response:
    known = visit.request.headers.get("if-none-match", "")
    return visit.house.assets.answer(visit.path("name"), known=known)


@doors.get("/brand/{slugs}.css", permission="public")
async def brand_sheet(visit: Visit) -> Response:
    """One rule for each collectivity: its colour, from which the theme derives the rest."""
    slugs = visit.path("slugs").split(",")
    if len(slugs) > MOST_BRANDS:
        raise NotFound
    rules = []
    for slug in slugs:
        face = await visit.house.tenants.by_slug(slug)
        if face is not None and COLOUR.fullmatch(face.brand.color):
            rules.append(f'[data-brand="{slug}"] {{ --pv-brand: {face.brand.color}; }}\n')
    return Response(
        "".join(rules), media_type="text/css", headers={"Cache-Control": "public, max-age=300"}
    )
