"""What was typed in a page that could not be taken, carried by the page that says so.

A session that ended, a neighbour that is down: neither may cost anybody what they have written.
"""

from starlette.requests import ClientDisconnect

from services.foundation.errors import Refusal
from services.web.shared import form as forms
from services.web.shared.visit import Visit

URLENCODED = "application/x-www-form-urlencoded"
Typed = list[tuple[str, str]]
"""Names and values in their order, without the token: it belongs to the page that was left."""


async def typed_in(visit: Visit) -> Typed:
    """What this request posted from a page of ours; nothing of a page read, of files, of a forgery.

    The browser alone can say where a form comes from (Fetch Metadata, `Sec-Fetch-Site`): offered
    from elsewhere, it would be one press away from being sent in its reader's name.
    """
    headers = visit.request.headers
    ours = headers.get("sec-fetch-site") == "same-origin"
    written = headers.get("content-type", "").partition(";")[0].strip() == URLENCODED
    if visit.request.method != "POST" or not ours or not written:
        return []
    try:
        posted = forms.parse(await visit.request.body())
    except (Refusal, ClientDisconnect):
        return []
    return [
        (name, value)
        for name, values in posted.values.items()
        for value in values
        if name != forms.TOKEN_FIELD
    ]
