"""The paper a resident writes on: the form her collectivity offers today, and her draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.cases.actions.write_draft import attach_file, begin_draft
from services.cases.contracts import AttachmentLine, Draft
from services.cases.queries.requests import draft_with_files
from services.documents.contracts import StoredFile
from services.documents.uploads import Upload
from services.forms.checking import prune_hidden, visible_pages
from services.forms.contracts import Page, ReceivedFile
from services.forms.fields.files import MEDIA_TYPES, MEGABYTE, FilesField
from services.forms.prefilling import prefilled
from services.foundation.database import Citizen, Public
from services.identity.actions.open_visit import open_visit
from services.identity.queries import read_session
from services.procedures import queries as procedures
from services.procedures.contracts import Adopted
from services.tenants import queries as tenants
from services.territory import queries as territory
from services.web.shared.incoming import Keep
from services.web.shared.uploads import FilePart
from services.web.shared.visit import Visit


@dataclass(slots=True)
class Paper:
    """A form being filled in. Without a draft, nothing is kept yet."""

    visit: Visit
    adopted: Adopted
    insee: str
    answers: Mapping[str, Any]
    draft: Draft | None = None
    files: tuple[AttachmentLine, ...] = ()

    @property
    def options(self) -> Mapping[str, object]:
        return self.adopted.adoption.options

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages to go through, given what is answered so far."""
        return visible_pages(
            self.adopted.procedure, self.answers, self.options, today=self.visit.today
        )

    @property
    def changed(self) -> bool:
        """Whether the form is no longer the version that the draft was begun under."""
        return self.draft is not None and self.draft.version != self.adopted.procedure.version

    @property
    def base(self) -> str:
        """The address of the draft."""
        assert self.draft is not None
        return f"/c/{self.visit.tenant.slug}/drafts/{self.draft.id}"

    def received(self) -> dict[str, ReceivedFile]:
        return {
            str(file.id): ReceivedFile(file.filename, file.media_type, file.size)
            for file in self.files
        }

    def files_of(self, question: str) -> list[AttachmentLine]:
        return [file for file in self.files if file.field == question]

    def settled(self) -> dict[str, object]:
        """The answers of visible questions, computed ones worked out."""
        return prune_hidden(
            self.adopted.procedure, self.answers, self.options, today=self.visit.today
        )

    async def ensure_draft(self) -> Draft:
        """The draft, begun now when there was none; with it, a session for a browser without."""
        if self.draft is None:
            person_id = await _person_id(self.visit)
            self.draft = await begin_draft(
                self.visit.house.db,
                person_id=person_id,
                tenant_id=self.visit.tenant.id,
                procedure_id=self.adopted.procedure.id,
                version=self.adopted.procedure.version,
                insee=self.insee,
                answers=self.answers,
                at=self.visit.at,
            )
        return self.draft

    async def begin_file(self, part: FilePart) -> tuple[Upload, Keep] | None:
        """Where the file of a question goes: to the store, then to the draft."""
        question = self.adopted.procedure.field(part.name)
        if not isinstance(question, FilesField):
            return None
        draft = await self.ensure_draft()
        tenant_id, db = self.visit.tenant.id, self.visit.house.db
        async with db.transaction(Citizen(draft.person_id)) as tx:
            key_id = await tenants.key_of(tx, tenant_id)
        upload = self.visit.house.store.upload(
            tenant_id=tenant_id,
            key_id=key_id,
            filename=part.filename,
            accepted=frozenset(MEDIA_TYPES[kind][0] for kind in question.accept),
            limit=question.max_mb * MEGABYTE,
        )

        async def keep(stored: StoredFile) -> None:
            await attach_file(
                db,
                person_id=draft.person_id,
                tenant_id=tenant_id,
                draft_id=draft.id,
                field=question.id,
                piece=question.piece,
                stored=stored,
                at=self.visit.at,
            )

        return upload, keep

    async def refresh_files(self) -> None:
        """See the files that have just been received or removed."""
        if self.draft is not None:
            _, self.files = await draft_with_files(
                self.visit.house.db, person_id=self.draft.person_id, draft_id=self.draft.id
            )


async def _person_id(visit: Visit) -> UUID:
    """The resident of this session; a browser without one gets a session of its own."""
    if visit.who is not None and visit.who.person is not None:
        return visit.who.person.id
    opened = await open_visit(visit.house.db, at=visit.at)
    visit.put_cookie(visit.house.cookies.session, opened.token)
    visit.who = await read_session(visit.house.db, opened.key_hash, at=visit.at)
    return visit.person.id


async def blank_paper(visit: Visit, adopted: Adopted, insee: str) -> Paper:
    """A paper with what is already known of the person and the place. Nothing is kept yet."""
    sources: dict[str, dict[str, object]] = {}
    person = visit.who.person if visit.who else None
    if person is not None and person.verified:
        sources["identity"] = {
            "family_name": person.family_name,
            "given_name": person.given_name,
            "email": person.email,
            "phone": person.phone,
        }
    async with visit.house.db.transaction(Public()) as tx:
        commune = await territory.commune(tx, insee)
    if commune is not None:
        sources["place"] = {"commune": {"insee": commune.insee, "name": commune.name}}
    return Paper(
        visit=visit,
        adopted=adopted,
        insee=insee,
        answers=prefilled(adopted.procedure, sources),
    )


async def paper_of_draft(visit: Visit, draft_id: UUID) -> Paper:
    """Her draft on the form that the collectivity offers today. Raises `NotFound`, `NotAdopted`."""
    db = visit.house.db
    draft, files = await draft_with_files(db, person_id=visit.person.id, draft_id=draft_id)
    visit.face = await visit.house.tenants.by_id(draft.tenant_id)
    async with db.transaction(Public()) as tx:
        adopted = await procedures.adoption_of(
            tx, tenant_id=draft.tenant_id, procedure_id=draft.procedure_id, on=visit.today
        )
    return Paper(
        visit=visit,
        adopted=adopted,
        insee=draft.insee,
        answers=draft.answers,
        draft=draft,
        files=files,
    )
