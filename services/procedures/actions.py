"""Publishing the catalogue, and what a collectivity does with it."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Table, select

from services.forms.contracts import Procedure
from services.forms.options import resolve_options
from services.foundation.actor import Actor
from services.foundation.database import Transaction
from services.foundation.telemetry import log
from services.foundation.writes import Writes
from services.procedures._repository import adoption_from, adoptions_of_tenant, columns_of
from services.procedures._tables import adoption, procedure_version, process_version
from services.procedures.contracts import (
    Adoption,
    AdoptionChange,
    Closing,
    Publication,
    Reference,
)
from services.procedures.errors import NotAdopted, NotPublishable, VersionAlreadyPublished
from services.procedures.linter import lint_procedures
from services.procedures.queries import published_version
from services.processes.contracts import Process


async def publish_catalogue(
    tx: Transaction,
    *,
    procedures: Iterable[Procedure],
    processes: Iterable[Process],
    by: Actor,
    at: datetime,
) -> Publication:
    """Keep each definition for ever under its version; the same ones again change nothing.

    Raises NotPublishable with every complaint of the linter, VersionAlreadyPublished when a
    published version was changed; then nothing is published at all. Context: Operator.
    """
    forms, flows = list(procedures), list(processes)
    complaints = lint_procedures(forms, {each.id: each for each in flows})
    if complaints:
        raise NotPublishable(complaints)
    results = [
        *[await _publish(tx, process_version, "process_id", each, at) for each in flows],
        *[await _publish(tx, procedure_version, "procedure_id", each, at) for each in forms],
    ]
    new = tuple(reference for reference, is_new in results if is_new)
    log.info("catalogue_published", kind=by.kind, count=len(new))
    return Publication(new, tuple(reference for reference, is_new in results if not is_new))


async def _publish(
    tx: Transaction, table: Table, key: str, definition: Procedure | Process, at: datetime
) -> tuple[Reference, bool]:
    reference = Reference(definition.id, definition.version, definition.digest)
    kept = await tx.scalar(
        select(table.c.digest).where(
            table.c[key] == definition.id, table.c.version == definition.version
        )
    )
    if kept == definition.digest:
        return reference, False
    if kept is not None:
        raise VersionAlreadyPublished(definition.id, definition.version)
    writes = Writes()
    writes.insert(
        table,
        **{key: definition.id},
        version=definition.version,
        digest=definition.digest,
        definition=dict(definition.definition),
        published_at=at,
    )
    await tx.write(writes)
    return reference, True


async def plan_adoption(
    tx: Transaction,
    *,
    tenant_id: UUID,
    procedure_id: str,
    version: int | None,
    options: Mapping[str, object],
    team_id: UUID | None,
    since: date,
    on: date,
) -> AdoptionChange | None:
    """What adopting would change, or None. Writes nothing.

    A procedure not offered yet is offered from `since`; one that is offered on the day `on`
    changes on that day. `version` None means the latest published; a closing stays.
    Raises UnknownProcedure, and OptionRefused (of `forms`) for an option that is not allowed.
    """
    procedure = await published_version(tx, procedure_id=procedure_id, version=version)
    before, _later = await _ahead(tx, tenant_id, procedure_id, max(since, on))
    after = Adoption(
        tenant_id=tenant_id,
        procedure_id=procedure_id,
        version=procedure.version,
        options=resolve_options(procedure, options),
        team_id=team_id,
        closing=None,
        since=since,
        until=None,
    )
    if before is None:
        return AdoptionChange("new", None, after, ())
    kept = replace(after, closing=before.closing, until=before.until, since=max(since, on))
    changed = _changed(before, kept)
    return AdoptionChange("changed", before, kept, changed) if changed else None


async def adopt_procedure(
    tx: Transaction,
    *,
    tenant_id: UUID,
    procedure_id: str,
    version: int | None = None,
    options: Mapping[str, object],
    team_id: UUID | None,
    since: date,
    on: date,
    by: Actor,
) -> AdoptionChange | None:
    """Do what `plan_adoption` says; the same again changes nothing and is None.

    Requests filed before stay under what they were filed under. `on` is the day of the act where
    the collectivity is. Raises as `plan_adoption`. Context: Operator.
    """
    change = await plan_adoption(
        tx,
        tenant_id=tenant_id,
        procedure_id=procedure_id,
        version=version,
        options=options,
        team_id=team_id,
        since=since,
        on=on,
    )
    if change is not None:
        _before, later = await _ahead(tx, tenant_id, procedure_id, change.after.since)
        await _replace(tx, change.before, change.after)
        for season in later:
            await _put(tx, _with_choices(season, change.after))
        log.info("procedure_adopted", kind=by.kind, tenant_id=str(tenant_id))
    return change


async def close_procedure(
    tx: Transaction,
    *,
    tenant_id: UUID,
    procedure_id: str,
    closing: Closing,
    since: date,
    by: Actor,
) -> Adoption:
    """Take no request from the day `since`; a season that ends opens again on its own day.

    It replaces what was planned for the days after. Raises NotAdopted. Context: Operator.
    """
    before, end = await _cleared(tx, tenant_id, procedure_id, since)
    reopens_on = closing.reopens_on
    seasonal = reopens_on is not None and (end is None or reopens_on < end)
    after = replace(before, closing=closing, since=since, until=reopens_on if seasonal else end)
    await _replace(tx, before, after)
    if seasonal and reopens_on is not None:
        await _put(tx, replace(before, closing=None, since=reopens_on, until=end))
    log.info("procedure_closed", kind=by.kind, tenant_id=str(tenant_id))
    return after


async def open_procedure(
    tx: Transaction,
    *,
    tenant_id: UUID,
    procedure_id: str,
    since: date,
    by: Actor,
) -> Adoption:
    """Take requests again from the day `since`, whatever was planned for the days after.

    Raises NotAdopted. Context: Operator.
    """
    before, end = await _cleared(tx, tenant_id, procedure_id, since)
    after = replace(before, closing=None, since=since, until=end)
    await _replace(tx, before, after)
    log.info("procedure_opened", kind=by.kind, tenant_id=str(tenant_id))
    return after


async def withdraw_procedure(
    tx: Transaction,
    *,
    tenant_id: UUID,
    procedure_id: str,
    until: date,
    by: Actor,
) -> Adoption:
    """Offer a procedure no longer from the day `until`; its requests live on.

    Raises NotAdopted. Context: Operator.
    """
    before, _end = await _cleared(tx, tenant_id, procedure_id, until)
    writes = Writes()
    if before.since == until:
        writes.delete(adoption, **_key(before))
    else:
        writes.update(adoption, _key(before), until=until)
    await tx.write(writes)
    log.info("procedure_withdrawn", kind=by.kind, tenant_id=str(tenant_id))
    return replace(before, until=until)


async def _ahead(
    tx: Transaction, tenant_id: UUID, procedure_id: str, day: date
) -> tuple[Adoption | None, tuple[Adoption, ...]]:
    """The adoption in force on a day, and those planned after it."""
    rows = await tx.rows(adoptions_of_tenant(tenant_id, procedure_id))
    kept = sorted((adoption_from(row) for row in rows), key=lambda each: each.since)
    here = [each for each in kept if each.since <= day and (each.until is None or each.until > day)]
    return (here[0] if here else None), tuple(each for each in kept if each.since > day)


async def _cleared(
    tx: Transaction, tenant_id: UUID, procedure_id: str, day: date
) -> tuple[Adoption, date | None]:
    """The adoption in force on a day, nothing planned after it any more, and the day all ends."""
    before, later = await _ahead(tx, tenant_id, procedure_id, day)
    if before is None:
        raise NotAdopted
    writes = Writes()
    for season in later:
        writes.delete(adoption, **_key(season))
    if writes:
        await tx.write(writes)
    return before, (later[-1] if later else before).until


def _with_choices(season: Adoption, chosen: Adoption) -> Adoption:
    return replace(season, version=chosen.version, options=chosen.options, team_id=chosen.team_id)


def _changed(before: Adoption, after: Adoption) -> tuple[str, ...]:
    compared = [each.name for each in fields(Adoption) if each.name != "since"]
    return tuple(name for name in compared if getattr(before, name) != getattr(after, name))


async def _replace(tx: Transaction, before: Adoption | None, after: Adoption) -> None:
    if before is not None and before.since != after.since:
        writes = Writes()
        writes.update(adoption, _key(before), until=after.since)
        await tx.write(writes)
    await _put(tx, after)


async def _put(tx: Transaction, kept: Adoption) -> None:
    writes = Writes()
    writes.upsert(adoption, _key(kept), **columns_of(kept))
    await tx.write(writes)


def _key(kept: Adoption) -> dict[str, object]:
    return {"tenant_id": kept.tenant_id, "procedure_id": kept.procedure_id, "since": kept.since}
