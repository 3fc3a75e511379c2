"""The language switch."""

from starlette.responses import Response

from services.foundation.errors import NotFound
from services.foundation.i18n import LANGUAGES
from services.web.shared.door import Doors
from services.web.shared.envelope import LANGUAGE_COOKIE
from services.web.shared.visit import Visit, own_path

doors = Doors("portal")
A_YEAR = 31_536_000


@doors.get("/language/{language}", permission="public")
async def choose_language(visit: Visit) -> Response:
    """Remember the language in this browser, and go back to the page."""
    language = visit.path("language")
    if language not in LANGUAGES:
        raise NotFound
    response = visit.go(own_path(visit.query("back")))
    response.set_cookie(
        LANGUAGE_COOKIE,
        language,
        max_age=A_YEAR,
        path="/",
        secure=visit.house.cookies.secure,
        httponly=True,
        samesite="lax",
    )
    return response
