"""A stored file, given to a browser as it is read: whole, or the one range that was asked for."""

from collections.abc import AsyncIterator

from starlette.responses import Response, StreamingResponse

from services.cases.queries.documents import Document
from services.documents.downloads import content_disposition, requested_range
from services.web.shared.visit import Visit


async def download(visit: Visit, document: Document) -> Response:
    """The answer that carries `document`. Nothing of it runs in the page: a sandbox of its own.

    Raises `Outage` when the store is down, `FileUnreadable` when the file cannot be opened.
    """
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Content-Disposition": content_disposition(document.filename, document.media_type),
    }
    try:
        part = requested_range(visit.request.headers.get("range"), document.size)
    except ValueError:
        return Response(status_code=416, headers={"Content-Range": f"bytes */{document.size}"})
    first, last = (part.first, part.last) if part else (0, document.size - 1)
    headers["Content-Length"] = str(last - first + 1)
    if part:
        headers["Content-Range"] = part.content_range(document.size)
    content = visit.house.store.read(
        document.object_key, key_id=document.key_id, size=document.size, first=first, last=last
    )
    # The first bytes are read before anything is answered: what is wrong still has its page.
    begun = await anext(content, b"")
    return StreamingResponse(
        _all(begun, content),
        status_code=206 if part else 200,
        media_type=document.media_type,
        headers=headers,
    )


async def _all(begun: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield begun
    async for chunk in rest:
        yield chunk
