"""Statements of the catalogue, and what their rows mean."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on

from services.forms.contracts import Procedure
from services.foundation.i18n import Text
from services.procedures._tables import adoption, procedure_version, process_version
from services.procedures.contracts import Adoption, Closing, Reference
from services.procedures.errors import UnknownProcedure

ADOPTION_COLUMNS = tuple(adoption.c)


def adoptions_in_force(tenant_ids: Sequence[Any], on: Any, procedure_id: Any = None) -> Select[Any]:
    """What these tenants offer on a day, with the digests of the form and of every process."""
    statement = (
        select(*ADOPTION_COLUMNS, procedure_version.c.digest, latest_processes().label("processes"))
        .join(
            procedure_version,
            and_(
                procedure_version.c.procedure_id == adoption.c.procedure_id,
                procedure_version.c.version == adoption.c.version,
            ),
        )
        .where(adoption.c.tenant_id.in_(tenant_ids), in_force(on))
        .order_by(adoption.c.procedure_id, adoption.c.tenant_id)
    )
    if procedure_id is None:
        return statement
    return statement.where(adoption.c.procedure_id == procedure_id)


def in_force(on: date) -> Any:
    """The days between which an adoption holds: `since` included, `until` not."""
    return and_(adoption.c.since <= on, or_(adoption.c.until.is_(None), adoption.c.until > on))


def latest_processes() -> Any:
    """`{id: [version, digest]}` of the latest version of each process, as one value."""
    latest = (
        select(process_version.c.process_id, process_version.c.version, process_version.c.digest)
        .ext(distinct_on(process_version.c.process_id))
        .order_by(process_version.c.process_id, process_version.c.version.desc())
        .subquery()
    )
    pair = func.jsonb_build_array(latest.c.version, latest.c.digest)
    return select(func.jsonb_object_agg(latest.c.process_id, pair)).scalar_subquery()


def latest_versions(procedure_id: str | None = None, version: int | None = None) -> Select[Any]:
    """The latest version of each procedure, or of one, or one version of it."""
    statement = (
        select(
            procedure_version.c.procedure_id,
            procedure_version.c.version,
            procedure_version.c.digest,
        )
        .ext(distinct_on(procedure_version.c.procedure_id))
        .order_by(procedure_version.c.procedure_id, procedure_version.c.version.desc())
    )
    if procedure_id is not None:
        statement = statement.where(procedure_version.c.procedure_id == procedure_id)
    if version is not None:
        statement = statement.where(procedure_version.c.version == version)
    return statement


def adoptions_of_tenant(tenant_id: UUID, procedure_id: str | None = None) -> Select[Any]:
    """Every adoption of a tenant that the reader may see, the newest of each procedure first."""
    statement = (
        select(*ADOPTION_COLUMNS)
        .where(adoption.c.tenant_id == tenant_id)
        .order_by(adoption.c.procedure_id, adoption.c.since.desc())
    )
    if procedure_id is None:
        return statement
    return statement.where(adoption.c.procedure_id == procedure_id)


def adoption_from(row: Row[Any]) -> Adoption:
    return Adoption(
        tenant_id=row.tenant_id,
        procedure_id=row.procedure_id,
        version=row.version,
        options=row.options,
        team_id=row.team_id,
        closing=_closing(row.closed_reason) if row.state == "closed" else None,
        since=row.since,
        until=row.until,
    )


def columns_of(kept: Adoption) -> dict[str, Any]:
    """The row of an adoption, but for its key."""
    return {
        "version": kept.version,
        "options": dict(kept.options),
        "team_id": kept.team_id,
        "state": "open" if kept.closing is None else "closed",
        "closed_reason": _closed_reason(kept.closing) if kept.closing is not None else None,
        "until": kept.until,
    }


def reference_from(definition_id: str, row: Row[Any]) -> Reference:
    return Reference(definition_id, row.version, row.digest)


def process_for(procedure: Procedure, processes: Mapping[str, Sequence[Any]] | None) -> Reference:
    """The latest version of the process that a procedure follows."""
    found = (processes or {}).get(procedure.process)
    if found is None:
        raise UnknownProcedure(procedure.process)
    return Reference(procedure.process, found[0], found[1])


def _closing(kept: Mapping[str, Any] | None) -> Closing:
    value = kept or {}
    reopens_on = value.get("reopens_on")
    return Closing(
        reason=Text(value.get("fr", ""), value.get("en", "")),
        reopens_on=date.fromisoformat(reopens_on) if reopens_on else None,
    )


def _closed_reason(closing: Closing) -> dict[str, str | None]:
    return {
        "fr": closing.reason.fr,
        "en": closing.reason.en,
        "reopens_on": closing.reopens_on.isoformat() if closing.reopens_on else None,
    }
