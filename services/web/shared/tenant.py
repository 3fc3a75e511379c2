"""Which collectivity an address is about."""

from starlette.responses import RedirectResponse, Response

from services.foundation.errors import NotFound
from services.web.shared.visit import Visit


async def face_or_redirect(visit: Visit) -> Response | None:
    """Give the visit its collectivity; a former slug is sent to the present one.

    Raises `NotFound` for a slug that was never anybody's.
    """
    slug = visit.path("slug")
    visit.face = await visit.house.tenants.by_slug(slug)
    if visit.face is not None:
        return None
    moved = await visit.house.tenants.moved_to(slug)
    if moved is None:
        raise NotFound
    return RedirectResponse(visit.address.replace(f"/{slug}", f"/{moved}", 1), 308)
