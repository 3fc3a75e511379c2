"""My requests: drafts and everything filed, to all collectivities, on one page."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from starlette.responses import Response

from services.cases.contracts import Draft, RequestLine
from services.cases.queries import requests as cases
from services.foundation.database import Public
from services.foundation.i18n import _, current_language
from services.procedures.queries import published
from services.tenants.contracts import Tenant
from services.web.shared.door import Doors
from services.web.shared.visit import Visit
from services.web.shared.words import day, local

doors = Doors("portal")
A_PAGE = 20
# So many are read at a glance, without a search.
A_FEW = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A filed request in the list."""

    address: str
    title: str
    number: str
    former: str
    filed: str
    state: str
    turn: str
    face: Tenant


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A request not sent yet."""

    address: str
    title: str
    note: str
    face: Tenant


@doors.get("/requests", permission="public")
async def requests(visit: Visit) -> Response:
    person = visit.who.person if visit.who else None
    if person is None:
        return _page(visit, [], [], signed_in=False)
    after, number = _read_cursor(visit.query("after")), visit.query("number").strip()[:40].upper()
    found = await cases.my_requests(
        visit.house.db, person_id=person.id, number=number, after=after, limit=A_PAGE + 1
    )
    whole = not after and not number
    drafts = await cases.drafts(visit.house.db, person_id=person.id) if whole else ()
    shown = found[:A_PAGE]
    lines = [line for each in shown if (line := await _line(visit, each))]
    unsent = await _drafts(visit, drafts) if drafts else []
    visit.wear({line.face.slug for line in lines} | {line.face.slug for line in unsent})
    asked = {"number": number} if number else {}
    more = urlencode(asked | {"after": _cursor(shown[-1])}) if len(found) > A_PAGE else ""
    return _page(
        visit,
        lines,
        unsent,
        number=number,
        searched=bool(number or after or len(lines) > A_FEW),
        more=f"/requests?{more}" if more else "",
        signed_in=person.verified,
    )


def _page(
    visit: Visit,
    lines: Sequence[Line],
    drafts: Sequence[DraftLine],
    *,
    number: str = "",
    searched: bool = False,
    more: str = "",
    signed_in: bool,
) -> Response:
    return visit.page(
        "portal/requests.html",
        lines=lines,
        drafts=drafts,
        number=number,
        searched=searched,
        more=more,
        signed_in=signed_in,
    )


async def _line(visit: Visit, request: RequestLine) -> Line | None:
    face = await visit.house.tenants.by_id(request.tenant_id)
    if face is None:
        return None
    language = current_language()
    filed_on = local(request.filed_at, face.time_zone).date()
    return Line(
        address=f"/requests/{request.case_id}",
        title=request.title.in_(language),
        number=request.number,
        former=", ".join(request.former_numbers),
        filed=_("déposée le {day}").format(day=day(filed_on)),
        state=request.public_state.in_(language),
        turn=_turn(request),
        face=face,
    )


def _turn(request: RequestLine) -> str:
    """Who acts next, and by when."""
    if request.next_actor == "nobody":
        return ""
    hers = request.next_actor == "person"
    if request.due_on is None:
        return _("À vous d’agir") if hers else ""
    told = _("À vous, d’ici au {day}") if hers else _("Réponse au plus tard le {day}")
    return told.format(day=day(request.due_on))


async def _drafts(visit: Visit, drafts: tuple[Draft, ...]) -> list[DraftLine]:
    async with visit.house.db.transaction(Public()) as tx:
        catalogue = {procedure.id: procedure for procedure in await published(tx)}
    lines = []
    for draft in drafts:
        face = await visit.house.tenants.by_id(draft.tenant_id)
        procedure = catalogue.get(draft.procedure_id)
        if face is None or procedure is None:
            continue
        page = draft.page or procedure.pages[0].id
        until = local(draft.kept_until, face.time_zone).date()
        lines.append(
            DraftLine(
                address=f"/c/{face.slug}/drafts/{draft.id}/pages/{page}",
                title=procedure.title.in_(current_language()),
                note=_("Brouillon gardé jusqu’au {day}").format(day=day(until)),
                face=face,
            )
        )
    return lines


def _cursor(line: RequestLine) -> str:
    """Where a page ends, as a word for the address."""
    word = f"{line.updated_at.isoformat()}|{line.case_id}"
    return urlsafe_b64encode(word.encode()).decode()


def _read_cursor(word: str) -> tuple[datetime, UUID] | None:
    try:
        moved, _bar, case_id = urlsafe_b64decode(word).decode().partition("|")
        return datetime.fromisoformat(moved), UUID(case_id)
    except (NotBase64, ValueError):
        return None
