"""Collectivities and their agreements as recipes say: rows gathered for the onboarding."""

from datetime import datetime
from uuid import UUID

from services.foundation.writes import Writes
from services.tenants import _tables as t
from services.tenants.contracts import Recipe, RecipeAgreement, Tenant
from services.tenants.description import describe


def add_tenant(
    writes: Writes, *, recipe: Recipe, tenant_id: UUID, key_id: UUID, at: datetime
) -> None:
    """A new collectivity, active; `key_id` names the key its files are sealed with."""
    writes.insert(
        t.tenant,
        id=tenant_id,
        key_id=key_id,
        state="active",
        recipe_digest=recipe.digest,
        created_at=at,
        **describe(recipe),
    )


def change_tenant(writes: Writes, *, recipe: Recipe, current: Tenant, at: datetime) -> None:
    """Bring a collectivity to its recipe; a slug that it leaves keeps redirecting to it."""
    writes.update(t.tenant, {"id": current.id}, recipe_digest=recipe.digest, **describe(recipe))
    if recipe.slug != current.slug:
        writes.delete(t.slug_history, slug=recipe.slug)
        writes.insert(t.slug_history, slug=current.slug, tenant_id=current.id, until=at)


def add_agreement(
    writes: Writes, *, tenant_id: UUID, agreement_id: UUID, agreement: RecipeAgreement
) -> None:
    """A convention with another collectivity."""
    writes.insert(
        t.agreement,
        tenant_id=tenant_id,
        id=agreement_id,
        partner_siren=agreement.partner_siren,
        kind=agreement.kind,
        since=agreement.since,
        until=agreement.until,
        act=agreement.act,
    )


def remove_agreement(writes: Writes, *, tenant_id: UUID, agreement_id: UUID) -> None:
    """A convention that the recipe no longer names."""
    writes.delete(t.agreement, tenant_id=tenant_id, id=agreement_id)
