"""The public face of the collectivities, and what the operator sees of them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Date, DateTime, Row, ScalarSelect, Select, cast, func, select

from services.foundation.database import Transaction
from services.foundation.errors import NotFound
from services.tenants import _tables as t
from services.tenants._repository import PUBLIC_COLUMNS, RECORD_COLUMNS, as_record, as_tenant
from services.tenants.contracts import RecipeAgreement, Tenant, TenantRecord


async def tenants(tx: Transaction) -> tuple[Tenant, ...]:
    """All collectivities on board, suspended ones included, by name."""
    rows = await tx.rows(select(*PUBLIC_COLUMNS).order_by(t.tenant.c.name))
    return tuple(as_tenant(row) for row in rows)


async def tenant_by_slug(tx: Transaction, slug: str) -> Tenant | None:
    return _maybe(await tx.one_or_none(select(*PUBLIC_COLUMNS).where(t.tenant.c.slug == slug)))


async def tenant_by_id(tx: Transaction, tenant_id: UUID) -> Tenant | None:
    return _maybe(await tx.one_or_none(select(*PUBLIC_COLUMNS).where(t.tenant.c.id == tenant_id)))


def tenant_statement(tenant_id: Any) -> Select[Any]:
    """The statement of `tenant_by_id`, for a caller who sends it with others in one trip;
    `tenant_id` may be an expression."""
    return select(*PUBLIC_COLUMNS).where(t.tenant.c.id == tenant_id)


def local_day(tenant_id: Any, at: Any) -> ScalarSelect[Any]:
    """The day that an instant is where a collectivity is, as an expression for a statement."""
    local = func.timezone(t.tenant.c.time_zone, cast(at, DateTime(timezone=True)))
    return select(cast(local, Date)).where(t.tenant.c.id == tenant_id).scalar_subquery()


def tenant_from(row: Any) -> Tenant:
    """What a row of `tenant_statement` says."""
    return as_tenant(row)


async def tenant_by_siren(tx: Transaction, siren: str) -> Tenant | None:
    return _maybe(await tx.one_or_none(select(*PUBLIC_COLUMNS).where(t.tenant.c.siren == siren)))


async def key_of(tx: Transaction, tenant_id: UUID) -> UUID:
    """The name of the key that this collectivity's files are sealed with. Raises NotFound."""
    found = await tx.scalar(select(t.tenant.c.key_id).where(t.tenant.c.id == tenant_id))
    if found is None:
        raise NotFound
    return UUID(str(found))


async def moved_to(tx: Transaction, slug: str) -> str | None:
    """The present slug of a collectivity that once lived under `slug`: its pages redirect there."""
    statement = (
        select(t.tenant.c.slug)
        .join(t.slug_history, t.slug_history.c.tenant_id == t.tenant.c.id)
        .where(t.slug_history.c.slug == slug)
    )
    found = await tx.scalar(statement)
    return str(found) if found else None


async def onboard(tx: Transaction) -> Mapping[tuple[str, str], Tenant]:
    """The active collectivities by level and code, for who resolves competence."""
    rows = await tx.rows(select(*PUBLIC_COLUMNS).where(t.tenant.c.state == "active"))
    return {(row.level, row.code): as_tenant(row) for row in rows}


async def records(tx: Transaction) -> tuple[TenantRecord, ...]:
    """The operator's view: every collectivity with the state of its recipe, by name."""
    rows = await tx.rows(select(*RECORD_COLUMNS).order_by(t.tenant.c.name))
    return tuple(as_record(row) for row in rows)


async def recipe_digest_of(tx: Transaction, siren: str) -> str | None:
    """The digest of the recipe last applied, for the operator."""
    found = await tx.scalar(select(t.tenant.c.recipe_digest).where(t.tenant.c.siren == siren))
    return str(found) if found else None


async def agreements_of(tx: Transaction, tenant_id: UUID) -> Mapping[UUID, RecipeAgreement]:
    """The agreements of one collectivity, by id."""
    rows = await tx.rows(select(t.agreement).where(t.agreement.c.tenant_id == tenant_id))
    return {
        row.id: RecipeAgreement(
            partner_siren=row.partner_siren,
            kind=row.kind,
            since=row.since,
            until=row.until,
            act=row.act,
        )
        for row in rows
    }


def _maybe(row: Row[Any] | None) -> Tenant | None:
    return as_tenant(row) if row else None
