"""A resident files: the one page where the story is told."""

from datetime import datetime
from uuid import UUID

import psycopg

from services.cases._attachments import attach_to_case, attachments_of_draft
from services.cases._drafts import find_draft
from services.cases._filing import Filing, gather, received_files, today_of
from services.cases._tables import draft as draft_table
from services.cases.contracts import Draft, Filed
from services.cases.errors import DraftIncomplete, StaleDraft, WrongRecipient
from services.cases.queries.requests import filed_before
from services.forms.checking import check_all
from services.foundation.database import Citizen, Database, Transaction
from services.foundation.errors import NotFound
from services.foundation.i18n import current_language
from services.jurisdiction import queries as jurisdiction
from services.jurisdiction.contracts import Resolution
from services.procedures import queries as procedures
from services.procedures.contracts import Adopted
from services.tenants import queries as tenants
from services.tenants.contracts import Tenant


async def submit_case(
    db: Database,
    *,
    person_id: UUID,
    draft_id: UUID,
    revision: int | None,
    electronic: bool,
    wording: str,
    at: datetime,
) -> Filed:
    """File a draft. The case bears the draft's id, so a second click gives the same case.

    `electronic`: she agrees to be notified on the portal (L112-15), by the question whose wording
    bears that version. Raises NotFound, StaleDraft, DraftIncomplete, ProcedureClosed,
    WrongRecipient.
    """
    async with db.transaction(Citizen(person_id)) as tx:
        draft = await find_draft(tx, draft_id=draft_id)
        if draft is None:
            return await _already_filed(tx, draft_id)
        if revision is not None and draft.revision != revision:
            raise StaleDraft
        filing = await _read(tx, draft, electronic=electronic, wording=wording, at=at)
    writes = gather(filing)
    writes.delete(draft_table, id=draft_id)
    for file in filing.files:
        attach_to_case(writes, tenant_id=draft.tenant_id, case_id=draft.id, attachment_id=file.id)
    try:
        number = await db.write(Citizen(person_id, draft.tenant_id, draft.id), writes)
    except (psycopg.errors.UniqueViolation, psycopg.errors.InsufficientPrivilege):
        # The same draft was filed between our reading and our writing.
        async with db.transaction(Citizen(person_id)) as tx:
            return await _already_filed(tx, draft_id)
    return Filed(draft.tenant_id, draft.id, f"{filing.today.year}-{number}", at)


async def _read(
    tx: Transaction, draft: Draft, *, electronic: bool, wording: str, at: datetime
) -> Filing:
    """All that a filing stands on: who receives it, under which definition, which answers."""
    tenant = await tenants.tenant_by_id(tx, draft.tenant_id)
    if tenant is None or tenant.state != "active":
        raise NotFound
    adopted = await _adopted(tx, draft, tenant, at)
    files = await attachments_of_draft(tx, draft_id=draft.id)
    checked = check_all(
        adopted.procedure,
        draft.answers,
        adopted.adoption.options,
        language=current_language(),
        today=today_of(tenant, at),
        files=received_files(files),
    )
    if checked.errors:
        raise DraftIncomplete(checked.errors_by_page)
    return Filing(
        draft=draft,
        tenant=tenant,
        adopted=adopted,
        answers=checked.answers,
        files=files,
        electronic=electronic,
        wording=wording,
        at=at,
    )


async def _adopted(tx: Transaction, draft: Draft, tenant: Tenant, at: datetime) -> Adopted:
    """What the collectivity offers today, which must be competent for the place."""
    today = today_of(tenant, at)
    adopted = await procedures.adoption_of(
        tx, tenant_id=tenant.id, procedure_id=draft.procedure_id, on=today
    )
    procedures.refuse_if_closed(adopted)
    resolved = await jurisdiction.resolve(tx, draft.insee, draft.procedure_id, on=today)
    competent = resolved.competent if isinstance(resolved, Resolution) else None
    if competent is None or (competent.level, competent.code) != (tenant.level, tenant.code):
        raise WrongRecipient(competent.name if competent else None)
    return adopted


async def _already_filed(tx: Transaction, draft_id: UUID) -> Filed:
    filed = await filed_before(tx, case_id=draft_id)
    if filed is None:
        raise NotFound
    return filed
