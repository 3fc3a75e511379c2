"""A resident files: the one page where the story is told."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

import psycopg

from services.cases._attachments import attach_to_case
from services.cases._filing import Filing, gather, received_files, today_of
from services.cases._reading import AtTheDoor, Standing, competent_for, read_standing
from services.cases._tables import draft as draft_table
from services.cases.contracts import Filed
from services.cases.errors import DraftIncomplete, StaleDraft, WrongRecipient
from services.cases.queries.requests import filed_before
from services.forms.checking import check_all, missing_statements
from services.foundation.database import Citizen, Database
from services.foundation.errors import NotFound
from services.foundation.i18n import current_language
from services.foundation.outbox import ORDINARY
from services.jurisdiction.contracts import Resolution
from services.procedures import queries as procedures

__all__ = ["AtTheDoor", "submit_case"]


async def submit_case(
    db: Database,
    *,
    by: UUID | AtTheDoor,
    draft_id: UUID,
    revision: int | None,
    electronic: bool,
    wording: str,
    declared: Collection[str] | None = None,
    priority: int = ORDINARY,
    at: datetime,
) -> Filed:
    """File a draft. The case bears the draft's id, so a second click gives the same case.

    `by` is a person, or somebody at the door whose session is read in the same trip. `electronic`:
    she agrees to be notified on the portal (L112-15), by the question whose wording bears that
    version. `declared` are the statements she ticked; None where no page asked for them. Raises
    SignInNeeded, NotFound, StaleDraft, DraftIncomplete, ProcedureClosed,
    WrongRecipient.
    """
    standing = await read_standing(db, by, draft_id=draft_id, at=at)
    if standing.draft is None:
        return await _already_filed(db, standing.person_id, draft_id)
    filing = await _checked(
        db, standing, revision=revision, electronic=electronic, wording=wording, at=at
    )
    _refuse_undeclared(filing, declared)
    writes = gather(filing, priority=priority)
    writes.delete(draft_table, id=draft_id)
    tenant_id, person_id = filing.tenant.id, standing.person_id
    for file in filing.files:
        attach_to_case(writes, tenant_id=tenant_id, case_id=draft_id, attachment_id=file.id)
    try:
        number = await db.write(Citizen(person_id, tenant_id, draft_id), writes)
    except (psycopg.errors.UniqueViolation, psycopg.errors.InsufficientPrivilege):
        # The same draft was filed between our reading and our writing.
        return await _already_filed(db, person_id, draft_id)
    return Filed(tenant_id, draft_id, f"{writes.prefix}{number}", at)


async def _checked(
    db: Database,
    standing: Standing,
    *,
    revision: int | None,
    electronic: bool,
    wording: str,
    at: datetime,
) -> Filing:
    """The filing, once nothing stands against it."""
    draft, tenant, adopted = standing.draft, standing.tenant, standing.adopted
    assert draft is not None
    if tenant is None or adopted is None or tenant.state != "active":
        raise NotFound
    if revision is not None and draft.revision != revision:
        raise StaleDraft
    procedures.refuse_if_closed(adopted)
    today = today_of(tenant, at)
    await _refuse_wrong_recipient(db, standing, today, at)
    checked = check_all(
        adopted.procedure,
        draft.answers,
        adopted.adoption.options,
        language=current_language(),
        today=today,
        files=received_files(standing.files),
    )
    if checked.errors:
        raise DraftIncomplete(checked.errors_by_page)
    return Filing(
        draft=draft,
        tenant=tenant,
        adopted=adopted,
        answers=checked.answers,
        files=standing.files,
        electronic=electronic,
        wording=wording,
        at=at,
    )


def _refuse_undeclared(filing: Filing, declared: Collection[str] | None) -> None:
    if declared is None:
        return
    adoption = filing.adopted.adoption
    missing = missing_statements(
        filing.adopted.procedure, filing.answers, adoption.options, declared
    )
    if missing:
        told = {each.id: str(each.text) for each in missing}
        raise DraftIncomplete({"statements": told})


async def _refuse_wrong_recipient(
    db: Database, standing: Standing, today: date, at: datetime
) -> None:
    """Nothing is accepted by an authority that would not be the one to answer."""
    draft, tenant = standing.draft, standing.tenant
    assert draft is not None
    assert tenant is not None
    answer = await competent_for(
        db, insee=draft.insee, procedure_id=draft.procedure_id, on=today, at=at
    )
    competent = answer.competent if isinstance(answer, Resolution) else None
    if competent is None or (competent.level, competent.code) != (tenant.level, tenant.code):
        raise WrongRecipient(competent.name if competent else None)


async def _already_filed(db: Database, person_id: UUID, draft_id: UUID) -> Filed:
    async with db.transaction(Citizen(person_id)) as tx:
        filed = await filed_before(tx, case_id=draft_id)
    if filed is None:
        raise NotFound
    return filed
