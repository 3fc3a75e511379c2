"""One request: where it stands, who acts next and by when, what to read, what to send."""

from collections.abc import Mapping

from starlette.responses import Response

from services.cases.contracts import RequestView
from services.cases.queries import requests as cases
from services.foundation.errors import NotFound
from services.foundation.i18n import _
from services.tenants.contracts import Tenant
from services.web.portal.by_post import awaited_by_post
from services.web.portal.request_view import (
    accepted_files,
    asked,
    decided,
    documents,
    reasons_until,
    sending_words,
    story_of,
    tacit_born,
    title_of,
)
from services.web.shared.answers_view import sections_of
from services.web.shared.clocks import clocks_of_resident
from services.web.shared.door import Doors
from services.web.shared.visit import Visit
from services.web.shared.words import local

doors = Doors("portal")
CASE = "/requests/{case_id:uuid}"


async def read(visit: Visit) -> tuple[RequestView, Tenant]:
    """Her request, and the collectivity that answers. Raises `NotFound`."""
    view = await cases.request(
        visit.house.db, person_id=visit.person.id, case_id=visit.path("case_id"), at=visit.at
    )
    face = await visit.house.tenants.by_id(view.tenant_id)
    if face is None:
        raise NotFound
    visit.face = face
    return view, face


@doors.get(CASE, permission="person")
async def request(visit: Visit) -> Response:
    return await show_request(visit, {})


async def show_request(visit: Visit, errors: Mapping[str, str], *, status: int = 200) -> Response:
    view, face = await read(visit)
    wanted = asked(view, errors)
    over = view.state.final or tacit_born(view)
    summary = [
        (f"piece-{place}", piece.error)
        for place, piece in enumerate(wanted.pieces if wanted else (), start=1)
        if piece.error
    ]
    return visit.page(
        "portal/request.html",
        status=status,
        title=title_of(view),
        number=view.number,
        state=view.state.public,
        filed_on=local(view.filed_at, face.time_zone).date(),
        address=f"/requests/{view.case_id}",
        summary=summary,
        done=_done(visit.query("done")),
        decision=decided(view),
        by_post=awaited_by_post(view),
        asked=wanted,
        kinds=accepted_files(),
        version=view.version,
        clocks=[]
        if over
        else clocks_of_resident(
            view.timeline,
            pieces_limit=view.pieces_limit,
            awaited=bool(view.asked_pieces),
            today=view.today,
        ),
        steps=story_of(view, face),
        sections=sections_of(view.filed_under.procedure, view.answers, view.filed_under.options),
        documents=documents(view, face.time_zone),
        can_withdraw="withdraw" in view.can,
        handed_to=view.handed_to,
        sending=sending_words(view, face.time_zone),
        followed_at=f"/requests/{view.followed_at}" if view.followed_at else "",
        aliases=view.aliases,
        reasons_until=reasons_until(view),
    )


def _done(word: str) -> str:
    return {
        "pieces": _("Vos pièces sont bien arrivées. Le service reprend l’examen de votre demande."),
        "withdrawn": _("Votre demande est retirée."),
        "reasons": _("Votre demande de motifs est enregistrée."),
    }.get(word, "")
