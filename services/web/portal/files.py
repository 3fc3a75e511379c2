"""What a request holds, to be read by its resident."""

from starlette.responses import Response

from services.cases.queries.documents import DocumentKind, document_for_person
from services.web.portal.request import CASE
from services.web.shared.door import Doors
from services.web.shared.downloads import download
from services.web.shared.visit import Visit

doors = Doors("portal")


@doors.get(CASE + "/letters/{document_id:uuid}", permission="person")
async def letter_of_request(visit: Visit) -> Response:
    """A document made for her; the first time she opens a decision, the law is told."""
    return await _give(visit, "letter")


@doors.get(CASE + "/files/{document_id:uuid}", permission="person")
async def file_of_request(visit: Visit) -> Response:
    return await _give(visit, "file")


async def _give(visit: Visit, kind: DocumentKind) -> Response:
    document = await document_for_person(
        visit.house.db,
        person_id=visit.person.id,
        case_id=visit.path("case_id"),
        document_id=visit.path("document_id"),
        kind=kind,
        at=visit.at,
    )
    return await download(visit, document)
