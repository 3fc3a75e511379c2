"""The page for whoever acts too often: when to try again, and what was typed, ready to go again."""

from starlette.responses import Response

from services.foundation.errors import Refusal
from services.foundation.telemetry import REFUSALS
from services.web.shared.again import posted_here
from services.web.shared.errors import TooMany
from services.web.shared.form import Form, parse
from services.web.shared.uploads import FilePart, Nowhere, Sink, UploadForm
from services.web.shared.visit import Visit


async def too_many(visit: Visit, refusal: TooMany) -> Response:
    """429 with `Retry-After`. The form comes back in the page, files apart."""
    REFUSALS.labels(refusal.code).inc()
    posted, files = await _posted(visit)
    page = visit.page(
        "shared/too_many.html",
        status=refusal.status,
        refusal=refusal,
        posted=[(name, text) for name, texts in posted.values.items() for text in texts],
        files=files,
    )
    page.headers["Retry-After"] = str(refusal.seconds)
    return page


async def _posted(visit: Visit) -> tuple[Form, bool]:
    """What a page of ours sent, its token too since the session goes on; and whether files were
    among it, which are not kept."""
    if not posted_here(visit):
        return Form(), False
    files: list[FilePart] = []

    async def nowhere(part: FilePart, _read: Form) -> Sink:
        files.append(part)
        return Nowhere()

    content_type = visit.request.headers.get("content-type", "")
    try:
        if content_type.startswith("multipart/"):
            form = await UploadForm(content_type, nowhere).read(visit.request.stream())
        else:
            form = parse(await visit.request.body())
    except Refusal:  # too large or unreadable: it would have been refused anyhow
        return Form(), False
    return form, bool(files)
