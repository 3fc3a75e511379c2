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


def posted_here(visit: Visit) -> bool:
    """Whether a page of ours sent this form.

    The browser alone can say so (Fetch Metadata, `Sec-Fetch-Site`): offered from elsewhere, a form
    would be one press away from being sent in its reader's name.
    """
    ours = visit.request.headers.get("sec-fetch-site") == "same-origin"
    return ours and visit.request.method == "POST"


async def typed_in(visit: Visit) -> Typed:
    """What this request posted from a page of ours; nothing of a page read, of files, of a
    forgery."""
    content_type = visit.request.headers.get("content-type", "")
    written = content_type.partition(";")[0].strip() == URLENCODED
    if not posted_here(visit) or not written:
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
