"""The difference between a recipe and what stands: the lines of the plan. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.onboarding._standing import Standing
from services.onboarding.contracts import Change
from services.procedures.contracts import Adoption, AdoptionChange
from services.tenants.contracts import Recipe, RecipeAgreement
from services.tenants.description import describe, flatten


def changes_of(
    recipe: Recipe, standing: Standing, adoptions: Mapping[str, AdoptionChange]
) -> tuple[Change, ...]:
    """Every change, in the order of the recipe; `adoptions` are those that `procedures` plans."""
    return (
        *_collectivity(recipe, standing),
        *_teams(recipe, standing),
        *_procedures(recipe, standing, adoptions),
        *_agreements(recipe, standing),
    )


def removable_teams(recipe: Recipe, standing: Standing) -> tuple[str, ...]:
    """Teams that the recipe no longer names and that nothing, even past, stands on."""
    wanted = {team.name for team in recipe.teams}
    return tuple(
        name
        for name, team in standing.teams.items()
        if name not in wanted and team.id not in standing.named_teams
    )


def left_procedures(recipe: Recipe, standing: Standing) -> tuple[str, ...]:
    """Procedures that the collectivity offers and its recipe no longer names."""
    wanted = {procedure.id for procedure in recipe.procedures}
    return tuple(each for each in standing.adoptions if each not in wanted)


def _collectivity(recipe: Recipe, standing: Standing) -> Iterator[Change]:
    after = flatten(describe(recipe))
    if standing.tenant is None:
        yield Change("added", "collectivity", recipe.name, None, None, after)
        return
    before = flatten(describe(standing.tenant))
    for key, value in after.items():
        if before[key] != value:
            yield Change("changed", "collectivity", recipe.name, key, before[key], value)


def _teams(recipe: Recipe, standing: Standing) -> Iterator[Change]:
    for team in recipe.teams:
        known = standing.teams.get(team.name)
        if known is None:
            yield Change("added", "team", team.name, None, None, team.label)
        elif known.label != team.label:
            yield Change("changed", "team", team.name, "label", known.label, team.label)
    for name in removable_teams(recipe, standing):
        yield Change("removed", "team", name, None, standing.teams[name].label, None)


def _procedures(
    recipe: Recipe, standing: Standing, adoptions: Mapping[str, AdoptionChange]
) -> Iterator[Change]:
    for procedure in recipe.procedures:
        planned = adoptions.get(procedure.id)
        if planned is None:
            continue
        after = _offer(planned.after, procedure.team)
        if planned.before is None:
            yield Change("added", "procedure", procedure.id, None, None, after)
            continue
        before = _offer(planned.before, standing.team_name(planned.before.team_id))
        yield from _parts(procedure.id, flatten(before), flatten(after))
    for procedure_id in left_procedures(recipe, standing):
        left = standing.adoptions[procedure_id]
        before = _offer(left, standing.team_name(left.team_id))
        yield Change("removed", "procedure", procedure_id, None, before, None)


def _parts(name: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    for key in sorted(before.keys() | after.keys()):
        # The day a change takes effect follows from it; it is not a change by itself.
        if key != "since" and before.get(key) != after.get(key):
            yield Change("changed", "procedure", name, key, before.get(key), after.get(key))


def _offer(adoption: Adoption, team: str | None) -> dict[str, Any]:
    return {
        "version": adoption.version,
        "team": team,
        "since": adoption.since.isoformat(),
        "options": dict(adoption.options),
    }


def _agreements(recipe: Recipe, standing: Standing) -> Iterator[Change]:
    standing_ones = list(standing.agreements.values())
    for agreement in recipe.agreements:
        if agreement not in standing_ones:
            yield Change("added", "agreement", agreement.kind, None, None, _act(agreement))
    for agreement in standing_ones:
        if agreement not in recipe.agreements:
            yield Change("removed", "agreement", agreement.kind, None, _act(agreement), None)


def _act(agreement: RecipeAgreement) -> dict[str, object]:
    return {
        "partner": agreement.partner_siren,
        "since": agreement.since.isoformat(),
        "until": agreement.until.isoformat() if agreement.until else None,
        "act": agreement.act,
    }
