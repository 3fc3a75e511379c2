"""What rows of `tenant` mean."""

from datetime import date
from typing import Any

from sqlalchemy import Row

from services.foundation.i18n import Text
from services.law.contracts import WarningDays
from services.tenants import _tables as t
from services.tenants.contracts import Brand, Contact, SveTerms, Tenant, TenantRecord

# What every role may read; the rest of the row is the operator's (migration 0003).
PUBLIC_COLUMNS = tuple(
    t.tenant.c[name]
    for name in (
        "id", "siren", "level", "code", "name", "slug", "time_zone", "calendar", "brand",
        "contact", "sender_addresses", "sve_terms", "state", "warnings",
    )
)  # fmt: skip
RECORD_COLUMNS = (
    *PUBLIC_COLUMNS,
    t.tenant.c.key_id,
    t.tenant.c.recipe_digest,
    t.tenant.c.created_at,
)


def as_tenant(row: Row[Any]) -> Tenant:
    contact, terms = row.contact, row.sve_terms
    return Tenant(
        id=row.id,
        siren=row.siren,
        level=row.level,
        code=row.code,
        name=row.name,
        slug=row.slug,
        time_zone=row.time_zone,
        calendar=row.calendar,
        brand=Brand(**row.brand),
        contact=Contact(**{**contact, "hours": Text(**contact["hours"])}),
        sender_addresses=tuple(row.sender_addresses),
        sve_terms=SveTerms(
            version=terms["version"],
            published_on=date.fromisoformat(terms["published_on"]),
            text=Text(**terms["text"]),
        ),
        state=row.state,
        warnings=_warnings(row.warnings),
    )


def _warnings(kept: dict[str, list[int]] | None) -> WarningDays:
    """The house's own days where no recipe has said any since the column is there."""
    return WarningDays(**{who: tuple(days) for who, days in (kept or {}).items()})


def as_record(row: Row[Any]) -> TenantRecord:
    return TenantRecord(
        tenant=as_tenant(row),
        key_id=row.key_id,
        recipe_digest=row.recipe_digest,
        created_at=row.created_at,
    )
