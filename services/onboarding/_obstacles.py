"""What stops a recipe although it is well written: the territory, and other collectivities."""

from collections.abc import AsyncIterator

from services.foundation.database import Transaction
from services.onboarding._standing import Standing
from services.onboarding.contracts import Obstacle
from services.tenants.contracts import Recipe
from services.tenants.queries import moved_to, tenants
from services.territory.queries import place


async def obstacles_of(tx: Transaction, recipe: Recipe, standing: Standing) -> list[Obstacle]:
    """Every obstacle outside the recipe itself."""
    return [Obstacle(recipe.file, None, reason) async for reason in _reasons(tx, recipe, standing)]


async def _reasons(tx: Transaction, recipe: Recipe, standing: Standing) -> AsyncIterator[str]:
    known = await place(tx, level=recipe.level, code=recipe.code)
    if known is None:
        yield f"`code` is `{recipe.code}`: no {recipe.level} has it (is the territory loaded?)"
    elif known.siren is not None and known.siren != recipe.siren:
        yield f"`siren` is `{recipe.siren}`, but {known.name} is known by {known.siren}"
    for other in await tenants(tx):
        if other.siren == recipe.siren:
            continue
        if other.slug == recipe.slug:
            yield f"`slug` is `{recipe.slug}`: it is that of {other.name}"
        if (other.level, other.code) == (recipe.level, recipe.code):
            yield f"`code` is `{recipe.code}`: {other.name} is already there under {other.siren}"
    if standing.tenant is None or recipe.slug != standing.tenant.slug:
        owner = await moved_to(tx, recipe.slug)
        if owner is not None and (standing.tenant is None or owner != standing.tenant.slug):
            yield f"`slug` is `{recipe.slug}`: old addresses of `{owner}` still lead there"
