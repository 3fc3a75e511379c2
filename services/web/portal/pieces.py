"""The pieces asked for, sent from the page of the request."""

from dataclasses import dataclass, field
from uuid import UUID

from starlette.responses import Response

from services.cases.actions.give_pieces import give_pieces
from services.cases.actions.write_draft import attach_file, remove_file
from services.cases.queries import requests as cases
from services.documents.contracts import StoredFile
from services.documents.uploads import Upload
from services.foundation.database import Citizen
from services.foundation.errors import Refusal
from services.foundation.i18n import _
from services.tenants import queries as tenants
from services.web.portal.request import CASE, read, show_request
from services.web.shared.door import Doors
from services.web.shared.incoming import Keep, receive
from services.web.shared.uploads import FilePart
from services.web.shared.visit import Visit

doors = Doors("portal")
PIECE = "piece:"


@dataclass(slots=True)
class Parcel:
    """The files of one sending, by piece, before they join the case."""

    visit: Visit
    tenant_id: UUID
    files: dict[str, list[UUID]] = field(default_factory=dict)

    async def begin_file(self, part: FilePart) -> tuple[Upload, Keep] | None:
        """Where a file goes: to the store, under its piece."""
        if not part.name.startswith(PIECE):
            return None
        piece = part.name.removeprefix(PIECE)
        async with self.visit.house.db.transaction(Citizen(self.visit.person.id)) as tx:
            key_id = await tenants.key_of(tx, self.tenant_id)
        upload = self.visit.house.store.upload(
            tenant_id=self.tenant_id, key_id=key_id, filename=part.filename
        )

        async def keep(stored: StoredFile) -> None:
            kept = await attach_file(
                self.visit.house.db,
                person_id=self.visit.person.id,
                tenant_id=self.tenant_id,
                draft_id=None,
                field=piece,
                piece=piece,
                stored=stored,
                at=self.visit.at,
            )
            self.files.setdefault(piece, []).append(kept)

        return upload, keep

    async def give(self, case_id: UUID) -> None:
        """The files join the case; when it says no, nothing of them is kept."""
        try:
            await give_pieces(
                self.visit.house.db,
                person_id=self.visit.person.id,
                tenant_id=self.tenant_id,
                case_id=case_id,
                version=None,
                pieces=tuple(self.files),
                attachment_ids=[each for kept in self.files.values() for each in kept],
                at=self.visit.at,
            )
        except Refusal:
            for piece in tuple(self.files):
                await self.forget(piece)
            raise

    async def forget(self, piece: str) -> None:
        """Take back the files of a piece."""
        for attachment_id in self.files.pop(piece, []):
            await remove_file(
                self.visit.house.db,
                person_id=self.visit.person.id,
                tenant_id=self.tenant_id,
                attachment_id=attachment_id,
            )


@doors.post(CASE + "/pieces", permission="person", body="stream")
async def send_pieces(visit: Visit) -> Response:
    """Send what was asked for. A piece one of whose files is refused is still awaited."""
    case_id = visit.path("case_id")
    tenant_id = await cases.tenant_of(visit.house.db, person_id=visit.person.id, case_id=case_id)
    parcel = Parcel(visit, tenant_id)
    incoming = await receive(visit, parcel.begin_file)
    errors = {name.removeprefix(PIECE): no.sentence() for name, no in incoming.refused.items()}
    for piece in errors:
        await parcel.forget(piece)
    if parcel.files:
        await parcel.give(case_id)
    if errors:
        status = max(refusal.status for refusal in incoming.refused.values())
        return await show_request(visit, errors, status=status)
    if not parcel.files:
        view, _face = await read(visit)
        missing = {each.piece: _("Choisissez un fichier à envoyer") for each in view.asked_pieces}
        return await show_request(visit, missing, status=422)
    return visit.go(f"/requests/{case_id}?done=pieces")
