"""One request: where it stands, who acts next and by when, what to read, what to send."""

from collections.abc import Mapping
from uuid import UUID

from starlette.responses import Response

from services.cases.actions.give_pieces import give_pieces
from services.cases.actions.write_draft import attach_file, remove_file
from services.cases.contracts import RequestView
from services.cases.queries import requests as cases
from services.documents.contracts import StoredFile
from services.documents.uploads import Upload
from services.foundation.database import Citizen
from services.foundation.errors import NotFound
from services.foundation.i18n import _
from services.tenants import queries as tenants
from services.tenants.contracts import Tenant
from services.web.portal.incoming import Keep, receive
from services.web.portal.request_view import (
    accepted_files,
    asked,
    decided,
    documents,
    story_of,
    tacit_born,
    title_of,
)
from services.web.shared.answers_view import sections_of
from services.web.shared.clocks import clocks_of_resident
from services.web.shared.door import Doors
from services.web.shared.uploads import FilePart
from services.web.shared.visit import Visit
from services.web.shared.words import local

doors = Doors("portal")
CASE = "/requests/{case_id:uuid}"
PIECE = "piece:"


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
    return await _show(visit, {})


async def _show(visit: Visit, errors: Mapping[str, str], *, status: int = 200) -> Response:
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
    )


def _done(word: str) -> str:
    return {
        "pieces": _("Vos pièces sont bien arrivées. Le service reprend l’examen de votre demande."),
        "withdrawn": _("Votre demande est retirée."),
    }.get(word, "")


@doors.post(CASE + "/pieces", permission="person", body="stream")
async def send_pieces(visit: Visit) -> Response:
    """Send what was asked for. A piece whose file is refused is still awaited."""
    person_id, case_id = visit.person.id, visit.path("case_id")
    db = visit.house.db
    tenant_id = await cases.tenant_of(db, person_id=person_id, case_id=case_id)
    received: dict[str, list[UUID]] = {}

    async def begin(part: FilePart) -> tuple[Upload, Keep] | None:
        if not part.name.startswith(PIECE):
            return None
        piece = part.name.removeprefix(PIECE)
        async with db.transaction(Citizen(person_id)) as tx:
            key_id = await tenants.key_of(tx, tenant_id)

        async def keep(stored: StoredFile) -> None:
            kept = await attach_file(
                db,
                person_id=person_id,
                tenant_id=tenant_id,
                draft_id=None,
                field=piece,
                piece=piece,
                stored=stored,
                at=visit.at,
            )
            received.setdefault(piece, []).append(kept)

        upload = visit.house.store.upload(
            tenant_id=tenant_id, key_id=key_id, filename=part.filename
        )
        return upload, keep

    incoming = await receive(visit, begin)
    errors = {name.removeprefix(PIECE): no.sentence() for name, no in incoming.refused.items()}
    for piece in errors:
        for attachment_id in received.pop(piece, []):
            await remove_file(
                db, person_id=person_id, tenant_id=tenant_id, attachment_id=attachment_id
            )
    if received:
        await give_pieces(
            db,
            person_id=person_id,
            tenant_id=tenant_id,
            case_id=case_id,
            version=None,
            pieces=tuple(received),
            attachment_ids=[each for kept in received.values() for each in kept],
            at=visit.at,
        )
    if errors:
        return await _show(visit, errors, status=max(no.status for no in incoming.refused.values()))
    if not received:
        view, _face = await read(visit)
        missing = {each.piece: _("Choisissez un fichier à envoyer") for each in view.asked_pieces}
        return await _show(visit, missing, status=422)
    return visit.go(f"/requests/{case_id}?done=pieces")
