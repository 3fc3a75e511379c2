"""What a case holds, to be read by its agents."""

from starlette.responses import Response

from services.cases.queries.documents import DocumentKind, document_for_agent
from services.web.backoffice.at_work import on_case
from services.web.backoffice.case import CASE
from services.web.shared.door import Doors
from services.web.shared.downloads import download
from services.web.shared.visit import Visit

doors = Doors("backoffice")


@doors.get(CASE + "/letters/{document_id:uuid}", permission="read_cases")
async def letter_of_case(visit: Visit) -> Response:
    return await _give(visit, "letter")


@doors.get(CASE + "/files/{document_id:uuid}", permission="read_cases")
async def file_of_case(visit: Visit) -> Response:
    return await _give(visit, "file")


async def _give(visit: Visit, kind: DocumentKind) -> Response:
    document = await document_for_agent(
        visit.house.db,
        case_id=visit.path("case_id"),
        document_id=visit.path("document_id"),
        kind=kind,
        by=await on_case(visit),
        at=visit.at,
    )
    return await download(visit, document)
